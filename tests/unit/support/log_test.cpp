#include "bot/support/log.hpp"

#include <catch2/catch.hpp>

#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

using namespace plaint::support;
using Catch::Contains;

namespace {

struct Lines {
    std::mutex mutex;
    std::vector<std::string> all;

    Log::Sink sink() {
        return [this](std::string_view line) {
            const std::lock_guard lock(mutex);
            all.emplace_back(line);
        };
    }
};

struct SessionId {
    std::string text;
};

std::string logged(Field name, std::string_view value) {
    Lines lines;
    {
        Log log(LogLevel::debug, 64, lines.sink());
        log.info("an_event", {field(name, value)});
    }
    REQUIRE(lines.all.size() == 1);
    const std::string& line = lines.all.front();
    const std::size_t at = line.find("\"event\":\"an_event\",");
    REQUIRE(at != std::string::npos);
    return line.substr(at + 19, line.size() - at - 20);
}

} // namespace

TEST_CASE("a line is one JSON object with its time, level, event and fields") {
    Lines lines;
    {
        Log log(LogLevel::info, 64, lines.sink());
        const SessionId session{std::string(32, 'a')};
        log.info("turn_committed",
                 {field(Field::session, session), field(Field::turn, 7), field(Field::duration_us, 120u)});
    }
    REQUIRE(lines.all.size() == 1);
    CHECK_THAT(lines.all[0], Contains("{\"at\":\"20"));
    CHECK_THAT(lines.all[0], Contains("\"level\":\"info\",\"event\":\"turn_committed\",\"session\":\"" +
                                      std::string(32, 'a') + "\",\"turn\":7,\"duration_us\":120}"));
}

TEST_CASE("lines below the level are not written") {
    Lines lines;
    {
        Log log(LogLevel::warning, 64, lines.sink());
        log.debug("a");
        log.info("b");
        log.warning("c");
        log.error("d");
        CHECK_FALSE(log.enabled(LogLevel::info));
    }
    CHECK(lines.all.size() == 2);
    silent_log().error("nobody_hears_this");
}

TEST_CASE("no field carries what a person wrote, a telephone number or a code") {
    constexpr const char* canaries[] = {
        "13800138000",        "+86 138 0013 8000", "4821005733109264", "王芳",
        "11010519491231002X", "my name is Wang",   "wang@example.cn",  "138-0013-8000"};
    for (int name = 0; name <= static_cast<int>(Field::error); ++name) {
        const auto of_configuration =
            static_cast<Field>(name) == Field::path || static_cast<Field>(name) == Field::listen;
        for (const std::string_view canary : canaries) {
            // Paths come from the configuration alone, and plain words may stand in the fault of a library, and in what
            // is wrong with the content.
            const bool of_words =
                static_cast<Field>(name) == Field::error || static_cast<Field>(name) == Field::finding;
            if (of_configuration || (of_words && canary.starts_with("my name"))) continue;
            const std::string line = logged(static_cast<Field>(name), canary);
            INFO(line);
            CHECK(line.find(canary) == std::string::npos);
        }
    }
}

TEST_CASE("each field shows what has its form") {
    CHECK(logged(Field::case_number, "IP-2026-330100-0000123") == R"("case":"IP-2026-330100-0000123")");
    CHECK(logged(Field::case_number, "IP-2026-330100-000012") == R"("case":"[cut]")");
    CHECK(logged(Field::event_id, "evt_0123456789abcdef01234567") ==
          R"("event_id":"evt_0123456789abcdef01234567")");
    CHECK(logged(Field::destination, "330100") == R"("destination":"330100")");
    CHECK(logged(Field::route, "/v3/directline/conversations/{id}/activities") ==
          R"("route":"/v3/directline/conversations/{id}/activities")");
    CHECK(logged(Field::leaf, "respondents[].links[].url") == R"("leaf":"respondents[].links[].url")");
    CHECK(logged(Field::status, "200") == R"("status":"[cut]")");
    CHECK(logged(Field::content, "0123456789abcdef") == R"("content":"0123456789abcdef")");
    CHECK(logged(Field::pointer, "/do/12/may") == R"("pointer":"/do/12/may")");
    CHECK(
        logged(Field::finding, R"(the line "claims" is not told apart from "王芳" or "4821005733109264")") ==
        R"("finding":"the line \"claims\" is not told apart from \"..\" or \"..\"")");
    CHECK(logged(Field::listen, "127.0.0.1:12330") == R"("listen":"127.0.0.1:12330")");
}

TEST_CASE("a conversation is shown by its adapter and a hash, the same within one run") {
    Lines lines;
    {
        Log log(LogLevel::info, 64, lines.sink());
        log.info("a", {field(Field::conversation, "rasa:+8613800138000")});
        log.info("a", {field(Field::conversation, "rasa:+8613800138000")});
        log.info("a", {field(Field::conversation, "rasa:+8613800138001")});
    }
    const auto shown = [&](std::size_t i) {
        return lines.all[i].substr(lines.all[i].find("\"conversation\""));
    };
    CHECK(shown(0) == shown(1));
    CHECK(shown(0) != shown(2));
    CHECK_THAT(shown(0), Contains("\"rasa:"));
    CHECK(logged(Field::conversation, "no adapter at all").find("adapter") == std::string::npos);
}

TEST_CASE("the fault of a library is kept, without the values in it") {
    CHECK(sanitised("no such table: sessions") == "no such table: sessions");
    CHECK(sanitised("cannot parse '4821 0057' at byte 17") == "cannot parse '..' at byte 17");
    CHECK(sanitised("bad value \"王芳\" here") == "bad value \"..\" here");
    CHECK(sanitised("unterminated \"secret") == "unterminated \"..\"");
    CHECK(sanitised("the client's request") == "the client's request");
    CHECK(sanitised("GET https://a.cn/x?token=abc failed") == "GET https://a.cn/x?.. failed");
    CHECK(sanitised("caller 13800138000 hung up") == "caller .. hung up");
    CHECK(sanitised("mail to wang@example.cn bounced") == "mail to .. bounced");
    CHECK(sanitised("浙江 unknown") == ".. unknown");
    CHECK(sanitised(std::string(5'000, 'x')).size() == 200);
}

TEST_CASE("a full queue drops lines and counts them, and never waits") {
    std::mutex mutex;
    std::condition_variable changed;
    bool released = false;
    std::size_t written = 0;
    Log log(LogLevel::info, 64, [&](std::string_view) {
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return released; });
        ++written;
    });
    for (int i = 0; i < 1'000; ++i) log.info("flood");
    CHECK(log.dropped() >= 1'000 - 64 - 2);
    {
        const std::lock_guard lock(mutex);
        released = true;
    }
    changed.notify_all();
    log.flush();
    const std::lock_guard lock(mutex);
    CHECK(written >= 63);
    CHECK(written + log.dropped() <= 1'001);
}
