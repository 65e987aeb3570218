#pragma once

#include "bot/casework/casework.hpp"
#include "bot/casework/dossier_text.hpp"
#include "bot/casework/projection.hpp"

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

// A dossier is one JSON document with sorted names: equal answers, content and times make equal bytes.
namespace plaint::casework {

// The part that a submission is made for; the others are linked to it.
inline constexpr std::string_view main_part = "main";

// The rule by which the maker behind a shop gets a case beside it, and whether a part of a story is such a one.
inline constexpr std::string_view offline_rule = "O-1";
bool is_offline(std::string_view part);

// What one story comes to as a case of one kind: its checklist and its route.
struct Record {
    std::string part = std::string(main_part); // of the case that the record is made for
    std::string kind;
    nlohmann::json route;                               // as routing tells it
    nlohmann::json officers = nlohmann::json::object(); // facts that only an officer says, by path
    std::uint32_t confidential = 0;                     // the class in which it is kept; 0: none of its own
    // facts, checklist, missing and deadlines, written out once although several dossiers hold them.
    std::map<std::string, std::string> members;
};

// `missing` gets what the checklist lacks, unless it stands there already. The session has been walked.
Record record_of(const ChecklistText& checklists, const Matter& matter, nlohmann::json facts,
                 std::string part, std::string kind, nlohmann::json officers,
                 std::vector<Closing::Missing>& missing);

// A linked case of another kind that a route asks for: it has a record of its own, under the name of the rule.
struct Beside {
    std::string part, kind;
};
std::optional<Beside> beside(const nlohmann::json& route);

// What all cases of one submission share.
struct Draft {
    std::string centre; // region code of the receiving centre
    std::string locale;
    std::map<std::string, std::string>
        members;                 // provenance, superseded, set_aside, files and unassigned_files
    std::vector<Record> records; // the kind that is submitted comes first
    bool is_routed = true; // false: the rules could not place it, so the desk keeps what has no lead yet
    std::vector<Closing::Missing> missing; // of all records, each once
};
// What officers have said of the cases that there are already, by the names of their parts.
using OfficersFacts = std::map<std::string, nlohmann::json>;
Draft draft(const ChecklistText& checklists, const support::Config& config, const Matter& matter,
            const OfficersFacts& officers = {});

// One of the cases that a draft makes: "main"; the kind of one that goes with it; or the rule that asks for a linked one
// ("O-1"), behind the kind where that is not the main one ("patent_passing_off/O-1").
struct Part {
    std::string name;
    std::size_t record = 0; // position in the draft
    std::string lead;       // body id
    nlohmann::json route;   // as far as it concerns this part
    nlohmann::json proposals = nlohmann::json::array();
    nlohmann::json deadlines; // filled in by whoever knows what ran before
};
std::vector<Part> parts_of(const Draft& draft, const support::Config& config);

// The route of a case by its facts and what an officer says of it; where the rules find none, the desk of the centre, with
// a "problem".
nlohmann::json route_of(nlohmann::json facts, const nlohmann::json& officers, const std::string& centre,
                        const content::Directory& directory);
// What a route proposes to the officer who has the case.
nlohmann::json proposals_of(const nlohmann::json& route, bool copies_at_once);
// Marks the proposals that were released before, so that what is found anew does not take them back.
void keep_released(nlohmann::json& proposals, const nlohmann::json& earlier);

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
// The terms of one case, which its dossier names.
nlohmann::json deadlines_of(const Draft& draft, const Part& part, const Matter& matter);
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
    nlohmann::json rulings = nlohmann::json::array(); // of officers, oldest first
    nlohmann::json officers =
        nlohmann::json::object(); // what they say of the case beside its answers, by path
    nlohmann::json proposals = nlohmann::json::array(); // as they stand in the dossier
    std::vector<std::string> requested;                 // paths that an officer asks for again
    nlohmann::json deadlines = nlohmann::json::array();
};
std::expected<DossierHead, std::string> read_head(std::string_view dossier);

// The first version of a case that is opened beside another one: everything that the other's dossier holds, but for what
// is the record's own.
std::string opened_bytes(const nlohmann::json& other, const Record& record, const Identity& identity,
                         const nlohmann::json& proposals, const Matter& matter);

// The same dossier with the complainant's withdrawal as its newest version.
std::expected<std::string, std::string> withdrawn_bytes(std::string_view dossier, std::uint32_t version,
                                                        std::int64_t at_ms, std::uint32_t turn);

} // namespace plaint::casework
