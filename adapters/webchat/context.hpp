#pragma once

#include "adapters/webchat/activity.hpp"
#include "adapters/webchat/origins.hpp"
#include "adapters/webchat/rate.hpp"
#include "adapters/webchat/receipt_guard.hpp"
#include "adapters/webchat/refusal.hpp"
#include "adapters/webchat/webchat.hpp"

#include <expected>
#include <memory>
#include <string>
#include <string_view>

namespace plaint::webchat {

// A store answers on threads of its own; this brings the answer to the application's. While the program stops the store
// may outlive the chat, so nothing of the chat is touched before the answer is home.
// What the function holds is given up by the store's thread, too, so that it ends where it lives.
template<class Function>
auto at_home(net::Server& server, Function function) {
    return
        [server = &server, function = std::make_shared<Function>(std::move(function))](auto answer) mutable {
            server->post([function = std::move(function), answer = std::move(answer)]() mutable {
                (*function)(std::move(answer));
            });
        };
}

// What the parts of the web chat share.
struct Context {
    explicit Context(Parts given);

    Parts parts;
    Origins origins;
    support::TokenKey tokens;
    ActivityWriter writer;
    Rate messages, conversations;
    ReceiptGuard guard;

    const library::Library& library() const { return parts.conversation.library(); }
    support::Millis now() const { return parts.clock.now(); }
    Links links(std::string_view base) const;

    // Whose token the request shows, and in which language its conversation was asked for.
    struct Bearer {
        std::string id;
        std::string locale;
        std::string nonce;
    };
    // Checks the origin, then the token, then that it is the token of the conversation in the path.
    std::expected<Bearer, net::Response> authorise(const net::Request& request) const;
    std::string issue_token(std::string_view id, std::string_view locale) const;

    net::Response refuse(conversation::Refusal refusal, std::string_view language) const;
    net::Response too_many(std::string_view language) const;
};

} // namespace plaint::webchat
