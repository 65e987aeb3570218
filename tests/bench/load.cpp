#include "tests/bench/load_client.hpp"

#include <sys/epoll.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

// The load generator: one thread, N clients, each with one turn under way at a time (a closed loop). Prints one line
// of JSON. What happens in the warm-up is not counted.
namespace plaint::bench {

namespace {

struct Options {
    Target target;
    unsigned clients = 64;
    double seconds = 5;
    double warm_up = 1;
    long server_pid = 0;
};

[[noreturn]] void usage() {
    std::fprintf(
        stderr,
        "usage: bench_load --mode floor|floor-push|rasa|directline|hotline --port PORT [--script FILE]\n"
        "                  [--clients 64] [--seconds 5] [--warm-up 1] [--server-pid PID]\n");
    std::exit(2);
}

Options options_of(int argc, char** argv) {
    Options options;
    std::string script;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string name = argv[i];
        const char* value = argv[i + 1];
        if (name == "--mode") {
            constexpr const char* modes[] = {"floor", "floor-push", "rasa", "directline", "hotline"};
            const auto found = std::find_if(std::begin(modes), std::end(modes),
                                            [&](const char* mode) { return std::strcmp(mode, value) == 0; });
            if (found == std::end(modes)) usage();
            options.target.mode = static_cast<Mode>(found - std::begin(modes));
        } else if (name == "--port") {
            options.target.port = static_cast<std::uint16_t>(std::atoi(value));
        } else if (name == "--script") {
            script = value;
        } else if (name == "--clients") {
            options.clients = static_cast<unsigned>(std::atoi(value));
        } else if (name == "--seconds") {
            options.seconds = std::atof(value);
        } else if (name == "--warm-up") {
            options.warm_up = std::atof(value);
        } else if (name == "--server-pid") {
            options.server_pid = std::atol(value);
        } else {
            usage();
        }
    }
    const bool floor = options.target.mode == Mode::floor || options.target.mode == Mode::floor_push;
    if (argc % 2 == 0 || options.target.port == 0 || options.clients == 0 || (script.empty() && !floor))
        usage();
    if (script.empty())
        options.target.script.assign(10, {"The shop sells goods that carry our mark.", ""});
    else
        options.target.script = read_script(script);
    options.target.run = "load-" + std::to_string(getpid());
    return options;
}

// Seconds of processor time that a process has used, and its resident memory.
struct Usage {
    double seconds = 0;
    long resident_kb = 0;
};

Usage usage_of(long pid) {
    Usage usage;
    if (pid == 0) return usage;
    const std::string folder = "/proc/" + std::to_string(pid);
    std::string stat;
    std::getline(std::ifstream(folder + "/stat"), stat);
    // After the name in parentheses come state and 10 more fields, then user and system time in ticks.
    const std::size_t name_end = stat.rfind(')');
    long user = 0;
    long system = 0;
    if (name_end != std::string::npos)
        std::sscanf(stat.c_str() + name_end + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %ld %ld", &user,
                    &system);
    usage.seconds = static_cast<double>(user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
    std::ifstream status(folder + "/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmRSS:")) usage.resident_kb = std::atol(line.c_str() + 6);
    return usage;
}

double percentile_us(std::vector<std::uint32_t>& latencies_ns, double share) {
    if (latencies_ns.empty()) return 0;
    const auto at = static_cast<std::ptrdiff_t>(share * static_cast<double>(latencies_ns.size() - 1));
    std::nth_element(latencies_ns.begin(), latencies_ns.begin() + at, latencies_ns.end());
    return latencies_ns[static_cast<std::size_t>(at)] / 1'000.0;
}

int run(const Options& options) {
    using Clock = Client::Clock;
    const int epoll = epoll_create1(0);
    Counts counts;
    std::vector<std::unique_ptr<Client>> clients;
    for (unsigned i = 0; i < options.clients; ++i)
        clients.push_back(std::make_unique<Client>(options.target, i, epoll, counts));

    const auto seconds = [](double count) {
        return std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(count));
    };
    const auto counted_from = Clock::now() + seconds(options.warm_up);
    const auto end = counted_from + seconds(options.seconds);
    std::vector<std::uint32_t> latencies_ns;
    latencies_ns.reserve(1'000'000);
    Usage before;
    bool counting = false;
    auto now = Clock::now();
    while (now < end) {
        epoll_event events[256];
        const int count = epoll_wait(epoll, events, std::size(events), 100);
        for (int i = 0; i < count; ++i) {
            Client& client = *clients[events[i].data.u64 >> 1];
            const auto which = events[i].data.u64 & 1 ? Client::Which::stream : Client::Which::http;
            if (!client.ready(which)) continue;
            if (counting) latencies_ns.push_back(static_cast<std::uint32_t>(client.last_turn().count()));
        }
        now = Clock::now();
        if (!counting && now >= counted_from) {
            counting = true;
            before = usage_of(options.server_pid);
        }
    }
    const Usage after = usage_of(options.server_pid);
    const auto turns = latencies_ns.size();
    const double elapsed = std::chrono::duration<double>(now - counted_from).count();
    const double cpu_us =
        turns == 0 ? 0 : (after.seconds - before.seconds) * 1e6 / static_cast<double>(turns);
    std::printf(
        "{\"turns\":%zu,\"per_second\":%.0f,\"p50_us\":%.1f,\"p99_us\":%.1f,\"max_us\":%.1f,"
        "\"server_cpu_us_per_turn\":%.2f,\"server_rss_kb\":%ld,\"failed\":%llu,\"unexpected\":%llu}\n",
        turns, static_cast<double>(turns) / elapsed, percentile_us(latencies_ns, 0.5),
        percentile_us(latencies_ns, 0.99), percentile_us(latencies_ns, 1), cpu_us, after.resident_kb,
        static_cast<unsigned long long>(counts.failed), static_cast<unsigned long long>(counts.unexpected));
    if (turns == 0) {
        std::fprintf(stderr, "load: no turn ended\n");
        return 1;
    }
    if (counts.failed + counts.unexpected == 0) return 0;
    std::fprintf(stderr, "load: the first answer that was not as it should be: %s\n",
                 counts.first_failure.c_str());
    return 1;
}

} // namespace

} // namespace plaint::bench

int main(int argc, char** argv) { return plaint::bench::run(plaint::bench::options_of(argc, argv)); }
