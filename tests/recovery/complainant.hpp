#pragma once

#include "tests/recovery/world.hpp"
#include "tests/simulation/person.hpp"

#include <optional>
#include <string>
#include <vector>

namespace plaint::tests {

// Somebody with a complaint, on one conversation or several, in writing or on the telephone: answers what is asked,
// corrects, comes back, and says again under the same name what nobody answered.
class Complainant final : public Visitor {
  public:
    explicit Complainant(World& world);

    void act(World& world) override;
    void heard(World& world, std::size_t message,
               const std::expected<conversation::Reply, conversation::Refusal>& outcome) override;
    bool waits() const override;

  private:
    struct Pending {
        std::size_t message = 0;
        support::Millis again_at = 0;
    };
    // One conversation as it is seen from its other end.
    struct Line {
        storage::ConversationId id;
        dialogs::Modality modality = dialogs::Modality::web;
        bool begun = false;
        bool joins = false; // goes on with the receipt code
        bool asked_last = false;
        std::optional<dialogs::Ask> ask;
        std::uint64_t seen = 0; // the newest activity
        std::vector<Pending> pending;
        // Of a call.
        std::uint64_t step = 0;      // number of the next activity, by which its events are named
        bool is_transferred = false; // a person is being called
        bool is_over = false;        // it has hung up
        std::string asked_before;    // path of the question before this one

        bool is_call() const { return modality == dialogs::Modality::voice; }
    };

    Line new_line(World& world, bool joins);
    void again(World& world, Line& line, std::size_t at);
    void write(World& world, Line& line, Message message);
    Message begin(const Line& line) const;
    Message say(World& world, const Line& line);
    void call(Message& message, Line& line);
    void key(Message& message, const dialogs::Ask& ask);
    void hang_up(World& world, Line& line);
    void say_unasked(Message& message);
    void answer(Message& message, const dialogs::Ask& ask);
    void attach(Message& message);

    Chance& chance_;
    Person person_;
    // Habits, in permille of the messages.
    unsigned named_, formal_, more_, commands_, files_, mistakes_, usual_;
    std::size_t patience_; // messages at once before an answer
    std::string receipt_;
    std::vector<Line> lines_;
    std::size_t written_ = 0, recorded_ = 0;
};

} // namespace plaint::tests
