#include "bot/translation/catalogue_file.hpp"

#include "tests/support/shipped_library.hpp"

#include <catch2/catch.hpp>

using plaint::translation::CatalogueFile;

namespace {

const std::string file = "{ \"locale\":\"en\",\"words\": {\"a\": [\"x]}\\\"\", 1.5e3, {\"messages\": {}}]},\n"
                         "\"messages\" : {\n  \"a\": \"one \\\"\\u4e00\\\"\",\t\"b\":\"\" ,\n\n  \"c\": "
                         "\"three\"  \n}, \"z\": null }\n";

CatalogueFile read(const std::string& bytes) {
    auto read = CatalogueFile::read("locales/en/a.json", bytes);
    REQUIRE(read);
    return std::move(*read);
}

std::string complaint_of(const std::string& bytes) {
    const auto read = CatalogueFile::read("a.json", bytes);
    REQUIRE_FALSE(read);
    return to_string(read.error().front());
}

} // namespace

TEST_CASE("a message is changed and no other byte of its file") {
    std::string with_text = file;
    with_text.replace(with_text.find("\"b\":\"\""), 6, "\"b\":\"two\"");
    CatalogueFile catalogue = read(with_text);
    REQUIRE(catalogue.messages().size() == 3);
    CHECK(catalogue.messages()[0].text == "one \"一\"");
    CHECK(catalogue.bytes() == with_text);
    // The same text, though it would be written otherwise.
    catalogue.set("a", "one \"一\"");
    CHECK(catalogue.bytes() == with_text);
    catalogue.set("b", "2\n\"");
    std::string changed = with_text;
    changed.replace(changed.find("\"two\""), 5, R"("2\n\"")");
    CHECK(catalogue.bytes() == changed);
    catalogue.set("d", "four");
    changed.replace(changed.find("\"three\""), 7, "\"three\",\n  \"d\": \"four\"");
    CHECK(catalogue.bytes() == changed);
    CHECK(read(changed).messages().size() == 4);
}

TEST_CASE("a file without messages can get some") {
    CatalogueFile catalogue = CatalogueFile::empty("fr");
    catalogue.set("a", "un");
    catalogue.set("b", "deux");
    CHECK(catalogue.bytes() ==
          "{\"locale\": \"fr\",\n\"messages\": {\n  \"a\": \"un\",\n  \"b\": \"deux\"\n}}\n");
    CHECK(read(catalogue.bytes()).bytes() == catalogue.bytes());
}

TEST_CASE("every shipped file is read and written without a change") {
    std::size_t messages = 0;
    for (const auto& [name, bytes] : plaint::tests::shipped_texts().locales.bytes) {
        if (name == "locales.json") continue;
        INFO(name);
        const CatalogueFile catalogue = read(bytes);
        CHECK(catalogue.bytes() == bytes);
        messages += catalogue.messages().size();
    }
    CHECK(messages > 2'000);
}

TEST_CASE("a file that cannot be changed safely is refused with its place") {
    CHECK(complaint_of("{").starts_with("a.json: "));
    CHECK(complaint_of(R"({"locale": "en"})").starts_with("a.json"));
    CHECK(complaint_of(R"({"messages": {"a": 1}})").starts_with("a.json#/messages/a: "));
    CHECK(complaint_of(R"({"messages": {"a": "1", "a": "2"}})") == "a.json#/messages/a: stands twice");
    CHECK(complaint_of(R"({"messages": {"a": 1, "a": "2"}})") == "a.json#/messages/a: stands twice");
    CHECK(complaint_of(R"({"messages": "a", "messages": {"b": "2"}})") == "a.json#/messages: stands twice");
    CHECK(complaint_of(R"({"messages": {}, "messages": {"b": "2"}})") == "a.json#/messages: stands twice");
}
