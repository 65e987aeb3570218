#include "dialogs/load/directory_loader.hpp"

#include <algorithm>
#include <set>

namespace plaint::content {

namespace {

// How the bodies of one kind are called where no row names them, and the number by which all of them are reached; empty
// where there is none.
struct Pattern {
    BodyKind kind = BodyKind::market_supervision;
    std::set<std::string> levels;
    Names name; // with {region}
    std::string telephone;
};

constexpr std::string_view national_id = "national_administration:cn";

std::string_view tier_of(const std::string& code, const DirectoryRows& rows) {
    if (rows.regions.province_of(code) == code) return "province";
    return rows.regions.prefecture_of(code) == code && code.ends_with("00") ? "prefecture" : "county";
}

// Districts of different cities share their names, so they are called with their city.
std::string called(const std::string& code, const DirectoryRows& rows, std::string_view locale) {
    constexpr std::string_view district = "区";
    const kinds::Regions& regions = rows.regions;
    const std::string_view chinese = regions.name_of(code);
    const std::string parent = chinese.ends_with(district) ? regions.parent_of(code) : std::string();
    const bool is_below = !parent.empty() && tier_of(code, rows) == "county";
    if (locale.starts_with("zh"))
        return (is_below ? std::string(regions.name_of(parent)) : "") + std::string(chinese);
    return std::string(regions.english_of(code)) +
           (is_below ? ", " + std::string(regions.english_of(parent)) : "");
}

void add_all(const Pattern& pattern, const std::vector<std::string>& codes, DirectoryRows& rows) {
    std::set<std::string> taken;
    for (const Body& body : rows.bodies)
        if (body.kind == pattern.kind) taken.insert(body.region);
    const std::string prefix = std::string(name_of(pattern.kind)) + ":";
    const auto add = [&](std::string id, const std::string& code) {
        Body body{.id = std::move(id), .kind = pattern.kind, .region = code, .is_derived = true};
        body.contact.telephone = pattern.telephone;
        for (const auto& [locale, text] : pattern.name)
            body.name[locale] = code.empty() ? text : fill(text, {{"region", called(code, rows, locale)}});
        rows.bodies.push_back(std::move(body));
    };
    if (pattern.levels.contains("nation") && taken.empty()) add(std::string(national_id), {});
    for (const std::string& code : codes)
        if (pattern.levels.contains(std::string(tier_of(code, rows))) && taken.insert(code).second)
            add(prefix + code, code);
}

Pattern read_pattern(const Reader& row) {
    row.expect_only({"kind", "levels", "name", "reached", "source", "needs_legal_check"});
    row.at("source").text();
    row.at("needs_legal_check").flag();
    Pattern pattern{.name = read_names(row.at("name"))};
    const auto kind = body_kind_of(row.at("kind").text());
    if (kind)
        pattern.kind = *kind;
    else
        row.at("kind").complain("is no kind of body");
    if (const auto reached = row.find("reached")) {
        reached->expect_only({"telephone", "source", "needs_legal_check"});
        reached->at("source").text();
        reached->at("needs_legal_check").flag();
        pattern.telephone = reached->at("telephone").text();
    }
    for (const Reader& level : row.at("levels").items()) {
        constexpr std::string_view known[] = {"nation", "province", "prefecture", "county"};
        if (std::ranges::find(known, level.text()) == std::end(known))
            level.complain("should be nation, province, prefecture or county");
        pattern.levels.insert(level.text());
    }
    return pattern;
}

} // namespace

void derive_bodies(const Reader& rules_file, DirectoryRows& rows) {
    // From the outside in, in code order at each level, and only in the mainland.
    std::vector<std::string> codes;
    for (const std::string& top : rows.regions.children(""))
        if (std::ranges::find(rows.outside, top) == rows.outside.end()) codes.push_back(top);
    for (std::size_t at = 0; at < codes.size(); ++at)
        for (std::string& inner : rows.regions.children(std::string(codes[at])))
            codes.push_back(std::move(inner));
    for (const Reader& row : rules_file.at("derived").items()) add_all(read_pattern(row), codes, rows);
}

} // namespace plaint::content
