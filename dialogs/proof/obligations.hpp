#pragma once

#include "dialogs/proof/course.hpp"
#include "dialogs/proof/findings.hpp"

#include <map>

// What has to hold of every session, and what some session has to show, written down while the walk goes over the tree.
namespace plaint::proof {

// Where the fault is to be mended, and what is wrong, in this model.
struct Explanation {
    content::Place place;
    std::string what;
};

// One way in which something would go wrong.
struct Violation {
    Formula within;   // what the fault is a fault of: a submission, a question
    Formula violated; // implies `within`
    std::vector<std::uint32_t> items;
    std::optional<std::size_t> until; // the question that shows it; none: the submission does
    std::function<Explanation(const Model&)> explain;
};

struct Obligation {
    Fault fault = Fault::incomplete;
    std::string subject;
    std::vector<Violation> ways;
};

// Something that a dialog has for a purpose: it has to be possible wherever `needed` is.
struct Goal {
    Fault fault = Fault::never_asked;
    std::string subject;
    content::Place place;
    std::string what;
    Formula needed = never, shown = never;
};

class Obligations : public Observer {
  public:
    Obligations(Formulas& formulas, Judge& judge, const Atlas& atlas, const Subject& subject);

    void asks(std::size_t question, const SymbolicView& view) override;
    void tests(std::uint32_t node, Formula reached, Formula holds) override;
    void offers(std::uint32_t node, std::size_t option, Formula reached, Formula stands) override;
    void offers_nothing(std::size_t question, Formula empty) override;
    void reads(std::uint32_t node, const std::string& pointer, std::uint32_t field, Formula reached,
               Formula exists) override;
    void submits(std::uint32_t node, Formula reached, Formula reviewed) override;
    void accompanies(std::uint32_t node, Formula reached, Formula reviewed) override;
    void ends(std::uint32_t node, Formula reached) override;

    // What can be said only after the whole walk. The course is the one that was observed.
    void observe(const Course& course) { course_ = &course; }
    void finish();

    const std::vector<Obligation>& obligations() const { return obligations_; }
    const std::vector<Goal>& goals() const { return goals_; }

  private:
    struct Submission {
        std::uint32_t node = 0;
        Formula reached, reviewed;
    };
    using Visit = std::function<void(const SymbolicView&, Formula exists, const std::vector<std::uint32_t>&)>;

    content::Place place(std::uint32_t node, const std::string& below = {}) const;
    void oblige(Fault fault, const std::string& subject, Violation way);
    void aim(Goal goal);
    void for_each_item(std::optional<std::uint32_t> group, const Visit& visit) const;
    void require_line(const Submission& submission, const dialogs::Checklist& checklist, std::size_t line);
    void require_items(const dialogs::Line& line, const SymbolicView& view, const Violation& base,
                       const content::Place& at);
    void require_need(const dialogs::Line& line, const SymbolicView& view, const Violation& base,
                      const content::Place& at);
    void require_lines(const Submission& submission);
    void require_use(const Submission& submission, std::size_t question);
    const dialogs::Checklist& checklist_of(const Submission& submission) const;
    void require_once();
    Formula fulfilled(const dialogs::Need& need, dialogs::May allow, const SymbolicView& view);
    const Question& question(std::size_t index) const { return course_->questions()[index]; }
    // The place of the formal answer that a field was given in this model; none where it is not asked.
    std::optional<content::Place> place_of_answer(const Model& model, std::uint32_t field,
                                                  const std::vector<std::uint32_t>& items) const;

    Formulas& formulas_;
    Judge& judge_;
    const Atlas& atlas_;
    const Subject& subject_;
    const dialogs::Tree& tree_;
    std::uint32_t kind_told_;
    const Course* course_ = nullptr;
    std::vector<Obligation> obligations_;
    std::vector<Goal> goals_;
    std::map<std::pair<Fault, std::string>, std::size_t> known_obligations_, known_goals_;
    std::vector<Submission> submissions_, companions_;
};

} // namespace plaint::proof
