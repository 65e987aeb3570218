#pragma once

#include "bot/casework/casework.hpp"
#include "storage/store.hpp"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// What an officer decides on a case: a pure function of the case as it stands. Each ruling makes the dossier's next
// version, in which it stands with its reason; the audit has it without the reason, whose digest is the dossier's.
namespace plaint::casework {

// "request"; and back.
std::string_view name_of(Ruling::Kind kind);
std::optional<Ruling::Kind> ruling_of(std::string_view name);

// Whether it is told to the complainant with the officer's reason: all that decides something for them.
bool needs_reason(Ruling::Kind kind);
// Of reasons, and of what is typed.
inline constexpr std::size_t ruling_bytes_max = 12'000;

// Whether a ruling of this kind may be made while the case is in this state. No decision while a request is open.
bool may_rule(Ruling::Kind kind, storage::CaseState state);

// Whether the items around the path are in the session still those that the dossier has there: positions move where one is
// removed, and what an officer asks for by its position must not meet another. They are known by what was said of them.
bool is_in_place(const dialogs::Tree& tree, const dialogs::Session& session, const nlohmann::json& dossier,
                 std::string_view path);

struct RuledCase {
    storage::CaseRecord record; // the next version, without its dossier
    std::string dossier;
    nlohmann::json audit;                                    // content of the link
    std::vector<std::pair<std::string, std::string>> events; // type and body
};
// What a ruling is made by beside the case, and when.
struct Bench {
    const content::Content& content;
    bool copies_at_once = false;
    std::int64_t at_ms = 0;
    std::uint32_t turn = 0;
    std::string
        opens; // number of the case that is to be linked to this one, where it asks for one that is not there
};
std::expected<RuledCase, RulingFault> rule_on(const storage::CaseRecord& record, std::string_view dossier,
                                              const Ruling& ruling, const Bench& bench);

} // namespace plaint::casework
