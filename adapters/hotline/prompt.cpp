#include "adapters/hotline/prompt.hpp"

#include "adapters/hotline/spoken.hpp"

#include <algorithm>
#include <array>

namespace plaint::hotline {

namespace {

using conversation::Reply;
using dialogs::Ask;
using dialogs::Effect;
using dialogs::State;
using locales::Renderer;

constexpr std::uint32_t menu_seconds = 6;
constexpr std::uint32_t entry_seconds = 10;
constexpr std::uint32_t words_seconds = 8;
constexpr std::uint32_t last_seconds = 5;
constexpr std::uint32_t code_digits = 16;
// From this attempt on only keys are waited for where keys can answer: whoever was not understood twice will not be.
constexpr std::uint32_t keys_only_attempt = 3;

enum class Manner : std::uint8_t { language, menu, entry, words, record };

bool has(const Reply& reply, Effect effect) {
    return std::ranges::find(reply.content.effects, effect) != reply.content.effects.end();
}

// Nobody who cannot answer now is held up: the formal answer that says least, if the question takes one. What somebody
// does not know is not to be supplied later, so where both can be said both are.
std::vector<std::string> ways_out(const Ask& ask) {
    std::vector<std::string> ways;
    for (const State state : {State::later, State::unknown, State::none, State::skip})
        if (allows(ask.may, state)) ways.emplace_back(name_of(state));
    const bool both = allows(ask.may, State::later) && allows(ask.may, State::unknown);
    ways.resize(std::min<std::size_t>(ways.size(), both ? 2 : 1));
    return ways;
}

// Whether the two highest keys are free where the call begins: at a short menu that takes nothing but its options.
bool takes_opening_keys(const Reply& reply) {
    return std::ranges::any_of(reply.content.outputs, [](const dialogs::Output& output) {
        if (!output.ask || output.ask->offer || output.ask->path == "intake.locale") return false;
        const Ask& ask = *output.ask;
        return (ask.as == "choice" || ask.as == "yes_no") && ask.options.size() < key_more &&
               ways_out(ask).empty();
    });
}

std::uint32_t digits_of(std::string_view kind) {
    if (kind == "date") return 8;
    if (kind == "resident_id") return 18;
    if (kind == "gi_number") return 11;
    if (kind == "postal_code") return 6;
    if (kind == "receipt_code") return code_digits;
    return 0;
}

// Whether the answer can be told from "keep it" only by asking for that first: words may be anything, and the keys of a
// number are its digits.
bool is_offered_first(const Ask& ask, const Look& look) {
    const bool is_free = ask.as == "text" || ask.as == "region" || ask.as == "number";
    return ask.offer && is_free && !look.fresh;
}

// Only keys that mean something end a recording: any other would cut people off.
std::string keys_at_recording(std::string_view path, std::size_t ways) {
    if (path == "message") return "#";
    std::string keys = "#*0";
    for (std::size_t i = 0; i < ways; ++i) keys += static_cast<char>('0' + key_extra - i);
    return keys;
}

// What a menu's keys choose from, in the order in which the engine counts them.
std::vector<std::string> labels_of(const Ask& ask, const Renderer& words) {
    std::vector<std::string> labels;
    for (const dialogs::AskOption& option : ask.options) labels.push_back(words.label(option.label));
    if (labels.empty() && ask.as == "yes_no") labels = {words.text("yes"), words.text("no")};
    return labels;
}

} // namespace

struct Prompter::Question {
    const Ask& ask;
    const Renderer& words;
    const std::string& language;
    const Look& look;
};

Speech Prompter::sentence(std::string_view language, std::string_view key) const {
    const std::string& id = library().languages.match(language);
    const locales::Blanks blanks;
    return {spoken(library().renderer(id, dialogs::Modality::voice, blanks).text(key)), id};
}

VoiceTurn Prompter::farewell(std::string_view language, std::string_view key) const {
    return {{sentence(language, key)}, HangUp{}};
}

VoiceTurn Prompter::sorry(Mark mark, std::string_view key) const {
    mark.keys = Keys::again;
    const std::string language = library().languages.match(mark.language);
    return {{sentence(language, key)},
            Gather{.mark = std::move(mark), .digits_max = 1, .wait_seconds = 1, .language = language}};
}

VoiceTurn Prompter::code(Mark mark, std::string_view problem) const {
    mark.keys = Keys::code;
    mark.at = "receipt";
    const std::string language = library().languages.match(mark.language);
    const std::uint32_t wait_seconds = entry_seconds * (mark.slow ? 2U : 1U);
    VoiceTurn turn;
    if (!problem.empty()) turn.says.push_back(sentence(language, problem));
    turn.says.push_back(sentence(language, "voice.code"));
    turn.then = Gather{.mark = std::move(mark),
                       .digits_max = code_digits,
                       .wait_seconds = wait_seconds,
                       .language = language};
    return turn;
}

dialogs::Message Prompter::as_it_is(dialogs::Message message, const locales::Languages& languages) const {
    std::string other = message.key + ".unrecorded";
    if (!can_.recordings && languages.has(other)) message.key = std::move(other);
    return message;
}

VoiceTurn Prompter::turn(const Reply& reply, const Look& look) const {
    const std::string& language = reply.content.locale;
    const Renderer words = reply.edition->renderer(language, dialogs::Modality::voice, reply.blanks);
    VoiceTurn said;
    if (!look.before.empty()) said.says.push_back(sentence(language, look.before));
    const bool opens = look.opening && takes_opening_keys(reply);
    if (opens) {
        said.says.push_back({words.text({"voice.code_key", {{"key", std::int64_t{key_code}}}}), language});
        said.says.push_back({words.text({"voice.slow", {{"key", std::int64_t{key_slow}}}}), language});
    }
    const dialogs::Output* asking = nullptr;
    for (const dialogs::Output& output : reply.content.outputs) {
        if (output.ask) asking = &output;
        if (!output.ask && look.question_alone()) continue;
        // Whoever has not chosen a language yet is asked in all of them.
        if (output.ask && output.ask->path == "intake.locale" && !output.ask->offer)
            say_languages(said);
        else if (!output.ask || !is_offered_first(*output.ask, look))
            said.says.push_back(
                {spoken(words.text(as_it_is(output.message, reply.edition->languages))), language});
    }
    Mark mark{.turn = reply.turn,
              .step = reply.first_activity + reply.content.activity_count(),
              .slow = look.slow,
              .language = language};
    if (has(reply, Effect::person) && !config_.operator_.number.empty()) {
        mark.keys = Keys::transfer;
        said.then = Transfer{.mark = std::move(mark),
                             .number = config_.operator_.number,
                             .ring_seconds = config_.operator_.ring_seconds};
        return said;
    }
    if (asking == nullptr) return close(std::move(said), reply, std::move(mark));
    mark.at = asking->ask->path;
    if (opens) mark.extra.emplace_back(opening_extra);
    return ask(std::move(said), {*asking->ask, words, language, look}, std::move(mark));
}

// Nothing is asked: the call ends, unless a way back was told.
VoiceTurn Prompter::close(VoiceTurn said, const Reply& reply, Mark mark) const {
    const bool done =
        has(reply, Effect::submit) || has(reply, Effect::stopped) || has(reply, Effect::withdraw);
    if (done) {
        said.says.push_back(sentence(reply.content.locale, "voice.goodbye"));
        said.then = HangUp{};
        return said;
    }
    mark.keys = Keys::last;
    said.then = Gather{.mark = std::move(mark),
                       .digits_max = 1,
                       .hash_ends = false,
                       .speech = can_.speech,
                       .wait_seconds = last_seconds,
                       .language = reply.content.locale};
    return said;
}

void Prompter::say_languages(VoiceTurn& said) const {
    const auto& all = library().languages.all();
    const locales::Blanks blanks;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const Renderer words = library().renderer(all[i].id, dialogs::Modality::voice, blanks);
        const auto key = static_cast<std::int64_t>(i + 1);
        said.says.push_back({words.text({"voice.language", {{"key", key}}}), all[i].id});
    }
}

VoiceTurn Prompter::ask(VoiceTurn said, const Question& question, Mark mark) const {
    const Ask& ask = question.ask;
    const std::uint32_t pace = question.look.slow ? 2 : 1;
    const bool in_words = ask.as == "text" || ask.as == "region";
    const bool menu = ask.as == "choice" || ask.as == "yes_no";
    Manner manner = Manner::entry;
    if (ask.path == "intake.locale" && !ask.offer)
        manner = Manner::language;
    else if (menu)
        manner = Manner::menu;
    else if (ask.path == "message" && can_.recordings)
        manner = Manner::record;
    else if (in_words)
        manner = can_.speech || !can_.recordings ? Manner::words : Manner::record;
    const bool speech = can_.speech && (manner == Manner::words || ask.attempt < keys_only_attempt);

    const auto say = [&](const dialogs::Message& message) {
        said.says.push_back({spoken(question.words.text(message)), question.language});
    };
    if (is_offered_first(ask, question.look)) {
        mark.keys = Keys::offer;
        if (ask.correcting) mark.extra = {"keep"};
        say({"voice.offer", {}});
        said.then = Gather{.mark = std::move(mark),
                           .digits_max = 1,
                           .hash_ends = false,
                           .speech = speech,
                           .wait_seconds = menu_seconds * pace,
                           .language = question.language};
        return said;
    }
    const std::vector<std::string> ways = ways_out(ask);
    const auto say_way = [&](std::size_t at, const char* key) {
        if (at >= ways.size()) return;
        say({key,
             {{"label", question.words.text("formal." + ways[at])},
              {"key", static_cast<std::int64_t>(key_extra - at)}}});
    };
    switch (manner) {
    case Manner::language:
    case Manner::menu:
        mark.keys = manner == Manner::language ? Keys::language : Keys::menu;
        if (manner == Manner::menu)
            say_menu(said, question, mark);
        else
            mark.choices = static_cast<std::uint32_t>(library().languages.all().size());
        said.then = Gather{.mark = std::move(mark),
                           .digits_max = 1,
                           .hash_ends = false,
                           .speech = speech,
                           .wait_seconds = menu_seconds * pace,
                           .language = question.language};
        return said;
    case Manner::words:
    case Manner::entry:
        // A number may be keyed in, and a region by its code; a text can only be said.
        mark.keys = ask.as == "text" ? Keys::words : Keys::entry;
        // The engine takes a one for keeping what is offered where that cannot be the answer itself.
        if (ask.offer && !question.look.fresh) say({"voice.offer.keyed", {}});
        mark.extra = ways;
        say_way(0, "voice.stars");
        say_way(1, "voice.star_zero");
        said.then = Gather{.mark = std::move(mark),
                           .digits_max = manner == Manner::entry ? digits_of(ask.as) : 0,
                           .speech = speech,
                           .wait_seconds = (manner == Manner::entry ? entry_seconds : words_seconds) * pace,
                           .language = question.language};
        return said;
    case Manner::record:
        mark.keys = Keys::recording;
        mark.extra = ways;
        for (std::size_t i = 0; i < ways.size(); ++i) say_way(i, "voice.option");
        say({"voice.record", {}});
        said.then = Record{.mark = std::move(mark),
                           .silence_seconds = record_silence_seconds * pace,
                           .keys = keys_at_recording(ask.path, ways.size())};
        return said;
    }
    return said;
}

void Prompter::say_menu(VoiceTurn& said, const Question& question, Mark& mark) const {
    const Ask& ask = question.ask;
    const auto option = [&](const std::string& label, std::int64_t key) {
        said.says.push_back({spoken(question.words.text({"voice.option", {{"label", label}, {"key", key}}})),
                             question.language});
    };
    std::vector<std::string> labels = labels_of(ask, question.words);
    // On the telephone a review is not read out: whoever wants a change is asked which.
    if (ask.path == "review") labels = {labels.front(), question.words.text("command.change")};
    const std::size_t pages = (labels.size() + options_per_page - 1) / options_per_page;
    mark.page = pages == 0 ? 0 : static_cast<std::uint32_t>(question.look.page % pages);
    const std::size_t first = std::size_t{mark.page} * options_per_page;
    for (std::size_t i = first; i < std::min(first + options_per_page, labels.size()); ++i)
        option(labels[i], static_cast<std::int64_t>(i - first + 1));
    mark.more = pages > 1;
    mark.choices = static_cast<std::uint32_t>(std::min(labels.size() - first, std::size_t{options_per_page}));
    if (mark.more) option(question.words.text("voice.more"), key_more);
    if (ask.offer) {
        mark.extra.emplace_back("keep");
        option(question.words.text(ask.correcting ? "focus.keep" : "offer.keep"), key_extra);
    }
    for (const std::string& way : ways_out(ask)) {
        const std::int64_t key = std::int64_t{key_extra} - static_cast<std::int64_t>(mark.extra.size());
        // The key of the further options stays theirs.
        if (mark.more && key == key_more) break;
        mark.extra.push_back(way);
        option(question.words.text("formal." + way), key);
    }
}

} // namespace plaint::hotline
