#include "tests/unit/webchat/rig.hpp"

#include "bot/support/crypto.hpp"
#include "embedded.hpp"
#include "storage/files/disk_files.hpp"

#include <catch2/catch.hpp>
#include <httplib.h>

namespace plaint::webchat::test {

namespace {

content::Texts texts_of(std::string_view folder) {
    content::Texts texts;
    for (const embedded::Entry& entry : embedded::all())
        if (entry.path.starts_with(folder)) texts.emplace(entry.path.substr(folder.size()), entry.bytes);
    return texts;
}

// The one that is embedded, read once for all services of the program: seven languages take their time.
const library::Edition& embedded_edition() {
    static const library::Edition edition = [] {
        auto library = library::load_library(texts_of("dialogs/"), texts_of("locales/"));
        if (!library) throw std::runtime_error(content::to_string(library.error().front()));
        return std::move(*library);
    }();
    return edition;
}

httplib::Headers headers_of(const HeaderList& headers) {
    httplib::Headers out;
    for (const auto& [name, value] : headers) out.emplace(name, value);
    return out;
}

Answer answer_of(const httplib::Result& result) {
    if (!result) throw std::runtime_error("no answer: " + httplib::to_string(result.error()));
    Answer answer{result->status, result->body, {}};
    for (const auto& [name, value] : result->headers) answer.headers.emplace_back(name, value);
    return answer;
}

support::Config config_of(const std::function<void(support::Config&)>& change, const std::string& folder) {
    support::Config config;
    config.server.listen = "127.0.0.1:0";
    config.storage.files = folder + "/files";
    config.storage.disk_floor_bytes = 0;
    config.rasa = support::RasaChannel{"0123456789abcdef"};
    if (change) change(config);
    return config;
}

constexpr std::string_view server_key = "0123456789abcdef0123456789abcdef";

} // namespace

json Answer::parsed() const {
    const json value = json::parse(body, nullptr, false);
    INFO(body);
    REQUIRE(!value.is_discarded());
    return value;
}

std::string Answer::header(const std::string& name) const {
    for (const auto& [one, value] : headers)
        if (net::equal_ignoring_case(one, name)) return value;
    return {};
}

cli::Service::Setup Rig::setup(const std::function<void(support::Config&)>& change) {
    support::Config config = config_of(change, folder_.path().string());
    auto store = storage::MemoryStore::create(storage::MemoryStore::Answering::own_thread);
    store_ = store.get();
    auto files = *storage::open_disk_files(config.storage.files, {.floor_bytes = 0});
    return {.config = std::move(config),
            .clock = clock_,
            .log = support::silent_log(),
            .metrics = metrics_,
            .edition = embedded_edition(),
            .store = std::move(store),
            .files = std::move(files),
            .server_key = std::string(server_key),
            .version = "1",
            .events_due = [] {}};
}

Rig::Rig(const std::function<void(support::Config&)>& change) : service_(setup(change)) {
    if (auto listening = service_.server.listen(); !listening) throw std::runtime_error(listening.error());
    thread_ = std::thread([this] { service_.server.run(); });
}

Rig::~Rig() {
    service_.server.stop(std::chrono::milliseconds(200));
    thread_.join();
}

Answer Rig::get(const std::string& path, const HeaderList& headers) const {
    return answer_of(httplib::Client("127.0.0.1", port()).Get(path, headers_of(headers)));
}

Answer Rig::post(const std::string& path, const std::string& body, const HeaderList& headers,
                 const std::string& type) const {
    return answer_of(httplib::Client("127.0.0.1", port()).Post(path, headers_of(headers), body, type));
}

Answer Rig::options(const std::string& path, const HeaderList& headers) const {
    return answer_of(httplib::Client("127.0.0.1", port()).Options(path, headers_of(headers)));
}

Window::Window(const Rig& rig, const std::string& locale) : rig_(rig) {
    const json opened = rig.post("/v3/directline/tokens/generate", R"({"user":{"id":"dl_1"}})").parsed();
    token_ = opened["token"];
    const Answer begun = rig.post("/v3/directline/conversations",
                                  json{{"locale", locale}, {"user", {{"id", "dl_1"}}}}.dump(), bearer());
    INFO(begun.body);
    REQUIRE(begun.status == 201);
    const json said = begun.parsed();
    id_ = said["conversationId"];
    token_ = said["token"];
    resume_ = said["resume"];
    stream_url_ = said["streamUrl"];
    REQUIRE(opened["conversationId"] == id_);
    REQUIRE(opened["resume"] == resume_);
}

Answer Window::send(const json& activity) {
    return rig_.post(path("/activities"), activity.dump(), bearer());
}

Answer Window::say(const std::string& text, const std::string& client_id, const json& plaint) {
    json activity{{"type", "message"}, {"from", {{"id", "dl_1"}}}, {"text", text}};
    if (!client_id.empty()) activity["channelData"]["clientActivityID"] = client_id;
    if (!plaint.is_null()) activity["channelData"]["plaint"] = plaint;
    return send(activity);
}

json Window::poll(const std::string& watermark) const {
    const Answer answer = rig_.get(path("/activities?watermark=" + watermark), bearer());
    INFO(answer.body);
    REQUIRE(answer.status == 200);
    return answer.parsed();
}

json Window::question() const {
    json newest;
    std::string watermark = "0";
    for (;;) {
        const json page = poll(watermark);
        if (page["activities"].empty()) return newest;
        for (const json& activity : page["activities"])
            if (activity.contains("channelData") && activity["channelData"].contains("plaint") &&
                activity["channelData"]["plaint"].contains("ask"))
                newest = activity["channelData"]["plaint"];
        watermark = page["watermark"];
    }
}

Answer Window::upload(const std::vector<std::pair<std::string, std::string>>& files,
                      const std::string& client_id) {
    json activity{{"type", "message"}, {"from", {{"id", "dl_1"}}}};
    if (!client_id.empty()) activity["channelData"]["clientActivityID"] = client_id;
    std::string body = "--cut\r\nContent-Disposition: form-data; name=\"activity\"; filename=\"blob\"\r\n"
                       "Content-Type: application/vnd.microsoft.activity\r\n\r\n" +
                       activity.dump() + "\r\n";
    for (const auto& [name, content] : files)
        body += "--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name +
                "\"\r\nContent-Type: application/octet-stream\r\n\r\n" + content + "\r\n";
    return rig_.post(path("/upload?userId=dl_1"), body + "--cut--\r\n", bearer(),
                     "multipart/form-data; boundary=cut");
}

void Window::go_to(const std::string& path, const std::vector<std::pair<std::string, std::string>>& answers) {
    for (int steps = 0; steps < 60; ++steps) {
        const json present = question();
        const std::string ask = present["ask"];
        if (ask == path) return;
        std::string said = present["as"] == "yes_no" ? "yes" : "later";
        if (present["as"] == "choice") said = present["options"][0]["value"];
        for (const auto& [asked, answer] : answers)
            if (asked == ask) said = answer;
        INFO(ask << " <- " << said);
        REQUIRE(say(said).status == 200);
    }
    FAIL("the question " << path << " was not reached");
}

json Window::complain() {
    const std::pair<std::string, std::string> by_path[] = {
        {"complainant.foreign", "no"},
        {"complainant.name", "Wang Xiaoming"},
        {"comparison.file", "skip"},
        {"scope.extras_wanted", "yes"},
        {"marking.subkind", "none"},
        {"outstanding", "no"},
        {"complainant.address", "90 Wensan Road, Xihu District, Hangzhou"},
        {"review", "confirm"},
        {"case.statement", "Please order the shop to stop selling the infringing flasks."}};
    const std::pair<std::string, std::string> by_kind[] = {
        {"text", "Every feature of claim 1 is found in the goods."},
        {"number", "1"},
        {"date", "2026-01-05"},
        {"region", "330106"},
        {"phone", "13800138000"},
        {"email", "wang@example.com"},
        {"link", "https://item.taobao.com/item.htm?id=637790875524"},
        {"patent_number", "ZL201610951190.4"},
        {"credit_code", "91330108MA27000250"},
        {"resident_id", "11010519491231002X"},
        {"file", "later"},
        {"yes_no", "yes"}};
    for (int steps = 0; steps < 120; ++steps) {
        const json page = poll(std::to_string(last_seen_));
        last_seen_ = std::stoull(page["watermark"].get<std::string>());
        for (const json& activity : page["activities"]) {
            const json plaint = activity.value("channelData", json::object()).value("plaint", json::object());
            if (plaint.contains("case")) return plaint["case"];
            if (plaint.contains("ask")) present_ = plaint;
        }
        if (!page["activities"].empty()) continue;
        const std::string ask = present_["ask"];
        std::string said =
            present_["as"] == "choice" ? present_["options"][0]["value"].get<std::string>() : "";
        for (const auto& [kind, answer] : by_kind)
            if (present_["as"] == kind) said = answer;
        if (ask.ends_with(".more") || ask.starts_with("prior.") || ask.starts_with("scope.")) said = "no";
        for (const auto& [path, answer] : by_path)
            if (path == ask) said = answer;
        INFO(ask << " <- " << said);
        REQUIRE(say(said).status == 200);
    }
    FAIL("the complaint did not end, the last question was " << present_.dump());
    return {};
}

std::string Window::receipt() const {
    const json page = poll();
    for (const json& activity : page["activities"]) {
        if (!activity.contains("channelData")) continue;
        const json plaint = activity["channelData"].value("plaint", json::object());
        if (plaint.contains("receipt")) return plaint["receipt"];
    }
    return {};
}

const HeaderList rasa_token{{"Authorization", "Bearer 0123456789abcdef"}};
const std::string png = *support::unbase64("iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNk+"
                                           "M9Qz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC");

} // namespace plaint::webchat::test
