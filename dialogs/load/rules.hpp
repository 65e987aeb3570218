#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// The rules of routing as far as they are data: thresholds, switches, where each rule stands, and the words
// in which a route gives its reasons.
namespace plaint::content {

// One text in each language, by the catalogue's name ("zh-Hans", "en").
using Names = std::map<std::string, std::string, std::less<>>;

// The text in that language, else the simplified-Chinese one.
std::string_view name_in(const Names& names, std::string_view locale);

// Whose place decides when both are known.
enum class Preference : std::uint8_t { respondent, platform };

struct Settings {
    std::string receiving_centre; // region code of the centre that receives when the intake names none
    Preference preference = Preference::respondent;
    int group_respondents_min = 0;
    int group_prefectures_min = 0;
    bool county_enforcement = false; // of a county's office row that states no flag
    int supplement_working_days = 0;
    int desk_working_days = 0; // after which the provincial office takes over what the desk could not place
};

// The blocks of the table: which rules say who leads a case of some kind.
enum class Block : std::uint8_t {
    infringement,       // PI
    passing_off,        // PO
    opinion,            // OP
    market_supervision, // NP-1
    copyright,          // NP-2
    other_right,        // NP-3, NP-4, by what the case is about
    service,            // no complaint: the centre itself
};
inline constexpr std::size_t block_count = 7;
std::string_view block_name(Block block);

enum class Reason : std::uint8_t {
    custody,
    // Why somebody leads.
    group,
    group_by_word,
    group_without_platform,
    respondent_place,
    platform_place,
    platform_place_abroad,
    platform_preferred,
    no_place,
    no_place_abroad,
    obvious_respondent,
    obvious_platform,
    first_registration,
    reported_respondent,
    reported_platform,
    opinion_centre,
    opinion_consultation,
    market_respondent,
    market_platform,
    copyright_respondent,
    copyright_platform,
    customs_port,
    agency,
    variety,
    layout_design,
    exhibition,
    unplaced,
    unknown_matter,
    service,
    // What else holds.
    cross_prefecture,
    cross_province,
    supervision,
    conflict,
    criminal_hint,
    criminal_hint_other,
    import_goods,
    opinion_refused,
    offline_case,
    offline_letter,
    offline_letter_without_place,
    clue_region,
    foreign_ticket,
};
inline constexpr std::size_t reason_count = 42;

// Whether it is the reason for which somebody leads; each case has one such.
inline bool chooses_lead(Reason reason) { return reason >= Reason::group && reason <= Reason::service; }

// Why a reason may hold although no conversation comes to it: an officer says so, or a setting is another.
enum class Otherwise : std::uint8_t { officer, setting };

// The name of a reason in rules.json, its rule, the arguments its text may use, and the blocks in which it can hold.
struct ReasonForm {
    Reason reason;
    std::string_view name;
    std::string_view rule;
    std::span<const std::string_view> arguments;
    unsigned blocks;

    bool may_hold_in(Block block) const { return ((blocks >> static_cast<unsigned>(block)) & 1U) != 0; }
};
const ReasonForm& form_of(Reason reason);

struct RuleSource {
    std::string source;
    bool needs_legal_check = true;
};

// Amounts from which a case may be one for criminal law. It is a hint to an officer, never a verdict.
struct CriminalHint {
    std::vector<std::string> kinds;                                // of case
    int others_patents_min = 0;                                    // 0: whose right it is makes no difference
    std::optional<std::int64_t> turnover_cny, gains_cny, loss_cny; // one of them is enough
};

// Until when a body decides whether it takes up what it was sent: how many working days after everything is there.
struct Acceptance {
    std::vector<std::string> kinds;  // of case
    std::vector<std::string> bodies; // kinds of body, by name
    std::string province;            // region code of whose own law it is; empty: everywhere
    bool files = false; // the law speaks of filing a clue (立案), not of accepting a request (受理)
    int working_days = 0;
    Names reason; // the law and what it says, as a sentence without its stop
};

// Neighbouring provinces that pass clues on to one another.
struct ClueRegion {
    std::string flag;
    std::vector<std::string> provinces;
};

struct Rules {
    Settings settings;
    std::map<std::string, Block, std::less<>> blocks; // by kind of case
    std::map<std::string, std::string, std::less<>>
        matters;                        // kind of body, by what a case about another right is about
    std::vector<Acceptance> acceptance; // the first that fits holds
    std::vector<CriminalHint> criminal_hints;
    std::vector<ClueRegion> clue_regions;
    Names desk;                                             // of a centre, with {centre}
    Names respondent;                                       // how one of several is called, with {number}
    std::map<std::string, RuleSource, std::less<>> sources; // by rule
    std::array<Names, reason_count> reasons;
    std::map<Reason, Otherwise> otherwise;

    const Names& text_of(Reason reason) const { return reasons[static_cast<std::size_t>(reason)]; }
    // Of a case of that kind with a body of that kind in that region; null where no law is known.
    const Acceptance* acceptance_of(std::string_view kind, std::string_view body,
                                    std::string_view region) const;
};

// Every {name} in the text replaced by its value.
std::string fill(std::string_view text, const std::map<std::string, std::string, std::less<>>& values);

} // namespace plaint::content
