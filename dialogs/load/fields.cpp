#include "dialogs/load/fields.hpp"

#include "dialogs/load/formal.hpp"
#include "dialogs/load/reader.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace plaint::content {
namespace {

// One more language is one more folder of words: the list of languages is not written out here, too.
std::vector<std::string> load_values(const Reader& from, const std::vector<std::string>& languages) {
    if (!from.json()->is_string()) {
        std::vector<std::string> values;
        for (const Reader& value : from.items()) values.push_back(value.text());
        return values;
    }
    if (from.text() == "languages") return languages;
    from.complain("can only be a list, or \"languages\"");
    return {};
}

void load_row(const Reader& from, Fields& fields, const std::vector<std::string>& languages) {
    from.expect_only(
        {"path", "kind", "values", "may", "used_by", "cases", "secret", "source", "needs_legal_check"});
    FieldRow row;
    row.path = from.at("path").text();
    row.pointer = from.pointer();
    const Reader kind = from.at("kind");
    const std::string name = kind.text();
    if (const auto known = kinds::kind_of(name))
        row.kind = *known;
    else if (!name.empty())
        kind.complain("\"" + name + "\" is no kind of answer");
    if (const auto values = from.find("values")) row.values = load_values(*values, languages);
    if (row.kind == kinds::Kind::choice && row.values.empty()) from.complain("a choice needs its values");
    row.may = load_may(from);
    if (const auto secret = from.find("secret")) {
        row.masked = secret->text() == "mask";
        if (!row.masked) secret->complain("can only be \"mask\"");
    }
    for (const Reader& use : from.at("used_by").items()) row.used_by.push_back(use.text());
    if (row.used_by.empty()) from.complain("is used by nothing: what nothing uses must not be asked");
    if (const auto cases = from.find("cases")) {
        for (const Reader& of : cases->items()) row.cases.push_back(of.text());
        if (!row.is_used_by("officer")) cases->complain("is for what an officer says");
    }
    row.source = from.at("source").text();
    if (row.path.empty()) return;
    if (!fields.rows.emplace(row.path, row).second) from.complain("\"" + row.path + "\" is here twice");
}

} // namespace

bool FieldRow::is_used_by(std::string_view user) const {
    return std::ranges::find(used_by, user) != used_by.end();
}

bool FieldRow::is_said_by_officers(std::string_view of) const {
    return is_used_by("officer") && (cases.empty() || std::ranges::find(cases, of) != cases.end());
}

const FieldRow* Fields::find(std::string_view path) const {
    const auto found = rows.find(path);
    return found != rows.end() ? &found->second : nullptr;
}

Fields load_fields(std::string_view file, std::string_view text, LoadErrors& errors,
                   const std::vector<std::string>& languages) {
    Fields fields;
    const auto json = parse(file, text, errors);
    if (!json) return fields;
    const Reader root(file, *json, errors);
    for (const Reader& row : root.at("fields").items()) load_row(row, fields, languages);
    for (const Reader& group : root.at("groups").items()) {
        group.expect_only({"path", "max", "used_by", "source", "may"});
        fields.groups[group.at("path").text()] = {static_cast<std::uint32_t>(group.at("max").number()),
                                                  load_may(group)};
    }
    return fields;
}

} // namespace plaint::content
