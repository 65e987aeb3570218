#include "dialogs/engine/session.hpp"

#include <algorithm>

namespace plaint::dialogs {

Scope::Scope(const Shape& shape)
    : slots(shape.slots), said(shape.says), groups(shape.groups), live(shape.fields), derived(shape.fields) {}

Session::Session(const Tree& tree) : contents{tree.content}, root(tree.shapes.front()) {}

Visit* Session::find_visit(std::string_view conversation) {
    const auto found = std::ranges::find(visits, conversation, &Visit::conversation);
    return found != visits.end() ? &*found : nullptr;
}

std::uint8_t intern(std::vector<std::string>& names, std::string_view name) {
    const auto found = std::ranges::find(names, name);
    if (found != names.end()) return static_cast<std::uint8_t>(found - names.begin());
    // Beyond what a byte can name, the last name stands for all later ones: wording only, never facts.
    if (names.size() == 255) return 254;
    names.emplace_back(name);
    return static_cast<std::uint8_t>(names.size() - 1);
}

} // namespace plaint::dialogs
