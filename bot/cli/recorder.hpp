#pragma once

#include "bot/cli/talk.hpp"
#include "dialogs/proof/aims.hpp"

#include <map>

namespace plaint::cli {

// Looks on at talks, and writes down what of the tree they visited. It goes by what the engine did, whatever the talk
// was planned for.
class Recorder : public Onlooker {
  public:
    explicit Recorder(const dialogs::Tree& tree) : tree_(tree) {}

    void before(dialogs::Session& session, const dialogs::Input& input) override;
    void after(dialogs::StepResult& result, const dialogs::Input& input) override;

    // On all conversations of this channel that were watched.
    const proof::Aims& visited(dialogs::Modality modality) { return visited_[modality]; }

  private:
    struct Items {
        std::size_t present = 0, withdrawn = 0, removed = 0;
    };
    void see(proof::AimKind kind, std::uint32_t of, std::uint32_t which = 0);
    void see(proof::Deed deed) { see(proof::AimKind::deed, static_cast<std::uint32_t>(deed)); }
    void see_outputs(const dialogs::StepResult& result);
    void see_answer(dialogs::Session& session);
    void see_answer_at_leaf(dialogs::Session& session);
    void see_answer_at_group(dialogs::Session& session);
    void see_slip(const dialogs::Input& input);
    void see_offer(const dialogs::Slot& slot, std::uint32_t turn);
    void see_items(const dialogs::Session& session);
    void see_set_aside(dialogs::Session& session);
    void see_commands(const dialogs::Input& input);
    void see_branches(const dialogs::Session& session);
    std::uint32_t question_before() const;

    const dialogs::Tree& tree_;
    std::map<dialogs::Modality, proof::Aims> visited_;
    proof::Aims* now_ = nullptr; // of the channel that is spoken on

    dialogs::Visit was_, is_; // the visit before and after the turn
    std::string offered_to_;  // the conversation at whose question an earlier answer was offered last
    bool offered_ = false;    // it was so before the turn
    bool from_review_ = false;
    bool had_answer_ = false; // at the question put
    std::uint32_t answered_in_ = 0;
    std::vector<proof::Slip> slips_; // in a row
    std::set<std::vector<std::uint32_t>>
        live_;                 // leaves with the items around them, answered and not set aside
    std::vector<Items> items_; // by group, in all places
    std::uint32_t corrected_ = dialogs::Tree::none; // what was corrected last
};

} // namespace plaint::cli
