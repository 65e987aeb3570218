#include "dialogs/proof/ends.hpp"

#include "dialogs/engine/walk.hpp"
#include "dialogs/proof/atlas.hpp"

#include <algorithm>
#include <set>

namespace plaint::proof {

using namespace dialogs;

namespace {

// What another answer may change behind it.
struct Changed {
    std::set<std::uint32_t> fields, groups, leaves;
    std::set<std::uint32_t> begun; // groups whose items may have to be gone through anew
};

class Counter {
  public:
    explicit Counter(const Tree& tree) : tree_(tree), atlas_(tree) {}

    // Questions on the longest way, with every group full. What a telephone cannot carry counts too: an old answer is
    // offered there all the same.
    std::uint64_t straight() const { return straight(0, static_cast<std::uint32_t>(tree_.nodes.size())); }

    // Questions that are put again, or for the first time, when one answer becomes another, or a group has one item more or
    // less: what is about it, what branches or options that read it may let in, what is derived from it; and likewise of
    // all these. A walk goes forward, so it puts none of them twice.
    std::uint64_t reopened_max() const {
        std::uint64_t most = 0;
        for (std::uint32_t field = 0; field < tree_.fields.size(); ++field)
            most = std::max(most, reopened_by({.fields = {field}, .groups = {}, .leaves = {}, .begun = {}}));
        // Who goes back to where several items began has gone back through each of them: it is one for each such input.
        for (std::uint32_t at = 0; at < tree_.nodes.size(); ++at)
            if (const std::uint32_t group = tree_.nodes[at].index; tree_.nodes[at].op == Op::each)
                most = std::max(most, item(at) + reopened_by({.fields = fields_of(group),
                                                              .groups = {group},
                                                              .leaves = {},
                                                              .begun = {}}));
        return std::min(most, straight());
    }

  private:
    std::uint64_t straight(std::uint32_t from, std::uint32_t to) const {
        // From the end to the beginning, since all ways lead forward.
        std::vector<std::uint64_t> left(to - from + 1);
        const auto from_here = [&](std::uint32_t at) { return at > to ? 0 : left[at - from]; };
        for (std::uint32_t at = to; at-- > from;) {
            const Node& node = tree_.nodes[at];
            std::uint64_t& here = left[at - from];
            here = from_here(at + 1);
            if (node.op == Op::ask) ++here;
            if (node.op == Op::branch) here = std::max(here, from_here(node.target));
            if (node.op == Op::jump) here = from_here(node.target);
            if (node.op == Op::submit || node.op == Op::end) here = 0;
            // What to bring now that was put off, and the review.
            if (node.op == Op::review) here += 2;
            if (node.op == Op::each) here = items(at) + from_here(node.target);
        }
        return left.front();
    }

    // With the question for another one.
    std::uint64_t item(std::uint32_t each) const {
        return 1 + straight(each + 1, tree_.nodes[each].target - 1);
    }

    std::uint64_t items(std::uint32_t each) const {
        const Group& group = tree_.groups[tree_.nodes[each].index];
        const std::uint64_t first = group.min == 0 ? 1 : 0;
        return first + group.max * item(each);
    }

    std::uint64_t places_of(std::uint16_t scope) const {
        std::uint64_t places = 1;
        for (const std::uint32_t group : atlas_.groups_around(scope)) places *= tree_.groups[group].max;
        return places;
    }

    // Of an item, those of groups within it among them.
    std::set<std::uint32_t> fields_of(std::uint32_t group) const {
        std::set<std::uint32_t> fields;
        for (std::uint32_t field = 0; field < tree_.fields.size(); ++field)
            if (atlas_.lies_within(atlas_.scope_of_field(field), tree_.groups[group].scope))
                fields.insert(field);
        return fields;
    }

    bool reads(const Condition& condition, std::uint16_t scope, const Changed& changed) const {
        bool found = false;
        for (const std::uint32_t field : fields_read(atlas_, condition, scope))
            found = found || changed.fields.contains(field);
        for_each_part(atlas_, condition, scope, [&](const Condition& part, std::uint16_t at) {
            const bool of_group = part.of_count || part.test == Test::some_item ||
                                  part.test == Test::every_item || part.test == Test::no_item;
            if (of_group) found = found || changed.groups.contains(atlas_.group(at, part.field));
        });
        return found;
    }

    bool is_about(const Leaf& leaf, std::uint16_t scope, const Changed& changed) const {
        return std::ranges::any_of(leaf.about,
                                   [&](const About& one) {
                                       return one.items
                                                  ? changed.groups.contains(atlas_.group(scope, one.field))
                                                  : changed.fields.contains(atlas_.field(scope, one.field));
                                   }) ||
               std::ranges::any_of(leaf.options, [&](const Option& option) {
                   return option.when && reads(*option.when, scope, changed);
               });
    }

    // What stands at the node may be reached or left, or is asked again.
    void change(std::uint32_t at, Changed& changed) const {
        const Node& node = tree_.nodes[at];
        const std::uint16_t scope = atlas_.scope_of_node(at);
        if (node.op == Op::let) changed.fields.insert(atlas_.field(scope, tree_.lets[node.index].field));
        if (node.op == Op::ask) {
            changed.leaves.insert(node.index);
            changed.fields.insert(atlas_.field(scope, tree_.leaves[node.index].field));
        }
        if (node.op == Op::each) {
            changed.groups.insert(node.index);
            changed.begun.insert(node.index);
        }
    }

    std::uint64_t reopened_by(Changed changed) const {
        // One pass is enough: a reader stands behind what it reads.
        for (std::uint32_t at = 0; at < tree_.nodes.size(); ++at) {
            const Node& node = tree_.nodes[at];
            const std::uint16_t scope = atlas_.scope_of_node(at);
            const bool derives =
                node.op == Op::let &&
                std::ranges::any_of(tree_.lets[node.index].of_fields,
                                    [&](std::uint32_t field) { return changed.fields.contains(field); });
            if (derives || (node.op == Op::ask && is_about(tree_.leaves[node.index], scope, changed)))
                change(at, changed);
            if (node.op == Op::branch && reads(tree_.conditions[node.index], scope, changed))
                for (std::uint32_t below = at + 1; below < end_of(at); ++below) change(below, changed);
        }
        std::uint64_t count = 0;
        for (const std::uint32_t leaf : changed.leaves) count += places_of(tree_.leaves[leaf].scope);
        // Before the first item, and after each.
        for (const std::uint32_t group : changed.begun)
            count += places_of(tree_.groups[group].parent) * (tree_.groups[group].max + 1U);
        return count;
    }

    // Behind a branch and its other part.
    std::uint32_t end_of(std::uint32_t branch) const {
        const std::uint32_t end = tree_.nodes[branch].target;
        return tree_.nodes[end - 1].op == Op::jump ? tree_.nodes[end - 1].target : end;
    }

    const Tree& tree_;
    Atlas atlas_;
};

} // namespace

Bound bound_of(const Tree& tree, Modality modality) {
    const Counter counter(tree);
    const bool reads_back = modality == Modality::voice || std::ranges::any_of(tree.leaves, may_read_back);
    // The words, which of several things they mean, and whether they were read back rightly.
    const std::uint64_t answers = reads_back ? 3 : 2;
    // At each question an old answer may be offered, and refused, first.
    const std::uint64_t question = answers + 1;
    // At the review, what was put off on earlier visits may be asked for, which is a second way through the tree.
    const std::uint64_t once = 2 * counter.straight() * question;
    // With what was said before it and not confirmed; and a suggestion that is refused.
    const std::uint64_t useless = answers + 1;
    // With what was not confirmed before it; which thing is meant, or what shall be instead of a person; the question that
    // is corrected, those that this opens, and the review of it all.
    const std::uint64_t free = answers + 2 + question + counter.reopened_max() * question + 1;
    // The greeting, and whether the call may be recorded.
    const std::uint64_t begin = 2;
    const std::uint64_t exits = tree.exits.size();
    return {modality,
            begin + once + (tree.strikes_max + exits) * useless + (tree.free_inputs_max + exits) * free};
}

} // namespace plaint::proof
