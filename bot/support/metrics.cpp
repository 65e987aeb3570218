#include "bot/support/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <array>
#include <map>
#include <sstream>

namespace plaint::support {

namespace {

// One row per enumerator, in its order; rows of one name form one family and differ in their label.
struct Row {
    const char* name;
    const char* label; // null: none
    const char* value;
    const char* help;
};

constexpr const char* turns = "Inbound messages by what became of them.";
constexpr const char* sessions = "Sessions by what happened to them.";
constexpr const char* cases = "Cases that complainants submitted, submitted again or withdrew.";
constexpr const char* files = "Uploaded files by what became of them.";
constexpr const char* receipts = "Look-ups by receipt code.";
constexpr const char* refused = "What was turned away at the door.";
constexpr const char* deliveries = "Attempts to deliver an event outwards, by outcome.";
constexpr const char* people = "Conversations that went on to a person.";
constexpr const char* sign_ins = "Attempts of the staff to sign in, by outcome.";
constexpr const char* rulings = "What officers decided on cases, asked for again or typed.";

constexpr const char* contents = "Times that the content was read again, by what came of it.";

constexpr Row counts[] = {
    {"plaint_turns_total", "outcome", "committed", turns},
    {"plaint_turns_total", "outcome", "duplicate", turns},
    {"plaint_turns_total", "outcome", "conflict", turns},
    {"plaint_turns_total", "outcome", "failed", turns},
    {"plaint_sessions_total", "event", "begun", sessions},
    {"plaint_sessions_total", "event", "resumed", sessions},
    {"plaint_sessions_total", "event", "evicted", sessions},
    {"plaint_sessions_total", "event", "expired", sessions},
    {"plaint_cases_total", "event", "submitted", cases},
    {"plaint_cases_total", "event", "resubmitted", cases},
    {"plaint_cases_total", "event", "withdrawn", cases},
    {"plaint_files_total", "outcome", "stored", files},
    {"plaint_files_total", "outcome", "refused", files},
    {"plaint_file_bytes_stored_total", nullptr, nullptr, "Bytes of uploaded files that were stored."},
    {"plaint_files_total", "outcome", "collected", files},
    {"plaint_receipts_total", "outcome", "found", receipts},
    {"plaint_receipts_total", "outcome", "unknown", receipts},
    {"plaint_receipts_total", "outcome", "over_budget", receipts},
    {"plaint_refused_total", "what", "request_over_limit", refused},
    {"plaint_refused_total", "what", "socket_over_limit", refused},
    {"plaint_refused_total", "what", "slow_socket", refused},
    {"plaint_refused_total", "what", "token", refused},
    {"plaint_deliveries_total", "outcome", "delivered", deliveries},
    {"plaint_deliveries_total", "outcome", "retried", deliveries},
    {"plaint_deliveries_total", "outcome", "dead", deliveries},
    {"plaint_deliveries_total", "outcome", "refused", deliveries},
    {"plaint_deliveries_total", "outcome", "lease_lost", deliveries},
    {"plaint_people_total", "way", "operator", people},
    {"plaint_people_total", "way", "callback", people},
    {"plaint_store_faults_total", nullptr, nullptr, "Calls to the store that it could not carry out."},
    {"plaint_sign_ins_total", "outcome", "done", sign_ins},
    {"plaint_sign_ins_total", "outcome", "refused", sign_ins},
    {"plaint_sign_ins_total", "outcome", "busy", sign_ins},
    {"plaint_rulings_total", "ruling", "request", rulings},
    {"plaint_rulings_total", "ruling", "release", rulings},
    {"plaint_rulings_total", "ruling", "accept", rulings},
    {"plaint_rulings_total", "ruling", "not_accept", rulings},
    {"plaint_rulings_total", "ruling", "transfer", rulings},
    {"plaint_rulings_total", "ruling", "type", rulings},
    {"plaint_rulings_total", "ruling", "route", rulings},
    {"plaint_content_reloads_total", "outcome", "served", contents},
    {"plaint_content_reloads_total", "outcome", "unchanged", contents},
    {"plaint_content_reloads_total", "outcome", "refused", contents},
    {"plaint_log_lines_dropped_total", nullptr, nullptr, "Log lines lost because their queue was full."},
};
constexpr std::size_t count_kinds = static_cast<std::size_t>(Count::log_lines_dropped) + 1;
static_assert(std::size(counts) == count_kinds);

constexpr Row levels[] = {
    {"plaint_sockets_open", nullptr, nullptr, "WebSockets that are open."},
    {"plaint_connections_open", nullptr, nullptr, "Connections that are open, WebSockets included."},
    {"plaint_sessions_loaded", nullptr, nullptr, "Sessions held in memory."},
    {"plaint_turns_waiting", nullptr, nullptr, "Inputs that wait for a turn."},
    {"plaint_deliveries_running", nullptr, nullptr, "Deliveries under way."},
    {"plaint_disk_room_bytes", nullptr, nullptr,
     "Bytes that may be written before the disk floor is reached."},
    {"plaint_log_queue", nullptr, nullptr, "Log lines that wait to be written."},
    {"plaint_start_time_seconds", nullptr, nullptr, "When the program started, in seconds since 1970."},
};
constexpr std::size_t level_kinds = static_cast<std::size_t>(Level::start_time_seconds) + 1;
static_assert(std::size(levels) == level_kinds);

constexpr Row timings[] = {
    {"plaint_turn_seconds", nullptr, nullptr, "From the parsed input to the committed reply."},
    {"plaint_step_seconds", nullptr, nullptr, "The engine's step alone."},
    {"plaint_commit_seconds", nullptr, nullptr, "A commit in the store, queueing included."},
    {"plaint_delivery_seconds", nullptr, nullptr, "One attempt to deliver an event."},
    {"plaint_package_seconds", nullptr, nullptr, "Making what an event sends, such as a dossier package."},
};
constexpr std::size_t timing_kinds = static_cast<std::size_t>(Timing::package) + 1;
static_assert(std::size(timings) == timing_kinds);

constexpr const char* routes[] = {"page",   "directline", "upload",  "stream",   "rasa",
                                  "twilio", "freeswitch", "jambonz", "voicexml", "staff",
                                  "api",    "operation",  "other"};
constexpr std::size_t route_kinds = static_cast<std::size_t>(RequestRoute::other) + 1;
static_assert(std::size(routes) == route_kinds);
constexpr const char* classes[] = {"1xx", "2xx", "3xx", "4xx", "5xx"};
constexpr const char* requests_name = "plaint_requests_total";
constexpr const char* requests_help = "HTTP requests by route and class of status.";
constexpr const char* request_seconds_name = "plaint_request_seconds";
constexpr const char* request_seconds_help = "Time to answer an HTTP request, by route.";

// From a tenth of a millisecond, the size of one durable write, to the time-outs.
const prometheus::Histogram::BucketBoundaries buckets = {
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30};

prometheus::Labels labels_of(const Row& row) {
    if (!row.label) return {};
    return {{row.label, row.value}};
}

} // namespace

// The children are looked up once, here: adding is then one atomic operation on a known address.
struct Metrics::State {
    prometheus::Registry registry;
    std::array<prometheus::Counter*, count_kinds> counters{};
    std::array<prometheus::Gauge*, level_kinds> gauges{};
    std::array<prometheus::Histogram*, timing_kinds> histograms{};
    std::array<std::array<prometheus::Counter*, std::size(classes)>, route_kinds> requests{};
    std::array<prometheus::Histogram*, route_kinds> request_seconds{};

    State() {
        // A family asked for twice under one name is the same family.
        for (std::size_t i = 0; i < count_kinds; ++i)
            counters[i] = &prometheus::BuildCounter()
                               .Name(counts[i].name)
                               .Help(counts[i].help)
                               .Register(registry)
                               .Add(labels_of(counts[i]));
        for (std::size_t i = 0; i < level_kinds; ++i)
            gauges[i] = &prometheus::BuildGauge()
                             .Name(levels[i].name)
                             .Help(levels[i].help)
                             .Register(registry)
                             .Add({});
        for (std::size_t i = 0; i < timing_kinds; ++i)
            histograms[i] = &prometheus::BuildHistogram()
                                 .Name(timings[i].name)
                                 .Help(timings[i].help)
                                 .Register(registry)
                                 .Add({}, buckets);
        auto& request_family =
            prometheus::BuildCounter().Name(requests_name).Help(requests_help).Register(registry);
        auto& seconds_family = prometheus::BuildHistogram()
                                   .Name(request_seconds_name)
                                   .Help(request_seconds_help)
                                   .Register(registry);
        for (std::size_t route = 0; route < route_kinds; ++route) {
            for (std::size_t c = 0; c < std::size(classes); ++c)
                requests[route][c] = &request_family.Add({{"route", routes[route]}, {"status", classes[c]}});
            request_seconds[route] = &seconds_family.Add({{"route", routes[route]}}, buckets);
        }
    }
};

Metrics::Metrics() : state_(std::make_unique<State>()) {}
Metrics::~Metrics() = default;

void Metrics::add(Count count, std::uint64_t by) {
    state_->counters[static_cast<std::size_t>(count)]->Increment(static_cast<double>(by));
}
void Metrics::set(Level level, double value) { state_->gauges[static_cast<std::size_t>(level)]->Set(value); }
void Metrics::change(Level level, double by) {
    state_->gauges[static_cast<std::size_t>(level)]->Increment(by);
}
void Metrics::observe(Timing timing, double seconds) {
    state_->histograms[static_cast<std::size_t>(timing)]->Observe(seconds);
}
void Metrics::request(RequestRoute route, int status, double seconds) {
    const int status_class = status >= 100 && status < 600 ? status / 100 - 1 : 4;
    const auto row = static_cast<std::size_t>(route);
    state_->requests[row][static_cast<std::size_t>(status_class)]->Increment();
    state_->request_seconds[row]->Observe(seconds);
}

double Metrics::value(Count count) const {
    return state_->counters[static_cast<std::size_t>(count)]->Value();
}
double Metrics::value(Level level) const { return state_->gauges[static_cast<std::size_t>(level)]->Value(); }

std::string Metrics::render() const {
    std::ostringstream out;
    prometheus::TextSerializer().Serialize(out, state_->registry.Collect());
    return std::move(out).str();
}

std::string describe_metrics_in_markdown() {
    struct Family {
        std::string type, labels, help;
    };
    std::map<std::string, Family> families;
    const auto note = [&](const Row& row, const char* type) {
        Family& family = families.try_emplace(row.name, Family{type, "", row.help}).first->second;
        if (!row.label) return;
        family.labels += family.labels.empty() ? std::string("`") + row.label + "`: " : std::string(", ");
        family.labels += row.value;
    };
    for (const Row& row : counts) note(row, "counter");
    for (const Row& row : levels) note(row, "gauge");
    for (const Row& row : timings) note(row, "histogram");
    std::string all_routes = "`route`: ";
    for (const char* route : routes) all_routes += (route == routes[0] ? "" : ", ") + std::string(route);
    families[requests_name] = {"counter", all_routes + "; `status`: 1xx, 2xx, 3xx, 4xx, 5xx", requests_help};
    families[request_seconds_name] = {"histogram", "`route`", request_seconds_help};

    std::string out =
        "# Metrics\n\n"
        "This page is generated from the program (`bot/support/metrics.cpp`); a test fails when the two "
        "differ.\n`GET /metrics` answers in the text format of Prometheus. No label is made from what a "
        "client sent, so the number of\nseries is fixed.\n\n"
        "| metric | type | labels | meaning |\n| --- | --- | --- | --- |\n";
    for (const auto& [name, family] : families)
        out += "| `" + name + "` | " + family.type + " | " + family.labels + " | " + family.help + " |\n";
    return out;
}

} // namespace plaint::support
