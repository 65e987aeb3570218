#pragma once

#include "dialogs/engine/step.hpp"
#include "tests/simulation/chance.hpp"

#include <optional>

// A person whose every word is chance: answers, mistakes, commands, files and facts at any moment.
namespace plaint::tests {

class Person {
  public:
    Person(const dialogs::Tree& tree, Chance& chance);

    // What is said to the question; `nothing` was asked where there is none. On a telephone it may be a recording, or that
    // nobody answered a transfer.
    dialogs::Input speak(const std::optional<dialogs::Ask>& ask,
                         dialogs::Modality modality = dialogs::Modality::web);
    // Nothing but an answer to it.
    dialogs::Input answer(const dialogs::Ask& ask);
    // A valid value of a kind, in its normal form.
    std::string value_of(kinds::Kind kind, std::int64_t min, std::int64_t max);
    std::vector<dialogs::FileRef> files();

  private:
    void command(dialogs::Input& input);
    bool calls(dialogs::Input& input, const std::optional<dialogs::Ask>& ask);
    void facts(dialogs::Input& input);
    void asks(dialogs::Input& input);
    void words(dialogs::Input& input, std::string text);

    const dialogs::Tree& tree_;
    Chance& chance_;
    // Habits, in permille of the inputs.
    unsigned commands_, mistakes_, facts_, files_, formal_, silence_, more_;
};

} // namespace plaint::tests
