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
        switch (kind) {
        case Kind::file:
        case Kind::link:
        case Kind::email:
        // Letters cannot be keyed in, nor told apart when they are spoken. Where all numbers of a kind begin with the same
        // letters the digits alone say which one it is.
        case Kind::credit_code:
        case Kind::copyright_number:
        case Kind::customs_record:
        case Kind::identity_paper: return false;
        default: return true;
        }
    }
    return false;
}

} // namespace plaint::dialogs
