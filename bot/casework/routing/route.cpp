#include "bot/casework/routing/route.hpp"

#include "bot/casework/routing/hints.hpp"
#include "bot/casework/routing/leads.hpp"

#include <algorithm>
#include <set>

namespace plaint::routing {

namespace {

using content::Block;
using content::Body;
using content::BodyKind;
using content::Directory;
using content::name_in;
using content::Names;
using content::Reason;

// One routing under way: the blocks of the table, from top to bottom.
class Router {
  public:
    Router(const Facts& facts, const Directory& directory, Block block)
        : facts_(facts),
          directory_(directory),
          settings_(directory.rules().settings),
          block_(block),
          custody_(*directory.centre_for(facts.centre.empty() ? settings_.receiving_centre : facts.centre)),
          leads_(facts, directory, block, custody_) {}

    Route run() {
        out_.custody = custody_;
        find_lead();
        record_measures();
        copy_places();
        copy_liaison();
        if (is_pursued()) {
            across_places();
            conflict();
            import_goods();
        }
        criminal();
        refused_opinion();
        if (is_pursued()) {
            offline();
            pass_on_clues();
        }
        answer_other_hotline();
        say(Reason::custody, {{"centre", out_.custody.name}});
        return std::move(out_);
    }

    Body lead() {
        find_lead();
        return std::move(out_.lead);
    }

  private:
    void find_lead() {
        places();
        if (is_group())
            lead_group();
        else if (is_pursued() && is_placed(facts_.venue))
            lead_at_exhibition();
        else
            lead_alone();
    }

    // Whether a wrong is to be acted against, and not only looked at or asked about.
    bool is_pursued() const {
        return block_ == Block::infringement || block_ == Block::passing_off ||
               block_ == Block::market_supervision || block_ == Block::copyright;
    }
    bool is_patent() const { return block_ == Block::infringement || block_ == Block::passing_off; }

    // The places of respondents alone: a platform's place never makes a case cross prefectures. A
    // respondent of whom only the province is known adds a place only if nobody else there has a known one.
    void places() {
        for (const Respondent& respondent : facts_.respondents) {
            if (!is_placed(respondent.place)) continue;
            located_ += 1;
            const std::string place = directory_.place_of(respondent.place.region);
            const std::string top = directory_.top_of(respondent.place.region);
            if (std::ranges::find(tops_, top) == tops_.end()) tops_.push_back(top);
            if (!directory_.is_vague(place)) places_.insert(place);
        }
        for (const std::string& top : tops_) {
            const auto in_top = [&](const std::string& place) { return directory_.top_of(place) == top; };
            if (std::ranges::none_of(places_, in_top)) places_.insert(top);
        }
    }

    // The same right, so one block alone.
    bool is_group() const {
        const bool by_numbers = located_ >= static_cast<std::size_t>(settings_.group_respondents_min) &&
                                places_.size() >= static_cast<std::size_t>(settings_.group_prefectures_min);
        return block_ == Block::infringement &&
               (by_numbers || (facts_.officer.group && !facts_.respondents.empty()));
    }

    // PI-0: the office at the platform's place coordinates, each respondent has a case of its own.
    void lead_group() {
        if (const content::PlatformRow* platform = leads_.platform()) {
            out_.lead = leads_.authority(platform->seat);
            if (facts_.officer.group)
                say(Reason::group_by_word, {{"office", out_.lead.name}});
            else
                say(Reason::group, {{"respondents", in_words(located_)},
                                    {"prefectures", in_words(places_.size())},
                                    {"office", out_.lead.name}});
        } else {
            out_.lead = leads_.first().lead;
            say(Reason::group_without_platform,
                {{"respondent", leads_.name_of(leads_.first_placed())}, {"office", out_.lead.name}});
        }
        for (std::size_t i = 0; i < facts_.respondents.size(); ++i) {
            Choice choice = leads_.by(i);
            out_.children.push_back({i, std::move(choice.lead), std::move(choice.why.rule)});
        }
        propose("recommend_first_ascertaining", "PI-0",
                directory_.coordination_centre_for(out_.lead.region)->id);
    }

    // E-1: the act was seen at the venue. Where it has no work station of its own, the centre there sends one.
    void lead_at_exhibition() {
        const std::string& venue = facts_.venue.region;
        out_.lead = leads_.authority(venue);
        say(Reason::exhibition, {{"region", leads_.region(venue)}, {"office", out_.lead.name}});
        const Body* station = directory_.body_for(BodyKind::work_station, venue);
        propose("record_at_station", "E-1", (station ? station : directory_.centre_for(venue))->id);
    }

    void lead_alone() {
        Choice choice = leads_.first();
        out_.lead = std::move(choice.lead);
        out_.reasons.push_back(std::move(choice.why));
        if (out_.lead.kind == BodyKind::desk) ask_at_desk();
    }

    // Nobody is asked again for what has been answered.
    void ask_at_desk() {
        const Reason why = out_.reasons.front().reason;
        if (why == Reason::service) return;
        Act supplement{"supplement", rule_of_lead(), "", lacking(why), settings_.supplement_working_days};
        if (!supplement.fields.empty()) out_.acts.push_back(std::move(supplement));
        if (why == Reason::unknown_matter) return;
        const Body& provincial = leads_.authority(directory_.top_of(custody_.region));
        out_.acts.push_back({"refer", rule_of_lead(), provincial.id, {}, settings_.desk_working_days});
    }

    std::vector<std::string> lacking(Reason why) const {
        if (why == Reason::unknown_matter) return {"case.other_matter"};
        if (block_ == Block::other_right) return {"customs.port_region"};
        if (facts_.respondents.empty()) return {"respondents"};
        std::vector<std::string> fields;
        for (std::size_t i = 0; i < facts_.respondents.size(); ++i)
            for (const std::string& field : facts_.respondents[i].lacking)
                fields.push_back("respondents[" + std::to_string(i) + "]." + field);
        return fields;
    }

    // PO-0: what the platform did is put on record with the case.
    void record_measures() {
        if (out_.reasons.front().rule != "PO-0" || facts_.measures.empty()) return;
        out_.acts.push_back({"record_platform_measure", "PO-0", "", facts_.measures, 0});
    }

    // PO-1 tells the office where the operator is now, NP-3 those where the respondents are.
    void copy_places() {
        const Reason why = out_.reasons.front().reason;
        const std::size_t first = leads_.first_placed();
        for (std::size_t i = 0; i < facts_.respondents.size(); ++i) {
            const Place& place = facts_.respondents[i].place;
            if (!is_placed(place)) continue;
            if (why == Reason::first_registration && i == first) copy(leads_.authority(place.region), "PO-1");
            if (why == Reason::customs_port)
                copy(*directory_.office_for(place.region, content::Power::infringement), "NP-3");
        }
    }

    // Every platform's liaison centre is copied on cases on that platform (S0 II.iii), be there links to several.
    void copy_liaison() {
        for (const std::size_t i : leads_.order()) {
            const Respondent& respondent = facts_.respondents[i];
            if (!respondent.platform.empty()) copy_liaison_of(leads_.platform_of(i));
            for (const std::string& other : respondent.also_on) copy_liaison_of(*directory_.platform(other));
        }
    }

    void copy_liaison_of(const content::PlatformRow& platform) {
        copy(*directory_.body(platform.liaison_centre), rule_of_lead());
    }

    // X-1 within one province, X-2 across several, X-3 where an officer sees national influence. The national
    // administration never handles a case first: the office that leads may submit it.
    void across_places() {
        const bool is_supervised = is_for_supervision();
        if (tops_.size() > 1) {
            const bool is_national = is_supervised && facts_.officer.national_influence;
            for (const std::string& top : tops_) copy(leads_.authority(top), is_national ? "X-3" : "X-2");
            if (!is_national) say(Reason::cross_province, {{"count", in_words(tops_.size())}});
        } else if (places_.size() > 1) {
            copy(leads_.authority(tops_.front()), "X-1");
            say(Reason::cross_prefecture,
                {{"count", in_words(places_.size())}, {"province", leads_.region(tops_.front())}});
        }
        if (!is_supervised) return;
        const Body& national = *directory_.body_for(BodyKind::national_administration, {});
        say(Reason::supervision, {{"office", out_.lead.name}, {"national", national.name}});
        propose("submit_for_supervision", "X-3", national.id);
    }

    bool is_for_supervision() const {
        const OfficersWord& officer = facts_.officer;
        if (!is_patent() || out_.lead.kind != BodyKind::office) return false;
        if (block_ == Block::passing_off) return officer.national_influence || officer.serious_circumstances;
        return officer.national_influence && (tops_.size() > 1 || !out_.children.empty());
    }

    // the office above both sides designates one of them; as long as nobody says who the other side is, above all that
    // could lead.
    void conflict() {
        if (!is_patent() || !facts_.officer.jurisdiction_conflict) return;
        std::set<std::string> regions;
        if (out_.lead.kind == BodyKind::office) regions.insert(out_.lead.region);
        if (const Place& other = facts_.officer.other_side; is_placed(other)) {
            regions.insert(leads_.authority(other.region).region);
        } else {
            for (const Respondent& respondent : facts_.respondents) {
                for (const Place* place : {&respondent.place, &respondent.registered})
                    if (is_placed(*place)) regions.insert(leads_.authority(place->region).region);
                if (const auto* platform = directory_.platform(respondent.platform))
                    regions.insert(leads_.authority(platform->seat).region);
            }
        }
        const Body& superior = common_superior(regions);
        say(Reason::conflict, {{"superior", superior.name}});
        propose("designate_jurisdiction", "X-4", superior.id);
    }

    const Body& common_superior(const std::set<std::string>& regions) const {
        std::set<std::string> tops;
        for (const std::string& region : regions) tops.insert(directory_.top_of(region));
        if (tops.size() == 1 && !regions.contains(*tops.begin())) return leads_.authority(*tops.begin());
        return *directory_.body_for(BodyKind::national_administration, {});
    }

    // NP-3 makes customs no lead where the respondent's place is at stake: they are told of goods that cross the border.
    void import_goods() {
        if (out_.lead.kind == BodyKind::customs || !(facts_.cross_border || is_placed(facts_.port))) return;
        const std::string& port = facts_.port.region;
        propose("inform_customs", "NP-3",
                is_placed(facts_.port) ? directory_.body_for(BodyKind::customs, port)->id : std::string());
        say(Reason::import_goods, {});
    }

    // C-1, C-2: a hint. The liaison room of the body that leads is told when an officer releases the copy, the police
    // never.
    void criminal() {
        const Hint hint = criminal_hint(facts_, directory_.rules());
        if (hint.is_for_crime && (is_pursued() && block_ != Block::infringement)) {
            const bool is_patent_case = block_ == Block::passing_off;
            const std::string rule = is_patent_case ? "C-1" : "C-2";
            const bool has_room = out_.lead.kind != BodyKind::desk && out_.lead.kind != BodyKind::customs;
            if (has_room)
                out_.copies.push_back(
                    {*directory_.body_for(BodyKind::police_liaison, out_.lead.region), rule, true});
            say(is_patent_case ? Reason::criminal_hint : Reason::criminal_hint_other,
                {{"office", out_.lead.name}});
            out_.flags.push_back({"criminal_hint", rule});
        }
        if (hint.asks_whose_number) propose("ask_whose_number", "C-1", {});
        if (hint.asks_how_serious) propose("ask_serious_circumstances", "X-3", {});
    }

    // OP-3: who does not accept the opinion has a case in the general procedure, in which the opinion is one paper.
    void refused_opinion() {
        if (!facts_.opinion_refused) return;
        if (block_ == Block::opinion) {
            Body office = Router(facts_, directory_, Block::infringement).lead();
            say(Reason::opinion_refused, {{"office", office.name}});
            propose("attach_opinion", "OP-3", office.id);
            out_.linked.push_back({"OP-3", std::move(office), general_procedure()});
        } else if (block_ == Block::infringement) {
            say(Reason::opinion_refused, {{"office", out_.lead.name}});
            propose("attach_opinion", "OP-3", out_.lead.id);
        }
    }

    std::string general_procedure() const {
        const auto& blocks = directory_.rules().blocks;
        const auto kind =
            std::ranges::find_if(blocks, [](const auto& row) { return row.second == Block::infringement; });
        return kind != blocks.end() ? kind->first : std::string();
    }

    void offline() {
        const Maker& maker = facts_.maker;
        if (!maker.clue) return;
        if (!is_placed(maker.place)) {
            say(Reason::offline_letter_without_place, {});
            propose("letter_to_complainant", "O-2", {});
            return;
        }
        const Body& office = leads_.authority(maker.place.region);
        const Arguments about{{"region", leads_.region(maker.place.region)}, {"office", office.name}};
        if (maker.offline_wanted) {
            say(Reason::offline_case, about);
            out_.linked.push_back({"O-1", office, {}});
        } else {
            say(Reason::offline_letter, about);
            propose("letter_to_complainant", "O-2", office.id);
        }
    }

    // B-1: all respondents sit in the same circle of provinces, and what else is known of the case is not all in one of them.
    // The complainant counts as one more, and so does a platform where no party is known to sit outside; the clues are those
    // of the respondents' offices, so that a complainant elsewhere takes none of them away.
    void pass_on_clues() {
        const std::set<std::string> acts(tops_.begin(), tops_.end());
        if (acts.empty()) return;
        for (const content::ClueRegion& circle : directory_.rules().clue_regions) {
            const auto is_in = [&](const std::string& top) {
                return std::ranges::find(circle.provinces, top) != circle.provinces.end();
            };
            if (!std::ranges::all_of(acts, is_in)) continue;
            std::set<std::string> all = acts;
            if (const std::set<std::string> others = other_parties(); std::ranges::all_of(others, is_in)) {
                all.insert(others.begin(), others.end());
                for (const std::string& top : tops_of_platforms())
                    if (is_in(top)) all.insert(top);
            }
            if (all.size() < 2) continue;
            say(Reason::clue_region, {});
            out_.flags.push_back({circle.flag, "B-1"});
        }
    }

    std::set<std::string> other_parties() const {
        if (!is_placed(facts_.complainant)) return {};
        return {directory_.top_of(facts_.complainant.region)};
    }

    std::set<std::string> tops_of_platforms() const {
        std::set<std::string> tops;
        for (const Respondent& respondent : facts_.respondents)
            if (const auto* platform = directory_.platform(respondent.platform))
                tops.insert(directory_.top_of(platform->seat));
        return tops;
    }

    void answer_other_hotline() {
        if (facts_.foreign_ticket.empty()) return;
        say(Reason::foreign_ticket, {{"ticket", {{"zh-Hans", facts_.foreign_ticket}}}});
        out_.acts.push_back({"return_result", "H-1", "", {"intake.foreign_ticket"}, 0});
    }

    const std::string& rule_of_lead() const { return out_.reasons.front().rule; }

    void copy(const Body& body, const std::string& rule) {
        const bool is_there =
            std::ranges::any_of(out_.copies, [&](const Copy& other) { return other.body.id == body.id; });
        if (!is_there && body.id != out_.lead.id) out_.copies.push_back({body, rule});
    }

    void propose(std::string act, std::string rule, std::string body) {
        out_.acts.push_back({std::move(act), std::move(rule), std::move(body), {}, 0});
    }

    void say(Reason kind, Arguments arguments) { out_.reasons.push_back(reason(kind, std::move(arguments))); }

    const Facts& facts_;
    const Directory& directory_;
    const content::Settings& settings_;
    Block block_;
    const Body& custody_;
    const Leads leads_;
    std::size_t located_ = 0;       // respondents with a known place in the mainland
    std::set<std::string> places_;  // prefectures, or a province of which no more is known
    std::vector<std::string> tops_; // provinces and the Corps, as named
    Route out_;
};

// What people call another right may be a matter of market supervision, and is then dealt with like one.
Block block_of(Block block, const Facts& facts, const content::Rules& rules) {
    const bool is_of_market =
        block == Block::other_right && matter_of(facts, rules) == BodyKind::market_supervision;
    return is_of_market ? Block::market_supervision : block;
}

} // namespace

std::expected<Route, Error> route(const Facts& facts, const Directory& directory) {
    const content::Rules& rules = directory.rules();
    const auto known = rules.blocks.find(facts.case_kind);
    if (known == rules.blocks.end())
        return std::unexpected(Error{"/case/kind", "there are no routing rules for cases of the kind \"" +
                                                       facts.case_kind + "\""});
    return Router(facts, directory, block_of(known->second, facts, rules)).run();
}

std::string words_of(const RuleReason& reason, const Directory& directory, std::string_view locale) {
    std::map<std::string, std::string, std::less<>> values;
    for (const auto& [name, names] : reason.arguments) values[name] = name_in(names, locale);
    return content::fill(name_in(directory.rules().text_of(reason.reason), locale), values);
}

} // namespace plaint::routing
