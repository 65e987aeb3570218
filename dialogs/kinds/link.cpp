#include "dialogs/kinds/link.hpp"

#include <algorithm>

#include "dialogs/kinds/characters.hpp"
#include "dialogs/kinds/platforms.hpp"

namespace plaint::kinds {
namespace {

constexpr std::size_t item_length_max = 24;
constexpr std::size_t links_per_answer_max = 8;

// What a link names by one rule.
struct Item {
    std::string number;    // "637790875524", or "SHOP/ITEM"
    std::string_view name; // the query parameter that holds it, if one does
};

struct Hit {
    const Platform* platform = nullptr;
    const LinkRule* rule = nullptr;
    Item item;
};

std::string_view take_run(std::string_view& path) {
    std::size_t size = 0;
    while (size < path.size() && is_alnum(static_cast<unsigned char>(path[size]))) ++size;
    const std::string_view run = path.substr(0, size);
    path.remove_prefix(size);
    return run;
}

// Lays a rule's path over a link's. Runs never hold "/" or ".", so no choice ever has to be taken back.
bool path_fits(std::string_view pattern, std::string_view path, std::string_view& shop,
               std::string_view& id) {
    if (pattern.empty()) return true;
    while (!pattern.empty()) {
        if (pattern == "*") return true;
        if (take_prefix(pattern, "{id}")) {
            id = take_run(path);
            if (id.empty()) return false;
        } else if (take_prefix(pattern, "{shop}")) {
            shop = take_run(path);
            if (shop.empty()) return false;
        } else {
            if (path.empty() || path.front() != pattern.front()) return false;
            path.remove_prefix(1);
            pattern.remove_prefix(1);
        }
    }
    return path.empty();
}

// The value of the parameter with exactly that name.
std::string_view parameter(std::string_view query, std::string_view name) {
    while (!query.empty()) {
        const std::size_t end = std::min(query.find('&'), query.size());
        const std::string_view pair = query.substr(0, end);
        if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=')
            return pair.substr(name.size() + 1);
        query.remove_prefix(std::min(end + 1, query.size()));
    }
    return {};
}

bool is_hex(std::string_view text) {
    return std::ranges::all_of(text, [](char c) {
        return is_digit(static_cast<unsigned char>(c)) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    });
}

bool shape_fits(ItemShape shape, std::string_view shop, std::string_view id) {
    switch (shape) {
    case ItemShape::digits: return all_digits(id) && id.size() <= item_length_max;
    case ItemShape::hex24: return id.size() == 24 && is_hex(id);
    case ItemShape::pair:
        return all_digits(id) && all_digits(shop) && id.size() + shop.size() <= 2 * item_length_max;
    }
    return false;
}

std::optional<Item> item_by(const LinkRule& rule, const Url& url) {
    std::string_view shop;
    std::string_view id;
    if (url.host != rule.host || !path_fits(rule.path, url.path, shop, id)) return std::nullopt;
    std::string_view name;
    for (const std::string& candidate : rule.query) {
        if (!id.empty()) break;
        id = parameter(url.query, candidate);
        name = candidate;
    }
    if (!shape_fits(rule.shape, shop, id)) return std::nullopt;
    std::string number = rule.shape == ItemShape::hex24 ? lower_ascii(id) : std::string(id);
    return Item{shop.empty() ? std::move(number) : std::string(shop) + '/' + number, name};
}

Hit look_up(const Url& url, const Platforms& platforms) {
    for (const Platform& platform : platforms.rows())
        for (const LinkRule& rule : platform.links)
            if (auto item = item_by(rule, url)) return {&platform, &rule, std::move(*item)};
    return {};
}

bool lies_under(std::string_view host, std::string_view domain) {
    return host == domain || (host.size() > domain.size() && host.ends_with(domain) &&
                              host[host.size() - domain.size() - 1] == '.');
}

const Platform* owner_of(const Url& url, const Platforms& platforms) {
    for (const Platform& platform : platforms.rows()) {
        const auto is_rule = [&](const LinkRule& rule) { return rule.host == url.host; };
        const auto is_domain = [&](const std::string& domain) { return lies_under(url.host, domain); };
        if (std::ranges::any_of(platform.links, is_rule) || std::ranges::any_of(platform.domains, is_domain))
            return &platform;
    }
    return nullptr;
}

const Platform* shortener_of(const Url& url, const Platforms& platforms) {
    for (const Platform& platform : platforms.rows())
        if (std::ranges::find(platform.short_hosts, url.host) != platform.short_hosts.end()) return &platform;
    return nullptr;
}

std::string whole(const Url& url) {
    std::string text = (url.secure ? "https://" : "http://") + url.host + std::string(url.path);
    if (!url.query.empty()) text += '?' + std::string(url.query);
    return text;
}

// The shortest address of the item: no tracking, no chosen colour, nothing about who looked at it.
std::string canonical(const Url& url, const Hit& hit) {
    std::string text = "https://" + url.host + std::string(url.path);
    if (!hit.item.name.empty()) {
        if (url.path.empty()) text += '/';
        text += '?' + std::string(hit.item.name) + '=' + hit.item.number;
    }
    return text;
}

Verdict judge(const LinkSpan& span, const Platforms& platforms) {
    const std::optional<Url> url = parse_url(span.url);
    if (!url) return Verdict::refuse("format");
    if (shortener_of(*url, platforms) != nullptr) return Verdict::keep(whole(*url), "short_link");
    const Hit hit = look_up(*url, platforms);
    if (hit.platform != nullptr) return Verdict::accept(canonical(*url, hit));
    return Verdict::keep(whole(*url), owner_of(*url, platforms) != nullptr ? "no_item" : "unknown_platform");
}

// The code that a shopping app's share button copies: "￥xxxxxxxx￥" or the like.
std::string share_code(std::string_view raw) {
    constexpr std::u32string_view marks = U"￥¥$€£₤₳₴";
    std::string code;
    char32_t open = 0;
    std::size_t letters = 0;
    for (const Character& character : characters(raw)) {
        if (marks.find(character.code) != std::u32string_view::npos) {
            const bool closes = open == character.code && letters >= 8 && letters <= 16;
            if (!closes) code.clear();
            append_utf8(code, character.code);
            if (closes) return code;
            open = character.code;
            letters = 0;
        } else if (is_alnum(half_width(character.code))) {
            append_utf8(code, half_width(character.code));
            ++letters;
        } else {
            open = 0;
        }
    }
    return {};
}

// "javascript:", "ftp://", "tbopen://": an address, but not one of the web.
bool has_other_scheme(std::string_view folded) {
    const std::size_t colon = folded.find(':');
    if (colon == std::string_view::npos || colon < 2 || colon + 1 == folded.size()) return false;
    const std::string_view scheme = folded.substr(0, colon);
    return scheme != "http" && scheme != "https" && is_letter(static_cast<unsigned char>(scheme.front())) &&
           std::ranges::all_of(scheme, [](char c) {
               return is_alnum(static_cast<unsigned char>(c)) || c == '+' || c == '-';
           });
}

} // namespace

Verdict validate_link(Text text, const Platforms& platforms) {
    if (has_other_scheme(text.folded)) return Verdict::refuse("scheme");
    std::optional<Verdict> first;
    for (const LinkSpan& span : find_links(text.raw, links_per_answer_max)) {
        Verdict verdict = judge(span, platforms);
        if (verdict.ok) return verdict;
        if (!first) first = std::move(verdict);
    }
    if (first) return std::move(*first);
    if (std::string code = share_code(text.raw); !code.empty())
        return Verdict::keep(std::move(code), "taokouling");
    return Verdict::refuse("format");
}

std::string platform_of(std::string_view link, const Platforms& platforms) {
    const std::optional<Url> url = parse_url(link);
    const Platform* platform = nullptr;
    if (url) platform = shortener_of(*url, platforms);
    if (url && platform == nullptr) platform = owner_of(*url, platforms);
    return platform == nullptr ? "other" : platform->id;
}

std::string item_of(std::string_view link, const Platforms& platforms) {
    const std::optional<Url> url = parse_url(link);
    return url ? look_up(*url, platforms).item.number : std::string{};
}

} // namespace plaint::kinds
