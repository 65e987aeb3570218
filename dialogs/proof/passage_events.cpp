#include "dialogs/proof/passage.hpp"

#include <algorithm>

// What becomes of the sessions, as formulas.
namespace plaint::proof {

using namespace dialogs;

void Passage::meet(Meets what, const std::string& id, Formula met) {
    if (met == never) return;
    const auto known = std::ranges::find_if(
        events_, [&](const Event& event) { return event.what == what && event.id == id; });
    if (known != events_.end())
        known->met = formulas_.either(known->met, met);
    else
        events_.push_back({what, id, met});
}

// The question of the new tree at which a session stands that stood at this one of the old; the next that is left where it
// is gone.
std::size_t Passage::anchor_of(std::size_t question) const {
    for (; question < old_.size(); ++question) {
        if (new_of_[question]) return *new_of_[question];
        const Question& asked = old_.question(question);
        if (asked.group == nullptr) continue;
        const auto group = new_.tree().group_by_hash.find(asked.group->hash);
        if (group == new_.tree().group_by_hash.end()) continue;
        // Behind the items that the new tree wants of itself.
        Side::Key key = old_.keys[question];
        key.count = new_.tree().groups[group->second].min;
        if (const auto after = new_.find(key)) return *after;
    }
    return new_.size();
}

// Who stood at a question or behind it has come past the one before, as long as no question has changed its order.
void Passage::anchor() {
    // Who has answered all before the review may stand there, wherever the new tree has it.
    for (std::size_t i = 0; i <= old_.size(); ++i)
        anchors_.push_back(std::max(anchor_of(i), i < old_.review() ? 0 : new_.review()));
    behind_.assign(new_.size() + 1, never);
    const bool in_order = std::ranges::is_sorted(anchors_);
    for (std::size_t i = old_.size() + 1; i-- > 0;) {
        Formula& here = behind_[anchors_[i]];
        here = in_order ? (i > 0 ? past_[i - 1] : always) : formulas_.either(here, stands_[i]);
    }
    for (std::size_t at = new_.size(); at-- > 0;)
        behind_[at] =
            in_order && behind_[at] != never ? behind_[at] : formulas_.either(behind_[at], behind_[at + 1]);
}

// The question was asked of it, and is not any more.
Formula Passage::lost(std::size_t question) const {
    const auto is = new_of_[question];
    const Formula reached = is ? new_.question(*is).reached : never;
    return formulas_.both(old_.question(question).reached, negation(reached));
}

void Passage::meet_questions() {
    for (std::size_t i = 0; i < new_.size(); ++i) {
        const Question& asked = new_.question(i);
        Formula here = formulas_.both(asked.reached, at_or_behind(i + 1));
        // A menu of which no option stands is not put.
        for (const auto& [question, none] : new_.empty)
            if (question == i) here = formulas_.both(here, negation(none));
        const Formula answered = old_of_[i] ? formulas_.either(had(*old_of_[i]), carried_[i]) : carried_[i];
        const std::string id = id_of(asked);
        meet(Meets::asked, id, formulas_.both(here, negation(answered)));
        meet(Meets::asked_again, id, formulas_.both(here, misfit_[i]));
        meet(Meets::offered_again, id, formulas_.both(here, changed_[i]));
    }
    for (const auto& [question, none] : new_.empty)
        stranded_.push_back({Meets::asked, id_of(new_.question(question)), none});
}

Formula Passage::ended_before(std::size_t at) {
    Formula ended = never;
    for (const Side::Ending& ending : new_.endings)
        if (ending.at <= at) ended = formulas_.either(ended, ending.reached);
    // Nor does anybody come past a question that has no answer, or a menu in which theirs does not stand.
    for (const auto& [question, none] : new_.empty)
        if (question < at) ended = formulas_.either(ended, none);
    for (std::size_t i = 0; i < std::min(at, new_.size()); ++i) {
        const Question& asked = new_.question(i);
        const bool at_times =
            asked.leaf != nullptr &&
            std::ranges::any_of(asked.leaf->options, [](const Option& one) { return one.when.has_value(); });
        if (!at_times) continue;
        Formula answered = never;
        for (const PossibleAnswer& possible : asked.answers)
            answered = formulas_.either(answered, possible.chosen);
        ended = formulas_.either(ended, formulas_.both(asked.reached, negation(answered)));
    }
    return ended;
}

// Whether the new tree has the leaf, in the same group.
bool Passage::is_left(std::size_t question) const {
    const Leaf& leaf = *old_.question(question).leaf;
    const auto found = new_.tree().leaf_by_hash.find(leaf.hash);
    return found != new_.tree().leaf_by_hash.end() &&
           new_.path_of_scope(new_.tree().leaves[found->second].scope) == old_.path_of_scope(leaf.scope);
}

void Passage::meet_answers() {
    for (std::size_t i = 0; i < old_.size(); ++i) {
        const Question& asked = old_.question(i);
        if (asked.leaf == nullptr) continue;
        const Formula content = formulas_.both(had(i), negation(put_off(i)));
        if (!is_left(i)) {
            meet(Meets::gone, asked.leaf->id, content);
            continue;
        }
        const auto is = new_of_[i];
        if (!is) continue;
        const Formula passed_over =
            formulas_.both(negation(new_.question(*is).reached),
                           formulas_.both(at_or_behind(*is + 1), negation(ended_before(*is))));
        meet(Meets::set_aside, asked.leaf->id, formulas_.both(content, passed_over));
    }
}

void Passage::meet_places() {
    for (std::size_t i = 0; i < old_.size(); ++i) {
        const Question& asked = old_.question(i);
        const auto is = new_of_[i];
        const bool waits =
            !is && asked.group != nullptr && new_.tree().group_by_hash.contains(asked.group->hash);
        if (waits) continue;
        const Formula over = ended_before(anchor_of(i));
        meet(Meets::moved_on, id_of(asked),
             formulas_.both(lost(i), formulas_.both(stands_[i], negation(over))));
    }
}

// Whether nobody stands behind the new end who has not come to the old one: then to have come there is to be over.
bool Passage::ended_alike(const Side::Ending& ending, const Side::Ending& old) const {
    if (old.name != ending.name) return false;
    const auto first = std::ranges::find_if(anchors_, [&](std::size_t at) { return at >= ending.at; });
    return old.at <= static_cast<std::size_t>(first - anchors_.begin());
}

void Passage::meet_endings() {
    const Formula at_end = stands_.back();
    for (const Side::Ending& ending : new_.endings) {
        Formula here = ending.reached;
        for (const Side::Ending& old : old_.endings) {
            if (old.name != ending.name) continue;
            const Formula was = ended_alike(ending, old) ? old.reached : formulas_.both(at_end, old.reached);
            here = formulas_.both(here, negation(was));
        }
        meet(Meets::ended, ending.name, formulas_.both(here, at_or_behind(ending.at)));
    }
    for (const Side::Ending& old : old_.endings) {
        Formula on = old.reached;
        for (const Side::Ending& ending : new_.endings)
            if (old.name == ending.name) on = formulas_.both(on, negation(ending.reached));
        meet(Meets::goes_on, old.name, formulas_.both(on, at_end));
    }
}

// What was handed over is another thing when any answer counts that did not, or does not that did, or in another order.
void Passage::meet_review() {
    Formula other = never;
    std::size_t last = 0;
    for (std::size_t i = 0; i < old_.size(); ++i) {
        const auto is = new_of_[i];
        other = formulas_.either(other, lost(i));
        if (!is) continue;
        if (*is < last || (i < old_.review()) != (*is < new_.review())) other = always;
        last = *is;
    }
    for (std::size_t i = 0; i < new_.size(); ++i) {
        const Question& asked = new_.question(i);
        const Formula was =
            old_of_[i] ? formulas_.either(old_.question(*old_of_[i]).reached, carried_[i]) : carried_[i];
        other = formulas_.either(other, formulas_.both(asked.reached, negation(was)));
        other = formulas_.either(other, formulas_.both(asked.reached, misfit_[i]));
        other = formulas_.either(other, formulas_.both(asked.reached, changed_[i]));
    }
    const Formula submitted = formulas_.both(old_.submitted, new_.submitted);
    meet(Meets::reviewed_again, {}, formulas_.both(other, formulas_.both(stands_.back(), submitted)));
}

} // namespace plaint::proof
