#include "bot/casework/closing_words.hpp"

#include "bot/casework/deadlines.hpp"

#include <algorithm>
#include <iterator>
#include <string>

namespace plaint::casework {
namespace {

std::string name_of_body(const content::Directory& directory, std::string_view body,
                         std::string_view locale) {
    const content::Body* found = directory.body(body);
    return std::string(found != nullptr ? content::name_in(found->name, locale) : body);
}

} // namespace

std::vector<dialogs::Output> closing_words(const Closing& closing, const std::vector<Closing::Linked>& begun,
                                           const content::Directory& directory, std::string_view locale,
                                           std::int64_t at_ms) {
    std::vector<dialogs::Output> words;
    const auto say = [&](dialogs::Message message) {
        words.push_back({std::move(message), std::nullopt, false});
    };
    for (const Closing::Linked& linked : begun)
        say({"submitted.linked",
             {{"number", linked.number}, {"lead", name_of_body(directory, linked.lead, locale)}}});
    if (closing.missing.empty()) return words;
    std::vector<dialogs::Message> items;
    for (const Closing::Missing& missing : closing.missing)
        items.push_back({"list.item", {{"label", missing.label}}});
    const int days = directory.rules().settings.supplement_working_days;
    std::vector<dialogs::Arg> about{{"items", std::move(items)}, {"days", std::int64_t{days}}};
    for (dialogs::Arg& arg : deadline_words(deadline_after(directory, at_ms, days)))
        about.push_back(std::move(arg));
    say({"submitted.missing", std::move(about)});
    return words;
}

void add_closing_words(std::vector<dialogs::Output>& outputs, std::vector<dialogs::Output> words) {
    const auto closing = std::ranges::find(outputs, true, &dialogs::Output::closing);
    const auto after = closing != outputs.end() ? std::next(closing) : outputs.end();
    outputs.insert(after, std::make_move_iterator(words.begin()), std::make_move_iterator(words.end()));
}

} // namespace plaint::casework
