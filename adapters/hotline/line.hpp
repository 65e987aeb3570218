#pragma once

#include "adapters/hotline/prompt.hpp"
#include "adapters/hotline/voice.hpp"
#include "adapters/webchat/receipt_guard.hpp"
#include "bot/conversation/conversation.hpp"
#include "bot/net/server.hpp"

#include <functional>
#include <string>

// Telephone calls, whichever provider carries them: an event of a call becomes a turn of its conversation, and the turn
// becomes what the caller hears next. A repeated event gets the reply that it got, an older one the present question.
namespace plaint::hotline {

class Line {
  public:
    // All of them outlive the line, and the line the server.
    struct Parts {
        conversation::Conversation& conversation;
        storage::Store& store;
        const support::Clock& clock;
        const support::Config& config;
        support::Metrics& metrics;
        net::Server& server;
        std::string server_key;
    };
    Line(Parts parts, Abilities can);

    using Answered = std::function<void(VoiceTurn)>;
    void hear(Heard heard, Answered answered);
    // The call is over. What was said before stays, and the caller is told where to go on. `ended` is called in any case;
    // not `stored` when that could not be written down now.
    void end(const std::string& call, const std::string& caller, std::function<void(bool stored)> ended);

  private:
    using Reply = conversation::Reply;
    conversation::Inbound inbound_of(const Heard& heard) const;
    void choose_language(const Heard& heard, Answered answered);
    void take_code(const Heard& heard, Answered answered);
    void take_keys(const Heard& heard, Answered answered);
    void take_recording(const Heard& heard, Answered answered);
    void receive(conversation::Inbound inbound, Mark mark, Answered answered);
    void answer(const Reply& reply, const Mark& mark, const Answered& answered);
    VoiceTurn refused(conversation::Refusal refusal, const Mark& mark) const;
    void present(const std::string& call, const Mark& mark, const Look& look, Answered answered);

    Parts parts_;
    Abilities can_;
    Prompter prompter_;
    webchat::ReceiptGuard guard_;
};

} // namespace plaint::hotline
