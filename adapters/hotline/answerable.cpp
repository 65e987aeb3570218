#include "adapters/hotline/prompt.hpp"
#include "adapters/hotline/telephone_check.hpp"

#include <algorithm>
#include <map>

namespace plaint::hotline {

namespace {

using dialogs::Leaf;
using dialogs::Modality;
using dialogs::State;
using kinds::Kind;

// One question as callers are asked it: which key stands for which answer, on each page of its menu.
class Menu {
  public:
    Menu(const Prompter& prompter, const conversation::Reply& question, std::size_t options)
        : heard_(options) {
        for (std::uint32_t page = 0;; ++page) {
            const VoiceTurn turn = prompter.turn(question, {.page = page});
            const auto* gather = std::get_if<Gather>(&turn.then);
            // Behind the last page stands the first.
            if (gather == nullptr || gather->mark.page != page) break;
            pages_ = page + 1;
            listen(gather->mark);
            if (!gather->mark.more) break;
        }
    }

    std::size_t pages() const { return pages_; }
    // Options that no key stands for, counted from 0.
    std::vector<std::size_t> unheard() const {
        std::vector<std::size_t> missed;
        for (std::size_t i = 0; i < heard_.size(); ++i)
            if (!heard_[i]) missed.push_back(i);
        return missed;
    }
    // On each page.
    bool has(std::string_view way) const {
        const auto found = ways_.find(way);
        return found != ways_.end() && found->second == pages_;
    }
    // Keys that stand for two things at once.
    const std::vector<std::uint32_t>& shared() const { return shared_; }

  private:
    void listen(const Mark& mark) {
        std::map<std::uint32_t, int> keys;
        for (std::uint32_t key = 1; key <= mark.choices; ++key) {
            ++keys[key];
            const std::size_t option = std::size_t{mark.page} * options_per_page + key - 1;
            if (option < heard_.size()) heard_[option] = true;
        }
        if (mark.more) ++keys[key_more];
        for (std::uint32_t i = 0; i < mark.extra.size(); ++i) {
            ++keys[key_extra - i];
            ++ways_[mark.extra[i]];
        }
        for (const auto& [key, meanings] : keys)
            if (meanings > 1) shared_.push_back(key);
    }

    std::vector<bool> heard_;
    std::map<std::string, std::size_t, std::less<>> ways_; // with the pages that they stand on
    std::vector<std::uint32_t> shared_;
    std::size_t pages_ = 0;
};

class QuestionCheck {
  public:
    explicit QuestionCheck(const library::Library& library) : library_(library) {}

    std::vector<Finding> run() {
        check_languages();
        for (const auto& [name, tree] : library_.content->trees) {
            const content::TreePlaces& places = library_.content->places.find(name)->second;
            for (std::size_t at = 0; at < tree.nodes.size(); ++at) {
                if (tree.nodes[at].op != dialogs::Op::ask) continue;
                const Leaf& leaf = tree.leaves[tree.nodes[at].index];
                check_menu(leaf, places.nodes[at]);
                check_length(leaf, places.nodes[at]);
            }
        }
        return std::move(findings_);
    }

  private:
    // A key for each language; the one for more time is theirs already.
    void check_languages() {
        const std::size_t languages = library_.languages.all().size();
        if (languages < key_slow) return;
        find(Fault::no_key, {"locales/locales.json", ""}, "intake.locale",
             "lists " + std::to_string(languages) + " languages; the first menu of a call has keys for " +
                 std::to_string(key_slow - 1));
    }

    conversation::Reply question(const Leaf& leaf, bool stands) const {
        dialogs::Ask ask{.path = leaf.path, .as = std::string(kinds::name_of(leaf.kind)), .may = leaf.may};
        for (const dialogs::Option& option : leaf.options)
            ask.options.push_back({option.value, {{option.label_key, {}}}, {}, {}});
        if (stands) {
            ask.offer = dialogs::Shown{.path = leaf.path, .kind = leaf.kind};
            ask.correcting = true;
        }
        conversation::Reply reply;
        reply.edition = shelf_.current();
        reply.content.locale = library_.languages.all().front().id;
        reply.content.outputs.push_back({{leaf.ask_key, {}}, std::move(ask), false});
        return reply;
    }

    void check_menu(const Leaf& leaf, const content::Place& place) {
        if (leaf.kind != Kind::choice && leaf.kind != Kind::yes_no) return;
        const std::size_t options = leaf.options.empty() ? 2 : leaf.options.size();
        // The first menu of a call is told by languages, not by options.
        if (leaf.path == "intake.locale") return;
        for (const bool stands : {false, true}) {
            const Menu menu(prompter_, question(leaf, stands), options);
            const std::string when = stands ? " while an old answer stands" : "";
            if (!stands && menu.pages() > menus_of_a_question.most)
                find(Fault::menu_too_long, below(place, "/options"), leaf.id,
                     "\"" + leaf.id + "\" has " + std::to_string(options) + " options; a caller is read " +
                         std::to_string(menus_of_a_question.most * options_per_page) + " at most, in " +
                         std::to_string(menus_of_a_question.most) + " menus");
            for (const std::size_t option : menu.unheard())
                find(Fault::no_key, below(place, "/options/" + std::to_string(option)), leaf.id,
                     "no key stands for option " + std::to_string(option + 1) + when);
            for (const std::uint32_t key : menu.shared())
                find(Fault::no_key, place, leaf.id,
                     "the key " + std::to_string(key) + " stands for two answers" + when);
            check_ways(leaf, place, menu, when);
        }
    }

    // Whoever does not know is not told to look it up later, and the other way round.
    void check_ways(const Leaf& leaf, const content::Place& place, const Menu& menu,
                    const std::string& when) {
        std::vector<std::string> allowed, heard;
        for (const State state : {State::later, State::unknown, State::none, State::skip}) {
            if (!allows(leaf.may, state)) continue;
            allowed.emplace_back(name_of(state));
            if (menu.has(name_of(state))) heard.emplace_back(name_of(state));
        }
        const bool both = allows(leaf.may, State::later) && allows(leaf.may, State::unknown);
        if (heard.size() >= std::min<std::size_t>(allowed.size(), both ? 2 : 1)) return;
        for (const std::string& way : allowed)
            if (std::ranges::find(heard, way) == heard.end())
                return find(Fault::no_key, below(place, "/may"), leaf.id,
                            "no key stands for \"" + way + "\"" + when);
    }

    void check_length(const Leaf& leaf, const content::Place& place) {
        const auto complain = [&](const std::string& what) {
            find(Fault::answer_too_long, below(place, "/min"), leaf.id, "\"" + leaf.id + "\" " + what);
        };
        const std::int64_t min = leaf.limits.min;
        if (leaf.kind == Kind::text && min > kinds::text_length_max)
            return complain("wants at least " + std::to_string(min) +
                            " characters; no answer has more than " + std::to_string(kinds::text_length_max));
        // What a caller may put off is answered elsewhere.
        if (!carries(Modality::voice, leaf.kind) || allows(leaf.may, State::later)) return;
        const std::int64_t spoken = std::int64_t{seconds_of_a_recording.most} * characters_of_a_second.most;
        if (leaf.kind == Kind::text && min > spoken)
            complain("wants at least " + std::to_string(min) + " characters; a recording of " +
                     std::to_string(seconds_of_a_recording.most) + " seconds holds about " +
                     std::to_string(spoken) + ", and the question does not allow \"later\"");
        if (leaf.kind == Kind::number && min > 0 && std::to_string(min).size() > digits_of_an_entry.most)
            complain("wants a number of " + std::to_string(std::to_string(min).size()) +
                     " digits; a caller keys in " + std::to_string(digits_of_an_entry.most) +
                     " at most, and the question does not allow \"later\"");
    }

    static content::Place below(content::Place place, const std::string& part) {
        place.pointer += part;
        return place;
    }

    void find(Fault fault, content::Place place, const std::string& subject, std::string what) {
        findings_.push_back({fault, std::move(place), std::move(what), subject});
    }

    const library::Library& library_;
    const support::Config config_;
    // The library is the caller's.
    const library::Shelf shelf_{library::Edition(library::Edition(), &library_)};
    const Prompter prompter_{shelf_, config_, {}};
    std::vector<Finding> findings_;
};

} // namespace

std::string_view name_of(Fault fault) {
    switch (fault) {
    case Fault::menu_too_long: return "menu_too_long";
    case Fault::no_key: return "no_key";
    case Fault::answer_too_long: return "answer_too_long";
    case Fault::spoken_too_long: return "spoken_too_long";
    }
    return {};
}

std::vector<Finding> check_questions(const library::Library& library) { return QuestionCheck(library).run(); }

} // namespace plaint::hotline
