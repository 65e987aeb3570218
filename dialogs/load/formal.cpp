#include "dialogs/load/formal.hpp"

#include <string>

namespace plaint::content {

using namespace dialogs;

May load_may(const Reader& node, std::string_view key) {
    May may;
    const auto list = node.find(key);
    if (!list) return may;
    for (const Reader& one : list->items()) {
        const auto state = state_of(one.text());
        if (state && *state != State::value)
            may.set(static_cast<std::size_t>(*state));
        else
            one.complain("is no formal answer; they are later, none, unknown, skip and unverified");
    }
    return may;
}

void compare_may(const Reader& node, const May& here, const May& dictionary) {
    std::string more;
    for (std::size_t state = 0; state < here.size(); ++state)
        if (here.test(state) && !dictionary.test(state))
            more += (more.empty() ? "\"" : ", \"") + std::string(name_of(static_cast<State>(state))) + "\"";
    if (!more.empty()) node.at("may").complain("fields.json does not allow " + more + " here");
}

} // namespace plaint::content
