#include "adapters/staff/layout.hpp"

#include <algorithm>
#include <array>
#include <functional>

// The content cites its sources by short names, as docs/content.md explains them; officers read these by names of their
// own, and all others by the names that pictures have.
namespace plaint::staff {
namespace {

enum class Cited : std::uint8_t { by_part, by_article };
struct Source {
    std::string_view name; // as the content cites it
    std::string_view key;
    Cited cited = Cited::by_article;
};
constexpr std::array sources{
    Source{"S0", "s0", Cited::by_part},
    Source{"S1", "s1", Cited::by_part},
    Source{"S2", "s2", Cited::by_part},
    Source{"S3", "s3", Cited::by_part},
    Source{"S4", "s4", Cited::by_part},
    Source{"Guangdong centre notice", "guangdong", Cited::by_part},
    Source{"Changsha centre guide", "changsha", Cited::by_part},
    Source{"Patent Law", "patent_law"},
    Source{"Implementing Rules of the Patent Law", "patent_rules"},
    Source{"IR", "patent_rules"},
    Source{"Measures for Patent Administrative Enforcement 2015", "enforcement"},
    Source{"E-Commerce Law", "e_commerce"},
    Source{"PIPL", "personal_information"},
    Source{"Civil Code", "civil_code"},
    Source{"Criminal Law", "criminal_law"},
    Source{"SAMR Complaint Measures", "complaints"},
    Source{"SPC evidence rules for IP", "evidence"},
    Source{"Internet Courts rules", "internet_courts"},
    Source{"Zhejiang Patent Regulations", "zhejiang"},
};

// What Roman digits write, in either case; 0 where they are none.
std::int64_t roman(std::string_view digits) {
    const auto value = [](char digit) -> std::int64_t {
        switch (digit) {
        case 'I':
        case 'i': return 1;
        case 'V':
        case 'v': return 5;
        case 'X':
        case 'x': return 10;
        default: return 0;
        }
    };
    std::int64_t number = 0;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        const std::int64_t own = value(digits[i]);
        if (own == 0) return 0;
        number += i + 1 < digits.size() && value(digits[i + 1]) > own ? -own : own;
    }
    return number;
}

// "III.ii(1)": a chapter, its section and a number there, as papers of that language count; anything else as it is.
std::string place_words(const Words& words, const std::string& place) {
    const std::size_t section = std::min(place.find('.'), place.size());
    const std::size_t item = std::min(place.find('('), place.size());
    if (const auto point = number_from<std::int64_t>(place))
        return words({"staff.source.point", {{"n", *point}}});
    std::string text;
    const auto add = [&](std::string_view key, std::string digits) {
        const std::int64_t n = roman(digits);
        if (n > 0) text += words({std::string(key), {{"n", n}, {"roman", std::move(digits)}}});
        return n > 0;
    };
    const bool is_lower = !place.empty() && place.front() >= 'a';
    if (!add(is_lower ? "staff.source.section" : "staff.source.chapter",
             place.substr(0, std::min(section, item))))
        return place;
    if (section < item) {
        text += words("staff.source.within");
        if (!add("staff.source.section", place.substr(section + 1, item - section - 1))) return place;
    }
    if (item == place.size()) return text;
    const auto number =
        number_from<std::int64_t>(std::string_view(place).substr(item + 1, place.size() - item - 2));
    if (!number || place.back() != ')') return place;
    return text + words({"staff.source.number", {{"n", *number}}});
}

// Several places of one paper, or articles of one law, each in that language's words.
std::string places_words(const Words& words, std::string_view places,
                         const std::function<std::string(const std::string&)>& said) {
    std::string text;
    for (;;) {
        const std::size_t end = std::min(places.find(", "), places.size());
        if (!text.empty()) text += words("staff.source.comma");
        text += said(std::string(places.substr(0, end)));
        if (end == places.size()) return text;
        places.remove_prefix(end + 2);
    }
}

// "11(1)" is an article of a law and its item, "13, 14" are two articles, "12-16" five; of a paper any place is a part.
std::string words_for(const Words& words, const std::string& name, Cited cited, const std::string& place) {
    if (place.empty()) return name;
    const std::size_t numbers = std::min(place.find_first_not_of("0123456789-, "), place.size());
    const bool has_item = numbers > 0 && place[numbers] == '(' && place.back() == ')';
    if (cited == Cited::by_part || (numbers < place.size() && !has_item)) {
        const std::string part =
            places_words(words, place, [&](const std::string& one) { return place_words(words, one); });
        return words({"staff.source.part", {{"source", name}, {"part", part}}});
    }
    if (!has_item) {
        const std::string articles = places_words(words, place, [](const std::string& one) { return one; });
        return words({"staff.source.article", {{"source", name}, {"article", articles}}});
    }
    return words({"staff.source.item",
                  {{"source", name},
                   {"article", place.substr(0, numbers)},
                   {"item", place.substr(numbers + 1, place.size() - numbers - 2)}}});
}

// By the name that officers have for it; else by as much of it, in whole words, as pictures have a name for. What has
// none stays as it is cited.
std::string words_for(const Words& words, std::string_view cited) {
    const auto place_after = [&](std::size_t end) {
        return std::string(cited.substr(std::min(end + 1, cited.size())));
    };
    for (const Source& source : sources) {
        const std::size_t end = source.name.size();
        if (cited.starts_with(source.name) && (end == cited.size() || cited[end] == ' '))
            return words_for(words, words("staff.source." + std::string(source.key)), source.cited,
                             place_after(end));
    }
    for (std::size_t end = cited.size(); end != std::string_view::npos && end > 0;
         end = cited.rfind(' ', end - 1)) {
        const std::string key = "picture.source." + std::string(cited.substr(0, end));
        if (words.has(key)) return words_for(words, words(key), Cited::by_article, place_after(end));
    }
    return std::string(cited);
}

} // namespace

std::string Words::source(std::string_view cited) const {
    std::string text;
    for (;;) {
        const std::size_t end = std::min(cited.find("; "), cited.size());
        if (!text.empty()) text += (*this)("staff.source.and");
        text += words_for(*this, cited.substr(0, end));
        if (end == cited.size()) return text;
        cited.remove_prefix(end + 2);
    }
}

} // namespace plaint::staff
