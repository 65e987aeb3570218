#include "bot/casework/audit_chain.hpp"

#include "bot/casework/dossier_text.hpp"
#include "bot/support/crypto.hpp"

#include <nlohmann/json.hpp>

namespace plaint::casework {
namespace {

using Json = nlohmann::json;

const std::string hash_before_first(64, '0');

// The fields stand in a JSON array because its quoting leaves no two readings of one text.
std::string hash_of(const storage::AuditRecord& link) {
    return support::sha256_hex(
        bytes_of(Json::array({"plaint-audit-1", link.previous_hash, link.number.text, link.sequence, link.at,
                              link.actor, link.action, support::sha256_hex(link.content)})));
}

} // namespace

ChainHead head_of(const std::vector<storage::AuditRecord>& chain) {
    return chain.empty() ? ChainHead{} : ChainHead{chain.back().sequence, chain.back().hash};
}

storage::AuditRecord append(ChainHead& head, const storage::CaseNumber& number, std::int64_t at_ms,
                            std::string actor, std::string action, const Json& content) {
    storage::AuditRecord link{.number = number,
                              .sequence = head.sequence + 1,
                              .at = at_ms,
                              .actor = std::move(actor),
                              .action = std::move(action),
                              .previous_hash = head.sequence == 0 ? hash_before_first : head.hash,
                              .content = bytes_of(content)};
    link.hash = hash_of(link);
    head = {link.sequence, link.hash};
    return link;
}

std::expected<ChainHead, ChainFault> verify_chain(const storage::CaseNumber& number,
                                                  const std::vector<storage::AuditRecord>& chain) {
    ChainHead head{0, hash_before_first};
    for (const storage::AuditRecord& link : chain) {
        const std::uint64_t expected = head.sequence + 1;
        if (link.sequence != expected)
            return std::unexpected(
                ChainFault{expected, "link " + std::to_string(expected) + " is missing; link " +
                                         std::to_string(link.sequence) + " stands in its place"});
        if (link.number != number)
            return std::unexpected(ChainFault{expected, "the link belongs to another case"});
        if (link.previous_hash != head.hash)
            return std::unexpected(ChainFault{expected, "the link does not follow from the one before it"});
        if (link.hash != hash_of(link))
            return std::unexpected(ChainFault{expected, "the link was changed after it was written"});
        head = {link.sequence, link.hash};
    }
    if (chain.empty()) head.hash.clear();
    return head;
}

std::string to_line(const storage::AuditRecord& link) {
    const Json content = Json::parse(link.content, nullptr, false);
    return bytes_of({{"number", link.number.text},
                     {"sequence", link.sequence},
                     {"at", link.at},
                     {"actor", link.actor},
                     {"action", link.action},
                     {"previous_hash", link.previous_hash},
                     {"hash", link.hash},
                     {"content", content.is_discarded() ? Json() : content}});
}

std::expected<storage::AuditRecord, std::string> from_line(std::string_view line) {
    const Json json = Json::parse(line, nullptr, false);
    if (!json.is_object() || json.size() != 8) return std::unexpected("is no audit link");
    try {
        return storage::AuditRecord{.number = storage::CaseNumber(json.at("number").get<std::string>()),
                                    .sequence = json.at("sequence").get<std::uint64_t>(),
                                    .at = json.at("at").get<std::int64_t>(),
                                    .actor = json.at("actor").get<std::string>(),
                                    .action = json.at("action").get<std::string>(),
                                    .previous_hash = json.at("previous_hash").get<std::string>(),
                                    .hash = json.at("hash").get<std::string>(),
                                    .content = bytes_of(json.at("content"))};
    } catch (const Json::exception&) {
        return std::unexpected("is no audit link");
    }
}

} // namespace plaint::casework
