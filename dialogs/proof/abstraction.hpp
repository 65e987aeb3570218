#pragma once

#include "dialogs/load/content.hpp"
#include "dialogs/proof/atlas.hpp"
#include "dialogs/proof/probe.hpp"

#include <map>

// Of the answers to a field, only what something can tell apart: the constants in conditions, the rest, what a derivation
// makes of them, and each formal answer. Every class has an answer that stands for it and that a person could give.
namespace plaint::proof {

// What one submitted kind of case demands.
struct Demands {
    const dialogs::Checklist* checklist = nullptr;
    const content::ChecklistRules* rules = nullptr;
};

// The formal answers come first, in the order of `State`.
using AnswerClass = std::uint32_t;
inline constexpr AnswerClass formal_classes = 5;
inline AnswerClass class_of(dialogs::State state) { return static_cast<AnswerClass>(state) - 1; }

// What a leaf may be answered with, in words of its own.
struct Choice {
    AnswerClass of = 0;
    dialogs::Answer answer;
    const dialogs::Option* option = nullptr; // of a choice
};

class Abstraction {
  public:
    // What `also` tells apart of a field with the same path and kind is told apart here, too, and stands in the same order.
    Abstraction(const Atlas& atlas, const std::vector<Demands>& demands,
                std::vector<const Abstraction*> also = {});

    // The answers that stand for the classes of a field.
    const std::vector<dialogs::Answer>& classes(std::uint32_t field) const { return fields_[field].classes; }
    // None takes a leaf that nobody can answer.
    const std::vector<Choice>& choices(std::uint32_t leaf) const { return choices_[leaf]; }
    // By source of a let and class of that source: the class of what is derived.
    const std::vector<std::vector<AnswerClass>>& derived(std::uint32_t let) const { return derived_[let]; }
    // The class that an answer to the field belongs to; none where nothing like it can be answered.
    std::optional<AnswerClass> class_of(std::uint32_t field, const dialogs::Answer& answer) const;

  private:
    // All that can be told of a value: which constant it is, how it compares with numbers, and the same of all that is
    // derived from it. Values of one mark are one class.
    using Mark = std::vector<std::int64_t>;

    struct FieldClasses {
        std::vector<dialogs::Constant> constants; // that conditions compare the field with
        std::vector<std::uint32_t> readers;       // lets that derive something from it
        std::optional<std::vector<dialogs::Value>> candidates;
        std::vector<dialogs::Answer> classes;
        std::map<Mark, AnswerClass> by_mark;
    };

    void collect(const dialogs::Condition& condition, std::uint16_t scope);
    void note(std::uint32_t field, const dialogs::Constant& constant);
    void note_limits(const Abstraction& other);
    void count_linked();
    const std::vector<dialogs::Value>& candidates(std::uint32_t field);
    std::optional<std::uint32_t> field_like(const dialogs::Field& field) const;
    void propose_own(std::uint32_t field, std::vector<dialogs::Value>& found) const;
    void propose_for_readers(std::uint32_t field, std::vector<dialogs::Value>& found);
    std::size_t count_for(std::uint32_t field) const;
    bool is_sayable(std::uint32_t field, const dialogs::Value& value) const;
    bool is_sayable(const dialogs::Leaf& leaf, const dialogs::Value& value) const;
    void make_classes(std::uint32_t field);
    void make_derived(std::uint32_t let);
    void make_choices(std::uint32_t leaf);
    dialogs::Answer made(const dialogs::Let& let, const dialogs::Answer& source) const;
    void mark(std::uint32_t field, const dialogs::Value& value, Mark& mark) const;
    AnswerClass admit(std::uint32_t field, const dialogs::Value& value);

    const Atlas& atlas_;
    const dialogs::Tree& tree_;
    mutable Probe probe_; // leaves no trace of what it is asked
    std::vector<FieldClasses> fields_;
    std::vector<const Abstraction*> also_;
    std::vector<std::uint32_t> targets_; // by let: the field that it makes
    std::size_t linked_ = 0;             // constants of all fields that lets make or read
    std::vector<std::vector<Choice>> choices_;
    std::vector<std::vector<std::vector<AnswerClass>>> derived_;
};

} // namespace plaint::proof
