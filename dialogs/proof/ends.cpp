#include "dialogs/proof/ends.hpp"

#include "dialogs/engine/walk.hpp"
#include "dialogs/proof/atlas.hpp"

#include <algorithm>
#include <vector>

namespace plaint::proof {

using namespace dialogs;

namespace {

// What an answer, a derived value or a branch depends on.
struct Reads {
    std::vector<std::uint32_t> fields, groups;
};

// What another answer may change behind it.
class Changed {
  public:
    explicit Changed(const Tree& tree)
        : fields(tree.fields.size()),
          groups(tree.groups.size()),
          leaves(tree.leaves.size()),
          begun(tree.groups.size()) {}

    bool touches(const Reads& reads) const {
        return std::ranges::any_of(reads.fields, [this](std::uint32_t field) { return fields[field]; }) ||
               std::ranges::any_of(reads.groups, [this](std::uint32_t group) { return groups[group]; });
    }

    std::vector<bool> fields, groups, leaves;
    std::vector<bool> begun; // groups whose items may have to be gone through anew
};

class Counter {
  public:
    explicit Counter(const Tree& tree) : tree_(tree), atlas_(tree), reads_(tree.nodes.size()) {
        for (std::uint32_t at = 0; at < tree.nodes.size(); ++at) reads_[at] = reads_at(at);
    }

    // Questions on the longest way, with every group full. What a telephone cannot carry counts too: an old answer is
    // offered there all the same.
    std::uint64_t straight() const { return straight(0, static_cast<std::uint32_t>(tree_.nodes.size())); }

    // Questions that are put again, or for the first time, when one answer becomes another, or a group has one item more or
    // less: what is about it, what branches or options that read it may let in, what is derived from it; and likewise of
    // all these. A walk goes forward, so it puts none of them twice.
    std::uint64_t reopened_max() const {
        std::uint64_t most = 0;
        for (std::uint32_t field = 0; field < tree_.fields.size(); ++field) {
            Changed changed(tree_);
            changed.fields[field] = true;
            most = std::max(most, reopened_by(changed));
        }
        // Who goes back to where several items began has gone back through each of them: it is one for each such input.
        for (std::uint32_t at = 0; at < tree_.nodes.size(); ++at) {
            if (tree_.nodes[at].op != Op::each) continue;
            const std::uint32_t group = tree_.nodes[at].index;
            Changed changed(tree_);
            changed.groups[group] = true;
            // Of an item, those of groups within it among them.
            for (std::uint32_t field = 0; field < tree_.fields.size(); ++field)
                changed.fields[field] =
                    atlas_.lies_within(atlas_.scope_of_field(field), tree_.groups[group].scope);
            most = std::max(most, item(at) + reopened_by(changed));
        }
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

    void add(Reads& reads, const Condition& condition, std::uint16_t scope) const {
        for (const std::uint32_t field : fields_read(atlas_, condition, scope)) reads.fields.push_back(field);
        for_each_part(atlas_, condition, scope, [&](const Condition& part, std::uint16_t at) {
            const bool of_group = part.of_count || part.test == Test::some_item ||
                                  part.test == Test::every_item || part.test == Test::no_item;
            if (of_group) reads.groups.push_back(atlas_.group(at, part.field));
        });
    }

    Reads reads_at(std::uint32_t at) const {
        const Node& node = tree_.nodes[at];
        const std::uint16_t scope = atlas_.scope_of_node(at);
        Reads reads;
        if (node.op == Op::let) reads.fields = tree_.lets[node.index].of_fields;
        if (node.op == Op::branch) add(reads, tree_.conditions[node.index], scope);
        if (node.op != Op::ask) return reads;
        const Leaf& leaf = tree_.leaves[node.index];
        for (const About& one : leaf.about)
            if (one.items)
                reads.groups.push_back(atlas_.group(scope, one.field));
            else
                reads.fields.push_back(atlas_.field(scope, one.field));
        for (const Option& option : leaf.options)
            if (option.when) add(reads, *option.when, scope);
        return reads;
    }

    // What stands at the node may be reached or left, or is asked again.
    void change(std::uint32_t at, Changed& changed) const {
        const Node& node = tree_.nodes[at];
        const std::uint16_t scope = atlas_.scope_of_node(at);
        if (node.op == Op::let) changed.fields[atlas_.field(scope, tree_.lets[node.index].field)] = true;
        if (node.op == Op::ask) {
            changed.leaves[node.index] = true;
            changed.fields[atlas_.field(scope, tree_.leaves[node.index].field)] = true;
        }
        if (node.op == Op::each) {
            changed.groups[node.index] = true;
            changed.begun[node.index] = true;
        }
    }

    std::uint64_t reopened_by(Changed& changed) const {
        // One pass is enough: a reader stands behind what it reads.
        for (std::uint32_t at = 0; at < tree_.nodes.size(); ++at) {
            if (!changed.touches(reads_[at])) continue;
            if (tree_.nodes[at].op == Op::branch)
                for (std::uint32_t below = at + 1; below < end_of(at); ++below) change(below, changed);
            else
                change(at, changed);
        }
        std::uint64_t count = 0;
        for (std::size_t leaf = 0; leaf < changed.leaves.size(); ++leaf)
            if (changed.leaves[leaf]) count += places_of(tree_.leaves[leaf].scope);
        // Before the first item, and after each.
        for (std::size_t group = 0; group < changed.begun.size(); ++group)
            if (changed.begun[group])
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
    std::vector<Reads> reads_; // by node
};

} // namespace

std::vector<Bound> bounds_of(const Tree& tree) {
    const Counter counter(tree);
    const std::uint64_t straight = counter.straight();
    const std::uint64_t reopened = counter.reopened_max();
    const std::uint64_t exits = tree.exits.size();
    std::vector<Bound> bounds;
    for (const Modality modality : {Modality::web, Modality::voice}) {
        const bool reads_back =
            modality == Modality::voice || std::ranges::any_of(tree.leaves, may_read_back);
        // The words, which of several things they mean, and whether they were read back rightly.
        const std::uint64_t answers = reads_back ? 3 : 2;
        // At each question an old answer may be offered, and refused, first.
        const std::uint64_t question = answers + 1;
        // At the review, what was put off on earlier visits may be asked for, which is a second way through the tree.
        const std::uint64_t once = 2 * straight * question;
        // With what was said before it and not confirmed; and a suggestion that is refused.
        const std::uint64_t useless = answers + 1;
        // With what was not confirmed before it; which thing is meant, or what shall be instead of a person; the question
        // that is corrected, those that this opens, and the review of it all.
        const std::uint64_t free = answers + 2 + question + reopened * question + 1;
        // The greeting, and whether the call may be recorded.
        const std::uint64_t begin = 2;
        bounds.push_back({modality, begin + once + (tree.strikes_max + exits) * useless +
                                        (tree.free_inputs_max + exits) * free});
    }
    return bounds;
}

} // namespace plaint::proof
