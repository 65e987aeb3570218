#include "dialogs/engine/tree.hpp"

namespace plaint::dialogs {

const Field* Tree::field(std::string_view path) const {
    const auto found = field_by_path.find(std::string(path));
    return found != field_by_path.end() ? &fields[found->second] : nullptr;
}

std::uint32_t short_hash(std::string_view name) {
    const std::uint64_t hash = hash_of(name);
    return static_cast<std::uint32_t>(hash ^ (hash >> 32U));
}

bool carries(Modality modality, kinds::Kind kind) {
    using kinds::Kind;
    switch (modality) {
    case Modality::web: return true;
    case Modality::terminal: return kind != Kind::file;
    case Modality::voice:
        return kind != Kind::file && kind != Kind::link && kind != Kind::email && kind != Kind::credit_code;
    }
    return false;
}

} // namespace plaint::dialogs
