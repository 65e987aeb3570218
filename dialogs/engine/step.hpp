#pragma once

#include "dialogs/engine/session.hpp"
#include "dialogs/engine/tree.hpp"
#include "dialogs/kinds/recognise.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

// One turn: what was said goes in, what is to be said and done comes out. Pure: no clock, no chance, no I/O, no
// language. Text comes in raw, folded, and with what a lexicon found in it; outputs leave as message keys.
namespace plaint::dialogs {

enum class Command : std::uint8_t {
    back,
    repeat,
    change,
    why,
    missing,
    language,
    person,
    stop,
    help,
    add,
    remove,
    withdraw
};
std::optional<Command> command_of(std::string_view name);
std::string_view name_of(Command command);

// What the lexicon of a language says that the words may mean; several may hold at once.
enum class Meaning : std::uint8_t {
    command, // `what` is its name; `targets` and `number` say of what ("change link 2")
    formal,  // `what` is the state's name
    yes,
    no,
    option, // `what` is "PATH.VALUE"
    keep,
    drop,
    confirm,
    locale, // `what` is the locale's id
    target, // a field or group by its name alone; `targets` and `number` say which
    term,   // asks what `what` of the glossary is; empty: what something is that it does not have
    mistake, // nothing but that something was wrong; `what` is "last" where it was the answer before, else empty
    assent, // nothing but courtesy or consent ("all right, thank you"): the answer to no question in words
};
struct Candidate {
    Meaning meaning = Meaning::yes;
    std::string what;
    std::vector<std::string> targets; // paths of fields and groups that are named
    std::optional<std::uint32_t> number;
};

enum class Said : std::uint8_t {
    begin,  // the conversation opens, or comes back: the question is shown again
    resume, // somebody comes back for what is outstanding: a new visit in the same conversation
    words,
    files,
    silence,
    locale,        // the language control was used; `locale` is the new one
    withdraw,      // confirmed elsewhere, with the receipt code
    recording,     // words that people will hear; `value` is the recording's id
    person_failed, // the transfer to a person came to nothing
    note,          // something happened beside the conversation; never stepped
    reopen,        // an officer asks for `reopen` again, with `raw` as the reason; nobody is spoken to
    typed,         // an officer has typed the recording at `to`, as `raw`; nobody is spoken to
    wrong_key,     // of a telephone: one that stands for nothing here
};

// What a telephone line can do besides carrying keys.
struct PhoneLine {
    bool speech = true;   // it recognises words
    bool records = false; // what it records is fetched, and people hear it
    bool number = false;  // the caller's is known, so they can be called back
};

struct Input {
    Said said = Said::words;
    std::string conversation;
    Modality modality = Modality::web;
    Channel channel = Channel::web_chat;
    std::string locale;
    std::int64_t at_ms = 0;  // since 1970-01-01T00:00Z
    kinds::Date today;       // in Asia/Shanghai
    std::string raw, folded; // of words
    std::vector<Candidate> candidates;
    std::vector<Candidate> within;       // options that are named in a short text, none of which is all of it
    std::vector<Candidate> asked;        // options that are questions, where the words ask them
    bool asks = false;                   // the words are a question, whatever it is about
    std::optional<std::uint32_t> number; // of the list, from 1: "the second one"
    std::vector<kinds::Found> facts;
    bool corrects = false; // the words say that something was wrong
    std::string value;     // a control's exact value, e.g. an option; empty when the words were typed
    std::string to;        // path of the question the sender answers, where its protocol says so
    std::vector<FileRef> files;
    std::vector<std::string> reopen; // paths with positions
    bool person_available = false;
    bool person_later = false; // not now, but in the hours that can be told
    PhoneLine line;            // of a call
};

// An answer to be put in words: the renderer knows the words for options, regions, dates and formal answers.
struct Shown {
    std::string path; // of the field, without positions
    kinds::Kind kind = kinds::Kind::text;
    State state = State::value;
    Value value;
    std::string reason;
    bool masked = false;
    bool operator==(const Shown&) const = default;
};

struct Arg;
struct Message {
    std::string key;
    std::vector<Arg> args;
    bool operator==(const Message&) const;
};
struct Arg {
    std::string name;
    std::variant<std::int64_t, std::string, Shown, Blank, std::vector<Message>> value;
    bool operator==(const Arg&) const = default;
};

struct AskOption {
    std::string value;
    std::vector<Message> label; // outermost first: "respondent 1", "link 2", "product link"
    std::optional<Shown> shown; // the present answer, in a review
    std::string section;        // likewise
    bool operator==(const AskOption&) const = default;
};

// The question, for programs: the hint that channels attach to the activity that asks.
struct Ask {
    std::string
        path; // "respondents[0].region", "….confirm", "respondents.more", "review", "outstanding", "change", "after"
    std::string as; // kind by name, or "choice", "yes_no"
    std::vector<AskOption> options;
    May may;
    std::uint32_t attempt = 1;
    std::uint32_t progress_permille = 0;
    std::optional<Shown> offer;    // stands at the question: keep, drop, or a new value
    bool correcting = false;       // the offer is the present answer: keep, or a new value
    std::int64_t min = 0, max = 0; // 0, 0: no limit to tell
    std::string help_key;
    bool operator==(const Ask&) const = default;
};

struct Output {
    Message message;
    std::optional<Ask> ask;
    bool closing = false; // carries the state of the cases
    bool operator==(const Output&) const = default;
};

enum class Effect : std::uint8_t {
    submit, // make or renew the cases from the live answers
    withdraw,
    person,   // hand the conversation to an operator
    callback, // somebody is to call back
    stopped,
    heard, // a recording has become an answer or a message: its sound is to be kept
};

struct StepResult {
    Session session;
    std::vector<Output> outputs;
    std::vector<Effect> effects;
};

// A session that nobody has spoken in. `given` holds fields known beforehand (intake.centre, intake.locale, …).
Session begin_session(const Tree& tree, std::int64_t at_ms, std::map<std::string, std::string> given);

StepResult step(const Tree& tree, Session session, const Input& input);
// The same where the content has changed since `asked` put the session's questions: the input is read under that, and what
// follows uses `tree`. What waited to be confirmed or corrected was put in words that are gone, and is dropped; what this
// input itself begins goes on where its place is still there.
StepResult step(const Tree& asked, const Tree& tree, Session session, const Input& input);

// Whether the person agrees that their data are processed (`intake.consent`), as it stands; nothing while they have not
// said, or are not asked.
std::optional<bool> consent(const Tree& tree, const Session& session);
bool consented(const Tree& tree, const Session& session);
// The same, said on a telephone, whose notice and question speak of recording.
bool consented_by_phone(const Tree& tree, const Session& session);

// Whether somebody reports without a name: of them nothing is kept but what they say themselves, and no number that a call
// comes from.
bool is_anonymous(const Tree& tree, const Session& session);

// The telephone number that was given to be reached at: the agent's, else the complainant's. Empty where there is none.
std::string number_given(const Tree& tree, const Session& session);

// Whether everything that is answered was handed over as it stands, and nothing is open but what a telephone cannot carry.
// Walks to the end for it, so that the live answers can be looked at.
bool is_as_submitted(const Tree& tree, Session& session);

// A live answer in its place, for dossiers and lists: `path` has positions.
struct LiveAnswer {
    std::string path;
    const Leaf* leaf = nullptr;
    Ref ref;
    const Answer* answer = nullptr;
};
// In tree order, as they stand after the walk for `modality`; derived facts are not among them.
std::vector<LiveAnswer> live_answers(const Tree& tree, Session& session);

} // namespace plaint::dialogs
