#include "bot/casework/checkpoints.hpp"

#include "bot/casework/dossier_text.hpp"
#include "bot/casework/waiting.hpp"
#include "bot/support/crypto.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace plaint::casework {
namespace {

using Json = nlohmann::json;
using storage::ChainEnd;
using storage::Checkpoint;

constexpr std::uint32_t rows_per_page = 500;
const std::string before_first(64, '0');

// What is signed; the signature stands beside it, so that neither is part of the other.
std::string statement_of(const Checkpoint& checkpoint, const std::vector<ChainEnd>& ends,
                         const std::string& before_sha256) {
    Json list = Json::array();
    for (const ChainEnd& end : ends) list.push_back({end.number.text, end.sequence, end.hash});
    return bytes_of(
        Json::array({"plaint-checkpoint-1", checkpoint.sequence, checkpoint.at, before_sha256, list}));
}

// Goes through all there is and gathers what is wrong.
class Auditor {
  public:
    Auditor(storage::Store& store, std::string_view public_key, std::string_view noted)
        : store_(store), public_key_(public_key), noted_(noted) {}

    std::expected<AuditReport, storage::Error> check() {
        if (auto done = read_checkpoints(); !done) return std::unexpected(std::move(done).error());
        if (auto done = check_cases(); !done) return std::unexpected(std::move(done).error());
        if (auto done = check_journal(); !done) return std::unexpected(std::move(done).error());
        for (const auto& [number, end] : covered_)
            complain(number.text,
                     "the chain is gone; a checkpoint saw it end with link " + std::to_string(end.sequence));
        return std::move(report_);
    }

  private:
    using Done = std::expected<void, storage::Error>;

    void complain(std::string where, std::string what) {
        report_.findings.push_back({std::move(where), std::move(what)});
    }

    Done read_checkpoints() {
        std::string before = before_first;
        bool met = noted_.empty();
        for (std::uint64_t last = 0;;) {
            auto page = wait_for<std::vector<Checkpoint>>(
                [&](auto answer) { store_.desk().checkpoints(last, rows_per_page, std::move(answer)); });
            if (!page) return std::unexpected(std::move(page).error());
            for (const Checkpoint& one : *page) {
                take(one, last + 1, before);
                last = one.sequence;
                before = support::sha256_hex(one.content);
                met = met || before == noted_;
            }
            if (page->size() < rows_per_page) break;
        }
        if (before != before_first) report_.last_checkpoint_sha256 = before;
        if (!met) complain("checkpoint " + std::string(noted_), "is not there any more");
        return {};
    }

    void take(const Checkpoint& checkpoint, std::uint64_t expected, const std::string& before) {
        const std::string where = "checkpoint " + std::to_string(expected);
        ++report_.checkpoints;
        if (checkpoint.sequence != expected) complain(where, "is missing");
        const auto read = read_checkpoint(checkpoint, public_key_);
        if (!read) return complain("checkpoint " + std::to_string(checkpoint.sequence), read.error());
        if (checkpoint.sequence == expected && read->before_sha256 != before)
            complain(where, "does not follow from the one before it");
        for (const ChainEnd& end : read->ends) {
            covered_[end.number] = end;
            ends_[end.number].push_back(end);
        }
    }

    Done check_cases() {
        for (storage::CaseNumber last;;) {
            auto page = wait_for<std::vector<storage::CaseNumber>>(
                [&](auto answer) { store_.desk().case_numbers(last, rows_per_page, std::move(answer)); });
            if (!page) return std::unexpected(std::move(page).error());
            for (const storage::CaseNumber& number : *page) {
                auto chain = wait_for<std::vector<storage::AuditRecord>>(
                    [&](auto answer) { store_.audit(number, std::move(answer)); });
                if (!chain) return std::unexpected(std::move(chain).error());
                ++report_.cases;
                if (chain->empty()) complain(number.text, "the case has no audit chain");
                check_chain(number, *chain);
                last = number;
            }
            if (page->size() < rows_per_page) return {};
        }
    }

    Done check_journal() {
        std::vector<storage::AuditRecord> links;
        for (std::uint64_t last = 0;;) {
            auto page = wait_for<std::vector<storage::AuditRecord>>(
                [&](auto answer) { store_.desk().journal(last, rows_per_page, std::move(answer)); });
            if (!page) return std::unexpected(std::move(page).error());
            for (storage::AuditRecord& link : *page) {
                last = link.sequence;
                links.push_back(std::move(link));
            }
            if (page->size() < rows_per_page) break;
        }
        check_chain(storage::journal_number, links);
        return {};
    }

    void check_chain(const storage::CaseNumber& number, const std::vector<storage::AuditRecord>& chain) {
        report_.links += chain.size();
        if (const auto head = verify_chain(number, chain); !head)
            complain(number.text, "link " + std::to_string(head.error().sequence) + ": " + head.error().what);
        // Every checkpoint that ever named the chain has to find its link where it was, not only the newest.
        for (const ChainEnd& end : ends_[number]) {
            if (end.sequence > chain.size())
                complain(number.text, "the chain was cut off: a checkpoint saw link " +
                                          std::to_string(end.sequence) + ", the last is " +
                                          std::to_string(chain.size()));
            else if (chain[end.sequence - 1].hash != end.hash)
                complain(number.text,
                         "link " + std::to_string(end.sequence) + ": a checkpoint saw another in its place");
        }
        const auto known = covered_.find(number);
        const std::uint64_t covered = known != covered_.end() ? known->second.sequence : 0;
        if (chain.size() > covered) report_.uncovered += chain.size() - covered;
        covered_.erase(number);
    }

    storage::Store& store_;
    std::string_view public_key_, noted_;
    AuditReport report_;
    std::map<storage::CaseNumber, ChainEnd>
        covered_; // by the newest checkpoint that names it; those not seen yet
    std::map<storage::CaseNumber, std::vector<ChainEnd>> ends_;
};

} // namespace

Checkpoint make_checkpoint(const Checkpoint* before, std::vector<ChainEnd> ends, std::int64_t at_ms,
                           const support::SigningKey& key) {
    Checkpoint made{.sequence = before != nullptr ? before->sequence + 1 : 1, .at = at_ms};
    const std::string before_sha256 = before != nullptr ? support::sha256_hex(before->content) : before_first;
    const std::string statement = statement_of(made, ends, before_sha256);
    made.content = bytes_of({{"statement", statement}, {"signature", support::base64(key.sign(statement))}});
    made.ends = std::move(ends);
    return made;
}

std::expected<ReadCheckpoint, std::string> read_checkpoint(const Checkpoint& checkpoint,
                                                           std::string_view public_key) {
    const Json json = Json::parse(checkpoint.content, nullptr, false);
    try {
        const auto statement = json.at("statement").get<std::string>();
        const auto signature = support::unbase64(json.at("signature").get<std::string>());
        if (!signature || !support::signature_holds(public_key, statement, *signature))
            return std::unexpected("is not signed by this server's key");
        const Json said = Json::parse(statement);
        if (said.at(1) != checkpoint.sequence || said.at(2) != checkpoint.at)
            return std::unexpected("is another than it says");
        ReadCheckpoint read{.before_sha256 = said.at(3).get<std::string>()};
        for (const Json& end : said.at(4))
            read.ends.push_back({storage::CaseNumber(end.at(0).get<std::string>()),
                                 end.at(1).get<std::uint64_t>(), end.at(2).get<std::string>()});
        return read;
    } catch (const Json::exception&) {
        return std::unexpected("is no checkpoint");
    }
}

std::expected<AuditReport, storage::Error> verify_audit(storage::Store& store, std::string_view public_key,
                                                        std::string_view noted) {
    return Auditor(store, public_key, noted).check();
}

std::expected<std::uint32_t, storage::Error> write_checkpoints(storage::Store& store, std::int64_t at_ms,
                                                               const support::SigningKey& key) {
    for (std::uint32_t written = 0;;) {
        auto ends = wait_for<std::vector<ChainEnd>>(
            [&](auto answer) { store.desk().uncovered(ends_per_checkpoint, std::move(answer)); });
        if (!ends) return std::unexpected(std::move(ends).error());
        if (ends->empty()) return written;
        const bool is_full = ends->size() >= ends_per_checkpoint;
        const auto before = wait_for<std::optional<Checkpoint>>(
            [&](auto answer) { store.desk().last_checkpoint(std::move(answer)); });
        if (!before) return std::unexpected(before.error());
        auto next = make_checkpoint(*before ? &**before : nullptr, std::move(*ends), at_ms, key);
        const auto added = wait_for<bool>(
            [&](auto answer) { store.desk().add_checkpoint(std::move(next), std::move(answer)); });
        if (!added) return std::unexpected(added.error());
        // Another node was first, and covers the same.
        if (!*added) return written;
        ++written;
        // What has come meanwhile waits for the next round.
        if (!is_full) return written;
    }
}

} // namespace plaint::casework
