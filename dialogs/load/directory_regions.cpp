#include "dialogs/load/directory_loader.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

namespace plaint::content {

namespace {

std::string text_or_nothing(const Reader& row, std::string_view key) {
    const auto text = row.find(key);
    return text ? text->text() : std::string();
}

// Gathers the rows of one level; `above` says which earlier row a code must lie in.
struct Gathered {
    std::vector<kinds::RegionRow> rows;
    std::set<std::string> codes;

    // What people of other languages call a region. A word may stand with several regions, which then are asked about.
    void name(const std::string& code, const Reader& words) {
        const auto row = std::ranges::find(rows, code, &kinds::RegionRow::code);
        if (row == rows.end()) return words.complain(code + " is no region");
        for (const Reader& word : words.items()) {
            std::string text = word.text();
            if (text.empty()) continue;
            if (std::ranges::find(row->words, text) != row->words.end())
                word.complain("\"" + text + "\" stands here twice");
            row->words.push_back(std::move(text));
        }
    }

    void add(const Reader& row, std::string code) {
        if (!is_region_code(code)) return row.at("code").complain("should be six digits");
        if (!codes.insert(code).second) return row.at("code").complain(code + " stands here twice");
        rows.push_back({std::move(code), row.at("name").text(), text_or_nothing(row, "english"),
                        text_or_nothing(row, "pinyin")});
    }
};

// An alias is the code in force alone, with the source of all of them, or with a source of its own.
std::string alias_of(const Reader& value) {
    if (const nlohmann::json* json = value.json(); json == nullptr || !json->is_object()) return value.text();
    value.expect_only({"code", "source", "needs_legal_check"});
    value.at("source").text();
    value.at("needs_legal_check").flag();
    return value.at("code").text();
}

bool ends(std::string_view code, std::string_view zeros) { return code.ends_with(zeros); }

} // namespace

bool is_region_code(std::string_view text) {
    return text.size() == 6 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

void read_regions(const Reader& file, DirectoryRows& out) {
    file.expect_only({"source", "provinces", "prefectures", "counties", "aliases", "names", "xpcc"});
    Gathered all;
    for (const Reader& row : file.at("provinces").items()) {
        row.expect_only({"code", "name", "english", "pinyin", "mainland"});
        const std::string code = row.at("code").text();
        if (!ends(code, "0000")) row.at("code").complain("should end in 0000");
        if (const auto mainland = row.find("mainland"); mainland && !mainland->flag())
            out.outside.push_back(code);
        all.add(row, code);
    }
    const Reader corps = file.at("xpcc");
    corps.expect_only({"code", "name", "english", "province", "cities"});
    out.corps.region = corps.at("code").text();
    all.add(corps, out.corps.region);

    for (const Reader& row : file.at("prefectures").items()) {
        row.expect_only({"code", "name", "english", "pinyin"});
        const std::string code = row.at("code").text();
        if (!ends(code, "00") || ends(code, "0000"))
            row.at("code").complain("should end in 00, and not in 0000");
        else if (!all.codes.contains(code.substr(0, 2) + "0000"))
            row.at("code").complain("lies in no province");
        all.add(row, code);
    }
    for (const Reader& row : file.at("counties").items()) {
        row.expect_only({"code", "name", "english", "pinyin"});
        const std::string code = row.at("code").text();
        if (ends(code, "00"))
            row.at("code").complain("should not end in 00");
        else if (!all.codes.contains(code.substr(0, 4) + "00"))
            row.at("code").complain("lies in no prefecture");
        all.add(row, code);
    }

    for (const Reader& city : corps.at("cities").items()) {
        out.corps.cities.push_back(city.text());
        if (!all.codes.contains(out.corps.cities.back())) city.complain("is no region");
    }
    if (const Reader province = corps.at("province"); !all.codes.contains(province.text()))
        province.complain("is no region");

    std::vector<kinds::RegionAlias> aliases;
    for (const auto& [old_code, value] : file.at("aliases").members()) {
        const std::string code = alias_of(value);
        if (!is_region_code(old_code))
            value.complain("its name should be six digits");
        else if (all.codes.contains(old_code))
            value.complain(old_code + " is a region in force");
        else if (!all.codes.contains(code))
            value.complain(code + " is no region");
        else
            aliases.push_back({old_code, code});
    }

    if (const auto names = file.find("names"))
        for (const auto& [code, words] : names->members()) all.name(code, words);

    auto built = kinds::Regions::build(std::move(all.rows), std::move(aliases));
    if (!built) return file.complain(built.error());
    out.regions = std::move(*built);
    out.regions.place_also(out.corps.region, out.corps.cities);
}

std::string read_region(const Reader& value, const kinds::Regions& regions) {
    std::string code = value.text();
    if (code.empty()) return code;
    const auto current = regions.current(code);
    if (current == code) return code;
    value.complain(current ? code + " was abolished; it is " + *current + " now" : code + " is no region");
    return {};
}

} // namespace plaint::content
