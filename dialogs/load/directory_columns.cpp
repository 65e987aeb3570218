#include "dialogs/load/directory_columns.hpp"

namespace plaint::content {

namespace {

constexpr Column office_columns[] = {
    {"body"},
    {"kind"},
    {"name."},
    {"region"},
    {"enforcement.infringement", Cell::flag},
    {"enforcement.passing_off", Cell::flag},
    {"contact.telephone"},
    {"contact.area_code"},
    {"contact.email"},
    {"contact.hours"},
    {"contact.sample", Cell::flag},
    {"source"},
    {"needs_legal_check", Cell::flag},
};
constexpr Column centre_columns[] = {
    {"body"},
    {"kind"},
    {"name."},
    {"region"},
    {"scope.industry"},
    {"scope.regions", Cell::list},
    {"centre"},
    {"contact.telephone"},
    {"contact.area_code"},
    {"contact.email"},
    {"contact.hours"},
    {"contact.sample", Cell::flag},
    {"source"},
    {"needs_legal_check", Cell::flag},
    {"sample", Cell::flag},
};
constexpr Column person_columns[] = {
    {"duty"}, {"name."}, {"telephone"}, {"email"}, {"sample", Cell::flag},
};
constexpr Column platform_columns[] = {
    {"id"},
    {"name."},
    {"words", Cell::kept_list},
    {"seat"},
    {"liaison_centre"},
    {"kind"},
    {"domains", Cell::kept_list},
    {"short_hosts", Cell::kept_list},
    {"source"},
    {"needs_legal_check", Cell::flag},
};
constexpr Column link_columns[] = {{"host"}, {"path"}, {"query", Cell::list}, {"shape"}};
constexpr Column event_columns[] = {
    {"id"},
    {"name."},
    {"from"},
    {"to"},
    {"region"},
    {"desk"},
    {"source"},
    {"needs_legal_check", Cell::flag},
    {"sample", Cell::flag},
};
constexpr Column campaign_columns[] = {
    {"id"},
    {"name."},
    {"from"},
    {"to"},
    {"source"},
    {"needs_legal_check", Cell::flag},
    {"sample", Cell::flag},
};
constexpr Column holiday_columns[] = {{"name."}, {"from"}, {"to"}};
constexpr Column country_columns[] = {{"name."}, {"words", Cell::list}};

constexpr Table tables[] = {
    {"offices.csv", "directory/offices.json", "offices", office_columns},
    {"centres.csv", "directory/centres.json", "centres", centre_columns},
    {"office_people.csv", "directory/offices.json", "people", person_columns, "offices.csv", "body", "body"},
    {"centre_people.csv", "directory/centres.json", "people", person_columns, "centres.csv", "body", "body"},
    {"platforms.csv", "directory/platforms.json", "platforms", platform_columns},
    {"platform_links.csv", "directory/platforms.json", "links", link_columns, "platforms.csv", "id",
     "platform"},
    {"events.csv", "directory/events.json", "events", event_columns},
    {"campaigns.csv", "directory/events.json", "campaigns", campaign_columns},
    {"holidays.csv", "directory/calendar.json", "holidays", holiday_columns},
    {"abroad.csv", "directory/abroad.json", "countries", country_columns},
};

} // namespace

std::span<const Table> directory_tables() { return tables; }

} // namespace plaint::content
