#pragma once

#include "bot/casework/casework.hpp"
#include "bot/casework/dossier_text.hpp"
#include "bot/casework/projection.hpp"

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

// A dossier is one JSON document with sorted names: equal answers, content and times make equal bytes.
namespace plaint::casework {

// What all cases of one submission share.
struct Draft {
    std::string kind;
    std::string centre; // region code of the receiving centre
    std::string locale;
    // facts, provenance, superseded, set_aside, checklist, missing, deadlines, files and unassigned_files, written out once
    // although several dossiers hold them.
    std::map<std::string, std::string> members;
    nlohmann::json route;  // as routing tells it
    bool is_routed = true; // false: the rules could not place it, so the desk keeps what has no lead yet
    std::vector<Closing::Missing> missing;
    std::uint32_t confidential = 0; // the class in which it is kept; 0: none of its own
};
Draft draft(const ChecklistText& checklists, const support::Config& config, const Matter& matter);

// One of the cases that a draft makes: "main", or the rule that asks for a linked one ("O-1").
struct Part {
    std::string name;
    std::string lead;     // body id
    nlohmann::json route; // as far as it concerns this part
    nlohmann::json proposals = nlohmann::json::array();
};
std::vector<Part> parts_of(const Draft& draft, const support::Config& config);

struct Identity {
    storage::CaseNumber number;
    std::uint32_t version = 1;
    storage::CaseState state = storage::CaseState::submitted;
    std::string part;
    std::string lead;
    std::int64_t submitted_at_ms = 0; // of the first version
    // What officers have made of the case so far, which its next version goes on saying.
    std::string centre;                               // that has the case now; empty: the draft's
    nlohmann::json rulings = nlohmann::json::array(); // oldest first
    std::vector<std::string> requested;               // paths that are still asked for
};
// Marks the proposals that were released before, so that a new version of the answers does not take them back.
void keep_released(Part& part, const nlohmann::json& earlier_proposals);

// The bytes of one case's dossier. `all` are the cases of the session, this one among them.
std::string dossier_bytes(const Draft& draft, const Part& part, const Identity& identity,
                          const std::vector<Identity>& all, const Matter& matter);

// What a dossier says of itself, read back from its bytes.
struct DossierHead {
    std::string part;
    std::uint32_t turn = 0;           // of the session: the conversation up to here belongs to this version
    std::vector<std::string> missing; // paths of fields
    std::vector<std::string> readers; // bodies to whom a copy was released
    std::vector<std::string> linked;  // numbers of the cases that were asked for together with this one
    nlohmann::json rulings = nlohmann::json::array();   // of officers, oldest first
    nlohmann::json proposals = nlohmann::json::array(); // as they stand in the dossier
    std::vector<std::string> requested;                 // paths that an officer asks for again
};
std::expected<DossierHead, std::string> read_head(std::string_view dossier);

// The same dossier with the complainant's withdrawal as its newest version.
std::expected<std::string, std::string> withdrawn_bytes(std::string_view dossier, std::uint32_t version,
                                                        std::int64_t at_ms, std::uint32_t turn);

} // namespace plaint::casework
