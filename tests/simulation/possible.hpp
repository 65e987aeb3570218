#pragma once

#include "dialogs/engine/session.hpp"
#include "dialogs/proof/course.hpp"
#include "dialogs/proof/findings.hpp"
#include "dialogs/proof/solver.hpp"

#include <map>
#include <memory>
#include <string>
#include <unordered_map>

// What the proof holds possible: at each question, for each field that may have been answered before it, how; and which of
// these answers may meet. A session that stands otherwise shows that the proof is wrong.
namespace plaint::tests {

enum class Closeness : std::uint8_t { each_answer, all_together };

class Possible {
  public:
    explicit Possible(const proof::Subject& subject);

    // Empty, or where the session stands although nobody can come there so. It is as a step left it. Each answer by itself is
    // quickly looked up, because what was once found possible is kept; all together are a question to the solver.
    std::string contradicted_by(const dialogs::Session& session, Closeness closeness);

    // That were put to the solver.
    std::size_t questions() const { return questions_; }

  private:
    // A question, the submission or an end in its place, with all that may have been answered before it.
    struct Stand {
        std::string name;
        proof::Formula reached;
        std::vector<proof::Formula> states; // by place of a field: not answered, or in one of its classes
        std::vector<bool> possible;         // as far as it was asked
    };
    // A node with the items around it. Items beyond those that the proof tells apart stand where the last of these does.
    using Where = std::pair<std::uint32_t, std::vector<std::uint32_t>>;
    using Items = std::vector<std::uint32_t>;
    class Watcher;

    void lay_out();
    std::size_t place_of(std::uint32_t field, const Items& items) const;
    void add(std::uint32_t node, const Items& items, std::string name, proof::Formula reached,
             const proof::SymbolicScope& root);
    void note(const proof::SymbolicScope& scope, Items& items, std::vector<proof::Formula>& states);
    bool can_be(std::vector<proof::Formula> together);
    Stand* stand_of(const dialogs::Session& session) const;
    std::string look(Stand& stand, const dialogs::Session& session, const dialogs::Scope& scope,
                     std::uint16_t shape, Items& items);
    std::string look_at(Stand& stand, std::uint32_t field, const Items& items, const dialogs::Answer* answer);
    std::optional<proof::AnswerClass> class_of(std::uint32_t field, const dialogs::Answer& answer);

    const dialogs::Tree& tree_;
    proof::Atlas atlas_;
    std::vector<proof::Demands> demands_;
    proof::Abstraction abstraction_;
    proof::Formulas formulas_;
    proof::Solver solver_;
    std::vector<std::uint32_t> told_apart_;                 // by group
    std::vector<std::vector<std::uint32_t>> fields_;        // by scope and index
    std::vector<std::vector<std::uint32_t>> groups_around_; // by scope
    std::vector<std::size_t> first_place_;                  // by field
    std::vector<char> is_plain_;                            // by field: all its values are one class
    std::size_t places_ = 0;
    std::vector<std::unique_ptr<Stand>> stands_;
    std::map<Where, std::vector<Stand*>> at_; // a group's question stands there for each number of items
    std::vector<std::unordered_map<std::uint64_t, std::optional<proof::AnswerClass>>> known_; // by field
    std::vector<proof::Formula> seen_; // of the session that is looked at
    bool told_all_ = true;             // and the proof tells all its items apart
    std::size_t questions_ = 0;
};

} // namespace plaint::tests
