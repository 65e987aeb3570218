#include "adapters/centre/centre.hpp"
#include "bot/casework/audit_chain.hpp"
#include "bot/casework/package_check.hpp"
#include "bot/support/crypto.hpp"
#include "embedded.hpp"
#include "tests/unit/casework/filing.hpp"

#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <fstream>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

using namespace plaint;
using namespace plaint::tests;

namespace {

const Answers answers{{"right.evaluation_report", "later"}};

support::Config with_tokens(bool copies_at_once = false) {
    support::Config config;
    config.intake.copies_at_once = copies_at_once;
    config.fetch = {{"office:3301", "token-of-hangzhou"},
                    {"office:3307", "token-of-jinhua"},
                    {"centre:330100", "token-of-the-centre"}};
    return config;
}

// The application's thread, which is the test's.
class Home {
  public:
    void post(std::move_only_function<void()> task) {
        const std::lock_guard lock(mutex_);
        tasks_.push_back(std::move(task));
        arrived_.notify_one();
    }
    // Runs what is posted until that is `done`.
    void run_until(const std::function<bool()>& done) {
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        while (!done()) {
            std::unique_lock lock(mutex_);
            REQUIRE(arrived_.wait_until(lock, end, [this] { return !tasks_.empty(); }));
            auto task = std::move(tasks_.front());
            tasks_.pop_front();
            lock.unlock();
            task();
        }
    }

  private:
    std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<std::move_only_function<void()>> tasks_;
};

// The interface over a store with one case, without a server.
struct Rig {
    explicit Rig(support::Config config = with_tokens()) : filing(std::move(config)) {
        filing.file(answers);
        centre.add_to(router);
    }

    net::Response get(const std::string& path, const std::string& query, const std::string& authorisation) {
        const auto match = router.match(net::Method::get, path);
        REQUIRE(match.route);
        net::Request request{.target = path + "?" + query,
                             .path = path,
                             .query = net::parse_form(query),
                             .parameters = match.parameters};
        if (!authorisation.empty()) request.headers.set("Authorization", authorisation);
        std::optional<net::Response> answer;
        std::get<net::Handler>(match.route->handler)(std::move(request),
                                                     net::Responder::to([&](net::Response&& response) {
                                                         CHECK(std::this_thread::get_id() == thread);
                                                         answer = std::move(response);
                                                     }));
        home.run_until([&] { return answer.has_value(); });
        return *std::move(answer);
    }

    std::string bytes_of(const net::Response& response) {
        net::BodySource* source = response.body.source();
        if (source == nullptr) return std::string(response.body.view());
        std::string bytes(source->size(), '\0');
        for (std::size_t at = 0; at < bytes.size();) {
            bool again = false;
            if (!source->ready([&] { again = true; })) home.run_until([&] { return again; });
            const std::size_t count =
                source->read(bytes.data() + at, std::min<std::size_t>(1000, bytes.size() - at));
            REQUIRE(count > 0);
            at += count;
        }
        return bytes;
    }

    const std::thread::id thread = std::this_thread::get_id();
    Home home;
    Filing filing;
    support::FakeClock clock{1767700000000};
    casework::Packages packages{filing.sources(), filing.folder() + "/packages"};
    net::Router router;
    centre::Centre centre{{filing.store(), packages, filing.config(), clock, support::silent_log(),
                           [this](std::move_only_function<void()> task) { home.post(std::move(task)); }}};
};

const std::string number = "IP-2026-330100-0000001";
const std::string dossier_path = "/api/v1/cases/" + number + "/dossier";
const std::string package_path = "/api/v1/cases/" + number + "/package";

} // namespace

TEST_CASE("only the body that a case was handed over to fetches it") {
    Rig rig;
    struct Row {
        const char* what;
        std::string path, query, authorisation;
        int status;
    };
    const std::string lead = "Bearer token-of-hangzhou";
    const Row rows[] = {
        {"no token", dossier_path, "", "", 401},
        {"another scheme", dossier_path, "", "Basic token-of-hangzhou", 401},
        {"an unknown token", dossier_path, "", "Bearer token-of-hangzho", 401},
        {"a longer token", dossier_path, "", "Bearer token-of-hangzhoux", 401},
        {"an empty token", dossier_path, "", "Bearer ", 401},
        {"a token in the address", dossier_path, "token=token-of-hangzhou", "", 401},
        {"another body", dossier_path, "", "Bearer token-of-jinhua", 403},
        {"another body, the package", package_path, "version=1", "Bearer token-of-jinhua", 403},
        {"a copy that was not released", dossier_path, "", "Bearer token-of-the-centre", 403},
        {"the lead", dossier_path, "", lead, 200},
        {"the lead, this version", dossier_path, "version=1", lead, 200},
        {"the lead, the package", package_path, "version=1", lead, 200},
        {"a version that is not there", dossier_path, "version=2", lead, 404},
        {"a version that is none", dossier_path, "version=x", lead, 400},
        {"a version below all", package_path, "version=0", lead, 400},
        {"a case that is not there", "/api/v1/cases/IP-2026-330100-0000009/dossier", "", lead, 404},
        {"no case number", "/api/v1/cases/etc/package", "", lead, 404},
        {"an unknown token before an unknown case", "/api/v1/cases/etc/package", "", "Bearer x", 401},
    };
    for (const Row& row : rows) {
        INFO(row.what);
        const auto before = rig.filing.audit(number).size();
        const auto response = rig.get(row.path, row.query, row.authorisation);
        CHECK(response.status == row.status);
        const bool served = row.status == 200;
        if (!served) CHECK(response.headers.get("Content-Type") == "application/problem+json");
        CHECK(response.headers.has("WWW-Authenticate") == (row.status == 401));
        // Whoever gets bytes stands in the audit, and nobody else.
        CHECK(rig.filing.audit(number).size() == before + (served ? 1 : 0));
    }
    const auto chain = rig.filing.audit(number);
    CHECK(chain.back().actor == "office:3301");
    CHECK(chain.back().action == "package_fetched");
    CHECK(casework::verify_chain(storage::CaseNumber(number), chain));
}

TEST_CASE("a released copy may be fetched by the body that it was made for") {
    Rig rig(with_tokens(true));
    CHECK(rig.get(dossier_path, "", "Bearer token-of-the-centre").status == 200);
    CHECK(rig.get(dossier_path, "", "Bearer token-of-jinhua").status == 403);
}

TEST_CASE("the package that is sent is the one that was announced") {
    Rig rig;
    const auto announced = rig.packages.make(storage::CaseNumber(number), 1);
    REQUIRE(announced);
    const auto response = rig.get(package_path, "version=1", "Bearer token-of-hangzhou");
    CHECK(response.headers.get("Content-Type") == "application/zip");
    const std::string path = rig.filing.folder() + "/fetched.zip";
    std::ofstream(path, std::ios::binary) << rig.bytes_of(response);
    const auto checked = casework::verify_package(path);
    REQUIRE(checked);
    CHECK(checked->manifest_sha256 == announced->manifest_sha256);
}

TEST_CASE("the dossier without a version is the newest") {
    Rig rig;
    rig.filing.supplement({});
    const auto newest =
        nlohmann::json::parse(rig.bytes_of(rig.get(dossier_path, "", "Bearer token-of-hangzhou")));
    CHECK(newest["case"]["version"] == 2);
    const auto first =
        nlohmann::json::parse(rig.bytes_of(rig.get(dossier_path, "version=1", "Bearer token-of-hangzhou")));
    CHECK(first["case"]["version"] == 1);
    CHECK(rig.filing.audit(number).size() == 4);
}

TEST_CASE("nothing is sent when the access cannot be recorded") {
    Rig rig;
    rig.filing.store().fail_next(1, storage::Fault::unavailable);
    const auto response = rig.get(dossier_path, "", "Bearer token-of-hangzhou");
    CHECK(response.status == 503);
    CHECK(response.headers.has("Retry-After"));
    CHECK(rig.bytes_of(response).find("facts") == std::string::npos);
    CHECK(rig.get(dossier_path, "", "Bearer token-of-hangzhou").status == 200);
}

TEST_CASE("the description of the interface names what receiving bodies fetch") {
    Rig rig;
    const auto response = rig.get("/api/v1/openapi.json", "", "");
    CHECK(response.status == 200);
    const auto document = nlohmann::json::parse(response.body.view());
    for (const net::Route* route : rig.router.routes()) {
        INFO(route->pattern);
        CHECK(document["paths"][route->pattern].contains("get"));
    }
    CHECK(rig.router.routes().size() == 3);
}

TEST_CASE("a dossier has the members that the description requires") {
    Rig rig;
    const auto document = nlohmann::json::parse(embedded::find("adapters/centre/openapi.json").value());
    const auto& schema = document["components"]["schemas"]["Dossier"];
    const auto dossier = rig.filing.dossier(number, 1);
    for (const auto& name : schema["required"]) CHECK(dossier.contains(name.get<std::string>()));
    for (const auto& [name, value] : dossier.items()) CHECK(schema["properties"].contains(name));
    for (const auto& [name, value] : dossier["case"].items())
        CHECK(schema["properties"]["case"]["properties"].contains(name));
}
