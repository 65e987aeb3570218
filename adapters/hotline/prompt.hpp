#pragma once

#include "adapters/hotline/voice.hpp"
#include "bot/conversation/conversation.hpp"

#include <string>
#include <string_view>

namespace plaint::hotline {

// How the caller wants the question put, beyond what the session knows.
struct Look {
    bool slow = false;
    std::uint32_t page = 0;
    bool fresh = false;   // what stands at the question was declined: a new answer is asked for
    bool opening = false; // the first question after the language
    std::string before;   // key of a sentence that is said first; empty for none

    // Of a turn that was heard already, only the question is said again.
    bool question_alone() const { return fresh || page > 0 || !before.empty(); }
};

// Puts a committed turn into what a caller hears and does next.
class Prompter {
  public:
    // Both outlive the prompter.
    Prompter(const library::Shelf& shelf, const support::Config& config, Abilities can)
        : shelf_(shelf), config_(config), can_(can) {}

    VoiceTurn turn(const conversation::Reply& reply, const Look& look) const;
    // Asks for the receipt code; `problem` is the key of what was wrong with the one before, or empty.
    VoiceTurn code(Mark mark, std::string_view problem) const;
    // A sentence, and the present question once more.
    VoiceTurn sorry(Mark mark, std::string_view key) const;
    // A sentence, and the end.
    VoiceTurn farewell(std::string_view language, std::string_view key) const;

  private:
    struct Question;
    VoiceTurn close(VoiceTurn said, const conversation::Reply& reply, Mark mark) const;
    VoiceTurn ask(VoiceTurn said, const Question& question, Mark mark) const;
    void say_menu(VoiceTurn& said, const Question& question, Mark& mark) const;
    void say_languages(VoiceTurn& said) const;
    // What speaks of recordings has other words where none are made.
    dialogs::Message as_it_is(dialogs::Message message, const locales::Languages& languages) const;
    Speech sentence(std::string_view language, std::string_view key) const;

    const library::Library& library() const { return *shelf_.current(); }

    const library::Shelf& shelf_;
    const support::Config& config_;
    Abilities can_;
};

} // namespace plaint::hotline
