#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// Numbers as people say them in Chinese.
namespace plaint::kinds {

// Whether the character is a spoken digit (零 to 九, 幺, 两, 洞, …) or a unit of a cardinal (十, 百, …).
bool is_numeral(char32_t code);

// Turns spoken digits into written ones and leaves everything else: 幺 1, 洞 0, 拐 7, 勾 9, 两 2, 零 and 〇 0,
// 点 ".", 叉 "X"; cardinals become their value (二十一 -> 21, 三百零五 -> 305). `folded` is folded text.
// "幺三八零零幺三八零零零" -> "13800138000".
std::string spoken_digits(std::string_view folded);

// Takes out the second of two neighbouring digits that say "from this to that", and says whether there were such: 七八万 is
// seventy to eighty thousand and not 780,000, 两三天 are not 23. They stand before a unit or before what is counted, or behind
// a unit at the end (十五六); three digits, and two alone, are said digit by digit.
bool take_spread(std::string& text);

// The largest cardinal that is read, exclusive.
inline constexpr std::int64_t cardinal_bound = 1'000'000'000'000;

// The value of one cardinal that is the whole text, in digits, Chinese or mixed (二十一, 三千五百万, 1.5万), in
// millionths, so that fractions stay exact; nothing if it is not one, too large, or has finer fractions.
std::optional<std::int64_t> cardinal_millionths(std::string_view folded);

} // namespace plaint::kinds
