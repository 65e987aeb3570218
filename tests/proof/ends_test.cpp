#include "dialogs/engine/step.hpp"
#include "dialogs/proof/ends.hpp"
#include "tests/proof/small_tree.hpp"

#include <catch2/catch.hpp>

using namespace plaint;
using namespace plaint::dialogs;
using nlohmann::json;

namespace {

// Somebody who makes a visit last as long as they can.
class Caller {
  public:
    explicit Caller(const Tree& tree) : tree_(tree), session_(begin_session(tree, 0, {})) {
        Input input;
        input.said = Said::begin;
        step_with(std::move(input));
    }

    void words(const std::string& said, std::vector<Candidate> candidates = {},
               std::vector<kinds::Found> facts = {}) {
        Input input;
        input.raw = input.folded = said;
        input.candidates = std::move(candidates);
        input.facts = std::move(facts);
        step_with(std::move(input));
    }
    void value(const std::string& one) {
        words(one, {{.meaning = one == "yes"  ? Meaning::yes
                                : one == "no" ? Meaning::no
                                              : Meaning::option,
                     .what = one}});
    }
    void drop() { words("drop", {{.meaning = Meaning::drop, .what = {}}}); }
    void change(const std::string& field) {
        words("change", {{.meaning = Meaning::command, .what = "change", .targets = {field}}});
    }

    // Answers whatever is asked until the review, each time otherwise; where something is offered, refuses that first.
    void answer_up_to_the_review() {
        for (std::size_t i = 0; i < 1000 && !is_over() && asked().path != "review"; ++i) {
            if (asked().offer && !asked().correcting)
                drop();
            else
                answer();
        }
    }
    void answer() {
        const Ask now = asked();
        ++said_;
        if (now.as == "yes_no") return value(said_ % 2 == 0 ? "yes" : "no");
        if (now.as == "choice") return value(std::string(now.options[said_ % now.options.size()].value));
        words("words" + std::to_string(said_));
    }

    const Ask& asked() const { return *ask_; }
    bool is_over() const {
        const Visit& visit = session_.visits.back();
        return visit.stopped || visit.put == Put::done || visit.put == Put::ended;
    }
    std::uint64_t inputs() const { return inputs_; }

  private:
    void step_with(Input input) {
        ++inputs_;
        input.conversation = "one";
        input.locale = "en";
        input.at_ms = static_cast<std::int64_t>(inputs_);
        input.today = {2026, 1, 5};
        StepResult result = step(tree_, std::move(session_), input);
        session_ = std::move(result.session);
        for (const Output& output : result.outputs)
            if (output.ask) ask_ = output.ask;
    }

    const Tree& tree_;
    Session session_;
    std::optional<Ask> ask_;
    std::uint64_t inputs_ = 0, said_ = 0;
};

std::uint64_t bound(const tests::SmallTree& small) { return proof::bounds_of(small.tree()).front().inputs; }

// Corrects the field at each review, for as long as that is heard.
std::uint64_t inputs_of_corrections(const tests::SmallTree& small, const std::string& field) {
    Caller caller(small.tree());
    caller.answer_up_to_the_review();
    for (std::size_t i = 0; i < 100'000 && !caller.is_over(); ++i) {
        caller.change(field);
        if (!caller.is_over()) caller.answer();
        caller.answer_up_to_the_review();
    }
    CHECK(caller.is_over());
    return caller.inputs();
}

const json no_groups = json::array();

} // namespace

TEST_CASE("a visit of corrections ends within its bound") {
    const json limits = {{"strikes_max", 1}, {"free_inputs_max", 1000}};
    const tests::SmallTree small(json::parse(R"([{"path": "x", "kind": "text"}])"), no_groups,
                                 json::parse(R"([{"ask": "x", "as": "text"}])"), json::array(), limits);
    const std::uint64_t inputs = inputs_of_corrections(small, "x");
    CHECK(inputs > 2000);
    CHECK(inputs <= bound(small));
}

TEST_CASE("what is about an answer that is about another one counts with that") {
    const json limits = {{"strikes_max", 1}, {"free_inputs_max", 200}};
    json fields = json::array(), nodes = json::array();
    for (const char* path : {"a", "b", "c", "d"}) {
        fields.push_back({{"path", path}, {"kind", "text"}});
        nodes.push_back({{"ask", path}, {"as", "text"}});
        if (nodes.size() > 1) nodes.back()["about"] = json::array({fields[nodes.size() - 2]["path"]});
    }
    const tests::SmallTree small(fields, no_groups, nodes, json::array(), limits);
    const std::uint64_t inputs = inputs_of_corrections(small, "a");
    CHECK(inputs > 200 * 8);
    CHECK(inputs <= bound(small));
}

TEST_CASE("a menu that hangs on the answer to another menu counts with that") {
    const json limits = {{"strikes_max", 1}, {"free_inputs_max", 500}};
    json fields = json::array(), nodes = json::array();
    for (const char* path : {"a", "b", "c", "d", "e"}) {
        fields.push_back({{"path", path}, {"kind", "choice"}, {"values", {"one", "two"}}});
        json node = {{"ask", path}, {"as", "choice"}, {"options", {"one", "two"}}};
        // Each menu has the one option that the one before it was answered with.
        if (!nodes.empty()) {
            node["options"] = json::array();
            for (const char* value : {"one", "two"})
                node["options"].push_back(
                    {{"value", value}, {"if", {{"==", {{{"var", nodes.back()["ask"]}}, value}}}}});
        }
        nodes.push_back(std::move(node));
    }
    const tests::SmallTree small(fields, no_groups, nodes, json::array(), limits);
    CHECK(bound(small) > 500 * (1 + 1 + 4));
    // A group that another answer lets in may have to be gone through anew, with its closing question after each item.
    const json items =
        json::parse(R"([{"path": "sure", "kind": "yes_no"}, {"path": "g[].a", "kind": "text"}])");
    const json group = json::parse(R"([{"path": "g", "max": 50}])");
    const auto with_group = [&](std::uint32_t most) {
        json inner = json::parse(R"({"each": "g", "min": 0, "do": [{"ask": "g[].a", "as": "text"}]})");
        inner["max"] = most;
        return bound({items,
                      group,
                      {json::parse(R"({"ask": "sure", "as": "yes_no"})"),
                       {{"when", {{"var", "sure"}}}, {"do", {inner}}}},
                      json::array(),
                      limits});
    };
    // One item more is two questions more, for each correction.
    CHECK(with_group(21) - with_group(20) >= 500 * 2 * 2);
}

TEST_CASE("facts that are offered and refused are not without end") {
    const json limits = {{"strikes_max", 1}, {"free_inputs_max", 200}};
    const tests::SmallTree small(
        json::parse(R"([{"path": "day", "kind": "date"}, {"path": "phone", "kind": "phone"}])"), no_groups,
        json::parse(R"([{"ask": "day", "as": "date"}, {"ask": "phone", "as": "phone", "about": ["day"]}])"),
        json::array(), limits);
    // Each time the day is corrected, many numbers come with it, none of which is meant.
    std::int64_t next = 13800000000;
    Caller caller(small.tree());
    bool brought = false;
    for (std::size_t i = 0; i < 100'000 && !caller.is_over(); ++i) {
        const Ask now = caller.asked();
        if (now.path == "day" && !brought) {
            std::vector<kinds::Found> numbers;
            for (int n = 0; n < 30; ++n)
                numbers.push_back({.kind = kinds::Kind::phone, .value = std::to_string(++next)});
            caller.words("these", {}, numbers);
            brought = true;
        } else if (now.path == "day") {
            caller.words("2020-01-" + std::to_string(10 + i % 20));
        } else if (now.path.ends_with(".confirm")) {
            caller.value("no");
        } else if (now.path != "phone") {
            caller.change("day");
        } else if (now.offer) {
            caller.drop();
        } else {
            caller.words(std::to_string(++next));
            brought = false;
        }
    }
    CHECK(caller.is_over());
    CHECK(caller.inputs() <= bound(small));
}

TEST_CASE("corrections that come along with answers are not without end") {
    const json limits = {{"strikes_max", 1}, {"free_inputs_max", 20}};
    const tests::SmallTree small(
        json::parse(R"([{"path": "phone", "kind": "phone"}, {"path": "day", "kind": "date"}])"), no_groups,
        json::parse(R"([{"ask": "phone", "as": "phone"}, {"ask": "day", "as": "date", "about": ["phone"]}])"),
        json::array(), limits);
    Caller caller(small.tree());
    caller.words("13800138000");
    // With the day another number than before is said, after which the day is asked for again.
    for (std::int64_t i = 1; i < 100'000 && !caller.is_over(); ++i) {
        const Ask now = caller.asked();
        if (now.path.ends_with(".confirm"))
            caller.value("yes");
        else if (now.path != "day")
            break;
        else if (now.offer && !now.correcting)
            caller.drop();
        else
            caller.words("that day", {},
                         {{.kind = kinds::Kind::date, .value = "2020-01-01"},
                          {.kind = kinds::Kind::phone, .value = std::to_string(13800138000 + i)}});
    }
    CHECK(caller.is_over());
    CHECK(caller.inputs() > 20);
    CHECK(caller.inputs() <= bound(small));
}

TEST_CASE("to name again and again what is to be changed comes to an end") {
    const json limits = {{"strikes_max", 1}, {"free_inputs_max", 20}};
    const json fields = json::parse(R"([{"path": "g[].a", "kind": "text"}])");
    const tests::SmallTree small(
        fields, json::parse(R"([{"path": "g", "max": 5}])"),
        json::parse(R"([{"each": "g", "min": 2, "max": 2, "do": [{"ask": "g[].a", "as": "text"}]}])"),
        json::array(), limits);
    Caller caller(small.tree());
    caller.answer_up_to_the_review();
    caller.change("g");
    for (std::size_t i = 0; i < 100'000 && !caller.is_over(); ++i)
        caller.words("the a", {{.meaning = Meaning::target, .what = "g", .targets = {"g"}}});
    CHECK(caller.is_over());
    CHECK(caller.inputs() <= bound(small));
}
