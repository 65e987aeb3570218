#include "adapters/hotline/event_renderer.hpp"
#include "bot/support/seal.hpp"
#include "storage/files/disk_files.hpp"
#include "storage/memory/memory_store.hpp"
#include "tests/contract/temporary_folder.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace plaint;
using namespace plaint::hotline;

namespace {

// The head of a WAV file and some samples: enough to be known as one.
std::string wav() {
    using namespace std::string_literals;
    return "RIFF\x2c\x01\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x40\x1f\0\0\x01\0\x08\0data\x08\x01\0\0"s +
           std::string(264, '\x80');
}

class FakeTransport : public outbox::Transport {
  public:
    std::expected<outbox::Response, outbox::TransportProblem> send(const outbox::Request& request) override {
        sent.push_back(request);
        if (problem) return std::unexpected(*problem);
        return answer;
    }
    void cancel() override {}

    outbox::Response answer{.status = 200, .body = wav()};
    std::optional<outbox::TransportProblem> problem;
    std::vector<outbox::Request> sent;
};

struct Desk {
    storage::contract::TemporaryFolder folder;
    support::Config config;
    support::Metrics metrics;
    FakeTransport transport;
    std::unique_ptr<storage::MemoryStore> store =
        storage::MemoryStore::create(storage::MemoryStore::Answering::at_once);
    std::unique_ptr<storage::Files> files =
        *storage::open_disk_files(folder.path().string() + "/files", {.floor_bytes = 0});
    std::vector<std::pair<std::string, dialogs::FileRef>> kept;
    bool keeps = true;
    Recordings recordings{{transport, *store, *files, config, metrics,
                           [this](const storage::SessionId&, const std::string& name,
                                  const dialogs::FileRef& file, const std::function<void(bool)>& answered) {
                               if (keeps) kept.emplace_back(name, file);
                               answered(keeps);
                           }}};

    Desk() { config.recordings.hosts = {"api.twilio.com", "*.media.example"}; }

    // A turn of a call, and the event that comes from it.
    storage::EventRecord event(std::string_view type, const conversation::TurnContent& said) {
        const storage::SessionId session(std::string(32, 'a'));
        const storage::ConversationId call("twilio:CA1");
        const std::string name = "turn:" + std::to_string(turns_++);
        storage::Commit commit{.session = {.id = session, .version = turns_, .content = "session"},
                               .expected_version = turns_ - 1,
                               .turn = {.session = session,
                                        .turn = turns_,
                                        .conversation = call,
                                        .external_id = name,
                                        .at = 1'767'621'600'000,
                                        .content = support::seal(session.text, conversation::encode(said))}};
        if (turns_ == 1) commit.new_conversation = {call, session, "", 0};
        store->commit(std::move(commit), [](const auto& outcome) {
            REQUIRE(std::holds_alternative<storage::Committed>(outcome.value()));
        });
        return {.type = std::string(type),
                .content = nlohmann::json{{"conversation", call.text}, {"turn", name}}.dump()};
    }
    storage::EventRecord event(const std::string& url) {
        return event(conversation::event_recording, {.said = dialogs::Said::recording,
                                                     .value = "RE1",
                                                     .client = conversation::recording_place("AC1", url)});
    }
    outbox::Remedy remedy(const std::string& url) {
        const auto rendering = recordings.fetch(event(url));
        REQUIRE_FALSE(rendering.has_value());
        return rendering.error().remedy;
    }

  private:
    std::uint64_t turns_ = 0;
};

const std::string good = "https://api.twilio.com/2010-04-01/Accounts/AC1/Recordings/RE1";

} // namespace

TEST_CASE("a recording becomes a file of its session") {
    Desk desk;
    REQUIRE(desk.recordings.fetch(desk.event(good)).has_value());
    REQUIRE(desk.kept.size() == 1);
    CHECK(desk.kept[0].first == "RE1");
    CHECK(desk.kept[0].second.name == "RE1.wav");
    CHECK(desk.kept[0].second.media_type == "audio/wav");
    CHECK(desk.kept[0].second.size_bytes == wav().size());
    CHECK(desk.transport.sent[0].method == "GET");
    CHECK(desk.transport.sent[0].reach == outbox::Reach::public_addresses);
    CHECK(desk.transport.sent[0].headers.empty());
}

TEST_CASE("nothing is fetched from a host that is not on the list") {
    Desk desk;
    for (const char* url :
         {"https://evil.example/RE1", "https://api.twilio.com.evil.example/RE1", "https://media.example/RE1",
          "https://user@api.twilio.com/RE1", "ftp://api.twilio.com/RE1", "https://127.0.0.1/RE1", "RE1"})
        CHECK(desk.remedy(url) == outbox::Remedy::none);
    CHECK(desk.transport.sent.empty());
    CHECK(is_allowed("https://a.media.example/RE1", desk.config.recordings.hosts));
}

TEST_CASE("in a trial this machine may have recordings, and no other address that is not on the list") {
    Desk desk;
    desk.config.recordings.allow_insecure = true;
    REQUIRE(desk.recordings.fetch(desk.event("http://127.0.0.1:8080/RE1")).has_value());
    CHECK(desk.transport.sent[0].reach == outbox::Reach::private_too);
    CHECK(desk.remedy("http://10.0.0.1/RE1") == outbox::Remedy::none);
}

TEST_CASE("a recording that is not there yet is asked for again, and so is one that broke off") {
    Desk desk;
    desk.transport.answer = {.status = 404};
    CHECK(desk.remedy(good) == outbox::Remedy::retry);
    desk.transport.answer = {.status = 302};
    CHECK(desk.remedy(good) == outbox::Remedy::retry);
    desk.transport.answer = {.status = 200, .body = "RIFF", .complete = false};
    CHECK(desk.remedy(good) == outbox::Remedy::retry);
    CHECK(desk.kept.empty());
}

TEST_CASE("what is no sound is not kept") {
    Desk desk;
    desk.transport.answer = {.status = 200, .body = "<html>sign in</html>"};
    CHECK(desk.remedy(good) == outbox::Remedy::none);
    desk.transport.answer = {.status = 200};
    CHECK(desk.remedy(good) == outbox::Remedy::none);
}

TEST_CASE("what comes from a turn that is not kept any more is given up") {
    Desk desk;
    storage::EventRecord event = desk.event(good);
    event.content = R"({"conversation":"twilio:CA2","turn":"end"})";
    CHECK(desk.recordings.fetch(event).error().remedy == outbox::Remedy::none);
    event.content = "what";
    CHECK(desk.recordings.fetch(event).error().remedy == outbox::Remedy::none);
    CHECK(desk.transport.sent.empty());
}

TEST_CASE("a host that keeps the outbox waiting is asked by one at a time") {
    Desk desk;
    desk.transport.problem = outbox::TransportProblem{outbox::TransportFault::timed_out, "too slow"};
    const auto rendering = desk.recordings.fetch(desk.event(good));
    REQUIRE_FALSE(rendering.has_value());
    CHECK(rendering.error().hangs);
    CHECK(rendering.error().remedy == outbox::Remedy::retry);
}

TEST_CASE(
    "a fetch that the program's end breaks off is no attempt, and a host says itself when to ask again") {
    Desk desk;
    desk.transport.problem = outbox::TransportProblem{outbox::TransportFault::cancelled, "stopped"};
    CHECK(desk.recordings.fetch(desk.event(good)).error().cancelled);
    desk.transport.problem.reset();
    desk.transport.answer = {.status = 503, .retry_after = "120"};
    const auto later = desk.recordings.fetch(desk.event(good));
    CHECK_FALSE(later.error().cancelled);
    CHECK(later.error().retry_after == "120");
}

TEST_CASE("where it cannot be kept, it is fetched again") {
    Desk desk;
    desk.keeps = false;
    CHECK(desk.remedy(good) == outbox::Remedy::retry);
}

TEST_CASE("the token is shown to the hosts of recordings only where that was asked for") {
    Desk desk;
    desk.config.hotline.twilio = support::HotlineProvider{.token = "secret", .sign_in_for_recordings = true};
    REQUIRE(desk.recordings.fetch(desk.event(good)).has_value());
    REQUIRE(desk.transport.sent[0].headers.size() == 1);
    CHECK(desk.transport.sent[0].headers[0].second == "Basic QUMxOnNlY3JldA==");
}

TEST_CASE("the short message has a number and an address in it, and nothing of the case") {
    Desk desk;
    desk.config.server.public_base = "https://plaint.example";
    const auto render =
        event_renderer(desk.config, *desk.store, desk.recordings, [](const storage::LeasedEvent&) {
            return std::expected<outbox::Rendering, outbox::RenderFault>(outbox::Done{});
        });
    const storage::LeasedEvent leased{
        .event = desk.event(conversation::event_link, {.said = dialogs::Said::note,
                                                       .value = std::string(conversation::hang_up),
                                                       .client = "+8613800138000",
                                                       .locale = "zh-Hans"})};
    CHECK(render(leased).error().remedy == outbox::Remedy::none);
    desk.config.notifications = support::Receiver{.url = "https://sms.example/in", .secret = "whsec_x"};
    const auto rendering = render(leased);
    REQUIRE(rendering.has_value());
    const auto& delivery = std::get<outbox::Delivery>(*rendering);
    CHECK(delivery.url == "https://sms.example/in");
    CHECK(delivery.body == R"({"type":"complaint.link","timestamp":"2026-01-05T14:00:00.000Z","data":)"
                           R"({"to":"+8613800138000","locale":"zh-Hans","url":"https://plaint.example/"}})");
}
