#include "adapters/staff/layout.hpp"

#include <algorithm>
#include <array>
#include <functional>

// The content cites its sources by short names, as docs/content.md explains them; officers read them by the names that the
// catalogues have for pictures, too, and their places as that language counts them.
namespace plaint::staff {
namespace {

// Papers have parts and points, all others articles.
constexpr std::array<std::string_view, 7> papers{
    "S0", "S1", "S2", "S3", "S4", "Guangdong centre notice", "Changsha centre guide"};

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

// "97 para 2" is a place and a paragraph of it; what names none is the place alone.
struct Place {
    std::string place;
    std::int64_t paragraph = 0;
};
Place taken_apart(const std::string& cited) {
    constexpr std::string_view mark = " para ";
    const std::size_t at = cited.find(mark);
    if (at == std::string::npos) return {cited};
    const auto paragraph = number_from<std::int64_t>(std::string_view(cited).substr(at + mark.size()));
    return paragraph ? Place{cited.substr(0, at), *paragraph} : Place{cited};
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

// "III.iv para 1", a place of a paper.
std::string part_words(const Words& words, const std::string& cited) {
    const auto [place, paragraph] = taken_apart(cited);
    std::string text = place_words(words, place);
    if (paragraph > 0) text += words({"staff.source.passage", {{"n", paragraph}}});
    return text;
}

// "11(1)" is an article of a law and its item, "97 para 2" one and its paragraph, "13, 14" are two articles, "12-16" five;
// of a paper any place is a part.
std::string words_for(const Words& words, std::string_view source, const std::string& cited) {
    std::string name = words("picture.source." + std::string(source));
    if (cited.empty()) return name;
    const auto [place, paragraph] = taken_apart(cited);
    const std::size_t numbers = std::min(place.find_first_not_of("0123456789-, "), place.size());
    const bool has_item = numbers > 0 && place[numbers] == '(' && place.back() == ')';
    const bool is_paper = std::ranges::find(papers, source) != papers.end();
    if (is_paper || (numbers < place.size() && !has_item)) {
        const std::string part =
            places_words(words, cited, [&](const std::string& one) { return part_words(words, one); });
        return words({"staff.source.part", {{"source", name}, {"part", part}}});
    }
    if (has_item)
        return words({"staff.source.item",
                      {{"source", name},
                       {"article", place.substr(0, numbers)},
                       {"item", place.substr(numbers + 1, place.size() - numbers - 2)}}});
    const std::string articles = places_words(words, place, [](const std::string& one) { return one; });
    std::string text = words({"staff.source.article", {{"source", name}, {"article", articles}}});
    if (paragraph > 0) text += words({"staff.source.paragraph", {{"n", paragraph}}});
    return text;
}

// By as much of it, in whole words, as there is a name for; the rest is the place. What has none stays as it is cited.
std::string words_for(const Words& words, std::string_view cited) {
    for (std::size_t end = cited.size(); end != std::string_view::npos && end > 0;
         end = cited.rfind(' ', end - 1))
        if (const std::string_view source = cited.substr(0, end);
            words.has("picture.source." + std::string(source)))
            return words_for(words, source, std::string(cited.substr(std::min(end + 1, cited.size()))));
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
