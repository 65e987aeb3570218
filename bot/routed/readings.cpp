#include "bot/routed/readings.hpp"

#include "bot/casework/dossier_facts.hpp"
#include "bot/casework/routing/facts.hpp"
#include "dialogs/kinds/credit_code.hpp"
#include "dialogs/kinds/link.hpp"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

namespace plaint::routed {

namespace {

using dialogs::Answer;
using dialogs::State;
using kinds::Kind;
using Json = nlohmann::json;

constexpr std::int64_t respondents_named_max = 3;

// Every state of a field with words that say nothing to routing, and an unverified place abroad.
void add_formal(State state, const content::Directory& directory, std::vector<Said>& answers) {
    answers.emplace_back(Answer{.state = state, .reason = state == State::unverified ? "?" : ""});
    const auto abroad = std::string("境外");
    if (state == State::unverified && directory.regions().abroad().names(abroad))
        answers.emplace_back(Answer{.state = state, .reason = abroad});
}

// A link to something on a platform of the directory, by a rule that names its parameter.
std::string some_link(const content::Directory& directory) {
    for (const kinds::Platform& platform : directory.links().rows())
        for (const kinds::LinkRule& rule : platform.links) {
            if (rule.query.empty() || rule.shape != kinds::ItemShape::digits) continue;
            const std::string path = rule.path.empty() ? "/" : rule.path;
            std::string link = "https://" + rule.host + path + "?" + rule.query.front() + "=637790875524";
            if (directory.platform(kinds::platform_of(link, directory.links())) != nullptr) return link;
        }
    return {};
}

// Each amount by the thresholds that it reaches; that none was said is another matter than that it reaches none.
std::string amounts_told(const routing::Facts& facts, const content::Directory& directory) {
    const routing::Amounts& amounts = facts.amounts;
    std::string all;
    const auto count = [&](std::optional<std::int64_t> said, auto threshold) {
        std::size_t reached = said ? 1 : 0;
        for (const content::CriminalHint& hint : directory.rules().criminal_hints) {
            const bool is_of_kind = std::ranges::find(hint.kinds, facts.case_kind) != hint.kinds.end();
            const std::optional<std::int64_t> from = threshold(hint);
            if (is_of_kind && said && from && *said >= *from) ++reached;
        }
        all += std::to_string(reached) + ",";
    };
    using Hint = content::CriminalHint;
    count(amounts.turnover_cny, [](const Hint& hint) { return hint.turnover_cny; });
    count(amounts.gains_cny, [](const Hint& hint) { return hint.gains_cny; });
    count(amounts.loss_cny, [](const Hint& hint) { return hint.loss_cny; });
    count(amounts.others_patents,
          [](const Hint& hint) { return std::optional<std::int64_t>(hint.others_patents_min); });
    return all;
}

// Numbers at which routing may change its mind.
std::set<std::int64_t> numbers_of(const content::Directory& directory) {
    std::set<std::int64_t> numbers;
    for (std::int64_t number = 0; number <= respondents_named_max + 1; ++number) numbers.insert(number);
    for (const content::CriminalHint& hint : directory.rules().criminal_hints)
        for (const auto& from : {hint.turnover_cny, hint.gains_cny, hint.loss_cny})
            if (from) numbers.insert({*from - 1, *from});
    return numbers;
}

// Firms first registered at a place of the mainland, and one that no place of the directory registered.
std::vector<std::string> codes_of(const Landmarks& landmarks) {
    std::vector<std::string> codes;
    for (const std::string& place : landmarks.places) {
        const std::string first = "91" + place + "MA27000250";
        codes.push_back(first.substr(0, 17));
    }
    codes.emplace_back("91999999MA2700025");
    for (std::string& code : codes)
        if (const auto check = kinds::credit_code_check(code)) code += *check;
    return codes;
}

// Whatever the reader made of a dossier, in one text.
std::string told(const std::expected<routing::Facts, routing::Error>& read,
                 const content::Directory& directory) {
    if (!read) return "!" + read.error().pointer + " " + read.error().what;
    std::string all;
    const auto place = [&](const routing::Place& one) {
        all += std::to_string(static_cast<int>(one.state)) + one.region + ",";
    };
    for (const routing::Respondent& one : read->respondents) {
        place(one.place);
        place(one.registered);
        all += one.platform + (one.principal ? "!" : "") + ";";
        for (const std::string& lacking : one.lacking) all += lacking + ",";
    }
    const routing::OfficersWord& officer = read->officer;
    for (const routing::Place* one :
         {&read->maker.place, &read->port, &read->venue, &read->complainant, &officer.other_side})
        place(*one);
    for (const bool flag : {read->maker.clue, read->maker.offline_wanted, read->cross_border, read->obvious,
                            read->opinion_refused, officer.group, officer.national_influence,
                            officer.serious_circumstances, officer.criminal_suspicion, officer.centre_unable,
                            officer.jurisdiction_conflict, read->foreign_ticket.empty()})
        all += flag ? "1" : "0";
    for (const std::string& measure : read->measures) all += measure + ",";
    return all + amounts_told(*read, directory) + (read->role == "platform" ? "P" : "") + ";" + read->matter +
           ";" + read->industry + ";" + read->centre;
}

} // namespace

Json json_of(const Answer& answer) {
    switch (answer.state) {
    case State::value: break;
    case State::none: return {{"none", answer.reason}};
    case State::unverified: return {{"unverified", answer.reason}};
    default: return {{name_of(answer.state), true}};
    }
    if (const auto* flag = std::get_if<bool>(&answer.value)) return *flag;
    if (const auto* number = std::get_if<std::int64_t>(&answer.value)) return *number;
    if (const auto* text = std::get_if<std::string>(&answer.value)) return *text;
    return "any";
}

Landmarks landmarks_of(const content::Directory& directory, std::size_t places) {
    struct Like {
        std::string code, top, place;
        bool vague = false;
    };
    // By all that routing asks of a region.
    std::map<std::string, Like> likes;
    Landmarks found;
    std::vector<std::string> open = directory.regions().children("");
    while (!open.empty()) {
        const std::string code = std::move(open.back());
        open.pop_back();
        std::ranges::move(directory.regions().children(code), std::back_inserter(open));
        if (!directory.is_mainland(code)) {
            if (found.outside.empty()) found.outside.push_back(code);
            continue;
        }
        const std::string place = directory.place_of(code);
        const content::Body* office = directory.office_for(code, content::Power::infringement);
        likes[place + " " + (office != nullptr ? office->id : std::string("none"))] = {
            code, directory.top_of(code), place, directory.is_vague(place)};
    }
    std::map<std::string, std::vector<std::string>> by_top;
    for (const auto& [key, like] : likes) {
        found.all.push_back(like.code);
        if (!like.vague) by_top[like.top].push_back(like.code);
    }
    // Two of one province go first, then one of each other province, then whatever there is.
    const auto two = std::ranges::find_if(by_top, [](const auto& one) { return one.second.size() > 1; });
    const auto add = [&](const std::string& code) {
        if (found.places.size() < places && std::ranges::find(found.places, code) == found.places.end())
            found.places.push_back(code);
    };
    if (two != by_top.end()) {
        add(two->second[0]);
        add(two->second[1]);
        for (const auto& [key, like] : likes)
            if (like.vague && like.top == two->first && found.vague.empty()) found.vague.push_back(like.code);
    }
    for (const auto& [top, codes] : by_top)
        if (two == by_top.end() || top != two->first) add(codes.front());
    for (const auto& [top, codes] : by_top)
        for (const std::string& code : codes) add(code);
    // Provinces that pass clues on are told apart from others if there is a place in two of them.
    for (const content::ClueRegion& circle : directory.rules().clue_regions)
        for (std::size_t i = 0; i < std::min<std::size_t>(2, circle.provinces.size()); ++i) {
            const auto is_in = [&](const std::string& code) {
                return directory.top_of(code) == circle.provinces[i];
            };
            if (std::ranges::none_of(found.places, is_in)) found.places.push_back(circle.provinces[i]);
        }
    return found;
}

std::vector<Alike> Readings::of(std::string_view pattern) const {
    std::vector<Alike> classes;
    std::map<std::string, std::size_t> known;
    std::string path(pattern);
    for (std::size_t at = path.find("[]"); at != std::string::npos; at = path.find("[]", at))
        path.insert(at + 1, "0");
    for (Said& said : answers(pattern)) {
        Json dossier = {{"case", {{"kind", kind_}}}};
        // What is read of a respondent is read of one that there is.
        for (std::int64_t i = 0; i < respondents_named_max; ++i)
            casework::set_at(dossier, "respondents[" + std::to_string(i) + "]", Json::object());
        if (said) casework::set_at(dossier, path, json_of(*said));
        const std::string reading = told(routing::facts_from_json(dossier, directory_), directory_);
        const auto [place, is_new] = known.emplace(reading, classes.size());
        if (is_new) classes.emplace_back();
        classes[place->second].push_back(std::move(said));
    }
    return classes;
}

std::vector<Said> Readings::answers(std::string_view pattern) const {
    std::vector<Said> all{std::nullopt};
    const dialogs::Field* field = tree_.field(pattern);
    if (field == nullptr) return all;
    dialogs::May may;
    for (const std::uint32_t leaf : field->leaves) may |= tree_.leaves[leaf].may;
    for (const State state : {State::later, State::none, State::unknown, State::skip, State::unverified})
        if (field->let || allows(may, state)) add_formal(state, directory_, all);
    add_values(*field, all);
    return all;
}

void Readings::add_values(const dialogs::Field& field, std::vector<Said>& all) const {
    const auto add = [&](dialogs::Value value) { all.emplace_back(Answer{.value = std::move(value)}); };
    switch (field.kind) {
    case Kind::yes_no:
        add(true);
        add(false);
        return;
    case Kind::choice:
        for (const std::string& value : field.values) add(value);
        return;
    case Kind::number:
        for (const std::int64_t number : numbers_of(directory_)) add(number);
        return;
    case Kind::credit_code:
        for (std::string& code : codes_of(landmarks_)) add(std::move(code));
        return;
    case Kind::region:
        for (const auto* codes : {&landmarks_.places, &landmarks_.vague, &landmarks_.outside})
            for (const std::string& code : *codes) add(code);
        return;
    case Kind::link:
        if (std::string link = some_link(directory_); !link.empty()) add(std::move(link));
        return;
    // Routing does not look into other words; what it cannot read at all shows by any of them.
    default: add(std::monostate{});
    }
}

} // namespace plaint::routed
