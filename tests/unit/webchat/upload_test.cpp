#include "bot/uploads/file_type.hpp"
#include "tests/unit/net/wire.hpp"
#include "tests/unit/webchat/rig.hpp"

#include <atomic>
#include <barrier>
#include <catch2/catch.hpp>
#include <chrono>
#include <httplib.h>
#include <thread>
#include <vector>

using namespace plaint;
using namespace plaint::webchat::test;

namespace {

using namespace std::string_literals;

const std::string pdf = "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";
const std::string jpeg = "\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"s;
const std::string gif =
    "GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02"
    "D\x01\x00;"s;
const std::string zip = "PK\x05\x06"s + std::string(18, '\0');
const std::string zip_with_file = "PK\x03\x04\x14\x00\x00\x00\x00\x00"s + std::string(16, '\0') +
                                  "\x01\x00\x00\x00"
                                  "a"s;
const std::string seven = "7z\xbc\xaf\x27\x1c\x00\x04"s + std::string(24, '\0');
const std::string rar = "Rar!\x1a\x07\x01\x00"s + std::string(24, '\0');
const std::string wav = "RIFF\x24\x00\x00\x00WAVEfmt "
                        "\x10\x00\x00\x00\x01\x00\x01\x00\x40\x1f\x00\x00\x80\x3e\x00\x00\x02\x00\x10\x00"
                        "data\x00\x00\x00\x00"s;
const std::string webp =
    "RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00"s;
const std::string mp3 =
    "\xff\xfb\x90\x64"s + std::string(413, '\0') + "\xff\xfb\x90\x64"s + std::string(413, '\0');
const std::string tagged_mp3 = "ID3\x03\x00\x00\x00\x00\x00\x0a"s + std::string(10, '\0') + mp3;
const std::string mp4 = "\x00\x00\x00\x18"
                        "ftypisom\x00\x00\x02\x00isommp41"s +
                        std::string(16, '\0');
const std::string mov = "\x00\x00\x00\x14"
                        "ftypqt  \x00\x00\x02\x00qt  "s +
                        std::string(16, '\0');
const std::string m4a = "\x00\x00\x00\x18"
                        "ftypM4A \x00\x00\x02\x00M4A isom"s +
                        std::string(16, '\0');
const std::string heic = "\x00\x00\x00\x18"
                         "ftypheic\x00\x00\x00\x00mif1heic"s +
                         std::string(16, '\0');
const std::string amr = "#!AMR\n"s + std::string(32, '\x3c');
const std::string ole = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"s + std::string(1016, '\0');
const std::string html = "<!DOCTYPE html><html><script>alert(1)</script></html>";
const std::string svg = R"(<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>)";
const std::string xml = R"(<?xml version="1.0"?><a/>)";

} // namespace

TEST_CASE("a file is taken when its name and its bytes agree on a type of the list") {
    uploads::TypeChecker types;
    const std::pair<std::string, std::string> good[] = {{"a.png", png},
                                                        {"A.PNG", png},
                                                        {"a.jpg", jpeg},
                                                        {"a.jpeg", jpeg},
                                                        {"a.gif", gif},
                                                        {"a.webp", webp},
                                                        {"a.heic", heic},
                                                        {"a.pdf", pdf},
                                                        {"a.zip", zip},
                                                        {"a.zip", zip_with_file},
                                                        {"a.7z", seven},
                                                        {"a.rar", rar},
                                                        {"a.wav", wav},
                                                        {"a.mp3", mp3},
                                                        {"a.mp3", tagged_mp3},
                                                        {"a.mp4", mp4},
                                                        {"a.mov", mov},
                                                        {"a.m4a", m4a},
                                                        {"a.amr", amr},
                                                        {"a.doc", ole},
                                                        {"a.xls", ole},
                                                        {"a.docx", zip_with_file},
                                                        {"说明.txt", "专利侵权的说明。\n第二行\n"},
                                                        {"a.txt", "plain words\n"},
                                                        {"gbk.txt", "\xd7\xa8\xc0\xfb\xc7\xd6\xc8\xa8\r\n"},
                                                        {"utf16.txt", "\xff\xfe\x13\x4e\x29\x52\x0a\x00"s},
                                                        {"a.b.c.txt", "if (a < b) return;\n"}};
    for (const auto& [name, bytes] : good) {
        CAPTURE(name, bytes);
        const auto type = types.check(name, bytes);
        CHECK(type.has_value());
    }
    CHECK(types.check("a.jpg", jpeg).value() == "image/jpeg");
}

TEST_CASE("a file whose name or bytes are not on the list is refused") {
    uploads::TypeChecker types;
    using uploads::TypeFault;
    const std::tuple<std::string, std::string, TypeFault> bad[] = {
        {"a.exe", "MZ", TypeFault::extension},
        {"a.html", html, TypeFault::extension},
        {"a.svg", svg, TypeFault::extension},
        {"a.xml", xml, TypeFault::extension},
        {"png", png, TypeFault::extension},
        {"", png, TypeFault::extension},
        {"a.png.", png, TypeFault::extension},
        {"a.php", "<?php", TypeFault::extension},
        {"a.png", html, TypeFault::content},
        {"a.png", jpeg, TypeFault::content},
        {"a.pdf", html, TypeFault::content},
        {"a.txt", html, TypeFault::content},
        {"a.txt", svg, TypeFault::content},
        {"a.txt", xml, TypeFault::content},
        {"a.jpg", svg, TypeFault::content},
        {"a.txt", "\xff\xfe<\0h\0t\0m\0l\0>\0"s, TypeFault::content},
        {"a.docx", pdf, TypeFault::content},
        {"a.zip", png, TypeFault::content},
        {"a.mp4", mp3, TypeFault::content},
        {"a.mp3",
         "\x7f"
         "ELF\x02\x01\x01"s +
             std::string(60, '\0'),
         TypeFault::content},
        {"a.jpg", "MZ\x90\x00"s + std::string(60, '\0'), TypeFault::content}};
    for (const auto& [name, bytes, fault] : bad) {
        CAPTURE(name, bytes);
        const auto type = types.check(name, bytes);
        REQUIRE(!type);
        CHECK(type.error() == fault);
    }
}

TEST_CASE("files are stored, echoed with an address each, and answered") {
    Rig rig;
    Window window(rig);
    const std::string before = window.poll()["watermark"];
    const Answer answer = window.upload({{"证书.png", png}, {"proof.pdf", pdf}}, "up-1");
    INFO(answer.body);
    REQUIRE(answer.status == 200);
    const json echo = window.poll(before)["activities"][0];
    CHECK(echo["id"] == answer.parsed()["id"]);
    CHECK(echo["channelData"]["clientActivityID"] == "up-1");
    REQUIRE(echo["attachments"].size() == 2);
    CHECK(echo["attachments"][0]["name"] == "证书.png");
    CHECK(echo["attachments"][0]["contentType"] == "image/png");
    CHECK(echo["attachments"][1]["contentType"] == "application/pdf");
    CHECK(!echo["attachments"][0].contains("thumbnailUrl"));
    CHECK(rig.metrics().value(support::Count::files_stored) == 2);
}

TEST_CASE("a repeated upload gets the same answer and makes no second turn") {
    Rig rig;
    Window window(rig);
    const std::string first = window.upload({{"a.png", png}}, "up-1").body;
    const std::string before = window.poll()["watermark"];
    CHECK(window.upload({{"a.png", png}}, "up-1").body == first);
    CHECK(window.poll()["watermark"] == before);
}

TEST_CASE("each file that is refused is named with its reason, and the others are taken") {
    Rig rig([](support::Config& config) {
        config.limits.upload_bytes = 2'000'000;
        config.limits.files_per_answer = 3;
    });
    Window window(rig);
    const std::string large = png + std::string(2'000'000, 'x');
    const Answer answer = window.upload({{"a.png", png},
                                         {"page.html", html},
                                         {"fake.png", html},
                                         {"empty.png", ""},
                                         {"large.png", large},
                                         {"b.png", png + "b"},
                                         {"c.png", png + "c"},
                                         {"d.png", png + "d"}});
    INFO(answer.body);
    REQUIRE(answer.status == 200);
    const json refused = answer.parsed()["refused"];
    const std::pair<std::string, std::string> expected[] = {{"page.html", "type"},
                                                            {"fake.png", "content"},
                                                            {"empty.png", "empty"},
                                                            {"large.png", "too_large"},
                                                            {"d.png", "too_many"}};
    REQUIRE(refused.size() == std::size(expected));
    for (std::size_t i = 0; i < refused.size(); ++i) {
        CHECK(refused[i]["name"] == expected[i].first);
        CHECK(refused[i]["code"] == expected[i].second);
        CHECK(refused[i]["message"].get<std::string>().find(expected[i].first) != std::string::npos);
    }
    CHECK(window.poll()["activities"].dump().find("d.png") == std::string::npos);
}

TEST_CASE("an answer may hold as many files as is configured") {
    Rig rig([](support::Config& config) { config.limits.files_per_answer = 60; });
    Window window(rig);
    std::vector<std::pair<std::string, std::string>> files;
    for (int i = 0; i < 60; ++i) files.emplace_back(std::to_string(i) + ".png", png + std::to_string(i));
    const Answer answer = window.upload(files);
    INFO(answer.body);
    CHECK(answer.status == 200);
    CHECK_FALSE(answer.parsed().contains("refused"));
}

TEST_CASE("an upload of which nothing can be taken makes no turn") {
    Rig rig;
    Window window(rig);
    const json before = window.poll();
    const Answer type = window.upload({{"page.html", html}});
    CHECK(type.status == 415);
    CHECK(type.parsed()["error"]["message"].get<std::string>().find("page.html") != std::string::npos);
    CHECK(window.upload({{"empty.png", ""}}).status == 400);
    CHECK(window.upload({}).status == 400);
    CHECK(window.poll() == before);
}

TEST_CASE("a case holds so many files and bytes") {
    Rig rig([](support::Config& config) {
        config.limits.files_per_case = 2;
        config.limits.case_bytes = 3'000'000;
    });
    Window window(rig);
    CHECK(window.upload({{"a.png", png}}).status == 200);
    const Answer bytes = window.upload({{"b.png", png + std::string(3'000'000, 'x')}});
    CHECK(bytes.status == 413);
    CHECK(window.upload({{"b.png", png + "b"}}).status == 200);
    CHECK(window.upload({{"c.png", png + "c"}}).status == 413);
}

TEST_CASE("uploads at the same time do not fill a case beyond its limit") {
    constexpr int uploads = 4;
    constexpr int fitting = 2;
    Rig rig([](support::Config& config) { config.limits.files_per_case = fitting; });
    Window window(rig);
    // All have begun, and found room, before any of them ends.
    std::barrier begun(uploads);
    std::atomic<int> taken = 0;
    std::atomic<int> refused = 0;
    std::vector<std::thread> people;
    for (int i = 0; i < uploads; ++i)
        people.emplace_back([&, i] {
            const std::string head =
                "--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\r\n" + png;
            const std::string rest = std::to_string(i) + "\r\n--cut--\r\n";
            httplib::Headers headers;
            for (const auto& [name, value] : window.bearer()) headers.emplace(name, value);
            const auto answer =
                httplib::Client("127.0.0.1", rig.port())
                    .Post(
                        window.path("/upload?userId=dl_1"), headers, head.size() + rest.size(),
                        [&](std::size_t at, std::size_t, httplib::DataSink& sink) {
                            if (at == 0) return sink.write(head.data(), head.size());
                            begun.arrive_and_wait();
                            std::this_thread::sleep_for(std::chrono::milliseconds(100));
                            return sink.write(rest.data(), rest.size());
                        },
                        "multipart/form-data; boundary=cut");
            ++(answer && answer->status == 200 ? taken : refused);
        });
    for (std::thread& one : people) one.join();
    CHECK(taken == fitting);
    CHECK(refused == uploads - fitting);
    // The room of those that were refused is nobody's, and that of nothing that was taken is given back.
    CHECK(window.upload({{"late.png", png + "late"}}).status == 413);
}

TEST_CASE("an upload whose turn cannot be made leaves its room to the next one") {
    Rig rig([](support::Config& config) { config.limits.files_per_case = 1; });
    Window window(rig);
    for (int again = 0; again < 40; ++again) {
        rig.store().fail_next(1, storage::Fault::unavailable);
        CHECK(window.upload({{"a.png", png}}).status == 503);
    }
    CHECK(window.upload({{"a.png", png}}).status == 200);
}

TEST_CASE("broken forms are refused") {
    Rig rig;
    Window window(rig);
    const std::string form = "multipart/form-data; boundary=cut";
    const auto post = [&](const std::string& body, const std::string& type) {
        return rig.post(window.path("/upload"), body, window.bearer(), type).status;
    };
    CHECK(post("{}", "application/json") == 415);
    CHECK(post("x", "multipart/form-data") == 415);
    CHECK(post("", form) == 400);
    CHECK(post("--cut\r\nno header\r\n\r\nx\r\n--cut--\r\n", form) == 400);
    CHECK(post("--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\r\n" + png,
               form) == 400);
    CHECK(post("--cut\r\nContent-Disposition: form-data; "
               "name=\"activity\"\r\n\r\n{\r\n--cut\r\nContent-Disposition: form-data; name=\"file\"; "
               "filename=\"a.png\"\r\n\r\n" +
                   png + "\r\n--cut--\r\n",
               form) == 400);
    CHECK(post("--cut\r\nContent-Disposition: form-data; name=\"activity\"\r\n\r\n" +
                   std::string(1'100'000, 'x') + "\r\n--cut--\r\n",
               form) == 413);
}

TEST_CASE("uploads that are begun and not ended hold up nobody else's") {
    Rig rig([](support::Config& config) {
        config.server.trusted_proxies = {"127.0.0.1"};
        config.limits.uploads_at_once_per_address = 4;
    });
    const auto begun = [&](const Window& window, const std::string& address) {
        net::test::Wire wire(rig.port());
        wire.send("POST " + window.path("/upload") + " HTTP/1.1\r\nHost: " + rig.host() +
                  "\r\nAuthorization: Bearer " + window.token() + "\r\nX-Forwarded-For: " + address +
                  "\r\nContent-Type: multipart/form-data; boundary=cut\r\nContent-Length: 1000\r\n\r\n--cut");
        return wire;
    };
    const auto whole = [&](const Window& window, const std::string& address) {
        HeaderList headers = window.bearer();
        headers.emplace_back("X-Forwarded-For", address);
        return rig
            .post(window.path("/upload"),
                  "--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\r\n" + png +
                      "\r\n--cut--\r\n",
                  headers, "multipart/form-data; boundary=cut")
            .status;
    };
    Window first(rig);
    Window second(rig);
    Window third(rig);
    std::vector<net::test::Wire> unfinished;
    // One conversation has three places, wherever it comes from.
    for (int i = 0; i < 3; ++i) {
        unfinished.push_back(begun(first, "192.0.2.1"));
        REQUIRE(unfinished.back().silent_for(std::chrono::milliseconds(50)));
    }
    CHECK(whole(first, "192.0.2.2") == 429);
    CHECK(whole(second, "192.0.2.1") == 200);
    // One address has four, for all its conversations.
    unfinished.push_back(begun(second, "192.0.2.1"));
    REQUIRE(unfinished.back().silent_for(std::chrono::milliseconds(50)));
    CHECK(whole(third, "192.0.2.1") == 429);
    CHECK(whole(third, "192.0.2.2") == 200);
    // The places are free again when the lines are cut.
    unfinished.clear();
    CHECK(net::test::soon([&] { return whole(third, "192.0.2.1") == 200; }));
}

TEST_CASE("files without an activity are a message of their own") {
    Rig rig;
    Window window(rig);
    const Answer answer =
        rig.post(window.path("/upload?userId=dl_1"),
                 "--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\r\n" + png +
                     "\r\n--cut--\r\n",
                 window.bearer(), "multipart/form-data; boundary=cut");
    CHECK(answer.status == 200);
}

TEST_CASE("a large file passes through in pieces and arrives whole") {
    Rig rig;
    Window window(rig);
    std::string large = pdf;
    while (large.size() < 30'000'000) large += "The quick brown fox jumps over the lazy dog. ";
    const std::string before = window.poll()["watermark"];
    REQUIRE(window.upload({{"large.pdf", large}}).status == 200);
    const std::string url = window.poll(before)["activities"][0]["attachments"][0]["contentUrl"];
    CHECK(rig.get(url.substr(url.find("/v3/"))).body == large);
}
