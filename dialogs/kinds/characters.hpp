#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// Text as characters, without any locale: what validators need of UTF-8.
namespace plaint::kinds {

inline constexpr char32_t replacement_character = 0xFFFD;

// One character and the bytes [begin, end) it came from.
struct Character {
    char32_t code = 0;
    std::size_t begin = 0;
    std::size_t end = 0;
};

// The character that starts at a byte of the text, which must lie within it. A byte that begins no character is U+FFFD of
// its own.
Character character_at(std::string_view text, std::size_t begin);

std::vector<Character> characters(std::string_view text);

void append_utf8(std::string& text, char32_t code);

// The ASCII form of a full-width character (Ａ, ７, ．, the wide space), or the character itself.
char32_t half_width(char32_t code);

bool is_white_space(char32_t code);

// Hyphens, dashes and minus signs of all lengths.
bool is_dash(char32_t code);

constexpr bool is_digit(char32_t code) { return code >= U'0' && code <= U'9'; }
constexpr bool is_upper(char32_t code) { return code >= U'A' && code <= U'Z'; }
constexpr bool is_letter(char32_t code) { return is_upper(code) || (code >= U'a' && code <= U'z'); }
constexpr bool is_alnum(char32_t code) { return is_digit(code) || is_letter(code); }

bool all_digits(std::string_view text);
bool all_alnum(std::string_view text);

std::string upper_ascii(std::string_view text);
std::string lower_ascii(std::string_view text);

// Without white space at either end.
std::string_view trimmed(std::string_view text);

// Removes the prefix or suffix if it is there, and says so.
bool take_prefix(std::string_view& text, std::string_view prefix);
bool take_suffix(std::string_view& text, std::string_view suffix);

// The value of 1 to 18 digits that `all_digits` has accepted.
long long number_of(std::string_view digits);

} // namespace plaint::kinds
