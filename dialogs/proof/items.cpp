#include "dialogs/proof/items.hpp"

#include <algorithm>

namespace plaint::proof {

using namespace dialogs;

std::vector<std::uint32_t> items_told_apart(const Atlas& atlas, const std::vector<Demands>& demands,
                                            std::uint32_t more_items) {
    const Tree& tree = atlas.tree();
    std::vector<std::uint32_t> quantified(tree.groups.size()), counted(tree.groups.size());
    const VisitPart whole = [&](const Condition& condition, std::uint16_t scope) {
        for_each_part(atlas, condition, scope, [&](const Condition& part, std::uint16_t at) {
            const bool quantifies =
                part.test == Test::some_item || part.test == Test::every_item || part.test == Test::no_item;
            if (quantifies) ++quantified[atlas.group(at, part.field)];
            if (!part.of_count) return;
            const std::uint32_t group = atlas.group(at, part.field);
            std::uint32_t& most = counted[group];
            most = std::max(most, 1U);
            for (const Constant& constant : part.constants)
                if (const auto* bound = std::get_if<std::int64_t>(&constant))
                    most = std::max(most, static_cast<std::uint32_t>(
                                              std::clamp<std::int64_t>(*bound, 0, tree.groups[group].max)));
        });
    };
    for_each_condition(atlas, whole);
    // Of so many at least a number has to be one.
    for (const Leaf& leaf : tree.leaves)
        for (const About& about : leaf.about) {
            if (leaf.kind != kinds::Kind::number || !about.items) continue;
            const std::uint32_t group = atlas.group(leaf.scope, about.field);
            const auto least = std::clamp<std::int64_t>(leaf.limits.min, 1, tree.groups[group].max);
            counted[group] = std::max(counted[group], static_cast<std::uint32_t>(least));
        }
    for (const Demands& demand : demands) {
        for (const Line& line : demand.checklist->lines) {
            const std::uint16_t scope = line.each ? tree.groups[*line.each].scope : std::uint16_t{0};
            if (line.when) whole(*line.when, scope);
            if (line.must) whole(*line.must, scope);
            if (line.of) counted[*line.of] = std::max(counted[*line.of], line.at_least);
        }
        for (const content::Gate& gate : demand.rules->gates) whole(gate.holds, gate.scope);
    }
    std::vector<std::uint32_t> items(tree.groups.size());
    for (std::size_t i = 0; i < items.size(); ++i) {
        const Group& group = tree.groups[i];
        const std::uint32_t needed = std::max({group.min, quantified[i] + 1, counted[i] + 1});
        items[i] = std::clamp(needed + more_items, std::max(group.min, 1U), group.max);
    }
    return items;
}

} // namespace plaint::proof
