#include "dialogs/load/directory_loader.hpp"

#include "dialogs/kinds/characters.hpp"
#include "dialogs/kinds/simple_kinds.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

namespace plaint::content {

namespace {

constexpr BodyKind centre_kinds[] = {BodyKind::centre, BodyKind::protection_centre,
                                     BodyKind::consultation_centre, BodyKind::coordination_centre,
                                     BodyKind::work_station};

// Who else may have to act, or to be told, in each province.
constexpr BodyKind authority_kinds[] = {BodyKind::market_supervision,
                                        BodyKind::copyright_authority,
                                        BodyKind::customs,
                                        BodyKind::agriculture,
                                        BodyKind::forestry,
                                        BodyKind::police_liaison,
                                        BodyKind::national_administration};

std::string read_email(const Reader& value) {
    std::string email = value.text();
    if (!email.empty() && !kinds::validate_email({email, email}).ok) value.complain("is no e-mail address");
    return email;
}

// The rows go out as tables, and a spreadsheet runs a cell that begins so, "+1+SUM(A1)" too. A sign before a digit makes only
// a number, as of a telephone, unless something is called or looked up behind it.
bool begins_formula(std::string_view text) {
    if (text.empty()) return false;
    if (text.front() != '+' && text.front() != '-')
        return std::string_view("=@\t\r").find(text.front()) != std::string_view::npos;
    return !kinds::all_digits(text.substr(1, 1)) || text.find_first_of("(!|") != std::string_view::npos;
}

void refuse_formulas(const Reader& value) {
    const nlohmann::json& json = *value.json();
    if (json.is_object())
        for (const auto& [name, member] : value.members()) refuse_formulas(member);
    if (json.is_array())
        for (const Reader& item : value.items()) refuse_formulas(item);
    if (json.is_string() && begins_formula(json.get_ref<const std::string&>()))
        value.complain("begins as a formula of a spreadsheet does");
}

Contact read_contact(const Reader& value) {
    value.expect_only({"telephone", "area_code", "email", "hours", "sample"});
    Contact contact{value.at("telephone").text(), read_email(value.at("email")), value.at("hours").text(),
                    false};
    if (const auto sample = value.find("sample")) contact.sample = sample->flag();
    const auto area_code = value.find("area_code");
    if (!area_code) return contact;
    contact.area_code = area_code->text();
    const std::string& digits = *contact.area_code;
    if (digits.size() < 3 || digits.size() > 4 || digits.front() != '0' || !kinds::all_digits(digits))
        area_code->complain("should be 0 and two or three digits more");
    return contact;
}

std::vector<Person> read_people(const Reader& row) {
    std::vector<Person> people;
    const auto list = row.find("people");
    if (!list) return people;
    for (const Reader& item : list->items()) {
        item.expect_only({"duty", "name", "telephone", "email", "sample"});
        Person person;
        const std::string word = item.at("duty").text();
        const auto duty = std::ranges::find(duties, word, [](Duty one) { return name_of(one); });
        if (duty == std::end(duties))
            item.at("duty").complain("should be head, coordinator or liaison");
        else
            person.duty = *duty;
        person.name = read_names(item.at("name"));
        if (const auto telephone = item.find("telephone")) person.telephone = telephone->text();
        if (const auto email = item.find("email")) person.email = read_email(*email);
        if (const auto sample = item.find("sample")) person.sample = sample->flag();
        people.push_back(std::move(person));
    }
    return people;
}

// What all bodies share. The row is complained of and left out if its id or its region is not usable.
bool read_body(const Reader& row, Body& body, const DirectoryRows& rows) {
    body.id = row.at("body").text();
    body.name = read_names(row.at("name"));
    body.region = read_region(row.at("region"), rows.regions);
    body.contact = read_contact(row.at("contact"));
    body.people = read_people(row);
    row.at("source").text();
    row.at("needs_legal_check").flag();
    if (!body.id.starts_with(std::string(name_of(body.kind)) + ":"))
        row.at("body").complain("should begin with its kind and a colon");
    if (std::ranges::find(rows.bodies, body.id, &Body::id) != rows.bodies.end()) {
        row.at("body").complain(body.id + " stands in the directory twice");
        return false;
    }
    return !body.id.empty() && !body.region.empty();
}

// A region has one owner of each kind; the earlier row is named.
bool is_sole_owner(const Reader& row, const Body& body, const DirectoryRows& rows, std::string_view word) {
    for (const Body& other : rows.bodies) {
        if (other.kind != body.kind || other.region != body.region) continue;
        row.at("region").complain(body.region + " already has the " + std::string(word) + " " + other.id);
        return false;
    }
    return true;
}

// A desk leads a case like any other body, so it has its place among them and its name in each language.
Body desk_of(const Body& centre, const Rules& rules) {
    Body desk{.id = "desk:" + centre.region,
              .kind = BodyKind::desk,
              .region = centre.region,
              .contact = centre.contact};
    for (const auto& [locale, pattern] : rules.desk)
        desk.name[locale] = fill(pattern, {{"centre", std::string(name_in(centre.name, locale))}});
    return desk;
}

void check_whole(const Directory& directory, const Reader& offices, const Reader& centres,
                 const Reader& rules) {
    for (const std::string& top : directory.tops()) {
        for (const Power power : {Power::infringement, Power::passing_off}) {
            if (directory.office_for(top, power)) continue;
            offices.at("offices").complain(top + " has no office that may act against " +
                                           (power == Power::infringement ? "infringement" : "passing-off"));
        }
        if (!directory.centre_for(top)) centres.at("centres").complain(top + " has no centre");
        if (!directory.coordination_centre_for(top))
            centres.at("centres").complain(top + " is covered by no coordination centre");
        for (const BodyKind kind : authority_kinds)
            if (!directory.body_for(kind, top))
                rules.at("derived").complain(top + " has no " + std::string(name_of(kind)));
    }
    const Reader receiving = rules.at("settings").at("receiving_centre").at("value");
    const std::string& region = directory.rules().settings.receiving_centre;
    if (const Body* centre = directory.centre_for(region); !centre || centre->region != region)
        receiving.complain("there is no centre in " + region);
}

std::string slurp(const std::filesystem::path& path, LoadErrors& errors) {
    std::ifstream file(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(file), {}};
    if (!file) errors.push_back({path.string(), "", "cannot be read"});
    return text;
}

std::optional<nlohmann::json> parse_if_any(std::string_view file, std::string_view text, LoadErrors& errors) {
    if (text.empty()) return std::nullopt;
    return parse(file, text, errors);
}

std::string slurp_if_any(const std::filesystem::path& path, LoadErrors& errors) {
    return std::filesystem::exists(path) ? slurp(path, errors) : std::string();
}

} // namespace

Names read_names(const Reader& value) {
    Names names;
    for (const auto& [locale, text] : value.members()) names[locale] = text.text();
    for (const char* locale : {"zh-Hans", "en"}) value.at(locale);
    return names;
}

bool is_centre(const DirectoryRows& rows, std::string_view id) {
    const auto found = std::ranges::find(rows.bodies, id, &Body::id);
    return found != rows.bodies.end() && found->kind == BodyKind::centre;
}

void read_offices(const Reader& file, DirectoryRows& rows) {
    file.expect_only({"source", "offices"});
    for (const Reader& row : file.at("offices").items()) {
        row.expect_only({"body", "kind", "name", "region", "enforcement", "contact", "people", "source",
                         "needs_legal_check"});
        Body body;
        if (row.at("kind").text() != "office") row.at("kind").complain("should be office");
        if (!read_body(row, body, rows) || !is_sole_owner(row, body, rows, "office")) continue;
        const bool is_county = !body.region.ends_with("00");
        body.infringement = body.passing_off = !is_county || rows.rules.settings.county_enforcement;
        if (const auto powers = row.find("enforcement")) {
            powers->expect_only({"infringement", "passing_off"});
            body.infringement = powers->at("infringement").flag();
            body.passing_off = powers->at("passing_off").flag();
        }
        rows.bodies.push_back(std::move(body));
    }
}

void read_centres(const Reader& file, DirectoryRows& rows) {
    file.expect_only({"source", "centres"});
    for (const Reader& row : file.at("centres").items()) {
        row.expect_only({"body", "kind", "name", "region", "scope", "centre", "contact", "people", "sample",
                         "source", "needs_legal_check"});
        Body body;
        const auto kind =
            std::ranges::find(centre_kinds, row.at("kind").text(), [](BodyKind one) { return name_of(one); });
        if (kind == std::end(centre_kinds)) {
            row.at("kind").complain("is no kind of centre");
            continue;
        }
        body.kind = *kind;
        if (!read_body(row, body, rows)) continue;
        if (const auto sample = row.find("sample")) body.sample = sample->flag();
        if (body.kind == BodyKind::centre && !is_sole_owner(row, body, rows, "centre")) continue;
        if (const auto scope = row.find("scope")) {
            scope->expect_only({"industry", "regions"});
            if (const auto industry = scope->find("industry")) body.industry = industry->text();
            for (const Reader& region : scope->at("regions").items())
                body.covers.push_back(region.text() == "*" ? "*" : read_region(region, rows.regions));
        }
        if (body.kind == BodyKind::work_station) body.centre = row.at("centre").text();
        if (body.kind == BodyKind::centre) rows.bodies.push_back(desk_of(body, rows.rules));
        rows.bodies.push_back(std::move(body));
    }
    // A station may stand before its centre.
    for (const Reader& row : file.at("centres").items())
        if (const auto centre = row.find("centre"); centre && !is_centre(rows, centre->text()))
            centre->complain("is no centre");
}

std::expected<Directory, LoadErrors> load_directory(const DirectoryTexts& texts) {
    LoadErrors errors;
    const auto regions = parse("directory/regions.json", texts.regions, errors);
    const auto abroad = parse("directory/abroad.json", texts.abroad, errors);
    const auto offices = parse("directory/offices.json", texts.offices, errors);
    const auto centres = parse("directory/centres.json", texts.centres, errors);
    const auto platforms = parse("directory/platforms.json", texts.platforms, errors);
    const auto rules = parse("directory/rules.json", texts.rules, errors);
    const auto calendar = parse_if_any("directory/calendar.json", texts.calendar, errors);
    const auto events = parse_if_any("directory/events.json", texts.events, errors);
    if (!errors.empty()) return std::unexpected(std::move(errors));

    const Reader offices_file("directory/offices.json", *offices, errors);
    const Reader centres_file("directory/centres.json", *centres, errors);
    const Reader rules_file("directory/rules.json", *rules, errors);
    DirectoryRows rows;
    read_regions(Reader("directory/regions.json", *regions, errors), rows);
    // Without regions every other row would be wrong for the same reason.
    if (!errors.empty()) return std::unexpected(std::move(errors));
    read_abroad(Reader("directory/abroad.json", *abroad, errors), rows);
    read_rules(rules_file, rows.rules);
    read_offices(offices_file, rows);
    read_centres(centres_file, rows);
    read_platforms(Reader("directory/platforms.json", *platforms, errors), rows);
    if (calendar) read_calendar(Reader("directory/calendar.json", *calendar, errors), rows);
    if (events) read_events(Reader("directory/events.json", *events, errors), rows);

    derive_bodies(rules_file, rows);

    const std::pair<const char*, const nlohmann::json*> tables[] = {
        {"directory/regions.json", &*regions},
        {"directory/abroad.json", &*abroad},
        {"directory/offices.json", &*offices},
        {"directory/centres.json", &*centres},
        {"directory/platforms.json", &*platforms},
        {"directory/calendar.json", calendar ? &*calendar : nullptr},
        {"directory/events.json", events ? &*events : nullptr}};
    for (const auto& [file, json] : tables)
        if (json != nullptr) refuse_formulas(Reader(file, *json, errors));

    Directory directory(std::move(rows));
    check_whole(directory, offices_file, centres_file, rules_file);
    if (!errors.empty()) return std::unexpected(std::move(errors));
    return directory;
}

std::expected<Directory, LoadErrors> load_directory(const std::filesystem::path& folder) {
    LoadErrors errors;
    const std::string regions = slurp(folder / "regions.json", errors);
    const std::string abroad = slurp(folder / "abroad.json", errors);
    const std::string offices = slurp(folder / "offices.json", errors);
    const std::string centres = slurp(folder / "centres.json", errors);
    const std::string platforms = slurp(folder / "platforms.json", errors);
    const std::string rules = slurp(folder / "rules.json", errors);
    const std::string calendar = slurp_if_any(folder / "calendar.json", errors);
    const std::string events = slurp_if_any(folder / "events.json", errors);
    if (!errors.empty()) return std::unexpected(std::move(errors));
    return load_directory({regions, abroad, offices, centres, platforms, rules, calendar, events});
}

} // namespace plaint::content
