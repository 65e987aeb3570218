#include "bot/library/orphans.hpp"
#include "tests/unit/content/small_content.hpp"

#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>

using namespace plaint::tests;

namespace {

// What an author gets wrong, and what he is told: the file, the place in it, and what.
struct Mistake {
    const char* file;
    const char* patch;
    const char* told;
};

const Mistake mistakes[] = {
#include "tests/unit/content/mistakes.inc"
};

} // namespace

TEST_CASE("the small content is without mistakes") { CHECK(complaints_of(small_content()) == ""); }

TEST_CASE("the dialog that the documentation shows is without mistakes") {
    std::ifstream file("docs/dialogs.md");
    const std::string page{std::istreambuf_iterator<char>(file), {}};
    const std::string fence = "```json\n";
    const std::size_t begin = page.find(fence);
    REQUIRE(begin != std::string::npos);
    const std::size_t end = page.find("```", begin + fence.size());
    SmallContent content = small_content();
    nlohmann::json& tree = content.dialogs.at("trees/small.json");
    tree = nlohmann::json::parse(page.substr(begin + fence.size(), end - begin - fence.size()));
    REQUIRE(tree["tree"] == "small");
    // It asks nothing about agents.
    nlohmann::json& lines = content.dialogs.at("materials/small.json")["lines"];
    REQUIRE(lines.back()["line"] == "agent");
    lines.erase(lines.size() - 1);
    CHECK(complaints_of(content) == "");
}

TEST_CASE("every mistake of an author is told with its file and place") {
    for (const Mistake& mistake : mistakes) {
        INFO(mistake.file << " " << mistake.patch);
        CHECK(complaints_after(mistake.file, mistake.patch) == mistake.told);
    }
}

TEST_CASE("a text of the content that nothing says is told") {
    SmallContent content = small_content();
    nlohmann::json& messages = content.locales.at("en/all.json")["messages"];
    // Given or derived, and never asked; their labels are for staff.
    for (const char* path : {"intake.locale", "right.kind"})
        for (const char* family : {"ask.", "why."}) messages.erase(std::string(family) + path);
    const auto told = [&] {
        const auto library = content.load();
        REQUIRE(library.has_value());
        std::string out;
        for (const auto& orphan : plaint::library::orphans(**library)) out += to_string(orphan) + "\n";
        return out;
    };
    CHECK(told() == "");
    for (const char* key : {"ask.agent.name.voice", "ask.agent.nom", "say.farewell", "section.left",
                            "label.party", "option.party.role.thief", "line.small.none", "staff.anything"})
        messages[key] = "Words";
    CHECK(told() == "locales/en/all.json#/messages/ask.agent.nom: is said nowhere\n"
                    "locales/en/all.json#/messages/label.party: is said nowhere\n"
                    "locales/en/all.json#/messages/line.small.none: is said nowhere\n"
                    "locales/en/all.json#/messages/option.party.role.thief: is said nowhere\n"
                    "locales/en/all.json#/messages/say.farewell: is said nowhere\n"
                    "locales/en/all.json#/messages/section.left: is said nowhere\n");
}

TEST_CASE("a kind of case is submitted by one tree") {
    SmallContent content = small_content();
    nlohmann::json& twin = content.dialogs["trees/twin.json"] = content.dialogs.at("trees/small.json");
    twin["tree"] = "twin";
    twin["entry"] = true;
    CHECK(complaints_of(content) == "trees/twin.json: submits \"small\", which another tree submits already");
}

TEST_CASE("of several trees one says that conversations begin with it") {
    SmallContent content = small_content();
    nlohmann::json& small = content.dialogs.at("trees/small.json");
    nlohmann::json& another = content.dialogs["trees/another.json"] =
        nlohmann::json::parse(R"({"tree": "another", "do": [{"say": "welcome"}, {"end": "declined"}]})");
    CHECK(complaints_of(content) ==
          "trees: none of another, small says with \"entry\": true that conversations begin with it");
    small["entry"] = true;
    const auto library = content.load();
    REQUIRE(library.has_value());
    CHECK((*library)->tree().name == "small");
    another["entry"] = true;
    CHECK(complaints_of(content) ==
          "trees/small.json#/entry: conversations begin with the tree \"another\" already");
}
