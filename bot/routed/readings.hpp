#pragma once

#include "dialogs/load/content.hpp"

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

// What routing makes of the answers to one field. Which of them it takes for the same is asked of its own reader.
namespace plaint::routed {

// The fields that routing reads, as patterns.
inline constexpr std::string_view region_path = "respondents[].region";
inline constexpr std::string_view platform_path = "respondents[].platform";
inline constexpr std::string_view link_path = "respondents[].links[].url";
inline constexpr std::string_view principal_path = "scope.principal_respondent";
inline constexpr std::string_view border_path = "scope.cross_border";
inline constexpr std::string_view maker_known_path = "source.maker_known";
inline constexpr std::string_view maker_name_path = "source.maker_name";
inline constexpr std::string_view maker_region_path = "source.maker_region";
inline constexpr std::string_view offline_path = "source.offline_wanted";
inline constexpr std::string_view centre_path = "intake.centre";
inline constexpr std::string_view ticket_path = "intake.foreign_ticket";
inline constexpr std::string_view matter_path = "case.other_matter";
inline constexpr std::string_view role_path = "party.role";
inline constexpr std::string_view complainant_path = "complainant.region";
inline constexpr std::string_view code_path = "respondents[].credit_code";
inline constexpr std::string_view registered_path = "respondents[].registered_region";
inline constexpr std::string_view obvious_path = "platform_action.obvious";
inline constexpr std::string_view measure_path = "platform_action.measure";
inline constexpr std::string_view measured_path = "platform_action.date";
inline constexpr std::string_view venue_path = "exhibition.venue_region";
inline constexpr std::string_view port_path = "customs.port_region";
inline constexpr std::string_view industry_path = "opinion.industry";
inline constexpr std::string_view unable_path = "opinion.centre_unable";
inline constexpr std::string_view refused_path = "opinion.refused";
inline constexpr std::string_view turnover_path = "scope.turnover_cny";
inline constexpr std::string_view gains_path = "scope.gains_cny";
inline constexpr std::string_view loss_path = "scope.loss_cny";
inline constexpr std::string_view others_path = "scope.others_patents";
inline constexpr std::string_view status_path = "marking.status";
inline constexpr std::string_view group_path = "scope.group";
inline constexpr std::string_view influence_path = "scope.national_influence";
inline constexpr std::string_view serious_path = "scope.serious_circumstances";
inline constexpr std::string_view suspicion_path = "scope.criminal_suspicion";
inline constexpr std::string_view conflict_path = "scope.jurisdiction_conflict";
inline constexpr std::string_view other_side_path = "scope.conflict_region";

// An answer, or none. A value without content stands for any value.
using Said = std::optional<dialogs::Answer>;

// Answers that routing takes for the same; the first stands for all.
using Alike = std::vector<Said>;

// As a dossier has it; `any` stands for a value without content.
nlohmann::json json_of(const dialogs::Answer& answer);

// Places that routing may tell apart, by region code.
struct Landmarks {
    std::vector<std::string>
        places; // each in another prefecture, the first two in one province if there are such
    std::vector<std::string> vague;   // a province of which no more is known
    std::vector<std::string> outside; // of the mainland, with a code of its own
    std::vector<std::string> all;     // one of each kind that the directory makes a difference of
};
Landmarks landmarks_of(const content::Directory& directory, std::size_t places);

class Readings {
  public:
    // Of cases of that kind; all outlives this.
    Readings(const content::Directory& directory, const dialogs::Tree& tree, std::string kind,
             const Landmarks& landmarks)
        : directory_(directory), tree_(tree), kind_(std::move(kind)), landmarks_(landmarks) {}

    // What the tree allows at the field, by what routing makes of it; that nothing was answered comes first.
    std::vector<Alike> of(std::string_view pattern) const;

  private:
    std::vector<Said> answers(std::string_view pattern) const;
    void add_values(const dialogs::Field& field, std::vector<Said>& answers) const;

    const content::Directory& directory_;
    const dialogs::Tree& tree_;
    std::string kind_;
    const Landmarks& landmarks_;
};

} // namespace plaint::routed
