#include "dialogs/engine/reasons.hpp"

#include "dialogs/engine/outline.hpp"

#include <algorithm>
#include <array>

namespace plaint::dialogs {
namespace {

// "respondents[].links[].url" in the first item of the second: "respondents[1].links[0].url".
std::string at_positions(std::string_view pattern, const std::vector<std::uint32_t>& positions) {
    std::string path;
    for (const std::uint32_t position : positions) {
        const std::size_t bracket = pattern.find("[]");
        if (bracket == std::string_view::npos) break;
        path.append(pattern.substr(0, bracket + 1)).append(std::to_string(position)).append("]");
        pattern.remove_prefix(bracket + 2);
    }
    return path.append(pattern);
}

bool looks_at_items(const Condition& condition) {
    return condition.of_count || condition.test == Test::some_item || condition.test == Test::every_item ||
           condition.test == Test::no_item;
}

bool is_compound(const Condition& condition) {
    return condition.test == Test::all_of || condition.test == Test::any_of;
}

const GroupState& looked_at(const Condition& condition, const View& view) {
    return view.scopes[condition.field.depth]->groups[condition.field.index];
}

// What a condition will come to, as far as it is known where the walk stands.
class Foresight {
  public:
    Foresight(const Tree& tree, std::uint32_t at) : at_(at), tree_(tree) {
        last_.resize(tree.fields.size());
        for (std::uint32_t i = 0; i < tree.nodes.size(); ++i) {
            const Node& node = tree.nodes[i];
            if (node.op == Op::ask) note(tree.leaves[node.index].path, i);
            if (node.op == Op::let)
                for (std::size_t field = 0; field < tree.fields.size(); ++field)
                    if (tree.fields[field].let == node.index) last_[field] = i;
            if (node.op == Op::each) ends_.emplace(node.index, node.target);
        }
    }

    std::optional<bool> of(const Condition& condition, std::uint16_t scope, const View& view) const {
        if (condition.test == Test::negate) {
            const auto inner = of(condition.children.front(), scope, view);
            return inner ? std::optional(!*inner) : std::nullopt;
        }
        if (!is_compound(condition))
            return is_known(condition, scope, view) ? std::optional(condition.holds(view)) : std::nullopt;
        // One part that is `settling` settles the whole.
        const bool settling = condition.test == Test::any_of;
        bool open = false;
        for (const Condition& child : condition.children) {
            const auto one = of(child, scope, view);
            if (one == settling) return settling;
            open = open || !one;
        }
        return open ? std::nullopt : std::optional(!settling);
    }

    bool is_known(const Condition& atom, std::uint16_t scope, const View& view) const {
        if (looks_at_items(atom)) {
            const std::uint32_t group = group_at(tree_, scope, atom.field);
            return looked_at(atom, view).passed ||
                   (tree_.groups[group].parent == 0 && ends_.at(group) <= at_);
        }
        if (atom.test == Test::always || atom.test == Test::never) return true;
        const auto known = [&](FieldRef ref) {
            if (view.answer(ref) != nullptr) return true;
            // An item that was not come to yet has no answers either.
            return ref.depth == 0 && last_[field_at(tree_, scope, ref)] < at_;
        };
        return atom.test == Test::missing ? std::ranges::all_of(atom.fields, known) : known(atom.field);
    }

  private:
    void note(const std::string& path, std::uint32_t node) {
        const auto field = tree_.field_by_path.find(path);
        if (field != tree_.field_by_path.end()) last_[field->second] = node;
    }

    std::uint32_t at_;
    const Tree& tree_;
    std::vector<std::uint32_t> last_; // node that may give the field; 0: known beforehand
    std::unordered_map<std::uint32_t, std::uint32_t> ends_; // of groups
};

class Reasoner {
  public:
    Reasoner(const Tree& tree, Session& session, const Visit& visit)
        : tree_(tree),
          session_(session),
          standing_(advance(tree, session, visit, nullptr)),
          foresight_(tree, session.walk.at) {
        view_.scopes[0] = &session.root;
    }

    Reasons run() && {
        go(outline(tree_));
        return {standing_, std::move(questions_)};
    }

  private:
    void go(const std::vector<Step>& steps) {
        for (const Step& step : steps) {
            switch (step.op) {
            case Op::section: go(step.inner); break;
            case Op::ask: ask(tree_.leaves[step.index]); break;
            case Op::branch: turn(step); break;
            case Op::each: each(step); break;
            case Op::review:
            case Op::submit:
            case Op::end:
                if (step.node == session_.walk.at && is_on_the_way()) reached_ = true;
                break;
            default: break;
            }
        }
    }

    void turn(const Step& step) {
        const Condition& condition = tree_.conditions[step.index];
        std::optional<bool> holds;
        // Past a turning that went another way there may be nothing to look at.
        if (is_on_the_way() && has_item_)
            holds = reached_ ? foresight_.of(condition, step.scope, view_) : condition.holds(view_);
        way_.push_back({&condition, step.scope, true, holds, view_, positions_});
        go(step.inner);
        way_.back().wanted = false;
        go(step.otherwise);
        way_.pop_back();
    }

    void each(const Step& step) {
        const Group& group = tree_.groups[step.index];
        const bool open = is_on_the_way() && has_item_;
        const GroupState* state = open ? &view_.scopes[depth_]->groups[group.index] : nullptr;
        if (state == nullptr || state->items.empty()) {
            const bool had_item = has_item_;
            has_item_ = false;
            go(step.inner);
            has_item_ = had_item;
        } else {
            for (std::uint32_t i = 0; i < state->items.size(); ++i) {
                items_[depth_] = state->items[i].id;
                positions_.push_back(i);
                view_.scopes[++depth_] = &state->items[i].scope;
                go(step.inner);
                view_.scopes[depth_--] = nullptr;
                positions_.pop_back();
            }
        }
        add({.group = &group, .id = at_positions(group.path, positions_) + ".more"}, group.hash,
            state != nullptr && state->closed != nullptr ? state->closed.get() : nullptr);
    }

    void ask(const Leaf& leaf) {
        const Answer* answer =
            is_on_the_way() && has_item_ ? view_.scopes[depth_]->live[leaf.field.index] : nullptr;
        add({.leaf = &leaf, .id = at_positions(leaf.id, positions_)}, leaf.hash, answer);
    }

    void add(Reason reason, std::uint32_t hash, const Answer* answer) {
        Ref ref{.what = hash, .depth = static_cast<std::uint8_t>(depth_)};
        std::copy_n(items_.begin(), depth_, ref.items.begin());
        reason.ref = ref;
        reason.way = way_;
        reason.asked = asked(ref);
        if (reason.asked == Asked::now) reached_ = true;
        if (reason.asked == Asked::answered) reason.answer = answer;
        questions_.push_back(std::move(reason));
    }

    Asked asked(const Ref& ref) const {
        if (!is_on_the_way()) return Asked::passed_over;
        if (!has_item_) return reached_ ? behind() : Asked::no_item;
        const bool stops_at_question = standing_.put == Put::leaf || standing_.put == Put::more;
        if (stops_at_question && standing_.ref == ref) return Asked::now;
        if (reached_) return behind();
        const auto passed = std::ranges::find_if(session_.walk.passed, [&](const Walk::Passed& one) {
            return one.op != Op::each && one.ref == ref;
        });
        return passed != session_.walk.passed.end() && passed->derived ? Asked::not_carried : Asked::answered;
    }

    // What stands after the place where the walk stops.
    Asked behind() const { return standing_.put == Put::ended ? Asked::ended : Asked::ahead; }

    bool is_on_the_way() const {
        return std::ranges::all_of(way_, [](const Turning& turning) {
            return turning.holds.value_or(turning.wanted) == turning.wanted;
        });
    }

    const Tree& tree_;
    Session& session_;
    Standing standing_;
    Foresight foresight_;
    std::vector<Reason> questions_;
    std::vector<Turning> way_;
    std::vector<std::uint32_t> positions_;
    std::array<std::uint32_t, depth_max - 1> items_{};
    View view_;
    std::size_t depth_ = 0;
    bool has_item_ = true; // there is an item for what is asked here
    bool reached_ = false; // the place where the walk stops
};

// Gathers what a condition looked at, each once.
class Gathering {
  public:
    Gathering(const Tree& tree, std::vector<std::uint32_t> positions)
        : tree_(tree), positions_(std::move(positions)) {}

    void add_atom(const Condition& atom, std::uint16_t scope, const View& view) {
        if (looks_at_items(atom)) {
            const std::uint32_t group = group_at(tree_, scope, atom.field);
            const GroupState& state = looked_at(atom, view);
            add({.group = group,
                 .path = at_positions(tree_.groups[group].path, positions_),
                 .items = state.passed ? state.items.size() : 0});
            return;
        }
        if (atom.test == Test::always || atom.test == Test::never) return;
        if (atom.test != Test::missing) return add_field(atom.field, scope, view);
        for (const FieldRef ref : atom.fields) add_field(ref, scope, view);
    }

    std::vector<Read> take() && { return std::move(reads_); }

  private:
    void add_field(FieldRef ref, std::uint16_t scope, const View& view) {
        const std::uint32_t index = field_at(tree_, scope, ref);
        if (index == Tree::none) return;
        const Field& field = tree_.fields[index];
        add({.field = index, .path = at_positions(field.path, positions_), .answer = view.answer(ref)});
        // A let reads earlier fields only, so this comes to an end.
        if (field.let)
            for (const FieldRef source : tree_.lets[*field.let].of) add_field(source, scope, view);
    }

    void add(Read read) {
        const auto same = [&](const Read& one) { return one.field == read.field && one.group == read.group; };
        if (std::ranges::none_of(reads_, same)) reads_.push_back(std::move(read));
    }

    const Tree& tree_;
    std::vector<std::uint32_t> positions_;
    std::vector<Read> reads_;
};

// Of several parts that all have to hold, one that does not is reason enough; and the other way round.
void gather_decisive(const Condition& condition, const Turning& turning, bool holds, Gathering& gathering) {
    if (condition.test == Test::negate)
        return gather_decisive(condition.children.front(), turning, !holds, gathering);
    if (!is_compound(condition)) return gathering.add_atom(condition, turning.scope, turning.view);
    const bool one_settles = holds == (condition.test == Test::any_of);
    for (const Condition& child : condition.children)
        if (!one_settles || child.holds(turning.view) == holds)
            gather_decisive(child, turning, holds, gathering);
}

void gather_all(const Condition& condition, std::uint16_t scope, const View& view, Gathering& gathering) {
    if (!is_compound(condition) && condition.test != Test::negate)
        return gathering.add_atom(condition, scope, view);
    for (const Condition& child : condition.children) gather_all(child, scope, view, gathering);
}

View view_at(const Tree& tree, const Session& session, std::uint16_t scope,
             const std::vector<std::uint32_t>& positions) {
    std::vector<std::uint16_t> chain;
    for (; scope != 0; scope = tree.shapes[scope].parent) chain.insert(chain.begin(), scope);
    View view;
    view.scopes[0] = &session.root;
    for (std::size_t depth = 0; depth < chain.size(); ++depth) {
        const auto group = std::ranges::find(tree.groups, chain[depth], &Group::scope);
        view.scopes[depth + 1] = &view.scopes[depth]->groups[group->index].items[positions[depth]].scope;
    }
    return view;
}

} // namespace

std::string_view name_of(Asked asked) {
    constexpr std::array<std::string_view, 7> names{"now",     "answered", "not_carried", "passed_over",
                                                    "no_item", "ahead",    "ended"};
    return names[static_cast<std::size_t>(asked)];
}

const Turning* Reason::barrier() const {
    const auto found = std::ranges::find_if(
        way, [](const Turning& turning) { return turning.holds.value_or(turning.wanted) != turning.wanted; });
    return found != way.end() ? &*found : nullptr;
}

Reasons reasons(const Tree& tree, Session& session, const Visit& visit) {
    return Reasoner(tree, session, visit).run();
}

std::vector<Read> reads(const Tree& tree, const Turning& turning) {
    Gathering gathering(tree, turning.positions);
    if (turning.holds)
        gather_decisive(*turning.condition, turning, *turning.holds, gathering);
    else if (turning.view.scopes[tree.shapes[turning.scope].depth] != nullptr)
        gather_all(*turning.condition, turning.scope, turning.view, gathering);
    return std::move(gathering).take();
}

std::vector<Read> undecided_reads(const Tree& tree, const Session& session, const LineResult& result) {
    if (!result.line->when) return {};
    const std::uint16_t scope = result.line->each ? tree.groups[*result.line->each].scope : std::uint16_t{0};
    Gathering gathering(tree, result.positions);
    gather_all(*result.line->when, scope, view_at(tree, session, scope, result.positions), gathering);
    auto all = std::move(gathering).take();
    // What has a value decides nothing against the line.
    std::erase_if(all, [](const Read& read) { return read.answer != nullptr && read.answer->has_value(); });
    return all;
}

std::vector<Read> lacking_reads(const Tree& tree, const Session& session, const LineResult& result) {
    const std::uint16_t scope = result.line->each ? tree.groups[*result.line->each].scope : std::uint16_t{0};
    const View view = view_at(tree, session, scope, result.positions);
    std::vector<Read> lacking;
    for (const std::string& path : result.fields) {
        const auto field = tree.field_by_path.find(path);
        if (field == tree.field_by_path.end()) continue;
        lacking.push_back({.field = field->second,
                           .path = at_positions(path, result.positions),
                           .answer = view.answer(tree.fields[field->second].ref)});
    }
    return lacking;
}

} // namespace plaint::dialogs
