#pragma once

#include "dialogs/load/directory.hpp"

#include <cstdint>
#include <expected>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

// What a route depends on, and nothing else.
namespace plaint::routing {

// A mistake in what was handed in: where it stands (JSON pointer) and what it is.
struct Error {
    std::string pointer;
    std::string what;
};

// Where somebody is. A formal answer (later, unknown, …) leaves the place unknown.
struct Place {
    enum class State : std::uint8_t { unknown, mainland, outside };
    State state = State::unknown;
    std::string region; // code in force; empty when unknown or abroad
};

inline bool is_placed(const Place& place) { return place.state == Place::State::mainland; }

struct Respondent {
    Place place;
    Place registered;     // where the operator was first registered, by its credit code or as told
    std::string platform; // id of a row in the directory, or empty
    std::vector<std::string> also_on; // further ones that its links belong to
    bool principal = false;
    std::vector<std::string> lacking; // of region, platform and links: what has not been answered
};

// Who made the goods, as far as the complainant says.
struct Maker {
    bool clue = false; // said to be known, or described although nobody asked
    Place place;
    bool offline_wanted = false;
};

// What the case is worth, as far as it was said.
struct Amounts {
    std::optional<std::int64_t> turnover_cny, gains_cny, loss_cny;
    std::optional<std::int64_t> others_patents; // of how many other people a number was shown
};

// What only an officer says.
struct OfficersWord {
    bool group = false; // whatever the numbers
    bool national_influence = false;
    bool serious_circumstances = false;
    bool criminal_suspicion = false;
    bool centre_unable = false; // the centre at the platform's headquarters, to give an opinion
    bool jurisdiction_conflict = false;
    Place other_side; // of a conflict
};

struct Facts {
    std::string case_kind;
    std::string role;   // of whoever submits
    std::string matter; // what a case about another right is about
    std::vector<Respondent> respondents;
    Maker maker;
    Amounts amounts;
    OfficersWord officer;
    bool cross_border = false;
    Place port;
    Place venue; // of an exhibition
    Place complainant;
    bool obvious = false;              // so the platform judges
    std::vector<std::string> measures; // the fields in which the platform says what it did
    std::string industry;              // of an opinion request
    bool opinion_refused = false;
    std::string foreign_ticket; // of another hotline
    std::string centre;         // region of the receiving centre; empty for the directory's own
};

// Reads the dossier dictionary: nested objects, or one flat object whose names are field paths
// ("respondents[0].region"). Besides the dictionary it knows respondents[].principal. A
// platform is taken from the links where the answer names none that the directory knows. Fails on a wrong
// type and on a region code that does not exist.
std::expected<Facts, Error> facts_from_json(const nlohmann::json& dossier,
                                            const content::Directory& directory);

} // namespace plaint::routing
