#pragma once

#include "bot/cli/recorder.hpp"
#include "dialogs/proof/tours.hpp"

#include <functional>
#include <optional>

namespace plaint::cli {

// Holds a conversation along a tour: it answers as was planned, and on its way does whatever else is still to be seen,
// such as not being understood, refusing a read-back, going back, or removing an item. It goes by what is asked, not by
// what was planned, so it comes to an end wherever it is led.
class Guide : private Onlooker {
  public:
    // All outlive the guide. `open` says what is still to be seen.
    Guide(const library::Library& library, const dialogs::Tree& tree, Recorder& recorder,
          const proof::Tour& tour, std::function<bool(const proof::Aim&)> open);

    // The transcript.
    std::string hold(const Setting& setting);

  private:
    void before(dialogs::Session& session, const dialogs::Input& input) override;
    void after(dialogs::StepResult& result, const dialogs::Input& input) override;

    bool step(); // false when there is nothing more to do
    bool say(const std::string& words);
    bool press(std::string_view value) { return say("(button: " + std::string(value) + ")"); }
    bool come_back();
    bool go_back();
    bool answer_confirmation();
    bool at_leaf();
    bool at_group();
    bool at_review();
    bool at_end();
    bool correct_next();
    bool remove_item();
    bool use_up_patience();
    bool answer_as_planned(const dialogs::Leaf& leaf);
    bool answer(const dialogs::Leaf& leaf, const dialogs::Answer& answer);
    const dialogs::Answer* to_be_given(const dialogs::Leaf& leaf,
                                       const std::vector<dialogs::Answer>& answers) const;
    const std::vector<dialogs::Answer>* answers_here() const;
    bool slip(); // leaves the question by not being understood, if that is still to be seen
    bool slip_by(proof::Slip by);
    bool tour_of_items();
    std::string unusable() const;
    std::uint32_t question() const;
    bool is_open(proof::AimKind kind, std::uint32_t of, std::uint32_t which = 0) const {
        return open_({kind, of, which});
    }
    bool is_open(proof::Deed deed) const {
        return is_open(proof::AimKind::deed, static_cast<std::uint32_t>(deed));
    }
    bool is_voice() const { return visit_.modality == dialogs::Modality::voice; }

    const library::Library& library_;
    const dialogs::Tree& tree_;
    Recorder& recorder_;
    const proof::Tour& tour_;
    std::function<bool(const proof::Aim&)> open_;

    std::optional<Talk> talk_;
    std::string text_, locale_;
    std::size_t inputs_ = 0, calls_ = 1;
    bool operator_available_ = false;

    // As it stands after the last turn.
    dialogs::Visit visit_;
    std::optional<dialogs::Ask> ask_;
    proof::Stop stop_;
    bool transferred_ = false; // to a person
    bool item_is_new_ = false; // the question is the first of an item that a "yes" began

    std::size_t correction_ = 0; // the next of the tour
    bool corrected_ = false;     // it has been made, and is to be taken back
    bool keeping_ = false;       // what is gone back to
    proof::Stop offered_at_;     // where an earlier answer was kept last
    int calls_at_review_ = 0, exits_tried_ = 0, patience_tried_ = 0;
    std::set<std::uint32_t> removed_from_; // groups
};

} // namespace plaint::cli
