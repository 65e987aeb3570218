#include "bot/support/config.hpp"

#include <catch2/catch.hpp>

using namespace plaint::support;

namespace {

struct Row {
    const char* toml;
    const char* expected; // lines joined with a newline
};

std::string problems_of(const char* toml) {
    const auto nothing_set = [](const std::string&) { return std::optional<std::string>(); };
    const auto config = parse_config(toml, "p.toml", nothing_set);
    if (config) return "";
    std::string out;
    for (const ConfigProblem& problem : config.error()) out += (out.empty() ? "" : "\n") + problem.text();
    return out;
}

constexpr Row rows[] = {
    {"[sever]\nlisten = \"127.0.0.1:1\"",
     "p.toml:1:2: sever: unknown section or key; allowed here: server, storage, content, intake, web, "
     "rasa, hotline, recordings, operator, "
     "privacy, hand_over, fetch, notifications, timestamp, delivery, limits, log"},
    {"listen = \"127.0.0.1:1\"",
     "p.toml:1:1: listen: unknown section or key; allowed here: server, storage, content, intake, web, "
     "rasa, hotline, recordings, operator, "
     "privacy, hand_over, fetch, notifications, timestamp, delivery, limits, log"},
    {"[server]\nlissten = \"127.0.0.1:1\"", "p.toml:2:1: server.lissten: unknown key; allowed here: listen, "
                                            "public_base, tls_certificate, tls_key, trusted_proxies"},
    {"server = 1", "p.toml:1:10: server: must be a section: [server]"},
    {"[server]\nlisten = 12330", "p.toml:2:10: server.listen: must be text: IP address and port"},
    {"[server]\nlisten = \"12330\"", "p.toml:2:10: server.listen: must be an IP address and a port, such as "
                                     "\"127.0.0.1:12330\" or \"[::1]:12330\""},
    {"[server]\nlisten = \"localhost:12330\"", "p.toml:2:10: server.listen: must be an IP address and a "
                                               "port, such as \"127.0.0.1:12330\" or \"[::1]:12330\""},
    {"[server]\nlisten = \"127.0.0.1:65536\"", "p.toml:2:10: server.listen: must be an IP address and a "
                                               "port, such as \"127.0.0.1:12330\" or \"[::1]:12330\""},
    {"[server]\npublic_base = \"https://a.cn/plaint\"",
     "p.toml:2:15: server.public_base: must be \"https://\" or \"http://\", a host and perhaps a port, with "
     "no path"},
    {"[server]\ntls_key = \"k.pem\"",
     "p.toml:1:1: server: tls_certificate and tls_key must be given together"},
    {"[server]\ntrusted_proxies = \"10.0.0.1\"",
     "p.toml:2:19: server.trusted_proxies: must be a list of addresses or networks"},
    {"[server]\ntrusted_proxies = [\"10.0.0.0/33\"]",
     "p.toml:2:19: server.trusted_proxies: must be addresses or networks, such as \"10.1.2.3\" or "
     "\"10.0.0.0/8\""},
    {"[storage]\nurl = \"postgresql://db/plaint\"",
     "p.toml:2:7: storage.url: must be \"sqlite:\" and the path of a file, such as \"sqlite:var/plaint.db\""},
    {"[intake]\ncentre = 330100", "p.toml:2:10: intake.centre: must be text: six-digit region code"},
    {"[intake]\ncentre = \"33010\"",
     "p.toml:2:10: intake.centre: must be the six-digit region code of a centre, such as \"330100\""},
    {"[intake]\ncopies_at_once = \"yes\"", "p.toml:2:18: intake.copies_at_once: must be true or false"},
    {"[web]\nallowed_origins = [\"www.example.cn\"]",
     "p.toml:2:19: web.allowed_origins: must be origins such as \"https://www.example.cn\", with no path, or "
     "\"*\" for any page"},
    {"[web]\nallowed_origins = [\"https://a.cn/\"]",
     "p.toml:2:19: web.allowed_origins: must be origins such as \"https://www.example.cn\", with no path, or "
     "\"*\" for any page"},
    {"[hotline.twilio]", "p.toml:1:1: hotline.twilio.token: missing; this section needs its secret, or "
                         "insecure = true for a trial"},
    {"[hotline.vonage]\ntoken = \"x\"", "p.toml:1:10: hotline.vonage: unknown section or key; allowed here: "
                                        "twilio, freeswitch, jambonz, voicexml"},
    {"[hotline.jambonz]\ntoken = \"\"", "p.toml:2:9: hotline.jambonz.token: must not be empty"},
    {"[hotline.jambonz]\ntoken = \"env:NO_SUCH\"",
     "p.toml:2:9: hotline.jambonz.token: must name a variable that is set: the environment has no NO_SUCH"},
    {"[hotline.jambonz]\ntoken = \"file:/no/such/file\"",
     "p.toml:2:9: hotline.jambonz.token: must name a file with the secret in it: cannot read /no/such/file"},
    {"[recordings]\nhosts = [\"https://api.example.com\"]",
     "p.toml:2:9: recordings.hosts: must be names of hosts in lower case, such as \"api.example.com\" or "
     "\"*.example.com\""},
    {"[recordings]\nhosts = [\"10.0.0.1\"]", "p.toml:2:9: recordings.hosts: must be names of hosts in lower "
                                             "case, such as \"api.example.com\" or \"*.example.com\""},
    {"[operator]\nnumber = \"ask at the desk\"",
     "p.toml:2:10: operator.number: must be a telephone number of 3 to 20 digits, or a \"sip:\" address"},
    {"[operator]\nhours = \"9 to 5\"", "p.toml:2:9: operator.hours: must be days and times such as \"mon-fri "
                                       "08:30-17:30, sat 09:00-12:00\", \"always\" or \"never\""},
    {"[privacy]\nretention_days = 0",
     "p.toml:2:18: privacy.retention_days: must be a whole number from 1 to 36500"},
    {"[privacy]\ndraft_days = 1.5", "p.toml:2:14: privacy.draft_days: must be a whole number from 1 to 3650"},
    {"[hand_over]\ncentre = \"*\"", "p.toml:1:1: hand_over: must be written as [[hand_over]], once for each"},
    {"[[hand_over]]\ncentre = \"*\"\nurl = \"https://a.cn\"",
     "p.toml:1:1: hand_over[0].secret: missing; this section needs it: secret"},
    {"[[hand_over]]\ncentre = \"*\"\nurl = \"http://a.cn\"\nsecret = "
     "\"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\"",
     "p.toml:3:7: hand_over[0].url: must be an https address; http is allowed only to this machine, with "
     "allow_insecure = true"},
    {"[[hand_over]]\ncentre = \"*\"\nurl = \"http://127.0.0.1\"\nsecret = "
     "\"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\"",
     "p.toml:3:7: hand_over[0].url: must be an https address; http is allowed only to this machine, with "
     "allow_insecure = true"},
    {"[[hand_over]]\ncentre = \"*\"\nurl = \"http://a.cn\"\nsecret = "
     "\"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\"\nallow_insecure = true",
     "p.toml:3:7: hand_over[0].url: must be an https address; http is allowed only to this machine, with "
     "allow_insecure = true"},
    {"[[hand_over]]\ncentre = \"*\"\nurl = \"https://u:p@a.cn\"\nsecret = "
     "\"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\"",
     "p.toml:3:7: hand_over[0].url: must be an https address without user name and without fragment"},
    {"[[hand_over]]\ncentre = \"*\"\nurl = \"https://a.cn\"\nsecret = \"hunter2\"",
     "p.toml:4:10: hand_over[0].secret: must be \"whsec_\" and base64 of 24 to 64 bytes"},
    {"[[hand_over]]\ncentre = \"33*\"\nurl = \"https://a.cn\"\nsecret = "
     "\"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\"\n"
     "[[hand_over]]\ncentre = \"330100\"\nurl = \"https://b.cn\"\nsecret = "
     "\"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\"",
     "p.toml:6:10: hand_over[1].centre: never matches: the first entry that matches is taken, and an earlier "
     "one takes all of these"},
    {"[[hand_over]]\ncentre = \"330100\"\nname = \"a\"\nurl = \"https://a.cn\"\nsecret = "
     "\"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\"\n"
     "[[hand_over]]\ncentre = \"440300\"\nname = \"a\"\nurl = \"https://b.cn\"\nsecret = "
     "\"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\"",
     "p.toml:8:8: hand_over[1].name: must differ from the names of the other entries"},
    {"[[fetch]]\nbody = \"office-330100\"\ntoken = \"short\"",
     "p.toml:3:9: fetch[0].token: must be at least 16 characters, such as the output of: openssl rand -hex "
     "32"},
    {"[[fetch]]\nbody = \"a\"\ntoken = \"0123456789abcdef\"\n[[fetch]]\nbody = \"b\"\ntoken = "
     "\"0123456789abcdef\"",
     "p.toml:6:9: fetch[1].token: must differ from the tokens of the other entries, or nobody could tell who "
     "fetched"},
    {"[hotline.twilio]\ntoken = \"t\"\nspeech = false",
     "p.toml:3:10: hotline.twilio.speech: needs a host in [recordings]: what callers say would neither be "
     "recognised nor recorded"},
    {"[notifications]\nurl = \"https://a.cn\"",
     "p.toml:1:1: notifications.secret: missing; this section needs it: secret"},
    {"[timestamp]\nurl = \"https://a.cn\"", "p.toml:1:1: timestamp.ca: missing; this section needs it: path"},
    {"[limits]\nsockets = -1", "p.toml:2:11: limits.sockets: must be a whole number from 1 to 1000000"},
    {"[log]\nlevel = \"verbose\"",
     "p.toml:2:9: log.level: must be \"debug\", \"info\", \"warning\", \"error\" or \"off\""},
};

} // namespace

TEST_CASE("every mistake in a configuration is named with its place and with what is allowed") {
    STATIC_REQUIRE(std::size(rows) >= 25);
    for (const Row& row : rows) {
        INFO(row.toml);
        CHECK(problems_of(row.toml) == row.expected);
    }
}

TEST_CASE("a file that is no TOML says where it ceases to be") {
    const std::string problem = problems_of("[server\nlisten = 1");
    CHECK(problem.starts_with("p.toml:1:8: not TOML: "));
    CHECK(problems_of("[server]\nlisten = \"a\"\nlisten = \"b\"").starts_with("p.toml:3:"));
}

TEST_CASE("all mistakes are named at once, in the order of the file") {
    CHECK(problems_of("[log]\nlevel = 1\n[web]\ntoken_seconds = 1\ncolour = 2\n[server]\nlisten = \"x\"") ==
          "p.toml:2:9: log.level: must be \"debug\", \"info\", \"warning\", \"error\" or \"off\"\n"
          "p.toml:4:17: web.token_seconds: must be a whole number from 60 to 86400\n"
          "p.toml:5:1: web.colour: unknown key; allowed here: allowed_origins, token_seconds\n"
          "p.toml:7:10: server.listen: must be an IP address and a port, such as \"127.0.0.1:12330\" or "
          "\"[::1]:12330\"");
}

TEST_CASE("no message repeats a secret") {
    for (const char* toml :
         {"[hotline.twilio]\ntoken = [\"hunter2\"]", "[[fetch]]\nbody = \"a\"\ntoken = \"hunter2\"",
          "[notifications]\nurl = \"https://a.cn\"\nsecret = \"hunter2\"",
          "[notifications]\nurl = \"https://a:hunter2@a.cn\"\nsecret = \"whsec_hunter2\""}) {
        const std::string problem = problems_of(toml);
        INFO(problem);
        CHECK_FALSE(problem.empty());
        CHECK(problem.find("hunter2") == std::string::npos);
    }
}
