#pragma once

#include "adapters/hotline/limits.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

// The vocabulary of a telephone call, whichever provider carries it: what is heard, what is said, and what is waited for
// then. Adapters of providers translate these words and know nothing else of a conversation.
namespace plaint::hotline {

// What the keys of a caller mean at this moment.
enum class Keys : std::uint8_t {
    menu,      // one key of a list
    entry,     // digits until the hash, or until there are enough
    language,  // of the first menu
    code,      // of the receipt code with which somebody goes on
    offer,     // whether what was said before stays
    recording, // end a recording
    transfer,  // nothing: a person is being called
    last,      // nothing is asked any more; whoever keeps silent is done
    again,     // whatever comes, the present question is put again
    words,     // nothing but the ways out: the answer is said
};

// What the address of a document's action carries, so that the next webhook says what it answers. None of it is believed
// where the session knows better.
struct Mark {
    std::uint64_t turn = 0; // of the session, when the question was put
    std::uint64_t step =
        0;          // number of the conversation's next activity: names the answer, so that a repeat is known
    std::string at; // path of the question
    Keys keys = Keys::menu;
    std::uint32_t page = 0;                   // of a long menu, from 0
    bool more = false;                        // there is a further page
    std::uint32_t choices = options_per_page; // keys from 1 on that were read out on this page
    std::uint32_t tries = 0;                  // at a receipt code
    bool slow = false;                        // the caller needs time: waits are doubled
    std::string language;                     // id of the catalogue, where no turn has said it yet
    std::vector<std::string>
        extra; // what the keys 9, 8, … stand for, or "**" and "*0", as words of the engine: "keep", "later"
    bool operator==(const Mark&) const = default;
};

// Stands among what the keys stand for where a call begins.
inline constexpr std::string_view opening_extra = "opening";

// One piece of speech, in the language of a catalogue.
struct Speech {
    std::string text;
    std::string language; // id of the catalogue: "zh-Hans"
    bool operator==(const Speech&) const = default;
};

struct Gather {
    Mark mark;
    std::uint32_t digits_max = 0; // 0: as many as come before the hash
    bool hash_ends = true;        // false: the hash is a key like any other
    bool speech = false;          // words are heard too
    std::uint32_t wait_seconds = 6;
    std::string language; // that words are heard in
};

// So much silence ends a recording; whoever needs time has twice as much. In one that is longer somebody has spoken.
inline constexpr std::uint32_t record_silence_seconds = 5;

struct Record {
    Mark mark;
    std::uint32_t seconds_max = seconds_of_a_recording.most;
    std::uint32_t silence_seconds = record_silence_seconds;
    std::string keys = "#"; // that end it
};

struct Transfer {
    Mark mark;
    std::string number; // telephone number, or a sip: address
    std::uint32_t ring_seconds = 25;
};

struct HangUp {};

// What a call is answered with: something is said, and then something is waited for. Keys may interrupt what is said
// before a Gather.
struct VoiceTurn {
    std::vector<Speech> says;
    std::variant<HangUp, Gather, Record, Transfer> then;
};

// One event of a call. What is absent is empty.
struct Heard {
    enum class What : std::uint8_t {
        begin,
        keys,
        words,
        recording,
        silence,
        person_came,
        person_failed, // nobody answered the transfer
        nothing,       // the webhook does not say what it answers
    };
    What what = What::begin;
    std::string call;   // conversation id: "twilio:CA12…"
    std::string caller; // number, or empty where it is withheld
    Mark mark;
    std::string keys; // also those that ended a recording and mean something beside that
    std::string words;
    std::string recording, recording_url; // id and address
    std::string account;                  // at the provider, who owns the recording
};

// What a provider's line can do.
struct Abilities {
    bool speech = false;     // it recognises words
    bool recordings = false; // it records, and its recordings can be fetched
};

} // namespace plaint::hotline
