#pragma once

#include "bot/casework/casework.hpp"
#include "bot/casework/packages.hpp"
#include "storage/files.hpp"
#include "storage/memory/memory_store.hpp"
#include "tests/contract/temporary_folder.hpp"
#include "tests/support/shipped_library.hpp"

#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

// A complaint that is filed in a test: the shipped dialogs asked to their end, each turn in a store, as the application
// does it, but on one thread and at once.
namespace plaint::tests {

// What is said to the question at a path; for paths that are not named something that fits the kind is said. "recording:RE1"
// is spoken on a telephone.
using Answers = std::map<std::string, std::string>;

class Filing {
  public:
    explicit Filing(support::Config config = {}, std::string session = "0123456789abcdef0123456789abcdef");

    void begin_at(std::int64_t at_ms);
    // Answers all that is asked until the review, confirms it, and keeps the proceeding with its turn.
    casework::Proceeding file(const Answers& answers);
    // Comes back another day for what was put off or is asked for again, and confirms again.
    casework::Proceeding supplement(const Answers& answers, dialogs::Modality by = dialogs::Modality::web);
    // An officer reviews the newest version of the first case, and asks for these again.
    casework::Proceeding request(const std::vector<std::string>& fields);
    // An officer rules on the newest version of a case of that number, which is in review then. Kept unless it is refused.
    casework::Ruled rule(const std::string& number, casework::Ruling ruling);
    casework::Proceeding withdraw();
    casework::Proceeding withdraw_linked(const std::string& number);
    // Changes one answer after a submission, answers what that asks, and confirms again.
    casework::Proceeding correct(const std::string& path, const Answers& answers);
    // Something that the intake knew beforehand.
    void give(const std::string& path, const std::string& value) { session_.given[path] = value; }
    // The recording of that id has come.
    void fetch(const std::string& recording);
    casework::Closing status();

    // The document of a case's version as it is in the store; null where there is none.
    nlohmann::json dossier(const std::string& number, std::uint32_t version);
    std::vector<storage::AuditRecord> audit(const std::string& number);
    // The newest versions of the session's cases.
    std::vector<storage::CaseRecord> cases();

    const dialogs::Session& session() const { return session_; }
    storage::MemoryStore& store() { return *store_; }
    storage::Files& files() { return *files_; }
    const support::Config& config() const { return config_; }
    casework::PackageSources sources();
    std::string folder() const { return folder_.path().string(); }

  private:
    casework::Proceeding converse(const Answers& answers);
    void take(dialogs::Input input);
    void keep(const casework::Proceeding& proceeding); // as one commit with the turn
    dialogs::Input input(dialogs::Said said) const;
    dialogs::Input answer_to(const dialogs::Ask& ask, const Answers& answers);
    dialogs::FileRef upload(const std::string& path, const std::string& name);

    std::int64_t at_ms_ = 1767621600000; // 2026-01-05T22:00+08:00
    dialogs::Modality modality_ = dialogs::Modality::web;
    storage::contract::TemporaryFolder folder_;
    support::Config config_;
    std::unique_ptr<storage::MemoryStore> store_;
    std::unique_ptr<storage::Files> files_;
    casework::Casework casework_;
    storage::SessionId id_;
    dialogs::Session session_;
    std::uint64_t version_ = 0;
    std::vector<dialogs::Output> outputs_;
    casework::Proceeding last_;
};

} // namespace plaint::tests
