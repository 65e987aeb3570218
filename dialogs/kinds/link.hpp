#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dialogs/kinds/kind.hpp"

// Links to products on e-commerce platforms. Nothing here ever fetches one.
namespace plaint::kinds {

// Finds the link in the words and normalises it to the shortest URL that names the same item. Problems:
// format, scheme, short_link, taokouling, no_item (a known platform's page without an item number),
// unknown_platform.
Verdict validate_link(Text text, const Platforms& platforms);

// The platform's id, or "other" for a link of none that the directory knows.
std::string platform_of(std::string_view link, const Platforms& platforms);

// The item number, or "" where the link names none.
std::string item_of(std::string_view link, const Platforms& platforms);

// A web address taken apart; views into the text that was parsed, except the host, which is in lower case.
struct Url {
    bool secure = true;
    std::string host;
    std::string_view path;
    std::string_view query;
};

// Reads `http(s)://host[:port]/path?query#fragment`, or the same without the scheme. Refuses user names,
// foreign ports, numeric hosts and everything that browsers would silently repair.
std::optional<Url> parse_url(std::string_view text);

// A web address in raw text: bytes [begin, end), and itself in half-width characters.
struct LinkSpan {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string url;
};

// The web addresses in raw text, in order, at most `count_max`. Linear in the length of the text.
std::vector<LinkSpan> find_links(std::string_view raw, std::size_t count_max);

} // namespace plaint::kinds
