#include "dialogs/load/directory_loader.hpp"

#include <algorithm>
#include <set>

namespace plaint::content {

namespace {

// A setting's value, with the source and the mark that the house asks of each.
Reader setting(const Reader& settings, std::string_view name) {
    const Reader row = settings.at(name);
    row.expect_only({"value", "unit", "source", "date", "needs_legal_check"});
    row.at("source").text();
    row.at("needs_legal_check").flag();
    return row.at("value");
}

int threshold(const Reader& settings, std::string_view name) {
    const Reader value = setting(settings, name);
    const std::int64_t number = value.number();
    if (value.exists() && (number < 1 || number > 1000)) value.complain("should be between 1 and 1000");
    return static_cast<int>(std::clamp<std::int64_t>(number, 1, 1000));
}

// Complains of {words} that nothing will ever fill in.
void check_arguments(const Reader& value, const Names& names, std::span<const std::string_view> arguments) {
    for (const auto& [locale, text] : names) {
        for (std::size_t open = text.find('{'); open != std::string::npos; open = text.find('{', open + 1)) {
            const std::string name = text.substr(open + 1, text.find('}', open) - open - 1);
            if (std::ranges::find(arguments, name) == arguments.end())
                value.at(locale).complain("has no argument {" + name + "}");
        }
    }
}

// Where it stands, and whether somebody has looked.
void read_origin(const Reader& row) {
    row.at("source").text();
    row.at("needs_legal_check").flag();
}

std::vector<std::string> read_list(const Reader& list) {
    std::vector<std::string> out;
    for (const Reader& item : list.items()) out.push_back(item.text());
    return out;
}

// Which block of the table each kind of case goes by, and who is asked about each other right.
void read_kinds(const Reader& file, Rules& rules) {
    for (const auto& [kind, row] : file.at("kinds").members()) {
        const std::string name = row.text();
        std::size_t block = 0;
        while (block < block_count && block_name(static_cast<Block>(block)) != name) ++block;
        if (block == block_count)
            row.complain("is no block of the table");
        else
            rules.blocks[kind] = static_cast<Block>(block);
    }
    for (const auto& [matter, row] : file.at("matters").members()) {
        row.expect_only({"body", "source", "needs_legal_check"});
        read_origin(row);
        rules.matters[matter] = row.at("body").text();
        if (!body_kind_of(rules.matters[matter])) row.at("body").complain("is no kind of body");
    }
}

void read_hints(const Reader& file, Rules& rules) {
    for (const Reader& row : file.at("criminal_hints").items()) {
        row.expect_only({"kinds", "others_patents_min", "turnover_cny", "gains_cny", "loss_cny", "source",
                         "date", "needs_legal_check"});
        read_origin(row);
        CriminalHint hint{.kinds = read_list(row.at("kinds"))};
        for (const std::string& kind : hint.kinds)
            if (!rules.blocks.contains(kind)) row.at("kinds").complain(kind + " is no kind of case here");
        const auto amount = [&](std::string_view name) -> std::optional<std::int64_t> {
            const auto value = row.find(name);
            return value ? std::optional(value->number()) : std::nullopt;
        };
        hint.others_patents_min = static_cast<int>(amount("others_patents_min").value_or(0));
        hint.turnover_cny = amount("turnover_cny");
        hint.gains_cny = amount("gains_cny");
        hint.loss_cny = amount("loss_cny");
        if (!hint.turnover_cny && !hint.gains_cny && !hint.loss_cny) row.complain("names no amount");
        rules.criminal_hints.push_back(std::move(hint));
    }
    for (const Reader& row : file.at("clue_regions").items()) {
        row.expect_only({"flag", "provinces", "source", "needs_legal_check"});
        read_origin(row);
        rules.clue_regions.push_back({row.at("flag").text(), read_list(row.at("provinces"))});
    }
}

// In which time whom a law lets decide about acceptance.
void read_acceptance(const Reader& file, Rules& rules) {
    const auto rows = file.find("acceptance");
    if (!rows) return;
    for (const Reader& row : rows->items()) {
        row.expect_only({"kinds", "bodies", "province", "files", "working_days", "reason", "source", "date",
                         "needs_legal_check"});
        read_origin(row);
        Acceptance term{.kinds = read_list(row.at("kinds")),
                        .bodies = read_list(row.at("bodies")),
                        .working_days = static_cast<int>(row.at("working_days").number()),
                        .reason = read_names(row.at("reason"))};
        for (const std::string& kind : term.kinds)
            if (!rules.blocks.contains(kind)) row.at("kinds").complain(kind + " is no kind of case here");
        for (const std::string& body : term.bodies)
            if (!body_kind_of(body)) row.at("bodies").complain(body + " is no kind of body");
        if (term.working_days < 1 || term.working_days > 1000)
            row.at("working_days").complain("should be between 1 and 1000");
        if (const auto province = row.find("province")) {
            term.province = province->text();
            if (!is_region_code(term.province) || !term.province.ends_with("0000"))
                province->complain("is no code of a province");
        }
        if (const auto files = row.find("files")) term.files = files->flag();
        check_arguments(row.at("reason"), term.reason, {});
        rules.acceptance.push_back(std::move(term));
    }
}

} // namespace

void read_rules(const Reader& file, Rules& rules) {
    file.expect_only({"sources", "settings", "desk", "kinds", "matters", "acceptance", "criminal_hints",
                      "clue_regions", "derived", "rules", "reasons", "otherwise", "words"});

    const Reader settings = file.at("settings");
    settings.expect_only({"receiving_centre", "preference", "group_respondents_min", "group_prefectures_min",
                          "county_enforcement", "supplement_working_days", "desk_working_days"});
    Settings& set = rules.settings;
    set.receiving_centre = setting(settings, "receiving_centre").text();
    const Reader preference = setting(settings, "preference");
    const std::string preferred = preference.text();
    set.preference = preferred == "platform" ? Preference::platform : Preference::respondent;
    if (preferred != "platform" && preferred != "respondent")
        preference.complain("should be respondent or platform");
    set.group_respondents_min = threshold(settings, "group_respondents_min");
    set.group_prefectures_min = threshold(settings, "group_prefectures_min");
    set.county_enforcement = setting(settings, "county_enforcement").flag();
    set.supplement_working_days = threshold(settings, "supplement_working_days");
    set.desk_working_days = threshold(settings, "desk_working_days");

    constexpr std::string_view of_desk[] = {"centre"}, of_respondent[] = {"number"};
    rules.desk = read_names(file.at("desk"));
    check_arguments(file.at("desk"), rules.desk, of_desk);
    rules.respondent = read_names(file.at("words").at("respondent"));
    check_arguments(file.at("words").at("respondent"), rules.respondent, of_respondent);

    read_kinds(file, rules);
    read_acceptance(file, rules);
    read_hints(file, rules);
    for (const auto& [rule, row] : file.at("rules").members())
        rules.sources[rule] = {row.at("source").text(), row.at("needs_legal_check").flag()};

    const Reader reasons = file.at("reasons");
    std::set<std::string_view> known;
    for (std::size_t i = 0; i < reason_count; ++i) {
        const ReasonForm& form = form_of(static_cast<Reason>(i));
        known.insert(form.name);
        rules.reasons[i] = read_names(reasons.at(form.name));
        check_arguments(reasons.at(form.name), rules.reasons[i], form.arguments);
        if (!rules.sources.contains(form.rule))
            file.at("rules").complain("lacks the rule " + std::string(form.rule));
    }
    for (const auto& [name, row] : reasons.members())
        if (!known.contains(name)) row.complain("is not known here");

    const auto otherwise = file.find("otherwise");
    if (!otherwise) return;
    for (const auto& [name, row] : otherwise->members()) {
        const std::string by = row.text();
        if (by != "officer" && by != "setting") row.complain("should be officer or setting");
        if (!known.contains(name)) row.complain("is not known here");
        for (std::size_t i = 0; i < reason_count; ++i)
            if (const auto reason = static_cast<Reason>(i); form_of(reason).name == name)
                rules.otherwise[reason] = by == "setting" ? Otherwise::setting : Otherwise::officer;
    }
}

} // namespace plaint::content
