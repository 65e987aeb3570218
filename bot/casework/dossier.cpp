#include "bot/casework/dossier.hpp"

#include "bot/casework/deadlines.hpp"
#include "bot/casework/dossier_facts.hpp"
#include "bot/casework/routing/route.hpp"
#include "bot/casework/states.hpp"
#include "bot/support/clock.hpp"
#include "dialogs/engine/checklist.hpp"

#include <algorithm>
#include <numeric>
#include <set>
#include <utility>

namespace plaint::casework {
namespace {

using Json = nlohmann::json;
using dialogs::LineState;

std::vector<std::string> fields_of(const dialogs::LineResult& result, const dialogs::Tree& tree) {
    std::vector<std::string> paths;
    for (const std::string& field : result.fields) paths.push_back(positioned(field, result.positions));
    if (paths.empty() && result.line->of)
        paths.push_back(positioned(tree.groups[*result.line->of].path, result.positions));
    return paths;
}

void add_checklist(const ChecklistText& text, const Matter& matter, std::vector<Closing::Missing>& told,
                   Record& out) {
    std::string lines = "[";
    Json missing = Json::array();
    std::vector<dialogs::LineResult> results;
    const auto& all = matter.library.content->checklists;
    const auto checklist = all.find(out.kind);
    if (checklist != all.end()) {
        results = examine(checklist->second, matter.tree, matter.session);
        out.confidential = checklist->second.confidential;
    }
    for (const dialogs::LineResult& result : results) {
        const std::vector<std::string> fields = fields_of(result, matter.tree);
        const bool whole = result.state == LineState::present || result.state == LineState::not_needed;
        if (lines.size() > 1) lines += ',';
        text.append(lines, result, whole ? std::vector<std::string>{} : fields);
        if (!dialogs::is_lacking(result)) continue;
        missing.push_back(
            {{"line", result.line->name}, {"state", name_of(result.state)}, {"fields", fields}});
        for (const std::string& path : fields)
            if (std::ranges::find(told, path, &Closing::Missing::path) == told.end())
                told.push_back({path, label_of(matter.tree, path)});
    }
    out.members["checklist"] = std::move(lines += ']');
    out.members["deadlines"] = bytes_of(
        deadlines_of(out.route, out.kind, !missing.empty(), matter.library.content->directory, matter.at_ms));
    out.members["missing"] = bytes_of(missing);
}

// A case that the rules cannot place goes to the desk of its centre: a submission is never refused for it.
Json route_to_desk(const std::string& centre, const routing::Error& error,
                   const content::Directory& directory) {
    const Json lead = routing::to_json(*directory.desk_of(*directory.centre_for(centre)));
    Json out = {{"lead", lead}, {"problem", {{"pointer", error.pointer}, {"what", error.what}}}};
    for (const char* list : {"copies", "acts", "rules", "reasons", "children", "linked", "flags"})
        out[list] = Json::array();
    return out;
}

// The region of the centre that receives, which owns the region that the intake names.
std::string centre_of(const dialogs::Session& session, const support::Config& config,
                      const content::Directory& directory) {
    const auto given = session.given.find("intake.centre");
    for (const std::string& region :
         {given != session.given.end() ? given->second : std::string(), config.intake.centre})
        if (const content::Body* centre = directory.centre_for(region)) return centre->region;
    return directory.rules().settings.receiving_centre;
}

std::string text_at(const Json& facts, const char* object, const char* name) {
    const auto held = facts.find(object);
    return held != facts.end() && held->contains(name) && (*held)[name].is_string()
               ? (*held)[name].get<std::string>()
               : std::string();
}

// Nobody is asked for what the calendar says: which campaign the day falls into that the complaint was begun on, and of an
// exhibition which event was on there.
void set_occasions(Json& facts, const content::Directory& directory, std::int64_t begun_ms) {
    const support::Date today = support::today_shanghai(begun_ms);
    const kinds::Date day{today.year, static_cast<int>(today.month), static_cast<int>(today.day)};
    const auto is_on = [&](const auto& span) { return span.from <= day && day <= span.to; };
    const auto& campaigns = directory.campaigns();
    if (const auto campaign = std::ranges::find_if(campaigns, is_on); campaign != campaigns.end())
        set_at(facts, "intake.campaign", campaign->id);
    // The county of a hall and its prefecture are one place.
    constexpr std::size_t prefecture = 4;
    const std::string venue = text_at(facts, "exhibition", "venue_region").substr(0, prefecture);
    const auto& events = directory.events();
    const auto event = std::ranges::find_if(
        events, [&](const content::Event& one) { return is_on(one) && one.region.starts_with(venue); });
    if (!venue.empty() && event != events.end()) set_at(facts, "intake.event", event->id);
}

std::string locale_of(const Json& facts, const dialogs::Session& session) {
    const Json* intake = facts.contains("intake") ? &facts["intake"] : nullptr;
    if (intake != nullptr && intake->contains("locale") && (*intake)["locale"].is_string())
        return (*intake)["locale"].get<std::string>();
    return session.locales.empty() ? std::string() : session.locales.back();
}

Json tagged(const char* kind, Json proposal) {
    proposal["kind"] = kind;
    return proposal;
}

} // namespace

bool is_offline(std::string_view part) {
    // "O-1", "patent_passing_off/O-1", and "O-1/2" where there are several makers.
    return part.find(offline_rule) != std::string_view::npos;
}

Json route_of(Json facts, const Json& officers, const std::string& centre,
              const content::Directory& directory) {
    for (const auto& [path, value] : officers.items()) set_at(facts, path, value);
    const auto read = routing::facts_from_json(facts, directory);
    if (!read) return route_to_desk(centre, read.error(), directory);
    const auto found = routing::route(*read, directory);
    if (!found) return route_to_desk(centre, found.error(), directory);
    return routing::to_json(*found, directory);
}

Record record_of(const ChecklistText& checklists, const Matter& matter, Json facts, std::string part,
                 std::string kind, Json officers, std::vector<Closing::Missing>& missing) {
    const content::Directory& directory = matter.library.content->directory;
    Record record{.part = std::move(part), .kind = std::move(kind), .officers = std::move(officers)};
    set_at(facts, "case.kind", record.kind);
    record.members["facts"] = bytes_of(facts);
    const auto centre = facts["intake"]["centre"].get<std::string>();
    record.route = route_of(std::move(facts), record.officers, centre, directory);
    add_checklist(checklists, matter, missing, record);
    return record;
}

std::optional<Beside> beside(const Json& route) {
    for (const Json& linked : route.value("linked", Json::array()))
        if (linked.contains("kind"))
            return Beside{linked.at("rule").get<std::string>(), linked.at("kind").get<std::string>()};
    return std::nullopt;
}

Draft draft(const ChecklistText& checklists, const support::Config& config, const Matter& matter,
            const OfficersFacts& officers) {
    const content::Directory& directory = matter.library.content->directory;
    const Projection live = project(matter.tree, matter.session);
    Evidence evidence;
    Facts facts = facts_of(matter.tree, matter.session, live, evidence);
    Draft out{.centre = centre_of(matter.session, config, directory)};
    set_at(facts.nested, "intake.centre", out.centre);
    set_occasions(facts.nested, directory, matter.session.begun_ms);
    out.locale = locale_of(facts.nested, matter.session);
    const auto add = [&](const std::string& part, const std::string& kind) {
        const auto said = officers.find(part);
        out.records.push_back(record_of(checklists, matter, facts.nested, part, kind,
                                        said != officers.end() ? said->second : Json::object(), out.missing));
        out.is_routed = out.is_routed && !out.records.back().route.contains("problem");
    };
    add(std::string(main_part), matter.tree.cases[live.submits]);
    for (const std::uint32_t with : live.with) add(matter.tree.cases[with], matter.tree.cases[with]);
    for (std::size_t i = 0; i < out.records.size(); ++i)
        if (const auto linked = beside(out.records[i].route)) {
            OfficersFacts::mapped_type said = out.records[i].officers;
            if (const auto own = officers.find(linked->part); own != officers.end()) said.update(own->second);
            out.records.push_back(
                record_of(checklists, matter, facts.nested, linked->part, linked->kind, said, out.missing));
        }
    out.members["provenance"] = std::move(facts.provenance);
    out.members["superseded"] = std::move(facts.superseded);
    out.members["set_aside"] = std::move(facts.set_aside);
    out.members["unassigned_files"] = bytes_of(facts.unassigned_files);
    out.members["files"] = bytes_of(evidence.list());
    return out;
}

Json proposals_of(const Json& route, bool copies_at_once) {
    Json proposals = Json::array();
    for (const Json& copy : route["copies"])
        proposals.push_back({{"kind", "copy"},
                             {"body", copy},
                             {"rule", copy["rule"]},
                             {"released", copies_at_once && !copy.value("held", false)}});
    for (const Json& act : route["acts"]) proposals.push_back(tagged("act", act));
    for (const Json& child : route["children"]) proposals.push_back(tagged("child", child));
    return proposals;
}

std::vector<Part> parts_of(const Draft& draft, const support::Config& config) {
    std::vector<Part> parts;
    // One case for each kind; and of what routing asks for beside it, one for each rule and body, whichever kind asks.
    std::set<std::pair<std::string, std::string>> asked;
    for (std::size_t i = 0; i < draft.records.size(); ++i) {
        const Json& route = draft.records[i].route;
        parts.push_back({.name = draft.records[i].part,
                         .record = i,
                         .lead = route["lead"]["body"].get<std::string>(),
                         .route = route,
                         .proposals = proposals_of(route, config.intake.copies_at_once)});
        for (const Json& linked : route["linked"]) {
            const std::string rule = linked["rule"].get<std::string>();
            const auto lead = linked["lead"]["body"].get<std::string>();
            const std::string stem = i == 0 ? rule : draft.records[i].part + "/" + rule;
            const bool has_record =
                std::ranges::find(draft.records, stem, &Record::part) != draft.records.end();
            if (has_record || (!asked.emplace(rule, lead).second && i > 0)) continue;
            const auto same =
                std::ranges::count_if(parts, [&](const Part& part) { return part.name.starts_with(stem); });
            Json own = {{"lead", linked["lead"]}, {"rules", {rule}}, {"reasons", Json::array()}};
            if (route.contains("custody")) own["custody"] = route["custody"];
            for (const Json& reason : route["reasons"])
                if (reason["rule"] == rule) own["reasons"].push_back(reason);
            parts.push_back({.name = same == 0 ? stem : stem + "/" + std::to_string(same + 1),
                             .record = i,
                             .lead = lead,
                             .route = std::move(own)});
        }
    }
    return parts;
}

// What a rule links to a case has its record, but a lead of its own, and so other terms.
Json deadlines_of(const Draft& draft, const Part& part, const Matter& matter) {
    const Record& record = draft.records[part.record];
    if (part.name == record.part) return Json::parse(record.members.at("deadlines"));
    const bool is_lacking = record.members.at("missing") != "[]";
    return deadlines_of(part.route, record.kind, is_lacking, matter.library.content->directory, matter.at_ms);
}

std::string dossier_bytes(const Draft& draft, const Part& part, const Identity& identity,
                          const std::vector<Identity>& all, const Matter& matter) {
    const Record& record = draft.records[part.record];
    Json linked = Json::array();
    for (const Identity& other : all)
        if (other.number != identity.number)
            linked.push_back({{"number", other.number.text}, {"part", other.part}, {"lead", other.lead}});
    Json head = {{"number", identity.number.text},
                 {"version", identity.version},
                 {"kind", record.kind},
                 {"part", identity.part},
                 {"state", name_of(identity.state)},
                 {"submitted_at", support::rfc3339_utc(identity.submitted_at_ms)},
                 {"turn", matter.session.turn},
                 {"centre", identity.centre.empty() ? draft.centre : identity.centre},
                 {"content_version", matter.tree.content},
                 {"locale", draft.locale}};
    if (record.confidential > 0) head["confidential"] = record.confidential;
    if (identity.version > 1) head["updated_at"] = support::rfc3339_utc(matter.at_ms);
    const std::string about = bytes_of(head);
    const std::string route = bytes_of(part.route);
    const std::string proposals = bytes_of(part.proposals);
    const std::string others = bytes_of(linked);
    std::map<std::string_view, std::string_view> members(draft.members.begin(), draft.members.end());
    const std::string deadlines = bytes_of(part.deadlines);
    members.insert({"deadlines", deadlines});
    members.insert(record.members.begin(), record.members.end());
    members.insert({{"case", about}, {"route", route}, {"proposals", proposals}, {"linked", others}});
    const std::string rulings = bytes_of(identity.rulings);
    const std::string requested = bytes_of(Json(identity.requested));
    const std::string officers = bytes_of(record.officers);
    if (part.name == record.part && !record.officers.empty()) members["officers"] = officers;
    if (!identity.rulings.empty()) members["rulings"] = rulings;
    if (!identity.requested.empty()) members["requested"] = requested;
    std::string out;
    out.reserve(
        std::accumulate(members.begin(), members.end(), std::size_t{2}, [](std::size_t sum, const auto& one) {
            return sum + one.first.size() + one.second.size() + 4;
        }));
    for (const auto& [name, bytes] : members)
        out.append(out.empty() ? "{\"" : ",\"").append(name).append("\":").append(bytes);
    return out.append("}");
}

void keep_released(Json& proposals, const Json& earlier) {
    // A proposal is the same when it says the same but for its release.
    const auto plain = [](Json proposal) {
        proposal.erase("released");
        return proposal;
    };
    for (Json& proposal : proposals)
        for (const Json& before : earlier)
            if (before.value("released", false) && plain(before) == plain(proposal))
                proposal["released"] = true;
}

std::expected<DossierHead, std::string> read_head(std::string_view dossier) {
    const Json json = Json::parse(dossier, nullptr, false);
    try {
        const Json& about = json.at("case");
        DossierHead head{.part = about.at("part").get<std::string>(),
                         .turn = about.at("turn").get<std::uint32_t>()};
        for (const Json& line : json.at("missing"))
            for (const Json& field : line.at("fields")) {
                auto path = field.get<std::string>();
                if (std::ranges::find(head.missing, path) == head.missing.end())
                    head.missing.push_back(std::move(path));
            }
        head.rulings = json.value("rulings", Json::array());
        head.officers = json.value("officers", Json::object());
        head.proposals = json.at("proposals");
        head.deadlines = json.value("deadlines", Json::array());
        head.requested = json.value("requested", std::vector<std::string>());
        for (const std::string& path : head.requested)
            if (std::ranges::find(head.missing, path) == head.missing.end()) head.missing.push_back(path);
        for (const Json& proposal : json.at("proposals"))
            if (proposal.at("kind") == "copy" && proposal.at("released") == true)
                head.readers.push_back(proposal.at("body").at("body").get<std::string>());
        for (const Json& other : json.at("linked"))
            head.linked.push_back(other.at("number").get<std::string>());
        return head;
    } catch (const Json::exception&) {
        return std::unexpected("a dossier in the store is no dossier");
    }
}

std::string opened_bytes(const Json& other, const Record& record, const Identity& identity,
                         const Json& proposals, const Matter& matter) {
    Json json = other;
    for (const char* of_the_other : {"rulings", "requested", "officers"}) json.erase(of_the_other);
    Json& about = json["case"];
    const Json number = about["number"];
    const Json part = about["part"];
    const Json lead = json["route"]["lead"]["body"];
    for (const char* of_the_other : {"updated_at", "confidential"}) about.erase(of_the_other);
    about["number"] = identity.number.text;
    about["version"] = identity.version;
    about["kind"] = record.kind;
    about["part"] = identity.part;
    about["state"] = name_of(identity.state);
    about["submitted_at"] = support::rfc3339_utc(identity.submitted_at_ms);
    about["turn"] = matter.session.turn;
    if (record.confidential > 0) about["confidential"] = record.confidential;
    for (const auto& [name, bytes] : record.members) json[name] = Json::parse(bytes);
    json["route"] = record.route;
    json["proposals"] = proposals;
    if (!record.officers.empty()) json["officers"] = record.officers;
    json["linked"] = Json::array({{{"number", number}, {"part", part}, {"lead", lead}}});
    return bytes_of(json);
}

std::expected<std::string, std::string> withdrawn_bytes(std::string_view dossier, std::uint32_t version,
                                                        std::int64_t at_ms, std::uint32_t turn) {
    Json json = Json::parse(dossier, nullptr, false);
    if (!json.is_object() || !json.contains("case"))
        return std::unexpected("a dossier in the store is no dossier");
    Json& about = json["case"];
    about["version"] = version;
    about["state"] = name_of(storage::CaseState::withdrawn);
    about["withdrawn_at"] = support::rfc3339_utc(at_ms);
    about["turn"] = turn;
    return bytes_of(json);
}

} // namespace plaint::casework
