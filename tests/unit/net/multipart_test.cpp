#include "bot/net/multipart.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace plaint::net;

namespace {

struct Received : PartReceiver {
    struct One {
        Part part;
        std::string content;
        bool ended = false;
    };
    std::vector<One> parts;
    bool accepts = true;

    bool on_part(Part part) override {
        parts.push_back({std::move(part), {}});
        return accepts;
    }
    bool on_content(std::string_view bytes) override {
        parts.back().content += bytes;
        return true;
    }
    bool on_part_end() override {
        parts.back().ended = true;
        return true;
    }
};

const std::string sample = "preamble\r\n--XbX\r\n"
                           "Content-Disposition: form-data; name=\"activity\"\r\n"
                           "Content-Type: application/vnd.microsoft.activity\r\n\r\n"
                           "{\"type\":\"message\"}\r\n--XbX  \r\n"
                           "content-disposition: form-data; name=\"file\"; filename=\"证据.png\"\r\n\r\n"
                           "\r\n--Xb\r\r\n--XbY\r\n-\r\n\r\n--XbX\r\n"
                           "Content-Disposition: form-data; name=empty\r\n\r\n"
                           "\r\n--XbX--\r\nepilogue --XbX";

void check_sample(const Received& received) {
    REQUIRE(received.parts.size() == 3);
    CHECK(received.parts[0].part.name == "activity");
    CHECK(received.parts[0].part.content_type == "application/vnd.microsoft.activity");
    CHECK_FALSE(received.parts[0].part.filename);
    CHECK(received.parts[0].content == "{\"type\":\"message\"}");
    CHECK(received.parts[1].part.filename == "证据.png");
    CHECK(received.parts[1].part.content_type == "text/plain");
    CHECK(received.parts[1].content == "\r\n--Xb\r\r\n--XbY\r\n-\r\n");
    CHECK(received.parts[2].part.name == "empty");
    CHECK(received.parts[2].content.empty());
    CHECK(received.parts[2].ended);
}

MultipartFault fault_of(std::string_view body, MultipartParser::Limits limits = {}) {
    Received received;
    MultipartParser parser("B", limits, received);
    if (auto fed = parser.feed(body); !fed) return fed.error();
    const auto finished = parser.finish();
    REQUIRE_FALSE(finished);
    return finished.error();
}

} // namespace

TEST_CASE("a form is the same wherever it is cut in two") {
    for (std::size_t cut = 0; cut <= sample.size(); ++cut) {
        CAPTURE(cut);
        Received received;
        MultipartParser parser("XbX", {}, received);
        REQUIRE(parser.feed(std::string_view(sample).substr(0, cut)));
        REQUIRE(parser.feed(std::string_view(sample).substr(cut)));
        REQUIRE(parser.finish());
        check_sample(received);
    }
}

TEST_CASE("a form is the same in pieces of any size") {
    for (std::size_t size = 1; size <= 40; ++size) {
        CAPTURE(size);
        Received received;
        MultipartParser parser("XbX", {}, received);
        for (std::size_t at = 0; at < sample.size(); at += size) {
            REQUIRE(parser.feed(std::string_view(sample).substr(at, size)));
        }
        REQUIRE(parser.finish());
        check_sample(received);
    }
}

TEST_CASE("a body may begin with its boundary") {
    Received received;
    MultipartParser parser("B", {}, received);
    REQUIRE(parser.feed("--B\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--B--"));
    REQUIRE(parser.finish());
    REQUIRE(received.parts.size() == 1);
    CHECK(received.parts[0].content == "1");
}

TEST_CASE("a form that ends early, or breaks the rules, is told by what is wrong") {
    CHECK(fault_of("") == MultipartFault::cut_short);
    CHECK(fault_of("--B\r\nContent-Disposition: form-data; name=a\r\n\r\nhalf") == MultipartFault::cut_short);
    CHECK(fault_of("--B\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n--B-") ==
          MultipartFault::cut_short);
    CHECK(fault_of("--Bx\r\n") == MultipartFault::bad_boundary);
    CHECK(fault_of("--B\r\n\r\n") == MultipartFault::bad_header);
    CHECK(fault_of("--B\r\nContent-Type: text/plain\r\n\r\n") == MultipartFault::bad_header);
    CHECK(fault_of("--B\r\nContent-Disposition: attachment; name=a\r\n\r\n") == MultipartFault::bad_header);
    CHECK(fault_of("--B\r\nContent-Disposition: form-data\r\n\r\n") == MultipartFault::bad_header);
    CHECK(fault_of("--B\r\nno colon\r\n\r\n") == MultipartFault::bad_header);
    CHECK(fault_of("--B\r\n" + std::string(9000, 'x')) == MultipartFault::header_too_large);
    const std::string part = "--B\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n";
    CHECK(fault_of(part + part + part, {.header_bytes = 100, .parts = 2}) == MultipartFault::too_many_parts);
}

TEST_CASE("a receiver that refuses ends the parsing for good") {
    Received received;
    received.accepts = false;
    MultipartParser parser("B", {}, received);
    CHECK(parser.feed("--B\r\nContent-Disposition: form-data; name=a\r\n\r\n1").error() ==
          MultipartFault::refused);
    CHECK_FALSE(parser.feed("2"));
    CHECK_FALSE(parser.finish());
    CHECK(received.parts[0].content.empty());
}

TEST_CASE("file names are read as browsers write them, and lose their folders") {
    struct Row {
        const char* disposition;
        const char* filename;
    };
    for (const Row& row : {
             Row{R"(form-data; name="f"; filename="a.png")", "a.png"},
             Row{R"(form-data; name="f"; filename=a.png)", "a.png"},
             Row{R"(form-data; name="f"; filename="a;b=c.png")", "a;b=c.png"},
             Row{R"(form-data; name="f"; filename="a\"b.png")", "a\"b.png"},
             Row{R"(form-data; name="f"; filename="a%22b%25.png")", "a\"b%25.png"},
             Row{R"(form-data; name="f"; filename="a%0D%0Ab.png")", "ab.png"},
             Row{R"(form-data; name="f"; filename="C:\photos\a.png")", "a.png"},
             Row{R"(form-data; name="f"; filename="../../etc/passwd")", "passwd"},
             Row{R"(form-data; name="f"; filename="x"; filename*=UTF-8''%E8%AF%81%20.png)", "证 .png"},
             Row{R"(form-data; name="f"; filename*=utf-8'zh'%2Fetc%2Fpasswd)", "passwd"},
             Row{R"(form-data; name="f"; filename="kept"; filename*=GBK''%D6%A4)", "kept"},
             Row{R"(form-data; name="f"; filename="")", ""},
         }) {
        CAPTURE(row.disposition);
        const auto part = parse_form_disposition(row.disposition);
        REQUIRE(part);
        CHECK(part->name == "f");
        CHECK(part->filename == row.filename);
    }
    CHECK_FALSE(parse_form_disposition(R"(form-data; name="open)"));
    CHECK_FALSE(parse_form_disposition(R"(form-data; name="a" junk)"));
    CHECK_FALSE(parse_form_disposition(R"(form-data; filename="a")"));
}

TEST_CASE("the boundary is found in the content type, quoted or not") {
    CHECK(multipart_boundary("multipart/form-data; boundary=abc") == "abc");
    CHECK(multipart_boundary("Multipart/Form-Data; charset=utf-8; Boundary=\"a b:c\"") == "a b:c");
    for (const char* bad : {"multipart/form-data", "multipart/mixed; boundary=a",
                            "multipart/form-data; boundary=", "multipart/form-data; boundary=\"a ",
                            "multipart/form-data; boundary=\"a \""}) {
        CAPTURE(bad);
        CHECK_FALSE(multipart_boundary(bad));
    }
    CHECK_FALSE(multipart_boundary("multipart/form-data; boundary=" + std::string(71, 'a')));
}
