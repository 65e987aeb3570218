#include "dialogs/proof/items.hpp"
#include "dialogs/proof/passage.hpp"

#include <algorithm>

namespace plaint::proof {

using namespace dialogs;

Side::Side(Formulas& formulas, const Tree& tree, const std::vector<const Abstraction*>& both)
    : atlas(tree), abstraction(atlas, {}, both), formulas_(formulas), judge_(formulas, abstraction, atlas) {
    // One more than makes a difference, so that one session can stand in the next item.
    const auto items = items_told_apart(atlas, {}, 1);
    for (std::size_t i = 0; i < items.size(); ++i) needed[tree.groups[i].path] = items[i];
}

void Side::walk(const std::map<std::string, std::uint32_t>& told_apart, Course::Source source,
                std::function<void(std::size_t question)> asked) {
    std::vector<std::uint32_t> by_group;
    for (const Group& group : tree().groups)
        by_group.push_back(std::min(told_apart.at(group.path), std::max(group.max, 1U)));
    asked_ = std::move(asked);
    course.emplace(formulas_, judge_, abstraction, atlas, std::move(by_group));
    course->draw_from(std::move(source));
    course->walk(*this);
}

std::optional<std::size_t> Side::find(const Key& key) const {
    const auto found = known_.find(key);
    return found != known_.end() ? std::optional(found->second) : std::nullopt;
}

const std::string& Side::path_of_scope(std::uint16_t scope) const {
    const auto around = atlas.groups_around(scope);
    return around.empty() ? no_path_ : tree().groups[around.back()].path;
}

std::size_t Side::review() const {
    const auto node = std::ranges::find(tree().nodes, Op::review, &Node::op) - tree().nodes.begin();
    std::size_t next = 0;
    while (next < size() && question(next).node < node) ++next;
    return next;
}

Formula Side::stands(std::size_t question, const Option* option) const {
    if (option == nullptr) return always;
    const auto& options = this->question(question).leaf->options;
    const auto position = static_cast<std::size_t>(option - options.data());
    for (const auto& [at, formula] : at_times_[question])
        if (at == position) return formula;
    return always;
}

void Side::asks(std::size_t question, const SymbolicView&) {
    const Question& asked = this->question(question);
    Key key{.hash = asked.leaf != nullptr ? asked.leaf->hash : asked.group->hash, .items = asked.items};
    if (asked.group != nullptr) {
        const auto [known, first] = asked_for_more_.try_emplace({key.hash, key.items}, asked.group->min);
        key.count = known->second++;
    }
    keys.push_back(key);
    known_.emplace(std::move(key), question);
    at_times_.push_back(std::move(offered_));
    offered_.clear();
    if (asked_) asked_(question);
}

void Side::offers(std::uint32_t, std::size_t option, Formula, Formula stands) {
    offered_.emplace_back(option, stands);
}

void Side::submits(std::uint32_t, Formula reached, Formula) {
    submitted = formulas_.either(submitted, reached);
}

void Side::ends(std::uint32_t node, Formula reached) {
    endings.push_back({tree().ends[tree().nodes[node].index].name, reached, size()});
}

} // namespace plaint::proof
