#include "bot/casework/deadlines.hpp"

#include "bot/support/clock.hpp"

#include <nlohmann/json.hpp>

namespace plaint::casework {

namespace {

nlohmann::json term(const std::string& of, int working_days, const content::Directory& directory,
                    std::int64_t at_ms) {
    const auto deadline = deadline_after(directory, at_ms, working_days);
    return {{"of", of},
            {"working_days", working_days},
            {"date", kinds::to_iso(deadline.day)},
            {"provisional", deadline.provisional}};
}

} // namespace

content::WorkingDays::Deadline deadline_after(const content::Directory& directory, std::int64_t at_ms,
                                              int working_days) {
    const support::Date day = support::today_shanghai(at_ms);
    return directory.working_days().after({day.year, static_cast<int>(day.month), static_cast<int>(day.day)},
                                          working_days);
}

std::vector<dialogs::Arg> deadline_words(const content::WorkingDays::Deadline& deadline) {
    dialogs::Shown day{.kind = kinds::Kind::date};
    day.value = kinds::to_iso(deadline.day);
    return {{"by", std::move(day)}, {"provisional", std::int64_t{deadline.provisional ? 1 : 0}}};
}

nlohmann::json deadlines_of(const nlohmann::json& route, bool is_lacking, const content::Directory& directory,
                            std::int64_t at_ms) {
    nlohmann::json out = nlohmann::json::array();
    const int supplement = directory.rules().settings.supplement_working_days;
    if (is_lacking) out.push_back(term("missing", supplement, directory, at_ms));
    for (const nlohmann::json& act : route.value("acts", nlohmann::json::array()))
        if (const int days = act.value("after_working_days", 0); days > 0)
            out.push_back(term(act.at("act").get<std::string>(), days, directory, at_ms));
    return out;
}

} // namespace plaint::casework
