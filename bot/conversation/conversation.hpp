#pragma once

#include "bot/casework/casework.hpp"
#include "bot/conversation/turn_content.hpp"
#include "bot/library/shelf.hpp"
#include "bot/support/clock.hpp"
#include "bot/support/config.hpp"
#include "bot/support/log.hpp"
#include "bot/support/metrics.hpp"
#include "dialogs/engine/step.hpp"
#include "storage/store.hpp"

#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

// One inbound message is one committed turn. Everything here runs on the application's one thread.
namespace plaint::conversation {

// What an adapter hands over after it has verified and parsed it.
struct Inbound {
    storage::ConversationId conversation; // "directline:…", "rasa:…"
    std::string external_id;              // the sender's name for the message; empty: repeats cannot be told
    dialogs::Modality modality = dialogs::Modality::web;
    dialogs::Channel channel = dialogs::Channel::web_chat;
    std::string locale; // BCP 47 tag as the client sent it; empty: as before
    dialogs::Said said = dialogs::Said::words;
    std::string words;                   // as typed
    std::string value;                   // a control's exact value
    std::string to;                      // path of the question that it answers, where the protocol says so
    std::vector<dialogs::FileRef> files; // stored and durable already
    std::string receipt;                 // of Said::resume: the code whose session this conversation joins
    // Comes back with the turn. Direct Line: the user's id and text; a call's recording: its place (see call_events.hpp); a
    // call that ended: where a short message reaches the caller, kept only where one is sent.
    std::string client;
    // Keyed hash of the secret that finds the conversation again; kept with its first turn.
    std::string resume_hash;
    std::string caller;      // of a call: the number, where one is told
    dialogs::PhoneLine line; // of a call
};

// A committed turn, ready to be rendered: for the reply, for a repeat, for a replay.
struct Reply {
    storage::SessionId session;
    storage::ConversationId conversation;
    std::string external_id;
    std::uint64_t turn = 0;
    std::uint64_t first_activity =
        0; // of the conversation; the inbound message is the first if `said` has one
    std::int64_t at_ms = 0;
    bool repeated = false;
    TurnContent content;
    locales::Blanks blanks;
    library::Edition edition; // that words it
};

enum class Refusal {
    unknown,     // no such conversation
    busy,        // too many inputs wait, or too many messages in this minute
    unavailable, // the store takes no turns now
    full,        // no room left on the device
    bad_receipt, // the code opens nothing
    too_long,
};

using Answered = std::function<void(std::expected<Reply, Refusal>)>;
using Replayed = std::function<void(std::expected<std::vector<Reply>, storage::Error>)>;

// Why a ruling did not come to stand: the case would not have it, or no turn could be made.
using Overruled = std::variant<casework::RulingFault, Refusal>;
using RuledAnswer = std::function<void(std::optional<Overruled>)>; // nothing: it stands, and is durable

class Conversation {
  public:
    struct Parts {
        library::Shelf& shelf;
        storage::Store& store;
        casework::Casework& casework;
        const support::Clock& clock;
        const support::Config& config;
        support::Log& log;
        support::Metrics& metrics;
        std::string server_key; // 32 bytes, from the store's settings
        casework::Casework::Post post;
        std::function<void()> events_due; // called after a commit that has something for the outbox
    };
    explicit Conversation(Parts parts);
    ~Conversation();

    // Takes one message; answers after its turn is durable, or says why there is none. A conversation that is not known
    // begins with Said::begin; other messages begin it too where `may_begin`.
    void receive(Inbound inbound, bool may_begin, Answered answered);

    // The turns of a conversation that hold activities from `first_activity` on.
    void replay(const storage::ConversationId& conversation, std::uint64_t first_activity,
                std::uint32_t limit, Replayed answered);

    // The session that a conversation belongs to: where its uploads are stored.
    void locate(const storage::ConversationId& conversation,
                std::function<void(std::expected<storage::SessionId, Refusal>)> answered);

    // What a receipt code opens, without joining it: for the status page and the API. The answer's session is only
    // valid during the call.
    struct Opened {
        storage::SessionId session;
        storage::SessionState state = storage::SessionState::draft;
        casework::Closing closing; // number empty while nothing was submitted
        library::Edition edition;  // that words it
    };
    void open(const std::string& receipt, std::function<void(std::expected<Opened, Refusal>)> answered);
    // Withdraws everything that the code opens, as a turn like any other.
    void withdraw(const std::string& receipt, Answered answered);
    // Withdraws one linked case; the main one goes on, and so does the session.
    void withdraw_linked(const std::string& receipt, const storage::CaseNumber& number, Answered answered);

    // Keeps a recording of a call, which comes beside the conversation, with its session. The file is stored and durable
    // already; the same `id` again changes nothing. What was submitted before goes over anew, with it. Refused as unknown
    // where nobody wants it any more: the draft has expired, the complaint or the consent was withdrawn.
    void keep(const storage::SessionId& session, std::string id, dialogs::FileRef file, Answered answered);
    // An officer's ruling on a case of the session, as a turn of the session: in the order of its inputs, and with
    // everything that follows from it in one commit.
    void rule(const storage::SessionId& session, casework::Ruling ruling, RuledAnswer answered);

    // Inputs that are being worked on or wait; zero means that a stop loses nothing.
    std::size_t waiting() const;
    std::size_t loaded() const;

    // The content that is served now; another one after the next change of it.
    const library::Library& library() const { return *shelf_.current(); }
    const library::Shelf& shelf() const { return shelf_; }

  private:
    class Impl;
    const library::Shelf& shelf_;
    std::unique_ptr<Impl> impl_;
};

} // namespace plaint::conversation
