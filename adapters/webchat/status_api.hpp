#pragma once

#include "adapters/webchat/context.hpp"
#include "bot/net/router.hpp"

#include <functional>
#include <string>
#include <vector>

namespace plaint::webchat {

// How the cases of a receipt code stand, their withdrawal, and that an outcome is not accepted. POST only, so that no code
// stands in an address or a log; every code that opens nothing gets the same answer after the same time.
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
    void reject_outcome(const Asked& asked, const std::vector<storage::CaseRecord>& cases);
    // Whether it is a case whose outcome may be said not to be accepted, and has not been.
    bool may_reject(const storage::CaseRecord& one, const std::vector<storage::CaseRecord>& cases) const;

    Context& context_;
};

} // namespace plaint::webchat
