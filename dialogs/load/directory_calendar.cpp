#include "dialogs/load/directory_loader.hpp"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

namespace plaint::content {

namespace {

// Both days of a row, in their order.
std::pair<kinds::Date, kinds::Date> read_span(const Reader& row) {
    const kinds::Date from = read_day(row.at("from")), to = read_day(row.at("to"));
    if (to < from) row.at("to").complain("is before the first day");
    return {from, to};
}

bool read_sample(const Reader& row) {
    const auto sample = row.find("sample");
    return sample && sample->flag();
}

template<class Row>
std::string read_id(const Reader& row, const std::vector<Row>& before) {
    std::string id = row.at("id").text();
    if (std::ranges::find(before, id, &Row::id) != before.end())
        row.at("id").complain(id + " stands here twice");
    return id;
}

} // namespace

kinds::Date read_day(const Reader& value) {
    const std::string text = value.text();
    if (const auto day = kinds::date_from_iso(text)) return *day;
    if (!text.empty()) value.complain("should be a day such as 2026-10-10");
    return {};
}

void read_calendar(const Reader& file, DirectoryRows& rows) {
    file.expect_only({"source", "from", "to", "holidays", "worked"});
    file.at("source");
    const auto [from, to] = read_span(file);
    const auto check_range = [&](const Reader& value, kinds::Date day) {
        if (day < from || day > to) value.complain("is outside of the days that the calendar declares");
    };
    std::vector<Holiday> holidays;
    for (const Reader& row : file.at("holidays").items()) {
        row.expect_only({"name", "from", "to"});
        Holiday holiday{read_names(row.at("name")), {}, {}};
        std::tie(holiday.from, holiday.to) = read_span(row);
        check_range(row.at("from"), holiday.from);
        check_range(row.at("to"), holiday.to);
        if (!holidays.empty() && holiday.from <= holidays.back().to)
            row.at("from").complain("is not after the holiday before it");
        holidays.push_back(std::move(holiday));
    }
    std::set<kinds::Date> worked;
    for (const Reader& value : file.at("worked").items()) {
        const kinds::Date day = read_day(value);
        check_range(value, day);
        if (!is_weekend(day)) value.complain("is no Saturday or Sunday");
        const auto is_in = [&](const Holiday& one) { return day >= one.from && day <= one.to; };
        if (std::ranges::any_of(holidays, is_in)) value.complain("is in a holiday");
        if (!worked.insert(day).second) value.complain("stands here twice");
    }
    rows.working_days = WorkingDays({from, to}, std::move(holidays), std::move(worked));
}

void read_events(const Reader& file, DirectoryRows& rows) {
    file.expect_only({"source", "events", "campaigns"});
    file.at("source");
    for (const Reader& row : file.at("events").items()) {
        row.expect_only(
            {"id", "name", "from", "to", "region", "desk", "source", "needs_legal_check", "sample"});
        row.at("source").text();
        row.at("needs_legal_check").flag();
        Event event{.id = read_id(row, rows.events), .name = read_names(row.at("name"))};
        std::tie(event.from, event.to) = read_span(row);
        event.region = read_region(row.at("region"), rows.regions);
        event.desk = row.at("desk").text();
        event.sample = read_sample(row);
        const auto desk = std::ranges::find(rows.bodies, event.desk, &Body::id);
        if (desk == rows.bodies.end() || desk->kind == BodyKind::desk)
            row.at("desk").complain("is no body of this directory");
        rows.events.push_back(std::move(event));
    }
    for (const Reader& row : file.at("campaigns").items()) {
        row.expect_only({"id", "name", "from", "to", "source", "needs_legal_check", "sample"});
        row.at("source").text();
        row.at("needs_legal_check").flag();
        Campaign campaign{.id = read_id(row, rows.campaigns), .name = read_names(row.at("name"))};
        std::tie(campaign.from, campaign.to) = read_span(row);
        campaign.sample = read_sample(row);
        rows.campaigns.push_back(std::move(campaign));
    }
}

} // namespace plaint::content
