#pragma once

#include "bot/net/http.hpp"
#include "bot/support/config.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace plaint::webchat {

// Which pages may speak with the chat, and where they find it.
class Origins {
  public:
    explicit Origins(const support::Config& config);

    // A page of ours or a configured one. A client that is no browser sends no Origin, and is let in too: what the
    // check keeps out is another site that uses its visitors' browsers.
    bool allows(const net::Request& request) const;
    // A configured page, or one at the public address; never the empty text.
    bool lists(std::string_view origin) const;
    // The configured pages as sources of a content security policy, or "'none'".
    const std::string& embedders() const { return embedders_; }
    // "https://host:port" by which this client reaches us; as it says itself where no public address is configured.
    std::string base(const net::Request& request) const;
    // "ws://host:port", for the content security policy.
    std::string socket_base(const net::Request& request) const;

  private:
    std::string public_base_;
    bool configured_ = false;
    std::vector<std::string> allowed_;
    std::string embedders_;
};

} // namespace plaint::webchat
