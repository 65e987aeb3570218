#include "bot/cli/dictation.hpp"

#include "bot/cli/talk.hpp"

namespace plaint::cli {
namespace {

// Before a value nobody can vouch for is recorded as it is, it has to be given once; what it is does not matter.
constexpr std::string_view unusable_words = "xyz";

class Dictation {
  public:
    Dictation(const library::Library& library, const dialogs::Tree& tree,
              const proof::Conversation& conversation)
        : conversation_(conversation),
          setting_(setting_of(library, tree, conversation)),
          talk_(library, tree, setting_) {}

    void hold() {
        add({setting_.line()});
        add(talk_.begin());
        while (answer()) {}
    }
    void add_state(const std::string& asked) { add({"= " + talk_.state(asked)}); }
    std::string text() { return std::move(text_); }

  private:
    static Setting setting_of(const library::Library& library, const dialogs::Tree& tree,
                              const proof::Conversation& conversation) {
        // Where no question asks for it, to know it beforehand would hide that.
        const dialogs::Field* language = tree.field("intake.locale");
        const bool asks = (language != nullptr && language->leaves.empty()) ||
                          (!conversation.said.empty() && conversation.said.front().path == "intake.locale");
        const auto setting = Setting::parse(
            "dialog: " + tree.name + "   locale: " + library.languages.all().front().id +
                "   channel: " + (conversation.modality == dialogs::Modality::voice ? "voice" : "web") +
                "   at: 2026-01-05T10:00+08:00" + (asks ? "   language: asked" : ""),
            library);
        return setting.value();
    }

    void add(const std::vector<std::string>& lines) {
        for (const std::string& line : lines) text_ += line + "\n";
    }
    bool hear(const std::string& words) {
        text_ += "> " + words + "\n";
        add(talk_.hear(words));
        return true;
    }

    // False when there is nothing more to say, or when something else is asked.
    bool answer() {
        const std::string waiting = talk_.state("waiting").substr(std::string_view("waiting ").size());
        const bool said_all = next_ == conversation_.said.size();
        if (waiting.ends_with(".confirm")) return hear("(button: yes)");
        if (waiting == "review" && conversation_.submits) return hear("(button: confirm)");
        if (said_all || waiting != conversation_.said[next_].path) return false;
        const proof::Said& said = conversation_.said[next_++];
        using dialogs::State;
        if (said.state == State::unverified) hear(std::string(unusable_words));
        if (said.state != State::value) return hear("(button: " + std::string(name_of(said.state)) + ")");
        switch (said.kind) {
        case kinds::Kind::file: return hear("(file: " + said.words + ")");
        case kinds::Kind::choice:
        case kinds::Kind::yes_no: return hear("(button: " + said.words + ")");
        default: return hear(said.words);
        }
    }

    const proof::Conversation& conversation_;
    Setting setting_;
    Talk talk_;
    std::size_t next_ = 0;
    std::string text_;
};

} // namespace

std::string dictate(const proof::Finding& finding, const library::Library& library,
                    const dialogs::Tree& tree) {
    Dictation dictation(library, tree, *finding.conversation);
    dictation.hold();
    if (!finding.conversation->submits)
        dictation.add_state("waiting");
    else
        dictation.add_state(finding.fault == proof::Fault::needless ? "lines not_needed" : "lines missing");
    return "# " + finding.what + "\n" + dictation.text();
}

} // namespace plaint::cli
