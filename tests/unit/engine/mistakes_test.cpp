#include "dialogs/engine/codec.hpp"
#include "tests/support/shipped_library.hpp"
#include "tests/unit/engine/stored.hpp"

#include <catch2/catch.hpp>

// What is said where a text is asked for, and is none: that something was wrong, that all is well, that another answer is to be
// changed. The words are read as the shipped languages have them.

using namespace plaint;
using namespace plaint::dialogs;

namespace {

const Tree& whole_tree() { return tests::shipped_library().tree(); }

// Somebody who is asked for the name of the first shop.
class Customer {
  public:
    explicit Customer(std::string locale) : locale_(std::move(locale)), session_(at_the_name()) {}

    Customer& say(const std::string& words) {
        Input input{.conversation = "first", .locale = locale_, .at_ms = 1'700'000'001'000};
        input.today = {2026, 1, 5};
        input.raw = words;
        library::understand(tests::shipped_library(), locale_, input);
        StepResult result = step(whole_tree(), std::move(session_), input);
        session_ = std::move(result.session);
        told_.clear();
        asked_.clear();
        for (const Output& output : result.outputs) {
            if (output.ask)
                asked_ = output.ask->path;
            else
                told_ += (told_.empty() ? "" : " ") + output.message.key;
        }
        return *this;
    }

    const std::string& asked() const { return asked_; }
    const std::string& told() const { return told_; } // beside the question
    std::uint32_t strikes() { return session_.find_visit("first")->strikes; }

    // Of the first shop: nothing where it is not answered.
    std::string name() const {
        const Group& group = whole_tree().groups[whole_tree().group_by_path.at("respondents")];
        const Scope& shop = session_.root.groups[group.index].items.front().scope;
        for (const std::uint32_t leaf : whole_tree().field("respondents[].shop_name")->leaves)
            if (const auto& answer = shop.slots[whole_tree().leaves[leaf].slot].answer; answer != nullptr)
                return answer->has_value() ? std::get<std::string>(answer->value)
                                           : "(" + std::string(name_of(answer->state)) + ")";
        return {};
    }

  private:
    static Session at_the_name() {
        static const std::string stored = tests::conversation([](const Ask& ask) {
                                              return !ask.correcting && !ask.offer && ask.attempt == 1 &&
                                                     ask.path == "respondents[0].shop_name";
                                          }).session;
        return *decode(whole_tree(), stored);
    }

    std::string locale_, told_, asked_;
    Session session_;
};

const std::string name_question = "respondents[0].shop_name";

struct Spoken {
    const char* locale;
    const char* words;
};

} // namespace

TEST_CASE("that something was wrong is no text: the person is asked which answer it was") {
    const Spoken rows[] = {
        {"zh-Hans", "不对"},
        {"zh-Hans", "我说错了"},
        {"zh-Hans", "等等，前面有一个答错了"},
        {"zh-Hans", "不好意思，我填错了。"},
        {"zh-Hant", "不對"},
        {"zh-Hant", "抱歉，我剛才說錯了"},
        {"en", "Wait, that's wrong"},
        {"en", "That was a mistake."},
        {"en", "sorry, one of my answers is wrong"},
        {"zh-Hans", "that's not right"},
        {"de", "Moment, das war falsch"},
        {"de", "Entschuldigung, ich habe mich vertippt."},
        {"fr", "Attendez, je me suis trompée"},
        {"fr", "c'est une erreur"},
        {"ja", "すみません、間違えました"},
        {"ja", "違います"},
        {"ko", "죄송해요, 잘못 말했어요"},
        {"ko", "틀렸어요"},
    };
    for (const Spoken& row : rows) {
        CAPTURE(row.words);
        Customer customer(row.locale);
        customer.say(row.words);
        CHECK(customer.asked() == "change");
        CHECK(customer.name() == "");
        // Whoever thinks better of it is back at the question.
        customer.say(row.words);
        CHECK(customer.asked() == name_question);
        CHECK(customer.name() == "");
        CHECK(customer.strikes() == 0);
    }
}

TEST_CASE("that the last answer was wrong goes back to that answer") {
    const Spoken rows[] = {{"zh-Hans", "上一个答错了"},
                           {"zh-Hans", "等一下，刚才那个说错了"},
                           {"zh-Hant", "上一題選錯了"},
                           {"en", "My last answer was wrong"},
                           {"en", "the previous one is not right"},
                           {"de", "Die letzte Antwort war falsch"},
                           {"fr", "ma dernière réponse était fausse"},
                           {"ja", "前の回答を間違えました"},
                           {"ko", "방금 답변이 틀렸어요"}};
    for (const Spoken& row : rows) {
        CAPTURE(row.words);
        Customer customer(row.locale);
        const std::string before = Customer(row.locale).say("back").asked();
        REQUIRE(before != name_question);
        customer.say(row.words);
        CHECK(customer.asked() == before);
        CHECK(customer.name() == "");
    }
}

TEST_CASE("a text that only begins like a mistake or a consent is the text") {
    const Spoken rows[] = {{"zh-Hans", "不对外公开的店"},
                           {"zh-Hans", "错过便利店"},
                           {"zh-Hans", "好又多超市"},
                           {"zh-Hans", "对对对茶饮"},
                           {"zh-Hans", "OK便利店"},
                           {"en", "Wrong Turn Outfitters"},
                           {"en", "OK Mart"},
                           {"en", "Thank You Flowers"},
                           {"en", "Change Your Shoes"},
                           {"de", "Falschgold GmbH"},
                           {"fr", "Bien Être Boutique"},
                           {"ja", "間違いだらけの店"},
                           {"ko", "네모네모 상점"},
                           {"zh-Hant", "錯過小舖"}};
    for (const Spoken& row : rows) {
        CAPTURE(row.words);
        CHECK(Customer(row.locale).say(row.words).name() == row.words);
    }
}

TEST_CASE("a bare consent is asked back, and kept when the same words are said again") {
    const Spoken rows[] = {{"zh-Hans", "好"},         {"zh-Hans", "好的"},         {"zh-Hans", "嗯"},
                           {"zh-Hans", "OK"},         {"zh-Hans", "好的，谢谢"},   {"zh-Hans", "收到"},
                           {"zh-Hans", "明白了"},     {"zh-Hant", "好的，謝謝您"}, {"en", "OK"},
                           {"en", "all right"},       {"en", "OK, thank you"},     {"de", "alles klar"},
                           {"fr", "d'accord, merci"}, {"ja", "わかりました"},      {"ja", "了解です"},
                           {"ko", "네, 감사합니다"}};
    for (const Spoken& row : rows) {
        CAPTURE(row.words);
        Customer customer(row.locale);
        customer.say(row.words);
        CHECK(customer.asked() == name_question);
        CHECK(customer.told() == "problem.text.yes_no");
        CHECK(customer.name() == "");
        CHECK(customer.say(row.words).name() == row.words);
    }
}

TEST_CASE("what was said first is not said again by other words") {
    Customer customer("zh-Hans");
    customer.say("好的").say("嗯");
    CHECK(customer.asked() == name_question);
    CHECK(customer.name() == "");
    // "Skip" was never said before, and this question does not take it.
    Customer other("zh-Hans");
    other.say("好的").say("跳过");
    CHECK(other.asked() == name_question);
    CHECK(other.told().starts_with("problem.may.skip"));
    CHECK(other.say("跳过").name() == "跳过");
    // Nor does a slip make "no" a name.
    CHECK(Customer("en").say("ok").say("nope").name() == "(unknown)");
}

TEST_CASE("an answer that is ordered to be changed is not the text that is asked for") {
    const Spoken rows[] = {{"zh-Hans", "修改平台"},
                           {"zh-Hans", "我想修改平台的名称"},
                           {"zh-Hans", "把平台改一下"},
                           {"zh-Hant", "請修改平台名稱"},
                           {"en", "Change the platform"},
                           {"en", "I want to change the name of the platform"},
                           {"en", "please change platform name"},
                           {"de", "Plattform ändern"},
                           {"de", "Ich möchte die Plattform ändern"},
                           {"fr", "Je voudrais modifier la plateforme"},
                           {"ja", "プラットフォームを変更してください"},
                           {"ko", "플랫폼 이름을 변경해 주세요"}};
    for (const Spoken& row : rows) {
        CAPTURE(row.words);
        Customer customer(row.locale);
        customer.say(row.words);
        CHECK(customer.asked() == "respondents[0].platform");
        CHECK(customer.name() == "");
    }
    // What is not answered yet is told to come later; what is being asked is asked once more.
    for (const Spoken& row : {Spoken{"en", "change operator name"}, Spoken{"zh-Hans", "修改经营者的名称"}}) {
        CAPTURE(row.words);
        Customer customer(row.locale);
        customer.say(row.words);
        CHECK(customer.told() == "change.later");
        CHECK(customer.asked() == name_question);
    }
    for (const Spoken& row : {Spoken{"en", "change the shop's name"}, Spoken{"zh-Hans", "修改店铺的名称"}}) {
        CAPTURE(row.words);
        Customer customer(row.locale);
        customer.say(row.words);
        CHECK(customer.told() == "");
        CHECK(customer.asked() == name_question);
    }
}

TEST_CASE("where an answer is looked at anew, that it is wrong asks for it again") {
    Customer customer("en");
    customer.say("Good Goods").say("change the shop's name");
    REQUIRE(customer.asked() == name_question);
    customer.say("that was wrong");
    CHECK(customer.asked() == name_question);
    CHECK(customer.told().starts_with("problem.refused"));
    CHECK(customer.say("Better Goods").name() == "Better Goods");
}
