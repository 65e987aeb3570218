#pragma once

#include "dialogs/load/directory.hpp"

#include <cstdint>
#include <expected>
#include <nlohmann/json_fwd.hpp>
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

struct Respondent {
    Place place;
    std::string platform; // id of a row in the directory, or empty
    bool principal = false;
    std::vector<std::string> lacking; // of region, platform and links: what has not been answered
};

// Who made the goods, as far as the complainant says.
struct Maker {
    bool clue = false; // said to be known, or described although nobody asked
    Place place;
    bool offline_wanted = false;
};

struct Facts {
    std::string case_kind;
    std::vector<Respondent> respondents;
    Maker maker;
    bool group_by_word = false; // an officer calls it a group, whatever the numbers
    bool cross_border = false;
    std::string centre; // region of the receiving centre; empty for the directory's own
};

// Reads the dossier dictionary: nested objects, or one flat object whose names are field paths
// ("respondents[0].region"). Besides the dictionary it knows respondents[].principal and scope.group. A
// platform is taken from the links where the answer names none that the directory knows. Fails on a wrong
// type and on a region code that does not exist.
std::expected<Facts, Error> facts_from_json(const nlohmann::json& dossier,
                                            const content::Directory& directory);

} // namespace plaint::routing
