#pragma once

#include "dialogs/proof/aims.hpp"
#include "dialogs/proof/course.hpp"
#include "dialogs/proof/findings.hpp"
#include "dialogs/proof/solver.hpp"

#include <map>

// Conversations that visit as much of a tree as one conversation can, planned by the walk over all of them.
namespace plaint::proof {

// A question in its place: a leaf or a group by hash, the positions of the items around it, and of a group how many items
// there are when it is asked whether there is another.
struct Stop {
    std::uint32_t what = 0;
    std::vector<std::uint32_t> items;
    std::uint32_t count = 0;
    auto operator<=>(const Stop&) const = default;
};

// Another answer, given at the review, and taken back when it has been seen what it leads to.
struct Correction {
    Stop at;
    std::vector<dialogs::Answer> answers;
};

// What is answered wherever it is asked: one of several that are the same to the tree.
struct Tour {
    Aim aim; // that it was planned for
    std::map<Stop, std::vector<dialogs::Answer>> answers;
    std::vector<Correction> corrections;
};

class Replacement;

class Tours : private Observer {
  public:
    // `given` is known before a conversation begins, by path; the rest of what may be given is not.
    Tours(const Subject& subject, dialogs::Modality modality,
          const std::map<std::string, std::string>& given);

    // What some conversation on this channel can visit, and what none can.
    const Aims& possible() const { return possible_; }
    const Aims& impossible() const { return impossible_; }
    // A tour that visits the first of these possible aims, and as many of the others as go with it. What hangs on how
    // something is said, not on what, comes last and is left to whoever goes the tour.
    Tour plan(std::vector<Aim> open);

  private:
    void asks(std::size_t question, const SymbolicView& view) override;
    void tests(std::uint32_t node, Formula reached, Formula holds) override;
    void says(std::uint32_t node, Formula reached) override;
    void submits(std::uint32_t node, Formula reached, Formula reviewed) override;
    void ends(std::uint32_t node, Formula reached) override;
    void offers(std::uint32_t, std::size_t, Formula, Formula) override {}
    void offers_nothing(std::size_t, Formula) override {}
    void reads(std::uint32_t, const std::string&, std::uint32_t, Formula, Formula) override {}

    // An answer given anew: the session as it was, but for this question.
    struct Change {
        std::size_t question = 0;
        std::vector<Formula> chosen; // by answer of the question
        std::map<Aim, Formula> shows;
    };

    bool is_met(std::uint32_t node) const;
    void aim(const Aim& aim, Formula way);
    void aim_at_leaf(const Question& question);
    void aim_at_group(const Question& question);
    void aim_at_callback();
    bool is_manner(const Aim& aim) const;
    void give(const std::map<std::string, std::string>& given);
    void number_groups();
    void consider_changes();
    void consider_change(std::size_t question, const std::vector<std::uint32_t>& leaves);
    void consider_removal(std::uint32_t group, const std::vector<std::uint32_t>& leaves);
    std::vector<const Question*> askings_of(const std::vector<std::uint32_t>& leaves) const;
    std::vector<Formula> seen_after(const std::vector<const Question*>& askings) const;
    std::map<Aim, Formula> set_aside(std::uint32_t by, const std::vector<const Question*>& askings,
                                     Formula can, const Replacement& other);
    std::vector<dialogs::Answer> same_answers(const Question& question, const dialogs::Answer& answer) const;
    Stop stop_of(std::size_t question) const;
    void sort_out();

    const dialogs::Tree& tree_;
    dialogs::Modality modality_;
    Atlas atlas_;
    std::vector<Demands> demands_;
    Abstraction abstraction_;
    Formulas formulas_;
    Judge judge_;
    Course course_;
    Solver solver_;
    std::vector<Formula> base_;
    std::vector<std::uint32_t> counts_; // by question: of a group, how many items there are
    std::map<Aim, Formula> ways_;
    std::vector<Change> changes_;
    std::size_t walked_ = 0; // formulas that the walk alone made
    Formula submitted_ = never;
    std::map<std::uint32_t, Formula> ended_; // by end
    Aims possible_, impossible_;
};

} // namespace plaint::proof
