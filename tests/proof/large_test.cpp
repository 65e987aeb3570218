#include "dialogs/load/content.hpp"
#include "dialogs/proof/findings.hpp"
#include "tests/support/shipped_library.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace plaint;
using nlohmann::json;

namespace {

// Two hundred times a choice that lets in nine questions.
struct LargeTree {
    json fields = {{"fields", json::array()}, {"groups", json::array()}};
    json tree = {{"tree", "large"}, {"do", json::array()}};
    json checklist = {{"kind", "large"}, {"lines", json::array()}};

    LargeTree() {
        for (int i = 0; i < 200; ++i) add_part("part" + std::to_string(i));
        tree["do"].push_back({{"review", "all"}});
        tree["do"].push_back({{"submit", "large"}});
    }

    void add_part(const std::string& part) {
        const std::string kind = part + ".kind";
        const json condition = {{"==", {{{"var", kind}}, "a"}}};
        add_field(kind, {{"kind", "choice"}, {"values", {"a", "b", "c"}}});
        add_line(part, {{"need", {kind}}});
        tree["do"].push_back({{"ask", kind}, {"as", "choice"}, {"options", {"a", "b", "c"}}});
        json inner = json::array();
        json needed = json::array();
        for (int i = 0; i < 9; ++i) {
            const std::string path = part + ".text" + std::to_string(i);
            add_field(path, {{"kind", "text"}, {"may", {"later"}}});
            inner.push_back({{"ask", path}, {"as", "text"}, {"max", 100}, {"may", {"later"}}});
            needed.push_back(path);
        }
        tree["do"].push_back({{"when", condition}, {"do", inner}});
        add_line(part + "_texts", {{"if", condition}, {"need", needed}, {"allow", {"later"}}});
    }

    void add_field(const std::string& path, json row) {
        row["path"] = path;
        row["used_by"] = {"checklist"};
        row["source"] = "S";
        fields["fields"].push_back(std::move(row));
    }
    void add_line(const std::string& name, json line) {
        line["line"] = name;
        line["source"] = "S";
        checklist["lines"].push_back(std::move(line));
    }

    proof::Proof prove() const {
        const content::HasMessage any = [](const std::string&) { return true; };
        const std::string text = tree.dump();
        const auto read = [&](const std::string&) -> std::optional<std::string_view> { return text; };
        const content::Directory& directory = tests::shipped_library().content->directory;
        content::LoadErrors errors;
        const content::Fields dictionary = content::load_fields("fields.json", fields.dump(), errors);
        content::TreePlaces places;
        content::ChecklistRules rules;
        const dialogs::Tree loaded =
            content::load_tree("trees/large.json", read, dictionary, any, directory.regions(),
                               directory.links(), errors, &places);
        const dialogs::Checklist list =
            content::load_checklist("materials/large.json", checklist.dump(), loaded, any, errors, &rules);
        for (const content::LoadError& error : errors) FAIL(content::to_string(error));
        CHECK(loaded.leaves.size() == 2000);
        return proof::prove(proof::Subject{.tree = &loaded,
                                           .places = &places,
                                           .fields = &dictionary,
                                           .checklists = {&list},
                                           .rules = {&rules}});
    }
};

} // namespace

TEST_CASE("a tree of two thousand questions is proved") {
    const proof::Proof proof = LargeTree().prove();
    CHECK(proof.findings.empty());
    CHECK(proof.obligations > 2000);
}

TEST_CASE("the one fault of two thousand questions is found, with the shortest conversation") {
    LargeTree large;
    large.tree["do"][201]["when"] = {{"==", {{{"var", "part100.kind"}}, "b"}}};
    const proof::Proof proof = large.prove();
    REQUIRE_FALSE(proof.findings.empty());
    const proof::Finding& finding = proof.findings.front();
    CHECK(finding.fault == proof::Fault::incomplete);
    CHECK(finding.subject == "part100_texts");
    CHECK(finding.place.pointer == "/lines/201");
    REQUIRE(finding.conversation);
    CHECK(finding.conversation->said.size() == 200);
    for (const proof::Said& said : finding.conversation->said)
        CHECK(said.decisive == (said.path == "part100.kind"));
}
