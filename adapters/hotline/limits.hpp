#pragma once

#include <cstdint>
#include <string_view>

// What a call can carry and what a caller can follow. The prompts, the documents and the check of the content all take it
// from here, so that nothing passes the check that the line then cuts.
namespace plaint::hotline {

struct Limit {
    std::uint32_t most = 0;
    std::string_view source;
};

// The keys of every menu: one to six choose, and behind them stand those that mean the same everywhere.
inline constexpr Limit options_of_a_menu{6, "practice of public hotlines: three options, at most six"};
inline constexpr std::uint32_t options_per_page = options_of_a_menu.most;
inline constexpr std::uint32_t key_more = 7;  // the further options
inline constexpr std::uint32_t key_slow = 8;  // where a call begins: whoever needs time
inline constexpr std::uint32_t key_code = 9;  // there, too: whoever goes on with a receipt code
inline constexpr std::uint32_t key_extra = 9; // keeping, or putting off; a second such key counts down

inline constexpr Limit menus_of_a_question{3, "design: who has heard three menus has forgotten the first"};
// A third of it in Chinese characters, each of which is nine bytes when it is percent-encoded.
inline constexpr Limit bytes_of_a_say{1'500, "Twilio, Say: 4,500 percent-encoded bytes"};
inline constexpr Limit bytes_of_a_document{64 * 1024, "Twilio: a TwiML document has 64 kB"};
// Room for everything that is not said, with one address in it twice.
inline constexpr std::uint32_t bytes_beside_the_says = 8 * 1024;
inline constexpr std::uint32_t bytes_of_all_says = bytes_of_a_document.most - bytes_beside_the_says;
inline constexpr Limit seconds_of_a_recording{120, "design: what an officer hears at a stretch"};
inline constexpr Limit characters_of_a_second{5, "spoken Chinese, about 300 characters a minute"};
inline constexpr Limit digits_of_an_entry{18, "GB 11643: nobody keys in a longer number than this one"};

} // namespace plaint::hotline
