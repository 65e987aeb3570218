#pragma once

#include "bot/casework/casework.hpp"

#include <string_view>
#include <vector>

namespace plaint::casework {

// What a submission is told after its number: the linked cases that it began, and what is still to be supplied and in
// how many working days after `at_ms`. `locale` is that of the conversation, in which names of bodies stand.
std::vector<dialogs::Output> closing_words(const Closing& closing, const std::vector<Closing::Linked>& begun,
                                           const content::Directory& directory, std::string_view locale,
                                           std::int64_t at_ms);

// Puts them after the closing sentence of a turn.
void add_closing_words(std::vector<dialogs::Output>& outputs, std::vector<dialogs::Output> words);

} // namespace plaint::casework
