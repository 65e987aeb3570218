#include "adapters/hotline/limits.hpp"
#include "adapters/hotline/telephone_check.hpp"
#include "tests/proof/edited.hpp"
#include "tests/support/shipped_library.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace plaint;
using hotline::check_questions;
using hotline::check_spoken;
using nlohmann::json;

namespace {

using tests::tree_file;

std::string told(const std::vector<hotline::Finding>& findings) {
    std::string all;
    for (const hotline::Finding& finding : findings)
        all += std::string(name_of(finding.fault)) + " " +
               content::to_string({finding.place.file, finding.place.pointer, finding.what}) + "\n";
    return all;
}

std::string told(const content::LoadErrors& errors) {
    std::string all;
    for (const content::LoadError& error : errors) all += content::to_string(error) + "\n";
    return all;
}

// The shipped content with its dialogs and languages edited; all of it loads.
struct Edited {
    tests::Files dialogs, locales;

    json& tree() { return dialogs.try_emplace(tree_file, tests::shipped_tree()).first->second; }
    json& node(const std::string& leaf) {
        return tree().at(json::json_pointer(tests::pointer_to_ask(tree(), leaf)));
    }
    json& fields() {
        return dialogs.try_emplace("fields.json", tests::shipped_file("fields.json")).first->second["fields"];
    }
    json& field(const std::string& path) {
        for (json& row : fields())
            if (row["path"] == path) return row;
        FAIL("there is no field " << path);
        return fields();
    }
    json& locale(const std::string& file) {
        const auto text = tests::shipped_texts().locales.texts().find(file)->second;
        return locales.try_emplace(file, json::parse(text)).first->second;
    }
    void say(const std::string& file, const std::string& key, const std::string& text) {
        locale(file)["messages"][key] = text;
    }
    // The options as each language words them.
    static std::vector<std::string> option_files() {
        std::vector<std::string> files;
        for (const auto& [name, text] : tests::shipped_texts().locales.texts())
            if (name.ends_with("/options.json")) files.emplace_back(name);
        return files;
    }

    std::expected<std::unique_ptr<const library::Library>, content::LoadErrors> try_load() const {
        std::map<std::string, std::string> own;
        content::Texts texts[] = {tests::shipped_texts().dialogs.texts(),
                                  tests::shipped_texts().locales.texts()};
        for (const auto& [files, at] : {std::pair(&dialogs, 0), std::pair(&locales, 1)})
            for (const auto& [name, file] : *files)
                texts[at][name] = own.emplace(std::to_string(at) + name, file.dump()).first->second;
        return library::load_library(texts[0], texts[1]);
    }
    std::unique_ptr<const library::Library> load() const {
        auto library = try_load();
        INFO((library ? std::string() : told(library.error())));
        REQUIRE(library);
        return std::move(*library);
    }
    std::string errors() const {
        const auto library = try_load();
        return library ? std::string() : told(library.error());
    }
};

// The first finding of that kind, as "file#pointer"; empty without one.
std::string place_of(const std::vector<hotline::Finding>& findings, hotline::Fault fault) {
    const auto found = std::ranges::find(findings, fault, &hotline::Finding::fault);
    return found != findings.end() ? found->place.file + "#" + found->place.pointer : std::string();
}

} // namespace

TEST_CASE("whatever is shipped can be answered by telephone, and is short enough to be heard") {
    const library::Library& library = tests::shipped_library();
    CHECK(told(check_questions(library)) == "");
    CHECK(told(check_spoken(library)) == "");
}

TEST_CASE("a question with more options than three menus hold is found") {
    Edited edited;
    json& options = edited.node("respondents[].platform")["options"];
    for (int i = 0;
         options.size() <= std::size_t{hotline::menus_of_a_question.most} * hotline::options_per_page; ++i) {
        const std::string value = "market" + std::to_string(i);
        options.push_back(value);
        edited.field("respondents[].platform")["values"].push_back(value);
        for (const std::string& file : Edited::option_files())
            edited.say(file, "option.respondents[].platform." + value, "Market " + value);
    }
    const auto findings = check_questions(*edited.load());
    INFO(told(findings));
    CHECK(findings.size() == 1);
    CHECK(place_of(findings, hotline::Fault::menu_too_long) ==
          tree_file + "#" + tests::pointer_to_ask(edited.tree(), "respondents[].platform") + "/options");
}

TEST_CASE("a long menu has no key left for a second way out while an old answer stands") {
    Edited edited;
    edited.node("respondents[].platform")["may"] = {"later", "unknown"};
    edited.field("respondents[].platform")["may"] = {"later", "unknown"};
    const auto findings = check_questions(*edited.load());
    INFO(told(findings));
    CHECK(findings.size() == 1);
    CHECK(place_of(findings, hotline::Fault::no_key) ==
          tree_file + "#" + tests::pointer_to_ask(edited.tree(), "respondents[].platform") + "/may");
}

TEST_CASE("an answer longer than its channel carries is found, unless it may be put off") {
    Edited edited;
    json& investigation = edited.node("wishes.investigation");
    investigation["min"] = 900;
    investigation["max"] = 1000;
    edited.node("case.statement")["min"] = 900;
    const auto findings = check_questions(*edited.load());
    INFO(told(findings));
    CHECK(findings.size() == 1);
    CHECK(place_of(findings, hotline::Fault::answer_too_long) ==
          tree_file + "#" + tests::pointer_to_ask(edited.tree(), "wishes.investigation") + "/min");

    edited.node("case.statement")["min"] = 25'000;
    edited.node("case.statement")["max"] = 30'000;
    CHECK(check_questions(*edited.load()).size() == 2);

    edited.node("scope.turnover_cny")["min"] = 1'000'000'000'000'000'000;
    edited.node("scope.turnover_cny")["max"] = 9'000'000'000'000'000'000;
    CHECK(check_questions(*edited.load()).size() == 3);
}

TEST_CASE("a language that no key of the first menu stands for is found") {
    Edited edited;
    json& list = edited.locale("locales.json");
    for (const char* id : {"nl", "sv", "da", "fi", "et", "nb"}) {
        if (list.size() == hotline::key_slow) break;
        json row = list[1];
        row["id"] = id;
        row["bcp47"] = {id};
        row["name"] = id;
        row["words"] = {std::string("in ") + id};
        list.push_back(row);
        for (const auto& [name, text] : tests::shipped_texts().locales.texts())
            if (name.starts_with("en/")) {
                json file = json::parse(text);
                file["locale"] = id;
                edited.locales[id + name.substr(2)] = file;
            }
    }
    const auto findings = check_questions(*edited.load());
    CHECK(place_of(findings, hotline::Fault::no_key) == "locales/locales.json#");
}

TEST_CASE("a language that is offered and is none does not load") {
    Edited edited;
    edited.node("intake.locale")["options"] = {"zh-Hans", "en", "nl"};
    edited.field("intake.locale")["values"] = {"zh-Hans", "en", "nl"};
    for (const std::string& id : tests::shipped_library().languages.ids())
        edited.say(id + "/options.json", "option.intake.locale.nl", "nl");
    CHECK(edited.errors() == tree_file + "#" + tests::pointer_to_ask(edited.tree(), "intake.locale") +
                                 "/options/2: \"nl\" is no language of locales.json\n");
}

TEST_CASE("a text that takes more than one Say is found in its language, with what fills it in") {
    // Two bodies of the longest name alone would not fit beside these words.
    std::string words;
    for (int i = 0; i < 480; ++i) words += "听";
    Edited edited;
    edited.say("zh-Hans/texts.json", "say.safety", words + "听听听听听听听听听听听听听听听听听听听听听");
    edited.say("zh-Hans/engine.json", "submitted.linked.voice", words + "{kind}{where}{number}{lead}");
    const auto findings = check_spoken(*edited.load());
    INFO(told(findings));
    REQUIRE(findings.size() == 2);
    CHECK(place_of(findings, hotline::Fault::spoken_too_long) ==
          "locales/zh-Hans/texts.json#/messages/say.safety");
    CHECK(findings[1].place.pointer == "/messages/submitted.linked.voice");
}

TEST_CASE("a text for the eye may be long where there is another for the ear") {
    std::string words;
    for (int i = 0; i < 600; ++i) words += "看";
    Edited edited;
    edited.say("zh-Hans/texts.json", "say.welcome", words);
    edited.say("zh-Hans/questions.json", "ask.right.claims", words);
    CHECK(told(check_spoken(*edited.load())) == "");
    edited.say("zh-Hans/texts.json", "say.welcome.voice", words);
    CHECK(place_of(check_spoken(*edited.load()), hotline::Fault::spoken_too_long) ==
          "locales/zh-Hans/texts.json#/messages/say.welcome.voice");
}

TEST_CASE("a formal answer in the words of an option does not load: it could not be given") {
    Edited edited;
    edited.locale("en/options.json")["words"]["option.evidence[].preservation.none"] = {"I don't know"};
    CHECK_THAT(edited.errors(), Catch::Contains("means unknown at evidence[].preservation, and also none"));
}

TEST_CASE("a label that callers hear and cannot say does not load") {
    Edited edited;
    for (const std::string& file : Edited::option_files())
        edited.say(file, "option.party.role.heir.voice", "Somebody who inherited it");
    CHECK_THAT(edited.errors(),
               Catch::Contains("\"Somebody who inherited it\" is read to callers for heir at "
                               "party.role, and does not mean it when they say it"));
    for (const std::string& file : Edited::option_files())
        edited.locale(file)["words"]["option.party.role.heir"] = {"somebody who inherited it"};
    CHECK(edited.errors() == "");
}

TEST_CASE("the ways past somebody who is not there are told apart like the options of a question") {
    Edited edited;
    edited.locale("en/engine.json")["words"]["option.person.message"] = {"call back"};
    CHECK_THAT(edited.errors(), Catch::Contains("\"call back\" means message at person, and also callback"));
}

TEST_CASE("a word for yes is no number of no") {
    Edited edited;
    edited.locale("en/engine.json")["words"]["yes"] = {"2"};
    CHECK_THAT(edited.errors(),
               Catch::Contains("\"2\" means yes at intake.consent, and also the number of no"));
}
