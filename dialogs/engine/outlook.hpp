#pragma once

#include "dialogs/engine/upgrade.hpp"
#include "dialogs/engine/verdict.hpp"

// The walk of one session looked ahead of, up to a place: past the questions that are open on the way, as far as what
// follows does not hang on how they will be answered, and telling of the rest that it may come.
namespace plaint::dialogs {

class Outlook {
  public:
    // The session is used up: the walk's own fields in it are written. `lived` are the places whose answers counted under
    // the tree before.
    Outlook(const Tree& tree, Session& session, const Visit& visit, const std::vector<Ref>& lived);

    void look(WayPoint place);
    // Where it stopped: at the place, behind it where there is no way to it, or at an end before it.
    const WayPoint& stopped() const { return stopped_; }
    // Whether it came just so far for certain.
    bool is_certain() const { return certain_at_stop_; }
    bool is_seen(const Ref& ref) const;
    std::vector<Meeting> take() { return std::move(meetings_); }

  private:
    struct Frame {
        const Group* group = nullptr;
        std::uint32_t item = 0; // id
    };

    bool walk(std::uint32_t from, std::uint32_t to, bool certain);
    bool stop(bool certain);
    bool branch(const Node& node, std::uint32_t& at);
    void end(std::uint32_t index, bool certain);
    void ask(const Leaf& leaf, bool certain);
    bool each(std::uint32_t at, bool certain);
    bool items(std::uint32_t at, GroupState& state, bool certain);
    void ask_for_more(const Group& group, GroupState& state, bool certain);
    void derive(const Let& let, bool certain);
    bool is_known(const Let& let) const;
    Verdict fit(const Leaf& leaf, const Answer& answer) const;
    Verdict agrees(const Leaf& leaf, const Answer& answer) const;
    void meet(Meets what, const std::string& id, const Ref& ref, bool certain);
    void begin();
    Ref ref(std::uint32_t what) const;
    bool lived(const Ref& ref) const;
    Scope& scope() { return *scopes_[frames_.size()]; }

    const Tree& tree_;
    Session& session_;
    const Visit& visit_;
    const std::vector<Ref>& lived_;
    WayPoint place_, way_, stopped_;
    bool sure_ = true; // that it has not ended before
    bool certain_at_stop_ = true;
    std::vector<Frame> frames_;
    std::array<Scope*, depth_max> scopes_{};
    View view_;
    StillOpen open_;
    std::vector<Ref> seen_;
    std::vector<Meeting> meetings_;
};

} // namespace plaint::dialogs
