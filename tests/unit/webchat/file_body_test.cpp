#include "adapters/webchat/file_body.hpp"

#include "tests/unit/net/wire.hpp"

#include <catch2/catch.hpp>
#include <mutex>
#include <set>
#include <thread>

using namespace plaint;

namespace {

// A file that remembers who read it.
struct Readers {
    std::mutex mutex;
    std::set<std::thread::id> threads;
};
class Noted final : public storage::FileReader {
  public:
    Noted(std::string bytes, std::size_t there, Readers& readers)
        : bytes_(std::move(bytes)), there_(there), readers_(readers) {}
    std::expected<std::string, storage::Error> read(std::size_t most) override {
        const std::lock_guard lock(readers_.mutex);
        readers_.threads.insert(std::this_thread::get_id());
        if (at_ >= there_) return std::unexpected(storage::Error{storage::Fault::broken, "the disk"});
        const std::string piece = bytes_.substr(at_, most);
        at_ += piece.size();
        return piece;
    }
    std::uint64_t size_bytes() const override { return bytes_.size(); }

  private:
    std::string bytes_;
    std::size_t there_;
    Readers& readers_;
    std::size_t at_ = 0;
};

} // namespace

TEST_CASE("a file is sent whole, and never read on the thread that sends it") {
    std::string large;
    while (large.size() < 3'000'000) large += std::to_string(large.size());
    Readers readers;
    net::Router router;
    net::Server* server = nullptr;
    uploads::Workers workers(1);
    const auto serve = [&](std::size_t there) {
        return [&, there](net::Request&&, net::Responder respond) {
            workers.post([&, there, respond = std::make_shared<net::Responder>(std::move(respond))] {
                auto body = std::make_shared<webchat::FileBody>(
                    std::make_unique<Noted>(large, there, readers), workers,
                    [&](std::move_only_function<void()> task) { server->post(std::move(task)); });
                server->post([body, respond] {
                    net::Response response;
                    response.body = net::Body(body);
                    (*respond)(std::move(response));
                });
            });
        };
    };
    router.get("/whole", serve(large.size()));
    router.get("/broken", serve(large.size() / 2));
    net::test::Running running(router);
    server = &running.server;
    net::test::Wire wire(running.port());
    wire.send("GET /whole HTTP/1.1\r\nHost: here\r\n\r\n");
    CHECK(net::test::body_of(wire.response()) == large);
    const auto sender = running.on_thread([] { return std::this_thread::get_id(); });
    {
        const std::lock_guard lock(readers.mutex);
        CHECK(readers.threads.size() == 1);
        CHECK_FALSE(readers.threads.contains(sender));
    }
    // Where the disk fails the length was promised already, so the connection ends.
    wire.send("GET /broken HTTP/1.1\r\nHost: here\r\n\r\n");
    const std::string cut = wire.rest();
    CHECK(net::test::status_of(cut) == 200);
    CHECK(net::test::body_of(cut).size() < large.size());
}
