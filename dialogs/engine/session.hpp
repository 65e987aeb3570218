#pragma once

#include "dialogs/engine/answer.hpp"
#include "dialogs/engine/tree.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

// A session is its answers, plus small counters. Where the conversation stands is never stored: it follows.
namespace plaint::dialogs {

// One place where something can be answered: a leaf or a group's closing question, by hash, and the ids of the
// items around it, outermost first. Stable over added and removed items and over edited trees.
struct Ref {
    std::uint32_t what = 0;
    std::uint8_t depth = 0;
    std::array<std::uint32_t, depth_max - 1> items{};
    bool operator==(const Ref&) const = default;
};

struct Slot {
    std::unique_ptr<Answer> answer;
    bool aside = false;          // the walk passed over its leaf; offered again when the leaf is reached
    bool reopened = false;       // asked again although it is answered
    std::vector<Answer> history; // superseded, oldest first, at most history_max
};
inline constexpr std::size_t history_max = 16;

struct Item;

struct GroupState {
    std::vector<Item> items;
    std::vector<Item> withdrawn; // the tail after "no more"; may come back
    std::vector<Item> removed;   // never come back; kept as history
    std::uint32_t next_id = 1;
    std::unique_ptr<Answer> closed; // "no more" or a formal answer
    bool reopened = false;
    bool passed = false; // the walk's, and not stored: only then can conditions see the items
};

// The answers of the whole or of one item. `live` and `derived` belong to the walk and are not stored.
struct Scope {
    std::vector<Slot> slots;
    std::vector<bool> said;
    std::vector<GroupState> groups;
    std::vector<const Answer*> live; // per field: what conditions see
    std::vector<Answer> derived;     // per field: what `let` made

    explicit Scope(const Shape& shape);
};

struct Item {
    std::uint32_t id = 0;
    std::unique_ptr<Answer> begun; // the "yes" that began it; null for the first
    Scope scope;
};

enum class Put : std::uint8_t {
    nothing,
    leaf,        // a question of the tree, or a correction of one
    more,        // whether a group has another item
    outstanding, // whether to give now what was put off on an earlier visit
    review,
    done,  // submitted, nothing open
    ended, // the tree ended without a submission
};

// What a pending confirmation stands for.
enum class Pending : std::uint8_t {
    nothing,
    readback,   // "you said …, is that right?"
    suggestion, // "do you mean …?"
    choose,     // which of several values is meant
    which,      // which of several answers is to be changed or removed
    tail,       // whether the withdrawn items of a group come back
    withdraw,   // whether the whole complaint is to be withdrawn
    correction, // whether a fact of another message, or from another conversation, replaces the answer
    absent,     // what a caller wants instead of a person who is not there
    message,    // what the caller wants to leave for them
    recording,  // whether what is said on this call may be recorded
};

// One conversation: it owns its channel, the question put on it, the focus and the strikes. Visits may overlap.
struct Visit {
    std::uint32_t number = 0;
    std::string conversation;
    Modality modality = Modality::web;
    Channel channel = Channel::web_chat;
    std::uint8_t locale = 0;

    Put put = Put::nothing;
    Ref question;                // of leaf and more
    std::optional<Ref> focus;    // a correction, or a question gone back to
    std::uint32_t back_turn = 0; // of the answer that back has gone to; 0: the focus is none of back's
    Pending pending = Pending::nothing;
    bool removing = false; // `which` asks what to remove, not what to change
    std::vector<std::string>
        values;             // of readback, suggestion, choose; of which: what one of the answers becomes,
                            // and behind it what was written where that does not verify
    std::vector<Ref> refs;  // of which
    std::string refused;    // words that the question put could not use; of a text, folded
    bool may_stand = false; // they are well formed, only that nobody here can vouch for them
    std::uint64_t review_shown = 0; // digest of the answers that the review asked about

    std::uint8_t strikes = 0;  // answers to the question put that could not be used
    std::uint8_t silences = 0; // and how often nothing was said at all
    std::uint16_t strikes_total = 0;
    std::uint16_t free_inputs = 0;
    std::uint8_t exits_used = 0;
    bool outstanding_asked = false;
    bool stopped = false;
    bool may_record = false; // asked in this call, and agreed to
};
inline constexpr std::size_t visits_max = 8; // the longest silent are forgotten; their answers stay

// A fact found in a free message, or a file nobody asked for: waits for its question.
struct Fact {
    kinds::Kind kind = kinds::Kind::text;
    std::string value;
    std::vector<FileRef> files;
    std::uint32_t turn = 0;
    std::vector<std::uint32_t> refused; // leaves for which it was not meant
    std::string path;                   // of the only field that it is meant for; empty: any of its kind
    bool doubtful = false;              // not as it was said, which does not verify
};
inline constexpr std::size_t facts_max = 32;

// The answers to a leaf that is not in the present tree: kept and stored on, so that nothing is lost without a trace.
struct Orphan {
    Ref ref;
    Slot slot;
    bool item_gone =
        false; // with its group; ids of a group that comes back begin anew, so it stays an orphan
};

// What an officer asks for again, and why, in their words: told wherever it is asked.
struct Request {
    std::string reason;
    std::vector<Ref> refs;
};
inline constexpr std::size_t requests_max = 8;

// Where the walk stands, with all it saw on its way. A pure function of the answers and the visit's modality,
// kept because nothing after an answer changes what is before it.
struct Walk {
    struct Frame {
        std::uint32_t group = 0;
        std::uint32_t item = 0; // position
    };
    struct Passed {
        Op op = Op::ask;         // ask; each (an item's beginning); next (a group's closing)
        std::uint32_t index = 0; // Leaf or Group
        Ref ref;
        const Answer* answer = nullptr;
        bool derived = false; // the modality cannot carry the question; no part of the digest
    };
    bool fresh = false;
    std::uint32_t visit =
        0; // number of the visit that walked: what was put off earlier differs between visits
    Modality modality = Modality::web;
    std::uint32_t at = 0; // node
    std::vector<Frame> frames;
    std::vector<Passed> passed;
    std::uint64_t digest = 0; // over all live answers passed
};

struct Session {
    std::vector<std::string> locales;  // that anything was said in
    std::vector<std::string> contents; // content versions that it ran under, the last is the present one
    std::int64_t begun_ms = 0;
    std::uint32_t turn = 0;
    std::uint32_t visits_begun = 0;
    std::map<std::string, std::string> given; // set before the dialog began: intake.centre, intake.channel …
    Scope root;
    std::vector<Visit> visits; // who spoke last stands last
    std::vector<Fact> facts;
    std::vector<Orphan> orphans;
    std::map<std::string, FileRef> recordings; // by id; those that have been fetched
    std::uint64_t reviewed = 0;                // digest that was confirmed
    std::uint64_t submitted = 0;               // digest that was handed over
    std::uint32_t version = 0;                 // of the dossier; 0: never submitted
    bool withdrawn = false;
    std::vector<Request> requests; // that wait for an answer, newest last

    Walk walk;

    explicit Session(const Tree& tree);
    Visit* find_visit(std::string_view conversation);
};

// The locale's index, added when new.
std::uint8_t intern(std::vector<std::string>& names, std::string_view name);

} // namespace plaint::dialogs
