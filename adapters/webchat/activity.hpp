#pragma once

#include "adapters/webchat/json_writer.hpp"
#include "bot/conversation/conversation.hpp"
#include "bot/support/token.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// A turn in the form in which chats show it: Direct Line activities with the hints for programs, or texts and buttons.
namespace plaint::webchat {

// What can be pressed instead of typed. The views live as long as the question that they were made from.
struct Choice {
    std::string_view value;
    std::string label;
};

// All that a question lets people press.
struct Buttons {
    std::vector<Choice> offers;  // keeping or dropping what is offered; empty where nothing is
    std::vector<Choice> choices; // the answers to choose from; of a yes-or-no question these two
    std::vector<Choice> formals; // "later" first; `unverified` is not said but arrived at
};
Buttons buttons_of(const dialogs::Ask& ask, const locales::Renderer& words);
// What is said, as one text. The review tells every answer, a line each after its first, for clients that know nothing of ours.
std::string text_of(const dialogs::Output& output, const locales::Renderer& words);

// "directline:K3h…" for the id that clients know, and back; empty for conversations of other adapters.
storage::ConversationId direct_line(std::string_view id);
std::string_view direct_line_id(const storage::ConversationId& conversation);
// "K3h…|0000012"
std::string activity_id(std::string_view id, std::uint64_t number);

// For the links to uploaded files: where they begin, and who signs them, for how long.
struct Links {
    std::string_view base;
    const support::TokenKey& tokens;
    std::int64_t expires_at_ms = 0;
};
// What the ticket in a link to a file is bound to.
std::string link_subject(std::string_view id, std::string_view sha256);

class ActivityWriter {
  public:
    // Both outlive the writer.
    ActivityWriter(const conversation::Conversation& conversation, const support::Config& config)
        : conversation_(conversation), config_(config) {}

    // Appends the reply's activities from number `from` on as elements of an array.
    void write(JsonWriter& to, const conversation::Reply& reply, const Links& links,
               std::uint64_t from = 0) const;
    // A message that stands in no turn and under no number: why something was refused.
    void write_note(JsonWriter& to, std::string_view id, std::string_view note, std::string_view locale,
                    std::int64_t at_ms, std::string_view text) const;

  private:
    void write_inbound(JsonWriter& to, const conversation::Reply& reply, std::string_view id,
                       std::string_view time, const Links& links) const;
    void write_output(JsonWriter& to, const conversation::Reply& reply, const dialogs::Output& output,
                      const locales::Renderer& words) const;
    void write_hint(JsonWriter& to, const dialogs::Ask& ask, const Buttons& buttons,
                    const locales::Renderer& words) const;
    void write_closing(JsonWriter& to, const conversation::Reply& reply,
                       const locales::Renderer& words) const;
    void write_limits(JsonWriter& to, const dialogs::Ask& ask) const;

    const conversation::Conversation& conversation_;
    const support::Config& config_;
};

// {"body","kind","name","region"}, as everywhere where a responsible body is named.
void write_body(JsonWriter& to, const content::Directory& directory, std::string_view body,
                std::string_view locale);

} // namespace plaint::webchat
