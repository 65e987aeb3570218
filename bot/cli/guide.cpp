#include "bot/cli/guide.hpp"

#include "dialogs/engine/walk.hpp"
#include "dialogs/kinds/identifier.hpp"

#include <algorithm>
#include <utility>

namespace plaint::cli {

using namespace dialogs;
using kinds::Kind;
using proof::AimKind;
using proof::Deed;
using proof::Slip;

namespace {

// Longer than any conversation that is led somewhere.
constexpr std::size_t inputs_max = 1500;
constexpr std::uint8_t slips_of_a_question = 3;
constexpr int inputs_of_patience_max = 100;
constexpr std::size_t unkept_length = kinds::unverified_length_max + 1;

std::vector<std::uint32_t> positions_in(std::string_view path) {
    std::vector<std::uint32_t> positions;
    for (std::size_t at = path.find('['); at != std::string_view::npos; at = path.find('[', at + 1))
        positions.push_back(static_cast<std::uint32_t>(std::stoul(std::string(path.substr(at + 1)))));
    return positions;
}

// "respondents[0].links[1].url" is of an item of "respondents[].links".
std::string group_around(std::string_view path) {
    std::string group;
    for (std::size_t i = 0; i < path.size(); ++i)
        if (i == 0 || path[i] < '0' || path[i] > '9' || group.back() != '[') group += path[i];
    return group.substr(0, std::min(group.rfind("[]"), group.size()));
}

} // namespace

Guide::Guide(const library::Library& library, const Tree& tree, Recorder& recorder, const proof::Tour& tour,
             std::function<bool(const proof::Aim&)> open)
    : library_(library), tree_(tree), recorder_(recorder), tour_(tour), open_(std::move(open)) {}

std::string Guide::hold(const Setting& setting) {
    talk_.emplace(library_, tree_, setting);
    talk_->watch(this);
    operator_available_ = setting.operator_available;
    text_ = setting.line() + "\n";
    const std::vector<std::string> lines = talk_->begin();
    for (const std::string& line : lines) text_ += line + "\n";
    while (inputs_ < inputs_max && step()) {}
    return std::move(text_);
}

void Guide::before(Session& session, const Input& input) { recorder_.before(session, input); }

void Guide::after(StepResult& result, const Input& input) {
    recorder_.after(result, input);
    const Put put_before = visit_.put;
    visit_ = *result.session.find_visit(input.conversation);
    locale_ = result.session.locales[visit_.locale];
    ask_.reset();
    for (const Output& output : result.outputs)
        if (output.ask) ask_ = output.ask;
    transferred_ = std::ranges::find(result.effects, Effect::person) != result.effects.end();
    const std::string path = path_of(tree_, result.session, visit_.question);
    stop_ = {.what = visit_.question.what, .items = positions_in(path), .count = 0};
    if (const GroupState* state = group_state_of(tree_, result.session, visit_.question))
        stop_.count = static_cast<std::uint32_t>(state->items.size());
    item_is_new_ = put_before == Put::more && visit_.put == Put::leaf && !visit_.focus;
}

bool Guide::say(const std::string& words) {
    ++inputs_;
    text_ += "> " + words + "\n";
    for (const std::string& line : talk_->hear(words)) text_ += line + "\n";
    return true;
}

bool Guide::step() {
    if (visit_.stopped) return come_back();
    if (transferred_) return say("(nobody answers)");
    if (visit_.pending != Pending::nothing) return answer_confirmation();
    switch (visit_.put) {
    case Put::leaf: return at_leaf();
    case Put::more: return at_group();
    case Put::outstanding: return slip() || press(is_open(Deed::took_outstanding) ? "yes" : "no");
    case Put::review: return at_review();
    case Put::ended: return at_end();
    case Put::nothing:
    case Put::done: return false;
    }
    return false;
}

// Another visit: who called calls again.
bool Guide::come_back() {
    if (!is_voice()) return say("(comes back)");
    ++inputs_;
    const std::string line =
        "conversation: call " + std::to_string(++calls_) + "   channel: voice   locale: " + locale_;
    text_ += line + "\n";
    const std::vector<std::string> lines = talk_->turn_to(line).value();
    for (const std::string& said : lines) text_ += said + "\n";
    return true;
}

bool Guide::go_back() { return say(is_voice() ? "*" : "back"); }

bool Guide::answer_confirmation() {
    switch (visit_.pending) {
    case Pending::readback:
        return press(is_open(AimKind::refused, tree_.leaf_by_hash.at(stop_.what)) ? "no" : "yes");
    case Pending::choose: return say("1");
    case Pending::tail: return press(is_open(Deed::dropped_items) ? "no" : "yes");
    case Pending::absent: return press("continue");
    case Pending::correction:
    case Pending::recording: return press("yes");
    default: return press("no");
    }
}

std::uint32_t Guide::question() const {
    switch (visit_.put) {
    case Put::leaf: return tree_.leaf_by_hash.at(stop_.what);
    case Put::more: return proof::question_of_group(tree_, tree_.group_by_hash.at(stop_.what));
    case Put::review: return proof::question_of_review(tree_);
    default: return proof::question_of_outstanding(tree_);
    }
}

// Words that the question can make nothing of.
std::string Guide::unusable() const {
    const Leaf* leaf = visit_.put == Put::leaf ? &tree_.leaves[tree_.leaf_by_hash.at(stop_.what)] : nullptr;
    if (leaf != nullptr && leaf->kind == Kind::text)
        return leaf->limits.min > 1 ? "x" : std::string(static_cast<std::size_t>(leaf->limits.max + 1), 'x');
    // Short words may be kept as they are when something is said for the second time.
    const bool keeps = leaf != nullptr && allows(leaf->may, State::unverified);
    return keeps ? std::string(unkept_length, 'x') : "xyz";
}

bool Guide::slip() {
    for (const Slip by : {Slip::words, Slip::silence, Slip::wrong_key}) {
        if (!is_open(AimKind::left, question(), static_cast<std::uint32_t>(by))) continue;
        return slip_by(by);
    }
    return false;
}

// What was left with an answer is gone back to, so that the tour goes on as it was planned.
bool Guide::slip_by(Slip by) {
    const bool patient = visit_.strikes_total + slips_of_a_question < static_cast<int>(tree_.strikes_max);
    if (!patient) return come_back();
    const proof::Stop at = stop_;
    const Put put = visit_.put;
    for (std::uint8_t i = 0; i < slips_of_a_question; ++i) {
        say(by == Slip::silence ? "(silence)" : by == Slip::wrong_key ? "(wrong key)" : unusable());
        if (visit_.stopped || transferred_ || visit_.put != put || stop_ != at) break;
    }
    const bool left = visit_.put != put || stop_ != at;
    return visit_.stopped || transferred_ || !left || visit_.focus || go_back();
}

bool Guide::at_leaf() {
    const Leaf& leaf = tree_.leaves[tree_.leaf_by_hash.at(stop_.what)];
    if (!ask_) return answer_as_planned(leaf);
    if (visit_.focus) {
        if (std::exchange(keeping_, false)) return say("keep");
        if (is_open(Deed::left_correction)) return slip_by(Slip::words);
        return answer_as_planned(leaf);
    }
    if (ask_->offer && offered_at_ != stop_) {
        const bool replaces =
            is_open(Deed::replaced_offer) && !is_open(Deed::kept_offer) && !is_open(Deed::dropped_offer);
        if (replaces) return answer_as_planned(leaf);
        if (!is_open(Deed::kept_offer) && is_open(Deed::dropped_offer)) return say("drop");
        offered_at_ = stop_;
        return say("keep");
    }
    if (item_is_new_ && tour_of_items()) return true;
    if (!ask_->offer && slip()) return true;
    if (inputs_ > 4 && is_open(Deed::kept_after_back)) {
        keeping_ = true;
        return go_back();
    }
    return answer_as_planned(leaf);
}

bool Guide::at_group() {
    if (visit_.focus && std::exchange(keeping_, false)) return say("keep");
    if (!visit_.focus && slip()) return true;
    const auto* answers = answers_here();
    if (answers == nullptr) return press("no");
    const Answer& planned = answers->front();
    if (!planned.has_value()) return press(name_of(planned.state));
    return press(std::get<bool>(planned.value) ? "yes" : "no");
}

// An item that was just begun is taken back, and begun again.
bool Guide::tour_of_items() {
    if (!is_open(Deed::took_items_back) && !is_open(Deed::dropped_items)) return false;
    for (const std::string_view word : {"no", "yes"}) {
        go_back();
        if (visit_.put != Put::more || !visit_.focus) return true;
        press(word);
    }
    return true;
}

const std::vector<Answer>* Guide::answers_here() const {
    const auto known = tour_.answers.find(stop_);
    return known != tour_.answers.end() ? &known->second : nullptr;
}

// Of answers that are the same to the tree, one that was not given yet.
const Answer* Guide::to_be_given(const Leaf& leaf, const std::vector<Answer>& answers) const {
    if (leaf.kind != Kind::choice || answers.size() < 2) return answers.empty() ? nullptr : &answers.front();
    const auto index = tree_.leaf_by_hash.at(leaf.hash);
    const Answer* given = nullptr;
    for (const Answer& answer : answers) {
        const auto& value = std::get<std::string>(answer.value);
        if (ask_ && std::ranges::find(ask_->options, value, &AskOption::value) == ask_->options.end())
            continue;
        const auto option = std::ranges::find(leaf.options, value, &Option::value) - leaf.options.begin();
        if (is_open(AimKind::answered, index, static_cast<std::uint32_t>(option))) return &answer;
        if (given == nullptr || value == locale_) given = &answer;
    }
    return given;
}

bool Guide::answer_as_planned(const Leaf& leaf) {
    const auto* answers = answers_here();
    const Answer* planned = answers != nullptr ? to_be_given(leaf, *answers) : nullptr;
    if (planned != nullptr) return answer(leaf, *planned);
    if (ask_ && !ask_->options.empty()) return press(ask_->options.front().value);
    if (leaf.kind == Kind::yes_no) return press("yes");
    for (const State state : {State::later, State::skip, State::unknown, State::none})
        if (allows(leaf.may, state)) return press(name_of(state));
    return false;
}

bool Guide::answer(const Leaf& leaf, const Answer& answer) {
    // There is nothing to record as it is before something was given.
    if (answer.state == State::unverified && ask_ && !allows(ask_->may, State::unverified)) say("xyz");
    if (!answer.has_value()) return press(name_of(answer.state));
    if (const auto* yes = std::get_if<bool>(&answer.value)) return press(*yes ? "yes" : "no");
    if (const auto* number = std::get_if<std::int64_t>(&answer.value)) return say(std::to_string(*number));
    if (const auto* files = std::get_if<std::vector<FileRef>>(&answer.value))
        return say("(file: " + files->front().name + ")");
    const auto& text = std::get<std::string>(answer.value);
    return leaf.kind == Kind::choice ? press(text) : say(text);
}

bool Guide::at_review() {
    if (slip() || correct_next() || remove_item() || use_up_patience()) return true;
    const auto exit = [&](proof::Exit one) {
        return is_open(AimKind::exit, static_cast<std::uint32_t>(one));
    };
    const bool person = operator_available_ && exit(proof::Exit::person);
    if ((person || exit(proof::Exit::callback) || exit(proof::Exit::stop)) && exits_tried_ < 4) {
        // By now there is a number to call, and another visit has all its exits before it.
        if (exits_tried_++ == 0) come_back();
        return slip_by(Slip::words);
    }
    const bool puts_off = is_open(Deed::took_outstanding) || is_open(Deed::declined_outstanding) ||
                          is_open(AimKind::left, proof::question_of_outstanding(tree_),
                                  static_cast<std::uint32_t>(Slip::words));
    if (puts_off && calls_at_review_++ < 2) return come_back();
    return press("confirm");
}

// One after the other; each is taken back before the next.
bool Guide::correct_next() {
    if (correction_ == tour_.corrections.size()) return false;
    const proof::Correction& correction = tour_.corrections[correction_];
    const Leaf& leaf = tree_.leaves[tree_.leaf_by_hash.at(correction.at.what)];
    press(proof::with_positions(leaf.path, correction.at.items));
    const bool takes_back = std::exchange(corrected_, !corrected_);
    if (takes_back) ++correction_;
    if (!visit_.focus || stop_ != correction.at) {
        if (!takes_back) ++correction_;
        corrected_ = false;
        return true;
    }
    if (takes_back) return answer_as_planned(leaf);
    const Answer* other = to_be_given(leaf, correction.answers);
    return other != nullptr ? answer(leaf, *other) : answer_as_planned(leaf);
}

bool Guide::remove_item() {
    for (std::uint32_t group = 0; group < tree_.groups.size(); ++group) {
        bool wanted = is_open(AimKind::removed, group);
        for (std::uint32_t leaf = 0; leaf < tree_.leaves.size() && !wanted; ++leaf)
            wanted = is_open(AimKind::set_aside, proof::correction_of_group(tree_, group), leaf);
        if (!wanted || !removed_from_.insert(group).second) continue;
        say("remove");
        if (visit_.pending != Pending::which || !ask_) continue;
        const AskOption* last = nullptr;
        for (const AskOption& option : ask_->options)
            if (group_around(option.value) == tree_.groups[group].path) last = &option;
        return press(last != nullptr ? std::string(last->value) : "no");
    }
    return false;
}

// Twice is not yet too often, and whoever goes back and keeps what stands is asked anew.
bool Guide::use_up_patience() {
    if (!is_open(Deed::used_up_patience) || patience_tried_++ > inputs_of_patience_max) return false;
    const bool last = visit_.strikes_total + 1U >= tree_.strikes_max;
    if (visit_.strikes + 1 < slips_of_a_question || last) return say(unusable());
    keeping_ = true;
    return go_back();
}

// A correction that leads to an end is taken back like any other.
bool Guide::at_end() {
    if (!std::exchange(corrected_, false)) return false;
    ++correction_;
    return go_back();
}

} // namespace plaint::cli
