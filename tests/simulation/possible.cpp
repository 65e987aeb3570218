#include "tests/simulation/possible.hpp"

#include "dialogs/proof/items.hpp"

#include <algorithm>

namespace plaint::tests {

using namespace dialogs;
using proof::AnswerClass;
using proof::Formula;
using proof::SymbolicScope;

namespace {

std::vector<proof::Demands> demands_of(const proof::Subject& subject) {
    std::vector<proof::Demands> demands;
    for (std::size_t i = 0; i < subject.checklists.size(); ++i)
        demands.push_back({subject.checklists[i], subject.rules[i]});
    return demands;
}

} // namespace

// Writes down what the walk over all sessions comes to, as far as it has come there.
class Possible::Watcher : public proof::Observer {
  public:
    Watcher(Possible& possible, const proof::Course& course) : possible_(possible), course_(course) {}

    void asks(std::size_t index, const proof::SymbolicView&) override {
        const proof::Question& asked = course_.questions()[index];
        possible_.add(asked.node, asked.items,
                      asked.leaf != nullptr ? asked.leaf->id : asked.group->path + ".more", asked.reached,
                      course_.root());
    }
    void reviews(std::uint32_t node, Formula reached) override {
        possible_.add(node, {}, "the review", reached, course_.root());
    }
    void submits(std::uint32_t node, Formula reached, Formula) override {
        possible_.add(node, {}, "the submission", reached, course_.root());
    }
    void ends(std::uint32_t node, Formula reached) override {
        possible_.add(node, {}, "an end", reached, course_.root());
    }
    void tests(std::uint32_t, Formula, Formula) override {}
    void offers(std::uint32_t, std::size_t, Formula, Formula) override {}
    void offers_nothing(std::size_t, Formula) override {}
    void reads(std::uint32_t, const std::string&, std::uint32_t, Formula, Formula) override {}

  private:
    Possible& possible_;
    const proof::Course& course_;
};

Possible::Possible(const proof::Subject& subject)
    : tree_(*subject.tree),
      atlas_(tree_),
      demands_(demands_of(subject)),
      abstraction_(atlas_, demands_),
      solver_(formulas_),
      told_apart_(proof::items_told_apart(atlas_, demands_, 0)),
      known_(tree_.fields.size()) {
    lay_out();
    proof::Judge judge(formulas_, abstraction_, atlas_);
    proof::Course course(formulas_, judge, abstraction_, atlas_, told_apart_);
    Watcher watcher(*this, course);
    course.walk(watcher);
    for (const Formula rule : course.rules()) solver_.require(rule);
}

void Possible::lay_out() {
    for (std::uint16_t scope = 0; scope < tree_.shapes.size(); ++scope) {
        auto& fields = fields_.emplace_back();
        for (std::uint16_t index = 0; index < tree_.shapes[scope].fields; ++index)
            fields.push_back(atlas_.field(scope, {tree_.shapes[scope].depth, index}));
        groups_around_.push_back(atlas_.groups_around(scope));
    }
    for (std::uint32_t field = 0; field < tree_.fields.size(); ++field) {
        first_place_.push_back(places_);
        std::size_t items = 1;
        for (const std::uint32_t group : groups_around_[atlas_.scope_of_field(field)])
            items *= told_apart_[group];
        places_ += items * (1 + abstraction_.classes(field).size());
        const kinds::Kind kind = tree_.fields[field].kind;
        is_plain_.push_back(abstraction_.classes(field).size() == proof::formal_classes + 1 &&
                            (kind == kinds::Kind::text || kind == kinds::Kind::file));
    }
}

// Where it says that the field is not answered; its classes follow.
std::size_t Possible::place_of(std::uint32_t field, const Items& items) const {
    if (items.empty()) return first_place_[field];
    std::size_t at = 0;
    const auto& around = groups_around_[atlas_.scope_of_field(field)];
    for (std::size_t depth = 0; depth < around.size(); ++depth)
        at = at * told_apart_[around[depth]] + items[depth];
    return first_place_[field] + at * (1 + abstraction_.classes(field).size());
}

void Possible::add(std::uint32_t node, const Items& items, std::string name, Formula reached,
                   const SymbolicScope& root) {
    auto stand = std::make_unique<Stand>();
    stand->name = std::move(name);
    stand->reached = reached;
    stand->states.assign(places_, proof::never);
    stand->possible.resize(places_);
    Items around;
    note(root, around, stand->states);
    at_[{node, items}].push_back(stand.get());
    stands_.push_back(std::move(stand));
}

void Possible::note(const SymbolicScope& scope, Items& items, std::vector<Formula>& states) {
    for (std::size_t index = 0; index < scope.fields.size(); ++index) {
        const auto& is = scope.fields[index].is;
        const std::size_t at = place_of(fields_[scope.scope][index], items);
        states[at] = negation(formulas_.any(is));
        std::ranges::copy(is, states.begin() + static_cast<std::ptrdiff_t>(at + 1));
    }
    for (const proof::SymbolicGroup& group : scope.groups)
        for (std::uint32_t item = 0; item < group.items.size(); ++item) {
            items.push_back(item);
            note(group.items[item], items, states);
            items.pop_back();
        }
}

// A model shows much at once, which need not be asked for any more.
bool Possible::can_be(std::vector<Formula> together) {
    ++questions_;
    const auto model = solver_.find(together);
    if (!model) return false;
    for (const auto& stand : stands_) {
        if (!model->holds(stand->reached)) continue;
        for (std::size_t i = 0; i < places_; ++i)
            if (!stand->possible[i] && model->holds(stand->states[i])) stand->possible[i] = true;
    }
    return true;
}

Possible::Stand* Possible::stand_of(const Session& session) const {
    std::uint32_t at = session.walk.at;
    Items items;
    for (const Walk::Frame& frame : session.walk.frames)
        items.push_back(std::min(frame.item, told_apart_[frame.group] - 1));
    std::uint32_t number = 0; // of items that a group has, where that is asked
    if (tree_.nodes[at].op == Op::next) {
        const Walk::Frame& last = session.walk.frames.back();
        const std::uint32_t has = std::min(last.item + 1, told_apart_[last.group]);
        number = has - std::min(has, tree_.groups[last.group].min);
        items.pop_back();
        at = tree_.nodes[at].target - 1;
    }
    const auto found = at_.find({at, items});
    return found != at_.end() && number < found->second.size() ? found->second[number] : nullptr;
}

std::string Possible::contradicted_by(const Session& session, Closeness closeness) {
    if (!session.walk.fresh) return {};
    Stand* stand = stand_of(session);
    if (stand == nullptr) return "the proof does not know the place where the walk stands";
    seen_.clear();
    told_all_ = true;
    Items items;
    if (std::string found = look(*stand, session, session.root, 0, items); !found.empty()) return found;
    if (closeness == Closeness::each_answer || !told_all_) return {};
    seen_.push_back(stand->reached);
    return can_be(seen_) ? ""
                         : "comes to " + stand->name +
                               " with answers of which the proof holds impossible that they meet";
}

// In the whole or in one item, and in all items in it that the walk has come by.
std::string Possible::look(Stand& stand, const Session& session, const Scope& scope, std::uint16_t shape,
                           Items& items) {
    for (std::size_t index = 0; index < scope.live.size(); ++index)
        if (std::string found = look_at(stand, fields_[shape][index], items, scope.live[index]);
            !found.empty())
            return found;
    for (const std::uint32_t index : tree_.groups_of_scope[shape]) {
        const Group& group = tree_.groups[index];
        const GroupState& state = scope.groups[group.index];
        const auto& frames = session.walk.frames;
        const bool is_open =
            !state.passed && frames.size() > items.size() && frames[items.size()].group == index;
        if (!state.passed && !is_open) continue;
        const std::uint32_t told = told_apart_[index];
        const auto count =
            is_open ? frames[items.size()].item + 1 : static_cast<std::uint32_t>(state.items.size());
        // Of more items than the proof tells apart it knows that any of them may stand beside one another, not each.
        told_all_ = told_all_ && count <= told;
        for (std::uint32_t item = 0; item < count; ++item) {
            // The open one stands last, and those before it before that.
            const bool is_before = is_open && count > told && item + 1 < count;
            if (is_before && told == 1) continue;
            items.push_back(std::min(item, told - (is_before ? 2 : 1)));
            std::string found = look(stand, session, state.items[item].scope, group.scope, items);
            items.pop_back();
            if (!found.empty()) return found;
        }
    }
    return {};
}

std::string Possible::look_at(Stand& stand, std::uint32_t field, const Items& items, const Answer* answer) {
    const std::size_t at = place_of(field, items);
    const auto said = [&](const std::string& how) {
        return "comes to " + stand.name + " with " + tree_.fields[field].path + " " + how +
               ", which the proof holds impossible";
    };
    std::size_t state = at;
    if (answer != nullptr) {
        const auto of = class_of(field, *answer);
        if (!of) return said("as nobody can answer it");
        state = at + 1 + *of;
    }
    seen_.push_back(stand.states[state]);
    if (stand.possible[state] || can_be({stand.reached, stand.states[state]})) return {};
    if (answer == nullptr) return said("not answered");
    const auto* text = std::get_if<std::string>(&answer->value);
    return said(std::string(name_of(answer->state)) + (text != nullptr ? " " + *text : ""));
}

std::optional<AnswerClass> Possible::class_of(std::uint32_t field, const Answer& answer) {
    if (!answer.has_value()) return proof::class_of(answer.state);
    // Nothing can be told of free words and files.
    if (is_plain_[field]) return proof::formal_classes;
    const auto [known, is_new] = known_[field].try_emplace(answer.value_hash);
    if (is_new) known->second = abstraction_.class_of(field, answer);
    return known->second;
}

} // namespace plaint::tests
