#include "adapters/hotline/spoken.hpp"

#include <algorithm>
#include <array>

namespace plaint::hotline {

namespace {

constexpr std::size_t read_as_number_max = 3;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t digits_at(std::string_view text, std::size_t at) {
    std::size_t end = at;
    while (end < text.size() && is_digit(text[end])) ++end;
    return end - at;
}

// The groups of a run: a patent number is year, kind and serial, a mobile number 3-4-4; everything else goes by fours.
std::vector<std::size_t> groups_of(std::string_view digits, bool patent) {
    if (patent && digits.size() == 12) return {4, 1, 7};
    if (patent && digits.size() == 8) return {2, 1, 5};
    if (digits.size() == 11 && digits[0] == '1' && digits[1] >= '3') return {3, 4, 4};
    std::vector<std::size_t> groups;
    for (std::size_t left = digits.size(); left > 0; left -= groups.back())
        groups.push_back(left > 5 ? 4 : left);
    return groups;
}

void append_digits(std::string& out, std::string_view digits, bool patent) {
    std::size_t at = 0;
    for (const std::size_t group : groups_of(digits, patent)) {
        if (at > 0) out += ", ";
        for (std::size_t i = 0; i < group; ++i) {
            if (i > 0) out += ' ';
            out += digits[at + i];
        }
        at += group;
    }
}

// Groups that are written with one space between them belong together: "138 0013 8000".
bool begins_grouped(std::string_view text, std::size_t after) {
    return after + 1 < text.size() && text[after] == ' ' && digits_at(text, after + 1) > read_as_number_max;
}

// What identifiers are hyphened together from is read with a pause: "IP-2026-330100". "12-14" is a range.
bool is_hyphen(std::string_view text, std::size_t at) {
    const auto is_part = [](char c) { return is_digit(c) || (c >= 'A' && c <= 'Z'); };
    return text[at] == '-' && at > 0 && is_part(text[at - 1]) && digits_at(text, at + 1) > read_as_number_max;
}

// "2016年", or a number by itself that looks like the year of a date.
bool is_year(std::string_view text, std::size_t at, std::size_t digits) {
    if (digits != 4) return false;
    const std::string_view rest = text.substr(at + digits);
    const std::string_view century = text.substr(at, 2);
    const bool is_alone =
        (at == 0 || text[at - 1] == ' ') && (rest.empty() || rest[0] == '.' || rest[0] == ',');
    return rest.starts_with("年") || (is_alone && (century == "19" || century == "20"));
}

std::size_t character_begin(std::string_view text, std::size_t at) {
    while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) --at;
    return at;
}

} // namespace

std::string spoken(std::string_view text) {
    std::string out;
    out.reserve(text.size() * 2);
    bool in_groups = false; // the run before belongs to the same number
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t digits = digits_at(text, at);
        if (digits == 0) {
            if (is_hyphen(text, at))
                out += ", ";
            else
                out += text[at] == '\n' ? ' ' : text[at];
            ++at;
            continue;
        }
        const std::size_t end = at + digits;
        const bool patent = out.ends_with("ZL");
        // "002" is no number of two.
        const bool is_padded = digits > 1 && text[at] == '0';
        const bool whole =
            digits <= read_as_number_max && !is_padded && !in_groups && !begins_grouped(text, end);
        const bool stays = whole || (!in_groups && is_year(text, at, digits));
        in_groups = false;
        if (stays) {
            out.append(text.substr(at, digits));
            at = end;
            continue;
        }
        if (patent) {
            out.insert(out.size() - 1, " ");
            out += ' ';
        }
        append_digits(out, text.substr(at, digits), patent);
        at = end;
        // The check digit behind the point is a group of its own: nobody keys in the point.
        if (patent && at + 1 < text.size() && text[at] == '.') {
            out += ", ";
            ++at;
        } else if (begins_grouped(text, at)) {
            out += ", ";
            in_groups = true;
            ++at;
        } else if (at < text.size() && text[at] == 'X') {
            out += ' ';
        }
    }
    return out;
}

std::vector<std::string> pieces_of(std::string_view text, std::size_t bytes_max) {
    constexpr std::array<std::string_view, 8> ends{"。", "！", "？", "；", ". ", "! ", "? ", "; "};
    std::vector<std::string> pieces;
    while (text.size() > bytes_max) {
        const std::string_view room = text.substr(0, bytes_max);
        std::size_t cut = 0;
        for (const std::string_view end : ends)
            if (const std::size_t at = room.rfind(end); at != std::string_view::npos)
                cut = std::max(cut, at + end.size());
        if (cut == 0) cut = std::max<std::size_t>(character_begin(text, bytes_max), 1);
        pieces.emplace_back(text.substr(0, cut));
        text.remove_prefix(cut);
    }
    if (!text.empty()) pieces.emplace_back(text);
    return pieces;
}

} // namespace plaint::hotline
