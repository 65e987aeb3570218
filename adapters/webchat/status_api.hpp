#pragma once

#include "adapters/webchat/context.hpp"
#include "bot/net/router.hpp"

#include <functional>
#include <string>
#include <vector>

namespace plaint::webchat {

// How the cases of a receipt code stand, and their withdrawal. POST only, so that no code stands in an address or a
// log; every code that opens nothing gets the same answer after the same time.
class StatusApi {
  public:
    // The context outlives the server.
    explicit StatusApi(Context& context) : context_(context) {}

    void add_to(net::Router& router);

  private:
    struct Question;
    using Asked = std::shared_ptr<Question>;
    using Found = std::function<void(const Asked&, storage::SessionState, const casework::Closing&,
                                     std::vector<storage::CaseRecord>)>;

    void ask(net::Request&& request, net::Responder respond, Found found);
    void refuse(const Asked& asked, conversation::Refusal refusal);
    void answer(const Asked& asked, storage::SessionState state, const casework::Closing& closing,
                const std::vector<storage::CaseRecord>& cases);
    void withdraw(const Asked& asked, const casework::Closing& closing,
                  const std::vector<storage::CaseRecord>& cases);

    Context& context_;
};

} // namespace plaint::webchat
