#include "bot/conversation/lookups.hpp"

#include "bot/conversation/at_home.hpp"
#include "bot/conversation/callbacks.hpp"
#include "bot/conversation/pending_turn.hpp"
#include "bot/conversation/reply.hpp"
#include "bot/support/receipt.hpp"
#include "dialogs/kinds/receipt_code.hpp"
#include "storage/desk.hpp"

#include <utility>

namespace plaint::conversation {

Refusal refusal_of(const storage::Error& error) {
    return error.fault == storage::Fault::full ? Refusal::full : Refusal::unavailable;
}

void replay(const Conversation::Parts& parts, const storage::ConversationId& conversation,
            std::uint64_t first_activity, std::uint32_t limit, Replayed answered) {
    parts.store.turns(
        conversation, first_activity, limit,
        at_home(parts.post, [&parts, answered = std::move(answered)](
                                std::expected<std::vector<storage::TurnRecord>, storage::Error> turns) {
            if (!turns) return answered(std::unexpected(std::move(turns).error()));
            recorded(parts, std::move(*turns), answered);
        }));
}

void find_by_conversation(const Conversation::Parts& parts, const storage::ConversationId& conversation,
                          std::function<void(std::expected<storage::SessionId, Refusal>)> answered) {
    parts.store.conversation(
        conversation,
        at_home(parts.post,
                [answered = std::move(answered)](
                    std::expected<std::optional<storage::ConversationRecord>, storage::Error> found) {
                    if (!found) return answered(std::unexpected(refusal_of(found.error())));
                    if (!*found) return answered(std::unexpected(Refusal::unknown));
                    answered((*found)->session);
                }));
}

void find_by_receipt(const Conversation::Parts& parts, const std::string& receipt,
                     std::function<void(std::expected<storage::SessionId, Refusal>)> answered) {
    const kinds::Verdict code = kinds::validate_receipt_code({receipt, receipt});
    if (!code.ok) {
        parts.metrics.add(support::Count::receipts_unknown);
        return answered(std::unexpected(Refusal::bad_receipt));
    }
    parts.store.session_by_receipt(
        support::receipt_hash(parts.server_key, code.value),
        at_home(parts.post, [&parts, answered = std::move(answered)](
                                std::expected<std::optional<storage::SessionRecord>, storage::Error> found) {
            if (!found) return answered(std::unexpected(refusal_of(found.error())));
            parts.metrics.add(*found ? support::Count::receipts_found : support::Count::receipts_unknown);
            if (!*found) return answered(std::unexpected(Refusal::bad_receipt));
            answered((*found)->id);
        }));
}

void find_promise(const Conversation::Parts& parts, const storage::SessionId& session,
                  const std::shared_ptr<PendingTurn>& pending,
                  std::function<void(std::optional<storage::Error>)> answered) {
    const bool forgets = dialogs::is_anonymous(pending->tree(), pending->content.session);
    if (!promises_call(pending->turn) && !forgets) return answered(std::nullopt);
    parts.store.desk().promised(session,
                                at_home(parts.post, [pending, answered = std::move(answered)](auto found) {
                                    if (!found) return answered(std::move(found).error());
                                    pending->promised_before = std::move(*found);
                                    answered(std::nullopt);
                                }));
}

const std::string& intake_region(const library::Library& library, const support::Config& config) {
    const content::Body* centre = library.content->directory.centre_for(config.intake.centre);
    return centre != nullptr ? centre->region : config.intake.centre;
}

} // namespace plaint::conversation
