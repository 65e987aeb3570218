#include "tests/unit/webchat/rig.hpp"

#include <catch2/catch.hpp>

using namespace plaint;
using namespace plaint::webchat::test;

namespace {

std::string file_path(Window& window) {
    const std::string before = window.poll()["watermark"];
    REQUIRE(window.upload({{"证书 (1).png", png}}).status == 200);
    const std::string url = window.poll(before)["activities"][0]["attachments"][0]["contentUrl"];
    return url.substr(url.find("/v3/"));
}

} // namespace

TEST_CASE("an uploaded file comes back as a download that runs nothing") {
    Rig rig;
    Window window(rig);
    const Answer answer = rig.get(file_path(window));
    REQUIRE(answer.status == 200);
    CHECK(answer.body == png);
    CHECK(answer.header("Content-Type") == "image/png");
    CHECK(answer.header("Content-Disposition").starts_with("attachment; filename*=UTF-8''"));
    CHECK(answer.header("Content-Security-Policy") == "default-src 'none'; sandbox");
    CHECK(answer.header("X-Content-Type-Options") == "nosniff");
    CHECK(answer.header("Cache-Control").find("no-store") != std::string::npos);
}

TEST_CASE("the address of a file works for that file, that conversation and a while") {
    Rig rig;
    Window window(rig);
    Window other(rig);
    const std::string path = file_path(window);
    const std::string bare = path.substr(0, path.find('?'));
    const std::string ticket = path.substr(path.find('?'));
    CHECK(rig.get(bare).status == 403);
    CHECK(rig.get(bare, window.bearer()).status == 403);
    CHECK(rig.get(bare + "?t=" + window.token()).status == 403);
    std::string foreign = path;
    foreign.replace(foreign.find(window.id()), window.id().size(), other.id());
    CHECK(rig.get(foreign).status == 403);
    std::string changed = bare;
    changed.back() = changed.back() == '0' ? '1' : '0';
    CHECK(rig.get(changed + ticket).status == 403);
    CHECK(rig.get(path).status == 200);
    rig.clock().advance(3600 * 1000);
    CHECK(rig.get(path).status == 403);
}
