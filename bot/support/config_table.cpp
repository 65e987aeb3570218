#include "bot/support/config_table.hpp"

#include "bot/support/config_values.hpp"
#include "bot/support/url.hpp"

#include <algorithm>
#include <concepts>
#include <limits>

namespace plaint::support {

namespace {

using Kind = ConfigNode::Kind;
using values::Fault;
using Check = Fault (*)(std::string_view);

// One key of a section whose values land in a Part. `read` answers with what is wrong.
template<class Part>
struct Key {
    ConfigKey described;
    std::function<Fault(Part&, const ConfigNode&, ConfigReading&)> read;
    std::function<std::string(const Part&)> fallback;
};

std::string quoted(const std::string& text) { return text.empty() ? "" : "\"" + text + "\""; }

Fault any_text(std::string_view) { return {}; }

template<class Part>
Key<Part> text(const char* name, std::string Part::* member, const char* type, Check check,
               const char* sentence) {
    return {{"", name, type, "", sentence},
            [=](Part& part, const ConfigNode& node, ConfigReading&) -> Fault {
                if (node.kind != Kind::text) return std::string("must be text: ") + type;
                if (auto fault = check(node.text)) return fault;
                part.*member = node.text;
                return {};
            },
            [=](const Part& part) { return quoted(part.*member); }};
}

template<class Part>
Key<Part> secret(const char* name, std::string Part::* member, Check check, const char* sentence) {
    return {{"", name, "secret", "", sentence},
            [=](Part& part, const ConfigNode& node, ConfigReading& reading) -> Fault {
                if (node.kind != Kind::text) return "must be text, \"env:NAME\" or \"file:PATH\"";
                auto value = values::secret(node.text, reading.environment);
                if (!value) return value.error();
                if (auto fault = check(*value)) return fault;
                part.*member = *std::move(value);
                return {};
            },
            [](const Part&) { return std::string(); }};
}

template<class Part>
Key<Part> flag(const char* name, bool Part::* member, const char* sentence) {
    return {{"", name, "true or false", "", sentence},
            [=](Part& part, const ConfigNode& node, ConfigReading&) -> Fault {
                if (node.kind != Kind::flag) return "must be true or false";
                part.*member = node.flag;
                return {};
            },
            [=](const Part& part) { return std::string(part.*member ? "true" : "false"); }};
}

template<class Part, std::integral Number>
Key<Part> number(const char* name, Number Part::* member, std::int64_t least, std::int64_t most,
                 const char* sentence) {
    const std::string type = "whole number from " + std::to_string(least) + " to " + std::to_string(most);
    return {{"", name, type, "", sentence},
            [=](Part& part, const ConfigNode& node, ConfigReading&) -> Fault {
                if (node.kind != Kind::number || node.number < least || node.number > most)
                    return "must be a " + type;
                part.*member = static_cast<Number>(node.number);
                return {};
            },
            [=](const Part& part) { return std::to_string(part.*member); }};
}

template<class Part>
Key<Part> list(const char* name, std::vector<std::string> Part::* member, const char* type, Check check,
               const char* sentence) {
    return {{"", name, type, "", sentence},
            [=](Part& part, const ConfigNode& node, ConfigReading&) -> Fault {
                if (node.kind != Kind::list) return std::string("must be a ") + type;
                std::vector<std::string> out;
                for (const ConfigNode& item : node.items) {
                    if (item.kind != Kind::text) return std::string("must be a ") + type;
                    if (auto fault = check(item.text)) return fault;
                    out.push_back(item.text);
                }
                part.*member = std::move(out);
                return {};
            },
            [](const Part&) { return std::string("[]"); }};
}

template<class Part>
Key<Part> required(Key<Part> key) {
    key.described.required = true;
    return key;
}

template<class Part>
using Keys = std::vector<Key<Part>>;
// Judges a section as a whole, when each of its keys was good.
template<class Part>
using Whole = std::function<void(Part&, const ConfigNode&, const std::string& path, ConfigReading&)>;

template<class Part>
void read_part(Part& part, const ConfigNode& node, const std::string& path, const Keys<Part>& keys,
               const Whole<Part>& whole, ConfigReading& reading) {
    const std::size_t problems_before = reading.problems.size();
    for (const auto& entry : node.entries) {
        const auto key = std::find_if(keys.begin(), keys.end(),
                                      [&](const Key<Part>& k) { return k.described.name == entry.name; });
        if (key == keys.end()) {
            std::string allowed;
            for (const Key<Part>& k : keys) allowed += (allowed.empty() ? "" : ", ") + k.described.name;
            reading.problem(entry.place, path + "." + entry.name, "unknown key; allowed here: " + allowed);
        } else if (auto fault = key->read(part, entry.value, reading)) {
            reading.problem(entry.value.place, path + "." + entry.name, *std::move(fault));
        }
    }
    for (const Key<Part>& key : keys) {
        const bool present = std::any_of(node.entries.begin(), node.entries.end(),
                                         [&](const auto& entry) { return entry.name == key.described.name; });
        if (key.described.required && !present)
            reading.problem(node.place, path + "." + key.described.name,
                            "missing; this section needs it: " + key.described.type);
    }
    if (whole && reading.problems.size() == problems_before) whole(part, node, path, reading);
}

template<class Part>
ConfigSection section(const char* name, Occurs occurs, const char* sentence, const Keys<Part>& keys) {
    ConfigSection out{name, occurs, sentence, {}, {}};
    for (const Key<Part>& key : keys) {
        ConfigKey row = key.described;
        row.section = occurs == Occurs::often ? "[" + std::string(name) + "]" : name;
        if (!row.required) row.fallback = key.fallback(Part{});
        out.keys.push_back(std::move(row));
    }
    return out;
}

template<class Part>
ConfigSection always(const char* name, Part Config::* member, const char* sentence, const Keys<Part>& keys,
                     const Whole<Part>& whole = {}) {
    ConfigSection out = section(name, Occurs::always, sentence, keys);
    out.read = [=](Config& config, const ConfigNode& node, const std::string& path, ConfigReading& reading) {
        read_part(config.*member, node, path, keys, whole, reading);
    };
    return out;
}

template<class Part>
ConfigSection maybe(const char* name, const std::function<std::optional<Part>&(Config&)>& place,
                    const char* sentence, const Keys<Part>& keys, const Whole<Part>& whole = {}) {
    ConfigSection out = section(name, Occurs::maybe, sentence, keys);
    out.read = [=](Config& config, const ConfigNode& node, const std::string& path, ConfigReading& reading) {
        read_part(place(config).emplace(), node, path, keys, whole, reading);
    };
    return out;
}

template<class Part>
ConfigSection often(
    const char* name, std::vector<Part> Config::* member, const char* sentence, const Keys<Part>& keys,
    const std::function<void(Config&, Part&, const ConfigNode&, const std::string&, ConfigReading&)>& whole) {
    ConfigSection out = section(name, Occurs::often, sentence, keys);
    out.read = [=](Config& config, const ConfigNode& node, const std::string& path, ConfigReading& reading) {
        Part part;
        read_part<Part>(
            part, node, path, keys,
            [&](Part& whole_part, const ConfigNode& n, const std::string& p, ConfigReading& r) {
                whole(config, whole_part, n, p, r);
            },
            reading);
        (config.*member).push_back(std::move(part));
    };
    return out;
}

ConfigPlace place_of(const ConfigNode& table, std::string_view name) {
    for (const auto& entry : table.entries)
        if (entry.name == name) return entry.value.place;
    return table.place;
}

template<class Part>
void check_receiver(Part& part, const ConfigNode& node, const std::string& path, ConfigReading& reading) {
    if (auto fault = values::receiver_url(part.url, part.allow_insecure))
        reading.problem(place_of(node, "url"), path + ".url", *std::move(fault));
}

// A pattern that no body can reach, because an entry before it takes every body it would take.
bool shadows(const std::string& before, const std::string& after) {
    if (before.ends_with('*')) return after.starts_with(before.substr(0, before.size() - 1));
    return before == after;
}

void check_hand_over(Config& config, HandOver& entry, const ConfigNode& node, const std::string& path,
                     ConfigReading& reading) {
    check_receiver(entry, node, path, reading);
    if (entry.name.empty()) entry.name = entry.centre == "*" ? "default" : entry.centre;
    for (const HandOver& before : config.hand_over) {
        if (shadows(before.centre, entry.centre))
            reading.problem(place_of(node, "centre"), path + ".centre",
                            "never matches: the first entry that matches is taken, and an earlier one takes "
                            "all of these");
        else if (before.name == entry.name)
            reading.problem(place_of(node, "name"), path + ".name",
                            "must differ from the names of the other entries");
    }
}

void check_fetch(Config& config, FetchToken& entry, const ConfigNode& node, const std::string& path,
                 ConfigReading& reading) {
    for (const FetchToken& before : config.fetch)
        if (before.token == entry.token)
            reading.problem(
                place_of(node, "token"), path + ".token",
                "must differ from the tokens of the other entries, or nobody could tell who fetched");
}

Fault long_token(std::string_view text) {
    if (text.size() < 16)
        return "must be at least 16 characters, such as the output of: openssl rand -hex 32";
    return {};
}

constexpr const char* insecure_sentence =
    "Allows http to this machine, and private addresses: for trials only.";
constexpr const char* receiver_type = "https address";

ConfigSection server() {
    using S = Config::Server;
    return always<S>(
        "server", &Config::server, "Where the program listens, and under which address others reach it.",
        {text("listen", &S::listen, "IP address and port", values::listen,
              "The one listener for everything."),
         text("public_base", &S::public_base, "http or https origin", values::public_base,
              "The address others see. Hand-overs and signed webhook addresses are built from it, never from "
              "headers. Without it they get the address of listen, and for a listener on all addresses this "
              "machine's own, which nobody else can use; what the chat answers then names the host that the "
              "request itself was sent to."),
         text("tls_certificate", &S::tls_certificate, "path", values::not_empty,
              "PEM file with the certificate chain; with tls_key the listener speaks TLS itself."),
         text("tls_key", &S::tls_key, "path", values::not_empty, "PEM file with the private key."),
         list("trusted_proxies", &S::trusted_proxies, "list of addresses or networks", values::network,
              "Proxies whose X-Forwarded-For is believed when limits per address are counted.")},
        [](S& part, const ConfigNode& node, const std::string& path, ConfigReading& reading) {
            if (part.tls_certificate.empty() != part.tls_key.empty())
                reading.problem(node.place, path, "tls_certificate and tls_key must be given together");
            if (const auto url = parse_url(part.public_base)) part.public_base = url->origin();
        });
}

ConfigSection hotline(const char* name, std::optional<HotlineProvider> Config::Hotline::* member,
                      const char* sentence, const char* token_sentence) {
    return maybe<HotlineProvider>(
        name, [=](Config& config) -> auto& { return config.hotline.*member; }, sentence,
        {secret("token", &HotlineProvider::token, values::not_empty, token_sentence),
         flag("insecure", &HotlineProvider::insecure,
              "Answers webhooks without checking who sent them, when there is no token: for trials only."),
         flag("speech", &HotlineProvider::speech,
              "The provider recognises what callers say. Without it free answers are recorded, so "
              "[recordings] needs a host then."),
         flag("sign_in_for_recordings", &HotlineProvider::sign_in_for_recordings,
              "Recordings are fetched with the account and the token as name and password; the hosts of "
              "[recordings] see them.")},
        [](HotlineProvider& part, const ConfigNode& node, const std::string& path, ConfigReading& reading) {
            if (part.token.empty() && !part.insecure)
                reading.problem(node.place, path + ".token",
                                "missing; this section needs its secret, or insecure = true for a trial");
        });
}

ConfigSection limits() {
    using L = Config::Limits;
    constexpr std::int64_t many = 1'000'000;
    constexpr std::int64_t gigabytes = 1LL << 40;
    return always<L>(
        "limits", &Config::limits,
        "What one client, one address or everybody together may use. Offices share an address, so limits per "
        "address are wide.",
        {number("header_bytes", &L::header_bytes, 1024, 1 << 20, "Headers of a request."),
         number("body_bytes", &L::body_bytes, 1024, 1 << 30,
                "Body of a request that is no upload; most addresses take less."),
         number("upload_bytes", &L::upload_bytes, 1024, gigabytes, "One uploaded file."),
         number("files_per_answer", &L::files_per_answer, 1, 1000, "Files in one answer."),
         number("files_per_case", &L::files_per_case, 1, 10'000,
                "Files in one session, and so in its cases."),
         number("case_bytes", &L::case_bytes, 1024, gigabytes, "All files of one session together."),
         number("uploads_at_once", &L::uploads_at_once, 1, 1000, "Uploads under way at the same time."),
         number("uploads_at_once_per_address", &L::uploads_at_once_per_address, 1, 1000,
                "The same, from one address."),
         number("sockets", &L::sockets, 1, many, "Open connections, WebSockets included."),
         number("sockets_per_address", &L::sockets_per_address, 1, many, "The same, from one address."),
         number("idle_seconds", &L::idle_seconds, 1, 3600, "How long a connection may say nothing."),
         number("request_seconds", &L::request_seconds, 1, 3600,
                "How long a request without upload may take to arrive."),
         number("messages_per_minute", &L::messages_per_minute, 1, 100 * many,
                "Messages on one conversation."),
         number("messages_per_minute_per_address", &L::messages_per_minute_per_address, 1, 100 * many,
                "Messages from one address."),
         number("conversations_per_minute_per_address", &L::conversations_per_minute_per_address, 1,
                100 * many, "Conversations begun from one address."),
         number("turns_waiting", &L::turns_waiting, 1, many,
                "Inputs that wait for their turn, of all sessions together."),
         number("inputs_waiting_per_session", &L::inputs_waiting_per_session, 1, 10'000,
                "The same, of one session."),
         number("frames_waiting_per_socket", &L::frames_waiting_per_socket, 1, 100'000,
                "Frames queued for a socket before its client counts as too slow and is dropped."),
         number("sessions_loaded", &L::sessions_loaded, 100, 100 * many,
                "Sessions held in memory; more are read again when needed."),
         number("receipt_failures_per_hour", &L::receipt_failures_per_hour, 1, many,
                "Wrong receipt codes from one address before further ones are refused."),
         number("receipt_failures_per_hour_all", &L::receipt_failures_per_hour_all, 1, many,
                "Wrong receipt codes from everywhere together.")});
}

ConfigSection logging() {
    using L = Config::Logging;
    constexpr const char* names[] = {"debug", "info", "warning", "error", "off"};
    Key<L> level{{"", "level", "debug, info, warning, error or off", "",
                  "The least important lines that are written."},
                 [=](L& part, const ConfigNode& node, ConfigReading&) -> Fault {
                     const auto found = std::find(std::begin(names), std::end(names), node.text);
                     if (node.kind != Kind::text || found == std::end(names))
                         return "must be \"debug\", \"info\", \"warning\", \"error\" or \"off\"";
                     part.level = static_cast<LogLevel>(found - std::begin(names));
                     return {};
                 },
                 [=](const L& part) { return quoted(names[static_cast<std::size_t>(part.level)]); }};
    return always<L>(
        "log", &Config::log, "Logs go to stderr, one JSON object a line.",
        {std::move(level), number("queue_length", &L::queue_length, 64, 1'000'000,
                                  "Lines that may wait; beyond, the oldest are dropped and counted.")});
}

ConfigSection operator_section() {
    using O = Config::Operator;
    Key<O> hours{{"", "hours", "days and times", "", "When somebody answers there, in China's time."},
                 [](O& part, const ConfigNode& node, ConfigReading&) -> Fault {
                     auto parsed = OfficeHours::parse(node.kind == Kind::text ? node.text : "");
                     if (!parsed) return parsed.error();
                     part.hours = *std::move(parsed);
                     return {};
                 },
                 [](const O& part) { return quoted(part.hours.text()); }};
    return always<O>("operator", &Config::operator_, "The people a caller can be put through to.",
                     {text("number", &O::number, "telephone number or sip: address", values::operator_number,
                           "Where calls are transferred to; without it callers are offered a call back."),
                      std::move(hours),
                      number("ring_seconds", &O::ring_seconds, 5, 120,
                             "How long it rings there before the caller is offered another way.")});
}

std::vector<ConfigSection> all_sections() {
    using C = Config;
    std::vector<ConfigSection> all;
    all.push_back(server());
    all.push_back(always<C::Storage>(
        "storage", &C::storage, "Where everything is kept. Relative paths start in the working folder.",
        {text("url", &C::Storage::url, "\"sqlite:\" and a path", values::storage, "The database."),
         text("files", &C::Storage::files, "path", values::not_empty, "The folder of uploaded files."),
         number("disk_floor_bytes", &C::Storage::disk_floor_bytes, 0, 1LL << 40,
                "Room that is left on the disk: below it uploads are refused and the server reports that it "
                "is not ready.")}));
    all.push_back(always<C::Content>(
        "content", &C::content, "Folders that replace the dialogs and texts built into the program.",
        {text("dialogs", &C::Content::dialogs, "path", any_text, "Trees, checklists, fields and directory."),
         text("locales", &C::Content::locales, "path", any_text, "Message catalogues.")}));
    all.push_back(always<C::Intake>(
        "intake", &C::intake, "The centre that takes the cases in.",
        {text("centre", &C::Intake::centre, "six-digit region code", values::centre,
              "The receiving centre; it stands in case numbers and has custody of what is submitted."),
         flag("copies_at_once", &C::Intake::copies_at_once,
              "Sends copies for information when a case is submitted, without waiting for an officer to "
              "release them.")}));
    all.push_back(always<C::Web>(
        "web", &C::web, "The web chat.",
        {list("allowed_origins", &C::Web::allowed_origins, "list of origins", values::origin,
              "Pages of other sites that may embed the chat."),
         number("token_seconds", &C::Web::token_seconds, 60, 86'400, "Life of a Direct Line token.")},
        [](C::Web& part, const ConfigNode&, const std::string&, ConfigReading&) {
            // As browsers write it in their header Origin: in lower case, without the port that goes without saying.
            for (std::string& origin : part.allowed_origins)
                if (const auto url = parse_url(origin)) origin = url->origin();
        }));
    all.push_back(
        maybe<RasaChannel>("rasa", [](Config& config) -> auto& { return config.rasa; },
                           "Answers programs that speak Rasa's REST format, at /webhooks/rest/webhook. Such "
                           "a program speaks for "
                           "all of its senders, by names that it gives them, and hears what they are told.",
                           {required(secret("token", &RasaChannel::token, long_token,
                                            "What the program shows, as ?token=… or as a bearer token."))}));
    all.push_back(hotline("hotline.twilio", &C::Hotline::twilio,
                          "Answers a Twilio-style provider at /ivr/twilio.",
                          "The account's auth token, with which requests are signed."));
    all.push_back(hotline("hotline.freeswitch", &C::Hotline::freeswitch,
                          "Answers FreeSWITCH's mod_httapi at /ivr/freeswitch.",
                          "The password that its requests carry."));
    all.push_back(hotline("hotline.jambonz", &C::Hotline::jambonz, "Answers jambonz at /ivr/jambonz.",
                          "The webhook secret, with which requests are signed."));
    all.push_back(hotline("hotline.voicexml", &C::Hotline::voicexml,
                          "Answers a VoiceXML gateway at /ivr/voicexml.",
                          "The password that its requests carry."));
    all.push_back(always<C::Recordings>(
        "recordings", &C::recordings, "Recordings of calls, fetched from the provider after the call.",
        {list("hosts", &C::Recordings::hosts, "list of host names", values::host_pattern,
              "Hosts that recordings may be fetched from; none means that none are, and that nothing is "
              "recorded."),
         number("bytes", &C::Recordings::bytes, 1024, 1 << 30, "One recording."),
         flag("allow_insecure", &C::Recordings::allow_insecure, insecure_sentence)}));
    all.push_back(operator_section());
    all.push_back(always<C::Privacy>(
        "privacy", &C::privacy, "What the privacy notice says, and how long drafts are kept.",
        {text(
             "controller", &C::Privacy::controller, "text", any_text,
             "The body that is responsible for the data, by its full name; without it the receiving centre."),
         text("contact", &C::Privacy::contact, "text", values::not_empty,
              "How people reach that body about their data: a telephone number, an address, an e-mail. The "
              "default is a sample."),
         number("retention_days", &C::Privacy::retention_days, 1, 36'500,
                "How long a closed case is kept, as the notice says it; nothing is deleted by this. The "
                "default is a sample: the rules for case files decide."),
         number("draft_days", &C::Privacy::draft_days, 1, 3'650,
                "How long an unfinished filing can be resumed.")}));
    all.push_back(often<HandOver>(
        "hand_over", &C::hand_over,
        "A receiver of cases; the first entry that matches the responsible body is taken, and without one "
        "the staff console is the inbox.",
        {required(text("centre", &HandOver::centre, "body id, its beginning and \"*\", or \"*\"",
                       values::body_pattern, "The bodies whose cases go there.")),
         required(text("url", &HandOver::url, receiver_type, any_text, "Where events are posted.")),
         required(secret("secret", &HandOver::secret, values::webhook_secret,
                         "The Standard Webhooks secret the receiver checks signatures with.")),
         flag("allow_insecure", &HandOver::allow_insecure, insecure_sentence),
         text("name", &HandOver::name, "name", values::receiver_name,
              "The receiver's name in the delivery ledger and in logs; without it the centre, or \"default\" "
              "for \"*\".")},
        check_hand_over));
    all.push_back(often<FetchToken>(
        "fetch", &C::fetch, "A body that may fetch the dossiers handed over to it.",
        {required(text("body", &FetchToken::body, "body id", values::body,
                       "The body; its name stands in the audit.")),
         required(secret("token", &FetchToken::token, long_token, "The bearer token it shows."))},
        check_fetch));
    all.push_back(maybe<Receiver>(
        "notifications", [](Config& c) -> auto& { return c.notifications; },
        "A gateway that turns events into short messages and e-mail for complainants.",
        {required(text("url", &Receiver::url, receiver_type, any_text, "Where events are posted.")),
         required(
             secret("secret", &Receiver::secret, values::webhook_secret, "The Standard Webhooks secret.")),
         flag("allow_insecure", &Receiver::allow_insecure, insecure_sentence)},
        check_receiver<Receiver>));
    all.push_back(maybe<TimestampAuthority>(
        "timestamp", [](Config& c) -> auto& { return c.timestamp; },
        "A time-stamping authority (RFC 3161) that proves when a dossier existed.",
        {required(text("url", &TimestampAuthority::url, receiver_type, any_text,
                       "Where time-stamp queries are posted.")),
         required(text("ca", &TimestampAuthority::ca, "path", values::not_empty,
                       "PEM file with the certificates that its tokens must lead to.")),
         flag("allow_insecure", &TimestampAuthority::allow_insecure, insecure_sentence)},
        check_receiver<TimestampAuthority>));
    all.push_back(always<C::Delivery>(
        "delivery", &C::delivery, "How events are sent.",
        {number("workers", &C::Delivery::workers, 1, 64, "Deliveries under way at the same time."),
         number("connect_seconds", &C::Delivery::connect_seconds, 1, 300,
                "How long a receiver may take to accept a connection."),
         number("deadline_seconds", &C::Delivery::deadline_seconds, 1, 600,
                "How long one attempt may take in all.")}));
    all.push_back(limits());
    all.push_back(logging());
    // Read and checked, so that a file may stand ready for a later version, but nothing here uses them yet.
    constexpr const char* unused[] = {"hotline.freeswitch", "hotline.jambonz", "hotline.voicexml",
                                      "timestamp"};
    for (ConfigSection& section : all)
        if (std::ranges::find(unused, section.name) != std::end(unused))
            section.sentence += " Not used by this version: it is read and checked only.";
    return all;
}

} // namespace

const std::vector<ConfigSection>& config_sections() {
    static const std::vector<ConfigSection> sections = all_sections();
    return sections;
}

} // namespace plaint::support
