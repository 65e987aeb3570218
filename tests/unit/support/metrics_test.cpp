#include "bot/support/metrics.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <sstream>
#include <thread>
#include <vector>

using namespace plaint::support;
using Catch::Contains;

TEST_CASE("what was counted is what is shown") {
    Metrics metrics;
    metrics.add(Count::turns_committed, 3);
    metrics.add(Count::turns_duplicate);
    metrics.add(Count::deliveries_dead);
    metrics.set(Level::sockets_open, 12);
    metrics.change(Level::sockets_open, -2);
    metrics.observe(Timing::turn, 0.002);
    metrics.request(RequestRoute::directline, 204, 0.001);
    metrics.request(RequestRoute::directline, 404, 0.001);

    CHECK(metrics.value(Count::turns_committed) == 3);
    CHECK(metrics.value(Level::sockets_open) == 10);
    const std::string text = metrics.render();
    CHECK_THAT(text, Contains("plaint_turns_total{outcome=\"committed\"} 3"));
    CHECK_THAT(text, Contains("plaint_turns_total{outcome=\"duplicate\"} 1"));
    CHECK_THAT(text, Contains("plaint_turns_total{outcome=\"conflict\"} 0"));
    CHECK_THAT(text, Contains("plaint_deliveries_total{outcome=\"dead\"} 1"));
    CHECK_THAT(text, Contains("plaint_sockets_open 10"));
    CHECK_THAT(text, Contains("plaint_turn_seconds_bucket{le=\"0.0025\"} 1"));
    CHECK_THAT(text, Contains("plaint_turn_seconds_count 1"));
    CHECK_THAT(text, Contains("plaint_requests_total{route=\"directline\",status=\"2xx\"} 1"));
    CHECK_THAT(text, Contains("plaint_requests_total{route=\"directline\",status=\"4xx\"} 1"));
}

TEST_CASE("every family is shown from the start, once, with its help") {
    Metrics metrics;
    const std::string text = metrics.render();
    std::istringstream lines(text);
    std::vector<std::string> helps;
    for (std::string line; std::getline(lines, line);)
        if (line.starts_with("# HELP ")) helps.push_back(line.substr(7, line.find(' ', 7) - 7));
    auto sorted = helps;
    std::sort(sorted.begin(), sorted.end());
    CHECK(std::adjacent_find(sorted.begin(), sorted.end()) == sorted.end());
    for (const std::string& name : helps) {
        INFO(name);
        CHECK(describe_metrics_in_markdown().find("`" + name + "`") != std::string::npos);
    }
    CHECK(helps.size() > 20);
}

TEST_CASE("a status that is none counts as our fault") {
    Metrics metrics;
    metrics.request(RequestRoute::other, 0, 0);
    metrics.request(RequestRoute::other, 999, 0);
    CHECK_THAT(metrics.render(), Contains("plaint_requests_total{route=\"other\",status=\"5xx\"} 2"));
}

TEST_CASE("nothing is lost when several threads count") {
    Metrics metrics;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            for (int n = 0; n < 5'000; ++n) metrics.add(Count::turns_committed);
        });
    for (std::thread& thread : threads) thread.join();
    CHECK(metrics.value(Count::turns_committed) == 20'000);
}

TEST_CASE("whatever is counted, measured or timed is written somewhere in the program") {
    const auto read = [](const std::filesystem::path& path) {
        std::ifstream file(path, std::ios::binary);
        return std::string{std::istreambuf_iterator<char>(file), {}};
    };
    std::string program;
    for (const char* room : {"bot", "adapters"})
        for (const auto& entry : std::filesystem::recursive_directory_iterator(room))
            if (entry.path().extension() == ".cpp" && entry.path().filename() != "metrics.cpp")
                program += read(entry.path());
    const std::string header = read("bot/support/metrics.hpp");
    const std::regex lists(R"(enum class (\w+) : std::uint8_t \{([^}]*)\})");
    const std::regex names(R"((?:^|\n)\s*(\w+),)");
    std::size_t found = 0;
    for (std::sregex_iterator list(header.begin(), header.end(), lists), end; list != end; ++list) {
        const std::string body = (*list)[2];
        for (std::sregex_iterator name(body.begin(), body.end(), names); name != end; ++name, ++found) {
            const std::string whole = (*list)[1].str() + "::" + (*name)[1].str();
            INFO(whole);
            CHECK(std::regex_search(program, std::regex(whole + "\\b")));
        }
    }
    CHECK(found > 50);
}

TEST_CASE("docs/metrics.md is what the program counts") {
    // PLAINT_UPDATE=1 writes the page instead of comparing it.
    const std::string path = "docs/metrics.md";
    if (std::getenv("PLAINT_UPDATE")) std::ofstream(path, std::ios::binary) << describe_metrics_in_markdown();
    std::ifstream file(path, std::ios::binary);
    const std::string page{std::istreambuf_iterator<char>(file), {}};
    CHECK(page == describe_metrics_in_markdown());
}
