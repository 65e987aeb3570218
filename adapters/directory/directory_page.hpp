#pragma once

#include "bot/conversation/conversation.hpp"
#include "bot/net/router.hpp"
#include "bot/support/clock.hpp"

namespace plaint::directory {

// GET /directory: the bodies of a region with their contacts, hours and responsible people, as S0 V.i wants them published.
// ?region=330100 names the region, ?q=杭州 searches for one, ?lang=en chooses the language.
class DirectoryPage {
  public:
    // Both outlive the page.
    struct Parts {
        conversation::Conversation& conversation;
        const support::Clock& clock;
    };
    explicit DirectoryPage(Parts parts) : parts_(parts) {}

    void add_to(net::Router& router);

  private:
    net::Response answer(const net::Request& request) const;

    Parts parts_;
};

} // namespace plaint::directory
