#include "dialogs/proof/passage.hpp"

#include <algorithm>

namespace plaint::proof {

using namespace dialogs;
using kinds::Kind;

namespace {

bool has_form_of(Kind kind, const Value& value) {
    switch (kind) {
    case Kind::yes_no: return std::holds_alternative<bool>(value);
    case Kind::number: return std::holds_alternative<std::int64_t>(value);
    case Kind::file: return std::holds_alternative<std::vector<FileRef>>(value);
    default: return std::holds_alternative<std::string>(value);
    }
}

const Option* option_of(const Leaf& leaf, const Value& value) {
    const auto* text = std::get_if<std::string>(&value);
    if (leaf.kind != Kind::choice || text == nullptr) return nullptr;
    const auto found = std::ranges::find(leaf.options, *text, &Option::value);
    return found != leaf.options.end() ? &*found : nullptr;
}

// Whether it could be an answer as far as the leaf alone says, as the walk judges it.
bool may_fit(const Leaf& leaf, const Answer& answer) {
    if (!answer.has_value()) return allows(leaf.may, answer.state);
    if (!has_form_of(leaf.kind, answer.value)) return false;
    if (const auto* number = std::get_if<std::int64_t>(&answer.value)) return *number <= leaf.limits.max;
    return leaf.kind != Kind::choice || option_of(leaf, answer.value) != nullptr;
}

bool same_content_of(const Answer& left, const Answer& right) {
    return left.state == right.state && left.value == right.value;
}

// The position among a leaf's choices of the one that stands for the answer.
std::optional<std::size_t> choice_of(const Side& side, const Leaf& leaf, const Answer& answer) {
    const auto index = static_cast<std::uint32_t>(&leaf - side.tree().leaves.data());
    const std::optional<AnswerClass> of =
        side.abstraction.class_of(side.atlas.field(leaf.scope, leaf.field), answer);
    if (!of) return std::nullopt;
    const auto& choices = side.abstraction.choices(index);
    const auto found = std::ranges::find(choices, *of, &Choice::of);
    if (found == choices.end()) return std::nullopt;
    return static_cast<std::size_t>(found - choices.begin());
}

} // namespace

Passage::Passage(Formulas& formulas, const Tree& before, const Tree& after)
    : formulas_(formulas),
      old_alone_(before),
      new_alone_(after),
      old_(formulas, before, {&old_alone_.abstraction, &new_alone_.abstraction}),
      new_(formulas, after, {&old_alone_.abstraction, &new_alone_.abstraction}) {
    auto told_apart = old_.needed;
    for (const auto& [path, items] : new_.needed) told_apart[path] = std::max(told_apart[path], items);
    old_.walk(told_apart, nullptr, nullptr);
    stand();
    say_words();
    new_.walk(
        told_apart,
        [this](std::uint32_t hash, const std::vector<std::uint32_t>& items) { return shared(hash, items); },
        [this](std::size_t question) { carry(question); });
    for (const Side* side : {&old_, &new_}) {
        for (const Formula rule : side->course->rules()) rules_.push_back(rule);
        // What a telephone cannot carry passes there under both trees.
        rules_.push_back(negation(side->course->voice()));
    }
    for (std::size_t i = 0; i < old_.size(); ++i) new_of_.push_back(new_.find(old_.keys[i]));
    anchor();
    meet_questions();
    meet_answers();
    meet_places();
    meet_endings();
    meet_review();
}

// A session has come past some of the questions, and stands at the next one.
void Passage::stand() {
    for (std::size_t i = 0; i < old_.size(); ++i) past_.push_back(formulas_.variable());
    for (std::size_t i = 0; i <= old_.size(); ++i) {
        const Formula come = i > 0 ? past_[i - 1] : always;
        stands_.push_back(i < old_.size() ? formulas_.both(come, negation(past_[i])) : come);
        if (i == old_.size()) break;
        rules_.push_back(formulas_.implies(past_[i], come));
        rules_.push_back(formulas_.implies(stands_[i], old_.question(i).reached));
        // Nobody comes past a menu of which no option stood.
        std::vector<Formula> chosen;
        for (const PossibleAnswer& possible : old_.question(i).answers) chosen.push_back(possible.chosen);
        rules_.push_back(formulas_.implies(had(i), formulas_.one_of(chosen)));
    }
}

Formula Passage::had(std::size_t question) const {
    return formulas_.both(past_[question], old_.question(question).reached);
}

void Passage::add_word(std::vector<Word>& words, Answer answer) {
    for (const Word& known : words)
        if (same_content_of(known.answer, answer)) return;
    words.push_back({std::move(answer), never});
}

// Each answer that either tree can tell from others, in words of its own, by the class that it has in the old one.
void Passage::say_words() {
    words_.resize(old_.size());
    for (std::size_t i = 0; i < old_.size(); ++i) {
        const Question& asked = old_.question(i);
        if (asked.leaf == nullptr) continue;
        std::vector<Word>& words = words_[i];
        for (const PossibleAnswer& possible : asked.answers) add_word(words, possible.answer);
        for (const Option& option : asked.leaf->options)
            if (asked.leaf->kind == Kind::choice) add_word(words, {.value = option.value});
        const auto other = new_.tree().leaf_by_hash.find(asked.leaf->hash);
        if (other != new_.tree().leaf_by_hash.end() &&
            new_.tree().leaves[other->second].kind == asked.leaf->kind)
            for (const Choice& choice : new_.abstraction.choices(other->second))
                if (may_fit(*asked.leaf, choice.answer)) add_word(words, choice.answer);
        std::vector<std::vector<Formula>> of_choice(asked.answers.size());
        for (Word& word : words) {
            const auto choice = choice_of(old_, *asked.leaf, word.answer);
            if (!choice) continue;
            word.said = formulas_.variable();
            rules_.push_back(formulas_.implies(word.said, asked.answers[*choice].chosen));
            of_choice[*choice].push_back(word.said);
        }
        for (std::size_t choice = 0; choice < of_choice.size(); ++choice)
            rules_.push_back(
                formulas_.implies(asked.answers[choice].chosen, formulas_.one_of(of_choice[choice])));
    }
}

// Whether both tell the same answers apart, whatever else was said.
bool Passage::same_answers(const Leaf& old_leaf, const Leaf& new_leaf) const {
    const auto plain = [](const Leaf& leaf) {
        return std::ranges::none_of(leaf.options,
                                    [](const Option& option) { return option.when.has_value(); });
    };
    const auto same = [](const auto& left, const auto& right) {
        return same_content_of(left.answer, right.answer);
    };
    return old_leaf.kind == new_leaf.kind && plain(old_leaf) && plain(new_leaf) &&
           std::ranges::equal(old_.abstraction.choices(old_.tree().leaf_by_hash.at(old_leaf.hash)),
                              new_.abstraction.choices(new_.tree().leaf_by_hash.at(new_leaf.hash)), same) &&
           std::ranges::equal(old_leaf.options, new_leaf.options, {}, &Option::value, &Option::value);
}

// Where a question is the same in both trees, its answer is the same variable: either it was given, or nobody has asked
// for it yet, and then what will be said is as free as what was. So what follows from equal answers is the same formula.
Course::Drawn Passage::shared(std::uint32_t hash, const std::vector<std::uint32_t>& items) {
    const Tree& before = old_.tree();
    const Tree& after = new_.tree();
    const auto drawn = old_.course->drawn(hash, items);
    if (!drawn) return std::nullopt;
    const auto leaf = after.leaf_by_hash.find(hash);
    if (leaf != after.leaf_by_hash.end()) {
        const auto from = old_.find({hash, items, 0});
        const Leaf& asked = after.leaves[leaf->second];
        const bool same = from && same_answers(*old_.question(*from).leaf, asked) &&
                          about_changed(asked, items, *from) == never;
        return same ? drawn : std::nullopt;
    }
    const auto group = after.group_by_hash.find(hash);
    if (group != after.group_by_hash.end()) {
        const auto known = before.group_by_hash.find(hash);
        const Group& is = after.groups[group->second];
        const Group& was = before.groups[known->second];
        const bool same = is.min == was.min && is.max == was.max && is.may == was.may;
        return same ? drawn : std::nullopt;
    }
    // Known before the dialog began: the same as far as both tell the same of it apart.
    for (const std::uint32_t given : after.given) {
        const Field& field = after.fields[given];
        const auto known = before.field_by_path.find(field.path);
        if (field.hash != hash || known == before.field_by_path.end()) continue;
        const bool same = std::ranges::equal(old_.abstraction.classes(known->second),
                                             new_.abstraction.classes(given), same_content_of);
        return same ? drawn : std::nullopt;
    }
    return std::nullopt;
}

// An answer goes on to count where it still fits and what it is about is the same; else the question is open, and what
// will be answered to it is anything.
void Passage::carry(std::size_t question) {
    const Question& asked = new_.question(question);
    const Side::Key& key = new_.keys[question];
    old_of_.push_back(old_.find(key));
    carried_.push_back(never);
    misfit_.push_back(never);
    changed_.push_back(never);
    if (asked.leaf != nullptr)
        asking_[{new_.atlas.field(asked.leaf->scope, asked.leaf->field), asked.items}].push_back(question);
    const auto from = old_of_.back();
    const auto drawn = old_.course->drawn(key.hash, key.items);
    shares_.push_back(from && drawn == new_.course->drawn(key.hash, key.items));
    if (shares_.back()) {
        carried_.back() = had(*from);
    } else if (from) {
        const Carried kept =
            asked.leaf != nullptr ? carried_leaf(question, *from) : carried_group(question, *from);
        const Formula fits = formulas_.both(had(*from), kept.fits);
        misfit_.back() = formulas_.both(had(*from), negation(kept.fits));
        const Formula may_change =
            asked.leaf != nullptr ? about_changed(*asked.leaf, asked.items, *from) : never;
        // What was put off is about nothing yet.
        if (may_change != never)
            changed_.back() = formulas_.both(formulas_.both(fits, negation(put_off(*from))),
                                             formulas_.both(may_change, formulas_.variable()));
        carried_.back() = formulas_.both(fits, negation(changed_.back()));
        for (const auto& [said, then] : kept.becomes)
            rules_.push_back(formulas_.implies(formulas_.both(carried_.back(), said), then));
    } else if (asked.group != nullptr) {
        carried_.back() = begun(question);
        rules_.push_back(formulas_.implies(carried_.back(), asked.answers.front().chosen));
    }
    const bool grown = asked.group != nullptr && key.count == asked.group->min && !shares_.back();
    if (grown) carried_.back() = formulas_.either(carried_.back(), closed_before(question));
}

// "No more" that was said when there were fewer items than there have to be now: it counts for those that begin by
// themselves too.
Formula Passage::closed_before(std::size_t question) {
    const Question& asked = new_.question(question);
    Side::Key key = new_.keys[question];
    Formula closed = never;
    while (key.count-- > 0) {
        const auto from = old_.find(key);
        if (!from) continue;
        for (const PossibleAnswer& was : old_.question(*from).answers) {
            const auto is = std::ranges::find_if(asked.answers, [&](const PossibleAnswer& one) {
                return same_content_of(one.answer, was.answer);
            });
            if (is == asked.answers.end() || is == asked.answers.begin()) continue;
            const Formula said = formulas_.both(had(*from), was.chosen);
            rules_.push_back(formulas_.implies(said, is->chosen));
            closed = formulas_.either(closed, said);
        }
    }
    return closed;
}

Passage::Carried Passage::carried_leaf(std::size_t question, std::size_t from) {
    const Question& asked = new_.question(question);
    Carried kept;
    for (const Word& word : words_[from]) {
        if (word.said == never || !may_fit(*asked.leaf, word.answer)) continue;
        const Formula stands = new_.stands(question, option_of(*asked.leaf, word.answer.value));
        const Formula said = formulas_.both(word.said, stands);
        kept.fits = formulas_.either(kept.fits, said);
        if (const auto choice = choice_of(new_, *asked.leaf, word.answer))
            kept.becomes.emplace_back(said, asked.answers[*choice].chosen);
    }
    return kept;
}

// Another item, no more, and then the formal answers.
Passage::Carried Passage::carried_group(std::size_t question, std::size_t from) {
    const Question& asked = new_.question(question);
    Carried kept;
    for (const PossibleAnswer& was : old_.question(from).answers) {
        const auto is = std::ranges::find_if(asked.answers, [&](const PossibleAnswer& one) {
            return same_content_of(one.answer, was.answer);
        });
        if (is == asked.answers.end()) continue;
        kept.fits = formulas_.either(kept.fits, was.chosen);
        kept.becomes.emplace_back(was.chosen, is->chosen);
    }
    return kept;
}

// An item that began by itself under the old tree, where the new one asks whether there is one.
Formula Passage::begun(std::size_t question) {
    const Side::Key& key = new_.keys[question];
    std::vector<std::uint32_t> within = key.items;
    within.push_back(static_cast<std::uint32_t>(key.count));
    const std::string path = new_.question(question).group->path + "[]";
    Formula reached = never;
    Formula come = never;
    for (std::size_t i = 0; i < old_.size(); ++i) {
        const Question& asked = old_.question(i);
        const std::string& asked_path = asked.leaf != nullptr ? asked.leaf->path : asked.group->path;
        const bool inside = asked_path.starts_with(path) && asked.items.size() >= within.size() &&
                            std::equal(within.begin(), within.end(), asked.items.begin());
        if (!inside) continue;
        if (reached == never && i > 0) come = past_[i - 1];
        reached = formulas_.either(reached, asked.reached);
    }
    return formulas_.both(come, reached);
}

// Whether what is asked there is another thing than what was answered, to somebody who came to `until` in the old tree.
Formula Passage::asked_anew(std::size_t question, std::size_t until) {
    const Formula reached = new_.question(question).reached;
    const auto from = old_of_[question];
    if (!from) return formulas_.both(reached, negation(carried_[question]));
    // Whoever came there has come past all that stands before it.
    const Formula was = *from < until ? old_.question(*from).reached : had(*from);
    const Formula other = formulas_.either(misfit_[question], changed_[question]);
    return formulas_.either(formulas_.both(reached, negation(was)), formulas_.both(reached, other));
}

Formula Passage::derived_otherwise(const Field& field, const std::vector<std::uint32_t>& items,
                                   std::size_t until) {
    const Let& let = new_.tree().lets[*field.let];
    const Field* was = old_.tree().field(field.path);
    const auto paths = [](const Tree& tree, const Let& one) {
        std::vector<std::string> all;
        for (const std::uint32_t source : one.of_fields) all.push_back(tree.fields[source].path);
        return all;
    };
    if (was == nullptr || !was->let) return always;
    const Let& old_let = old_.tree().lets[*was->let];
    if (old_let.function != let.function || paths(old_.tree(), old_let) != paths(new_.tree(), let))
        return always;
    Formula some = never;
    for (const std::uint32_t source : let.of_fields)
        some = formulas_.either(some, changed(source, items, until));
    return some;
}

// Whether the field can have another value than it had: it is asked anew, or derived otherwise.
Formula Passage::changed(std::uint32_t field, const std::vector<std::uint32_t>& items, std::size_t until) {
    const Field& what = new_.tree().fields[field];
    std::vector<std::uint32_t> around = items;
    around.resize(std::min(items.size(), std::size_t{what.ref.depth}));
    if (what.let) return derived_otherwise(what, around, until);
    Formula some = never;
    const auto asking = asking_.find({field, around});
    if (asking == asking_.end()) return some;
    for (const std::size_t question : asking->second)
        some = formulas_.either(some, asked_anew(question, until));
    return some;
}

Formula Passage::about_changed(const Leaf& leaf, const std::vector<std::uint32_t>& items, std::size_t from) {
    Formula some = never;
    for (const About& about : leaf.about) {
        const auto& before = old_.question(from).leaf->about;
        if (std::ranges::find(before, about.hash, &About::hash) == before.end()) continue;
        if (!about.items) {
            some = formulas_.either(some, changed(new_.atlas.field(leaf.scope, about.field), items, from));
            continue;
        }
        // The group has other items where one begins, or where it is asked about anew.
        const Group& group = new_.tree().groups[new_.atlas.group(leaf.scope, about.field)];
        const auto was = old_.tree().group_by_hash.find(group.hash);
        if (was == old_.tree().group_by_hash.end() || old_.tree().groups[was->second].min < group.min)
            return always;
        for (std::size_t i = 0; i < carried_.size(); ++i)
            if (new_.question(i).group == &group) some = formulas_.either(some, asked_anew(i, from));
    }
    return some;
}

Formula Passage::put_off(std::size_t question) const {
    for (const Word& word : words_[question])
        if (word.answer.state == State::later) return word.said;
    return never;
}

const Answer* Passage::said(std::size_t question, const Model& model) const {
    for (const Word& word : words_[question])
        if (model.holds(word.said)) return &word.answer;
    for (const PossibleAnswer& possible : old_.question(question).answers)
        if (model.holds(possible.chosen)) return &possible.answer;
    return nullptr;
}

std::string Passage::id_of(const Question& question) const {
    return question.leaf != nullptr ? question.leaf->id : question.group->path + ".more";
}

} // namespace plaint::proof
