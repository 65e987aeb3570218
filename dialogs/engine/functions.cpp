#include "dialogs/engine/functions.hpp"

#include "dialogs/kinds/credit_code.hpp"
#include "dialogs/kinds/link.hpp"
#include "dialogs/kinds/patent_number.hpp"

namespace plaint::dialogs {
namespace {

Answer made(std::string text) {
    Answer answer{.state = text.empty() ? State::unknown : State::value};
    if (!text.empty()) answer.value = std::move(text);
    answer.value_hash = hash_of(answer.value);
    return answer;
}

Answer first_value(const Let& let, const View& view) {
    const Answer* best = nullptr;
    for (const FieldRef field : let.of) {
        const Answer* answer = view.answer(field);
        if (answer == nullptr) continue;
        if (answer->has_value()) return *answer;
        if (best == nullptr) best = answer;
    }
    return best != nullptr ? Answer{.state = best->state} : Answer{.state = State::unknown};
}

// What somebody wants who does not complain about an infringement is a kind of case by itself.
std::string kind_of_wish(std::string_view wish) {
    if (wish == "ask") return "consultation";
    if (wish == "help") return "assistance";
    return wish == "suggest" ? "suggestion" : "";
}

std::string compute(Function function, const std::string& text, const kinds::Regions& regions,
                    const kinds::Platforms& platforms) {
    switch (function) {
    case Function::patent_kind: return std::string(kinds::patent_kind(text));
    case Function::region_of_credit_code: return kinds::registration_region(text, regions).value_or("");
    case Function::platform_of_link: return kinds::platform_of(text, platforms);
    case Function::item_of_link: return kinds::item_of(text, platforms);
    case Function::kind_of_wish: return kind_of_wish(text);
    case Function::first: return text;
    }
    return {};
}

} // namespace

std::optional<Function> function_of(std::string_view name) {
    if (name == "patent_kind") return Function::patent_kind;
    if (name == "first") return Function::first;
    if (name == "region_of_credit_code") return Function::region_of_credit_code;
    if (name == "platform_of_link") return Function::platform_of_link;
    if (name == "item_of_link") return Function::item_of_link;
    if (name == "kind_of_wish") return Function::kind_of_wish;
    return std::nullopt;
}

Answer evaluate(const Let& let, const View& view, const kinds::Regions& regions,
                const kinds::Platforms& platforms) {
    if (let.function == Function::first) return first_value(let, view);
    const Answer* source = view.answer(let.of.front());
    if (source == nullptr) return {.state = State::unknown};
    if (!source->has_value()) return {.state = source->state};
    const auto* text = std::get_if<std::string>(&source->value);
    return made(text != nullptr ? compute(let.function, *text, regions, platforms) : std::string{});
}

} // namespace plaint::dialogs
