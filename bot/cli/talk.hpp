#pragma once

#include "bot/casework/casework.hpp"
#include "bot/library/library.hpp"

#include <expected>
#include <map>
#include <string>
#include <string_view>
#include <vector>

// A conversation in writing: lines of a person in, lines of the bot out. Nothing is stored and nothing is sent, so the
// same lines always give the same lines. How the lines are written stands in docs/dialogs.md.
namespace plaint::cli {

// "dialog: NAME   locale: L   channel: C   at: TIME", the first line of a transcript.
struct Setting {
    std::string dialog;
    std::string locale;
    dialogs::Modality modality = dialogs::Modality::web;
    std::int64_t at_ms = 0;
    bool operator_available = false;
    bool operator_later = true; // at the hours that are told
    bool ask_language = false;  // as where the channel does not tell it: the tree asks first
    bool speech = true;         // a telephone line recognises words; else it records them
    bool withheld = false;      // a call does not say where it comes from
    std::string at;             // as written

    std::string line() const;
    // The error is a sentence.
    static std::expected<Setting, std::string> parse(std::string_view line, const library::Library& library);
};

// Looks on at the turns of a talk.
class Onlooker {
  public:
    virtual ~Onlooker() = default;
    virtual void before(dialogs::Session& session, const dialogs::Input& input) = 0;
    // The session has been walked, so what is live in it can be seen.
    virtual void after(dialogs::StepResult& result, const dialogs::Input& input) = 0;
};

class Talk {
  public:
    // The library and the tree outlive the talk.
    Talk(const library::Library& library, const dialogs::Tree& tree, const Setting& setting);

    // The same conversation under other content: what was said is read under it. The error is a sentence.
    static std::expected<Talk, std::string> moved(const Talk& talk, const library::Library& library,
                                                  const dialogs::Tree& tree);

    // The bot speaks first. Later it puts the present question again.
    std::vector<std::string> begin();
    // What stands behind "> ": words, or a form in brackets as "(silence)".
    std::vector<std::string> hear(std::string_view said);
    // What stands behind "+ ": "10m", "2h", "3d"; false for other words.
    bool pass(std::string_view time);
    // What stands behind "= ": the line as it is now, e.g. "waiting right.title".
    std::string state(std::string_view asked);
    // "conversation: NAME   channel: C   locale: L": the talk goes on there.
    std::expected<std::vector<std::string>, std::string> turn_to(std::string_view line);
    bool over() const;
    // From now on; null: nobody. The onlooker outlives the talk.
    void watch(Onlooker* onlooker) { onlooker_ = onlooker; }
    // What is said of a channel before anything else is.
    static std::map<std::string, std::string> given(dialogs::Modality modality);

  private:
    Talk(const Talk& talk, const library::Library& library, const dialogs::Tree& tree,
         dialogs::Session session);
    std::vector<std::string> turn(dialogs::Input input);
    void add_words_of_cases(dialogs::StepResult& result);
    std::vector<casework::Closing::Linked> submit(dialogs::Session& session);
    void say(const dialogs::Output& output, std::vector<std::string>& lines) const;
    void show_ask(const dialogs::Ask& ask, std::vector<std::string>& lines) const;
    locales::Blanks blanks() const;
    std::string lead(dialogs::Session& session) const;

    const library::Library& library_;
    const dialogs::Tree& tree_;
    Onlooker* onlooker_ = nullptr;
    std::string conversation_ = "first";
    std::string locale_;
    dialogs::Modality modality_;
    std::int64_t at_ms_;
    bool operator_available_, operator_later_;
    dialogs::PhoneLine line_;
    dialogs::Session session_;
    std::string waiting_;                      // path of the question put, on this conversation
    std::string lead_;                         // name of the body that the case went to
    std::map<std::string, std::string> parts_; // of the submission: the numbers of its cases
    casework::Closing closing_;                // as it was submitted last
};

} // namespace plaint::cli
