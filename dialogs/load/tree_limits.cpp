#include "dialogs/load/tree_limits.hpp"

namespace plaint::content {

void load_limits(const Reader& root, dialogs::Tree& tree) {
    if (const auto exits = root.find("exits")) {
        for (const Reader& exit : exits->items()) {
            tree.exits.push_back(exit.text());
            const std::string& name = tree.exits.back();
            if (name != "person" && name != "callback" && name != "stop")
                exit.complain("is no exit; they are person, callback and stop");
        }
        if (tree.exits.empty() || tree.exits.back() != "stop")
            exits->complain("must end with \"stop\", the exit that cannot fail");
    } else {
        tree.exits = {"stop"};
    }
    const auto limit = [&](std::string_view key, std::uint32_t& value) {
        const auto given = root.find(key);
        if (!given) return;
        const std::int64_t number = given->number();
        if (number < 1 || number > 10'000)
            given->complain("should be from 1 to 10000");
        else
            value = static_cast<std::uint32_t>(number);
    };
    limit("strikes_max", tree.strikes_max);
    limit("free_inputs_max", tree.free_inputs_max);
}

void check_telephone(const Reader& node, const dialogs::Leaf& leaf) {
    using dialogs::State;
    const bool passes = allows(leaf.may, State::later) || allows(leaf.may, State::skip);
    if (!carries(dialogs::Modality::voice, leaf.kind) && !passes)
        node.complain("cannot be asked on the telephone, so it has to allow \"later\" or \"skip\"");
    if (leaf.kind == kinds::Kind::number && leaf.limits.min < 1)
        node.complain("needs a min of at least 1: on the telephone a 0 means a person");
}

} // namespace plaint::content
