#include "adapters/hotline/line.hpp"

#include "adapters/webchat/refusal.hpp"
#include "bot/conversation/call_events.hpp"

#include <algorithm>
#include <utility>

namespace plaint::hotline {

namespace {

using conversation::Inbound;
using conversation::Refusal;
using dialogs::Said;
using storage::ConversationId;

constexpr std::uint32_t code_tries_max = 3;
// Calls that do not say where they come from share one budget of wrong receipt codes, which is that of so many.
constexpr std::uint32_t withheld_callers = 10;
// More turns than one call can have: the last of them is the present one.
constexpr std::uint32_t turns_of_a_call_max = 2'000;

// The key as a number from 1 to 9; 0 for any other.
std::size_t key_of(std::string_view keys) {
    return keys.size() == 1 && keys[0] >= '1' && keys[0] <= '9' ? static_cast<std::size_t>(keys[0] - '0') : 0;
}

// What is asked first after the language also takes the keys for a receipt code and for more time.
bool is_opening(const Mark& mark) {
    return mark.keys == Keys::menu && std::ranges::find(mark.extra, opening_extra) != mark.extra.end();
}

bool asks(const conversation::Reply& reply, std::string_view path) {
    return std::ranges::any_of(reply.content.outputs, [&](const dialogs::Output& output) {
        return output.ask && output.ask->path == path;
    });
}

bool is_command(std::string_view keys) { return keys == "0" || keys == "*"; }

} // namespace

Line::Line(Parts parts, Abilities can)
    : parts_(std::move(parts)),
      can_(can),
      prompter_(parts_.conversation.shelf(), parts_.config, can),
      guard_({parts_.store, parts_.clock, parts_.config, parts_.metrics, parts_.server, parts_.server_key}) {}

// The answer's name is the place where it was asked for: whatever comes again for that place is a repeat.
Inbound Line::inbound_of(const Heard& heard) const {
    return {.conversation = ConversationId(heard.call),
            .external_id = "step:" + std::to_string(heard.mark.step),
            .modality = dialogs::Modality::voice,
            .channel = dialogs::Channel::phone,
            .locale = heard.mark.language,
            .to = heard.mark.at,
            .caller = heard.caller,
            .line = {.speech = can_.speech, .records = can_.recordings, .number = !heard.caller.empty()}};
}

void Line::hear(Heard heard, Answered answered) {
    using What = Heard::What;
    if (heard.what == What::begin) {
        Inbound inbound = inbound_of(heard);
        inbound.external_id = "begin";
        inbound.said = Said::begin;
        return receive(std::move(inbound), heard.mark, std::move(answered));
    }
    const Mark& mark = heard.mark;
    const Look look{.slow = mark.slow, .page = mark.page, .opening = is_opening(mark)};
    if (heard.what == What::nothing || mark.keys == Keys::again)
        return present(heard.call, mark, look, std::move(answered));
    switch (heard.what) {
    case What::begin:
    case What::nothing: return;
    case What::keys:
        if (mark.keys == Keys::language) return choose_language(heard, std::move(answered));
        if (mark.keys == Keys::code) return take_code(heard, std::move(answered));
        return take_keys(heard, std::move(answered));
    case What::words: {
        if (mark.keys == Keys::code) return take_code(heard, std::move(answered));
        Inbound inbound = inbound_of(heard);
        inbound.words = std::move(heard.words);
        return receive(std::move(inbound), mark, std::move(answered));
    }
    case What::recording: return take_recording(heard, std::move(answered));
    case What::silence: {
        if (mark.keys == Keys::code) return take_code(heard, std::move(answered));
        if (mark.keys == Keys::last) return answered(prompter_.farewell(mark.language, "voice.goodbye"));
        Inbound inbound = inbound_of(heard);
        inbound.said = Said::silence;
        return receive(std::move(inbound), mark, std::move(answered));
    }
    case What::person_came: return answered({{}, HangUp{}});
    case What::person_failed: {
        Inbound inbound = inbound_of(heard);
        inbound.said = Said::person_failed;
        return receive(std::move(inbound), mark, std::move(answered));
    }
    }
}

// The first menu: a key for each language. Whoever knows that there is one for more time need not wait for it.
void Line::choose_language(const Heard& heard, Answered answered) {
    if (key_of(heard.keys) == key_slow)
        return present(heard.call, heard.mark, {.slow = true}, std::move(answered));
    take_keys(heard, std::move(answered));
}

// A wrong code is told at once and may be tried again; after that the call goes on as a new one. The question behind is
// the one at which it was asked for.
void Line::take_code(const Heard& heard, Answered answered) {
    Mark mark = heard.mark;
    if (heard.keys == "0") {
        Inbound inbound = inbound_of(heard);
        inbound.to.clear();
        inbound.words = heard.keys;
        return receive(std::move(inbound), mark, std::move(answered));
    }
    if (heard.keys == "*" || mark.tries >= code_tries_max)
        return present(heard.call, mark, {.slow = mark.slow, .opening = true}, std::move(answered));
    ++mark.tries;
    const std::string said = !heard.keys.empty() ? heard.keys : heard.words;
    if (said.empty()) return answered(prompter_.code(mark, "silence.1"));
    const auto attempt =
        heard.caller.empty() ? guard_.begin("withheld", withheld_callers) : guard_.begin(heard.caller);
    // The code may be right: the call goes on without it, and a person can be asked for.
    if (!attempt)
        return present(heard.call, mark,
                       {.slow = mark.slow, .opening = true, .before = "refusal.receipts_spent"},
                       std::move(answered));
    Inbound inbound = inbound_of(heard);
    inbound.said = Said::resume;
    inbound.to.clear();
    inbound.receipt = said;
    parts_.conversation.receive(
        std::move(inbound), true,
        [this, attempt, mark, answered = std::move(answered)](std::expected<Reply, Refusal> reply) {
            if (reply)
                return attempt->passed(
                    [this, reply = std::move(*reply), mark, answered] { answer(reply, mark, answered); });
            const auto refuse = [this, mark, answered, refusal = reply.error()] {
                answered(refusal == Refusal::bad_receipt ? prompter_.code(mark, "refusal.bad_receipt")
                                                         : refused(refusal, mark));
            };
            if (reply.error() == Refusal::bad_receipt)
                attempt->failed(refuse);
            else
                attempt->passed(refuse);
        });
}

// Keys as the question put explained them. What they stand for goes to the engine in its own words.
void Line::take_keys(const Heard& heard, Answered answered) {
    const Mark& mark = heard.mark;
    Inbound inbound = inbound_of(heard);
    inbound.words = heard.keys;
    // A key that chooses nothing must not be taken for words, nor for an option that was not read out.
    const auto is_wrong = [&] {
        inbound.said = Said::wrong_key;
        inbound.words.clear();
    };
    const auto stands_for = [&](const std::string& word) {
        inbound.words = word;
        inbound.value = word == "keep" || word == "drop" || word == "no" ? word : "";
    };
    const std::size_t key = key_of(heard.keys);
    const bool is_menu = mark.keys == Keys::menu || mark.keys == Keys::language;
    const Look again{.slow = mark.slow, .page = mark.page, .opening = is_opening(mark)};
    const bool is_entry = mark.keys == Keys::entry || mark.keys == Keys::words;
    if (heard.keys == "#" && !is_entry) return present(heard.call, mark, again, std::move(answered));
    if (is_command(heard.keys)) {
        // Person and back mean the same at every question; an older one than the present is put right by the engine.
    } else if (is_entry && heard.keys == "**" && !mark.extra.empty()) {
        stands_for(mark.extra[0]);
    } else if (is_entry && heard.keys == "*0" && mark.extra.size() > 1) {
        stands_for(mark.extra[1]);
    } else if (mark.keys == Keys::offer && key == 1) {
        stands_for("keep");
    } else if (mark.keys == Keys::offer && key == 2) {
        // What is being corrected is replaced by the new answer itself; what is only offered is dropped first.
        if (!mark.extra.empty())
            return present(heard.call, mark, {.slow = mark.slow, .fresh = true}, std::move(answered));
        stands_for("drop");
    } else if (mark.keys == Keys::menu && mark.more && key == key_more) {
        return present(heard.call, mark, {.slow = mark.slow, .page = mark.page + 1}, std::move(answered));
    } else if (is_opening(mark) && key == key_code) {
        return answered(prompter_.code(mark, {}));
    } else if (is_opening(mark) && key == key_slow) {
        return present(heard.call, mark, {.slow = true, .opening = true}, std::move(answered));
    } else if (key > 0 && key_extra - key < mark.extra.size() &&
               (mark.keys == Keys::menu || mark.keys == Keys::recording)) {
        stands_for(mark.extra[key_extra - key]);
    } else if (mark.keys == Keys::offer || mark.keys == Keys::recording || mark.keys == Keys::words ||
               mark.keys == Keys::last) {
        is_wrong();
    } else if (is_menu && mark.at == "review" && key == 2) {
        stands_for("no");
    } else if (is_menu && key > 0 && key <= mark.choices) {
        inbound.words = std::to_string(mark.page * options_per_page + key);
    } else if (is_menu) {
        is_wrong();
    }
    receive(std::move(inbound), mark, std::move(answered));
}

// What was said is taken. Where the key that ended it means more, that is obeyed then, as a turn of its own name, so that a
// repeat of the webhook finds both.
void Line::take_recording(const Heard& heard, Answered answered) {
    Inbound inbound = inbound_of(heard);
    inbound.said = Said::recording;
    inbound.value = heard.recording;
    inbound.client = conversation::recording_place(heard.account, heard.recording_url);
    if (!is_command(heard.keys)) return receive(std::move(inbound), heard.mark, std::move(answered));
    Inbound key = inbound_of(heard);
    key.external_id += ":key";
    key.to.clear();
    key.words = heard.keys;
    parts_.conversation.receive(
        std::move(inbound), false,
        [this, key = std::move(key), mark = heard.mark,
         answered = std::move(answered)](const std::expected<Reply, Refusal>& reply) {
            if (reply) return receive(key, mark, answered);
            if (reply.error() == Refusal::unknown)
                return hear({.what = Heard::What::begin, .call = key.conversation.text}, answered);
            answered(refused(reply.error(), mark));
        });
}

void Line::receive(Inbound inbound, Mark mark, Answered answered) {
    const std::string call = inbound.conversation.text;
    // Only the call's first event makes a conversation; of another the beginning was lost, and is made up for.
    const bool first = inbound.said == Said::begin;
    parts_.conversation.receive(std::move(inbound), first,
                                [this, call, first, mark = std::move(mark),
                                 answered = std::move(answered)](std::expected<Reply, Refusal> reply) {
                                    if (reply) return answer(*reply, mark, answered);
                                    if (reply.error() == Refusal::unknown && !first)
                                        return hear({.what = Heard::What::begin, .call = call}, answered);
                                    answered(refused(reply.error(), mark));
                                });
}

// Where nothing can be stored the call ends: whoever keeps silent would otherwise be told so for ever.
VoiceTurn Line::refused(Refusal refusal, const Mark& mark) const {
    const std::string_view key = webchat::form_of(refusal).key;
    const bool passes = refusal == Refusal::busy || refusal == Refusal::too_long;
    return passes ? prompter_.sorry(mark, key) : prompter_.farewell(mark.language, key);
}

// A repeat of the last event is answered as that was. Where the call has gone on since, the event is stale.
void Line::answer(const Reply& reply, const Mark& mark, const Answered& answered) {
    // Whoever has just chosen a language is told those keys, and again where the question has to be put again.
    const bool opening = mark.keys == Keys::language || (is_opening(mark) && asks(reply, mark.at));
    const Look look{.slow = mark.slow, .opening = opening};
    if (!reply.repeated) return answered(prompter_.turn(reply, look));
    parts_.conversation.replay(
        reply.conversation, reply.first_activity, turns_of_a_call_max,
        [this, reply, look, answered](std::expected<std::vector<Reply>, storage::Error> since) {
            const bool stale =
                since && !since->empty() && since->back().first_activity != reply.first_activity;
            answered(stale ? prompter_.turn(since->back(), {.slow = look.slow})
                           : prompter_.turn(reply, look));
        });
}

// The question as it was put last; nothing is changed by asking for it.
void Line::present(const std::string& call, const Mark& mark, const Look& look, Answered answered) {
    const std::uint64_t from = mark.step > 0 ? mark.step - 1 : 0;
    parts_.conversation.replay(
        ConversationId(call), from, turns_of_a_call_max,
        [this, call, mark, look,
         answered = std::move(answered)](std::expected<std::vector<Reply>, storage::Error> turns) {
            if (!turns) return answered(prompter_.farewell(mark.language, "refusal.unavailable"));
            if (turns->empty() && mark.step > 0)
                return present(call, {.language = mark.language}, look, answered);
            if (turns->empty()) return hear({.what = Heard::What::begin, .call = call}, answered);
            answered(prompter_.turn(turns->back(), look));
        });
}

void Line::end(const std::string& call, const std::string& caller, std::function<void(bool stored)> ended) {
    Inbound inbound{.conversation = ConversationId(call),
                    .external_id = "end",
                    .modality = dialogs::Modality::voice,
                    .channel = dialogs::Channel::phone,
                    .said = Said::note,
                    .value = std::string(conversation::hang_up),
                    .client = caller};
    parts_.conversation.receive(std::move(inbound), false,
                                // Of a call that nobody knows there is nothing to write down.
                                [ended = std::move(ended)](const std::expected<Reply, Refusal>& reply) {
                                    ended(reply || reply.error() == Refusal::unknown);
                                });
}

} // namespace plaint::hotline
