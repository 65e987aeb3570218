#include "locales/fold.hpp"
#include "tests/unit/locales/small_languages.hpp"

#include <catch2/catch.hpp>

using namespace plaint;
using namespace plaint::locales;

namespace {

const std::string two = R"([
  {"id": "zh-Hans", "bcp47": ["zh-Hans", "zh-CN", "zh"], "name": "简体中文", "direction": "ltr"},
  {"id": "en", "bcp47": ["en", "en-US"], "name": "English", "direction": "ltr"}])";

std::string file(const std::string& locale, const std::string& messages, const std::string& words = {}) {
    return R"({"locale": ")" + locale + R"(", "messages": {)" + messages + R"(}, "words": {)" + words + "}}";
}

// The kinds of meaning, with what is meant and which: "command change respondents[].links 2".
std::string meanings(const std::vector<dialogs::Candidate>& candidates) {
    constexpr std::string_view names[] = {"command", "formal", "yes",    "no",   "option",  "keep",  "drop",
                                          "confirm", "locale", "target", "term", "mistake", "assent"};
    std::string out;
    for (const dialogs::Candidate& one : candidates) {
        if (!out.empty()) out += "; ";
        out += names[static_cast<std::size_t>(one.meaning)];
        if (!one.what.empty()) out += " " + one.what;
        for (const std::string& target : one.targets) out += " " + target;
        if (one.number) out += " " + std::to_string(*one.number);
    }
    return out;
}

const Languages& languages() {
    static const auto loaded = tests::load_languages(
        {{"locales.json", two},
         {"en/all.json",
          file("en",
               R"("yes": "Yes", "no": "No", "command.change": "Change", "command.add": "Add",
                  "command.back": "Back", "formal.none": "There is none", "formal.unknown": "I don't know",
                  "option.proof.none": "None of these", "offer.keep": "Keep it", "offer.drop": "Drop it",
                  "review.confirm": "Confirm", "label.right.number": "Patent number",
                  "group.links.item": "Link {n}")",
               R"("command.change": ["correct"], "formal.none": ["none"], "option.proof.none": ["none"])")},
         {"zh-Hans/all.json",
          file("zh-Hans",
               R"("yes": "是", "no": "否", "command.change": "修改", "command.add": "增加",
                  "command.back": "返回", "formal.none": "没有", "formal.unknown": "不知道",
                  "option.proof.none": "都没有", "offer.keep": "保留", "offer.drop": "删去",
                  "review.confirm": "确认", "label.right.number": "专利号", "group.links.item": "链接{n}")")}});
    REQUIRE(loaded.told == "");
    return loaded.languages;
}

std::string meant(std::string_view locale, std::string_view words) {
    return meanings(languages().understand(locale, fold(words)));
}

} // namespace

TEST_CASE(
    "a language that is asked for is found by its tag, else by its first part, else the first is taken") {
    for (const char* tag : {"zh-CN", "ZH-hans", "zh-TW", "fr", "", "-", "e"})
        CHECK(languages().match(tag) == "zh-Hans");
    for (const char* tag : {"en", "EN-us", "en-AU", "en-"}) CHECK(languages().match(tag) == "en");
    // Browsers name several; what nobody here speaks is passed over.
    CHECK(languages().match("eu, en-AU;q=0.8, zh-CN;q=0.5") == "en");
    CHECK(languages().match("eu;q=1.0, yue;q=0.7") == "zh-Hans");
    CHECK(languages().match(std::string(5'000, 'e')) == "zh-Hans");
    CHECK(languages().language("en").name == "English");
    CHECK(languages().language("fr").id == "zh-Hans");
}

TEST_CASE("what one language says, every language says, with the same arguments") {
    const auto told = [](const std::string& chinese, const std::string& english) {
        return tests::load_languages({{"locales.json", two},
                                      {"zh-Hans/all.json", file("zh-Hans", chinese)},
                                      {"en/all.json", file("en", english)}})
            .told;
    };
    CHECK(told(R"("a": "甲{n}")", R"("a": "A {n}")") == "");
    CHECK(told(R"("a": "甲{n}")", R"("a": "A")") ==
          "locales/en/all.json#/messages/a: lacks the argument {n} that zh-Hans has");
    CHECK(told(R"("a": "甲", "b": "乙")", R"("a": "A")") ==
          R"(locales/en: lacks the message "b" that zh-Hans has)");
    CHECK(told(R"("a": "甲")", R"("a": "A", "b": "B")") ==
          "locales/en/all.json#/messages/b: is a message that zh-Hans lacks");
    // What the first language reads out as it is written may be worded for the ear in another.
    CHECK(told(R"("a": "甲{n}")", R"("a": "A {n}", "a.voice": "a, {n}")") == "");
    CHECK(told(R"("a": "甲")", R"("a": "A", "a.voice": "a, {n}")") ==
          "locales/en/all.json#/messages/a.voice: has an argument {n} that zh-Hans does not have");
    CHECK(told(R"("a": "甲", "a.voice": "乙")", R"("a": "A")") ==
          R"(locales/en: lacks the message "a.voice" that zh-Hans has)");
    CHECK(told(R"("a": "甲")", R"("a": "A", "b.voice": "B")") ==
          "locales/en/all.json#/messages/b.voice: is a message that zh-Hans lacks");
    // What is not in order is there, and told once.
    CHECK(told(R"("a": "甲", "b": "乙")", R"("a": "A", "b": "{")") ==
          "locales/en/all.json#/messages/b: is no ICU message: a { has no }");
    CHECK(told(R"("a": "{")", R"("a": "A")") ==
          "locales/zh-Hans/all.json#/messages/a: is no ICU message: a { has no }");
    CHECK(told(R"("a": "甲{n}")", R"("a": "A {m}")") ==
          "locales/en/all.json#/messages/a: has an argument {m} that zh-Hans does not have\n"
          "locales/en/all.json#/messages/a: lacks the argument {n} that zh-Hans has");
}

TEST_CASE("a list of languages that cannot be used is told with its place") {
    const auto told = [](const tests::LocaleFiles& files) { return tests::load_languages(files).told; };
    CHECK(told({}) == "locales/locales.json: is not JSON: line 1, column 0: unexpected end of input; "
                      "expected '[', '{', or a literal");
    CHECK(told({{"locales.json", "[]"}}) == "locales/locales.json: lists no language");
    CHECK(told({{"locales.json", two}, {"zh-Hans/a.json", file("zh-Hans", R"("a": "甲")")}}) ==
          "locales/locales.json#/1: there is no file locales/en/*.json for this language");
    CHECK(told({{"locales.json", R"([{"id": "en", "name": "English", "direction": "ltr", "bcp": []}])"},
                {"en/a.json", file("en", R"("a": "A")")}}) ==
          "locales/locales.json#/0/bcp: is not known here\n"
          "locales/locales.json#/0: lacks the member \"bcp47\"");
}

TEST_CASE("words mean what the language says they mean, however they are written") {
    struct Row {
        const char* words;
        const char* meant;
    };
    const Row rows[] = {
        {"Change", "command change"},
        {"  CORRECT!! ", "command change"},
        {"ｂａｃｋ", "command back"},
        {"I don't know", "formal unknown"},
        {"I don’t know.", "formal unknown"},
        {"i dont know", "formal unknown"},
        {"Yes, please", "yes"},
        {"keep it", "keep"},
        {"drop", "drop"},
        {"Confirm", "confirm"},
        {"English", "option intake.locale.en; locale en"},
        {"简体中文", "option intake.locale.zh-Hans; locale zh-Hans"},
        // Several meanings at once: the question decides.
        {"none", "formal none; option proof.none"},
        {"patent number", "target right.number"},
        {"link 2", "target links 2"},
        {"change link 2", "command change links 2"},
        {"change the patent number", "command change right.number"},
        {"add link", "command add links"},
        {"add another link", "command add links"},
        // Never part of a longer text.
        {"I want to change my complaint", ""},
        {"yes and no", ""},
        {"change link two and three", ""},
        {"", ""},
        {"?", ""},
        {"!!!", ""},
    };
    for (const Row& row : rows) {
        CAPTURE(row.words);
        CHECK(meant("en", row.words) == row.meant);
    }
}

TEST_CASE("Chinese words and numbers name what is to be changed") {
    struct Row {
        const char* words;
        const char* meant;
    };
    const Row rows[] = {
        {"修改专利号", "command change right.number"},
        {"修改一下我的專利號", "command change right.number"},
        {"修改第2个链接", "command change links 2"},
        {"修改链接２", "command change links 2"},
        {"链接10", "target links 10"},
        {"增加链接吧", "command add links"},
        {"把专利号改一下", ""},
        {"把专利号修改", "command change right.number"},
        {"专利的号要修改吧", "command change right.number"},
        {"链接2增加", ""},
        {"不知道。", "formal unknown"},
        {"是的话", ""},
    };
    for (const Row& row : rows) {
        CAPTURE(row.words);
        CHECK(meant("zh-Hans", row.words) == row.meant);
    }
}

TEST_CASE("words are heard with umlauts, in capitals, in full width, politely, and however they are spaced") {
    const auto loaded = tests::load_languages(
        {{"locales.json", R"([
            {"id": "de", "bcp47": ["de"], "name": "Deutsch", "direction": "ltr"},
            {"id": "fr", "bcp47": ["fr"], "name": "Français", "direction": "ltr"},
            {"id": "ja", "bcp47": ["ja"], "name": "日本語", "direction": "ltr"},
            {"id": "ko", "bcp47": ["ko"], "name": "한국어", "direction": "ltr"},
            {"id": "zh-Hans", "bcp47": ["zh"], "name": "简体中文", "direction": "ltr"}])"},
         {"de/all.json", file("de", R"("yes": "Ja", "formal.later": "Später", "formal.unknown": "Weiß nicht",
                                       "command.back": "Zurück", "option.matter.patent": "Patentverletzung")")},
         {"fr/all.json",
          file("fr", R"("yes": "Oui", "formal.later": "Plus tard", "formal.unknown": "Je n’en sais rien",
                                       "command.back": "Précédent", "option.matter.patent": "Brevet")")},
         {"ja/all.json",
          file("ja", R"("yes": "はい", "formal.later": "後で", "formal.unknown": "分かりません",
                                       "command.back": "戻る", "option.matter.patent": "特許権侵害")")},
         {"ko/all.json",
          file("ko", R"("yes": "네", "formal.later": "나중에 할게요", "formal.unknown": "모르겠습니다",
                                       "command.back": "뒤로", "option.matter.patent": "특허 침해")")},
         {"zh-Hans/all.json",
          file("zh-Hans", R"("yes": "是", "formal.later": "以后再说", "formal.unknown": "不知道",
                             "command.back": "返回", "option.matter.patent": "专利侵权")")}});
    REQUIRE(loaded.told == "");
    struct Row {
        const char* words;
        const char* meant;
    };
    const Row rows[] = {
        {"JA!", "yes"},
        {"Ja, bitte.", "yes"},
        {"ｊａ。", "yes"},
        {"SPÄTER", "formal later"},
        {"spa\xCC\x88ter …", "formal later"},
        {"Weiß nicht.", "formal unknown"},
        {"WEISS NICHT", "formal unknown"},
        {"zurück~", "command back"},
        {"PATENTVERLETZUNG", "option matter.patent"},
        {"OUI !", "yes"},
        {"je n'en sais rien", "formal unknown"},
        {"PRÉCÉDENT", "command back"},
        {"はい。", "yes"},
        {"はい！", "yes"},
        {"特許権侵害です。", "option matter.patent"},
        {"后で", "formal later"},
        {"네.", "yes"},
        {"나중에할게요", "formal later"},
        {"모르 겠습니다", "formal unknown"},
        {"특허침해", "option matter.patent"},
        {"專利侵權", "option matter.patent"},
        {"專 利 侵 權！", "option matter.patent"},
        {"以後再說", "formal later"},
        {"später ja", ""},
    };
    for (const Row& row : rows) {
        CAPTURE(row.words);
        CHECK(meanings(loaded.languages.understand("zh-Hans", fold(row.words))) == row.meant);
    }
}

TEST_CASE("another language's words count only where one's own have no meaning") {
    CHECK(meant("en", "是") == "yes");
    CHECK(meant("zh-Hans", "Change") == "command change");
    CHECK(meant("fr", "否") == "no");
    const auto loaded =
        tests::load_languages({{"locales.json", two},
                               {"en/all.json", file("en", R"("yes": "OK", "no": "No")")},
                               {"zh-Hans/all.json", file("zh-Hans", R"("yes": "是", "no": "ok")")}});
    CHECK(meanings(loaded.languages.understand("en", "ok")) == "yes");
    CHECK(meanings(loaded.languages.understand("zh-Hans", "ok")) == "no");
}

TEST_CASE("a text that is too long for a command is none") {
    const std::string many = std::string("change link 2") + std::string(300, '!');
    CHECK(meant("en", many.substr(0, 200)) == "command change links 2");
    CHECK(meant("en", many).empty());
}

TEST_CASE(
    "a field goes by all its names where something is ordered of it, and by those of its label elsewhere") {
    const auto loaded = tests::load_languages(
        {{"locales.json", R"([{"id": "en", "bcp47": ["en"], "name": "English", "direction": "ltr"}])"},
         {"en/all.json", R"({"locale": "en",
              "messages": {"command.change": "Change", "label.shop": "Shop name", "label.phone": "Telephone"},
              "words": {"label.shop": ["shop's name"]},
              "heard": {"label.phone": ["mobile number", "…to call"]}})"}});
    REQUIRE(loaded.told == "");
    const auto heard = [&](std::string_view words) {
        return meanings(loaded.languages.understand("en", fold(words)));
    };
    CHECK(heard("change the shop's name") == "command change shop");
    CHECK(heard("Change shop’s name.") == "command change shop");
    CHECK(heard("change my mobile number") == "command change phone");
    CHECK(heard("my mobile number change") == "command change phone");
    CHECK(heard("mobile number") == "");
    CHECK(heard("change to call") == "");
}

TEST_CASE("words that only say that something was wrong, or only consent, are told from all others") {
    const auto loaded = tests::load_languages(
        {{"locales.json", two},
         {"en/all.json", R"({"locale": "en", "messages": {"yes": "Yes", "no": "No", "command.back": "Back"},
              "heard": {"cue.mistake": ["that's wrong", "was wrong", "wrong"], "cue.last": ["my last answer"],
                        "cue.assent": ["ok", "thank you", "yes"], "cue.beside": ["wait", "oh no", "sorry"]}})"},
         {"zh-Hans/all.json",
          R"({"locale": "zh-Hans", "messages": {"yes": "是", "no": "否", "command.back": "上一个"},
              "heard": {"cue.mistake": ["不对", "错"], "cue.last": ["上一个"],
                        "cue.assent": ["好", "好的", "没错"], "cue.beside": ["等等", "我", "说", "了", "答"]}})"}});
    REQUIRE(loaded.told == "");
    struct Row {
        const char* words;
        const char* meant;
    };
    const Row rows[] = {
        {"That's wrong", "mistake"},
        {"Wait, THAT’S wrong!", "mistake"},
        {"oh no – sorry … thats wrong", "mistake"},
        {"My last answer was wrong.", "mistake last"},
        {"OK, thank you", "assent"},
        {"ok", "assent"},
        {"Yes", "yes; assent"},
        {"ok, that's wrong", "mistake"},
        {"不对", "mistake"},
        {"等等，不对不对", "mistake"},
        {"我 说 错 了", "mistake"},
        {"上一个答错了", "mistake last"},
        {"上一个", "command back"},
        {"好的好的", "assent"},
        {"没错", "assent"},
        // A word more, and it tells something.
        {"that's wrong shop", ""},
        {"wrongly", ""},
        {"okay", ""},
        {"OK便利店", ""},
        {"thank you flowers", ""},
        {"wait", ""},
        {"sorry", ""},
        {"不对外公开的资料", ""},
        {"错过的店", ""},
        {"我说了", ""},
        {"好的店", ""},
    };
    for (const Row& row : rows) {
        CAPTURE(row.words);
        CHECK(meanings(loaded.languages.understand("en", fold(row.words))) == row.meant);
    }
}
