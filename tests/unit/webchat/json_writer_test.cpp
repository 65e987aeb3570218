#include "adapters/webchat/json_writer.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using plaint::webchat::JsonWriter;

TEST_CASE("what is written is JSON, whatever the text") {
    std::string every;
    for (int byte = 1; byte < 128; ++byte) every += static_cast<char>(byte);
    every += '\0';
    every += "中文 \xf0\x9f\x98\x80";
    std::string out;
    JsonWriter(out)
        .begin_object()
        .text_at("a", every)
        .key("list")
        .begin_array()
        .text("x")
        .number(-5)
        .flag(true)
        .begin_object()
        .end_object()
        .begin_array()
        .end_array()
        .text("one", "two")
        .end_array()
        .number_at("n", 7U)
        .end_object();
    const auto json = nlohmann::json::parse(out);
    CHECK(json["a"] == every);
    CHECK(json["list"].dump() == R"(["x",-5,true,{},[],"onetwo"])");
    CHECK(json["n"] == 7);
}

TEST_CASE("text that ends like an opening bracket does not swallow a comma") {
    std::string out;
    JsonWriter(out).begin_array().text("{").text("[").text(":").text("a").end_array();
    CHECK(nlohmann::json::parse(out).size() == 4);
}

TEST_CASE("thousandths are written as a fraction") {
    for (const auto& [permille, text] :
         {std::pair{0U, "0"}, {7U, "0.007"}, {417U, "0.417"}, {990U, "0.990"}, {1000U, "1"}}) {
        std::string out;
        JsonWriter(out).permille(permille);
        CHECK(out == text);
    }
}
