#include "bot/casework/deadlines.hpp"

#include "bot/support/clock.hpp"

#include <nlohmann/json.hpp>

namespace plaint::casework {

namespace {

constexpr const char* of_acceptance = "acceptance";

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

const content::Acceptance* acceptance_of(const content::Directory& directory, std::string_view kind,
                                         std::string_view body) {
    const content::Body* lead = directory.body(body);
    if (lead == nullptr) return nullptr;
    return directory.rules().acceptance_of(kind, content::name_of(lead->kind), lead->region);
}

nlohmann::json deadlines_of(const nlohmann::json& route, std::string_view kind, bool is_lacking,
                            const content::Directory& directory, std::int64_t at_ms) {
    nlohmann::json out = nlohmann::json::array();
    const int supplement = directory.rules().settings.supplement_working_days;
    const content::Acceptance* decides =
        acceptance_of(directory, kind, route.at("lead").at("body").get<std::string>());
    if (is_lacking) out.push_back(term("missing", supplement, directory, at_ms));
    if (decides != nullptr && (decides->files || !is_lacking))
        out.push_back(term(of_acceptance, decides->working_days, directory, at_ms));
    for (const nlohmann::json& act : route.value("acts", nlohmann::json::array()))
        if (const int days = act.value("after_working_days", 0); days > 0)
            out.push_back(term(act.at("act").get<std::string>(), days, directory, at_ms));
    return out;
}

void keep_days(nlohmann::json& terms, const nlohmann::json& earlier, std::string_view but) {
    for (nlohmann::json& term : terms) {
        const auto of = term.at("of").get<std::string>();
        for (const nlohmann::json& before : earlier)
            if (of != but && before.value("of", std::string()) == of) term = before;
    }
}

std::optional<content::WorkingDays::Deadline> acceptance_in(const nlohmann::json& deadlines) {
    for (const nlohmann::json& one : deadlines) {
        if (one.value("of", std::string()) != of_acceptance) continue;
        const auto day = kinds::date_from_iso(one.value("date", std::string()));
        if (day) return content::WorkingDays::Deadline{*day, one.value("provisional", false)};
    }
    return std::nullopt;
}

} // namespace plaint::casework
