#pragma once

#include "bot/cli/service.hpp"
#include "bot/support/metrics.hpp"
#include "storage/memory/memory_store.hpp"
#include "tests/contract/temporary_folder.hpp"

#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace plaint::webchat::test {

using nlohmann::json;
using HeaderList = std::vector<std::pair<std::string, std::string>>;

struct Answer {
    int status = 0;
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;

    json parsed() const;
    std::string header(const std::string& name) const;
};

// The service that main builds, on a port of its own: a store in memory, files in a temporary folder, a clock that
// stands still.
class Rig {
  public:
    explicit Rig(const std::function<void(support::Config&)>& change = {});
    ~Rig();

    std::uint16_t port() const { return service_.server.port(); }
    std::string host() const { return "127.0.0.1:" + std::to_string(port()); }
    support::FakeClock& clock() { return clock_; }
    storage::MemoryStore& store() { return *store_; }
    support::Metrics& metrics() { return metrics_; }
    const net::Router& router() const { return service_.router; }

    Answer get(const std::string& path, const HeaderList& headers = {}) const;
    Answer post(const std::string& path, const std::string& body, const HeaderList& headers = {},
                const std::string& type = "application/json") const;
    Answer options(const std::string& path, const HeaderList& headers) const;

  private:
    cli::Service::Setup setup(const std::function<void(support::Config&)>& change);

    storage::contract::TemporaryFolder folder_;
    support::FakeClock clock_{1'790'000'000'000};
    support::Metrics metrics_;
    storage::MemoryStore* store_ = nullptr; // the service's
    cli::Service service_;
    std::thread thread_;
};

// One person's window: a conversation with its token.
class Window {
  public:
    // Begins a conversation; the bot has spoken.
    explicit Window(const Rig& rig, const std::string& locale = "en");

    const std::string& id() const { return id_; }
    const std::string& token() const { return token_; }
    const std::string& resume() const { return resume_; }
    const std::string& stream_url() const { return stream_url_; }
    std::string path(const std::string& rest) const { return "/v3/directline/conversations/" + id_ + rest; }
    HeaderList bearer() const { return {{"Authorization", "Bearer " + token_}}; }

    Answer say(const std::string& text, const std::string& client_id = {}, const json& plaint = {});
    Answer send(const json& activity);
    // All activities from the watermark on.
    json poll(const std::string& watermark = "0") const;
    // The hint of the newest activity that asks.
    json question() const;
    // Files are name and content.
    Answer upload(const std::vector<std::pair<std::string, std::string>>& files,
                  const std::string& client_id = {});
    // Answers until the path is asked; the answers are options' values, or the words.
    void go_to(const std::string& path, const std::vector<std::pair<std::string, std::string>>& answers);
    // Answers everything, what cannot be answered at once by "later", until the case is made; its closing hint.
    json complain();
    // The code that the bot has told.
    std::string receipt() const;

  private:
    const Rig& rig_;
    std::string id_, token_, resume_, stream_url_;
    std::uint64_t last_seen_ = 0;
    json present_;
};

extern const std::string png;
// What a program that speaks for senders shows.
extern const HeaderList rasa_token;

} // namespace plaint::webchat::test
