#include "tests/proof/longest_ways.hpp"

#include "dialogs/engine/session.hpp"
#include "dialogs/proof/abstraction.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>
#include <unordered_map>

namespace plaint::tests {
namespace {

using namespace dialogs;
using proof::AnswerClass;

// What the rest of the tree still reads of the way so far: a byte for each field, which is its class of answers and one, and
// one for each group, which is whether it has its item. Ways that agree in it go on alike.
using Mark = std::string;

struct Best {
    std::size_t questions = 0;
    const Best* before = nullptr;
    std::string question; // that was put last; empty where none was
};

bool counts(const std::string& path) {
    static const std::set<std::string, std::less<>> beside{"intake.locale", "intake.consent",
                                                           "intake.consent_sensitive"};
    return !beside.contains(path);
}

std::string words_of(const Answer& answer) {
    if (!answer.has_value()) return std::string(name_of(answer.state));
    if (const auto* flag = std::get_if<bool>(&answer.value)) return *flag ? "yes" : "no";
    const auto* text = std::get_if<std::string>(&answer.value);
    return text != nullptr ? *text : "value";
}

bool is_among(const std::vector<std::string>& held, const Answer& answer) {
    return std::ranges::any_of(held, [&](const std::string& words) {
        return words == words_of(answer) || (words == "value" && answer.has_value());
    });
}

// Goes through the program once, in its order, with all ways that something later can tell apart, and keeps the longest of
// those that nothing can.
class Search {
  public:
    Search(const Tree& tree, Modality modality, const Held& held)
        : tree_(tree),
          modality_(modality),
          held_(held),
          atlas_(tree),
          classes_(atlas_, {}),
          root_(tree.shapes.front()),
          scopes_(tree.shapes.size()),
          read_later_(tree.nodes.size() + 1, Mark(tree.fields.size() + tree.groups.size(), '\0')),
          ways_(tree.nodes.size() + 1) {
        scopes_[0] = &root_;
        make_items(0);
        for (std::size_t node = tree_.nodes.size(); node-- > 0;) note_readings(node);
    }

    std::map<std::string, Questions> run() {
        ways_[0].emplace(Mark(read_later_[0].size(), '\0'), Best{});
        for (std::uint32_t node = 0; node < tree_.nodes.size(); ++node)
            for (const auto& [mark, best] : ways_[node]) go_on(node, mark, best);
        std::map<std::string, Questions> found;
        for (const auto& [name, best] : over_) found[name] = questions_of(*best);
        return found;
    }

  private:
    // One item in each group, for conditions to look into.
    void make_items(std::uint16_t scope) {
        for (const std::uint32_t index : tree_.groups_of_scope[scope]) {
            const Group& group = tree_.groups[index];
            GroupState& state = scopes_[scope]->groups[group.index];
            state.items.push_back({1, nullptr, Scope(tree_.shapes[group.scope])});
            scopes_[group.scope] = &state.items.front().scope;
            make_items(group.scope);
        }
    }

    void note_readings(std::size_t at) {
        Mark& read = read_later_[at] = read_later_[at + 1];
        const Node& node = tree_.nodes[at];
        const std::uint16_t scope = atlas_.scope_of_node(at);
        if (node.op == Op::branch) note(tree_.conditions[node.index], scope, read);
        if (node.op == Op::ask)
            for (const Option& option : tree_.leaves[node.index].options)
                if (option.when) note(*option.when, scope, read);
        if (node.op == Op::let)
            for (const std::uint32_t field : tree_.lets[node.index].of_fields) read[field] = 1;
    }
    void note(const Condition& condition, std::uint16_t scope, Mark& read) const {
        for (const std::uint32_t field : proof::fields_read(atlas_, condition, scope)) read[field] = 1;
        note_groups(condition, scope, read);
    }
    void note_groups(const Condition& condition, std::uint16_t scope, Mark& read) const {
        const bool looks_into = condition.test == Test::some_item || condition.test == Test::every_item ||
                                condition.test == Test::no_item;
        std::uint16_t inner = scope;
        if (looks_into || condition.of_count) {
            const std::uint32_t group = atlas_.group(scope, condition.field);
            read[tree_.fields.size() + group] = 1;
            if (looks_into) inner = tree_.groups[group].scope;
        }
        for (const Condition& child : condition.children) note_groups(child, inner, read);
    }

    void go_on(std::uint32_t at, const Mark& mark, const Best& best) {
        const Node& node = tree_.nodes[at];
        switch (node.op) {
        case Op::ask: ask(at, mark, best); break;
        case Op::branch: {
            const View view = look(at, mark);
            move(tree_.conditions[node.index].holds(view) ? at + 1 : node.target, mark, best);
            break;
        }
        case Op::jump: move(node.target, mark, best); break;
        case Op::each: each(at, mark, best); break;
        case Op::next: {
            Mark ended = mark;
            ended[tree_.fields.size() + node.index] = 1;
            move(at + 1, std::move(ended), best);
            break;
        }
        case Op::let: derive(at, mark, best); break;
        case Op::submit: end(tree_.cases[node.index], best); break;
        case Op::end: end("end." + tree_.ends[node.index].name, best); break;
        case Op::say:
        case Op::with:
        case Op::section:
        case Op::review: move(at + 1, mark, best); break;
        }
    }

    void ask(std::uint32_t at, const Mark& mark, const Best& best) {
        const std::uint32_t index = tree_.nodes[at].index;
        const Leaf& leaf = tree_.leaves[index];
        const std::uint32_t field = atlas_.field(leaf.scope, leaf.field);
        const auto answered = [&](AnswerClass of, const std::string& question) {
            Mark after = mark;
            after[field] = static_cast<char>(of + 1);
            move(at + 1, std::move(after), best, question);
        };
        if (!carries(modality_, leaf.kind))
            return answered(proof::class_of(allows(leaf.may, State::later) ? State::later : State::skip), "");
        const auto held = held_.find(leaf.path);
        const auto stands_at_times = [](const Option& option) { return option.when.has_value(); };
        View view;
        if (std::ranges::any_of(leaf.options, stands_at_times)) view = look(at, mark);
        bool tried = false;
        for (const proof::Choice& choice : classes_.choices(index)) {
            if (choice.option != nullptr && choice.option->when && !choice.option->when->holds(view))
                continue;
            if (held != held_.end() && !is_among(held->second, choice.answer)) continue;
            answered(choice.of, counts(leaf.path) ? leaf.id : "");
            tried = true;
            // One stands for all where nothing later tells them apart.
            if (read_later_[at + 1][field] == 0) break;
        }
        if (!tried) throw std::logic_error(leaf.id + " has none of the answers that it shall have");
    }

    void each(std::uint32_t at, const Mark& mark, const Best& best) {
        const Node& node = tree_.nodes[at];
        const Group& group = tree_.groups[node.index];
        if (!group.answerable[static_cast<std::size_t>(modality_)]) return move(node.target, mark, best);
        if (group.min > 0) return move(at + 1, mark, best);
        const auto held = held_.find(group.path + ".more");
        const auto may_be = [&](const char* words) {
            return held == held_.end() || std::ranges::find(held->second, words) != held->second.end();
        };
        if (may_be("no")) move(node.target, mark, best);
        if (may_be("yes")) move(at + 1, mark, best);
    }

    void derive(std::uint32_t at, const Mark& mark, const Best& best) {
        const std::uint32_t index = tree_.nodes[at].index;
        const Let& let = tree_.lets[index];
        const std::uint32_t target = atlas_.field(atlas_.scope_of_node(at), let.field);
        std::optional<AnswerClass> made;
        for (std::size_t source = 0; source < let.of_fields.size(); ++source) {
            const auto of = static_cast<unsigned char>(mark[let.of_fields[source]]);
            if (of == 0) continue;
            const AnswerClass one = classes_.derived(index)[source][of - 1U];
            const bool is_value = one >= proof::formal_classes;
            if (!made || (is_value && *made < proof::formal_classes)) made = one;
        }
        Mark after = mark;
        after[target] = static_cast<char>(made.value_or(proof::class_of(State::unknown)) + 1);
        move(at + 1, std::move(after), best);
    }

    // The field of the engine's scopes as the mark has them, seen from the node.
    View look(std::uint32_t at, const Mark& mark) {
        for (std::uint32_t field = 0; field < tree_.fields.size(); ++field) {
            if (read_later_[at][field] == 0) continue;
            const auto of = static_cast<unsigned char>(mark[field]);
            scopes_[atlas_.scope_of_field(field)]->live[tree_.fields[field].ref.index] =
                of == 0 ? nullptr : &classes_.classes(field)[of - 1U];
        }
        for (std::uint32_t index = 0; index < tree_.groups.size(); ++index) {
            const Group& group = tree_.groups[index];
            scopes_[group.parent]->groups[group.index].passed = mark[tree_.fields.size() + index] != 0;
        }
        View view;
        const std::uint16_t scope = atlas_.scope_of_node(at);
        for (std::uint16_t depth = 0; depth <= tree_.shapes[scope].depth; ++depth)
            view.scopes[depth] = scopes_[atlas_.scope_at(scope, depth)];
        return view;
    }

    void move(std::uint32_t to, Mark mark, const Best& before, const std::string& question = "") {
        for (std::size_t i = 0; i < mark.size(); ++i)
            if (read_later_[to][i] == 0) mark[i] = 0;
        const std::size_t questions = before.questions + (question.empty() ? 0 : 1);
        Best& best = ways_[to][std::move(mark)];
        if (best.before == nullptr || best.questions < questions) best = {questions, &before, question};
    }

    void end(const std::string& name, const Best& best) {
        const Best*& longest = over_[name];
        if (longest == nullptr || longest->questions < best.questions) longest = &best;
    }

    static Questions questions_of(const Best& last) {
        Questions questions;
        for (const Best* best = &last; best != nullptr; best = best->before)
            if (!best->question.empty()) questions.push_back(best->question);
        std::ranges::reverse(questions);
        return questions;
    }

    const Tree& tree_;
    Modality modality_;
    const Held& held_;
    proof::Atlas atlas_;
    proof::Abstraction classes_;
    Scope root_;
    std::vector<Scope*> scopes_; // by scope
    std::vector<Mark> read_later_;
    std::vector<std::unordered_map<Mark, Best>> ways_; // by the node that they have come to
    std::map<std::string, const Best*> over_;
};

} // namespace

std::map<std::string, Questions> longest_ways(const Tree& tree, Modality modality, const Held& held) {
    return Search(tree, modality, held).run();
}

} // namespace plaint::tests
