#include "tests/recovery/officer.hpp"

#include "bot/casework/dossier_facts.hpp"
#include "bot/casework/ruling.hpp"
#include "storage/desk.hpp"
#include "tests/recovery/looking.hpp"

#include <array>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

namespace plaint::tests {
namespace {

using casework::Ruling;
using Kind = Ruling::Kind;
using nlohmann::json;
using review::Refused;
using review::Review;
using storage::CaseState;
using storage::CaseSummary;

constexpr std::array kinds_of_rulings{Kind::request, Kind::request,   Kind::request, Kind::type,
                                      Kind::type,    Kind::release,   Kind::accept,  Kind::transfer,
                                      Kind::accept,  Kind::not_accept};

json dossier_of(World& world, const CaseSummary& file) {
    auto record = ask<std::optional<storage::CaseRecord>>(
        [&](auto answer) { world.disk().find_case(file.number, std::nullopt, std::move(answer)); });
    const auto bytes = record ? support::open(record->session.text, record->dossier) : std::nullopt;
    return bytes ? json::parse(*bytes, nullptr, false) : json();
}

} // namespace

Officer::Officer(std::string id, storage::StaffRole role, std::string region) {
    self_.id = storage::StaffId(std::move(id));
    self_.role = role;
    self_.region = std::move(region);
}

void Officer::act(World& world) {
    Process* const process = world.process();
    if (world.closing() || process == nullptr || !world.chance().permille(120)) return;
    if (unanswered_ && world.chance().permille(500)) return rule(world, *process, *unanswered_);
    if (world.chance().permille(100)) return call_back(world, *process);
    const auto files = ask<std::vector<CaseSummary>>(
        [&](auto answer) { world.disk().desk().cases(self_.scope(), {}, std::move(answer)); });
    if (!files.empty()) work_on(world, *process, world.chance().one_of(files));
}

void Officer::work_on(World& world, Process& process, const CaseSummary& file) {
    Chance& chance = world.chance();
    const bool waits = file.state == CaseState::submitted || file.state == CaseState::transferred;
    const bool is_own = file.taken_by == self_.id;
    if (chance.permille(waits ? 900 : is_own ? 20 : 80)) return take(world, process, file);
    const Kind kind = chance.one_of(kinds_of_rulings);
    // Now and then what cannot be is tried all the same.
    if ((!is_own || !casework::may_rule(kind, file.state)) && !chance.permille(100)) return;
    if (auto made = ruling(world, file, kind)) rule(world, process, *std::move(made));
}

void Officer::take(World& world, Process& process, const CaseSummary& file) {
    const storage::CaseNumber number = file.number;
    world.promises().tries_to_take(number, self_.id);
    process.review().take(self_, number, file.taken_by,
                          [this, &world, number](const std::expected<Review::Done, Refused>& taken) {
                              if (taken) world.promises().took(number, self_.id);
                          });
}

std::optional<Ruling> Officer::ruling(World& world, const CaseSummary& file, Kind kind) {
    Chance& chance = world.chance();
    Ruling made{.kind = kind,
                .number = file.number,
                .version = file.version,
                .reason = "decision " + world.new_name()};
    if (file.version > 1 && chance.permille(50)) --made.version;
    if (kind == Kind::transfer) {
        made.to = chance.one_of(world.library().content->directory.bodies()).id;
        // Most bodies are no centres, which is a mistake that nobody makes often.
        if (!made.to.starts_with("centre:") && !chance.permille(50)) made.to = "centre:440300";
    }
    const bool has_places = kind == Kind::request || kind == Kind::release || kind == Kind::type;
    if (has_places && !name_places(world, made, dossier_of(world, file))) return std::nullopt;
    return made;
}

// The places in the dossier that the ruling is about.
bool Officer::name_places(World& world, Ruling& ruling, const json& dossier) {
    Chance& chance = world.chance();
    if (!dossier.is_object()) return false;
    if (ruling.kind == Kind::release) {
        const std::size_t proposals = dossier.value("proposals", json::array()).size();
        if (proposals > 0) ruling.proposals = {chance.below(proposals)};
        return proposals > 0;
    }
    std::vector<std::string> paths;
    const json origins = dossier.value("provenance", json::object());
    for (const auto& [path, origin] : origins.items()) {
        const json* answer = casework::at_path(dossier["facts"], path);
        const bool is_spoken = answer != nullptr && answer->dump().contains("\"recording\"");
        if (ruling.kind == Kind::request || is_spoken) paths.push_back(path);
    }
    if (paths.empty()) return false;
    ruling.fields = {chance.one_of(paths)};
    if (ruling.kind == Kind::type) {
        const json& answer = *casework::at_path(dossier["facts"], ruling.fields.front());
        const json& spoken = answer.contains("unverified") ? answer["unverified"] : answer;
        if (spoken.is_object()) ruling.recording = spoken.value("recording", "");
        ruling.text = "what was said, " + ruling.reason;
    }
    if (ruling.kind == Kind::request && chance.permille(300)) ruling.fields.push_back(chance.one_of(paths));
    return true;
}

void Officer::rule(World& world, Process& process, Ruling ruling) {
    unanswered_ = ruling;
    world.promises().tries(ruling);
    process.review().rule(self_, ruling,
                          [this, &world, ruling](const std::expected<Review::Done, Refused>& ruled) {
                              const bool unknown = !ruled && ruled.error() == Refused::unavailable;
                              world.promises().ruled(ruling, ruled     ? Promises::Ruled::stands
                                                             : unknown ? Promises::Ruled::unknown
                                                                       : Promises::Ruled::refused);
                              if (!unknown && unanswered_ && unanswered_->reason == ruling.reason)
                                  unanswered_.reset();
                          });
}

void Officer::call_back(World& world, Process& process) {
    const auto waiting = ask<std::vector<storage::OwedCall>>(
        [&](auto answer) { world.disk().desk().callbacks(self_.scope(), {}, 1, std::move(answer)); });
    if (waiting.empty()) return;
    const storage::CallbackRecord callback = waiting.front().record;
    world.promises().tries_to_keep(callback);
    process.review().keep(self_, callback.session, callback.turn,
                          [&world, callback](const std::expected<Review::Done, Refused>& kept) {
                              if (kept) world.promises().kept(callback);
                          });
}

} // namespace plaint::tests
