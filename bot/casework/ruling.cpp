#include "bot/casework/ruling.hpp"

#include "bot/casework/deadlines.hpp"
#include "bot/casework/dossier.hpp"
#include "bot/casework/dossier_facts.hpp"
#include "bot/casework/dossier_text.hpp"
#include "bot/casework/hand_over.hpp"
#include "bot/casework/projection.hpp"
#include "bot/casework/routing/route.hpp"
#include "bot/casework/states.hpp"
#include "bot/support/clock.hpp"
#include "bot/support/crypto.hpp"
#include "locales/fold.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace plaint::casework {
namespace {

using Json = nlohmann::json;
using storage::CaseState;
using Kind = Ruling::Kind;

constexpr std::array<std::string_view, 7> ruling_names{"request",  "release", "accept", "not_accept",
                                                       "transfer", "type",    "route"};

// Words are for people to read; blank ones say nothing.
bool is_blank(std::string_view words) { return words.find_first_not_of(" \t\r\n") == std::string_view::npos; }

// The recording's name at the place of an answer: alone, or kept as it was said where more was asked for.
Json* recording_in(Json& answer) {
    if (!answer.is_object()) return nullptr;
    if (const auto kept = answer.find("unverified"); kept != answer.end()) return recording_in(*kept);
    return answer.contains("recording") ? &answer : nullptr;
}

CaseState state_after(Kind kind, CaseState before) {
    switch (kind) {
    case Kind::request: return CaseState::awaiting_materials;
    case Kind::release:
    case Kind::type:
    case Kind::route: return before;
    case Kind::accept: return CaseState::accepted;
    case Kind::not_accept: return CaseState::not_accepted;
    case Kind::transfer: return CaseState::transferred;
    }
    return before;
}

const dialogs::Scope* scope_at(const dialogs::Tree& tree, const dialogs::Session& session,
                               const PatternPath& place) {
    const dialogs::Scope* scope = &session.root;
    std::size_t from = 0;
    for (const std::uint32_t position : place.positions) {
        const std::size_t bracket = place.pattern.find("[]", from);
        const auto group = tree.group_by_path.find(place.pattern.substr(0, bracket));
        if (group == tree.group_by_path.end()) return nullptr;
        const auto& items = scope->groups[tree.groups[group->second].index].items;
        if (position >= items.size()) return nullptr;
        scope = &items[position].scope;
        from = bracket + 2;
    }
    return scope;
}

// Whether this was said there in that turn; what stands in the tree no more is nobody's mark.
bool was_said(const dialogs::Tree& tree, const dialogs::Session& session, std::string_view path,
              std::uint32_t turn, const Json* value) {
    const PatternPath place = pattern_of(path);
    const dialogs::Field* field = tree.field(place.pattern);
    if (field == nullptr || field->leaves.empty()) return true;
    const dialogs::Scope* scope = scope_at(tree, session, place);
    if (scope == nullptr) return false;
    const auto is_it = [&](const dialogs::Answer& answer) {
        const auto* text = std::get_if<std::string>(&answer.value);
        const bool differs = text != nullptr && answer.has_value() && value != nullptr &&
                             value->is_string() && value->get_ref<const std::string&>() != *text;
        return answer.turn == turn && !differs;
    };
    return std::ranges::any_of(field->leaves, [&](std::uint32_t leaf) {
        const dialogs::Slot& slot = scope->slots[tree.leaves[leaf].slot];
        return (slot.answer != nullptr && is_it(*slot.answer)) || std::ranges::any_of(slot.history, is_it);
    });
}

// What an officer has said, as the dossier keeps it: a region by its code. Nothing where it is none.
std::optional<Json> fact_of(const content::FieldRow& row, const std::string& said,
                            const kinds::Regions& regions) {
    if (row.kind == kinds::Kind::yes_no && (said == "yes" || said == "no")) return Json(said == "yes");
    if (row.kind != kinds::Kind::region) return std::nullopt;
    const std::vector<std::string> meant = regions.find(locales::fold(said));
    return meant.size() == 1 ? std::optional<Json>(meant.front()) : std::nullopt;
}

std::set<std::string> readers_of(const Json& proposals) {
    std::set<std::string> bodies;
    for (const Json& proposal : proposals)
        if (proposal.at("kind") == "copy" && proposal.value("released", false))
            bodies.insert(proposal.at("body").at("body").get<std::string>());
    return bodies;
}

class Ruler {
  public:
    Ruler(const storage::CaseRecord& record, Json dossier, const Ruling& ruling, const Bench& bench)
        : ruling_(ruling), bench_(bench), directory_(bench.content.directory), dossier_(std::move(dossier)) {
        out_.record = record;
        out_.record.dossier.clear();
    }

    std::expected<RuledCase, RulingFault> rule() {
        const auto [at_ms, turn] = std::pair(bench_.at_ms, bench_.turn);
        note_ = {{"at", support::rfc3339_utc(at_ms)},
                 {"by", ruling_.by},
                 {"ruling", name_of(ruling_.kind)},
                 {"turn", turn}};
        if (!ruling_.reason.empty()) note_["reason"] = ruling_.reason;
        ++out_.record.version;
        out_.record.state = state_after(ruling_.kind, out_.record.state);
        if (const auto fault = carry_out()) return std::unexpected(*fault);

        Json& about = dossier_["case"];
        about["version"] = out_.record.version;
        about["state"] = name_of(out_.record.state);
        about["updated_at"] = support::rfc3339_utc(at_ms);
        about["turn"] = turn;
        note_["version"] = out_.record.version;
        dossier_["rulings"].push_back(note_);
        out_.dossier = bytes_of(dossier_);

        out_.audit = note_;
        out_.audit.erase("at");
        out_.audit.erase("by");
        out_.audit.erase("reason");
        out_.audit["state"] = name_of(out_.record.state);
        out_.audit["lead"] = out_.record.lead;
        out_.audit["dossier_sha256"] = support::sha256_hex(out_.dossier);
        return std::move(out_);
    }

  private:
    std::optional<RulingFault> carry_out() {
        switch (ruling_.kind) {
        case Kind::request: return request();
        case Kind::release: return release();
        case Kind::accept:
        case Kind::not_accept: tell("dossier." + std::string(name_of(out_.record.state))); return {};
        case Kind::transfer: return transfer();
        case Kind::type: return type();
        case Kind::route: return route();
        }
        return {};
    }

    // That the paths name questions was seen when they were reopened.
    std::optional<RulingFault> request() {
        if (ruling_.fields.empty()) return RulingFault::nothing_named;
        note_["fields"] = ruling_.fields;
        dossier_["requested"] = ruling_.fields;
        tell("dossier.materials_requested");
        return {};
    }

    std::optional<RulingFault> release() {
        if (ruling_.proposals.empty()) return RulingFault::nothing_named;
        Json& proposals = dossier_["proposals"];
        Json released = Json::array();
        for (const std::size_t position : ruling_.proposals) {
            if (position >= proposals.size()) return RulingFault::unknown_proposal;
            Json& proposal = proposals[position];
            if (proposal.value("released", false)) return RulingFault::unknown_proposal;
            proposal["released"] = true;
            released.push_back(proposal.value("rule", std::string()));
            if (proposal["kind"] == "copy")
                out_.events.emplace_back(event_copied, proposal["body"]["body"].get<std::string>());
        }
        note_["proposals"] = ruling_.proposals;
        note_["rules"] = std::move(released);
        tell("dossier.released");
        return {};
    }

    // The words take the recording's place, which stays among what was said before. Nothing else of the dossier hangs on
    // them, so nothing is judged anew.
    std::optional<RulingFault> type() {
        if (ruling_.fields.size() != 1 || is_blank(ruling_.text)) return RulingFault::nothing_named;
        const std::string& path = ruling_.fields.front();
        Json* answer = at_path(dossier_["facts"], path);
        Json* spoken = answer != nullptr ? recording_in(*answer) : nullptr;
        Json& origins = dossier_["provenance"];
        if (spoken == nullptr || spoken->at("recording") != ruling_.recording || !origins.contains(path))
            return RulingFault::unknown_field;
        note_["fields"] = ruling_.fields;
        note_["recording"] = spoken->at("recording");
        Json before = origins[path];
        before["value"] = *answer;
        dossier_["superseded"][path].push_back(std::move(before));
        *spoken = ruling_.text;
        origins[path]["turn"] = note_["turn"];
        origins[path]["at"] = note_["at"];
        tell("dossier.recording_typed");
        return {};
    }

    // The other centre has the case in its custody from now on, and is told; whoever led until now is told too.
    std::optional<RulingFault> transfer() {
        const content::Body* target = directory_.body(ruling_.to);
        const bool receives = target != nullptr && (target->kind == content::BodyKind::centre ||
                                                    target->kind == content::BodyKind::protection_centre);
        if (!receives || target->region == out_.record.centre) return RulingFault::unknown_target;
        note_["to"] = target->id;
        const std::string before = std::exchange(out_.record.lead, target->id);
        out_.record.sender = std::exchange(out_.record.centre, target->region);
        dossier_["case"]["centre"] = target->region;
        if (dossier_["route"].is_object()) {
            dossier_["route"]["lead"] = routing::to_json(*target);
            dossier_["deadlines"] = deadlines(dossier_["route"], before);
        }
        tell("dossier.transferred");
        if (before != target->id) out_.events.emplace_back(event_reassigned, before);
        return {};
    }

    // What the officer says stands beside the answers, never in their place, and the route is found anew from both.
    std::optional<RulingFault> route() {
        // A case that is linked by a rule goes where the rule says; what it hangs on is said of the other one.
        if (!dossier_["route"].contains("copies")) return RulingFault::wrong_state;
        const Json before = dossier_.value("officers", Json::object());
        Json officers = before;
        if (const auto fault = say(officers)) return fault;
        if (officers == before) return RulingFault::nothing_named;
        const auto centre = dossier_["facts"]["intake"]["centre"].get<std::string>();
        Json found = route_of(dossier_["facts"], officers, centre, directory_);
        if (found.contains("problem")) return RulingFault::unknown_fact;
        const std::string led = out_.record.lead;
        // Where an officer has sent it stands above what the rules find.
        if (const content::Body* kept = directory_.body(led); !out_.record.sender.empty() && kept != nullptr)
            found["lead"] = routing::to_json(*kept);
        out_.record.lead = found["lead"]["body"].get<std::string>();
        if (const auto was = beside(dossier_["route"]); was && !beside(found))
            std::erase_if(dossier_["linked"].get_ref<Json::array_t&>(),
                          [&](const Json& other) { return other["part"] == was->part; });
        const std::set<std::string> readers = readers_of(dossier_["proposals"]);
        Json proposals = proposals_of(found, bench_.copies_at_once);
        keep_released(proposals, dossier_["proposals"]);
        dossier_["deadlines"] = deadlines(found, led);
        dossier_["route"] = std::move(found);
        dossier_["proposals"] = std::move(proposals);
        dossier_["officers"] = std::move(officers);
        for (const Json& linked : dossier_["route"]["linked"])
            if (linked.contains("kind") && !bench_.opens.empty())
                dossier_["linked"].push_back(
                    {{"number", bench_.opens}, {"part", linked["rule"]}, {"lead", linked["lead"]["body"]}});
        tell(std::string(event_submitted));
        for (const std::string& body : readers_of(dossier_["proposals"]))
            if (!readers.contains(body)) out_.events.emplace_back(event_copied, body);
        if (led != out_.record.lead) out_.events.emplace_back(event_reassigned, led);
        return {};
    }

    std::optional<RulingFault> say(Json& officers) {
        Json said = Json::object();
        for (const auto& [path, words] : ruling_.facts) {
            const content::FieldRow* row = bench_.content.fields.find(path);
            if (row == nullptr || !row->is_said_by_officers(out_.record.kind))
                return RulingFault::unknown_fact;
            const bool taken_back = is_blank(words);
            const std::optional<Json> value =
                taken_back ? std::optional(Json()) : fact_of(*row, words, directory_.regions());
            if (!value) return RulingFault::unknown_fact;
            if (officers.value(path, Json()) != *value) said[path] = *value;
            if (taken_back)
                officers.erase(path);
            else
                officers[path] = *value;
        }
        note_["facts"] = std::move(said);
        return {};
    }

    // What was given time for already keeps its day; another body has its own time to decide on acceptance.
    Json deadlines(const Json& found, const std::string& led) const {
        Json terms =
            deadlines_of(found, out_.record.kind, !dossier_.at("missing").empty(), directory_, bench_.at_ms);
        keep_days(terms, dossier_.value("deadlines", Json::array()),
                  out_.record.lead == led ? "" : "acceptance");
        return terms;
    }

    void tell(std::string type) { out_.events.emplace_back(std::move(type), out_.record.lead); }

    const Ruling& ruling_;
    const Bench& bench_;
    const content::Directory& directory_;
    Json dossier_;
    Json note_;
    RuledCase out_;
};

} // namespace

bool is_in_place(const dialogs::Tree& tree, const dialogs::Session& session, const Json& dossier,
                 std::string_view path) {
    const Json said = dossier.value("provenance", Json::object());
    const Json facts = dossier.value("facts", Json::object());
    for (std::size_t end = path.find(']'); end != std::string_view::npos; end = path.find(']', end + 1)) {
        const std::string item = std::string(path.substr(0, end + 1)) + ".";
        for (const auto& [place, origin] : said.items()) {
            const bool is_own = place.starts_with(item) && place.find('[', item.size()) == std::string::npos;
            const std::uint32_t turn = is_own && origin.is_object() ? origin.value("turn", 0U) : 0;
            if (turn > 0 && !was_said(tree, session, place, turn, at_path(facts, place))) return false;
        }
    }
    return true;
}

std::string_view name_of(Ruling::Kind kind) { return ruling_names[static_cast<std::size_t>(kind)]; }

std::optional<Ruling::Kind> ruling_of(std::string_view name) {
    const auto found = std::ranges::find(ruling_names, name);
    if (found == ruling_names.end()) return std::nullopt;
    return static_cast<Ruling::Kind>(found - ruling_names.begin());
}

bool needs_reason(Ruling::Kind kind) {
    return kind != Kind::release && kind != Kind::type && kind != Kind::route;
}

bool may_rule(Ruling::Kind kind, CaseState state) {
    switch (kind) {
    case Kind::request:
    case Kind::accept:
    case Kind::not_accept:
    case Kind::transfer: return state == CaseState::in_review;
    case Kind::release:
    case Kind::type:
    case Kind::route:
        return state == CaseState::in_review || state == CaseState::awaiting_materials ||
               state == CaseState::accepted;
    }
    return false;
}

std::expected<RuledCase, RulingFault> rule_on(const storage::CaseRecord& record, std::string_view dossier,
                                              const Ruling& ruling, const Bench& bench) {
    if (record.version != ruling.version) return std::unexpected(RulingFault::stale);
    if (!may_rule(ruling.kind, record.state)) return std::unexpected(RulingFault::wrong_state);
    if (needs_reason(ruling.kind) && is_blank(ruling.reason)) return std::unexpected(RulingFault::no_reason);
    if (ruling.reason.size() > ruling_bytes_max || ruling.text.size() > ruling_bytes_max)
        return std::unexpected(RulingFault::too_long);
    Json json = Json::parse(dossier, nullptr, false);
    if (!json.is_object() || !json.contains("case") || !json.contains("proposals"))
        return std::unexpected(RulingFault::unknown_case);
    try {
        return Ruler(record, std::move(json), ruling, bench).rule();
    } catch (const Json::exception&) {
        return std::unexpected(RulingFault::unknown_case);
    }
}

} // namespace plaint::casework
