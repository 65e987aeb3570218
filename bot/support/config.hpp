#pragma once

#include "bot/support/clock.hpp"
#include "bot/support/log.hpp"

#include <cstdint>
#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The configuration: one TOML file, all of it optional. The reference of every key is docs/configuration.md, which
// is generated from the same table that the file is read with.
namespace plaint::support {

// A telephone provider whose webhooks are answered. Without a token only when `insecure` is written for it.
struct HotlineProvider {
    std::string token;
    bool insecure = false;
    bool speech = true;                  // it recognises words; otherwise it records them
    bool sign_in_for_recordings = false; // with the account and the token
};

// Whoever shows the token speaks for every sender.
struct RasaChannel {
    std::string token;
};

// Where events about cases of a lead body go.
struct HandOver {
    std::string centre; // body id, a beginning of one and "*", or "*" alone
    std::string url;
    std::string secret; // "whsec_…"
    bool allow_insecure = false;
    std::string name; // the destination's name in the delivery ledger; by default the centre
};

struct Receiver {
    std::string url;
    std::string secret;
    bool allow_insecure = false;
};

struct TimestampAuthority {
    std::string url;
    std::string ca; // file with the certificates that its tokens must lead to
    bool allow_insecure = false;
};

// A body that may fetch dossiers, and the token it shows.
struct FetchToken {
    std::string body;
    std::string token;
};

struct Config {
    struct Server {
        std::string listen = "127.0.0.1:12330";
        std::string public_base; // an origin; empty: see public_base() below
        std::string tls_certificate;
        std::string tls_key;
        std::vector<std::string> trusted_proxies; // addresses or networks, e.g. "10.0.0.0/8"
    } server;

    struct Storage {
        std::string url = "sqlite:var/plaint.db";
        std::string files = "var/files";
        std::uint64_t disk_floor_bytes = 512ULL << 20;
    } storage;

    struct Content {
        std::string dialogs; // empty: what is built in
        std::string locales;
    } content;

    struct Intake {
        std::string centre = "330100";
        bool copies_at_once = false;
    } intake;

    struct Web {
        std::vector<std::string> allowed_origins;
        std::uint32_t token_seconds = 1800;
    } web;

    std::optional<RasaChannel> rasa;

    struct Hotline {
        std::optional<HotlineProvider> twilio, freeswitch, jambonz, voicexml;
    } hotline;

    struct Recordings {
        std::vector<std::string> hosts;
        std::uint64_t bytes = 20'000'000;
        bool allow_insecure = false;
    } recordings;

    struct Operator {
        std::string number; // empty: nobody to transfer to
        OfficeHours hours = *OfficeHours::parse("mon-fri 08:30-17:30");
        std::uint32_t ring_seconds = 25;
    } operator_;

    struct Privacy {
        std::string controller; // empty: the receiving centre
        std::string contact = "12330";
        std::uint32_t retention_days = 1095;
        std::uint32_t draft_days = 30;
    } privacy;

    std::vector<HandOver> hand_over;
    std::optional<Receiver> notifications;
    std::optional<TimestampAuthority> timestamp;
    std::vector<FetchToken> fetch;

    struct Delivery {
        std::uint32_t workers = 4;
        std::uint32_t connect_seconds = 5;
        std::uint32_t deadline_seconds = 30;
    } delivery;

    struct Limits {
        std::uint64_t header_bytes = 16ULL << 10;
        std::uint64_t body_bytes = 1ULL << 20;
        std::uint64_t upload_bytes = 50'000'000;
        std::uint32_t files_per_answer = 10;
        std::uint32_t files_per_case = 100;
        std::uint64_t case_bytes = 500'000'000;
        std::uint32_t uploads_at_once = 128;
        std::uint32_t uploads_at_once_per_address = 64;
        std::uint32_t sockets = 20'000;
        std::uint32_t sockets_per_address = 2'000;
        std::uint32_t idle_seconds = 75;
        std::uint32_t request_seconds = 30;
        std::uint32_t messages_per_minute = 600;
        std::uint32_t messages_per_minute_per_address = 120'000;
        std::uint32_t conversations_per_minute_per_address = 6'000;
        std::uint32_t turns_waiting = 10'000;
        std::uint32_t inputs_waiting_per_session = 32;
        std::uint32_t frames_waiting_per_socket = 256;
        std::uint32_t sessions_loaded = 100'000;
        std::uint32_t receipt_failures_per_hour = 60;
        std::uint32_t receipt_failures_per_hour_all = 2'000;
    } limits;

    struct Logging {
        LogLevel level = LogLevel::info;
        std::uint32_t queue_length = 8'192;
    } log;
};

// The first entry that matches the lead body, or null: then the staff console is the inbox.
const HandOver* hand_over_for(const Config& config, std::string_view body);
const HandOver* hand_over_named(const Config& config, std::string_view name);
// By which address others reach the program: what is configured, or else where it listens. That is this machine itself
// where it listens everywhere.
std::string public_base(const Config& config);
// Puts everything that is written under one folder, as the option --data does.
void use_data_folder(Config& config, const std::string& folder);
// Checks and sets what the option --listen says; the error is a sentence that says what is allowed.
std::expected<void, std::string> use_listen(Config& config, std::string_view address);

struct ConfigProblem {
    std::string file;
    unsigned line = 0; // from 1; 0 when the file itself could not be read
    unsigned column = 0;
    std::string key;  // "hand_over[0].url"
    std::string what; // names what is allowed; never holds the value of a secret
    // "plaint.toml:3:8: server.listen: …", one line.
    std::string text() const;
};
using ConfigProblems = std::vector<ConfigProblem>;
// The exit code that goes with any problem.
inline constexpr int config_exit_code = 2;

// The value of a variable of the environment, or nothing.
using Environment = std::function<std::optional<std::string>(const std::string&)>;

std::expected<Config, ConfigProblems> parse_config(std::string_view toml, std::string_view file_name,
                                                   const Environment& environment);
std::expected<Config, ConfigProblems> load_config(const std::string& path);
// A problem that only the surroundings show, with the place of its key where that stands in the file.
ConfigProblem problem_of(const std::string& path, const std::string& key, std::string what);

struct ConfigKey {
    std::string section; // "server"; "[hand_over]" for a section that may repeat
    std::string name;
    std::string type;     // "text", "list of text", "number from 1 to 64", …
    std::string fallback; // as it would stand in the file; empty for none
    std::string sentence;
    bool required = false; // within its section, if the section stands in the file
};
// Every key there is, in the order of the reference.
std::vector<ConfigKey> describe();
// docs/configuration.md.
std::string describe_in_markdown();

} // namespace plaint::support
