#include "adapters/centre/event_renderer.hpp"

#include "bot/casework/hand_over.hpp"

namespace plaint::centre {
namespace {

using outbox::Remedy;
using outbox::RenderFault;

std::expected<outbox::Rendering, RenderFault>
render(const support::Config& config, casework::Packages& packages, const storage::LeasedEvent& leased) {
    const storage::EventRecord& event = leased.event;
    // The receiver may come back into the configuration, and the event be replayed then.
    const support::HandOver* receiver = support::hand_over_named(config, event.destination);
    if (receiver == nullptr)
        return std::unexpected(
            RenderFault{Remedy::none, "no receiver is configured under the name " + event.destination});
    std::string manifest_sha256;
    // Who gets the case no more may not fetch it either.
    if (event.type != casework::event_reassigned) {
        auto package = packages.make(event.number, event.case_version);
        if (!package) {
            // A damaged file may be brought back from a copy, so only what was never there is hopeless.
            const bool hopeless = package.error().kind == casework::PackageFault::Kind::unknown;
            return std::unexpected(
                RenderFault{hopeless ? Remedy::none : Remedy::retry, package.error().what});
        }
        manifest_sha256 = std::move(package->manifest_sha256);
    }
    return outbox::Delivery{.url = receiver->url,
                            .secret = receiver->secret,
                            .body = casework::event_body(config, event, manifest_sha256),
                            .reach = receiver->allow_insecure ? outbox::Reach::private_too
                                                              : outbox::Reach::public_addresses};
}

} // namespace

outbox::Renderer event_renderer(const support::Config& config, casework::Packages& packages) {
    return [&](const storage::LeasedEvent& leased) { return render(config, packages, leased); };
}

} // namespace plaint::centre
