#include "dialogs/proof/witness.hpp"

#include "dialogs/kinds/credit_code.hpp"
#include "dialogs/kinds/link.hpp"
#include "dialogs/kinds/patent_number.hpp"
#include "dialogs/kinds/platforms.hpp"
#include "tests/support/shipped_library.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

using namespace plaint;

namespace {

std::string accepted(kinds::Kind kind, const std::string& words, const kinds::Limits& limits = {}) {
    const content::Directory& directory = tests::shipped_library().content->directory;
    const kinds::Tables tables{directory.regions(), directory.links()};
    const kinds::Verdict verdict = kinds::validate(kind, {words, words}, tables, {2026, 1, 5}, limits);
    return verdict.ok ? verdict.value : verdict.problem;
}

} // namespace

TEST_CASE("witnesses are valid answers in their normal form, as many as are wanted, and all different") {
    const dialogs::Tree& tree = tests::shipped_library().tree();
    for (std::size_t i = 0; i < kinds::kind_count; ++i) {
        const auto kind = static_cast<kinds::Kind>(i);
        // What is asked of these is in the question.
        if (kind == kinds::Kind::choice || kind == kinds::Kind::file || kind == kinds::Kind::yes_no ||
            kind == kinds::Kind::number)
            continue;
        INFO(kinds::name_of(kind));
        const kinds::Limits limits{.min = 1, .max = 100};
        const auto found = proof::witnesses_of(kind, limits, 30, tree);
        CHECK(found.size() == 30);
        CHECK(std::set(found.begin(), found.end()).size() == 30);
        for (const std::string& words : found) {
            CHECK(accepted(kind, words, limits) == words);
            CHECK(proof::is_sayable(kind, words, limits, tree));
        }
    }
    for (const kinds::Limits& limits :
         {kinds::Limits{.min = 10, .max = 4000}, kinds::Limits{.min = 1, .max = 3},
          kinds::Limits{.min = 1, .max = 1}, kinds::Limits{.min = 30, .max = 30}}) {
        const auto found = proof::witnesses_of(kinds::Kind::text, limits, 5, tree);
        CHECK(std::set(found.begin(), found.end()).size() == 5);
        for (const std::string& words : found) CHECK(accepted(kinds::Kind::text, words, limits) == words);
    }
}

TEST_CASE("of regions there are as many witnesses as the table has") {
    const dialogs::Tree& tree = tests::shipped_library().tree();
    const auto found = proof::witnesses_of(kinds::Kind::region, {}, 100'000, tree);
    CHECK(found.size() > 3000);
    CHECK(found.size() < 100'000);
    CHECK(std::set(found.begin(), found.end()).size() == found.size());
}

TEST_CASE("what cannot be said as it stands is no witness") {
    const dialogs::Tree& tree = tests::shipped_library().tree();
    CHECK_FALSE(proof::is_sayable(kinds::Kind::region, "abroad", {}, tree));
    CHECK_FALSE(proof::is_sayable(kinds::Kind::date, "2020-6-15", {}, tree));
    CHECK_FALSE(proof::is_sayable(kinds::Kind::text, "a", {.min = 2, .max = 5}, tree));
    CHECK_FALSE(proof::is_sayable(kinds::Kind::link, "https://www.example.com/1", {}, tree));
    // Today it is none, but a day will come on which it is.
    CHECK(proof::is_sayable(kinds::Kind::date, "2091-06-15", {}, tree));
}

TEST_CASE("a derivation has sources for each thing that it makes, and for what it makes nothing of") {
    const dialogs::Tree& tree = tests::shipped_library().tree();
    using dialogs::Function;
    std::set<std::string> made;
    for (const std::string& number : proof::sources_of(Function::patent_kind, {}, 2, tree)) {
        CHECK(accepted(kinds::Kind::patent_number, number) == number);
        made.emplace(kinds::patent_kind(number));
    }
    CHECK(made == std::set<std::string>{"invention", "utility_model", "design"});

    made.clear();
    for (const std::string& code : proof::sources_of(Function::region_of_credit_code, {"440300"}, 3, tree)) {
        CHECK(accepted(kinds::Kind::credit_code, code) == code);
        made.insert(kinds::registration_region(code, *tree.regions).value_or(""));
    }
    CHECK(made.contains("440300"));
    CHECK(made.contains(""));
    CHECK(made.size() >= 4);

    made.clear();
    std::set<std::string> items;
    const auto links = proof::sources_of(Function::platform_of_link, {"42", "7/42"}, 2, tree);
    for (const std::string& link : links) {
        made.insert(kinds::platform_of(link, *tree.platforms));
        items.insert(kinds::item_of(link, *tree.platforms));
    }
    for (const kinds::Platform& platform : tree.platforms->rows()) {
        INFO(platform.id);
        CHECK(made.contains(platform.id));
        // Of each platform with a rule there is a link that can be said.
        CHECK((platform.links.empty() || std::ranges::any_of(links, [&](const std::string& link) {
                   return kinds::platform_of(link, *tree.platforms) == platform.id &&
                          proof::is_sayable(kinds::Kind::link, link, {}, tree);
               })));
    }
    for (const char* item : {"", "42", "7/42"}) CHECK(items.contains(item));
    CHECK(made.contains("other"));
}
