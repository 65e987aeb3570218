#include "dialogs/engine/fits.hpp"
#include "dialogs/engine/turn.hpp"
#include "dialogs/kinds/link.hpp"

#include <algorithm>

// What is said, or sent, before anybody asked for it.
namespace plaint::dialogs {

using kinds::Kind;

namespace {

// Whether a field of an item is asked of the same item as another, or of one around that: the platform of a shop, and the
// links to its goods.
bool is_around(const std::string& path, const std::string& inner) {
    const std::string item = path.substr(0, path.rfind('.') + 1);
    return item.ends_with("[].") && inner.starts_with(item);
}

} // namespace

void Turn::hear_files() {
    if (input_.files.empty() || session_.withdrawn) return;
    if (visit().stopped) renew_visit();
    const Leaf* leaf = visit().put == Put::leaf ? leaf_of(tree_, asked()) : nullptr;
    const bool stale = !input_.to.empty() && input_.to != ask_path();
    if (leaf != nullptr && leaf->kind == Kind::file && !stale && visit().pending == Pending::nothing &&
        stands_as_asked()) {
        if (leaf->limits.max > 0 && static_cast<std::int64_t>(input_.files.size()) > leaf->limits.max) {
            wrong("problem.file.too_many", {{"max", leaf->limits.max}});
            return;
        }
        return record(Answer{.value = input_.files});
    }
    if (!spend_free_input()) return;
    if (session_.facts.size() == facts_max) return say({"facts.full", {}});
    session_.facts.push_back({.kind = Kind::file, .files = input_.files, .turn = session_.turn});
    say({"facts.file_noted", {{"count", static_cast<std::int64_t>(input_.files.size())}}});
    // Who sends a file when only what was put off could be asked for, wants to give that.
    if (visit().put == Put::done) {
        renew_visit();
        walk();
    }
    if (standing_.put == Put::outstanding && visit().pending == Pending::nothing) reopen_outstanding();
}

// Whether a question asks for what was found: one of those named beside it, else any of its kind.
bool Turn::may_answer(const kinds::Found& found, const Leaf& leaf) const {
    if (found.kind != leaf.kind) return false;
    if (found.kind == Kind::choice && !has_option(leaf, found.value)) return false;
    if (!found.paths.empty()) return std::ranges::find(found.paths, leaf.path) != found.paths.end();
    return tree_.fact_leaf[static_cast<std::size_t>(found.kind)] != Tree::none;
}

// The field that the fact waits for: empty where any of its kind will do, nothing where it waits for none. Nothing waits
// for a field that is not asked here, or that is not to be kept before it was agreed to.
std::optional<std::string> Turn::path_meant(const kinds::Found& found) const {
    std::vector<std::string> paths;
    for (const std::string& path : found.paths) {
        const Field* field = tree_.field(path);
        // What is shown somewhere is kept as it is; what it should be is nothing to offer there.
        const auto asks = [&](std::uint32_t leaf) {
            return may_answer(found, tree_.leaves[leaf]) && !(found.doubtful && tree_.leaves[leaf].as_shown);
        };
        if (field != nullptr && !field->masked && std::ranges::any_of(field->leaves, asks))
            paths.push_back(path);
    }
    const bool any = tree_.fact_leaf[static_cast<std::size_t>(found.kind)] != Tree::none;
    if (paths.empty()) return found.paths.empty() && any ? std::optional(std::string()) : std::nullopt;
    return any && paths.size() > 1 ? std::string() : paths.front();
}

bool Turn::is_known(const kinds::Found& found, const std::string& path) const {
    const bool waits = std::ranges::any_of(session_.facts, [&](const Fact& fact) {
        return fact.kind == found.kind && fact.value == found.value && fact.path == path;
    });
    // The same number answers whatever question it is; an option only its own.
    return waits || std::ranges::any_of(session_.walk.passed, [&](const Walk::Passed& passed) {
               return passed.op == Op::ask && passed.answer->value == Value(found.value) &&
                      (found.kind != Kind::choice || tree_.leaves[passed.index].path == path);
           });
}

// The answers, in the order of the tree, to questions that ask for it.
std::vector<Ref> Turn::answered_by(const kinds::Found& found) const {
    std::vector<Ref> refs;
    for (const Walk::Passed& passed : session_.walk.passed)
        if (passed.op == Op::ask && !passed.derived && passed.answer->turn != 0 &&
            may_answer(found, tree_.leaves[passed.index]))
            refs.push_back(passed.ref);
    return refs;
}

// The platform that a link leads to, if it is one that is known here.
std::string Turn::platform_told(const Answer& answer) const {
    const auto* value = std::get_if<std::string>(&answer.value);
    const std::string& link = value != nullptr ? *value : answer.reason;
    std::string platform = kinds::platform_of(link, *tree_.platforms);
    return platform == "other" ? std::string() : std::move(platform);
}

// Whether it is the platform of a link that is an answer: then it is used with that, whether or not anybody asks for it.
bool Turn::is_of_link(const std::string& value, const std::string& path) const {
    return std::ranges::any_of(session_.walk.passed, [&](const Walk::Passed& passed) {
        if (passed.op != Op::ask || tree_.leaves[passed.index].kind != Kind::link) return false;
        return is_around(path, tree_.leaves[passed.index].path) && platform_told(*passed.answer) == value;
    });
}

// Keeps the facts of a message for their questions; one for an answered question becomes an offered correction. Says how
// many were of use.
std::size_t Turn::note_facts(std::optional<std::size_t> except) {
    std::size_t noted = 0;
    std::optional<std::pair<Ref, std::string>> correction;
    for (std::size_t i = 0; i < input_.facts.size(); ++i) {
        const kinds::Found& found = input_.facts[i];
        const std::optional<std::string> path = path_meant(found);
        const bool any = tree_.fact_leaf[static_cast<std::size_t>(found.kind)] != Tree::none;
        if (i == except || found.denied || found.kind == Kind::text || (!path && !any)) continue;
        if (is_known(found, path.value_or(""))) {
            noted += found.kind != Kind::choice ? 1 : 0;
            continue;
        }
        // What the link tells that is the answer is told with it.
        if (except && found.kind == Kind::choice && *except < input_.facts.size() &&
            input_.facts[*except].begin <= found.begin && found.end <= input_.facts[*except].end)
            continue;
        const std::vector<Ref> answered = answered_by(found);
        if (answered.empty() && found.kind == Kind::choice && path && is_of_link(found.value, *path))
            continue;
        const bool once = !answered.empty() && answered.front().depth == 0;
        // A story that goes on takes no option back.
        if (once && found.kind == Kind::choice) continue;
        const Slot* slot = once ? slot_of(tree_, session_, answered.front()) : nullptr;
        if (slot != nullptr && slot->answer->has_value() && visit().pending == Pending::nothing &&
            !correction && !found.doubtful) {
            correction = {answered.front(), found.value};
            ++noted;
            continue;
        }
        if (!path || session_.facts.size() == facts_max) continue;
        session_.facts.push_back({.kind = found.kind,
                                  .value = found.value,
                                  .turn = session_.turn,
                                  .path = *path,
                                  .doubtful = found.doubtful});
        ++noted;
    }
    // Beside an answer it is a correction like any other; alone, the message as a whole is counted.
    if (correction && (!except || spend_free_input()))
        offer_correction(correction->first, correction->second);
    return noted;
}

// The answer was one of the facts, or stood beside them.
void Turn::note_facts_beside(const Leaf& leaf) {
    if (input_.facts.empty()) return;
    const auto answers = [&](const kinds::Found& found) { return !found.denied && may_answer(found, leaf); };
    const auto answer = std::ranges::find_if(input_.facts, answers);
    note_facts(static_cast<std::size_t>(answer - input_.facts.begin()));
}

// What was `written` stands there where it does not verify: then the value is not said to have been mentioned, and nothing that
// was refused at another question is taken for it.
void Turn::offer_correction(const Ref& ref, const std::string& value, const std::string& written) {
    std::string kept = value, refused = written;
    focus_on(ref);
    visit().put = Put::leaf;
    visit().question = ref;
    visit().pending = refused.empty() ? Pending::correction : Pending::suggestion;
    visit().values = {std::move(kept)};
    visit().refused = std::move(refused);
    visit().may_stand = false;
}

// Whether it is another value for what is being asked right now: "no, it is 138…" where a number was read back or could
// not be used.
bool Turn::is_new_answer(const kinds::Found& found) const {
    if (visit().put != Put::leaf || !may_answer(found, *leaf_of(tree_, asked()))) return false;
    return visit().pending != Pending::nothing || visit().strikes > 0 || visit().focus;
}

// Whether it could stand at that place, and does not yet.
bool Turn::is_usable(const kinds::Found& found, const Ref& ref) {
    const Leaf& leaf = *leaf_of(tree_, ref);
    const auto place = place_of(tree_, session_, ref);
    const Answer meant{.value = value_of(leaf, found.value)};
    if (!place || !fits(leaf, meant, place->view)) return false;
    if (leaf.kind == Kind::text) {
        const kinds::Tables tables{*tree_.regions, *tree_.platforms};
        const kinds::Text text{found.value, found.value};
        if (!kinds::validate(leaf.kind, text, tables, input_.today, limits_of(leaf, place->view)).ok)
            return false;
    }
    const Slot& slot = place->inner().slots[leaf.slot];
    return slot.answer != nullptr && !same_content(*slot.answer, meant);
}

// The answers that a fact may be meant to replace. What is said not to be so tells which of several.
std::vector<Ref> Turn::to_correct(const kinds::Found& found) {
    std::vector<Ref> refs = answered_by(found);
    std::erase_if(refs, [&](const Ref& ref) { return !is_usable(found, ref); });
    const auto is_denied = [&](const Ref& ref) {
        const Slot* slot = slot_of(tree_, session_, ref);
        return std::ranges::any_of(input_.facts, [&](const kinds::Found& other) {
            return other.denied && may_answer(other, *leaf_of(tree_, ref)) &&
                   slot->answer->value == Value(other.value);
        });
    };
    if (std::ranges::any_of(refs, is_denied))
        std::erase_if(refs, [&](const Ref& ref) { return !is_denied(ref); });
    return refs;
}

// The words in which it was said; all of them where nobody knows which.
std::string Turn::words_of(const kinds::Found& found) const {
    if (found.begin >= found.end) return kept_words(input_.raw);
    return kept_words(input_.raw.substr(found.begin, found.end - found.begin));
}

// "No, the patent number is …", at any moment: the answer that it names, or the only one of its kind, is offered to be
// replaced, and the open question waits.
bool Turn::hear_correction() {
    if (!input_.corrects || session_.withdrawn) return false;
    for (std::size_t i = 0; i < input_.facts.size(); ++i) {
        const kinds::Found& found = input_.facts[i];
        if (found.denied || is_new_answer(found)) continue;
        std::vector<Ref> refs = to_correct(found);
        if (refs.empty()) continue;
        if (!spend_free_input()) return true;
        const std::string written = found.doubtful ? words_of(found) : std::string();
        if (refs.size() == 1) {
            offer_correction(refs.front(), found.value, written);
        } else {
            visit().pending = Pending::which;
            visit().removing = false;
            visit().refs = std::move(refs);
            visit().values = {found.value};
            if (!written.empty()) visit().values.push_back(written);
        }
        note_facts(i);
        return true;
    }
    // It is no answer in words either, where it names what was not asked yet.
    const Leaf* leaf = visit().put == Put::leaf ? leaf_of(tree_, asked()) : nullptr;
    const bool worded = leaf != nullptr && leaf->kind == Kind::text && visit().pending == Pending::nothing;
    return worded && take_facts();
}

// "That was wrong", with nothing of what: no answer but where yes or no is asked for. What is looked at, or was just offered, is
// answered anew; elsewhere it is about an earlier answer, and if that is not the last one the person is asked which.
bool Turn::hear_mistake() {
    const Candidate* said = candidate(Meaning::mistake);
    if (said == nullptr || visit().put == Put::nothing || visit().put == Put::ended) return false;
    const Leaf* leaf = visit().put == Put::leaf ? leaf_of(tree_, asked()) : nullptr;
    const bool takes_no = visit().put != Put::done && (leaf == nullptr || leaf->kind == Kind::yes_no);
    if (takes_no && says_no()) return false;
    if (said->what != "last" && leaf != nullptr) {
        if (visit().focus || answered_again_) return wrong("problem.refused", {}), true;
        if (offer_of(tree_, session_, asked()) != OfferReason::none) return false;
        const auto place = place_of(tree_, session_, asked());
        if (leaf->kind == Kind::choice && place && option_meant(*leaf, place->view)) return false;
    }
    if (!spend_free_input()) return true;
    if (said->what == "last")
        back();
    else
        change({.meaning = Meaning::command, .what = "change"}, false);
    return true;
}

// Instead of an answer came a question, or facts for other questions: no mistake, but a free input.
bool Turn::take_facts() {
    const bool told = tell_asked();
    const std::size_t waiting = session_.facts.size();
    const std::size_t noted = note_facts(std::nullopt);
    // "Where do I complain of trademark infringement?" is answered, and no story is begun that could be confirmed.
    constexpr std::size_t question_facts_max = 2;
    if (noted == 0 || (told && input_.facts.size() <= question_facts_max)) return told;
    if ((told || spend_free_input()) && session_.facts.size() > waiting)
        say({"facts.noted", {{"count", static_cast<std::int64_t>(session_.facts.size() - waiting)}}});
    return true;
}

} // namespace plaint::dialogs
