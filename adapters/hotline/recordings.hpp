#pragma once

#include "bot/conversation/call_events.hpp"
#include "bot/outbox/outbox.hpp"
#include "bot/outbox/transport.hpp"
#include "bot/support/config.hpp"
#include "bot/support/metrics.hpp"
#include "bot/uploads/file_type.hpp"
#include "storage/files.hpp"
#include "storage/store.hpp"

#include <expected>
#include <functional>
#include <string>

namespace plaint::hotline {

// Brings recordings home: from an allowed host, over TLS, within bounds, to a file of the session. One that is not there
// yet is asked for again on the outbox's schedule; one that never comes ends among the dead events, for staff to see.
class Recordings {
  public:
    // Makes the file part of the session, on the application's thread, and answers there.
    using Keep = std::function<void(storage::SessionId, std::string name, dialogs::FileRef,
                                    std::function<void(bool kept)>)>;
    // All of them outlive the recordings.
    struct Parts {
        outbox::Transport& transport;
        storage::Store& store;
        storage::Files& files;
        const support::Config& config;
        support::Metrics& metrics;
        Keep keep;
    };
    explicit Recordings(Parts parts) : parts_(std::move(parts)) {}

    // Blocks on the network, the disk and the store; from any thread.
    std::expected<outbox::Rendering, outbox::RenderFault> fetch(const storage::EventRecord& event);

  private:
    std::expected<std::string, outbox::RenderFault> audio_of(const conversation::RecordingOrder& order);
    std::expected<dialogs::FileRef, outbox::RenderFault> stored(const conversation::RecordingOrder& order,
                                                                const std::string& audio);

    Parts parts_;
    uploads::TypeChecker types_;
};

// The turn that an event of a call comes from; gone where its draft has expired.
std::expected<storage::TurnRecord, outbox::RenderFault> turn_behind(storage::Store& store,
                                                                    const storage::EventRecord& event);

// Whether the host of the address is among the patterns: "api.example.com", or "*.example.com" for those below it.
bool is_allowed(std::string_view url, const std::vector<std::string>& hosts);

} // namespace plaint::hotline
