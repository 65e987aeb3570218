#pragma once

#include "dialogs/engine/step.hpp"
#include "dialogs/engine/walk.hpp"

// The inside of step(): one input being worked on. Its methods stand in turn_put.cpp (what is asked),
// turn_answer.cpp (what is answered) and turn_command.cpp (what is asked of us instead).
namespace plaint::dialogs {

class Turn {
  public:
    Turn(const Tree& tree, Session session, const Input& input);
    StepResult run() &&;

  private:
    // What the visit's present question is about: a pending confirmation, else the focus, else the walk's open place.
    Ref asked() const { return visit().question; }
    Visit& visit() { return session_.visits[visit_]; }
    const Visit& visit() const { return session_.visits[visit_]; }
    void begin_visit();
    void renew_visit();

    // turn_put.cpp
    void walk();               // finds standing_, and says what is passed
    void put();                // works out the present question and asks it
    void ask();
    void ask_leaf(const Ref& ref, bool correcting);
    void ask_more(const Ref& ref, bool correcting);
    void ask_outstanding();
    void ask_review();
    void ask_pending();
    void submit();
    void say(Message message);
    void say_asking(Message message, Ask ask);
    std::uint32_t progress_permille() const;
    std::string ask_path() const;

    // turn_answer.cpp
    void hear();
    bool hear_pending();
    void hear_leaf();
    void hear_more();
    void hear_outstanding();
    void hear_review();
    void hear_done();
    void hear_files();
    bool hear_formal(May may);
    bool hear_offer(const Leaf& leaf, const Place& place);
    void hear_value(const Leaf& leaf, const Place& place);
    std::optional<std::string> option_meant(const Leaf& leaf, const View& view) const;
    void accept(const Leaf& leaf, Value value);
    bool reads_back(const Leaf& leaf) const;
    void record(Answer answer);             // at the question asked
    void record_more(Answer answer);
    void keep_offer(const Leaf& leaf, const Place& place);
    void drop_offer(const Leaf& leaf);
    void withdraw_tail(const Ref& ref, GroupState& state);
    void note_facts(std::optional<std::size_t> except);
    bool wrong(const std::string& problem_key, std::vector<Arg> args);
    void leave_question();                  // the third strike
    void take_exit();
    Answer stamped(Answer answer) const;    // with who, when and where
    Value value_of(const Leaf& leaf, const std::string& normal) const;

    // turn_command.cpp
    bool hear_command();
    void back();
    void change(const Candidate& said, bool removing);
    void add(const Candidate& said);
    void why();
    void help();
    void missing();
    void language(const Candidate& said);
    void person();
    void stop();
    void focus_on(const Ref& ref);
    void remove_item(const Ref& ref);
    bool spend_free_input();

    const Candidate* candidate(Meaning meaning) const;
    const Candidate* candidate(Meaning meaning, std::string_view what) const;
    std::vector<Message> label_of(const Ref& ref);
    Message item_label(const Group& group, std::size_t position) const;
    Shown shown(const Leaf& leaf, const Answer& answer) const;
    std::vector<Message> items_of(const std::vector<Ref>& refs);

    const Tree& tree_;
    Session session_;
    const Input& input_;
    std::size_t visit_ = 0;
    Standing standing_;
    Ref walk_at_;  // the walk's open place when the input came: an answer there moves the walk on, any other restarts it
    std::vector<Output> outputs_;
    std::vector<Effect> effects_;
};

}  // namespace plaint::dialogs
