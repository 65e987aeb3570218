#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace plaint::house {

struct Include {
    std::string path;
    bool angled = false;
    int line = 0;
};

// `#include` lines of C++ text.
std::vector<Include> includes_of(std::string_view text);

// The text with comments and the insides of literals replaced by spaces, lines kept, so that a word that is found in
// it is code.
std::string code_of(std::string_view text);

// Whether `token` occurs in one line of code as a word of its own. A token that ends with a parenthesis is a call of
// a free function, so a member of that name does not count.
bool has_token(std::string_view line, std::string_view token);

} // namespace plaint::house
