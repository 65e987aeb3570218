#pragma once

#include "dialogs/engine/step.hpp"
#include "tests/simulation/chance.hpp"

#include <optional>

// A person whose every word is chance: answers, mistakes, commands, files and facts at any moment.
namespace plaint::tests {

class Person {
  public:
    Person(const dialogs::Tree& tree, Chance& chance);

    // What is said to the question; `nothing` was asked where there is none.
    dialogs::Input speak(const std::optional<dialogs::Ask>& ask);
    // A valid value of a kind, in its normal form.
    std::string value_of(kinds::Kind kind, std::int64_t min, std::int64_t max);
    std::vector<dialogs::FileRef> files();

  private:
    dialogs::Input answer(const dialogs::Ask& ask);
    void command(dialogs::Input& input);
    void facts(dialogs::Input& input);
    void words(dialogs::Input& input, std::string text);

    const dialogs::Tree& tree_;
    Chance& chance_;
    // Habits, in permille of the inputs.
    unsigned commands_, mistakes_, facts_, files_, formal_, silence_, more_;
};

} // namespace plaint::tests
