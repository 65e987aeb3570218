#include "dialogs/load/rules.hpp"

#include <algorithm>
#include <iterator>

namespace plaint::content {

namespace {

constexpr std::string_view custody_arguments[] = {"centre"};
constexpr std::string_view group_arguments[] = {"respondents", "prefectures", "office"};
constexpr std::string_view office_arguments[] = {"office"};
constexpr std::string_view respondent_office_arguments[] = {"respondent", "office"};
constexpr std::string_view respondent_arguments[] = {"respondent", "region", "office"};
constexpr std::string_view platform_arguments[] = {"respondent", "platform", "office"};
constexpr std::string_view no_place_arguments[] = {"respondent", "office", "days"};
constexpr std::string_view opinion_arguments[] = {"platform", "office"};
constexpr std::string_view consultation_arguments[] = {"centre", "office"};
constexpr std::string_view place_arguments[] = {"region", "office"};
constexpr std::string_view prefecture_arguments[] = {"count", "province"};
constexpr std::string_view province_arguments[] = {"count"};
constexpr std::string_view supervision_arguments[] = {"office", "national"};
constexpr std::string_view conflict_arguments[] = {"superior"};
constexpr std::string_view ticket_arguments[] = {"ticket"};

// In which blocks a reason can hold.
namespace within {

constexpr unsigned bit(Block block) { return 1U << static_cast<unsigned>(block); }
constexpr unsigned pi = bit(Block::infringement), po = bit(Block::passing_off), op = bit(Block::opinion),
                   market = bit(Block::market_supervision), copyright = bit(Block::copyright),
                   other = bit(Block::other_right), service = bit(Block::service);
// Where a wrong is to be pursued, and not only looked at.
constexpr unsigned pursued = pi | po | market | copyright;
constexpr unsigned all = pursued | op | other | service;

} // namespace within

constexpr ReasonForm forms[] = {
    {Reason::custody, "custody", "G-0", custody_arguments, within::all},
    {Reason::group, "group", "PI-0", group_arguments, within::pi},
    {Reason::group_by_word, "group_by_word", "PI-0", office_arguments, within::pi},
    {Reason::group_without_platform, "group_without_platform", "PI-0", respondent_office_arguments,
     within::pi},
    {Reason::respondent_place, "respondent_place", "PI-1", respondent_arguments, within::pi},
    {Reason::platform_place, "platform_place", "PI-2", platform_arguments, within::pi},
    {Reason::platform_place_abroad, "platform_place_abroad", "PI-2", platform_arguments, within::pi},
    {Reason::platform_preferred, "platform_preferred", "PI-2", platform_arguments, within::pi},
    {Reason::no_place, "no_place", "PI-3", no_place_arguments, within::pi},
    {Reason::no_place_abroad, "no_place_abroad", "PI-3", no_place_arguments, within::pi},
    {Reason::obvious_respondent, "obvious_respondent", "PO-0", respondent_arguments, within::po},
    {Reason::obvious_platform, "obvious_platform", "PO-0", platform_arguments, within::po},
    {Reason::first_registration, "first_registration", "PO-1", respondent_arguments, within::po},
    {Reason::reported_respondent, "reported_respondent", "PO-2", respondent_arguments, within::po},
    {Reason::reported_platform, "reported_platform", "PO-3", platform_arguments, within::po},
    {Reason::opinion_centre, "opinion_centre", "OP-1", opinion_arguments, within::op},
    {Reason::opinion_consultation, "opinion_consultation", "OP-2", consultation_arguments, within::op},
    {Reason::market_respondent, "market_respondent", "NP-1", respondent_arguments,
     within::market | within::other},
    {Reason::market_platform, "market_platform", "NP-1", platform_arguments, within::market | within::other},
    {Reason::copyright_respondent, "copyright_respondent", "NP-2", respondent_arguments, within::copyright},
    {Reason::copyright_platform, "copyright_platform", "NP-2", platform_arguments, within::copyright},
    {Reason::customs_port, "customs_port", "NP-3", place_arguments,
     within::market | within::copyright | within::other},
    {Reason::agency, "agency", "NP-4", place_arguments, within::other},
    {Reason::variety, "variety", "NP-4", place_arguments, within::other},
    {Reason::layout_design, "layout_design", "NP-4", office_arguments, within::other},
    {Reason::exhibition, "exhibition", "E-1", place_arguments, within::pursued},
    {Reason::unplaced, "unplaced", "G-0", no_place_arguments, within::all & ~within::pi & ~within::service},
    {Reason::unknown_matter, "unknown_matter", "NP-4", office_arguments, within::other},
    {Reason::service, "service", "G-0", office_arguments, within::service},
    {Reason::cross_prefecture, "cross_prefecture", "X-1", prefecture_arguments, within::pursued},
    {Reason::cross_province, "cross_province", "X-2", province_arguments, within::pursued},
    {Reason::supervision, "supervision", "X-3", supervision_arguments, within::pi | within::po},
    {Reason::conflict, "conflict", "X-4", conflict_arguments, within::pi | within::po},
    {Reason::criminal_hint, "criminal_hint", "C-1", office_arguments, within::po},
    {Reason::criminal_hint_other, "criminal_hint_other", "C-2", office_arguments,
     within::market | within::copyright},
    {Reason::import_goods, "import_goods", "NP-3", {}, within::pursued},
    {Reason::opinion_refused, "opinion_refused", "OP-3", office_arguments, within::pi | within::op},
    {Reason::offline_case, "offline_case", "O-1", place_arguments, within::pursued},
    {Reason::offline_letter, "offline_letter", "O-2", place_arguments, within::pursued},
    {Reason::offline_letter_without_place, "offline_letter_without_place", "O-2", {}, within::pursued},
    {Reason::clue_region, "clue_region", "B-1", {}, within::pursued},
    {Reason::foreign_ticket, "foreign_ticket", "H-1", ticket_arguments, within::all},
};
static_assert(std::size(forms) == reason_count);

constexpr std::string_view block_names[] = {"infringement", "passing_off", "opinion", "market_supervision",
                                            "copyright",    "other_right", "service"};
static_assert(std::size(block_names) == block_count);

} // namespace

std::string_view block_name(Block block) { return block_names[static_cast<std::size_t>(block)]; }

const ReasonForm& form_of(Reason reason) { return forms[static_cast<std::size_t>(reason)]; }

std::string_view name_in(const Names& names, std::string_view locale) {
    auto found = names.find(locale);
    // Bodies and rules have names in two languages: whoever reads no Chinese reads the English one.
    if (found == names.end() && !locale.starts_with("zh")) found = names.find(std::string_view("en"));
    if (found == names.end()) found = names.find(std::string_view("zh-Hans"));
    return found == names.end() ? std::string_view() : std::string_view(found->second);
}

const Acceptance* Rules::acceptance_of(std::string_view kind, std::string_view body,
                                       std::string_view region) const {
    const auto fits = [&](const Acceptance& term) {
        // All regions of a province begin with its two digits.
        return std::ranges::find(term.kinds, kind) != term.kinds.end() &&
               std::ranges::find(term.bodies, body) != term.bodies.end() &&
               region.starts_with(term.province.substr(0, 2));
    };
    const auto found = std::ranges::find_if(acceptance, fits);
    return found != acceptance.end() ? &*found : nullptr;
}

std::string fill(std::string_view text, const std::map<std::string, std::string, std::less<>>& values) {
    std::string out;
    while (!text.empty()) {
        const std::size_t open = text.find('{');
        const std::size_t close = text.find('}', open == std::string_view::npos ? text.size() : open);
        if (close == std::string_view::npos) break;
        out += text.substr(0, open);
        const auto value = values.find(text.substr(open + 1, close - open - 1));
        out += value == values.end() ? text.substr(open, close - open + 1) : std::string_view(value->second);
        text.remove_prefix(close + 1);
    }
    return out += text;
}

} // namespace plaint::content
