#include "dialogs/proof/tours.hpp"
#include "dialogs/proof/items.hpp"

#include <algorithm>

namespace plaint::proof {

using namespace dialogs;

namespace {

Answer answer_of(Value value) {
    Answer answer{.value = std::move(value)};
    answer.value_hash = hash_of(answer.value);
    return answer;
}

std::vector<Demands> demands_of(const Subject& subject) {
    std::vector<Demands> demands;
    for (std::size_t i = 0; i < subject.checklists.size(); ++i)
        demands.push_back({subject.checklists[i], subject.rules[i]});
    return demands;
}

bool is_of_offers(const Aim& aim) {
    if (aim.kind != AimKind::deed) return false;
    const auto deed = static_cast<Deed>(aim.of);
    return deed == Deed::kept_offer || deed == Deed::dropped_offer || deed == Deed::replaced_offer;
}

} // namespace

// Copies of some of the first so many formulas, in which other variables stand in place of some.
class Replacement {
  public:
    Replacement(Formulas& formulas, std::size_t nodes) : formulas_(formulas), nodes_(nodes) {}
    void replace(Formula variable, Formula by) { replaced_.emplace_back(variable, by); }
    // After all replacements, what `of` will be asked for. Parts come before what they are part of: so first it is seen from
    // the end what these formulas have as parts, then from the beginning which of these hang on what is replaced.
    void copy(std::span<const Formula> asked) {
        std::vector<bool> needed(nodes_);
        for (const Formula one : asked) needed[one.code / 2] = true;
        for (std::size_t i = nodes_; i-- > 1;) {
            const Formulas::Node& node = formulas_.nodes()[i];
            if (!needed[i] || node.variable) continue;
            needed[node.left.code / 2] = true;
            needed[node.right.code / 2] = true;
        }
        for (std::size_t i = 0; i < nodes_; ++i) copies_.push_back({static_cast<std::uint32_t>(2 * i)});
        for (const auto& [variable, by] : replaced_) copies_[variable.code / 2] = by;
        for (std::size_t i = 1; i < nodes_; ++i) {
            const Formulas::Node node = formulas_.nodes()[i];
            if (!needed[i] || node.variable || (of(node.left) == node.left && of(node.right) == node.right))
                continue;
            copies_[i] = formulas_.both(of(node.left), of(node.right));
        }
    }
    Formula of(Formula formula) const {
        const Formula copied = copies_[formula.code / 2];
        return {copied.code ^ (formula.code & 1U)};
    }

  private:
    Formulas& formulas_;
    std::size_t nodes_;
    std::vector<std::pair<Formula, Formula>> replaced_;
    std::vector<Formula> copies_; // by node; of one that hangs on nothing replaced, itself
};

Tours::Tours(const Subject& subject, Modality modality, const std::map<std::string, std::string>& given)
    : tree_(*subject.tree),
      modality_(modality),
      atlas_(tree_),
      demands_(demands_of(subject)),
      abstraction_(atlas_, demands_),
      judge_(formulas_, abstraction_, atlas_),
      course_(formulas_, judge_, abstraction_, atlas_, items_told_apart(atlas_, demands_, 1)),
      solver_(formulas_) {
    course_.walk(*this);
    walked_ = formulas_.nodes().size();
    const bool voice = modality_ == Modality::voice;
    base_ = {voice ? course_.voice() : negation(course_.voice()), negation(course_.removed())};
    if (voice) base_.push_back(course_.one_call());
    give(given);
    number_groups();
    for (const Question& question : course_.questions())
        question.leaf != nullptr ? aim_at_leaf(question) : aim_at_group(question);
    for (const Slip slip : {Slip::words, Slip::silence, Slip::wrong_key})
        for (const std::uint32_t question : {question_of_review(tree_), question_of_outstanding(tree_)})
            aim({AimKind::left, question, static_cast<std::uint32_t>(slip)}, submitted_);
    aim_at_callback();
    consider_changes();
    for (const Formula rule : course_.rules()) solver_.require(rule);
    for (const Formula rule : base_) solver_.require(rule);
    sort_out();
}

// What is asked all the same is known by its answer.
void Tours::give(const std::map<std::string, std::string>& given) {
    for (const std::uint32_t index : tree_.given) {
        const Field& field = tree_.fields[index];
        if (!field.leaves.empty()) continue;
        const SymbolicField& is = course_.root().fields[field.ref.index];
        const auto value = given.find(field.path);
        if (value == given.end()) {
            base_.push_back(negation(judge_.present(is)));
            continue;
        }
        const std::optional<AnswerClass> of = abstraction_.class_of(index, answer_of(value->second));
        base_.push_back(of ? is.is[*of] : never);
    }
}

void Tours::asks(std::size_t, const SymbolicView&) {}

// A group with nothing to ask on this channel has no items here.
bool Tours::is_met(std::uint32_t node) const {
    const auto around = atlas_.groups_around(atlas_.scope_of_node(node));
    return std::ranges::all_of(around, [&](std::uint32_t group) {
        return tree_.groups[group].answerable[static_cast<std::size_t>(modality_)];
    });
}

void Tours::tests(std::uint32_t node, Formula reached, Formula holds) {
    if (!is_met(node)) return;
    aim({AimKind::branched, node, 1}, formulas_.both(reached, holds));
    aim({AimKind::branched, node, 0}, formulas_.both(reached, negation(holds)));
}

void Tours::says(std::uint32_t node, Formula reached) {
    if (!is_met(node)) return;
    aim({AimKind::told, telling(tree_, tree_.says[tree_.nodes[node].index].key)}, reached);
}

void Tours::submits(std::uint32_t node, Formula reached, Formula) {
    aim({AimKind::submitted, tree_.nodes[node].index}, reached);
    submitted_ = formulas_.either(submitted_, reached);
}

void Tours::ends(std::uint32_t node, Formula reached) {
    const std::uint32_t end = tree_.nodes[node].index;
    aim({AimKind::ended, end}, reached);
    const auto [known, is_new] = ended_.try_emplace(end, reached);
    if (!is_new) known->second = formulas_.either(known->second, reached);
}

void Tours::aim(const Aim& aim, Formula way) {
    const auto [known, is_new] = ways_.try_emplace(aim, way);
    if (!is_new) known->second = formulas_.either(known->second, way);
}

// What is aimed at in an item may be shown in any.
void Tours::aim_at_leaf(const Question& question) {
    const auto leaf = static_cast<std::uint32_t>(question.leaf - tree_.leaves.data());
    const Formula asked = formulas_.both(question.reached, question.carried);
    aim({AimKind::asked, leaf}, asked);
    for (const Slip slip : {Slip::words, Slip::silence, Slip::wrong_key})
        aim({AimKind::left, leaf, static_cast<std::uint32_t>(slip)}, asked);
    for (const PossibleAnswer& possible : question.answers) {
        const Formula way = formulas_.both(asked, possible.chosen);
        if (!possible.answer.has_value()) {
            aim({AimKind::formal, leaf, static_cast<std::uint32_t>(possible.answer.state)}, way);
            continue;
        }
        aim({AimKind::refused, leaf}, way);
        if (const auto* yes = std::get_if<bool>(&possible.answer.value))
            aim({AimKind::answered, leaf, *yes ? 1U : 0U}, way);
        if (question.leaf->kind != kinds::Kind::choice) continue;
        for (const Answer& same : same_answers(question, possible.answer)) {
            const auto option =
                std::ranges::find(question.leaf->options, std::get<std::string>(same.value), &Option::value);
            aim({AimKind::answered, leaf,
                 static_cast<std::uint32_t>(option - question.leaf->options.begin())},
                way);
        }
    }
}

void Tours::aim_at_group(const Question& question) {
    const auto group = static_cast<std::uint32_t>(question.group - tree_.groups.data());
    const std::uint32_t count = counts_[static_cast<std::size_t>(&question - course_.questions().data())];
    const Formula asked = formulas_.both(question.reached, question.carried);
    for (const Slip slip : {Slip::words, Slip::silence, Slip::wrong_key})
        aim({AimKind::left, question_of_group(tree_, group), static_cast<std::uint32_t>(slip)}, asked);
    if (count > 0) aim({AimKind::removed, group}, formulas_.both(asked, submitted_));
    for (const PossibleAnswer& possible : question.answers) {
        const Formula way = formulas_.both(asked, possible.chosen);
        const auto* yes = std::get_if<bool>(&possible.answer.value);
        const std::uint32_t which = yes == nullptr ? 1 + static_cast<std::uint32_t>(possible.answer.state)
                                    : *yes         ? 1U
                                                   : 0U;
        aim({AimKind::more, group, which}, way);
        if (which != 1) aim({AimKind::items, group, std::min(count, 2U)}, way);
    }
}

// A call is promised to whoever has given a number; who is on the telephone has one.
void Tours::aim_at_callback() {
    if (modality_ == Modality::voice) return;
    Formula given = never;
    for (const char* path : {"agent.phone", "complainant.phone"})
        if (const Field* field = tree_.field(path))
            given = formulas_.either(given, judge_.has_value(course_.root().fields[field->ref.index]));
    aim({AimKind::exit, static_cast<std::uint32_t>(Exit::callback)}, given);
}

// Whether it hangs on how something is said and on nothing else, so that any conversation may show it.
bool Tours::is_manner(const Aim& aim) const {
    return (aim.kind == AimKind::exit || aim.kind == AimKind::deed) && !ways_.contains(aim);
}

// A group is asked about after each of its items, in their order.
void Tours::number_groups() {
    std::map<std::pair<std::uint32_t, std::vector<std::uint32_t>>, std::uint32_t> next;
    for (const Question& question : course_.questions()) {
        std::uint32_t count = 0;
        if (question.group != nullptr)
            count = next.try_emplace({question.node, question.items}, question.group->min).first->second++;
        counts_.push_back(count);
    }
}

// The options that the tree does not tell from this one.
std::vector<Answer> Tours::same_answers(const Question& question, const Answer& answer) const {
    if (question.leaf == nullptr || question.leaf->kind != kinds::Kind::choice || !answer.has_value())
        return {answer};
    const std::uint32_t field = atlas_.field(question.leaf->scope, question.leaf->field);
    const std::optional<AnswerClass> of = abstraction_.class_of(field, answer);
    std::vector<Answer> same;
    for (const Option& option : question.leaf->options) {
        Answer one = answer_of(option.value);
        if (abstraction_.class_of(field, one) == of) same.push_back(std::move(one));
    }
    return same;
}

Stop Tours::stop_of(std::size_t index) const {
    const Question& question = course_.questions()[index];
    return {.what = question.leaf != nullptr ? question.leaf->hash : question.group->hash,
            .items = question.items,
            .count = counts_[index]};
}

void Tours::consider_changes() {
    std::map<std::uint32_t, std::vector<std::uint32_t>> leaves_of; // by what is corrected
    for (const Aim& aim : aims_of(atlas_, modality_))
        if (aim.kind == AimKind::set_aside) leaves_of[aim.of].push_back(aim.which);
    // What an end hangs on is corrected too, when later answers are there to be left behind.
    for (std::uint32_t at = 0; at < tree_.nodes.size(); ++at) {
        const Node& node = tree_.nodes[at];
        if (node.op != Op::branch) continue;
        const bool leads_to_end =
            std::any_of(tree_.nodes.begin() + at, tree_.nodes.begin() + node.target, [&](const Node& inner) {
                return inner.op == Op::end && !tree_.ends[inner.index].midway.empty();
            });
        if (!leads_to_end) continue;
        for (const std::uint32_t field :
             fields_read(atlas_, tree_.conditions[node.index], atlas_.scope_of_node(at)))
            leaves_of.try_emplace(field);
    }
    for (std::size_t i = 0; i < course_.questions().size(); ++i) {
        const Question& question = course_.questions()[i];
        if (question.leaf == nullptr || question.carried == never) continue;
        const std::uint32_t field = atlas_.field(question.leaf->scope, question.leaf->field);
        if (const auto leaves = leaves_of.find(field); leaves != leaves_of.end())
            consider_change(i, leaves->second);
    }
    for (std::uint32_t group = 0; group < tree_.groups.size(); ++group)
        if (const auto leaves = leaves_of.find(correction_of_group(tree_, group)); leaves != leaves_of.end())
            consider_removal(group, leaves->second);
}

// Where one of these leaves is asked.
std::vector<const Question*> Tours::askings_of(const std::vector<std::uint32_t>& leaves) const {
    std::vector<const Question*> found;
    for (const Question& question : course_.questions())
        if (question.leaf != nullptr &&
            std::ranges::find(leaves, static_cast<std::uint32_t>(question.leaf - tree_.leaves.data())) !=
                leaves.end())
            found.push_back(&question);
    return found;
}

// What is looked at in the session as it is after a change.
std::vector<Formula> Tours::seen_after(const std::vector<const Question*>& askings) const {
    std::vector<Formula> seen{submitted_};
    for (const Question* one : askings) seen.push_back(one->reached);
    for (const auto& [end, reached] : ended_) seen.push_back(reached);
    return seen;
}

// Something is set aside where it was answered, is not reached any more, and the walk still comes to its end.
std::map<Aim, Formula> Tours::set_aside(std::uint32_t by, const std::vector<const Question*>& askings,
                                        Formula can, const Replacement& other) {
    std::map<Aim, Formula> shows;
    const Formula comes_through = formulas_.both(can, other.of(submitted_));
    for (const Question* left : askings) {
        const auto leaf = static_cast<std::uint32_t>(left->leaf - tree_.leaves.data());
        Formula answered = never;
        for (const PossibleAnswer& possible : left->answers)
            if (possible.answer.state != State::later) answered = formulas_.either(answered, possible.chosen);
        const Formula was = formulas_.both(formulas_.both(left->reached, left->carried), answered);
        const Formula way =
            formulas_.both(comes_through, formulas_.both(was, negation(other.of(left->reached))));
        const auto [known, is_new] = shows.try_emplace({AimKind::set_aside, by, leaf}, way);
        if (!is_new) known->second = formulas_.either(known->second, way);
    }
    return shows;
}

void Tours::consider_change(std::size_t index, const std::vector<std::uint32_t>& leaves) {
    const Question& changed = course_.questions()[index];
    const std::uint32_t field = atlas_.field(changed.leaf->scope, changed.leaf->field);
    Replacement other(formulas_, walked_);
    Change change{.question = index, .chosen = {}, .shows = {}};
    for (const PossibleAnswer& possible : changed.answers) {
        change.chosen.push_back(formulas_.variable());
        other.replace(possible.free, change.chosen.back());
    }
    solver_.require(formulas_.one_of(change.chosen));
    const std::vector<const Question*> askings = askings_of(leaves);
    std::vector<Formula> seen = seen_after(askings);
    for (const PossibleAnswer& possible : changed.answers) seen.push_back(possible.chosen);
    other.copy(seen);
    Formula can = never;
    for (const PossibleAnswer& possible : changed.answers)
        can = formulas_.either(can, other.of(possible.chosen));
    can = formulas_.both(formulas_.both(changed.reached, changed.carried), formulas_.both(can, submitted_));
    change.shows = set_aside(field, askings, can, other);
    for (const auto& [end, reached] : ended_)
        if (!tree_.ends[end].midway.empty())
            change.shows.emplace(Aim{AimKind::ended, end, 1}, formulas_.both(can, other.of(reached)));
    std::erase_if(change.shows, [](const auto& shown) { return shown.second == never; });
    for (const auto& [shown, way] : change.shows) aim(shown, way);
    if (!change.shows.empty()) changes_.push_back(std::move(change));
}

// The last item of a group goes, where it was a person's own wish that there is one.
void Tours::consider_removal(std::uint32_t group, const std::vector<std::uint32_t>& leaves) {
    std::map<std::vector<std::uint32_t>, std::vector<const Question*>> places; // by the items around
    for (const Question& question : course_.questions())
        if (question.group == &tree_.groups[group]) places[question.items].push_back(&question);
    const std::vector<const Question*> askings = askings_of(leaves);
    for (const auto& [items, questions] : places) {
        Replacement other(formulas_, walked_);
        for (std::size_t i = 0; i < questions.size(); ++i) {
            const Formula exists = questions[i]->answers.front().chosen;
            const Formula next = i + 1 < questions.size() ? questions[i + 1]->answers.front().chosen : never;
            if (exists != never) other.replace(exists, formulas_.both(exists, next));
        }
        other.copy(seen_after(askings));
        const Question& first = *questions.front();
        const Formula can = formulas_.both(formulas_.both(first.reached, first.carried),
                                           formulas_.both(first.answers.front().chosen, submitted_));
        for (const auto& [shown, way] : set_aside(correction_of_group(tree_, group), askings, can, other))
            aim(shown, way);
    }
}

void Tours::sort_out() {
    const Aims all = aims_of(atlas_, modality_);
    const std::vector<Aim> listed(all.begin(), all.end());
    const auto way_to = [&](const Aim& one) {
        const auto way = ways_.find(one);
        return is_manner(one) ? always : way != ways_.end() ? way->second : never;
    };
    std::vector<Formula> ways;
    for (const Aim& one : listed) {
        ways.push_back(way_to(one));
        // What is asked only before an end is set aside by going back from there, which no tour does: no goal.
        const bool any = one.kind != AimKind::set_aside;
        ways.push_back(any ? always : formulas_.both(way_to({AimKind::asked, one.which}), submitted_));
    }
    const std::vector<bool> can = solver_.possible(ways);
    for (std::size_t i = 0; i < listed.size(); ++i) {
        if (can[2 * i])
            possible_.insert(listed[i]);
        else if (can[2 * i + 1])
            impossible_.insert(listed[i]);
    }
}

Tour Tours::plan(std::vector<Aim> open) {
    std::ranges::stable_partition(open, [&](const Aim& one) { return !is_manner(one); });
    const Aims still_open(open.begin(), open.end());
    std::vector<Formula> wanted;
    std::set<std::uint32_t> known;
    for (const Aim& one : open)
        if (!is_manner(one) && known.insert(ways_.at(one).code).second) wanted.push_back(ways_.at(one));
    // What is set aside is offered again, however often that was seen.
    const bool offers = std::ranges::any_of(open, is_of_offers);
    for (const Change& change : changes_)
        for (const auto& [shown, way] : change.shows)
            if (offers && shown.kind == AimKind::set_aside && known.insert(way.code).second)
                wanted.push_back(way);
    Tour tour{.aim = open.front(), .answers = {}, .corrections = {}};
    const Formula first = is_manner(tour.aim) ? always : ways_.at(tour.aim);
    // Most of what there is to see is on the way to a submission, so an end before it only is where the first aim needs one.
    std::optional<Model> model = solver_.find_many(std::array{first, submitted_}, wanted);
    if (!model) model = solver_.find_many(std::array{first}, wanted);
    if (!model) return tour;
    for (std::size_t i = 0; i < course_.questions().size(); ++i) {
        const Question& question = course_.questions()[i];
        for (const PossibleAnswer& possible : question.answers)
            if (model->holds(question.leaf != nullptr ? possible.free : possible.chosen))
                tour.answers.emplace(stop_of(i), same_answers(question, possible.answer));
    }
    for (const Change& change : changes_) {
        const bool shows = std::ranges::any_of(change.shows, [&](const auto& shown) {
            return (offers || still_open.contains(shown.first)) && model->holds(shown.second);
        });
        if (!shows) continue;
        const Question& question = course_.questions()[change.question];
        for (std::size_t i = 0; i < change.chosen.size(); ++i)
            if (model->holds(change.chosen[i]))
                tour.corrections.push_back(
                    {stop_of(change.question), same_answers(question, question.answers[i].answer)});
    }
    return tour;
}

} // namespace plaint::proof
