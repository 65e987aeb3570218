#pragma once

#include "storage/sqlite/connection.hpp"

namespace plaint::storage::sqlite {

std::optional<SessionRecord> find_session(Connection& connection, const SessionId& id);
std::optional<SessionRecord> find_session_by_receipt(Connection& connection, std::string_view receipt_hash);
std::vector<SessionRecord> drafts_after(Connection& connection, const SessionId& id, std::uint32_t limit);
std::optional<ConversationRecord> find_conversation(Connection& connection, const ConversationId& id);
std::optional<ConversationRecord> find_conversation_by_resume(Connection& connection,
                                                              std::string_view resume_hash);

std::optional<TurnRecord> find_turn(Connection& connection, std::int64_t conversation,
                                    std::string_view external_id);
std::optional<TurnRecord> find_turn(Connection& connection, const ConversationId& conversation,
                                    std::string_view external_id);
std::vector<TurnRecord> turns_of_conversation(Connection& connection, const ConversationId& id,
                                              std::uint64_t first_activity, std::uint32_t limit);
std::vector<TurnRecord> turns_of_session(Connection& connection, const SessionId& id, std::uint64_t after,
                                         std::uint32_t limit);

std::optional<CaseRecord> find_case(Connection& connection, const CaseNumber& number,
                                    std::optional<std::uint32_t> version);
std::vector<CaseRecord> cases_of_session(Connection& connection, const SessionId& id);
std::vector<AuditRecord> audit_of_case(Connection& connection, const CaseNumber& number);
std::vector<FileRecord> files_of_session(Connection& connection, const SessionId& id);

} // namespace plaint::storage::sqlite
