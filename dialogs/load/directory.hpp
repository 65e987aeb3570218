#pragma once

#include "dialogs/kinds/platforms.hpp"
#include "dialogs/kinds/regions.hpp"
#include "dialogs/load/load_error.hpp"
#include "dialogs/load/rules.hpp"
#include "dialogs/load/working_days.hpp"

#include <cstdint>
#include <expected>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Who is responsible for what: regions, offices, centres, platforms and the rules between them, read from
// dialogs/directory/. Nothing changes once it is loaded.
namespace plaint::content {

enum class BodyKind : std::uint8_t {
    office,
    market_supervision,
    copyright_authority,
    customs,
    agriculture,
    forestry,
    police_liaison, // where an office keeps in touch with public security
    national_administration,
    centre,
    protection_centre,
    consultation_centre,
    coordination_centre,
    work_station, // of a centre: where innovators gather, at exhibitions
    desk,         // of a centre: made with it, and named in no file
};
std::string_view name_of(BodyKind kind);
std::optional<BodyKind> body_kind_of(std::string_view name);

// What an office may act against (S1 vi gives county offices neither by themselves).
enum class Power : std::uint8_t { infringement, passing_off };

struct Contact {
    std::string telephone;
    std::string email;
    std::string hours;   // see Hours
    bool sample = false; // invented, not to be shown as real
    std::optional<std::string>
        area_code{}; // "0571": a short hotline number is dialled with it from elsewhere
};

// What a body makes known of the people who answer for it (S0 IV.i).
enum class Duty : std::uint8_t { head, coordinator, liaison };
inline constexpr Duty duties[] = {Duty::head, Duty::coordinator, Duty::liaison};
std::string_view name_of(Duty duty);

struct Person {
    Duty duty = Duty::head;
    Names name;
    std::string telephone; // either may be empty
    std::string email;
    bool sample = false;
};

struct Body {
    std::string id; // e.g. "office:3307", "centre:330100"
    BodyKind kind = BodyKind::office;
    Names name;
    std::string region;
    Contact contact;
    bool infringement = false; // offices only
    bool passing_off = false;
    std::vector<std::string> covers; // province codes, or "*"; of consultation and coordination centres
    std::string industry;            // likewise; empty for all
    std::string centre;              // of a work station: body id
    std::vector<Person> people;
    bool sample = false;     // the body itself is invented, not only how it is reached
    bool is_derived = false; // named by a pattern of the rules, which may say how all of its kind are reached

    bool may(Power power) const { return power == Power::infringement ? infringement : passing_off; }
};

struct PlatformRow {
    std::string id;
    Names name;
    std::vector<std::string> words; // by which people call it
    std::string seat;               // region code
    std::string liaison_centre;     // body id
    std::string kind; // marketplace, self_operated, mobile_client, live_stream, independent_site
};

// The Xinjiang Production and Construction Corps stands beside the provinces although its cities lie in one.
struct Corps {
    std::string region;
    std::vector<std::string> cities;
};

// Something with a beginning and an end that brings cases with it, and the body that is there for them (S1 xxii, S4 14).
struct Event {
    std::string id;
    Names name;
    kinds::Date from, to; // both inclusive
    std::string region;
    std::string desk; // body id
    bool sample = false;
};

// A time of special attention that a plan sets (S0 V).
struct Campaign {
    std::string id;
    Names name;
    kinds::Date from, to;
    bool sample = false;
};

// The rows as read, before anything is looked up in them.
struct DirectoryRows {
    kinds::Regions regions;
    kinds::Platforms links;
    std::vector<std::string> outside; // province-level codes that are not of the mainland
    Corps corps;
    std::vector<Body> bodies;
    std::vector<PlatformRow> platforms;
    std::vector<Event> events;
    std::vector<Campaign> campaigns;
    WorkingDays working_days;
    Rules rules;
};

class Directory {
  public:
    explicit Directory(DirectoryRows rows);

    // The same under other settings.
    Directory with(const Settings& settings) const;

    const kinds::Regions& regions() const { return rows_.regions; }
    const kinds::Platforms& links() const { return rows_.links; }
    const Rules& rules() const { return rows_.rules; }
    const std::vector<Body>& bodies() const { return rows_.bodies; }
    const std::vector<PlatformRow>& platforms() const { return rows_.platforms; }
    const std::vector<Event>& events() const { return rows_.events; }
    const std::vector<Campaign>& campaigns() const { return rows_.campaigns; }
    const WorkingDays& working_days() const { return rows_.working_days; }

    const Body* body(std::string_view id) const;
    const PlatformRow* platform(std::string_view id) const;

    // Where a centre keeps what nobody leads yet.
    const Body* desk_of(const Body& centre) const { return body("desk:" + centre.region); }

    // Whether the code, abolished ones included, is of a region in the mainland.
    bool is_mainland(std::string_view region) const;

    // The province, municipality or autonomous region, or the Corps for its cities; empty for codes unknown.
    std::string top_of(std::string_view region) const;

    // The prefecture, as which a municipality and the Corps count too. A code that names only a province
    // gives that province.
    std::string place_of(std::string_view region) const;

    // Whether the place is a whole province with prefectures in it, so that where in it is not known.
    bool is_vague(std::string_view place) const;

    // The lowest office at or above the region that has the power; null outside the mainland.
    const Body* office_for(std::string_view region, Power power) const;

    // The centre that owns the region: its own, else its prefecture's, else its province's; null outside.
    const Body* centre_for(std::string_view region) const;

    // The lowest body of the kind at or above the region; null outside the mainland. Of the national administration there
    // is one, whatever the region.
    const Body* body_for(BodyKind kind, std::string_view region) const;

    // The centre that gives opinions in a line of goods, else one for all lines, if it covers the region; null if none does.
    const Body* consultation_centre_for(std::string_view region, std::string_view industry) const;

    // The coordination centre for group cases led in the region: of the same province, else one that covers
    // it.
    const Body* coordination_centre_for(std::string_view region) const;

    // The provincial offices and the Corps', in region order.
    std::vector<std::string> tops() const;

    // The region's path from the outside in for Chinese, from the inside out for other languages.
    std::string region_name(std::string_view region, std::string_view locale) const;

  private:
    std::vector<std::string> upward(std::string_view region) const;

    DirectoryRows rows_;
    std::map<std::string, std::size_t, std::less<>> by_id_;
    std::map<std::string, std::size_t, std::less<>> offices_;                   // by region
    std::map<std::string, std::size_t, std::less<>> centres_;                   // by region
    std::map<BodyKind, std::map<std::string, std::size_t, std::less<>>> kinds_; // by region
};

// The texts of the files of dialogs/directory/. The last two may be empty: content that was written before there were such
// files still reads.
struct DirectoryTexts {
    std::string_view regions, abroad, offices, centres, platforms, rules, calendar = {}, events = {};
};

// All mistakes at once, each with file and pointer: an unknown region, a country or a body twice, a province without an
// office or centre, a region with two owners, a platform without a seat, a rule without its words.
std::expected<Directory, LoadErrors> load_directory(const DirectoryTexts& texts);

// The same from a folder that holds regions.json and the others.
std::expected<Directory, LoadErrors> load_directory(const std::filesystem::path& folder);

} // namespace plaint::content
