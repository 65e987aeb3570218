#include "adapters/hotline/recordings.hpp"

#include "bot/casework/waiting.hpp"
#include "bot/support/crypto.hpp"
#include "bot/support/url.hpp"
#include "bot/uploads/intake.hpp"

#include <algorithm>
#include <chrono>
#include <future>
#include <memory>
#include <utility>

namespace plaint::hotline {

namespace {

using conversation::RecordingOrder;
using outbox::Remedy;
using outbox::RenderFault;
using outbox::TransportFault;

// The application's thread answers at once, unless the program is ending.
constexpr auto keep_most = std::chrono::seconds(5);
constexpr int ok = 200;

std::unexpected<RenderFault> fault(Remedy remedy, std::string what) {
    return std::unexpected(RenderFault{remedy, std::move(what)});
}

// "RE12….wav": the ending tells the checker what to expect; providers send WAV where the address asks for nothing else.
std::string file_name(const RecordingOrder& order) {
    std::string_view path = order.url;
    path = path.substr(0, path.find('?'));
    for (const std::string_view ending : {".mp3", ".amr", ".m4a"})
        if (path.ends_with(ending)) return order.id + std::string(ending);
    return order.id + ".wav";
}

} // namespace

bool is_allowed(std::string_view url, const std::vector<std::string>& hosts) {
    const auto parsed = support::parse_url(url);
    return parsed && std::ranges::any_of(hosts, [&](const std::string& pattern) {
               if (!pattern.starts_with("*.")) return parsed->host == pattern;
               return parsed->host.ends_with(std::string_view(pattern).substr(1));
           });
}

std::expected<storage::TurnRecord, RenderFault> turn_behind(storage::Store& store,
                                                            const storage::EventRecord& event) {
    const auto name = conversation::turn_of(event);
    if (!name) return fault(Remedy::none, "the event does not name the turn that it comes from");
    auto turn = casework::wait_for<std::optional<storage::TurnRecord>>(
        [&](auto answer) { store.turn(name->conversation, name->external_id, std::move(answer)); });
    if (!turn) return fault(Remedy::retry, turn.error().what);
    if (!*turn) return fault(Remedy::none, "the call is not kept any more");
    return **std::move(turn);
}

std::expected<outbox::Rendering, RenderFault> Recordings::fetch(const storage::EventRecord& event) {
    const auto turn = turn_behind(parts_.store, event);
    if (!turn) return std::unexpected(turn.error());
    const auto order = conversation::recording_in(*turn);
    if (!order) return fault(Remedy::none, "the turn of the recording cannot be read");
    const auto audio = audio_of(*order);
    if (!audio) return std::unexpected(audio.error());
    const auto file = stored(*order, *audio);
    if (!file) return std::unexpected(file.error());

    const auto promise = std::make_shared<std::promise<bool>>();
    std::future<bool> kept = promise->get_future();
    parts_.keep(order->session, order->id, *file, [promise](bool is_kept) { promise->set_value(is_kept); });
    if (kept.wait_for(keep_most) != std::future_status::ready)
        return std::unexpected(
            RenderFault{.what = "the program ended before the recording was kept", .cancelled = true});
    if (!kept.get()) return fault(Remedy::retry, "the recording was fetched, but not kept");
    return outbox::Done{};
}

std::expected<std::string, RenderFault> Recordings::audio_of(const RecordingOrder& order) {
    const support::Config::Recordings& limits = parts_.config.recordings;
    // A host may be allowed later, and the event be replayed then.
    const auto url = support::parse_url(order.url);
    const bool trial = limits.allow_insecure && url && support::is_loopback_host(url->host);
    if (!trial && !is_allowed(order.url, limits.hosts))
        return fault(Remedy::none, "recordings may not be fetched from that host");
    outbox::Request request{.method = "GET",
                            .url = order.url,
                            .reach = limits.allow_insecure ? outbox::Reach::private_too
                                                           : outbox::Reach::public_addresses,
                            .response_bytes_max = limits.bytes};
    const auto& provider = parts_.config.hotline.twilio;
    if (provider && provider->sign_in_for_recordings)
        request.headers.emplace_back("Authorization",
                                     "Basic " + support::base64(order.account + ":" + provider->token));
    auto response = parts_.transport.send(request);
    if (!response)
        return std::unexpected(RenderFault{.what = response.error().what,
                                           .hangs = response.error().fault == TransportFault::timed_out,
                                           .cancelled = response.error().fault == TransportFault::cancelled});
    if (response->status != ok)
        return std::unexpected(
            RenderFault{.what = std::to_string(response->status) + " from the host of the recording",
                        .retry_after = response->retry_after});
    if (!response->complete) return fault(Remedy::retry, "the recording is too long, or broke off");
    return std::move(response->body);
}

std::expected<dialogs::FileRef, RenderFault> Recordings::stored(const RecordingOrder& order,
                                                                const std::string& audio) {
    const auto records = casework::wait_for<std::vector<storage::FileRecord>>(
        [&](auto answer) { parts_.store.files(order.session, std::move(answer)); });
    if (!records) return fault(Remedy::retry, records.error().what);
    const support::Config::Limits& limits = parts_.config.limits;
    std::uint64_t bytes = 0;
    for (const storage::FileRecord& record : *records) bytes += record.size_bytes;
    const auto room = std::make_shared<uploads::CaseRoom>();
    room->open(limits.files_per_case -
                   static_cast<std::uint32_t>(std::min<std::size_t>(records->size(), limits.files_per_case)),
               limits.case_bytes - std::min(bytes, limits.case_bytes));
    uploads::Intake intake(
        parts_.files, types_, order.session,
        {.file_bytes_max = parts_.config.recordings.bytes, .files_max = 1, .of_case = room});
    intake.begin(file_name(order));
    intake.write(audio);
    intake.end();
    if (intake.stored().empty()) {
        const uploads::FileFault why =
            intake.refused().empty() ? uploads::FileFault::empty : intake.refused().front().fault;
        parts_.metrics.add(support::Count::files_refused);
        const bool ours = why == uploads::FileFault::no_room || why == uploads::FileFault::unavailable;
        return fault(ours ? Remedy::retry : Remedy::none,
                     "the recording is not taken: " + std::string(uploads::name_of(why)));
    }
    intake.keep();
    parts_.metrics.add(support::Count::files_stored);
    parts_.metrics.add(support::Count::file_bytes_stored, audio.size());
    return intake.stored().front();
}

} // namespace plaint::hotline
