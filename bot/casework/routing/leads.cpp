#include "bot/casework/routing/leads.hpp"

#include <algorithm>

namespace plaint::routing {

using content::Block;
using content::Body;
using content::BodyKind;
using content::Names;
using content::PlatformRow;
using content::Power;
using content::Reason;

RuleReason reason(Reason kind, Arguments arguments) {
    return {std::string(content::form_of(kind).rule), kind, std::move(arguments)};
}

BodyKind matter_of(const Facts& facts, const content::Rules& rules) {
    const auto matter = rules.matters.find(facts.matter);
    if (matter == rules.matters.end()) return BodyKind::desk;
    return content::body_kind_of(matter->second).value_or(BodyKind::desk);
}

Names in_words(std::size_t number) { return {{"zh-Hans", std::to_string(number)}}; }

Leads::Leads(const Facts& facts, const content::Directory& directory, Block block, const Body& custody)
    : facts_(facts),
      directory_(directory),
      block_(block),
      custody_(custody),
      order_(facts.respondents.size()) {
    for (std::size_t i = 0; i < order_.size(); ++i) order_[i] = i;
    std::ranges::stable_partition(order_, [&](std::size_t i) { return facts_.respondents[i].principal; });
}

std::size_t Leads::first_placed() const {
    const auto placed = std::ranges::find_if(order_, [&](std::size_t i) { return has_body(i); });
    return placed != order_.end() ? *placed : order_.empty() ? 0 : order_.front();
}

bool Leads::has_body(std::size_t i) const {
    const Respondent& respondent = facts_.respondents[i];
    const bool is_registered = block_ == Block::passing_off && is_placed(respondent.registered);
    return is_placed(respondent.place) || is_registered || !respondent.platform.empty();
}

Choice Leads::by(std::size_t i) const {
    switch (block_) {
    case Block::infringement: return by_infringement(i);
    case Block::passing_off: return by_passing_off(i);
    case Block::opinion: return by_opinion();
    case Block::market_supervision: return by_place(i, {Reason::market_respondent, Reason::market_platform});
    case Block::copyright: return by_place(i, {Reason::copyright_respondent, Reason::copyright_platform});
    case Block::other_right: return by_matter();
    case Block::service: break;
    }
    return at_desk(i, Reason::service);
}

// PI-1 to PI-3.
Choice Leads::by_infringement(std::size_t i) const {
    const bool is_there = i < facts_.respondents.size();
    const Place place = is_there ? facts_.respondents[i].place : Place{};
    const bool is_abroad = place.state == Place::State::outside;
    if (!is_there || !has_body(i)) return at_desk(i, is_abroad ? Reason::no_place_abroad : Reason::no_place);
    const bool prefers_platform = directory_.rules().settings.preference == content::Preference::platform;
    const bool has_platform = !facts_.respondents[i].platform.empty();
    if (is_placed(place) && !(prefers_platform && has_platform))
        return at_region(place.region, i, Reason::respondent_place);
    return at_platform(i, is_placed(place) ? Reason::platform_preferred
                          : is_abroad      ? Reason::platform_place_abroad
                                           : Reason::platform_place);
}

// PO-0 to PO-3: what the platform calls obvious and submits goes where the operator is now, all else that comes through
// a centre where the operator was first registered.
Choice Leads::by_passing_off(std::size_t i) const {
    if (i >= facts_.respondents.size() || !has_body(i)) return at_desk(i, Reason::unplaced);
    const Respondent& respondent = facts_.respondents[i];
    if (facts_.obvious && facts_.role == "platform") {
        if (is_placed(respondent.place))
            return at_region(respondent.place.region, i, Reason::obvious_respondent);
        if (!respondent.platform.empty()) return at_platform(i, Reason::obvious_platform);
    }
    if (is_placed(respondent.registered))
        return at_region(respondent.registered.region, i, Reason::first_registration);
    return by_place(i, {Reason::reported_respondent, Reason::reported_platform});
}

Choice Leads::by_place(std::size_t i, Pair reasons) const {
    if (block_ != Block::passing_off && is_placed(facts_.port)) return by_port();
    if (i >= facts_.respondents.size() || !has_body(i)) return at_desk(i, Reason::unplaced);
    const Place& place = facts_.respondents[i].place;
    return is_placed(place) ? at_region(place.region, i, reasons.respondent)
                            : at_platform(i, reasons.platform);
}

// OP-1, OP-2: an opinion is the work of the centre where the platform is, wherever the respondents are.
Choice Leads::by_opinion() const {
    const PlatformRow* asks = platform();
    if (asks == nullptr) return at_desk(0, Reason::unplaced);
    const Body& centre = *directory_.body(asks->liaison_centre);
    const Body* other = facts_.officer.centre_unable
                            ? directory_.consultation_centre_for(asks->seat, facts_.industry)
                            : nullptr;
    if (other != nullptr)
        return {*other,
                reason(Reason::opinion_consultation, {{"centre", centre.name}, {"office", other->name}})};
    return {centre, reason(Reason::opinion_centre, {{"platform", asks->name}, {"office", centre.name}})};
}

// NP-3 and NP-4, by what the case is about.
Choice Leads::by_matter() const {
    switch (matter_of(facts_, directory_.rules())) {
    case BodyKind::customs:
        return is_placed(facts_.port) ? by_port() : at_desk(first_placed(), Reason::unplaced);
    case BodyKind::office: {
        const Body& office = *directory_.office_for(province(), Power::infringement);
        return {office, reason(Reason::agency, {{"region", region(province())}, {"office", office.name}})};
    }
    case BodyKind::agriculture:
    case BodyKind::forestry: {
        const BodyKind who = matter_of(facts_, directory_.rules());
        const Body& body = *directory_.body_for(who, province());
        return {body, reason(Reason::variety, {{"region", region(province())}, {"office", body.name}})};
    }
    case BodyKind::national_administration: {
        const Body& body = *directory_.body_for(BodyKind::national_administration, {});
        return {body, reason(Reason::layout_design, {{"office", body.name}})};
    }
    default: return at_desk(first_placed(), Reason::unknown_matter);
    }
}

Choice Leads::by_port() const {
    const std::string& port = facts_.port.region;
    const Body& customs = *directory_.body_for(BodyKind::customs, port);
    return {customs, reason(Reason::customs_port, {{"region", region(port)}, {"office", customs.name}})};
}

// Of the respondents, else of their platform, else of the centre that received it.
std::string Leads::province() const {
    const auto placed =
        std::ranges::find_if(order_, [&](std::size_t i) { return is_placed(facts_.respondents[i].place); });
    if (placed != order_.end()) return directory_.top_of(facts_.respondents[*placed].place.region);
    const PlatformRow* known = platform();
    return directory_.top_of(known != nullptr ? known->seat : custody_.region);
}

Choice Leads::at_region(const std::string& code, std::size_t i, Reason kind) const {
    const Body& office = authority(code);
    return {office,
            reason(kind, {{"respondent", name_of(i)}, {"region", region(code)}, {"office", office.name}})};
}

Choice Leads::at_platform(std::size_t i, Reason kind) const {
    const PlatformRow& platform = platform_of(i);
    const Body& office = authority(platform.seat);
    return {office,
            reason(kind, {{"respondent", name_of(i)}, {"platform", platform.name}, {"office", office.name}})};
}

Choice Leads::at_desk(std::size_t i, Reason kind) const {
    const Body& desk = *directory_.desk_of(custody_);
    const auto days = static_cast<std::size_t>(directory_.rules().settings.desk_working_days);
    return {desk,
            reason(kind, {{"respondent", name_of(i)}, {"office", desk.name}, {"days", in_words(days)}})};
}

// The loader has seen to it that every place of the mainland has a body of each kind and every platform a seat.
const Body& Leads::authority(std::string_view region) const {
    switch (block_) {
    case Block::market_supervision: return *directory_.body_for(BodyKind::market_supervision, region);
    case Block::copyright: return *directory_.body_for(BodyKind::copyright_authority, region);
    case Block::passing_off: return *directory_.office_for(region, Power::passing_off);
    default: return *directory_.office_for(region, Power::infringement);
    }
}

const PlatformRow* Leads::platform() const {
    const auto named =
        std::ranges::find_if(order_, [&](std::size_t i) { return !facts_.respondents[i].platform.empty(); });
    return named != order_.end() ? &platform_of(*named) : nullptr;
}

const PlatformRow& Leads::platform_of(std::size_t i) const {
    return *directory_.platform(facts_.respondents[i].platform);
}

Names Leads::name_of(std::size_t i) const {
    Names names;
    for (const auto& [locale, pattern] : directory_.rules().respondent)
        names[locale] = content::fill(pattern, {{"number", std::to_string(i + 1)}});
    return names;
}

Names Leads::region(const std::string& code) const {
    Names names;
    for (const auto& [locale, pattern] : directory_.rules().respondent)
        names[locale] = directory_.region_name(code, locale);
    return names;
}

} // namespace plaint::routing
