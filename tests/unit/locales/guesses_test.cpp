#include "dialogs/kinds/recognise.hpp"
#include "locales/fold.hpp"
#include "locales/guesses.hpp"

#include <catch2/catch.hpp>

using namespace plaint;
using namespace plaint::locales;

namespace {

std::vector<Word> words_of(const std::vector<std::string>& texts) {
    std::vector<Word> words;
    for (const std::string& text : texts) words.push_back({text, {"heard.json", "/heard"}});
    return words;
}

Guesses shop_guesses() {
    content::LoadErrors errors;
    Guesses guesses;
    guesses.add("cue.class.copying", words_of({"copies", "仿", "照着…做"}), errors);
    guesses.add("cue.class.patent", words_of({"patent", "专利", "#patent_number"}), errors);
    guesses.add("cue.points.matter.infringement", words_of({"patent 3", "copying 2"}), errors);
    guesses.add("cue.class.false", words_of({"谎称"}), errors);
    guesses.add("cue.points.matter.falsehood", words_of({"patent 1!", "copying -2", "false 3"}), errors);
    REQUIRE(errors.empty());
    return guesses;
}

// "infringement 5 at 仿", for each option that has any points.
std::string guessed(const std::string& raw, const std::set<std::string>& facts = {},
                    std::size_t taken_from = 99) {
    const Guesses guesses = shop_guesses();
    const std::string folded = fold(raw);
    const std::vector<kinds::Character> text = kinds::comparable({raw, folded});
    std::vector<bool> taken(text.size());
    for (std::size_t at = taken_from; at < taken.size(); ++at) taken[at] = true;
    std::string all;
    for (const Guesses::Guess& one : guesses.weigh(text, taken, facts)) {
        if (!all.empty()) all += ", ";
        all += std::string(one.value) + " " + std::to_string(one.points);
        if (one.points > 0)
            all += " at " + raw.substr(text[one.begin].begin, text[one.end - 1].end - text[one.begin].begin);
    }
    return all;
}

} // namespace

TEST_CASE("words of a class count for and against options, wherever they stand") {
    CHECK(guessed("他仿了我的专利") == "infringement 5 at 专利, falsehood -1");
    CHECK(guessed("我有专利。他照着我的做") == "infringement 5 at 专利, falsehood -1");
    CHECK(guessed("a shop copies it") == "infringement 2 at copies, falsehood -2");
    CHECK(guessed("a shop photocopies it") == "");
    CHECK(guessed("你好") == "");
    CHECK(guessed("") == "");
}

TEST_CASE("without a word of a class that is needed nothing counts for the option") {
    CHECK(guessed("谎称有专利") == "infringement 3 at 专利, falsehood 4 at 谎称");
    CHECK(guessed("他谎称是真的") == "");
    CHECK(guessed("谎称是仿的") == "infringement 2 at 仿");
}

TEST_CASE("a class counts once, however many of its words are said") {
    CHECK(guessed("专利，专利，patent") == "infringement 3 at 专利, falsehood 1 at 专利");
}

TEST_CASE("a fact may be one of a class, and what is a part of one is no word") {
    CHECK(guessed("ＺＬ201610951190.4", {"patent_number"}).starts_with("infringement 3"));
    CHECK(guessed("ＺＬ201610951190.4", {"phone"}) == "");
    CHECK(guessed("他仿专利", {}, 2) == "infringement 2 at 仿, falsehood -2");
}

TEST_CASE("points for no class, and words that cannot be found, are complained of") {
    for (const char* rule : {"copying", "copying two", "copying 2x", "unknown 2", ""}) {
        INFO(rule);
        content::LoadErrors errors;
        Guesses guesses = shop_guesses();
        guesses.add("cue.points.matter.other", words_of({rule}), errors);
        REQUIRE(errors.size() == 1);
        CHECK(errors.front().file == "heard.json");
    }
    content::LoadErrors errors;
    Guesses guesses;
    guesses.add("cue.class.copying", words_of({"照着…"}), errors);
    CHECK(errors.size() == 1);
}
