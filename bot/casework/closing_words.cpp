#include "bot/casework/closing_words.hpp"

#include "bot/casework/deadlines.hpp"
#include "bot/casework/states.hpp"

#include <algorithm>
#include <iterator>
#include <string>

namespace plaint::casework {
namespace {

using dialogs::Message;
using dialogs::Output;
using storage::CaseState;

std::string name_of_body(const content::Directory& directory, std::string_view body,
                         std::string_view locale) {
    const content::Body* found = directory.body(body);
    return std::string(found != nullptr ? content::name_in(found->name, locale) : body);
}

// Whether nobody has decided yet about whether the case is taken up.
bool is_undecided(CaseState state) {
    return state == CaseState::submitted || state == CaseState::in_review ||
           state == CaseState::awaiting_materials;
}

std::vector<Message> items_of(const Closing& closing) {
    std::vector<Message> items;
    for (const Closing::Missing& missing : closing.missing)
        items.push_back({"list.item", {{"label", missing.label}}});
    return items;
}

Message state_of(const Closing& closing) {
    return {"submitted.state",
            {{"state", std::vector<Message>{{"status.state." + std::string(name_of(closing.state)), {}}}}}};
}

class Words {
  public:
    Words(const content::Directory& directory, std::string_view locale)
        : directory_(directory), locale_(locale) {}

    void say(Message message) { said_.push_back({std::move(message), std::nullopt, false}); }

    void say_term(std::string_view kind, std::string_view lead, CaseState state,
                  const std::optional<content::WorkingDays::Deadline>& decided_by) {
        if (auto term = term_of(kind, lead, state, decided_by, directory_, locale_))
            say(std::move(term->message));
    }

    // Which part of the story it is; who has told one story would take a bare number for a mistake.
    void say_linked(const Closing::Linked& linked) {
        say({"submitted.linked",
             {{"number", linked.number},
              {"kind", std::vector<Message>{{"kind_of_case." + linked.kind, {}}}},
              {"where", std::string(linked.is_offline ? "offline" : "online")},
              {"lead", name_of_body(directory_, linked.lead, locale_)}}});
        say_term(linked.kind, linked.lead, linked.state, linked.decided_by);
    }

    std::vector<Output> take() { return std::move(said_); }

  private:
    const content::Directory& directory_;
    std::string_view locale_;
    std::vector<Output> said_;
};

} // namespace

std::optional<Term> term_of(std::string_view kind, std::string_view lead, CaseState state,
                            const std::optional<content::WorkingDays::Deadline>& decided_by,
                            const content::Directory& directory, std::string_view locale) {
    const content::Acceptance* term = acceptance_of(directory, kind, lead);
    if (term == nullptr || !is_undecided(state)) return std::nullopt;
    const std::vector<dialogs::Arg> about{{"lead", name_of_body(directory, lead, locale)},
                                          {"decides", std::string(term->files ? "filing" : "acceptance")},
                                          {"days", std::int64_t{term->working_days}}};
    Term out{{"submitted.lacking", about},
             {"submitted.reason", {{"reason", std::string(content::name_in(term->reason, locale))}}}};
    if (!decided_by || state == CaseState::awaiting_materials) return out;
    out.message = {"submitted.term", {about[0], about[1]}};
    for (dialogs::Arg& arg : deadline_words(*decided_by)) out.message.args.push_back(std::move(arg));
    return out;
}

std::vector<Output> closing_words(const Closing& closing, const std::vector<Closing::Linked>& begun,
                                  const content::Directory& directory, std::string_view locale,
                                  std::int64_t at_ms) {
    Words words(directory, locale);
    words.say_term(closing.kind, closing.lead, closing.state, closing.decided_by);
    for (const Closing::Linked& linked : begun) words.say_linked(linked);
    if (closing.missing.empty()) return words.take();
    const int days = directory.rules().settings.supplement_working_days;
    std::vector<dialogs::Arg> about{{"items", items_of(closing)}, {"days", std::int64_t{days}}};
    for (dialogs::Arg& arg : deadline_words(deadline_after(directory, at_ms, days)))
        about.push_back(std::move(arg));
    words.say({"submitted.missing", std::move(about)});
    return words.take();
}

std::vector<Output> status_words(const Closing& closing, const content::Directory& directory,
                                 std::string_view locale) {
    Words words(directory, locale);
    words.say_term(closing.kind, closing.lead, closing.state, closing.decided_by);
    words.say(state_of(closing));
    for (const Closing::Linked& linked : closing.linked)
        if (is_open(linked.state)) words.say_linked(linked);
    if (!closing.missing.empty() && is_open(closing.state))
        words.say({"missing.list", {{"items", items_of(closing)}, {"remaining", std::int64_t{0}}}});
    return words.take();
}

bool speaks_of_cases(const Output& output) {
    const auto is_of_case = [](const dialogs::Arg& arg) {
        const auto* blank = std::get_if<dialogs::Blank>(&arg.value);
        return blank != nullptr && (*blank == dialogs::Blank::case_number || *blank == dialogs::Blank::lead);
    };
    return output.closing || output.message.key == "submitted.reason" ||
           std::ranges::any_of(output.message.args, is_of_case);
}

void add_words_of_cases(std::vector<Output>& outputs, const Closing& closing,
                        const std::vector<Closing::Linked>& begun, const content::Directory& directory,
                        std::string_view locale, std::int64_t at_ms) {
    std::vector<Output> all;
    for (Output& output : outputs) {
        const std::string key = output.message.key;
        if (key == "submitted.reason") {
            const auto term =
                term_of(closing.kind, closing.lead, closing.state, closing.decided_by, directory, locale);
            const Message none =
                is_undecided(closing.state) ? Message{"submitted.no_term", {}} : state_of(closing);
            output.message = term ? term->reason : none;
        }
        all.push_back(std::move(output));
        std::vector<Output> words;
        if (key == "submitted.done" || key == "submitted.version")
            words = closing_words(closing, begun, directory, locale, at_ms);
        else if (key.starts_with("submitted.again"))
            words = status_words(closing, directory, locale);
        all.insert(all.end(), std::make_move_iterator(words.begin()), std::make_move_iterator(words.end()));
    }
    outputs = std::move(all);
}

} // namespace plaint::casework
