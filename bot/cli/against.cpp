#include "bot/cli/against.hpp"

#include "bot/cli/command.hpp"
#include "bot/cli/editions.hpp"
#include "bot/conversation/session_content.hpp"
#include "bot/support/seal.hpp"
#include "dialogs/engine/upgrade.hpp"
#include "dialogs/proof/upgrades.hpp"
#include "storage/desk.hpp"
#include "storage/waiting.hpp"

#include <map>
#include <nlohmann/json.hpp>
#include <set>

namespace plaint::cli {
namespace {

using dialogs::Meets;
using nlohmann::json;

constexpr std::uint32_t per_page = 500;

std::unique_ptr<const content::Content> load_dialogs(const std::string& folder,
                                                     const std::vector<std::string>& languages) {
    const auto read = content::read_folder(folder);
    if (!read) {
        complain(content::to_string(read.error()));
        return nullptr;
    }
    // Nothing is said in these any more, so they need no language.
    auto loaded =
        content::load_content(read->texts(), folder, [](const std::string&) { return true; }, languages);
    if (loaded) return std::move(*loaded);
    for (const content::LoadError& error : loaded.error())
        complain("in " + folder + ": " + content::to_string(error));
    return nullptr;
}

// "right.annuity_receipt is asked, which was not on the way so far"
std::string in_words(Meets what, const std::string& id) {
    switch (what) {
    case Meets::asked: return id + " is asked on the way that they have come";
    case Meets::asked_again: return id + " is asked again: the answer is none any more";
    case Meets::offered_again: return id + " may be asked again, with its answer to keep";
    case Meets::set_aside: return "the answer to " + id + " is set aside";
    case Meets::gone: return "the answer to " + id + " is kept, but counts no more";
    case Meets::moved_on: return id + " was put, and is asked no more: the next question is put";
    case Meets::ended: return "it is over (" + id + ") before the place where they stand";
    case Meets::goes_on: return "it was over (" + id + "), and goes on";
    case Meets::reviewed_again:
        return "what was handed over is to be reviewed again, unless the version that it was handed over "
               "under is kept";
    }
    return {};
}

std::string at_in_words(const std::string& at) {
    if (at == "submit") return "after the submission";
    return at == "end" ? "after the end" : "at " + at;
}

json to_json(const proof::Encounter& met) {
    json one = {{"id", met.id}, {"at", met.at}};
    if (!met.conversation) return one;
    json said = json::array();
    for (const proof::Said& answer : met.conversation->said)
        said.push_back(
            {{"ask", answer.path}, {"state", dialogs::name_of(answer.state)}, {"value", answer.words}});
    one["conversation"] = {{"said", std::move(said)},
                           {"ends", met.conversation->submits ? "submit" : met.conversation->asks}};
    return one;
}

// All sessions that can exist.
void tell(const proof::UpgradeProof& proof, AgainstReport& report, json& out) {
    out["tree"] = proof.tree;
    out["places"] = proof.places;
    out["meets"] = json::array();
    out["stranded"] = json::array();
    report.text += proof.tree + ": sessions that stand at any of " + std::to_string(proof.places) +
                   " questions, or have come to an end\n";
    if (proof.encounters.empty())
        report.text += "    meet nothing new\n";
    else
        report.text += "    before " +
                       (proof.first == "submit" || proof.first == "end" ? "the end" : proof.first) +
                       " they meet nothing new\n";
    for (const proof::Encounter& met : proof.encounters) {
        json one = to_json(met);
        one["what"] = dialogs::name_of(met.what);
        out["meets"].push_back(std::move(one));
        report.text += "    " + std::string(dialogs::name_of(met.what)) + ": " + in_words(met.what, met.id) +
                       " (first " + at_in_words(met.at) +
                       (met.conversation ? ", " + std::to_string(met.conversation->said.size()) + " answers"
                                         : std::string{}) +
                       ")\n";
    }
    for (const proof::Encounter& met : proof.stranded) {
        report.ok = false;
        out["stranded"].push_back(to_json(met));
        report.text += "    stranded: nothing can be answered to " + met.id + ", for who stood " +
                       at_in_words(met.at) + "\n";
        if (!met.conversation) continue;
        for (const proof::Said& said : met.conversation->said)
            report.text += "        " + in_words(said) + "\n";
    }
    if (proof.stranded.empty()) report.text += "    none is stranded: proved\n";
}

// The sessions of a store, by what they meet.
class Census {
  public:
    Census(const dialogs::Tree& before, const dialogs::Tree& after, const support::Config& config)
        : before_(before), after_(after), editions_(config) {}

    void add(storage::SessionRecord record) {
        ++sessions_;
        const auto bytes = support::open(record.id.text, std::move(record.content));
        const auto content = bytes ? conversation::decode_session(before_, *bytes)
                                   : std::unexpected<std::string>("sealed by another key");
        if (!content) {
            stranded_.emplace_back(record.id.text, content.error());
            return;
        }
        if (record.state == storage::SessionState::submitted && is_kept(content->session.contents.back())) {
            ++untouched_;
            ++staying_;
            return;
        }
        const dialogs::Upgrade upgrade =
            dialogs::compare(before_, after_, dialogs::encode(before_, content->session));
        if (!upgrade.stranded.empty()) stranded_.emplace_back(record.id.text, upgrade.stranded);
        if (upgrade.meetings.empty()) ++untouched_;
        std::map<std::pair<Meets, std::string>, bool> once;
        for (const dialogs::Meeting& met : upgrade.meetings) once[{met.what, met.id}] |= met.certain;
        for (const auto& [met, certain] : once) ++(certain ? counts_[met].certain : counts_[met].perhaps);
    }

    void tell(AgainstReport& report, json& out) const {
        out["sessions"] = sessions_;
        out["untouched"] = untouched_;
        out["staying"] = staying_;
        out["meets"] = json::array();
        out["stranded"] = json::array();
        report.text += std::to_string(sessions_) + " sessions in the store; " + std::to_string(untouched_) +
                       " meet nothing new\n";
        if (staying_ > 0)
            report.text += "    " + std::to_string(staying_) +
                           " of these were handed over, and stay under the version of then\n";
        for (const auto& [met, count] : counts_) {
            out["meets"].push_back({{"what", dialogs::name_of(met.first)},
                                    {"id", met.second},
                                    {"certain", count.certain},
                                    {"perhaps", count.perhaps}});
            report.text += "    " + counted(count) + " " + std::string(dialogs::name_of(met.first)) +
                           (met.second.empty() ? "" : " " + met.second) + "\n";
        }
        for (const auto& [id, why] : stranded_) {
            report.ok = false;
            out["stranded"].push_back({{"session", id}, {"what", why}});
            report.text += "    stranded: session " + id + ": " + why + "\n";
        }
    }

  private:
    struct Count {
        std::size_t certain = 0;
        std::size_t perhaps = 0; // hangs on what will be said
    };

    // "4", "4, and perhaps 1 more", "perhaps 1"
    static std::string counted(const Count& count) {
        if (count.perhaps == 0) return std::to_string(count.certain);
        if (count.certain == 0) return "perhaps " + std::to_string(count.perhaps);
        return std::to_string(count.certain) + ", and perhaps " + std::to_string(count.perhaps) + " more";
    }

    // The server goes on with what was submitted under that content.
    bool is_kept(const std::string& version) {
        const auto [known, is_new] = kept_.try_emplace(version, false);
        if (is_new) known->second = editions_.fetch(version) != nullptr;
        return known->second;
    }

    const dialogs::Tree& before_;
    const dialogs::Tree& after_;
    Editions editions_;
    std::map<std::string, bool> kept_; // by version
    std::size_t sessions_ = 0, untouched_ = 0, staying_ = 0;
    std::map<std::pair<Meets, std::string>, Count> counts_;
    std::vector<std::pair<std::string, std::string>> stranded_;
};

std::expected<void, storage::Error> count_drafts(storage::Store& store, Census& census) {
    storage::SessionId after;
    for (;;) {
        auto drafts = storage::wait_for<std::vector<storage::SessionRecord>>(
            [&](auto answer) { store.desk().drafts(after, per_page, std::move(answer)); });
        if (!drafts) return std::unexpected(std::move(drafts).error());
        if (drafts->empty()) return {};
        after = drafts->back().id;
        for (storage::SessionRecord& draft : *drafts) census.add(std::move(draft));
    }
}

// Those that were submitted, each once, however many cases came of it.
std::expected<void, storage::Error> count_submitted(storage::Store& store, Census& census) {
    std::set<std::string> seen;
    storage::CaseNumber after;
    for (;;) {
        auto numbers = storage::wait_for<std::vector<storage::CaseNumber>>(
            [&](auto answer) { store.desk().case_numbers(after, per_page, std::move(answer)); });
        if (!numbers) return std::unexpected(std::move(numbers).error());
        if (numbers->empty()) return {};
        after = numbers->back();
        for (const storage::CaseNumber& number : *numbers) {
            const auto found = storage::wait_for<std::optional<storage::CaseRecord>>(
                [&](auto answer) { store.find_case(number, std::nullopt, std::move(answer)); });
            if (!found) return std::unexpected(found.error());
            if (!*found || !seen.insert((*found)->session.text).second) continue;
            auto record = storage::wait_for<std::optional<storage::SessionRecord>>(
                [&](auto answer) { store.session((*found)->session, std::move(answer)); });
            if (!record) return std::unexpected(std::move(record).error());
            if (*record && (*record)->state == storage::SessionState::submitted)
                census.add(*std::move(*record));
        }
    }
}

} // namespace

std::optional<AgainstReport> compare_against(const AgainstOptions& options, const library::Library& library,
                                             json& out) {
    const auto content = load_dialogs(options.folder, library.languages.ids());
    if (content == nullptr) return std::nullopt;
    if (content->trees.empty()) {
        complain("there is no tree in " + options.folder);
        return std::nullopt;
    }
    // Conversations begin with one tree of each, and are in no other.
    const dialogs::Tree& before = content->entry_tree();
    AgainstReport report;
    tell(proof::prove_upgrade(before, library.tree()), report, out);
    if (options.kept.data.empty() && options.kept.config.empty()) return report;
    const auto kept = options.kept.open();
    if (!kept) return std::nullopt;
    Census census(before, library.tree(), kept->config);
    auto counted = count_drafts(*kept->store, census);
    if (counted) counted = count_submitted(*kept->store, census);
    if (!counted) {
        complain("the store: " + counted.error().what);
        return std::nullopt;
    }
    census.tell(report, out["store"]);
    return report;
}

} // namespace plaint::cli
