#include "dialogs/proof/course.hpp"

#include <algorithm>

namespace plaint::proof {

using namespace dialogs;

Course::Course(Formulas& formulas, Judge& judge, const Abstraction& abstraction, const Atlas& atlas,
               std::vector<std::uint32_t> items_told_apart)
    : formulas_(formulas),
      judge_(judge),
      abstraction_(abstraction),
      atlas_(atlas),
      tree_(atlas.tree()),
      told_apart_(std::move(items_told_apart)),
      voice_(formulas.variable()) {}

SymbolicScope Course::scope_of(std::uint16_t scope) const {
    const Shape& shape = tree_.shapes[scope];
    SymbolicScope made{.scope = scope, .fields = {}, .groups = {}};
    for (std::uint16_t index = 0; index < shape.fields; ++index) {
        const std::uint32_t field = atlas_.field(scope, {shape.depth, index});
        made.fields.push_back({std::vector<Formula>(abstraction_.classes(field).size(), never)});
    }
    made.groups.resize(shape.groups);
    return made;
}

void Course::walk(Observer& observer) {
    observer_ = &observer;
    root_ = scope_of(0);
    scopes_[0] = &root_;
    view_.scopes[0] = &root_;
    // What is known before the dialog begins may be anything, or nothing.
    for (const std::uint32_t given : tree_.given) {
        SymbolicField& field = root_.fields[tree_.fields[given].ref.index];
        // The first stands for its being absent.
        const auto chosen = draw(tree_.fields[given].hash, field.is.size() - formal_classes + 1);
        std::copy(chosen.begin() + 1, chosen.end(), field.is.begin() + formal_classes);
        rules_.push_back(formulas_.one_of(chosen));
    }
    walk(0, static_cast<std::uint32_t>(tree_.nodes.size()), always);
}

// From one node to before another; gives where the walk comes out.
Formula Course::walk(std::uint32_t from, std::uint32_t to, Formula reached) {
    std::vector<Formula> arriving(to - from + 1, never);
    arriving[0] = reached;
    const auto arrive = [&](std::uint32_t at, Formula here) {
        arriving[at - from] = formulas_.either(arriving[at - from], here);
    };
    for (std::uint32_t at = from; at < to; ++at) {
        const Node& node = tree_.nodes[at];
        const Formula here = arriving[at - from];
        switch (node.op) {
        case Op::say:
            observer_->says(at, here);
            for (std::size_t i = 0; const SayArg& arg : tree_.says[node.index].args) {
                const std::string pointer = "/args/" + std::to_string(i++);
                if (!arg.blank) read(tree_.fields[arg.field].ref, at, pointer, here);
            }
            arrive(at + 1, here);
            break;
        case Op::section: arrive(at + 1, here); break;
        case Op::ask: arrive(at + 1, ask(at, here)); break;
        case Op::branch: {
            const Condition& condition = tree_.conditions[node.index];
            read_by(condition, at, "/when", here);
            const Formula holds = judge_.holds(condition, view_);
            observer_->tests(at, here, holds);
            arrive(at + 1, formulas_.both(here, holds));
            arrive(node.target, formulas_.both(here, negation(holds)));
            break;
        }
        case Op::jump: arrive(node.target, here); break;
        case Op::each:
            // The items are gone through here, so their nodes have been seen.
            arrive(node.target, each(at, here));
            at = node.target - 1;
            break;
        case Op::next: break;
        case Op::let:
            derive(at, here);
            arrive(at + 1, here);
            break;
        case Op::review:
            observer_->reviews(at, here);
            reviewed_ = formulas_.either(reviewed_, here);
            arrive(at + 1, here);
            break;
        case Op::with:
            observer_->accompanies(at, here, reviewed_);
            arrive(at + 1, here);
            break;
        case Op::submit: observer_->submits(at, here, reviewed_); break;
        case Op::end: observer_->ends(at, here); break;
        }
    }
    return arriving[to - from];
}

Course::Drawn Course::drawn(std::uint32_t hash, const std::vector<std::uint32_t>& items) const {
    const auto found = drawn_.find({hash, items});
    return found != drawn_.end() ? Drawn(found->second) : std::nullopt;
}

std::vector<Formula> Course::draw(std::uint32_t hash, std::size_t count) {
    std::vector<Formula> variables;
    if (auto known = source_ ? source_(hash, items_) : std::nullopt) variables = std::move(*known);
    while (variables.size() < count) variables.push_back(formulas_.variable());
    return drawn_[{hash, items_}] = std::move(variables);
}

void Course::write(SymbolicField& field, Formula reached, const std::vector<Formula>& made) {
    for (std::size_t of = 0; of < made.size(); ++of)
        field.is[of] = formulas_.either(formulas_.both(reached, made[of]),
                                        formulas_.both(negation(reached), field.is[of]));
}

// What the channel cannot carry passes as put off or skipped, which the question has to allow anyway: so the answers of the
// web are those of every channel.
Formula Course::ask(std::uint32_t node, Formula reached) {
    const std::uint32_t index = tree_.nodes[node].index;
    const Leaf& leaf = tree_.leaves[index];
    Question question{.node = node, .leaf = &leaf, .items = items_, .reached = reached};
    if (!carries(Modality::voice, leaf.kind)) question.carried = negation(voice_);
    SymbolicField& field = inner().fields[leaf.field.index];
    std::vector<Formula> made(field.is.size(), never);
    const auto& choices = abstraction_.choices(index);
    const std::vector<Formula> chosen = draw(leaf.hash, choices.size());
    Formula answered = never;
    for (std::size_t i = 0; const Option& option : leaf.options) {
        const std::string pointer = "/options/" + std::to_string(i) + "/if";
        if (option.when) {
            read_by(*option.when, node, pointer, reached);
            observer_->offers(node, i, reached, judge_.holds(*option.when, view_));
        }
        ++i;
    }
    for (std::size_t i = 0; const About& about : leaf.about) {
        const std::string pointer = "/about/" + std::to_string(i++);
        if (!about.items) read(about.field, node, pointer, reached);
    }
    for (std::size_t i = 0; const Choice& choice : choices) {
        const bool at_times = choice.option != nullptr && choice.option->when;
        const Formula stands = at_times ? judge_.holds(*choice.option->when, view_) : always;
        const Formula taken = formulas_.both(chosen[i], stands);
        made[choice.of] = formulas_.either(made[choice.of], taken);
        answered = formulas_.either(answered, taken);
        question.answers.push_back({taken, choice.answer, chosen[i++]});
    }
    rules_.push_back(formulas_.one_of(chosen));
    if (!carries(Modality::voice, leaf.kind)) {
        const State derived = allows(leaf.may, State::later) ? State::later : State::skip;
        one_call_ = formulas_.both(one_call_, formulas_.implies(reached, made[class_of(derived)]));
    }
    reviewed_ = formulas_.both(reviewed_, negation(reached));
    questions_.push_back(std::move(question));
    observer_->asks(questions_.size() - 1, view_);
    const Formula empty = leaf.may.none() ? formulas_.both(reached, offers_nothing(leaf)) : never;
    if (empty != never) observer_->offers_nothing(questions_.size() - 1, empty);
    write(field, reached, made);
    const bool always_answered =
        std::ranges::none_of(leaf.options, [](const Option& option) { return option.when.has_value(); });
    return formulas_.both(formulas_.both(reached, always_answered ? always : answered), negation(empty));
}

// No option stands, or there is no item that a number could be of.
Formula Course::offers_nothing(const Leaf& leaf) {
    if (leaf.kind == kinds::Kind::choice) {
        Formula none = always;
        for (const Option& option : leaf.options)
            none = formulas_.both(none, option.when ? negation(judge_.holds(*option.when, view_)) : never);
        return none;
    }
    Formula none = never;
    if (leaf.kind != kinds::Kind::number) return none;
    for (const About& about : leaf.about)
        if (about.items)
            none =
                formulas_.either(none, negation(judge_.at_least(view_.group(about.field),
                                                                static_cast<std::size_t>(leaf.limits.min))));
    return none;
}

// How a group in one place may end: with how many items, and with which answer to its last question.
struct Course::GroupAnswers {
    const Group& group;
    std::vector<Formula> exists;
    std::vector<PossibleAnswer> formal;
    Formula closed_formally = never;
    Formula silent = never; // the channel can put nothing of it
    bool whole = false;     // the items told apart are all that there may be
};

Course::GroupAnswers Course::group_answers(const Group& group, std::size_t told_apart) {
    GroupAnswers answers{.group = group};
    answers.whole = told_apart == group.max;
    const std::vector<Formula> drawn = draw(group.hash, told_apart + group.may.count());
    for (std::size_t item = 0; item < told_apart; ++item) {
        answers.exists.push_back(drawn[item]);
        if (item > 0) rules_.push_back(formulas_.implies(answers.exists[item], answers.exists[item - 1]));
    }
    Formula several = never;
    for (const State state : {State::later, State::none, State::unknown, State::skip, State::unverified}) {
        if (!allows(group.may, state)) continue;
        const Formula chosen = drawn[told_apart + answers.formal.size()];
        several = formulas_.either(several, formulas_.both(answers.closed_formally, chosen));
        answers.closed_formally = formulas_.either(answers.closed_formally, chosen);
        answers.formal.push_back({chosen, {.state = state}});
    }
    rules_.push_back(negation(several));
    if (!group.answerable[static_cast<std::size_t>(Modality::voice)]) answers.silent = voice_;
    // A full group is not asked about any more.
    if (answers.whole)
        rules_.push_back(negation(formulas_.both(answers.closed_formally, answers.exists.back())));
    if (group.min == 0) return answers;
    // Fewer than it needs there are only where nothing was asked, or where somebody removed the items of a closed group.
    const Formula enough = answers.exists[group.min - 1];
    const Formula none = negation(answers.exists.front());
    const Formula emptied =
        formulas_.both(formulas_.both(answers.closed_formally, none), negation(answers.silent));
    removed_ = formulas_.either(removed_, emptied);
    rules_.push_back(
        formulas_.either(enough, formulas_.either(emptied, formulas_.both(answers.silent, none))));
    return answers;
}

// After so many items, whether there is another one.
void Course::ask_for_more(std::uint32_t node, const GroupAnswers& answers, std::size_t items,
                          Formula reached) {
    const Group& group = answers.group;
    if (items < group.min || items >= group.max) return;
    Question question{.node = node, .group = &group, .items = items_, .reached = reached};
    question.carried = negation(answers.silent);
    const Formula another = items < answers.exists.size() ? answers.exists[items] : never;
    const Formula no_more = negation(another);
    question.answers.push_back({another, {.value = true}});
    question.answers.push_back(
        {formulas_.both(no_more, negation(answers.closed_formally)), {.value = false}});
    for (const PossibleAnswer& formal : answers.formal)
        question.answers.push_back({formulas_.both(no_more, formal.chosen), formal.answer});
    reviewed_ = formulas_.both(reviewed_, negation(reached));
    questions_.push_back(std::move(question));
    observer_->asks(questions_.size() - 1, view_);
}

Formula Course::each(std::uint32_t node, Formula reached) {
    const std::uint32_t index = tree_.nodes[node].index;
    const Group& group = tree_.groups[index];
    const std::size_t told_apart = told_apart_[index];
    const GroupAnswers answers = group_answers(group, told_apart);
    SymbolicGroup& state = inner().groups[group.index];
    state.exists = answers.exists;
    for (std::size_t item = 0; item < told_apart; ++item) state.items.push_back(scope_of(group.scope));
    ask_for_more(node, answers, 0, reached);
    Formula begins = formulas_.both(reached, answers.exists.front());
    Formula passed = formulas_.both(reached, negation(answers.exists.front()));
    for (std::size_t item = 0; item < told_apart; ++item) {
        ++view_depth_;
        scopes_[view_depth_] = &state.items[item];
        view_.scopes[view_depth_] = scopes_[view_depth_];
        view_.scope = group.scope;
        items_.push_back(static_cast<std::uint32_t>(item));
        const Formula ended = walk(node + 1, tree_.nodes[node].target - 1, begins);
        items_.pop_back();
        --view_depth_;
        view_.scope = group.parent;
        ask_for_more(node, answers, item + 1, ended);
        const Formula another = item + 1 < told_apart ? answers.exists[item + 1] : never;
        begins = formulas_.both(ended, another);
        passed = formulas_.either(passed, formulas_.both(ended, negation(another)));
    }
    state.passed = passed;
    Formula later = answers.silent;
    for (const PossibleAnswer& formal : answers.formal)
        if (formal.answer.state == State::later) later = formulas_.either(later, formal.chosen);
    state.put_off = formulas_.both(passed, later);
    return passed;
}

void Course::derive(std::uint32_t node, Formula reached) {
    const std::uint32_t index = tree_.nodes[node].index;
    const Let& let = tree_.lets[index];
    SymbolicField& target = inner().fields[let.field.index];
    std::vector<Formula> made(target.is.size(), never);
    const auto& tables = abstraction_.derived(index);
    for (std::size_t i = 0; const FieldRef source : let.of)
        read(source, node, "/of/" + std::to_string(i++), reached);
    if (let.function == Function::first) {
        first(let, tables, made);
    } else {
        const SymbolicField& source = view_.field(let.of.front());
        for (std::size_t of = 0; of < source.is.size(); ++of) {
            Formula& result = made[tables.front()[of]];
            result = formulas_.either(result, source.is[of]);
        }
        Formula& unknown = made[class_of(State::unknown)];
        unknown = formulas_.either(unknown, negation(judge_.present(source)));
    }
    write(target, reached, made);
}

// The first source with a value; without any, how the first that was answered at all was answered.
void Course::first(const Let& let, const std::vector<std::vector<AnswerClass>>& tables,
                   std::vector<Formula>& made) {
    Formula no_value = always;
    for (std::size_t i = 0; i < let.of.size(); ++i) {
        const SymbolicField& source = view_.field(let.of[i]);
        for (auto of = formal_classes; of < source.is.size(); ++of) {
            Formula& result = made[tables[i][of]];
            result = formulas_.either(result, formulas_.both(no_value, source.is[of]));
        }
        no_value = formulas_.both(no_value, negation(judge_.has_value(source)));
    }
    Formula nothing = no_value;
    for (const FieldRef field : let.of) {
        const SymbolicField& source = view_.field(field);
        for (AnswerClass formal = 0; formal < formal_classes; ++formal)
            made[formal] = formulas_.either(made[formal], formulas_.both(nothing, source.is[formal]));
        nothing = formulas_.both(nothing, negation(judge_.present(source)));
    }
    Formula& unknown = made[class_of(State::unknown)];
    unknown = formulas_.either(unknown, nothing);
}

void Course::read_by(const Condition& condition, std::uint32_t node, const std::string& pointer,
                     Formula reached) {
    for_each_part(atlas_, condition, view_.scope, [&](const Condition& part, std::uint16_t scope) {
        // Inside a quantifier the items that there are have been gone through.
        if (scope != view_.scope || part.of_count) return;
        switch (part.test) {
        case Test::some_item:
        case Test::every_item:
        case Test::no_item: return;
        case Test::missing:
            for (const FieldRef field : part.fields) read(field, node, pointer, reached);
            return;
        default: read(part.field, node, pointer, reached);
        }
    });
}

void Course::read(FieldRef field, std::uint32_t node, const std::string& pointer, Formula reached) {
    observer_->reads(node, pointer, atlas_.field(view_.scope, field), reached,
                     judge_.present(view_.field(field)));
}

} // namespace plaint::proof
