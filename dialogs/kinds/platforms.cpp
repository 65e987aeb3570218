#include "dialogs/kinds/platforms.hpp"

#include <algorithm>
#include <unordered_set>

#include "dialogs/kinds/characters.hpp"

namespace plaint::kinds {
namespace {

bool is_host(std::string_view host) {
    return host.find('.') != std::string_view::npos && host.front() != '.' && host.back() != '.' &&
           std::ranges::all_of(host, [](char c) {
               return (c >= 'a' && c <= 'z') || is_digit(static_cast<unsigned char>(c)) || c == '.' ||
                      c == '-';
           });
}

// What is wrong with a rule, or nothing.
std::string fault_of(const LinkRule& rule) {
    if (!is_host(rule.host)) return "\"" + rule.host + "\" is not a host";
    if (!rule.path.empty() && rule.path.front() != '/')
        return "path \"" + rule.path + "\" does not begin with /";
    const bool in_path = rule.path.find("{id}") != std::string::npos;
    if (in_path == !rule.query.empty())
        return "the item of " + rule.host + " must be in the path or in the query";
    const bool has_shop = rule.path.find("{shop}") != std::string::npos;
    if (has_shop != (rule.shape == ItemShape::pair))
        return "shape pair and {shop} belong together at " + rule.host;
    return {};
}

std::string fault_of(const Platform& platform) {
    for (const LinkRule& rule : platform.links)
        if (std::string fault = fault_of(rule); !fault.empty()) return fault;
    for (const auto* hosts : {&platform.domains, &platform.short_hosts})
        for (const std::string& host : *hosts)
            if (!is_host(host)) return "\"" + host + "\" is not a host";
    const bool seat = platform.seat.empty() || (platform.seat.size() == 6 && all_digits(platform.seat));
    return seat ? std::string{} : "seat \"" + platform.seat + "\" is not a region code";
}

} // namespace

std::expected<Platforms, std::string> Platforms::build(std::vector<Platform> rows) {
    std::unordered_set<std::string_view> ids;
    for (const Platform& platform : rows) {
        if (platform.id.empty()) return std::unexpected("a platform has no id");
        if (!ids.insert(platform.id).second)
            return std::unexpected("platform " + platform.id + " stands twice");
        if (std::string fault = fault_of(platform); !fault.empty())
            return std::unexpected("platform " + platform.id + ": " + fault);
    }
    Platforms platforms;
    platforms.rows_ = std::move(rows);
    return platforms;
}

const Platform* Platforms::find(std::string_view id) const {
    const auto found = std::ranges::find(rows_, id, &Platform::id);
    return found == rows_.end() ? nullptr : &*found;
}

std::string_view Platforms::seat_of(std::string_view id) const {
    const Platform* platform = find(id);
    return platform == nullptr ? std::string_view{} : std::string_view(platform->seat);
}

} // namespace plaint::kinds
