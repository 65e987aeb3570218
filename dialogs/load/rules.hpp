#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

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

enum class Reason : std::uint8_t {
    custody,
    group,
    group_by_word,
    group_without_platform,
    respondent_place,
    platform_place,
    platform_place_abroad,
    platform_preferred,
    no_place,
    no_place_abroad,
    cross_prefecture,
    cross_province,
    offline_case,
    offline_letter,
    offline_letter_without_place,
};
inline constexpr std::size_t reason_count = 15;

// Whether it is the reason for which somebody leads; each case has one such.
inline bool chooses_lead(Reason reason) {
    return reason >= Reason::group && reason <= Reason::no_place_abroad;
}

// Why a reason may hold although no conversation comes to it: an officer says so, or a setting is another.
enum class Otherwise : std::uint8_t { officer, setting };

// The name of a reason in rules.json, its rule, and the arguments its text may use.
struct ReasonForm {
    Reason reason;
    std::string_view name;
    std::string_view rule;
    std::span<const std::string_view> arguments;
};
const ReasonForm& form_of(Reason reason);

struct RuleSource {
    std::string source;
    bool needs_legal_check = true;
};

struct Rules {
    Settings settings;
    Names desk;                                             // of a centre, with {centre}
    Names respondent;                                       // how one of several is called, with {number}
    std::map<std::string, RuleSource, std::less<>> sources; // by rule
    std::array<Names, reason_count> reasons;
    std::map<Reason, Otherwise> otherwise;

    const Names& text_of(Reason reason) const { return reasons[static_cast<std::size_t>(reason)]; }
};

// Every {name} in the text replaced by its value.
std::string fill(std::string_view text, const std::map<std::string, std::string, std::less<>>& values);

} // namespace plaint::content
