#pragma once

#include "dialogs/engine/upgrade.hpp"
#include "dialogs/proof/course.hpp"

#include <map>

// Two trees over the same answers: a session that stands somewhere in the one, and its walk in the other.
namespace plaint::proof {

// One tree's side: its course, and what was told of it on the way.
class Side : public Observer {
  public:
    // Of what is asked under both trees, both tell the same apart.
    Side(Formulas& formulas, const dialogs::Tree& tree, const std::vector<const Abstraction*>& both);
    // With so many items of each group, by path, told apart. `asked` is called for each question, in order.
    void walk(const std::map<std::string, std::uint32_t>& told_apart, Course::Source source,
              std::function<void(std::size_t question)> asked);

    // A question by the leaf or group that it is of, the items around it, and how many items its group has already.
    struct Key {
        std::uint32_t hash = 0;
        std::vector<std::uint32_t> items;
        std::size_t count = 0;
        auto operator<=>(const Key&) const = default;
    };
    struct Ending {
        std::string name;
        Formula reached;
        std::size_t at = 0; // of the questions; it stands before that one
    };

    const dialogs::Tree& tree() const { return atlas.tree(); }
    std::size_t size() const { return course->questions().size(); }
    const Question& question(std::size_t index) const { return course->questions()[index]; }
    std::optional<std::size_t> find(const Key& key) const;
    const std::string& path_of_scope(std::uint16_t scope) const;
    // Which question comes next after the review.
    std::size_t review() const;
    // When the option is offered at this question.
    Formula stands(std::size_t question, const dialogs::Option* option) const;

    Atlas atlas;
    Abstraction abstraction;
    std::map<std::string, std::uint32_t> needed; // by path of the group, how many items this tree tells apart
    std::optional<Course> course;
    std::vector<Key> keys; // by question
    std::vector<Ending> endings;
    std::vector<std::pair<std::size_t, Formula>> empty; // questions without an option
    Formula submitted = never;

    void asks(std::size_t question, const SymbolicView& view) override;
    void tests(std::uint32_t, Formula, Formula) override {}
    void offers(std::uint32_t node, std::size_t option, Formula reached, Formula stands) override;
    void offers_nothing(std::size_t question, Formula none) override { empty.emplace_back(question, none); }
    void reads(std::uint32_t, const std::string&, std::uint32_t, Formula, Formula) override {}
    void submits(std::uint32_t, Formula reached, Formula) override;
    void ends(std::uint32_t node, Formula reached) override;

  private:
    Formulas& formulas_;
    Judge judge_;
    std::map<Key, std::size_t> known_;
    std::map<std::pair<std::uint32_t, std::vector<std::uint32_t>>, std::size_t> asked_for_more_;
    std::vector<std::pair<std::size_t, Formula>> offered_; // of the question that comes next
    std::vector<std::vector<std::pair<std::size_t, Formula>>> at_times_;
    std::function<void(std::size_t)> asked_;
    std::string no_path_;
};

class Passage {
  public:
    Passage(Formulas& formulas, const dialogs::Tree& before, const dialogs::Tree& after);

    // What can be met, by order of the trees.
    struct Event {
        dialogs::Meets what = dialogs::Meets::asked;
        std::string id;
        Formula met = never;
    };
    const std::vector<Event>& events() const { return events_; }
    const std::vector<Event>& stranded() const { return stranded_; }
    // What holds of every session.
    const std::vector<Formula>& rules() const { return rules_; }
    const Side& old() const { return old_; }
    // The session has answered this question, and the walk stands at a later one or at none.
    Formula had(std::size_t question) const;
    // It has come past this question, whether it was asked it or not.
    Formula past(std::size_t question) const { return past_[question]; }
    Formula stands_at(std::size_t question) const { return stands_[question]; } // `size()`: at the end
    // The answer that was given to it in this model.
    const dialogs::Answer* said(std::size_t question, const Model& model) const;

  private:
    struct Word {
        dialogs::Answer answer;
        Formula said;
    };
    // What the answers to a question are worth to the new tree.
    struct Carried {
        Formula fits = never;                             // among the answers that it has
        std::vector<std::pair<Formula, Formula>> becomes; // if the first, then the second
    };

    void stand();
    void say_words();
    void add_word(std::vector<Word>& words, dialogs::Answer answer);
    Course::Drawn shared(std::uint32_t hash, const std::vector<std::uint32_t>& items);
    bool same_answers(const dialogs::Leaf& old_leaf, const dialogs::Leaf& new_leaf) const;
    void carry(std::size_t question);
    Carried carried_leaf(std::size_t question, std::size_t from);
    Carried carried_group(std::size_t question, std::size_t from);
    Formula begun(std::size_t question);
    Formula closed_before(std::size_t question);
    Formula put_off(std::size_t question) const; // its answer is "later"
    Formula changed(std::uint32_t field, const std::vector<std::uint32_t>& items, std::size_t until);
    Formula derived_otherwise(const dialogs::Field& field, const std::vector<std::uint32_t>& items,
                              std::size_t until);
    Formula asked_anew(std::size_t question, std::size_t until);
    Formula about_changed(const dialogs::Leaf& leaf, const std::vector<std::uint32_t>& items,
                          std::size_t from);
    void anchor();
    std::size_t anchor_of(std::size_t question) const;
    Formula lost(std::size_t question) const;
    bool ended_alike(const Side::Ending& ending, const Side::Ending& old) const;
    void meet_questions();
    void meet_answers();
    void meet_places();
    void meet_endings();
    void meet_review();
    bool is_left(std::size_t question) const;
    Formula ended_before(std::size_t at);
    // The session stood at this question of the new tree or behind it; `size()`: at the end.
    Formula at_or_behind(std::size_t at) const { return behind_[at]; }
    void meet(dialogs::Meets what, const std::string& id, Formula met);
    std::string id_of(const Question& question) const;

    Formulas& formulas_;
    // What each tree by itself tells apart.
    struct Alone {
        explicit Alone(const dialogs::Tree& tree) : atlas(tree), abstraction(atlas, {}) {}
        Atlas atlas;
        Abstraction abstraction;
    };
    Alone old_alone_, new_alone_;
    Side old_, new_;
    std::vector<bool> shares_; // by question of the new tree: its variables are those of the old
    std::vector<Formula> rules_, past_, stands_;
    std::vector<std::vector<Word>> words_;            // by question of the old tree
    std::vector<std::optional<std::size_t>> new_of_;  // by question of the old tree
    std::vector<std::optional<std::size_t>> old_of_;  // by question of the new tree
    std::vector<Formula> carried_, misfit_, changed_; // by question of the new tree
    std::map<std::pair<std::uint32_t, std::vector<std::uint32_t>>, std::vector<std::size_t>> asking_;
    std::vector<std::size_t> anchors_; // by question of the old tree, and the end
    std::vector<Formula> behind_;      // by question of the new tree, and the end
    std::vector<Event> events_, stranded_;
};

} // namespace plaint::proof
