#include "adapters/staff/layout.hpp"
#include "tests/support/shipped_library.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>

using namespace plaint;

namespace {

void add_each(std::set<std::string>& all, std::string_view cited) {
    for (std::string_view rest = cited; !rest.empty();) {
        const std::size_t end = std::min(rest.find("; "), rest.size());
        all.emplace(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 2, rest.size()));
    }
}

// What the console shows as a source: those of the shipped checklists' lines and of the rules of routing, each for itself.
std::set<std::string> cited_by_content() {
    std::set<std::string> all;
    const auto& content = *tests::shipped_library().content;
    for (const auto& [kind, checklist] : content.checklists)
        for (const dialogs::Line& line : checklist.lines) add_each(all, line.source);
    for (const auto& [rule, source] : content.directory.rules().sources) add_each(all, source.source);
    return all;
}

// Whether there is a name for the source, or for the words that it begins with.
bool is_named(const locales::Catalogue& catalogue, const std::string& source) {
    for (std::size_t end = source.size(); end != std::string::npos && end > 0;
         end = source.rfind(' ', end - 1))
        if (catalogue.has("picture.source." + source.substr(0, end))) return true;
    return false;
}

} // namespace

TEST_CASE("every source of a checklist or of a rule of routing has a name in every language") {
    const std::set<std::string> cited = cited_by_content();
    REQUIRE(!cited.empty());
    for (const locales::Language& language : tests::shipped_library().languages.all())
        for (const std::string& source : cited) {
            INFO(language.id << ": " << source);
            CHECK(is_named(language.catalogue, source));
        }
}

TEST_CASE("officers who read Chinese read no source in English") {
    for (const std::string_view language : {"zh-Hans", "zh-Hant"}) {
        const staff::Words words(tests::shipped_library(), language);
        for (const std::string& source : cited_by_content()) {
            const std::string told = words.source(source);
            INFO(source << ": " << told);
            CHECK(std::ranges::none_of(told, [](char c) { return 'a' <= c && c <= 'z'; }));
        }
    }
}

TEST_CASE("a source is told by its name and its place there") {
    const staff::Words chinese(tests::shipped_library(), "zh-Hans");
    CHECK(chinese.source("S0 III.ii(1)") ==
          "《电子商务领域专利执法维权专项行动工作方案》（2014年）三、（二）1");
    CHECK(chinese.source("Measures for Patent Administrative Enforcement 2015 10(5)") ==
          "《专利行政执法办法》（2015年）第10条第5项");
    CHECK(chinese.source("Trademark Law 39, 40; Implementing Regulations of the Trademark Law 77") ==
          "《商标法》第39、40条；《商标法实施条例》第77条");
    CHECK(chinese.source("S0 III.iv para 2") ==
          "《电子商务领域专利执法维权专项行动工作方案》（2014年）三、（四）第2款");
    CHECK(chinese.source("S0 II.ii, II.iii; IR 97 para 2") ==
          "《电子商务领域专利执法维权专项行动工作方案》（2014年）二、（二）、二、（三）；"
          "《专利法实施细则》第97条第2款");
    CHECK(chinese.source("IR 97 para two") == "《专利法实施细则》97 para two");
    CHECK(chinese.source("Customs IP Regulations 12-16") == "《知识产权海关保护条例》第12-16条");
    CHECK(chinese.source("Copyright complaint guide") == "著作权行政投诉指南");
    CHECK(chinese.source("S4 13; AUCL 4; what nobody has named") ==
          "北京市《关于强化知识产权保护的行动方案》（2020年）第13项；《反不正当竞争法》第4条；"
          "what nobody has named");
    const staff::Words english(tests::shipped_library(), "en");
    CHECK(english.source("Customs IP Regulations 12-16") == "Customs IP Regulations, article 12-16");
    CHECK(english.source("IR 97 para 3") == "Implementing Rules of the Patent Law, article 97, paragraph 3");
    CHECK(english.source("S0 III.iv para 1") ==
          "SIPO e-commerce patent enforcement plan 2014 III.iv, paragraph 1");
}
