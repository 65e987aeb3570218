#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

// What the program counts. The list is closed: no label is ever made from what a client sent, so the number of
// series is fixed when the program starts.
namespace plaint::support {

enum class Count : std::uint8_t {
    turns_committed,
    turns_duplicate,
    turns_conflict,
    turns_failed,
    sessions_begun,
    sessions_resumed,
    sessions_evicted,
    sessions_expired,
    cases_submitted,
    cases_resubmitted,
    cases_withdrawn,
    files_stored,
    files_refused,
    file_bytes_stored,
    files_collected,
    receipts_found,
    receipts_unknown,
    receipts_over_budget,
    requests_limited,
    sockets_refused,
    sockets_dropped_slow,
    tokens_refused,
    deliveries_delivered,
    deliveries_retried,
    deliveries_dead,
    deliveries_refused,
    deliveries_lease_lost,
    transfers_to_operator,
    callbacks_requested,
    store_faults,
    sign_ins_done,
    sign_ins_refused,
    sign_ins_busy,
    rulings_requested,
    rulings_released,
    rulings_accepted,
    rulings_not_accepted,
    rulings_transferred,
    rulings_typed,
    rulings_routed,
    content_served,
    content_unchanged,
    content_refused,
    log_lines_dropped,
};
enum class Level : std::uint8_t {
    sockets_open,
    connections_open,
    sessions_loaded,
    turns_waiting,
    deliveries_running,
    disk_room_bytes,
    log_queue,
    start_time_seconds,
};
enum class Timing : std::uint8_t {
    turn,     // from the parsed input to the committed reply
    step,     // the engine alone
    commit,   // in the store, queueing included
    delivery, // one attempt
    package,  // making what an event sends
};
enum class RequestRoute : std::uint8_t {
    page,
    directline,
    upload,
    stream,
    rasa,
    twilio,
    freeswitch,
    jambonz,
    voicexml,
    staff,
    api,
    operation,
    other,
};

class Metrics {
  public:
    Metrics();
    ~Metrics();
    Metrics(const Metrics&) = delete;
    Metrics& operator=(const Metrics&) = delete;

    // All may be called from any thread; adding is one atomic operation, observing takes one short lock.
    void add(Count count, std::uint64_t by = 1);
    void set(Level level, double value);
    void change(Level level, double by);
    void observe(Timing timing, double seconds);
    void request(RequestRoute route, int status, double seconds);

    double value(Count count) const;
    double value(Level level) const;
    // The text format 0.0.4 of Prometheus.
    std::string render() const;
    static constexpr std::string_view content_type = "text/plain; version=0.0.4; charset=utf-8";

  private:
    struct State;
    std::unique_ptr<State> state_;
};

// docs/metrics.md.
std::string describe_metrics_in_markdown();

} // namespace plaint::support
