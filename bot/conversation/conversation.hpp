#pragma once

#include "bot/casework/casework.hpp"
#include "bot/conversation/turn_content.hpp"
#include "bot/library/library.hpp"
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
    std::string client; // opaque: comes back with the turn (Direct Line: the user's id and text)
    // Keyed hash of the secret that finds the conversation again; kept with its first turn.
    std::string resume_hash;
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

class Conversation {
  public:
    struct Parts {
        const library::Library& library;
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
                std::uint32_t limit,
                std::function<void(std::expected<std::vector<Reply>, storage::Error>)> answered);

    // The session that a conversation belongs to: where its uploads are stored.
    void locate(const storage::ConversationId& conversation,
                std::function<void(std::expected<storage::SessionId, Refusal>)> answered);

    // What a receipt code opens, without joining it: for the status page and the API. The answer's session is only
    // valid during the call.
    struct Opened {
        storage::SessionId session;
        storage::SessionState state = storage::SessionState::draft;
        casework::Closing closing; // number empty while nothing was submitted
    };
    void open(const std::string& receipt, std::function<void(std::expected<Opened, Refusal>)> answered);
    // Withdraws everything that the code opens, as a turn like any other.
    void withdraw(const std::string& receipt, Answered answered);
    // Withdraws one linked case; the main one goes on, and so does the session.
    void withdraw_linked(const std::string& receipt, const storage::CaseNumber& number, Answered answered);

    // Inputs that are being worked on or wait; zero means that a stop loses nothing.
    std::size_t waiting() const;
    std::size_t loaded() const;

    const library::Library& library() const;

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace plaint::conversation
