#include "tests/recovery/complainant.hpp"

#include "bot/conversation/call_events.hpp"
#include "bot/support/crypto.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace plaint::tests {
namespace {

using conversation::Refusal;
using conversation::Reply;
using dialogs::Ask;
using dialogs::Modality;
using dialogs::Said;
using dialogs::State;

constexpr support::Millis second = 1'000;
constexpr std::size_t lines_max = 3;

// What keeps a complaint short, and the two dates in their order.
const std::map<std::string, std::string, std::less<>> usual{{"case.wish", "complain"},
                                                            {"case.matter", "patent_infringement"},
                                                            {"case.urgent", "ordinary"},
                                                            {"party.role", "owner"},
                                                            {"complainant.kind", "person"},
                                                            {"complainant.foreign", "no"},
                                                            {"prior.platform_complaint", "no"},
                                                            {"prior.lawsuit", "no"},
                                                            {"prior.arbitration", "no"},
                                                            {"prior.other_body", "no"},
                                                            {"right.invalidation_pending", "no"},
                                                            {"scope.extras_wanted", "no"},
                                                            {"scope.cross_border", "no"},
                                                            {"right.co_owned", "no"},
                                                            {"right.filing_date", "2014-01-08"},
                                                            {"right.grant_date", "2014-07-02"},
                                                            {"right.patent_number", "ZL201430009113.9"},
                                                            {"intake.consent", "yes"},
                                                            {"intake.consent_sensitive", "yes"},
                                                            {"declaration.no_litigation", "yes"},
                                                            {"declaration.truth", "yes"}};

// An event of a call is named by the place where it was asked for.
std::string step_name(std::uint64_t step) { return "step:" + std::to_string(step); }

} // namespace

Complainant::Complainant(World& world)
    : chance_(world.chance()),
      person_(world.library().tree(), world.chance()),
      named_(chance_.permille(800) ? 1000 : 700),
      formal_(static_cast<unsigned>(chance_.below(600))),
      more_(static_cast<unsigned>(chance_.below(150))),
      commands_(static_cast<unsigned>(chance_.below(60))),
      files_(static_cast<unsigned>(chance_.below(15))),
      mistakes_(static_cast<unsigned>(chance_.below(40))),
      usual_(chance_.permille(800) ? 990 : 600),
      patience_(chance_.permille(850) ? 1 : 3) {}

void Complainant::act(World& world) {
    if (lines_.empty() && world.closing()) return;
    if (lines_.empty()) lines_.push_back(new_line(world, false));
    Line& line = chance_.one_of(lines_);
    for (std::size_t at = 0; at < line.pending.size(); ++at)
        if (line.pending[at].again_at <= world.now()) return again(world, line, at);
    if (line.is_over) {
        if (line.pending.empty()) lines_.erase(lines_.begin() + (&line - lines_.data()));
        return;
    }
    if (!line.begun) {
        if (line.pending.empty()) write(world, line, begin(line));
        return;
    }
    if (world.closing()) {
        if (line.asked_last || !line.pending.empty()) return;
        line.asked_last = true;
        Message last;
        last.inbound.words = "what is missing";
        if (line.is_call()) last.inbound.external_id = step_name(line.step);
        return write(world, line, std::move(last));
    }
    if (line.pending.size() >= patience_) return;
    if (!receipt_.empty() && lines_.size() < lines_max && chance_.permille(8)) {
        lines_.push_back(new_line(world, true));
        return;
    }
    const bool tires = line.is_call() && !line.ask && !line.joins && chance_.permille(300);
    if (line.is_call() && line.pending.empty() && (tires || chance_.permille(6))) return hang_up(world, line);
    Message message = say(world, line);
    if (line.is_call()) call(message, line);
    write(world, line, std::move(message));
}

bool Complainant::waits() const {
    return std::ranges::any_of(lines_,
                               [](const Line& line) { return !line.pending.empty() || !line.asked_last; });
}

Complainant::Line Complainant::new_line(World& world, bool joins) {
    const bool calls = chance_.permille(joins ? 400 : 250);
    return {.id = storage::ConversationId((calls ? "call:" : "directline:") + world.new_name()),
            .modality = calls ? Modality::voice : Modality::web,
            .joins = joins};
}

// A message without a name cannot be told from its repeat, so it is not repeated.
void Complainant::again(World& world, Line& line, std::size_t at) {
    Pending& pending = line.pending[at];
    if (world.promises().message(pending.message).inbound.external_id.empty()) {
        line.pending.erase(line.pending.begin() + static_cast<std::ptrdiff_t>(at));
        return;
    }
    pending.again_at = world.now() + chance_.between(2 * second, 60 * second);
    world.send(*this, pending.message);
}

void Complainant::write(World& world, Line& line, Message message) {
    conversation::Inbound& inbound = message.inbound;
    inbound.conversation = line.id;
    inbound.modality = line.modality;
    inbound.channel = line.is_call() ? dialogs::Channel::phone : dialogs::Channel::web_chat;
    inbound.line.records = line.is_call();
    inbound.locale = "en";
    if (!line.is_call() && chance_.permille(named_)) inbound.external_id = "m" + std::to_string(++written_);
    const std::size_t number = world.promises().wrote(std::move(message));
    line.pending.push_back({number, world.now() + chance_.between(5 * second, 90 * second)});
    world.send(*this, number);
}

Message Complainant::begin(const Line& line) const {
    Message message;
    // A call begins as any other; the code is keyed in at its first menu.
    const bool joins = line.joins && !line.is_call();
    message.inbound.said = joins ? Said::resume : Said::begin;
    if (joins) message.inbound.receipt = receipt_;
    if (line.is_call()) message.inbound.external_id = "begin";
    message.may_begin = !joins;
    return message;
}

Message Complainant::say(World& world, const Line& line) {
    constexpr std::array<std::string_view, 10> commands{"back",   "back",   "change", "missing",      "help",
                                                        "repeat", "remove", "add",    "change phone", "why"};
    Message message;
    if (chance_.permille(commands_)) {
        message.inbound.words = chance_.one_of(commands);
        if (chance_.permille(20)) message.inbound.words = "stop";
        if (chance_.permille(10)) message.inbound.words = "withdraw";
    } else if (chance_.permille(files_)) {
        attach(message);
    } else if (chance_.permille(mistakes_)) {
        message.inbound.words = chance_.permille(500) ? "?" : chance_.digits(13);
    } else if (chance_.permille(6)) {
        message.inbound.said = chance_.permille(500) ? Said::resume : Said::begin;
    } else if (line.ask) {
        answer(message, *line.ask);
    } else {
        say_unasked(message);
    }
    if (!receipt_.empty() && chance_.permille(20)) world.receipts.push_back(receipt_);
    return message;
}

// What is said into a telephone: keys, a recording, nothing at all. Now and then it belongs to an older question.
void Complainant::call(Message& message, Line& line) {
    conversation::Inbound& inbound = message.inbound;
    const bool is_old = line.step > 0 && chance_.permille(20);
    inbound.external_id = step_name(is_old ? chance_.below(line.step) : line.step);
    if (chance_.permille(800)) inbound.caller = "+8613800138000";
    if (line.joins && !receipt_.empty()) {
        inbound = {.conversation = {},
                   .external_id = inbound.external_id,
                   .said = Said::resume,
                   .receipt = chance_.permille(100) ? chance_.digits(16) : receipt_,
                   .caller = inbound.caller};
        message.uploads.clear();
        message.may_begin = true;
    } else if (std::exchange(line.is_transferred, false)) {
        inbound = {.conversation = {},
                   .external_id = inbound.external_id,
                   .said = Said::person_failed,
                   .caller = inbound.caller};
        message.uploads.clear();
    } else if (inbound.said == Said::words && line.ask) {
        key(message, *line.ask);
        if (is_old) inbound.to = line.asked_before;
    }
    // Nothing is sent up a telephone line.
    if (inbound.said == Said::files) {
        inbound.said = Said::silence;
        inbound.files.clear();
        message.uploads.clear();
    }
}

void Complainant::key(Message& message, const Ask& ask) {
    conversation::Inbound& inbound = message.inbound;
    inbound.to = ask.path;
    const bool in_words = ask.as == "text" || ask.as == "region";
    if (chance_.permille(20)) {
        inbound.said = Said::silence;
    } else if (chance_.permille(40)) {
        inbound.words = chance_.permille(400) ? "0" : "*";
    } else if (in_words && chance_.permille(500)) {
        inbound.said = Said::recording;
        inbound.value = "RE" + std::to_string(++recorded_) + chance_.digits(6);
        inbound.client =
            conversation::recording_place("", "https://recordings.example.cn/" + inbound.value + ".wav");
    } else if (ask.as == "choice" && !ask.options.empty() && chance_.permille(300)) {
        inbound.words = std::to_string(1 + chance_.below(ask.options.size()));
    } else {
        return;
    }
    if (inbound.said != Said::recording) inbound.value.clear();
    if (inbound.said != Said::words) inbound.words.clear();
}

void Complainant::hang_up(World& world, Line& line) {
    Message message;
    message.inbound.external_id = "end";
    message.inbound.said = Said::note;
    message.inbound.value = conversation::hang_up;
    line.is_over = line.asked_last = true;
    write(world, line, std::move(message));
}

// Once submitted, or when nothing is asked.
void Complainant::say_unasked(Message& message) {
    constexpr std::array<std::string_view, 7> words{
        "change phone",    "change phone", "change address", "change the name", "add papers",
        "what is missing", "yes"};
    message.inbound.words = chance_.one_of(words);
    if (chance_.permille(100)) message.inbound.said = Said::resume;
    if (chance_.permille(100)) attach(message);
}

void Complainant::answer(Message& message, const Ask& ask) {
    conversation::Inbound& inbound = message.inbound;
    if (chance_.permille(300)) inbound.to = ask.path;
    if (ask.offer && chance_.permille(ask.correcting ? 100 : 700)) {
        inbound.words = "keep";
        return;
    }
    std::vector<std::string> formal;
    for (const State state : {State::later, State::none, State::unknown, State::skip})
        if (allows(ask.may, state)) formal.emplace_back(name_of(state));
    if (allows(ask.may, State::unverified) && ask.attempt > 1) formal.emplace_back("record as it is");
    if (!formal.empty() && chance_.permille(ask.attempt > 1 ? 700 : formal_)) {
        inbound.words = chance_.one_of(formal);
        return;
    }
    if (const auto known = usual.find(ask.path); known != usual.end() && chance_.permille(usual_)) {
        inbound.words = known->second;
        if (ask.as == "choice") inbound.value = known->second;
        return;
    }
    if (ask.path == "review") {
        inbound.words = "confirm";
        if (!ask.options.empty() && chance_.permille(150))
            inbound.words = inbound.value = chance_.one_of(ask.options).value;
    } else if (ask.as == "yes_no") {
        const unsigned yes = ask.path.ends_with(".more") ? more_ : ask.path == "outstanding" ? 900 : 500;
        inbound.words = chance_.permille(ask.path.ends_with(".confirm") ? 900 : yes) ? "yes" : "no";
    } else if (ask.as == "choice") {
        inbound.words = inbound.value =
            ask.options.empty() ? "1" : std::string(chance_.one_of(ask.options).value);
    } else if (ask.as == "file") {
        attach(message);
    } else {
        inbound.words =
            person_.value_of(kinds::kind_of(ask.as).value_or(kinds::Kind::text), ask.min, ask.max);
    }
}

void Complainant::attach(Message& message) {
    message.inbound.said = Said::files;
    for (std::size_t left = 1 + chance_.below(2); left > 0; --left) {
        const std::string name = chance_.digits(6) + ".png";
        const std::string bytes = "the picture " + name;
        message.inbound.files.push_back({support::sha256_hex(bytes), name, "image/png", bytes.size()});
        message.uploads.push_back(bytes);
    }
}

void Complainant::heard(World& world, std::size_t message, const std::expected<Reply, Refusal>& outcome) {
    const auto is_meant = [&](const Pending& pending) { return pending.message == message; };
    const auto line = std::ranges::find_if(
        lines_, [&](const Line& one) { return std::ranges::any_of(one.pending, is_meant); });
    if (line == lines_.end()) return; // heard before
    if (!outcome) {
        // Whatever else it is, the same is said again after a while.
        const bool gone = outcome.error() == Refusal::unknown && line->begun;
        const bool wrong_code = outcome.error() == Refusal::bad_receipt;
        if (wrong_code && line->is_call()) {
            // After too many tries the call goes on as a new one.
            std::erase_if(line->pending, is_meant);
            line->joins = chance_.permille(700);
        } else if (gone || wrong_code) {
            lines_.erase(line);
        }
        return;
    }
    std::erase_if(line->pending, is_meant);
    line->begun = true;
    if (!world.promises().message(message).inbound.receipt.empty()) line->joins = false;
    if (!line->joins) receipt_ = outcome->blanks.receipt;
    if (outcome->first_activity < line->seen) return;
    line->seen = outcome->first_activity;
    line->step = outcome->first_activity + outcome->content.activity_count();
    const auto has = [&](dialogs::Effect effect) {
        return std::ranges::find(outcome->content.effects, effect) != outcome->content.effects.end();
    };
    line->is_transferred = line->is_call() && has(dialogs::Effect::person);
    // It has come to its end; the next complaint is another one.
    const auto ends = [](const dialogs::Output& output) { return output.message.key == "session.over"; };
    if (std::ranges::any_of(outcome->content.outputs, ends)) return lines_.clear();
    for (const dialogs::Output& output : outcome->content.outputs) {
        if (output.closing) line->ask.reset();
        if (!output.ask) continue;
        if (line->ask) line->asked_before = line->ask->path;
        line->ask = output.ask;
    }
    if (has(dialogs::Effect::stopped)) line->ask.reset();
    if (!world.closing() && lines_.size() > 1 && chance_.permille(3)) lines_.erase(line);
}

} // namespace plaint::tests
