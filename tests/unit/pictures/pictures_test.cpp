#include "bot/pictures/markup.hpp"
#include "bot/pictures/subject.hpp"
#include "tests/support/shipped_library.hpp"
#include "tests/unit/pictures/drawn.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

using namespace plaint;
using namespace plaint::pictures;
using tests::times;

namespace {

// A picture that has changed is to be looked at: PLAINT_GOLDEN=write writes it anew.
void check_golden(const std::string& name, const std::string& drawn) {
    const std::string path = "tests/unit/pictures/golden/" + name;
    const char* asked = std::getenv("PLAINT_GOLDEN");
    if (asked != nullptr && std::string_view(asked) == "write")
        std::ofstream(path, std::ios::binary) << drawn;
    std::ifstream file(path, std::ios::binary);
    std::ostringstream golden;
    golden << file.rdbuf();
    INFO(path << " differs");
    CHECK((drawn == golden.str()));
}

} // namespace

TEST_CASE("what comes from content can be neither a tag nor the end of an attribute, nor spoil the XML") {
    Markup markup;
    markup.tag("<g title=\"").text("\" onload='x' <b>&").tag("\"/>").number(-7);
    CHECK(markup.take() == "<g title=\"&quot; onload=&#39;x&#39; &lt;b&gt;&amp;\"/>-7");
    Markup controls;
    controls.text(std::string("a\0b\x1b\x7f\xef\xbf\xbf\n\xff", 10));
    CHECK(controls.take() == "ab\n\xef\xbf\xbd");
}

TEST_CASE("the shipped tree is drawn well formed, in words alone, and with every question once") {
    const auto& library = tests::shipped_library();
    const Subject subject = tests::Drawn::subject_of(library, GENERATE("zh-Hans", "en"));
    const std::string drawn = poster(subject);
    CHECK(tests::not_well_formed(drawn) == "");
    CHECK(drawn == poster(subject));
    for (const dialogs::Leaf& leaf : subject.tree.leaves) {
        INFO(leaf.id);
        CHECK(times("data-name=\"" + leaf.id + "\"", drawn) == 1);
    }
    for (const dialogs::Group& group : subject.tree.groups)
        CHECK(times("data-name=\"" + group.path + ".more\"", drawn) == 1);
    CHECK(times("class=\"question\"", drawn) == subject.tree.leaves.size() + subject.tree.groups.size());
    // A key without words would show as itself.
    for (const char* key : {"picture.", "label.", "option.", "section.", "say.", "ask.", "formal."})
        CHECK(times(std::string(">") + key, drawn) == 0);
    CHECK(times("picture.", drawn) == 0);
    CHECK(times("<script", drawn) == 0);
}

TEST_CASE("the page for lawyers has every question with its number, and every line with its source") {
    const auto& library = tests::shipped_library();
    const Subject subject = tests::Drawn::subject_of(library, GENERATE("zh-Hans", "en"));
    const std::string written = page(subject);
    CHECK(tests::not_well_formed(written) == "");
    const std::size_t questions = subject.tree.leaves.size() + subject.tree.groups.size();
    CHECK(times("<article ", written) == questions);
    for (std::size_t number = 1; number <= questions; ++number)
        CHECK(times(" id=\"q" + std::to_string(number) + "\"", written) == 1);
    std::size_t lines = 0;
    for (const dialogs::Checklist* checklist : subject.checklists) lines += checklist->lines.size();
    CHECK(times("<tr><td>", written) == lines);
    for (const char* key :
         {"picture.", "label.", "option.", "line.", "why.", "formal.", "S0", "S1 ", "PIPL"}) {
        INFO(key);
        CHECK(times(std::string(">") + key, written) == 0);
        CHECK(times(std::string("：") + key, written) == 0);
    }
    CHECK(times("<script", written) == 0);
}

TEST_CASE("a small tree is drawn as it was looked at") {
    const tests::Drawn drawn(tests::small_pictures());
    const Subject subject = drawn.subject();
    // The version stands for all texts, so it changes with any of them.
    const auto without_version = [&](std::string text) {
        const std::string& version = subject.tree.content;
        for (std::size_t at = text.find(version); at != std::string::npos; at = text.find(version))
            text.replace(at, version.size(), "VERSION");
        return text;
    };
    check_golden("small.svg", without_version(poster(subject)));
    check_golden("small.html", without_version(page(subject)));
}

TEST_CASE("hostile words in any message stay words") {
    auto content = tests::small_pictures();
    const std::string hostile = R"(</title></text><script>alert("1")</script> & ]]> " onload="x" <!-- )";
    for (const char* file : {"en/all.json", "en/pictures.json"})
        for (auto& [key, message] : content.locales.at(file)["messages"].items())
            message = hostile + key; // no two answers mean the same
    const tests::Drawn drawn(content);
    for (const std::string& made : {poster(drawn.subject()), page(drawn.subject())}) {
        CHECK(tests::not_well_formed(made) == "");
        CHECK(times("<script", made) == 0);
        CHECK(times("onload=\"", made) == 0);
        CHECK(times("&lt;script&gt;", made) > 10);
    }
}

TEST_CASE("where people stopped stands beside the question, and those elsewhere are told") {
    const auto& library = tests::shipped_library();
    Subject subject = tests::Drawn::subject_of(library, "en");
    CHECK(times("class=\"badge\"", poster(subject)) == 0);
    const dialogs::Tree& tree = subject.tree;
    Stops stops{.at = {{tree.leaves[3].hash, 4100}, {tree.groups[0].hash, 2}},
                .review = 5,
                .ended = 6,
                .elsewhere = 7,
                .drafts = 4120};
    subject.stops = &stops;
    const std::string drawn = poster(subject);
    CHECK(tests::not_well_formed(drawn) == "");
    // Two questions, the review and the legend.
    CHECK(times("class=\"badge\"", drawn) == 4);
    CHECK(times(">4100</text>", drawn) == 1);
    CHECK(times("4,120 complaints not submitted, of which 6 ended", drawn) == 1);
    const std::string written = page(subject);
    CHECK(times("4,100 people stopped here", written) == 1);
    CHECK(times("class=\"stopped\"", written) == 3);
}

TEST_CASE("a flow chart has every question once, and every line leads from and to something") {
    const auto& library = tests::shipped_library();
    const Subject subject = tests::Drawn::subject_of(library, "en");
    const std::size_t questions = subject.tree.leaves.size() + subject.tree.groups.size();
    for (const std::string& drawn : {dot(subject), mermaid(subject)}) {
        const bool is_dot = drawn.starts_with("digraph");
        for (std::size_t number = 1; number <= questions; ++number)
            CHECK(times((is_dot ? "label=\"" : "[\"") + std::to_string(number) + " ", drawn) == 1);
        std::set<std::string> nodes, left, reached;
        std::istringstream lines(drawn);
        for (std::string line; std::getline(lines, line);) {
            std::istringstream words(line);
            std::string from, arrow, to;
            words >> from >> arrow;
            if (!arrow.starts_with("-")) {
                if (from.starts_with("n") && from != "node")
                    nodes.insert(from.substr(0, from.find_first_of("[({")));
                continue;
            }
            const std::size_t last = is_dot ? line.find(" -> ") + 4 : line.rfind(' ') + 1;
            to = line.substr(last, line.find(' ', last) - last);
            CHECK(nodes.contains(from));
            CHECK(nodes.contains(to));
            left.insert(from);
            reached.insert(to);
        }
        // The first is where everything begins, and nothing leaves the submission and the ends.
        CHECK(reached.size() == nodes.size() - 1);
        const std::size_t last = times(is_dot ? "shape=oval" : "([", drawn);
        CHECK(last >= 3);
        CHECK(left.size() == nodes.size() - last);
    }
}

TEST_CASE("words of a flow chart can be no part of its language") {
    tests::SmallContent content = tests::small_pictures();
    content.locales.at("en/all.json")["messages"]["label.right.proof"] = "a\"]\\ --> n1\n<b>#`";
    const tests::Drawn drawn(content);
    CHECK(times("a\\\"]\\\\ --> n1 <b>#`", dot(drawn.subject())) == 1);
    CHECK(times("a#34;]\\ --#62; n1 #60;b#62;#35;#96;", mermaid(drawn.subject())) == 1);
}

TEST_CASE("the small tree as a flow chart is as it was looked at") {
    const tests::Drawn drawn(tests::small_pictures());
    check_golden("small.dot", dot(drawn.subject()));
    check_golden("small.mmd", mermaid(drawn.subject()));
}
