#pragma once

#include "bot/cli/talk.hpp"

#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace plaint::cli {

// Says again what the person of the transcript said, and writes down the conversation as it goes now: the same text
// where nothing has changed. "begins as: FILE", a file beside this one, says first what the person of that one says,
// unwritten. The error is a sentence about a transcript that cannot be read.
// `onlooker` sees each turn.
std::expected<std::string, std::string> replay(const std::string& file, const library::Library& library,
                                               Onlooker* onlooker = nullptr);
// The same of a transcript that is in no file, and begins as no other.
std::expected<std::string, std::string> replay_text(std::string_view text, const library::Library& library,
                                                    Onlooker* onlooker = nullptr);

// The whole file; nothing where there is none.
std::optional<std::string> read_text(const std::string& file);

// Where two transcripts part: the line's number, what is expected there and what is there. Empty where they do not.
std::string difference(std::string_view expected, std::string_view actual);

} // namespace plaint::cli
