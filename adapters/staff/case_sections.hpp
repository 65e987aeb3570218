#pragma once

#include "adapters/staff/layout.hpp"
#include "bot/review/review.hpp"

#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

// The parts of a case's page that only tell.
namespace plaint::staff {

// Each required item with how it stands, and the law that wants it.
Html checklist_section(const nlohmann::json& dossier, const Words& words, std::string_view language);
// Each fact with the turn and the channel that it came from; what came in answer to the last request is marked. A
// recording is heard where it stands, and `typing` gives the form beside one that nobody has typed yet.
enum class Secrets : std::uint8_t { masked, shown };
using FormFor = std::function<Html(const std::string& path, const std::string& recording)>;
Html facts_section(const dialogs::Tree& tree, const review::CaseView& view, const Words& words,
                   Secrets secrets, const FormFor& typing);
// What the last request asked for, and what of it was given; nothing where none was made.
Html request_notice(const review::CaseView& view, const Words& words);
// Each file by the name that it came with, with the facts that it was given for. It is shown or stored when it is asked for.
Html files_section(const dialogs::Tree& tree, const review::CaseView& view, const Words& words);
Html route_section(const library::Library& library, const nlohmann::json& dossier, const Words& words,
                   std::string_view language);
Html rulings_section(const library::Library& library, const nlohmann::json& dossier, const Words& words,
                     const review::Names& names, std::string_view language);
// To be read on the screen and acted on; or on paper, where nothing can be pressed and nothing is folded away.
enum class Medium : std::uint8_t { screen, paper };
// The newest links; all of them go with the dossier.
Html audit_section(const review::CaseView& view, const Words& words, Medium medium,
                   std::string_view language);

// `deadlines` are the dossier's.
std::string proposal_words(const nlohmann::json& proposal, const nlohmann::json& deadlines,
                           const Words& words, std::string_view language);
// "within 5 working days, by 2026-10-12" for a term of the dossier; empty where it has none of that name.
std::string deadline_words(const nlohmann::json& deadlines, const std::string& of, const Words& words);
std::string delivery_key(storage::EventState state);
// What may be asked for again, to be chosen one by one: whatever the checklist lacks, line by line, and then every fact that
// somebody has said.
Html request_choices(const dialogs::Tree& tree, const nlohmann::json& dossier, const Words& words,
                     std::string_view language);

} // namespace plaint::staff
