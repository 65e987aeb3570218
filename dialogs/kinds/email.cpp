#include <algorithm>

#include "dialogs/kinds/characters.hpp"
#include "dialogs/kinds/simple_kinds.hpp"

namespace plaint::kinds {
namespace {

constexpr std::size_t answer_length_max = 1000;

bool in_address(char32_t code) {
    return is_alnum(code) || code == U'@' || code == U'.' || code == U'-' || code == U'_' || code == U'+' ||
           code == U'%' || code == U'!' || code == U'#' || code == U'$' || code == U'&' || code == U'\'' ||
           code == U'*' || code == U'/' || code == U'=' || code == U'?' || code == U'^' || code == U'`' ||
           code == U'{' || code == U'|' || code == U'}' || code == U'~' || code == U',';
}

// The one run of address characters with an "@" in it; empty if there is none or another.
std::string address_in(std::string_view raw) {
    std::string found;
    std::string run;
    bool several = false;
    const auto close = [&] {
        while (!run.empty() &&
               (run.back() == '.' || run.back() == ',' || run.back() == '?' || run.back() == '!'))
            run.pop_back();
        if (run.find('@') != std::string::npos) {
            several |= !found.empty();
            found = run;
        }
        run.clear();
    };
    for (const Character& character : characters(raw)) {
        const char32_t code = half_width(character.code);
        if (in_address(code))
            append_utf8(run, code);
        else
            close();
    }
    close();
    return several ? std::string{} : found;
}

bool is_label(std::string_view label) {
    return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
           std::ranges::all_of(label,
                               [](char c) { return is_alnum(static_cast<unsigned char>(c)) || c == '-'; });
}

bool is_domain(std::string_view domain) {
    const std::size_t last = domain.rfind('.');
    if (last == std::string_view::npos || domain.size() > 253) return false;
    const std::string_view top = domain.substr(last + 1);
    if (top.size() < 2 ||
        std::ranges::any_of(top, [](char c) { return is_digit(static_cast<unsigned char>(c)); }))
        return false;
    while (!domain.empty()) {
        const std::size_t dot = std::min(domain.find('.'), domain.size());
        if (!is_label(domain.substr(0, dot))) return false;
        if (dot + 1 == domain.size()) return false;
        domain.remove_prefix(std::min(dot + 1, domain.size()));
    }
    return true;
}

bool is_local_part(std::string_view local) {
    return !local.empty() && local.size() <= 64 && local.front() != '.' && local.back() != '.' &&
           local.find("..") == std::string_view::npos && local.find(',') == std::string_view::npos;
}

// Endings that are no top-level domain but often typed for .com.
bool is_mistyped(std::string_view domain) {
    constexpr std::string_view endings[] = {".con", ".cmo", ".vom", ".xom", ".comm", ".cpm", ".coom", ".ocm"};
    return std::ranges::any_of(endings, [&](std::string_view ending) { return domain.ends_with(ending); });
}

bool is_address(std::string_view local, std::string_view domain) {
    return is_local_part(local) && is_domain(domain) && !is_mistyped(domain);
}

// The domain with the usual slips undone: a comma for the dot, a mistyped .com, the dot left out before com.
std::string repaired(std::string domain) {
    std::ranges::replace(domain, ',', '.');
    if (is_mistyped(domain)) return domain.substr(0, domain.rfind('.')) + ".com";
    for (std::string_view provider :
         {"qq", "163", "126", "gmail", "sina", "sohu", "outlook", "hotmail", "foxmail"})
        if (domain == std::string(provider) + "com") return std::string(provider) + ".com";
    return domain;
}

} // namespace

Verdict validate_email(Text text) {
    if (text.raw.size() > answer_length_max) return Verdict::refuse("format");
    const std::string address = address_in(text.raw);
    const std::size_t at = address.find('@');
    if (at == std::string::npos || address.find('@', at + 1) != std::string::npos)
        return Verdict::refuse("format");
    const std::string local = address.substr(0, at);
    const std::string domain = lower_ascii(address.substr(at + 1));
    if (is_address(local, domain)) return Verdict::accept(local + '@' + domain);
    const std::string better = repaired(domain);
    return Verdict::refuse("format", is_address(local, better) ? local + '@' + better : std::string{});
}

} // namespace plaint::kinds
