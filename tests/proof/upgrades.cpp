#include "dialogs/proof/upgrades.hpp"
#include "dialogs/engine/codec.hpp"
#include "dialogs/engine/upgrade.hpp"
#include "dialogs/engine/walk.hpp"
#include "tests/proof/edits.hpp"
#include "tests/proof/tree_mutants.hpp"
#include "tests/simulation/person.hpp"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <set>

// Live sessions go on under edited content: each meets just what the comparison says, and nothing that the proof of the
// upgrade calls impossible.
//   upgrades COUNT                   so many sessions, from seed 1 on
//   upgrades COUNT SEED              from that seed on; "1 SEED" repeats one
//   upgrades COUNT SEED MUTANTS      under so many faults of an author instead, by chance, and back to the shipped tree

namespace {

using namespace plaint;
using namespace plaint::dialogs;
using tests::Chance;
using tests::Person;

using Possible = std::set<std::pair<Meets, std::string>>;

struct Edited {
    std::string what;
    std::unique_ptr<const content::Content> content;
    Possible possible;
    const Tree& tree() const { return content->entry_tree(); }
};

struct Tally {
    std::uint64_t continued = 0, untouched = 0, perhaps = 0, correcting = 0, submitted = 0;
    std::map<std::pair<Meets, std::string>, std::uint64_t> met;
};

// A session with the person who speaks in it.
class Live {
  public:
    Live(const Tree& tree, std::uint64_t seed)
        : tree_(&tree),
          chance_(seed),
          person_(tree, chance_),
          modality_(chance_.permille(250) ? Modality::voice : Modality::web),
          session_(begin_session(tree, 0, {{"intake.centre", "330100"}, {"intake.locale", "zh-Hans"}})) {}
    // Reads what the other wrote, as a server with another tree does.
    Live(const Tree& tree, const Live& other)
        : tree_(&tree),
          chance_(other.chance_),
          person_(tree, chance_),
          modality_(other.modality_),
          session_(decode(tree, other.bytes()).value()),
          now_ms_(other.now_ms_) {}

    void live() {
        hear({.said = Said::begin});
        const std::size_t inputs = chance_.below(130);
        for (std::size_t i = 0; i < inputs && !visit().stopped; ++i) {
            if (chance_.permille(5)) modality_ = modality_ == Modality::web ? Modality::voice : Modality::web;
            hear(person_.speak(ask_, modality_));
        }
    }
    void come_back() { hear({.said = Said::begin}); }
    void answer() { hear(ask_ ? person_.answer(*ask_) : Input{.said = Said::begin}); }

    std::string bytes() const { return encode(*tree_, session_); }
    Session& session() { return session_; }
    const Visit& visit() const { return session_.visits.back(); }
    bool is_over() const {
        return session_.withdrawn || visit().put == Put::done || visit().put == Put::ended;
    }

  private:
    void hear(Input input) {
        input.conversation = modality_ == Modality::voice ? "call" : "chat";
        input.modality = modality_;
        input.channel = modality_ == Modality::voice ? Channel::phone : Channel::web_chat;
        input.locale = "zh-Hans";
        input.at_ms = ++now_ms_;
        input.today = {2026, 1, 5};
        StepResult result = step(*tree_, std::move(session_), input);
        session_ = std::move(result.session);
        for (const Output& output : result.outputs)
            if (output.ask) ask_ = output.ask;
    }

    const Tree* tree_;
    Chance chance_;
    Person person_;
    Modality modality_;
    Session session_;
    std::optional<Ask> ask_;
    std::int64_t now_ms_ = 0;
};

std::string text_of(const Meeting& met) {
    return std::string(name_of(met.what)) + " " + met.id + (met.certain ? "" : " perhaps");
}

// One session under one edit.
class Continuation {
  public:
    Continuation(const Tree& before, const Edited& edited, Live& old, Tally& tally)
        : edited_(edited),
          tree_(edited.tree()),
          said_(compare(before, edited.tree(), old.bytes())),
          before_(before),
          old_(old),
          now_(edited.tree(), old),
          tally_(tally) {}

    // Empty, or what is broken.
    std::string run() {
        if (!said_.stranded.empty()) return "stranded: " + said_.stranded;
        if (old_.session().withdrawn) return {};
        count();
        for (const Meeting& met : said_.meetings)
            if (met.certain && !edited_.possible.contains({met.what, met.id}))
                return "meets what the proof calls impossible: " + text_of(met);
        look_back();
        const Visit& visit = old_.visit();
        const bool own_way =
            visit.focus || (visit.pending != Pending::nothing && visit.pending != Pending::readback &&
                            visit.pending != Pending::recording);
        now_.come_back();
        if (own_way)
            ++tally_.correcting;
        else if (std::string problem = come_to_place(); !problem.empty())
            return problem;
        for (int inputs = 0; !now_.is_over(); ++inputs) {
            if (inputs == 3000) return "does not come to an end";
            now_.answer();
        }
        if (now_.visit().put == Put::done) ++tally_.submitted;
        return {};
    }

  private:
    void count() {
        ++tally_.continued;
        if (said_.meetings.empty()) ++tally_.untouched;
        std::set<std::pair<Meets, std::string>> once;
        for (const Meeting& met : said_.meetings) once.insert({met.what, met.id});
        for (const auto& one : once) ++tally_.met[one];
        if (std::ranges::any_of(said_.meetings, [](const Meeting& met) { return !met.certain; }))
            ++tally_.perhaps;
    }

    // What counted before, with what was said.
    void look_back() {
        Session& session = old_.session();
        restart(session);
        advance(before_, session, old_.visit(), nullptr);
        for (const Walk::Passed& passed : session.walk.passed)
            if (passed.op == Op::ask && !passed.derived && passed.answer->state != State::later)
                counted_.emplace_back(passed.ref, *passed.answer);
    }

    // Who looks through their answers has come to the end of the questions, and may change any.
    bool is_before_place() {
        const Put put = now_.visit().put;
        return put != Put::review && put != Put::outstanding &&
               way_point(tree_, now_.session()) < said_.place;
    }

    std::string come_to_place() {
        std::vector<Ref> asked;
        for (int inputs = 0; is_before_place(); ++inputs) {
            if (inputs == 1000) return "does not come back to its place";
            const Visit& visit = now_.visit();
            if (visit.stopped || now_.is_over()) break;
            // What was to be confirmed still is, before anything else is asked.
            const bool of_tree =
                (visit.put == Put::leaf || visit.put == Put::more) && visit.pending == Pending::nothing;
            if (of_tree && std::ranges::find(asked, visit.question) == asked.end())
                asked.push_back(visit.question);
            now_.answer();
        }
        if (std::string problem = hold_questions(asked); !problem.empty()) return problem;
        return now_.is_over() && is_before_place() ? hold_end() : hold_answers();
    }

    static bool is_question(const Meeting& met) {
        return met.what == Meets::asked || met.what == Meets::asked_again || met.what == Meets::offered_again;
    }

    bool is_told_of(const Ref& ref) const {
        const Leaf* leaf = leaf_of(tree_, ref);
        return std::ranges::any_of(said_.meetings, [&](const Meeting& met) {
            if (!is_question(met)) return false;
            // An item that is begun on the way brings its questions.
            const bool of_group = leaf != nullptr && met.id.ends_with(".more") &&
                                  leaf->path.starts_with(met.id.substr(0, met.id.size() - 5) + "[]");
            return met.ref == ref || of_group;
        });
    }

    std::string hold_questions(const std::vector<Ref>& asked) {
        for (const Ref& ref : asked)
            if (!is_told_of(ref))
                return "is asked what nobody told of: " + path_of(tree_, now_.session(), ref);
        if (now_.is_over()) return {};
        for (const Meeting& met : said_.meetings)
            if (is_question(met) && met.certain && std::ranges::find(asked, met.ref) == asked.end())
                return "is not asked: " + text_of(met);
        return {};
    }

    std::string hold_end() {
        const bool told =
            std::ranges::any_of(said_.meetings, [](const Meeting& met) { return met.what == Meets::ended; });
        return told ? "" : "is over before its place";
    }

    const Meeting* told_of_answer(const Ref& ref) const {
        for (const Meeting& met : said_.meetings)
            if (met.ref == ref && met.what != Meets::moved_on) return &met;
        return nullptr;
    }

    // Back at its place, all answers count that did, but those of which it was told.
    std::string hold_answers() {
        Session& session = now_.session();
        for (const auto& [ref, answer] : counted_) {
            const auto passed = std::ranges::find(session.walk.passed, ref, &Walk::Passed::ref);
            const bool counts = passed != session.walk.passed.end();
            const Meeting* told = told_of_answer(ref);
            const std::string path = path_of(before_, old_.session(), ref);
            if (told == nullptr && counts && !same_content(*passed->answer, answer))
                return "has another answer: " + path;
            if (told == nullptr && !counts && !lies_ahead(ref)) return "lost without a word: " + path;
            const bool apart = told != nullptr && told->certain &&
                               (told->what == Meets::set_aside || told->what == Meets::gone);
            if (apart && counts) return "counts although it was told not to: " + path;
        }
        return {};
    }

    // Behind the place, where nothing is judged yet.
    bool lies_ahead(const Ref& ref) {
        const Slot* slot = slot_of(tree_, now_.session(), ref);
        return slot != nullptr && slot->answer != nullptr && !slot->aside;
    }

    const Edited& edited_;
    const Tree& tree_;
    Upgrade said_;
    const Tree& before_;
    Live& old_;
    Live now_;
    std::vector<std::pair<Ref, Answer>> counted_;
    Tally& tally_;
};

std::uint64_t number(const char* text) {
    std::uint64_t value = 0;
    std::from_chars(text, text + std::string_view(text).size(), value);
    return value;
}

void prove(const Tree& before, Edited& edited) {
    const proof::UpgradeProof proof = proof::prove_upgrade(before, edited.tree());
    for (const proof::Encounter& met : proof.encounters) edited.possible.insert({met.what, met.id});
    for (const proof::Encounter& met : proof.stranded)
        std::fprintf(stderr, "%s: strands at %s\n", edited.what.c_str(), met.id.c_str());
}

std::vector<Edited> realistic(const Tree& before) {
    std::vector<Edited> all;
    for (const tests::RealisticEdit& edit : tests::realistic_edits()) {
        all.push_back({edit.what, tests::content_after(edit), {}});
        prove(before, all.back());
    }
    return all;
}

std::vector<Edited> mutants(std::uint64_t count, std::uint64_t seed) {
    std::vector<Edited> all;
    const std::vector<tests::TreeMutant> faults = tests::tree_mutants();
    Chance chance(seed);
    for (int tried = 0; tried < 5000 && all.size() < count; ++tried) {
        const tests::TreeMutant& fault = chance.one_of(faults);
        if (auto content = tests::load_content_with(fault.dialogs()))
            all.push_back({fault.name, std::move(*content), {}});
    }
    return all;
}

class Run {
  public:
    Run(std::uint64_t first, std::uint64_t count) : first_(first), count_(count) {}

    void sessions(const Tree& before, const std::vector<Edited>& edits) {
        std::vector<Tally> tallies(edits.size());
        for (std::uint64_t seed = first_; seed < first_ + count_ && broken_ < 10; ++seed) {
            Live live(before, seed);
            live.live();
            for (std::size_t i = 0; i < edits.size(); ++i) {
                const std::string problem = Continuation(before, edits[i], live, tallies[i]).run();
                if (problem.empty()) continue;
                ++broken_;
                std::fprintf(stderr, "seed %llu, %s: %s\n", static_cast<unsigned long long>(seed),
                             edits[i].what.c_str(), problem.c_str());
            }
        }
        for (std::size_t i = 0; i < edits.size(); ++i) print(edits[i].what, tallies[i]);
    }
    int broken() const { return broken_; }

  private:
    static void print(const std::string& what, const Tally& tally) {
        const auto number = [](std::uint64_t one) { return static_cast<unsigned long long>(one); };
        std::printf(
            "%s: %llu go on, %llu meet nothing, of %llu something hangs on what they will say, %llu were "
            "correcting, %llu submitted\n",
            what.c_str(), number(tally.continued), number(tally.untouched), number(tally.perhaps),
            number(tally.correcting), number(tally.submitted));
        for (const auto& [met, times] : tally.met)
            std::printf("    %s %s: %llu\n", std::string(name_of(met.first)).c_str(), met.second.c_str(),
                        number(times));
    }

    std::uint64_t first_, count_;
    int broken_ = 0;
};

} // namespace

int main(int argc, char** argv) {
    if (argc < 2 || argc > 4) {
        std::fputs("usage: upgrades COUNT [SEED [MUTANTS]]\n", stderr);
        return 2;
    }
    const std::uint64_t first = argc > 2 ? number(argv[2]) : 1;
    Run run(first, number(argv[1]));
    auto shipped = tests::content_with({});
    const Tree& before = shipped->trees.begin()->second;
    if (argc < 4) {
        run.sessions(before, realistic(before));
        return run.broken() == 0 ? 0 : 1;
    }
    std::vector<Edited> back;
    back.push_back({"back", std::move(shipped), {}});
    for (Edited& edited : mutants(number(argv[3]), first)) {
        prove(before, edited);
        back.front().what = "back from " + edited.what;
        back.front().possible.clear();
        prove(edited.tree(), back.front());
        run.sessions(edited.tree(), back);
        std::vector<Edited> there;
        there.push_back(std::move(edited));
        run.sessions(before, there);
    }
    return run.broken() == 0 ? 0 : 1;
}
