#pragma once

#include "dialogs/proof/judge.hpp"

#include <map>
#include <optional>

// The walk over all sessions at once: in tree order, with a formula for "the walk comes here" in place of a position.
namespace plaint::proof {

// What one question may be answered with, and the formula for its being so once it is reached.
struct PossibleAnswer {
    Formula chosen;
    dialogs::Answer answer; // of a group: true for another item, false for no more
    Formula free = never;   // of a leaf: the variable by which it is chosen, whether or not it can be
};

// A leaf or a group's closing question in its place, in the order of asking.
struct Question {
    std::uint32_t node = 0;
    const dialogs::Leaf* leaf = nullptr;
    const dialogs::Group* group = nullptr;
    std::vector<std::uint32_t> items; // positions of the items around it, from 0
    Formula reached;                  // the walk comes to it
    Formula carried = always;         // the channel can put it
    std::vector<PossibleAnswer> answers;
};

// Told what the walk meets, in its order. A view is good until the call returns.
class Observer {
  public:
    virtual ~Observer() = default;
    // Before it is answered.
    virtual void asks(std::size_t question, const SymbolicView& view) = 0;
    virtual void tests(std::uint32_t node, Formula reached, Formula holds) = 0;
    // An option that stands only at times.
    virtual void offers(std::uint32_t node, std::size_t option, Formula reached, Formula stands) = 0;
    virtual void says(std::uint32_t /*node*/, Formula /*reached*/) {}
    // A choice of which no option may stand, or a number of an item where there may be none.
    virtual void offers_nothing(std::size_t question, Formula empty) = 0;
    // A field is read, by what stands below the node at `pointer`.
    virtual void reads(std::uint32_t node, const std::string& pointer, std::uint32_t field, Formula reached,
                       Formula exists) = 0;
    virtual void reviews(std::uint32_t /*node*/, Formula /*reached*/) {}
    // `reviewed`: nothing was asked since the review.
    virtual void submits(std::uint32_t node, Formula reached, Formula reviewed) = 0;
    // A case that goes with whatever is submitted next.
    virtual void accompanies(std::uint32_t /*node*/, Formula /*reached*/, Formula /*reviewed*/) {}
    virtual void ends(std::uint32_t node, Formula reached) = 0;
};

class Course {
  public:
    // How many items of each group are told apart.
    Course(Formulas& formulas, Judge& judge, const Abstraction& abstraction, const Atlas& atlas,
           std::vector<std::uint32_t> items_told_apart);
    // Over the whole tree; once.
    void walk(Observer& observer);

    // The variables of a question, which another course may have drawn before: by the leaf or group that it is of, and the
    // items around it. Nothing where it is to have its own.
    using Drawn = std::optional<std::vector<Formula>>;
    using Source = std::function<Drawn(std::uint32_t hash, const std::vector<std::uint32_t>& items)>;
    void draw_from(Source source) { source_ = std::move(source); }
    Drawn drawn(std::uint32_t hash, const std::vector<std::uint32_t>& items) const;

    const std::vector<Question>& questions() const { return questions_; }
    const SymbolicScope& root() const { return root_; }
    // What holds of every session: each question is answered in one way.
    const std::vector<Formula>& rules() const { return rules_; }
    // The one free choice beside the answers: whether it is a telephone that hands over.
    Formula voice() const { return voice_; }
    // An item that its group needs was removed after the group had been closed formally.
    Formula removed() const { return removed_; }
    // Nothing that a telephone cannot carry was given elsewhere: what is said may have been said in one call.
    Formula one_call() const { return one_call_; }

  private:
    struct GroupAnswers; // of one group in one place

    Formula walk(std::uint32_t from, std::uint32_t to, Formula reached);
    Formula ask(std::uint32_t node, Formula reached);
    Formula offers_nothing(const dialogs::Leaf& leaf);
    Formula each(std::uint32_t node, Formula reached);
    void derive(std::uint32_t node, Formula reached);
    void first(const dialogs::Let& let, const std::vector<std::vector<AnswerClass>>& tables,
               std::vector<Formula>& made);
    void read_by(const dialogs::Condition& condition, std::uint32_t node, const std::string& pointer,
                 Formula reached);
    void read(dialogs::FieldRef field, std::uint32_t node, const std::string& pointer, Formula reached);
    std::vector<Formula> draw(std::uint32_t hash, std::size_t count);
    GroupAnswers group_answers(const dialogs::Group& group, std::size_t told_apart);
    void ask_for_more(std::uint32_t node, const GroupAnswers& answers, std::size_t items, Formula reached);
    SymbolicScope scope_of(std::uint16_t scope) const;
    SymbolicScope& inner() { return *scopes_[view_depth_]; }
    void write(SymbolicField& field, Formula reached, const std::vector<Formula>& made);

    Formulas& formulas_;
    Judge& judge_;
    const Abstraction& abstraction_;
    const Atlas& atlas_;
    const dialogs::Tree& tree_;
    std::vector<std::uint32_t> told_apart_;
    Observer* observer_ = nullptr;
    SymbolicScope root_;
    std::array<SymbolicScope*, dialogs::depth_max> scopes_{};
    std::size_t view_depth_ = 0;
    SymbolicView view_;
    Source source_;
    std::map<std::pair<std::uint32_t, std::vector<std::uint32_t>>, std::vector<Formula>> drawn_;
    std::vector<std::uint32_t> items_; // positions of the items around the present place
    std::vector<Question> questions_;
    std::vector<Formula> rules_;
    Formula voice_, removed_ = never, reviewed_ = never, one_call_ = always;
};

} // namespace plaint::proof
