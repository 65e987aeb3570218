#pragma once

#include "bot/casework/casework.hpp"

#include <optional>
#include <string_view>
#include <vector>

// The engine says that a case was submitted, or how it stands; what only casework knows of it is added to that.
namespace plaint::casework {

// Until when the case is decided on, in one sentence, and by which law.
struct Term {
    dialogs::Message message;
    dialogs::Message reason;
};
// Nothing where no law is known, or where it is decided on already. `decided_by` is missing while something lacks.
std::optional<Term> term_of(std::string_view kind, std::string_view lead, storage::CaseState state,
                            const std::optional<content::WorkingDays::Deadline>& decided_by,
                            const content::Directory& directory, std::string_view locale);

// What a submission is told after its number: until when it is decided on, the linked cases that it began, and what is
// still to be supplied and in how many working days after `at_ms`. `locale` is that of the conversation, in which names of
// bodies stand.
std::vector<dialogs::Output> closing_words(const Closing& closing, const std::vector<Closing::Linked>& begun,
                                           const content::Directory& directory, std::string_view locale,
                                           std::int64_t at_ms);
// What somebody who asks for the progress is told after the number: until when it is decided on, the state, the linked
// cases, and what is still to be supplied.
std::vector<dialogs::Output> status_words(const Closing& closing, const content::Directory& directory,
                                          std::string_view locale);

// Whether the cases have to be known to put it in words.
bool speaks_of_cases(const dialogs::Output& output);

// Puts the words behind the sentences that they belong to, and answers where the reason of a term was asked for.
void add_words_of_cases(std::vector<dialogs::Output>& outputs, const Closing& closing,
                        const std::vector<Closing::Linked>& begun, const content::Directory& directory,
                        std::string_view locale, std::int64_t at_ms);

} // namespace plaint::casework
