#include "dialogs/proof/counterexample.hpp"

#include <algorithm>

namespace plaint::proof {

using namespace dialogs;

std::string path_of(const Question& question) {
    if (question.leaf != nullptr) return with_positions(question.leaf->path, question.items);
    return with_positions(question.group->path, question.items) + ".more";
}

std::string words_of(const Value& value) {
    if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "yes" : "no";
    if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    if (const auto* files = std::get_if<std::vector<FileRef>>(&value); files != nullptr && !files->empty())
        return files->front().name;
    return {};
}

// In a chat if it can be, else in one call; else it takes a removal, or several conversations.
std::optional<Model> Counterexamples::find(const Obligation& obligation, Formula broken, bool shortest) {
    std::vector<Formula> counted;
    if (shortest) {
        std::size_t last = 0;
        for (const Violation& way : obligation.ways)
            last = std::max(last, way.until.value_or(course_.questions().size()));
        for (std::size_t i = 0; i < std::min(last, course_.questions().size()); ++i) {
            const Question& asked = course_.questions()[i];
            counted.push_back(formulas_.both(asked.reached, asked.carried));
            // "As I said it" is offered once an answer was refused: it takes an input more.
            for (const PossibleAnswer& answer : asked.answers)
                if (answer.answer.state == State::unverified)
                    counted.push_back(formulas_.both(counted.back(), answer.chosen));
        }
    }
    const Formula voice = course_.voice();
    const Formula kept = negation(course_.removed());
    const std::array<std::vector<Formula>, 4> attempts{{{broken, negation(voice), kept},
                                                        {broken, voice, course_.one_call(), kept},
                                                        {broken, negation(voice)},
                                                        {broken}}};
    for (std::size_t i = 0; i < attempts.size(); ++i) {
        can_be_said_ = i < 2;
        if (auto model = solver_.find_least(attempts[i], counted)) return model;
    }
    return std::nullopt;
}

void Counterexamples::mark_decisive(Conversation& conversation, const std::vector<Formula>& chosen,
                                    const Violation& way) {
    std::vector<Formula> assumed = chosen;
    assumed.push_back(conversation.modality == Modality::voice ? course_.voice() : negation(course_.voice()));
    const Formula all_is_well = formulas_.both(way.within, negation(way.violated));
    for (const std::size_t i : solver_.reasons(assumed, all_is_well))
        if (i < chosen.size()) conversation.said[i].decisive = true;
}

Conversation Counterexamples::conversation(const Model& model, const Violation& way) {
    Conversation told;
    told.modality = model.holds(course_.voice()) ? Modality::voice : Modality::web;
    std::vector<Formula> chosen;
    const auto& questions = course_.questions();
    for (std::size_t i = 0; i < way.until.value_or(questions.size()); ++i) {
        const Question& asked = questions[i];
        if (!model.holds(asked.reached) || !model.holds(asked.carried)) continue;
        const auto answer = std::ranges::find_if(
            asked.answers, [&](const PossibleAnswer& one) { return model.holds(one.chosen); });
        if (answer == asked.answers.end()) continue;
        Said& said = told.said.emplace_back();
        said.path = path_of(asked);
        if (asked.leaf != nullptr) said.kind = asked.leaf->kind;
        said.state = answer->answer.state;
        said.words = words_of(answer->answer.value);
        chosen.push_back(answer->chosen);
    }
    told.submits = !way.until;
    if (way.until) told.asks = path_of(questions[*way.until]);
    mark_decisive(told, chosen, way);
    return told;
}

Finding Counterexamples::show(const Obligation& obligation, const ProofOptions& options) {
    Formula broken = never;
    for (const Violation& way : obligation.ways) broken = formulas_.either(broken, way.violated);
    const std::optional<Model> model = find(obligation, broken, options.conversations);
    Finding finding{.fault = obligation.fault, .subject = obligation.subject};
    if (!model) return finding;
    const auto way = std::ranges::find_if(obligation.ways,
                                          [&](const Violation& one) { return model->holds(one.violated); });
    Explanation explanation = way->explain(*model);
    finding.place = std::move(explanation.place);
    finding.what = std::move(explanation.what);
    finding.items = way->items;
    if (options.conversations && can_be_said_) finding.conversation = conversation(*model, *way);
    return finding;
}

} // namespace plaint::proof
