#include <algorithm>

#include "dialogs/kinds/characters.hpp"
#include "dialogs/kinds/link.hpp"

// Finding web addresses in Chinese text, and taking them apart.
namespace plaint::kinds {
namespace {

constexpr std::size_t url_length_max = 2000;

bool is_host_char(char32_t code) { return is_alnum(code) || code == U'.' || code == U'-'; }

// What RFC 3986 allows in an address, less the apostrophe and the brackets that text puts around one.
bool is_url_char(char32_t code) {
    return is_alnum(code) ||
           (code < 0x80 &&
            std::string_view("-._~:/?#@!$&()*+,;=%").find(static_cast<char>(code)) != std::string_view::npos);
}

// An address's character as it is meant. Input methods write letters, digits and some signs in full width; commas,
// colons in text, stops and brackets in full width belong to the sentence and end the address.
char32_t meant(const std::vector<Character>& text, std::size_t at) {
    const char32_t code = text[at].code;
    if (code < 0x80) return code;
    const char32_t half = half_width(code);
    const char32_t next = at + 1 < text.size() ? half_width(text[at + 1].code) : U'\0';
    if (half == code || half == U' ') return code;
    if (is_alnum(half) || half == U'/' || half == U'=' || half == U'&' || half == U'%' || half == U'_' ||
        half == U'-' || half == U'#')
        return half;
    if ((half == U'.' || half == U':' || half == U'?') && (is_alnum(next) || next == U'/')) return half;
    return code;
}

std::string ascii_from(const std::vector<Character>& text, std::size_t at) {
    std::string result;
    for (; at < text.size() && result.size() < url_length_max; ++at) {
        const char32_t code = meant(text, at);
        if (!is_url_char(code)) break;
        result += static_cast<char>(code);
    }
    // A sentence's own punctuation sticks to the end.
    while (!result.empty() && std::string_view(".,;:!?)(*&#").find(result.back()) != std::string_view::npos)
        result.pop_back();
    return result;
}

std::size_t host_length(std::string_view text) {
    std::size_t size = 0;
    while (size < text.size() && is_host_char(static_cast<unsigned char>(text[size]))) ++size;
    return size;
}

// Labels of letters, digits and inner hyphens, the last of letters alone: so no numeric address, and no dot left out.
bool is_host(std::string_view host) {
    if (host.size() > 253) return false;
    std::size_t labels = 0;
    std::string_view label;
    for (std::string_view rest = host; !rest.empty();) {
        const std::size_t dot = std::min(rest.find('.'), rest.size());
        label = rest.substr(0, dot);
        if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-') return false;
        ++labels;
        rest.remove_prefix(std::min(dot + 1, rest.size()));
    }
    return labels >= 2 && !host.ends_with('.') && label.size() >= 2 &&
           (std::ranges::all_of(label, [](char c) { return is_letter(static_cast<unsigned char>(c)); }) ||
            label.starts_with("xn--"));
}

bool has_scheme(std::string_view text) {
    const std::string start = lower_ascii(text.substr(0, 8));
    return start.starts_with("http://") || start == "https://";
}

// Whether an address may begin here: with its scheme, wherever it stands, or with a host that has a path or a leading
// "www.", where no word or other address runs into it.
bool begins_address(const std::vector<Character>& text, std::size_t at) {
    std::string start;
    for (std::size_t next = at; next < text.size() && start.size() < 8; ++next) {
        const char32_t code = meant(text, next);
        if (code >= 0x80) break;
        start += static_cast<char>(code);
    }
    if (has_scheme(start)) return true;
    const char32_t before = at > 0 ? half_width(text[at - 1].code) : U' ';
    if (before < 0x80 && !is_white_space(before) &&
        std::string_view(":([{<\"',;=").find(static_cast<char>(before)) == std::string_view::npos)
        return false;
    std::string host;
    std::size_t end = at;
    for (; end < text.size() && is_host_char(meant(text, end)) && host.size() < 254; ++end)
        host += static_cast<char>(meant(text, end));
    const bool has_path = end < text.size() && meant(text, end) == U'/';
    while (host.ends_with('.')) host.pop_back();
    return is_host(host) && (has_path || lower_ascii(host).starts_with("www."));
}

} // namespace

std::optional<Url> parse_url(std::string_view text) {
    Url url;
    if (text.size() > url_length_max) return std::nullopt;
    if (has_scheme(text)) {
        url.secure = text[4] != ':';
        text.remove_prefix(text.find("//") + 2);
    }
    const std::size_t authority_length = std::min(text.find_first_of("/?#"), text.size());
    std::string_view authority = text.substr(0, authority_length);
    text.remove_prefix(authority_length);
    if (!take_suffix(authority, ":443")) take_suffix(authority, ":80");
    take_suffix(authority, ".");
    // This refuses "user@host" and foreign ports, too.
    if (host_length(authority) != authority.size() || !is_host(authority)) return std::nullopt;
    url.host = lower_ascii(authority);

    text = text.substr(0, text.find('#'));
    const std::size_t mark = std::min(text.find('?'), text.size());
    url.path = text.substr(0, mark);
    url.query = text.substr(std::min(mark + 1, text.size()));
    const auto fits = [](char c) { return is_url_char(static_cast<unsigned char>(c)); };
    if (!std::ranges::all_of(url.path, fits) || !std::ranges::all_of(url.query, fits)) return std::nullopt;
    return url;
}

std::vector<LinkSpan> find_links(std::string_view raw, std::size_t count_max) {
    const std::vector<Character> text = characters(raw);
    std::vector<LinkSpan> found;
    for (std::size_t at = 0; at < text.size() && found.size() < count_max; ++at) {
        if (!is_alnum(half_width(text[at].code)) || !begins_address(text, at)) continue;
        std::string url = ascii_from(text, at);
        const std::size_t last = at + url.size() - 1;
        found.push_back({text[at].begin, text[last].end, std::move(url)});
        at = last;
    }
    return found;
}

} // namespace plaint::kinds
