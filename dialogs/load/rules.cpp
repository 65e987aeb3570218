#include "dialogs/load/rules.hpp"

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
constexpr std::string_view prefecture_arguments[] = {"count", "province"};
constexpr std::string_view province_arguments[] = {"count"};
constexpr std::string_view maker_arguments[] = {"region", "office"};

constexpr ReasonForm forms[] = {
    {Reason::custody, "custody", "G-0", custody_arguments},
    {Reason::group, "group", "PI-0", group_arguments},
    {Reason::group_by_word, "group_by_word", "PI-0", office_arguments},
    {Reason::group_without_platform, "group_without_platform", "PI-0", respondent_office_arguments},
    {Reason::respondent_place, "respondent_place", "PI-1", respondent_arguments},
    {Reason::platform_place, "platform_place", "PI-2", platform_arguments},
    {Reason::platform_place_abroad, "platform_place_abroad", "PI-2", platform_arguments},
    {Reason::platform_preferred, "platform_preferred", "PI-2", platform_arguments},
    {Reason::no_place, "no_place", "PI-3", no_place_arguments},
    {Reason::no_place_abroad, "no_place_abroad", "PI-3", no_place_arguments},
    {Reason::cross_prefecture, "cross_prefecture", "X-1", prefecture_arguments},
    {Reason::cross_province, "cross_province", "X-2", province_arguments},
    {Reason::offline_case, "offline_case", "O-1", maker_arguments},
    {Reason::offline_letter, "offline_letter", "O-2", maker_arguments},
    {Reason::offline_letter_without_place, "offline_letter_without_place", "O-2", {}},
};
static_assert(std::size(forms) == reason_count);

} // namespace

const ReasonForm& form_of(Reason reason) { return forms[static_cast<std::size_t>(reason)]; }

std::string_view name_in(const Names& names, std::string_view locale) {
    auto found = names.find(locale);
    if (found == names.end()) found = names.find(std::string_view("zh-Hans"));
    return found == names.end() ? std::string_view() : std::string_view(found->second);
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
