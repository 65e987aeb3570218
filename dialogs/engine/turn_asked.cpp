#include "dialogs/engine/turn.hpp"
#include "dialogs/kinds/characters.hpp"

#include <algorithm>

// What people ask of us: the questions that are options of a choice, each with its answer, wherever they are asked.
namespace plaint::dialogs {

using kinds::Kind;

namespace {

constexpr std::size_t asked_max = 3; // that a question may mean; more is none of them

} // namespace

// The options that phrases tell are asked for; where none does, those that are named.
std::vector<std::string> Turn::asked_of(const Leaf& leaf, const View& view) const {
    std::vector<std::string> values;
    const auto collect = [&](const std::vector<Candidate>& named) {
        for (const Candidate& one : named)
            for (const Option& option : leaf.options)
                if (one.what == leaf.path + "." + option.value && stands(option, view) &&
                    std::ranges::find(values, option.value) == values.end())
                    values.push_back(option.value);
    };
    collect(input_.asked);
    if (values.empty()) collect(input_.within);
    return values;
}

// At the menu of questions: the one that is meant is answered, of a few people choose, and of none they are told where
// else to ask.
void Turn::hear_question(const Leaf& leaf, const Place& place) {
    std::vector<std::string> meant = asked_of(leaf, place.view);
    if (meant.size() == 1) {
        accept(leaf, std::move(meant.front()));
        return note_facts_beside(leaf);
    }
    if (meant.size() > 1 && meant.size() <= asked_max && !answered_again_) {
        visit().pending = Pending::choose;
        visit().values = std::move(meant);
        return;
    }
    if (kinds::all_digits(input_.folded)) {
        wrong("problem.option", {});
        return;
    }
    note_facts(std::nullopt);
    if (visit().pending != Pending::nothing) return;
    keep_question(leaf);
    wrong("problem.choice.unanswered", {{"contact", Blank::contact}});
}

// A question asked anywhere else is answered beside the open one, which it does not answer.
bool Turn::tell_asked() {
    std::vector<const Option*> asked;
    for (const Candidate& one : input_.asked)
        for (const std::uint32_t index : tree_.answering)
            for (const Option& option : tree_.leaves[index].options)
                if (one.what == tree_.leaves[index].path + "." + option.value &&
                    std::ranges::find(asked, &option) == asked.end())
                    asked.push_back(&option);
    if (asked.empty() || asked.size() > asked_max) return false;
    if (!spend_free_input()) return true;
    if (asked.size() == 1) {
        say({asked.front()->answer_key, {}});
        return true;
    }
    std::vector<Message> items;
    for (const Option* option : asked)
        items.push_back({"list.item", {{"label", std::vector<Message>{{option->label_key, {}}}}}});
    say({"asked.which", {{"items", std::move(items)}}});
    return true;
}

// What has no answer here waits, in the person's own words, for the question that takes it to the staff.
void Turn::keep_question(const Leaf& leaf) {
    const Field* field = input_.asks ? tree_.field(leaf.unanswered) : nullptr;
    if (field == nullptr || field->leaves.empty()) return;
    std::string words = kept_words(input_.raw);
    const auto same = [&](const Fact& fact) { return fact.kind == Kind::text && fact.path == field->path; };
    const auto known = std::ranges::find_if(session_.facts, same);
    if (known != session_.facts.end()) {
        if (known->value.find(words) != std::string::npos) return;
        words = known->value + " " + words;
    }
    const kinds::Tables tables{*tree_.regions, *tree_.platforms};
    const kinds::Verdict verdict = kinds::validate(Kind::text, {words, words}, tables, input_.today,
                                                   tree_.leaves[field->leaves.front()].limits);
    if (!verdict.ok) return;
    if (known != session_.facts.end())
        known->value = verdict.value;
    else if (session_.facts.size() < facts_max)
        session_.facts.push_back(
            {.kind = Kind::text, .value = verdict.value, .turn = session_.turn, .path = field->path});
}

// Whoever is asked for another item and names what one begins with says yes, and answers its first question at once.
bool Turn::hear_item(const Ref& ref) {
    const Group& group = *group_of(tree_, ref);
    if (visit().focus || !group.first || !begins_with(tree_.leaves[*group.first])) return false;
    if (group_state_of(tree_, session_, ref)->items.size() >= group.max) return false;
    record_more(Answer{.value = true});
    walk();
    if (standing_.leaf != &tree_.leaves[*group.first]) return true;
    return_to_walk();
    walk_at_ = standing_.ref;
    hear_leaf();
    return true;
}

// Its number in a list is no name: "1" and "2" are yes and no here.
bool Turn::begins_with(const Leaf& first) const {
    if (first.kind != Kind::choice) return false;
    const auto names = [&](const Candidate& one) {
        return one.meaning == Meaning::option && one.what.starts_with(first.path + ".") &&
               has_option(first, std::string_view(one.what).substr(first.path.size() + 1));
    };
    if (has_option(first, input_.value) || std::ranges::any_of(input_.candidates, names)) return true;
    return first.answers &&
           (std::ranges::any_of(input_.asked, names) || std::ranges::any_of(input_.within, names));
}

} // namespace plaint::dialogs
