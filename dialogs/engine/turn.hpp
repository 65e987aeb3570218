#pragma once

#include "dialogs/engine/step.hpp"
#include "dialogs/engine/walk.hpp"

// The inside of step(): one input being worked on. Its methods stand in turn_put.cpp (what is asked), turn_answer.cpp
// (answers to a question), turn_asked.cpp (questions of the person's), turn_confirm.cpp (answers to a confirmation),
// turn_group.cpp (items), turn_fact.cpp (what was said before it was asked), turn_ladder.cpp (what cannot be used),
// turn_command.cpp (what is asked of us instead) and turn_voice.cpp (what only a telephone has).
namespace plaint::dialogs {

class Turn {
  public:
    Turn(const Tree& tree, Session session, const Input& input);
    // Goes on with what a turn under other content has read.
    Turn(const Tree& tree, StepResult read, const Input& input);
    StepResult run() &&;
    // Reads the input, and puts nothing; the session is then that of `next`.
    StepResult read_for(const Tree& next) &&;
    StepResult put_only() &&;

  private:
    // What the visit's present question is about: a pending confirmation, else the focus, else the walk's open place.
    Ref asked() const { return visit().question; }
    Visit& visit() { return session_.visits[visit_]; }
    const Visit& visit() const { return session_.visits[visit_]; }
    void begin_visit();
    bool speaks() const { return input_.said != Said::reopen && input_.said != Said::typed; }
    void read();
    void reopen_asked();
    void type_heard();
    void renew_visit();

    // turn_put.cpp
    void walk();   // finds standing_, and says what is passed
    void put();    // works out the present question and asks it
    void settle(); // which question that is
    void ask();
    void ask_leaf(const Ref& ref, bool correcting);
    void say_request(const Ref& ref);
    void ask_more(const Ref& ref, bool correcting);
    void ask_outstanding();
    void ask_review();
    void ask_pending();
    void ask_which(Ask ask);
    bool leaves_answers() const;
    void say_waiting_facts(const std::vector<const Fact*>& facts);
    void submit();
    void record_skipped();
    void say(Message message);
    void say_asking(Message message, Ask ask);
    void say_closing(const std::string& key);
    void say_standing(const std::string& key);
    std::vector<std::string_view> next_steps() const;
    std::uint32_t progress_permille() const;
    std::string ask_path();
    std::vector<Ref> put_off() const;

    // turn_answer.cpp
    void hear();
    bool stands_as_asked() const;
    void hear_leaf();
    void hear_outstanding();
    void reopen_outstanding();
    void hear_review();
    void confirm_review();
    void hear_done();
    std::optional<std::string_view> step_meant() const;
    void take_step(std::string_view step);
    void supplement();
    bool hear_formal(May may);
    bool take_formal(State state, bool said_otherwise);
    bool is_said_again() const;
    void doubt_text(const Leaf& leaf, const std::string& problem_key);
    bool may_stand(const Leaf& leaf) const;
    void let_stand();
    void keep_as_shown(const Ref& ref, Answer shown);
    void hear_value(const Leaf& leaf, const Place& place);
    void hear_checked(const Leaf& leaf, const kinds::Limits& limits);
    std::optional<std::string> option_meant(const Leaf& leaf, const View& view) const;
    std::optional<std::size_t> position(std::size_t count) const; // in a list of so many
    void accept(const Leaf& leaf, Value value);
    void note_given(const Ref& ref);
    void record(Answer answer); // at the question asked
    void read_back(const Value& value);
    bool answered_elsewhere(const Slot& slot, const Answer& answer);
    Answer stamped(Answer answer) const; // with who, when and where
    Value value_of(const Leaf& leaf, const std::string& normal) const;

    // turn_asked.cpp
    void hear_question(const Leaf& leaf, const Place& place);
    std::vector<std::string> asked_of(const Leaf& leaf, const View& view) const;
    bool tell_asked();
    void keep_question(const Leaf& leaf);
    bool hear_item(const Ref& ref);
    bool begins_with(const Leaf& first) const;

    // turn_confirm.cpp
    bool hear_pending();
    bool hear_confirmation(Pending pending);
    bool hear_choice();
    void hear_which();
    bool hear_tail();
    bool hear_offer(const Leaf& leaf, const Place& place);
    void keep_offer(const Leaf& leaf, const Place& place);
    void drop_offer(const Leaf& leaf);
    void leave_focus();
    void return_to_walk();
    bool says_yes() const;
    bool says_no() const;
    bool says_wrong() const;

    // turn_group.cpp
    void hear_more();
    void record_more(Answer answer);
    void begin_item(const Ref& ref);
    void withdraw_tail(const Ref& ref, GroupState& state);
    void remove_item(const Ref& ref);

    // turn_fact.cpp
    void hear_files();
    std::size_t note_facts(std::optional<std::size_t> except);
    void note_facts_beside(const Leaf& leaf);
    bool take_facts();
    bool may_answer(const kinds::Found& found, const Leaf& leaf) const;
    bool is_known(const kinds::Found& found, const std::string& path) const;
    std::optional<std::string> path_meant(const kinds::Found& found) const;
    std::vector<Ref> answered_by(const kinds::Found& found) const;
    bool is_usable(const kinds::Found& found, const Ref& ref);
    std::string words_of(const kinds::Found& found) const;
    bool hear_correction();
    bool hear_mistake();
    bool is_new_answer(const kinds::Found& found) const;
    std::vector<Ref> to_correct(const kinds::Found& found);
    void offer_correction(const Ref& ref, const std::string& value, const std::string& written = {});
    std::string platform_told(const Answer& answer) const;
    bool is_of_link(const std::string& value, const std::string& path) const;

    // turn_ladder.cpp
    using Counter = std::uint8_t Visit::*; // silence and what cannot be used are counted apart
    bool wrong(const std::string& problem_key, std::vector<Arg> args, Counter counter = &Visit::strikes);
    bool strike(Counter counter); // false when the question has been left
    void forgive();
    std::uint32_t attempt() const; // at the question put, from 1
    void leave_question();         // the third strike
    void take_exit();
    bool spend_free_input();

    // turn_command.cpp
    bool hear_command();
    void obey(const Candidate& said);
    void back();
    void explain(const Candidate& term);
    void change(const Candidate& said, bool removing);
    bool is_named(const Walk::Passed& passed, const Candidate& said, bool removing);
    void say_not_yet(const Candidate& said);
    bool focus_on_source(std::uint32_t field);
    void add(const Candidate& said);
    void why();
    void help();
    void missing();
    void language(const Candidate& said);
    void speak(std::string_view locale);
    void person();
    void stop();
    void focus_on(const Ref& ref);

    // turn_voice.cpp
    bool is_asking() const;
    void hear_silence();
    void hear_wrong_key();
    void hear_recording();
    void person_failed();
    std::vector<std::string_view> ways_without_person() const;
    void hear_absent();
    bool has_agreed() const; // to what has to be agreed to before anything is kept
    bool may_record() const;
    bool must_ask_to_record() const;
    void hear_consent_to_record();
    bool can_be_called() const;
    void promise_call();
    bool is_beside() const; // what is asked now is about a person or the line, and nothing of the tree

    const Candidate* candidate(Meaning meaning) const;
    const Candidate* candidate(Meaning meaning, std::string_view what) const;
    std::vector<Message> label_of(const Ref& ref);
    Message item_label(const Group& group, std::size_t position) const;
    std::size_t position_of(const Ref& ref, std::size_t depth);
    Shown shown(const Leaf& leaf, const Answer& answer) const;
    std::vector<Message> items_of(const std::vector<Ref>& refs);

    const Tree& tree_;
    Session session_;
    const Input& input_;
    std::size_t visit_ = 0;
    Standing standing_;
    Ref walk_at_; // the walk's open place when the input came: an answer there moves the walk on, any other restarts it
    bool answered_again_ = false; // another answer was given where a yes or no was asked for
    std::vector<Output> outputs_;
    std::vector<Effect> effects_;
};

// Person's words are kept within this many bytes where no kind of answer limits them.
inline constexpr std::size_t words_kept_max = 2000;
std::string kept_words(const std::string& raw);

// "3" as the third of a list; nothing for other words or for numbers outside it.
std::optional<std::size_t> position_meant(std::string_view folded, std::size_t count);

} // namespace plaint::dialogs
