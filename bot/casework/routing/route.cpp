#include "bot/casework/routing/route.hpp"

#include <algorithm>
#include <set>

namespace plaint::routing {

namespace {

using content::Body;
using content::Directory;
using content::name_in;
using content::Names;
using content::Power;
using content::Reason;

// One routing under way: the blocks of the table, from top to bottom.
class Router {
  public:
    Router(const Facts& facts, const Directory& directory)
        : facts_(facts),
          directory_(directory),
          settings_(directory.rules().settings),
          order_(principal_first()) {}

    Route run() {
        const std::string& centre = facts_.centre.empty() ? settings_.receiving_centre : facts_.centre;
        out_.custody = *directory_.centre_for(centre);
        places();
        if (is_group())
            lead_group();
        else
            lead_alone();
        copy_liaison();
        across_places();
        import_goods();
        offline();
        say(Reason::custody, {{"centre", out_.custody.name}});
        return std::move(out_);
    }

  private:
    struct Choice {
        Body lead;
        RuleReason why;
    };

    // The named principal goes first, and nobody overtakes anybody else: first named, first accepted.
    std::vector<std::size_t> principal_first() const {
        std::vector<std::size_t> order(facts_.respondents.size());
        for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
        std::ranges::stable_partition(order, [&](std::size_t i) { return facts_.respondents[i].principal; });
        return order;
    }

    // The places of respondents alone: a platform's place never makes a case cross prefectures. A
    // respondent of whom only the province is known adds a place only if nobody else there has a known one.
    void places() {
        for (const Respondent& respondent : facts_.respondents) {
            if (respondent.place.state != Place::State::mainland) continue;
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

    bool is_group() const {
        const bool by_numbers = located_ >= static_cast<std::size_t>(settings_.group_respondents_min) &&
                                places_.size() >= static_cast<std::size_t>(settings_.group_prefectures_min);
        return by_numbers || (facts_.group_by_word && !facts_.respondents.empty());
    }

    // PI-0: the office at the platform's place coordinates, each respondent has a case of its own.
    void lead_group() {
        const Choice alone = choose_first();
        const auto platform = std::ranges::find_if(
            order_, [&](std::size_t i) { return !facts_.respondents[i].platform.empty(); });
        if (platform == order_.end()) {
            out_.lead = alone.lead;
            say(Reason::group_without_platform,
                {{"respondent", name_of(first_placed())}, {"office", out_.lead.name}});
        } else {
            out_.lead = office_of(platform_of(*platform).seat);
            if (facts_.group_by_word)
                say(Reason::group_by_word, {{"office", out_.lead.name}});
            else
                say(Reason::group, {{"respondents", in_words(located_)},
                                    {"prefectures", in_words(places_.size())},
                                    {"office", out_.lead.name}});
        }
        for (std::size_t i = 0; i < facts_.respondents.size(); ++i) {
            Choice choice = choose(i);
            out_.children.push_back({i, std::move(choice.lead), std::move(choice.why.rule)});
        }
        const std::string coordinator = directory_.coordination_centre_for(out_.lead.region)->id;
        out_.acts.push_back({"recommend_first_ascertaining", "PI-0", coordinator, {}, 0});
    }

    void lead_alone() {
        Choice choice = choose_first();
        out_.lead = std::move(choice.lead);
        out_.reasons.push_back(std::move(choice.why));
        if (out_.lead.kind == content::BodyKind::desk) ask_for_places();
    }

    // The first respondent whom an office can answer for; the desk only if there is none.
    std::size_t first_placed() const {
        const auto placed = std::ranges::find_if(order_, [&](std::size_t i) { return has_office(i); });
        return placed != order_.end() ? *placed : order_.empty() ? 0 : order_.front();
    }

    Choice choose_first() const { return choose(first_placed()); }

    bool has_office(std::size_t i) const {
        const Respondent& respondent = facts_.respondents[i];
        return respondent.place.state == Place::State::mainland || !respondent.platform.empty();
    }

    // PI-1 to PI-3 for one respondent; an index past the last stands for a case without any.
    Choice choose(std::size_t i) const {
        if (i >= facts_.respondents.size() || !has_office(i)) return choose_desk(i);
        const Respondent& respondent = facts_.respondents[i];
        const bool is_placed = respondent.place.state == Place::State::mainland;
        const bool prefers_platform = settings_.preference == content::Preference::platform;
        if (is_placed && (respondent.platform.empty() || !prefers_platform)) {
            Body office = office_of(respondent.place.region);
            RuleReason why = reason(Reason::respondent_place, {{"respondent", name_of(i)},
                                                               {"region", region(respondent.place.region)},
                                                               {"office", office.name}});
            return {std::move(office), std::move(why)};
        }
        const content::PlatformRow& platform = platform_of(i);
        Body office = office_of(platform.seat);
        const Reason kind = is_placed                                         ? Reason::platform_preferred
                            : respondent.place.state == Place::State::outside ? Reason::platform_place_abroad
                                                                              : Reason::platform_place;
        RuleReason why =
            reason(kind, {{"respondent", name_of(i)}, {"platform", platform.name}, {"office", office.name}});
        return {std::move(office), std::move(why)};
    }

    Choice choose_desk(std::size_t i) const {
        const Body& desk = *directory_.desk_of(out_.custody);
        const bool is_abroad =
            i < facts_.respondents.size() && facts_.respondents[i].place.state == Place::State::outside;
        RuleReason why = reason(is_abroad ? Reason::no_place_abroad : Reason::no_place,
                                {{"respondent", name_of(i)},
                                 {"office", desk.name},
                                 {"days", in_words(static_cast<std::size_t>(settings_.desk_working_days))}});
        return {desk, std::move(why)};
    }

    // Nobody is asked again for what has been answered.
    void ask_for_places() {
        Act supplement{"supplement", "PI-3", "", {}, settings_.supplement_working_days};
        for (std::size_t i = 0; i < facts_.respondents.size(); ++i)
            for (const std::string& field : facts_.respondents[i].lacking)
                supplement.fields.push_back("respondents[" + std::to_string(i) + "]." + field);
        if (facts_.respondents.empty()) supplement.fields.emplace_back("respondents");
        if (!supplement.fields.empty()) out_.acts.push_back(std::move(supplement));
        const Body& provincial = office_of(directory_.top_of(out_.custody.region));
        out_.acts.push_back({"refer", "PI-3", provincial.id, {}, settings_.desk_working_days});
    }

    // Every platform's liaison centre is copied on cases on that platform (S0 II.iii).
    void copy_liaison() {
        const std::string rule = out_.reasons.front().rule;
        for (const std::size_t i : order_) {
            if (facts_.respondents[i].platform.empty()) continue;
            copy(*directory_.body(platform_of(i).liaison_centre), rule);
        }
    }

    // X-1 within one province, X-2 across several; neither ever goes to the national administration.
    void across_places() {
        if (tops_.size() > 1) {
            for (const std::string& top : tops_) copy(office_of(top), "X-2");
            say(Reason::cross_province, {{"count", in_words(tops_.size())}});
        } else if (places_.size() > 1) {
            copy(office_of(tops_.front()), "X-1");
            say(Reason::cross_prefecture,
                {{"count", in_words(places_.size())}, {"province", region(tops_.front())}});
        }
    }

    // NP-3 makes customs no lead of an infringement case: they are told of imported goods.
    void import_goods() {
        if (facts_.cross_border) out_.acts.push_back({"inform_customs", "NP-3", "", {}, 0});
    }

    void offline() {
        const Maker& maker = facts_.maker;
        if (!maker.clue) return;
        if (maker.place.state != Place::State::mainland) {
            say(Reason::offline_letter_without_place, {});
            out_.acts.push_back({"letter_to_complainant", "O-2", "", {}, 0});
            return;
        }
        const Body& office = office_of(maker.place.region);
        const Arguments about{{"region", region(maker.place.region)}, {"office", office.name}};
        if (maker.offline_wanted) {
            say(Reason::offline_case, about);
            out_.linked.push_back({"O-1", office});
        } else {
            say(Reason::offline_letter, about);
            out_.acts.push_back({"letter_to_complainant", "O-2", office.id, {}, 0});
        }
    }

    using Arguments = std::map<std::string, Names, std::less<>>;

    void copy(const Body& body, std::string_view rule) {
        const bool is_there =
            std::ranges::any_of(out_.copies, [&](const Copy& other) { return other.body.id == body.id; });
        if (!is_there && body.id != out_.lead.id) out_.copies.push_back({body, std::string(rule)});
    }

    void say(Reason kind, Arguments arguments) { out_.reasons.push_back(reason(kind, std::move(arguments))); }

    static RuleReason reason(Reason kind, Arguments arguments) {
        return {std::string(content::form_of(kind).rule), kind, std::move(arguments)};
    }

    // The loader has seen to it that every place of the mainland has an office and every platform a seat.
    const Body& office_of(std::string_view region) const {
        return *directory_.office_for(region, Power::infringement);
    }

    const content::PlatformRow& platform_of(std::size_t i) const {
        return *directory_.platform(facts_.respondents[i].platform);
    }

    Names name_of(std::size_t i) const {
        Names names;
        for (const auto& [locale, pattern] : directory_.rules().respondent)
            names[locale] = content::fill(pattern, {{"number", std::to_string(i + 1)}});
        return names;
    }

    Names region(const std::string& code) const {
        Names names;
        for (const auto& [locale, pattern] : directory_.rules().respondent)
            names[locale] = directory_.region_name(code, locale);
        return names;
    }

    static Names in_words(std::size_t number) { return {{"zh-Hans", std::to_string(number)}}; }

    const Facts& facts_;
    const Directory& directory_;
    const content::Settings& settings_;
    std::vector<std::size_t> order_;
    std::size_t located_ = 0;       // respondents with a known place in the mainland
    std::set<std::string> places_;  // prefectures, or a province of which no more is known
    std::vector<std::string> tops_; // provinces and the Corps, as named
    Route out_;
};

} // namespace

std::expected<Route, Error> route(const Facts& facts, const Directory& directory) {
    if (facts.case_kind != "patent_infringement")
        return std::unexpected(Error{"/case/kind", "there are no routing rules for cases of the kind \"" +
                                                       facts.case_kind +
                                                       "\"; there are for patent_infringement"});
    return Router(facts, directory).run();
}

std::string words_of(const RuleReason& reason, const Directory& directory, std::string_view locale) {
    std::map<std::string, std::string, std::less<>> values;
    for (const auto& [name, names] : reason.arguments) values[name] = name_in(names, locale);
    return content::fill(name_in(directory.rules().text_of(reason.reason), locale), values);
}

} // namespace plaint::routing
