#pragma once

#include "bot/library/library.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// What of the content a telephone cannot put, or nobody could follow. The prompts themselves are asked which key stands for
// what, so that the check has no opinion of its own.
namespace plaint::hotline {

// The names in JSON are stable: name_of().
enum class Fault : std::uint8_t {
    menu_too_long,   // more options than a caller hears out
    no_key,          // an option or a way out has no key, or shares one
    answer_too_long, // the shortest answer is more than the channel carries
    spoken_too_long, // a text, in its longest form
};
std::string_view name_of(Fault fault);

struct Finding {
    Fault fault = Fault::no_key;
    content::Place place;
    std::string what;    // one sentence without a full stop
    std::string subject; // the question, or the key of the text
};

// Whether the questions of every tree can be answered on each channel that they are asked on.
std::vector<Finding> check_questions(const library::Library& library);
// Whether every text that may be said aloud is short enough, in each language.
std::vector<Finding> check_spoken(const library::Library& library);

} // namespace plaint::hotline
