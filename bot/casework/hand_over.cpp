#include "bot/casework/hand_over.hpp"

#include "bot/casework/numbers.hpp"
#include "bot/support/clock.hpp"

#include <nlohmann/json.hpp>

namespace plaint::casework {

std::optional<storage::EventRecord> hand_over(const support::Config& config, std::string_view type,
                                              const storage::CaseRecord& record, std::string_view body,
                                              std::int64_t at_ms) {
    const support::HandOver* receiver = support::hand_over_for(config, body);
    if (receiver == nullptr) return std::nullopt;
    return storage::EventRecord{.id = event_id(record.number, record.version, type, receiver->name),
                                .type = std::string(type),
                                .destination = receiver->name,
                                .number = record.number,
                                .case_version = record.version,
                                .due_at = at_ms,
                                .content = nlohmann::json{{"timestamp", support::rfc3339_utc(at_ms)}}.dump()};
}

std::string event_body(const support::Config& config, const storage::EventRecord& event,
                       std::string_view manifest_sha256) {
    const auto content = nlohmann::json::parse(event.content, nullptr, false);
    nlohmann::ordered_json out;
    out["type"] = event.type;
    out["timestamp"] = content.is_object() ? content.value("timestamp", std::string()) : std::string();
    out["data"]["case"] = event.number.text;
    out["data"]["version"] = event.case_version;
    if (!manifest_sha256.empty()) {
        out["data"]["manifest_sha256"] = manifest_sha256;
        out["data"]["url"] = package_url(config, event.number, event.case_version);
    }
    return out.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

std::string package_url(const support::Config& config, const storage::CaseNumber& number,
                        std::uint32_t version) {
    return support::public_base(config) + "/api/v1/cases/" + number.text +
           "/package?version=" + std::to_string(version);
}

} // namespace plaint::casework
