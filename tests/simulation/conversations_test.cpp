#include "dialogs/engine/codec.hpp"
#include "dialogs/proof/ends.hpp"
#include "tests/simulation/person.hpp"
#include "tests/simulation/possible.hpp"
#include "tests/simulation/promises.hpp"
#include "tests/support/shipped_library.hpp"

#include <charconv>
#include <cstdio>
#include <map>
#include <nlohmann/json.hpp>

// Random conversations, in which everything that is promised of sessions is looked at again and again.
//   conversations COUNT         so many, from seed 1 on
//   conversations COUNT SEED    from that seed on; "1 SEED" repeats one
//   conversations COUNT SEED proof    and whether one comes to what the proof holds impossible

namespace {

using namespace plaint;
using namespace plaint::dialogs;
using tests::Chance;
using tests::Person;

struct Tally {
    std::uint64_t inputs = 0, submissions = 0, stopped = 0, ended = 0, withdrawn = 0, edits = 0;
};

// Content, and what is proved of it.
struct Known {
    explicit Known(const library::Library& is) : library(is) {
        for (const proof::Bound& bound : proof::bounds_of(is.tree()))
            inputs_max = std::max(inputs_max, bound.inputs);
    }

    const library::Library& library;
    std::uint64_t inputs_max = 0; // of a visit, as `plaint check` proves it
    std::optional<tests::Possible> possible;

    void prove() { possible.emplace(proof::subject_of(*library.content, library.tree())); }
    std::size_t questions() const { return possible ? possible->questions() : 0; }
};

class Conversation {
  public:
    // The two are the content before and after an edit.
    Conversation(Known& shipped, Known& edited, std::uint64_t seed, Tally& tally)
        : known_(&shipped),
          other_(&edited),
          tree_(&shipped.library.tree()),
          chance_(seed),
          person_(*tree_, chance_),
          tally_(tally),
          line_{.speech = seed % 2 == 0, .records = seed % 3 != 0, .number = seed % 5 != 0},
          session_(begin_session(*tree_, 0, given())) {}

    // Empty, or what is broken.
    std::string run() {
        const std::size_t inputs = 30 + chance_.below(120);
        begin("first", chance_.permille(250) ? Modality::voice : Modality::web);
        for (std::size_t i = 0; i < inputs && problem_.empty(); ++i) {
            if (chance_.permille(8)) switch_conversation();
            if (chance_.permille(3)) edit_content();
            Input input = person_.speak(asks_[here_], modalities_[here_]);
            if (chance_.permille(10)) input.said = chance_.permille(500) ? Said::resume : Said::begin;
            if (asks_[here_] && chance_.permille(20)) input.to = asks_[here_]->path;
            turn(std::move(input));
            if (over()) break;
        }
        return problem_;
    }

  private:
    static std::map<std::string, std::string> given() {
        return {{"intake.centre", "330100"}, {"intake.channel", "web_chat"}, {"intake.locale", "zh-Hans"}};
    }

    void begin(const std::string& conversation, Modality modality) {
        here_ = conversation;
        modalities_[here_] = modality;
        Input input;
        input.said = Said::begin;
        turn(std::move(input));
    }

    void switch_conversation() {
        const std::string other = here_ == "first" ? "second" : "first";
        if (!modalities_.contains(other))
            return begin(other, chance_.permille(500) ? Modality::voice : Modality::web);
        here_ = other;
    }

    // From now on the session runs under other content. Half of the time it is read under it at once, as where the content
    // before is not kept; otherwise the next input is still read under what put its question.
    void edit_content() {
        if (asked_under_ != nullptr) return;
        ++tally_.edits;
        const std::size_t before = tests::traces(session_);
        std::swap(known_, other_);
        if (chance_.permille(500)) {
            asked_under_ = tree_;
            tree_ = &known_->library.tree();
            return;
        }
        auto read = decode(known_->library.tree(), encode(*tree_, session_));
        tree_ = &known_->library.tree();
        if (!read) return fail("edited content cannot read the session: " + read.error());
        session_ = std::move(*read);
        if (tests::traces(session_) < before) fail("an edit of the content loses an answer");
        fail(tests::codec_is_faithful(*tree_, session_));
    }

    // Nothing more can come of it, but for a little while longer it is tried.
    bool over() {
        const Visit* visit = session_.find_visit(here_);
        if (visit->stopped) ++tally_.stopped;
        if (visit->put == Put::ended) ++tally_.ended;
        return (visit->stopped || visit->put == Put::ended) && chance_.permille(500);
    }

    void fail(const std::string& what) {
        if (!what.empty() && problem_.empty()) problem_ = what;
    }

    void turn(Input input) {
        ++tally_.inputs;
        input.conversation = here_;
        input.modality = modalities_[here_];
        input.channel = input.modality == Modality::voice ? Channel::phone : Channel::web_chat;
        input.locale = "zh-Hans";
        input.at_ms = ++now_ms_;
        input.today = {2026, 1, 5};
        input.line = line_;
        if (input.said == Said::silence && input.modality == Modality::voice && now_ms_ % 3 == 0)
            input.said = Said::wrong_key;
        const std::size_t traces_before = tests::traces(session_);
        const bool look_closely = chance_.permille(100);
        const Tree& asked = asked_under_ != nullptr ? *std::exchange(asked_under_, nullptr) : *tree_;
        std::optional<Session> copy;
        if (look_closely) {
            fail(tests::codec_is_faithful(asked, session_));
            if (auto read = decode(asked, encode(asked, session_))) copy = std::move(*read);
        }
        StepResult result = next(asked, std::move(session_), input);
        session_ = std::move(result.session);
        for (const Output& output : result.outputs)
            if (output.ask) asks_[here_] = output.ask;
        if (session_.find_visit(here_)->stopped) asks_[here_].reset();
        if (tests::traces(session_) < traces_before && !tests::forgets(session_)) fail("an answer is lost");
        for (const Effect effect : result.effects) {
            if (effect == Effect::withdraw) ++tally_.withdrawn;
            if (effect == Effect::submit) look_at_submission();
        }
        if (++visit_inputs_[session_.find_visit(here_)->number] > bound_) fail("the visit does not end");
        hold_against_proof();
        if (!look_closely || !copy) return;
        // A session kept in memory, with its walk, goes on as one that is read anew.
        const StepResult again = next(asked, std::move(*copy), input);
        if (again.outputs != result.outputs)
            fail("a session that was read says something else: " + keys_of(again.outputs) + "instead of " +
                 keys_of(result.outputs));
        if (encode(*tree_, again.session) != encode(*tree_, session_))
            fail("a session that was read goes on otherwise");
        fail(tests::asks_what_the_walk_asks(*tree_, session_, here_));
        if (auto outputs = decode_outputs(encode(result.outputs)); !outputs || *outputs != result.outputs)
            fail("outputs are not read as they were written");
        look_at_words(result.outputs);
        look_at_repeat(input);
    }

    StepResult next(const Tree& asked, Session session, const Input& input) const {
        return &asked == tree_ ? step(*tree_, std::move(session), input)
                               : step(asked, *tree_, std::move(session), input);
    }

    // Now and then all that is answered at once; else each answer by itself.
    void hold_against_proof() {
        if (!known_->possible) return;
        const bool together = tally_.inputs % 10'000 == 0;
        fail(known_->possible->contradicted_by(session_, together ? tests::Closeness::all_together
                                                                  : tests::Closeness::each_answer));
    }

    static std::string keys_of(const std::vector<Output>& outputs) {
        std::string keys;
        for (const Output& output : outputs)
            keys += output.message.key +
                    (output.ask
                         ? " (" + output.ask->path + " " + std::to_string(output.ask->progress_permille) + ")"
                         : "") +
                    " ";
        return keys;
    }

    // Every message is in the catalogues, and fills what it is given.
    void look_at_words(const std::vector<Output>& outputs) {
        static const locales::Blanks blanks{"1234567890123456", "IP-2026-330100-0000001", "office", "8-17"};
        for (const char* locale : {"zh-Hans", "en"}) {
            const locales::Renderer renderer = known_->library.renderer(locale, modalities_[here_], blanks);
            for (const Output& output : outputs)
                if (renderer.text(output.message) == output.message.key)
                    fail("there is no message " + output.message.key);
        }
    }

    // The same answer to the question that is no longer put changes no answer.
    void look_at_repeat(Input input) {
        if (input.to.empty() || !asks_[here_] || asks_[here_]->path == input.to || input.said != Said::words)
            return;
        auto copy = decode(*tree_, encode(*tree_, session_));
        const std::string before = tests::dossier(*tree_, session_);
        StepResult again = step(*tree_, std::move(*copy), input);
        if (tests::dossier(*tree_, again.session) != before) fail("a repeated answer changes the dossier");
        if (again.session.version != session_.version) fail("a repeated answer submits");
    }

    void look_at_submission() {
        ++tally_.submissions;
        for (const Checklist* checklist : known_->library.checklists(*tree_, session_))
            fail(tests::satisfies(*checklist, *tree_, session_));
        if (chance_.permille(200)) fail(tests::forgets_its_way(*tree_, session_, here_));
    }

    Known* known_;
    Known* other_;
    const Tree* tree_;
    const Tree* asked_under_ = nullptr; // the content that the session stands under, until it is moved on
    Chance chance_;
    Person person_;
    Tally& tally_;
    PhoneLine line_;
    Session session_;
    std::string here_;
    std::map<std::string, Modality> modalities_;
    std::map<std::string, std::optional<Ask>> asks_;
    std::map<std::uint32_t, std::size_t> visit_inputs_;
    std::int64_t now_ms_ = 0;
    std::uint64_t bound_ = known_->inputs_max;
    std::string problem_;
};

// What was asked, or wanted, only of those who have no evidence is so of everybody.
void forget_evidence(nlohmann::json& node) {
    static const auto none = nlohmann::json::parse(R"({"==": [{"var": "evidence.@count"}, 0]})");
    if (node.is_array()) std::erase(node.get_ref<nlohmann::json::array_t&>(), none);
    for (nlohmann::json& inner : node) {
        if (inner.is_object() && inner.contains("when") && inner["when"] == none)
            inner = nlohmann::json(inner["do"][0]);
        if (inner.is_structured()) forget_evidence(inner);
    }
}

// The shipped content without one question and without one group, as an author might take them out.
std::unique_ptr<const library::Library> edited_library() {
    content::FolderTexts dialogs = tests::shipped_texts().dialogs;
    const auto edit = [&](const std::string& file, const auto& taken_out) {
        auto json = nlohmann::json::parse(dialogs.bytes.at(file));
        forget_evidence(json);
        auto& list = json.contains("lines") ? json["lines"] : json["do"];
        std::erase_if(list.get_ref<nlohmann::json::array_t&>(), taken_out);
        dialogs.bytes[file] = json.dump();
    };
    edit("trees/shared/comparison.json", [](const nlohmann::json& node) { return node.contains("when"); });
    edit("trees/shared/scope.json", [](const nlohmann::json&) { return false; });
    edit("trees/intake.json", [](const nlohmann::json& node) {
        return node.contains("do") && node["do"].size() == 1 &&
               node["do"][0].value("section", "") == "evidence";
    });
    std::vector<std::string> checklists;
    for (const auto& [name, text] : dialogs.bytes)
        if (name.starts_with("materials/")) checklists.push_back(name);
    for (const std::string& name : checklists)
        edit(name, [](const nlohmann::json& line) {
            return line.value("line", "") == "comparison_file" || line.value("each", "") == "evidence";
        });
    auto library = library::load_library(dialogs.texts(), tests::shipped_texts().locales.texts());
    if (library) return std::move(*library);
    for (const content::LoadError& error : library.error())
        std::fprintf(stderr, "%s\n", content::to_string(error).c_str());
    return nullptr;
}

std::uint64_t number(const char* text) {
    std::uint64_t value = 0;
    std::from_chars(text, text + std::string_view(text).size(), value);
    return value;
}

} // namespace

int main(int argc, char** argv) {
    const bool with_proof = argc == 4 && std::string_view(argv[3]) == "proof";
    if (argc != 2 && argc != 3 && !with_proof) {
        std::fputs("usage: conversations COUNT [SEED [proof]]\n", stderr);
        return 2;
    }
    const std::uint64_t count = number(argv[1]);
    const std::uint64_t first = argc > 2 ? number(argv[2]) : 1;
    const auto edited = edited_library();
    if (edited == nullptr) return 2;
    Known shipped(tests::shipped_library());
    Known other(*edited);
    if (with_proof)
        for (Known* known : {&shipped, &other}) known->prove();
    Tally tally;
    int broken = 0;
    for (std::uint64_t seed = first; seed < first + count && broken < 10; ++seed) {
        const std::string problem = Conversation(shipped, other, seed, tally).run();
        if (problem.empty()) continue;
        ++broken;
        std::fprintf(stderr, "seed %llu: %s\n", static_cast<unsigned long long>(seed), problem.c_str());
    }
    std::printf("%llu conversations, %llu inputs, %llu submissions, %llu stopped, %llu ended, %llu "
                "withdrawn, %llu edits, %d broken\n",
                static_cast<unsigned long long>(count), static_cast<unsigned long long>(tally.inputs),
                static_cast<unsigned long long>(tally.submissions),
                static_cast<unsigned long long>(tally.stopped), static_cast<unsigned long long>(tally.ended),
                static_cast<unsigned long long>(tally.withdrawn),
                static_cast<unsigned long long>(tally.edits), broken);
    if (with_proof) std::printf("%zu questions put to the proof\n", shipped.questions() + other.questions());
    return broken == 0 ? 0 : 1;
}
