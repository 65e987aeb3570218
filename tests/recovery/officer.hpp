#pragma once

#include "tests/recovery/world.hpp"

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

namespace plaint::tests {

// Somebody of the staff: takes cases and decides on them, with the right papers or with old ones, tries again when
// nobody answered, and calls back whoever waits for it.
class Officer final : public Visitor {
  public:
    Officer(std::string id, storage::StaffRole role, std::string region);

    void act(World& world) override;

  private:
    void work_on(World& world, Process& process, const storage::CaseSummary& file);
    void take(World& world, Process& process, const storage::CaseSummary& file);
    void rule(World& world, Process& process, casework::Ruling ruling);
    void call_back(World& world, Process& process);
    // Nothing where the case gives no occasion for one of this kind.
    std::optional<casework::Ruling> ruling(World& world, const storage::CaseSummary& file,
                                           casework::Ruling::Kind kind);
    bool name_places(World& world, casework::Ruling& ruling, const nlohmann::json& dossier);

    review::Officer self_;
    std::optional<casework::Ruling> unanswered_; // what it does not know to stand
};

} // namespace plaint::tests
