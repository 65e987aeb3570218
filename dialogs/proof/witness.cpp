#include "dialogs/proof/witness.hpp"

#include "dialogs/kinds/credit_code.hpp"
#include "dialogs/kinds/patent_number.hpp"
#include "dialogs/kinds/platforms.hpp"
#include "dialogs/kinds/receipt_code.hpp"
#include "dialogs/kinds/regions.hpp"
#include "dialogs/kinds/resident_id.hpp"

#include <algorithm>

namespace plaint::proof {

using kinds::Kind;

namespace {

constexpr std::string_view usual_region = "330106";
constexpr std::uint64_t usual_item = 637790875524;

std::string padded(std::uint64_t number, std::size_t width) {
    std::string digits = std::to_string(number);
    digits.insert(0, width - std::min(width, digits.size()), '0');
    return digits;
}

// "201610951190.4" with the digit that stands for the kind of patent.
std::string patent_number(char type, std::size_t n) {
    const std::string digits = std::string("2016") + type + padded(951190 + n, 7);
    return digits + "." + kinds::patent_check_digit(digits).value_or('0');
}

std::string credit_code(std::string_view region, std::size_t n) {
    const std::string code = "91" + std::string(region) + "MA2AB" + padded(n, 4);
    return code + kinds::credit_code_check(code).value_or('0');
}

std::string resident_id(std::size_t n) {
    constexpr std::size_t serials = 900; // of one day
    std::string born =
        kinds::to_iso(kinds::plus_days({1949, 12, 31}, static_cast<std::int64_t>(n / serials)));
    std::erase(born, '-');
    const std::string digits = "110105" + born + padded(2 + n % serials, 3);
    return digits + kinds::resident_id_check(digits).value_or('0');
}

std::string receipt_code(std::size_t n) {
    const std::string digits = padded(219145461502713 + n, 15);
    return digits + kinds::damm_digit(digits).value_or('0');
}

// The n-th text within the limits. The first is readable; the others begin with a character of their own, which is one
// however it is written.
std::string text(const kinds::Limits& limits, std::size_t n) {
    std::string words = "Example";
    std::int64_t length = 7;
    if (n > 0) {
        const std::uint32_t code = 0x4E00 + static_cast<std::uint32_t>(n - 1) % 0x5000;
        words = {static_cast<char>(0xE0U | (code >> 12U)), static_cast<char>(0x80U | ((code >> 6U) & 0x3FU)),
                 static_cast<char>(0x80U | (code & 0x3FU))};
        length = 1;
    }
    for (; length < limits.min; ++length) words += 'e';
    if (length > limits.max && limits.max > 0) words.resize(static_cast<std::size_t>(limits.max));
    return words;
}

// Regions in the order of the table, the usual one first; each once, although the Corps' cities lie in a province too.
std::vector<std::string> regions(std::size_t count, const kinds::Regions& table) {
    std::vector<std::string> found;
    if (table.current(usual_region) == usual_region) found.emplace_back(usual_region);
    std::vector<std::string> within{""};
    for (std::size_t at = 0; at < within.size() && found.size() < count; ++at)
        for (std::string& code : table.children(within[at])) {
            if (std::ranges::find(within, code) != within.end()) continue;
            if (code != usual_region && found.size() < count) found.push_back(code);
            within.push_back(std::move(code));
        }
    return found;
}

// A link to the item by the rule; "SHOP/ITEM" where the shop belongs to it. A rule that says less gets what it leaves open.
std::string link_by(const kinds::LinkRule& rule, const std::string& item) {
    const std::size_t slash = item.find('/');
    const bool pair = rule.shape == kinds::ItemShape::pair;
    if (pair != (slash != std::string::npos)) return {};
    std::string path = rule.path.empty() ? "/" : rule.path;
    const auto fill = [&](std::string_view blank, const std::string& with) {
        if (const std::size_t at = path.find(blank); at != std::string::npos)
            path.replace(at, blank.size(), with);
    };
    fill("{shop}", item.substr(0, pair ? slash : 0));
    fill("{id}", item.substr(pair ? slash + 1 : 0));
    fill("*", "");
    std::string link = "https://" + rule.host + path;
    if (!rule.query.empty()) link += "?" + rule.query.front() + "=" + item;
    return link;
}

std::string item_of_shape(kinds::ItemShape shape, std::size_t n) {
    std::string digits = std::to_string(usual_item + n);
    switch (shape) {
    case kinds::ItemShape::digits: return digits;
    case kinds::ItemShape::hex24: return padded(usual_item + n, 24);
    case kinds::ItemShape::pair: return "1234567/" + digits;
    }
    return digits;
}

// By every rule to wanted and to other items; and links that name no item, or lie on no platform.
std::vector<std::string> links(const std::vector<std::string>& items, std::size_t count,
                               const kinds::Platforms& platforms) {
    std::vector<std::string> found;
    const auto add = [&](std::string link) {
        if (!link.empty()) found.push_back(std::move(link));
    };
    for (const kinds::Platform& platform : platforms.rows()) {
        for (const kinds::LinkRule& rule : platform.links) {
            for (std::size_t n = 0; n < count; ++n) add(link_by(rule, item_of_shape(rule.shape, n)));
            for (const std::string& item : items) add(link_by(rule, item));
        }
        for (const auto* hosts : {&platform.domains, &platform.short_hosts})
            for (const std::string& host : *hosts)
                for (std::size_t n = 0; n < count; ++n) add("https://" + host + "/" + std::to_string(n + 1));
    }
    for (std::size_t n = 0; n < count; ++n) add("https://www.example.com/" + std::to_string(n + 1));
    return found;
}

std::string witness(Kind kind, const kinds::Limits& limits, std::size_t n) {
    switch (kind) {
    case Kind::text: return text(limits, n);
    case Kind::date: return kinds::to_iso(kinds::plus_days({2020, 6, 15}, static_cast<std::int64_t>(n)));
    case Kind::phone: return std::to_string(13800138000 + n);
    case Kind::email: return "name" + (n == 0 ? std::string() : std::to_string(n)) + "@example.com";
    case Kind::patent_number: return patent_number('1', n);
    case Kind::credit_code: return credit_code(usual_region, n);
    case Kind::resident_id: return resident_id(n);
    case Kind::receipt_code: return receipt_code(n);
    case Kind::trademark_number: return std::to_string(12345678 + n);
    case Kind::copyright_number: return "2020SR" + padded(123456 + n, 7);
    case Kind::gi_number: return "AGI2019-03-" + padded(2581 + n, 5);
    case Kind::customs_record: return "T2019-" + padded(12345 + n, 6);
    case Kind::plant_variety_number: return "CNA2016" + padded(1234 + n, 4) + ".5";
    case Kind::identity_paper: return "E" + padded(12345678 + n, 8);
    // The towns around Hangzhou, and from there on.
    case Kind::postal_code: return padded(310000 + n % 10000, 6);
    default: return {};
    }
}

} // namespace

std::vector<std::string> witnesses_of(Kind kind, const kinds::Limits& limits, std::size_t count,
                                      const dialogs::Tree& tree) {
    if (kind == Kind::region) return regions(count, *tree.regions);
    std::vector<std::string> found;
    if (kind == Kind::link) {
        for (std::string& link : links({}, count, *tree.platforms)) {
            if (found.size() == count) break;
            if (is_sayable(kind, link, limits, tree)) found.push_back(std::move(link));
        }
        return found;
    }
    for (std::size_t n = 0; n < count; ++n)
        if (std::string one = witness(kind, limits, n); !one.empty()) found.push_back(std::move(one));
    return found;
}

std::vector<std::string> sources_of(dialogs::Function function, const std::vector<std::string>& wanted,
                                    std::size_t count, const dialogs::Tree& tree) {
    std::vector<std::string> found;
    switch (function) {
    case dialogs::Function::patent_kind:
        for (const char type : {'1', '2', '3'})
            for (std::size_t n = 0; n < count; ++n) found.push_back(patent_number(type, n));
        return found;
    case dialogs::Function::region_of_credit_code: {
        std::vector<std::string> places = regions(count, *tree.regions);
        // A region that the table has nowhere.
        places.emplace_back("990000");
        for (const std::string& region : wanted)
            if (region.size() == 6) places.push_back(region);
        for (const std::string& place : places)
            for (std::size_t n = 0; n < count; ++n) found.push_back(credit_code(place, n));
        return found;
    }
    case dialogs::Function::platform_of_link:
    case dialogs::Function::item_of_link: return links(wanted, count + wanted.size(), *tree.platforms);
    // Its source is a choice, which needs no witnesses: its options are them.
    case dialogs::Function::kind_of_wish:
    case dialogs::Function::first: return {};
    }
    return found;
}

bool is_sayable(Kind kind, const std::string& words, const kinds::Limits& limits, const dialogs::Tree& tree) {
    // Whoever comes back may do so on any day, so what lies ahead today counts too.
    constexpr kinds::Date last_day{9999, 12, 31};
    const kinds::Verdict verdict =
        kinds::validate(kind, {words, words}, {*tree.regions, *tree.platforms}, last_day, limits);
    return verdict.ok && verdict.value == words;
}

} // namespace plaint::proof
