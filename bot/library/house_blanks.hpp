#pragma once

#include "bot/library/library.hpp"
#include "bot/support/config.hpp"

#include <string>
#include <string_view>

namespace plaint::library {

// What this deployment says of itself in every reply, in that language: who keeps people's data, how that body is reached
// and how long the data stay. The rest is left blank.
locales::Blanks house_blanks(const Library& library, const support::Config& config, std::string_view locale);

// When people are at the telephone: "周一至周五8点30分至12点、13点30分至17点30分". Few replies say so, and putting it
// into words takes longer than the rest of a reply.
std::string hours_in_words(const Library& library, const support::Config& config, std::string_view locale);

} // namespace plaint::library
