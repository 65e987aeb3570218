#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace plaint::pictures {

// About how wide a text is, in thousandths of its size, in whatever sans-serif a reader has: measured by a wide one, so that
// no other runs out of its box. Chinese characters are as wide as they are high.
std::int64_t width_of(std::string_view text);

// Whether any of it is as wide as it is high.
bool has_wide(std::string_view text);

// The text in lines no wider than that. Chinese breaks between characters, but no line begins with a closing mark or ends
// with an opening one; other scripts break at spaces, and within a word only where it alone is too wide. What does
// not fit into `lines_max` lines ends with an ellipsis.
std::vector<std::string> wrapped(std::string_view text, std::int64_t width, std::size_t lines_max);

} // namespace plaint::pictures
