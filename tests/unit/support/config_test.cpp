#include "bot/support/config.hpp"

#include <catch2/catch.hpp>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <set>

using namespace plaint::support;

namespace {

std::optional<std::string> environment(const std::string& name) {
    if (name == "HOOK_SECRET") return "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    return std::nullopt;
}

Config parsed(std::string_view toml) {
    auto config = parse_config(toml, "plaint.toml", environment);
    if (!config)
        for (const ConfigProblem& problem : config.error()) UNSCOPED_INFO(problem.text());
    REQUIRE(config);
    return *std::move(config);
}

} // namespace

TEST_CASE("an empty file is a whole configuration") {
    const Config config = parsed("");
    CHECK(config.server.listen == "127.0.0.1:12330");
    CHECK(config.storage.url == "sqlite:var/plaint.db");
    CHECK(config.intake.centre == "330100");
    CHECK_FALSE(config.hotline.twilio);
    CHECK_FALSE(config.notifications);
    CHECK(config.hand_over.empty());
    CHECK(hand_over_for(config, "330100") == nullptr);
    CHECK(config.log.level == LogLevel::info);
}

TEST_CASE("every key can be set") {
    const Config config = parsed(R"(
[server]
listen = "[::1]:8080"
public_base = "https://12330.example.cn/"
tls_certificate = "chain.pem"
tls_key = "key.pem"
trusted_proxies = ["10.0.0.0/8", "::1"]
[storage]
url = "sqlite:/srv/plaint/plaint.db"
files = "/srv/plaint/files"
disk_floor_bytes = 0
[content]
dialogs = "my-dialogs"
locales = "my-locales"
[intake]
centre = "440300"
copies_at_once = true
[web]
allowed_origins = ["https://www.example.cn", "http://localhost:3000"]
token_seconds = 600
[hotline.twilio]
token = "12345"
[hotline.jambonz]
insecure = true
[recordings]
hosts = ["api.twilio.com", "*.example.com"]
[operator]
number = "0571-12330"
hours = "mon-sat 08:30-17:30"
[privacy]
controller = "浙江省知识产权维权援助中心"
retention_days = 3650
draft_days = 7
[notifications]
url = "https://sms.example.cn/send"
secret = "env:HOOK_SECRET"
[timestamp]
url = "http://localhost:3180/tsa"
ca = "tsa-ca.pem"
allow_insecure = true
[delivery]
workers = 8
connect_seconds = 3
deadline_seconds = 20
[limits]
messages_per_minute = 60
[log]
level = "debug"
queue_length = 100
[[hand_over]]
centre = "office-33*"
url = "https://zj.example.cn/hook"
secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
name = "zhejiang"
[[hand_over]]
centre = "*"
url = "http://127.0.0.1:9000/hook"
secret = "env:HOOK_SECRET"
allow_insecure = true
[[fetch]]
body = "office-330100"
token = "0123456789abcdef0123"
)");
    CHECK(config.server.listen == "[::1]:8080");
    CHECK(config.server.public_base == "https://12330.example.cn");
    CHECK(config.server.trusted_proxies.size() == 2);
    CHECK(config.storage.disk_floor_bytes == 0);
    CHECK(config.intake.copies_at_once);
    CHECK(config.hotline.twilio->token == "12345");
    CHECK(config.hotline.jambonz->insecure);
    CHECK_FALSE(config.hotline.voicexml);
    CHECK(config.operator_.hours.text() == "mon-sat 08:30-17:30");
    CHECK(config.notifications->secret == "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    CHECK(config.timestamp->ca == "tsa-ca.pem");
    CHECK(config.delivery.workers == 8);
    CHECK(config.limits.messages_per_minute == 60);
    CHECK(config.log.level == LogLevel::debug);
    CHECK(config.fetch.at(0).body == "office-330100");

    REQUIRE(config.hand_over.size() == 2);
    CHECK(config.hand_over[1].name == "default");
    CHECK(hand_over_for(config, "office-330100")->name == "zhejiang");
    CHECK(hand_over_for(config, "office-440300")->name == "default");
    CHECK(hand_over_named(config, "zhejiang")->url == "https://zj.example.cn/hook");
    CHECK(hand_over_named(config, "nobody") == nullptr);
}

TEST_CASE("a secret may stand in a file of its own") {
    const std::string path = "config_test_secret.txt";
    std::ofstream(path) << "the token\r\n";
    CHECK(parsed("[hotline.twilio]\ntoken = \"file:" + path + "\"").hotline.twilio->token == "the token");
    std::remove(path.c_str());
}

TEST_CASE("the data option puts everything that is written under one folder") {
    Config config;
    use_data_folder(config, "/srv/p");
    CHECK(config.storage.url == "sqlite:/srv/p/plaint.db");
    CHECK(config.storage.files == "/srv/p/files");
}

TEST_CASE("the listen option is checked like the key") {
    Config config;
    CHECK(use_listen(config, "0.0.0.0:80"));
    CHECK(config.server.listen == "0.0.0.0:80");
    CHECK_FALSE(use_listen(config, "12330"));
    CHECK(config.server.listen == "0.0.0.0:80");
}

TEST_CASE("a file that cannot be read is a problem of its own") {
    const auto config = load_config("no/such/plaint.toml");
    REQUIRE_FALSE(config);
    REQUIRE(config.error().size() == 1);
    CHECK(config.error()[0].text() == "no/such/plaint.toml: cannot be read");
}

TEST_CASE("a problem that the surroundings show has the place of its key, where that stands in the file") {
    const std::string path = "config_test_placed.toml";
    std::ofstream(path) << "[storage]\nfiles = \"here\"\n[[fetch]]\nbody = \"office:33\"\n[[fetch]]\n"
                        << "  body = \"office:34\"\n";
    const auto text_of = [&](const std::string& key) { return problem_of(path, key, "is gone").text(); };
    CHECK(text_of("storage.files") == path + ":2:9: storage.files: is gone");
    CHECK(text_of("fetch[1].body") == path + ":6:10: fetch[1].body: is gone");
    CHECK(text_of("storage") == path + ":1:1: storage: is gone");
    CHECK(text_of("fetch[2].body") == path + ": fetch[2].body: is gone");
    CHECK(text_of("storage.url") == path + ": storage.url: is gone");
    CHECK(text_of("server.tls_key") == path + ": server.tls_key: is gone");
    std::remove(path.c_str());
}

TEST_CASE("a good file has no problems") {
    const std::string path = "config_test_good.toml";
    std::ofstream(path) << "[intake]\ncentre = \"110000\"\n";
    CHECK(load_config(path));
    std::remove(path.c_str());
}

TEST_CASE("every key is described, once, and its default is a value it takes") {
    std::set<std::pair<std::string, std::string>> seen;
    for (const ConfigKey& key : describe()) {
        INFO(key.section << "." << key.name);
        CHECK(seen.emplace(key.section, key.name).second);
        CHECK(key.sentence.ends_with('.'));
        CHECK_FALSE(key.type.empty());
        // A key that takes part in a pair, or whose section needs more, is set in the test above.
        if (key.fallback.empty() || key.section.starts_with('[') || key.section.starts_with("hotline") ||
            key.section == "notifications" || key.section == "timestamp")
            continue;
        CHECK(parse_config("[" + key.section + "]\n" + key.name + " = " + key.fallback, "", environment));
    }
    CHECK(seen.size() > 60);
}

TEST_CASE("without a public address others come by the one that is listened on") {
    const std::tuple<const char*, const char*, const char*> rows[] = {
        {"127.0.0.1:18330", "", "http://127.0.0.1:18330"},
        {"192.0.2.7:443", "tls", "https://192.0.2.7"},
        {"[2001:db8::7]:18330", "", "http://[2001:db8::7]:18330"},
        {"0.0.0.0:18330", "", "http://127.0.0.1:18330"},
        {"[::]:18330", "tls", "https://[::1]:18330"}};
    for (const auto& [listen, certificate, expected] : rows) {
        Config config;
        REQUIRE(use_listen(config, listen));
        config.server.tls_certificate = certificate;
        CHECK(public_base(config) == expected);
        config.server.public_base = "https://plaint.example.cn";
        CHECK(public_base(config) == "https://plaint.example.cn");
    }
    CHECK(public_base(Config()) == "http://127.0.0.1:12330");
}

TEST_CASE("origins are kept as browsers write them") {
    const Config config = parsed(R"(
[server]
public_base = "https://PLAINT.example.cn:443/"
[web]
allowed_origins = ["https://WWW.example.cn:443", "http://example.cn:80", "https://example.cn:8443", "*"]
)");
    CHECK(config.server.public_base == "https://plaint.example.cn");
    CHECK(config.web.allowed_origins == std::vector<std::string>{"https://www.example.cn",
                                                                 "http://example.cn",
                                                                 "https://example.cn:8443", "*"});
}

TEST_CASE("docs/configuration.md is what the program says of its keys") {
    // PLAINT_UPDATE=1 writes the page instead of comparing it.
    const std::string path = "docs/configuration.md";
    if (std::getenv("PLAINT_UPDATE")) std::ofstream(path, std::ios::binary) << describe_in_markdown();
    std::ifstream file(path, std::ios::binary);
    const std::string page{std::istreambuf_iterator<char>(file), {}};
    CHECK(page == describe_in_markdown());
}
