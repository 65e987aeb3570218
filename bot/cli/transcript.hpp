#pragma once

#include "bot/cli/talk.hpp"

#include <expected>
#include <string>
#include <string_view>

namespace plaint::cli {

// Says again what a transcript's person said, and writes down the conversation as it goes now: equal to `text` where
// nothing has changed. The error is a sentence about a transcript that cannot be read.
std::expected<std::string, std::string> replay(std::string_view text, const library::Library& library);

// Where two transcripts part: the line's number, what is expected there and what is there. Empty where they do not.
std::string difference(std::string_view expected, std::string_view actual);

}  // namespace plaint::cli
