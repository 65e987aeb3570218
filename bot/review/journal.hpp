#pragma once

#include "bot/casework/casework.hpp"
#include "bot/support/clock.hpp"
#include "bot/support/log.hpp"
#include "storage/desk.hpp"

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

namespace plaint::review {

// What the staff do outside of any one case, or see of it: a chain of its own, in the same form as those of the cases.
class Journal {
  public:
    // All of them outlive the journal.
    struct Parts {
        storage::Store& store;
        const support::Clock& clock;
        support::Log& log;
        casework::Casework::Post post;
    };
    explicit Journal(Parts parts) : parts_(std::move(parts)) {}

    // Answers on the application's thread when the note is durable; false where it could not be made, or too many wait.
    // Content holds no personal data.
    void note(std::string actor, std::string action, nlohmann::json content, std::function<void(bool)> noted);

    // Something that is done and the note that says so: both are durable when it answers, or neither.
    enum class Acted : std::uint8_t { done, refused, unavailable };
    struct Act {
        storage::DeskChange change; // without its note
        std::string actor, action;
        nlohmann::json content = nlohmann::json::object();
        std::function<void(Acted)> acted;
        int attempts = 0;
    };
    void act(Act act);

    // The same in a case's own chain: reads and downloads, and whoever takes it. A conflict of the chain alone is tried
    // again; one of what the change demands besides is told as false.
    struct Access {
        storage::CaseChange change; // without its audit
        std::string actor, action;
        nlohmann::json content;
        std::function<void(bool)> noted;
        int attempts = 0;
    };
    void note_access(Access access);

  private:
    void write();
    void finish(Acted acted);
    void append(const std::shared_ptr<Access>& access);

    Parts parts_;
    std::deque<Act> acts_; // the first is being written
};

} // namespace plaint::review
