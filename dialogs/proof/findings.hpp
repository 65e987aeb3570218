#pragma once

#include "dialogs/load/content.hpp"

// What is wrong with a dialog although every file of it can be read, each with the shortest conversation that shows it.
namespace plaint::proof {

// The names in JSON are stable: name_of().
enum class Fault : std::uint8_t {
    incomplete,    // handed over, while a line has not what it needs
    undecided,     // handed over, while nobody was asked what a line hangs on
    not_fulfilled, // handed over, while what must be true is not
    too_few_items,
    unreviewed,    // handed over, with answers that the review did not show
    too_early,     // asked before the gate that stands before it
    needless,      // asked, while no line needs it
    asked_twice,   // one field by two questions
    empty_menu,    // a choice without an option, or a number of one of no items
    never_asked,   // a question that nobody meets
    never_reached, // a submit or an end
    never_true,    // a condition
    always_true,
    never_known,    // a field is read where it cannot have been answered
    other_options,  // than the dictionary has
    undeclared_use, // the dictionary says that a checklist reads the field, but none does
    unrouted,       // handed over, and no body leads it
    two_leads,      // handed over, and two rules each name a lead
    never_applied,  // a rule of routing that no case comes under
    contradictory,  // no conversation at all is possible, so that nothing can be proved
};
std::string_view name_of(Fault fault);

// One thing said in the conversation, at the question `path` ("respondents[0].links.more").
struct Said {
    std::string path;
    kinds::Kind kind = kinds::Kind::yes_no; // of a group's question: yes_no
    dialogs::State state = dialogs::State::value;
    std::string words; // the value in its normal form; for a file its name; empty where the answer is formal
    bool decisive = false; // other answers would have done, but not without this one
};

// "party.role: heir", "right.claims: later, formally"
std::string in_words(const Said& said);

struct Conversation {
    dialogs::Modality modality = dialogs::Modality::web;
    std::vector<Said> said; // in the order of asking
    bool submits = false;   // reviews and hands over; otherwise `asks` is put at its end
    std::string asks;
};

struct Finding {
    Fault fault = Fault::incomplete;
    content::Place place;
    std::string what;                 // one sentence without a full stop
    std::string subject;              // the line, the leaf, the field or the case that it is about
    std::vector<std::uint32_t> items; // positions of the items around it, from 0
    // None where the fault is that there is no conversation, or where it takes more than answers to come there.
    std::optional<Conversation> conversation;
};

// The most inputs of one visit, however it goes, before it ends by itself.
struct Bound {
    dialogs::Modality modality = dialogs::Modality::web;
    std::uint64_t inputs = 0;
};

struct Proof {
    std::string tree;
    std::size_t obligations = 0; // that were proved, or found wanting
    std::size_t goals = 0;       // that had to be possible
    std::vector<Finding> findings;
    std::vector<Bound> bounds;
};

struct ProofOptions {
    bool conversations = true;    // with the shortest conversation for each finding
    std::uint32_t more_items = 0; // of each group are told apart, beyond those that make a difference
};

// Of a tree of this content, against the checklists of the cases that it submits.
Proof prove(const content::Content& content, const dialogs::Tree& tree, const ProofOptions& options = {});

// The parts that belong to one tree, for whoever has no whole content.
struct Subject {
    const dialogs::Tree* tree = nullptr;
    const content::TreePlaces* places = nullptr;
    const content::Fields* fields = nullptr;
    // By index into Tree::cases.
    std::vector<const dialogs::Checklist*> checklists;
    std::vector<const content::ChecklistRules*> rules;
};
Subject subject_of(const content::Content& content, const dialogs::Tree& tree);
Proof prove(const Subject& subject, const ProofOptions& options = {});

} // namespace plaint::proof
