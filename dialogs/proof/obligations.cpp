#include "dialogs/proof/obligations.hpp"

#include <algorithm>

namespace plaint::proof {

using namespace dialogs;

namespace {

std::string named(std::string_view text) { return "\"" + std::string(text) + "\""; }

std::string joined(const std::vector<std::string>& parts) {
    std::string all;
    for (const std::string& part : parts) all += (all.empty() ? "" : ", ") + part;
    return all;
}

void collect_fields(const Need& need, std::vector<std::uint32_t>& fields) {
    if (need.field) fields.push_back(need.field_index);
    for (const Need& part : need.parts) collect_fields(part, fields);
}

// The node before which nobody knows what kind of case it will be.
std::uint32_t where_kind_is_told(const Tree& tree) {
    const Field* kind = tree.field("case.kind");
    for (std::uint32_t node = 0; kind != nullptr && node < tree.nodes.size(); ++node)
        if (tree.nodes[node].op == Op::let && tree.lets[tree.nodes[node].index].field == kind->ref)
            return node;
    return 0;
}

bool needs(const Line& line, std::uint32_t field) {
    std::vector<std::uint32_t> fields;
    if (line.need) collect_fields(*line.need, fields);
    return std::ranges::find(fields, field) != fields.end();
}

} // namespace

Obligations::Obligations(Formulas& formulas, Judge& judge, const Atlas& atlas, const Subject& subject)
    : formulas_(formulas),
      judge_(judge),
      atlas_(atlas),
      subject_(subject),
      tree_(*subject.tree),
      kind_told_(where_kind_is_told(*subject.tree)) {}

content::Place Obligations::place(std::uint32_t node, const std::string& below) const {
    content::Place at = subject_.places->nodes[node];
    at.pointer += below;
    return at;
}

// The same fault of the same thing in several items, or at several submissions, is one.
void Obligations::oblige(Fault fault, const std::string& subject, Violation way) {
    const auto [known, is_new] = known_obligations_.try_emplace({fault, subject}, obligations_.size());
    if (is_new) obligations_.push_back({.fault = fault, .subject = subject, .ways = {}});
    obligations_[known->second].ways.push_back(std::move(way));
}

// A goal that is shown in one item is shown.
void Obligations::aim(Goal goal) {
    const std::string key = goal.place.file + "#" + goal.place.pointer + " " + goal.subject;
    const auto [known, is_new] = known_goals_.try_emplace({goal.fault, key}, goals_.size());
    if (is_new) return goals_.push_back(std::move(goal));
    Goal& same = goals_[known->second];
    same.needed = formulas_.either(same.needed, goal.needed);
    same.shown = formulas_.either(same.shown, goal.shown);
}

void Obligations::asks(std::size_t index, const SymbolicView& view) {
    const Question& asked = question(index);
    if (asked.leaf == nullptr) return;
    const Formula put = formulas_.both(asked.reached, asked.carried);
    aim({.fault = Fault::never_asked,
         .subject = asked.leaf->id,
         .place = place(asked.node),
         .what = named(asked.leaf->id) + " can never be asked",
         .needed = always,
         .shown = put});
    const std::uint32_t field = atlas_.field(asked.leaf->scope, asked.leaf->field);
    for (const content::ChecklistRules* rules : subject_.rules)
        for (const content::Gate& gate : rules->gates) {
            // What stands before everything cannot stand before itself, nor before what need not be asked at all.
            const auto leaf = static_cast<std::uint32_t>(asked.leaf - tree_.leaves.data());
            bool gated = std::ranges::find(gate.leaves, leaf) != gate.leaves.end();
            if (gate.leaves.empty()) {
                gated = std::ranges::find(tree_.given, field) == tree_.given.end();
                const auto read = fields_read(atlas_, gate.holds, gate.scope);
                if (std::ranges::find(read, field) != read.end()) gated = false;
            }
            if (!gated || !atlas_.lies_within(view.scope, gate.scope)) continue;
            SymbolicView from = view;
            from.scope = gate.scope;
            const Formula open = judge_.decide(gate.holds, from).yes;
            const std::string what = named(asked.leaf->id) + " is asked where the checklist's line " +
                                     named(gate.line) + " does not let it be";
            oblige(
                Fault::too_early, gate.line + " " + asked.leaf->id,
                {.within = put,
                 .violated = formulas_.both(put, negation(open)),
                 .items = asked.items,
                 .until = index,
                 .explain = [at = place(asked.node), what](const Model&) { return Explanation{at, what}; }});
        }
}

void Obligations::tests(std::uint32_t node, Formula reached, Formula holds) {
    const auto state = [&](Fault fault, const char* what, Formula shown) {
        aim({.fault = fault,
             .subject = {},
             .place = place(node, "/when"),
             .what = what,
             .needed = reached,
             .shown = formulas_.both(reached, shown)});
    };
    state(Fault::never_true, "the condition is never true: what it leads to cannot happen", holds);
    state(Fault::always_true, "the condition is always true: it decides nothing", negation(holds));
}

void Obligations::offers(std::uint32_t node, std::size_t option, Formula reached, Formula stands) {
    const auto state = [&](Fault fault, const char* what, Formula shown) {
        aim({.fault = fault,
             .subject = {},
             .place = place(node, "/options/" + std::to_string(option) + "/if"),
             .what = what,
             .needed = reached,
             .shown = formulas_.both(reached, shown)});
    };
    state(Fault::never_true, "the condition is never true: the option is never offered", stands);
    state(Fault::always_true, "the condition is always true: the option is always offered", negation(stands));
}

void Obligations::offers_nothing(std::size_t index, Formula empty) {
    const Question& asked = question(index);
    const bool menu = asked.leaf->kind == kinds::Kind::choice;
    const std::string what = named(asked.leaf->id) +
                             (menu ? " may have no option to offer" : " may be about too few items") +
                             ", and allows no formal answer";
    oblige(Fault::empty_menu, asked.leaf->id,
           {.within = asked.reached,
            .violated = empty,
            .items = asked.items,
            .until = index,
            .explain = [at = place(asked.node, menu ? "/options" : "/about"), what](const Model&) {
                return Explanation{at, what};
            }});
}

void Obligations::reads(std::uint32_t node, const std::string& pointer, std::uint32_t field, Formula reached,
                        Formula exists) {
    aim({.fault = Fault::never_known,
         .subject = tree_.fields[field].path,
         .place = place(node, pointer),
         .what = named(tree_.fields[field].path) + " is read here, where it cannot have been answered yet",
         .needed = reached,
         .shown = formulas_.both(reached, exists)});
}

void Obligations::submits(std::uint32_t node, Formula reached, Formula reviewed) {
    const std::string& kind = tree_.cases[tree_.nodes[node].index];
    aim({.fault = Fault::never_reached,
         .subject = kind,
         .place = place(node),
         .what = "the submission of " + named(kind) + " can never be reached",
         .needed = always,
         .shown = reached});
    submissions_.push_back({node, reached, reviewed});
}

void Obligations::accompanies(std::uint32_t node, Formula reached, Formula reviewed) {
    companions_.push_back({node, reached, reviewed});
}

void Obligations::ends(std::uint32_t node, Formula reached) {
    // The end behind the last node is the loader's own.
    if (node + 1 == tree_.nodes.size()) return;
    const std::string& name = tree_.ends[tree_.nodes[node].index].name;
    aim({.fault = Fault::never_reached,
         .subject = name,
         .place = place(node),
         .what = "the end " + named(name) + " can never be reached",
         .needed = always,
         .shown = reached});
}

void Obligations::finish() {
    for (const Submission& submission : submissions_) {
        require_lines(submission);
        for (std::size_t asked = 0; asked < course_->questions().size(); ++asked)
            if (question(asked).leaf != nullptr) require_use(submission, asked);
    }
    // What goes with another is as complete as what goes alone. What is asked there is asked for either.
    for (const Submission& companion : companions_) require_lines(companion);
    require_once();
}

const Checklist& Obligations::checklist_of(const Submission& submission) const {
    return *subject_.checklists[tree_.nodes[submission.node].index];
}

void Obligations::require_lines(const Submission& submission) {
    const Checklist& checklist = checklist_of(submission);
    for (std::size_t line = 0; line < checklist.lines.size(); ++line)
        require_line(submission, checklist, line);
}

// The items of a group wherever it stands, each with the formula for its being there; without a group, the whole.
void Obligations::for_each_item(std::optional<std::uint32_t> group, const Visit& visit) const {
    SymbolicView view;
    view.scopes[0] = &course_->root();
    if (!group) return visit(view, always, {});
    const std::vector<std::uint32_t> chain = atlas_.groups_around(tree_.groups[*group].scope);
    std::vector<std::uint32_t> items;
    const std::function<void(std::size_t, Formula)> enter = [&](std::size_t depth, Formula exists) {
        if (depth == chain.size()) return visit(view, exists, items);
        const Group& outer = tree_.groups[chain[depth]];
        const SymbolicGroup& state = view.scopes[depth]->groups[outer.index];
        for (std::size_t item = 0; item < state.items.size(); ++item) {
            view.scopes[depth + 1] = &state.items[item];
            view.scope = outer.scope;
            items.push_back(static_cast<std::uint32_t>(item));
            enter(depth + 1, formulas_.both(exists, judge_.at_least(state, item + 1)));
            items.pop_back();
        }
    };
    enter(0, always);
}

void Obligations::require_line(const Submission& submission, const Checklist& checklist, std::size_t index) {
    const Line& line = checklist.lines[index];
    const content::Place at =
        subject_.rules[tree_.nodes[submission.node].index]->lines[index]; // by the case that is submitted
    content::Place condition = at;
    condition.pointer += "/if";
    for_each_item(line.each, [&](const SymbolicView& view, Formula exists,
                                 const std::vector<std::uint32_t>& items) {
        const Formula here = formulas_.both(submission.reached, exists);
        const Decision needed = line.when ? judge_.decide(*line.when, view) : Decision{};
        // What is wrong with a line is wrong only where it is needed.
        Violation base{.within = here,
                       .violated = formulas_.both(here, needed.yes),
                       .items = items,
                       .until = {},
                       .explain = {}};
        const auto simply = [&](const std::string& what) {
            return [at, what](const Model&) { return Explanation{at, what}; };
        };
        if (line.when) {
            oblige(Fault::undecided, line.name,
                   {.within = here,
                    .violated = formulas_.both(here, needed.undecided),
                    .items = items,
                    .until = {},
                    .explain = simply("whether the line " + named(line.name) +
                                      " is needed cannot be told: what it hangs on was not asked")});
            aim({.fault = Fault::never_true,
                 .subject = line.name,
                 .place = condition,
                 .what = "the line " + named(line.name) + " is never needed",
                 .needed = here,
                 .shown = base.violated});
            aim({.fault = Fault::always_true,
                 .subject = line.name,
                 .place = condition,
                 .what = "the line " + named(line.name) + " is always needed: its condition decides nothing",
                 .needed = here,
                 .shown = formulas_.both(here, needed.no)});
        }
        if (line.need) require_need(line, view, base, at);
        if (line.of) require_items(line, view, base, at);
        if (line.must) {
            Violation way = base;
            way.violated = formulas_.both(base.violated, negation(judge_.decide(*line.must, view).yes));
            way.explain = simply("a case can be handed over although what the line " + named(line.name) +
                                 " demands is not true");
            oblige(Fault::not_fulfilled, line.name, std::move(way));
        }
        if (line.reviewed) {
            Violation way = base;
            way.violated = formulas_.both(base.violated, negation(submission.reviewed));
            way.explain = [at = place(submission.node)](const Model&) {
                return Explanation{at, "answers can be handed over that no review has shown"};
            };
            oblige(Fault::unreviewed, line.name, std::move(way));
        }
    });
}

void Obligations::require_items(const Line& line, const SymbolicView& view, const Violation& base,
                                const content::Place& at) {
    const Group& group = tree_.groups[*line.of];
    const SymbolicGroup& state = view.scopes[tree_.shapes[group.parent].depth]->groups[group.index];
    Formula enough = judge_.at_least(state, line.at_least);
    if (allows(line.allow, State::later)) enough = formulas_.either(enough, state.put_off);
    Violation way = base;
    way.violated = formulas_.both(base.violated, negation(enough));
    way.explain = [at, path = group.path, least = line.at_least](const Model&) {
        return Explanation{at, "a case can be handed over with fewer " + named(path) + " than " +
                                   std::to_string(least)};
    };
    oblige(Fault::too_few_items, line.name, std::move(way));
}

Formula Obligations::fulfilled(const Need& need, May allow, const SymbolicView& view) {
    if (need.field) {
        const SymbolicField& field = view.field(*need.field);
        Formula fine = judge_.has_value(field);
        for (AnswerClass formal = 0; formal < formal_classes; ++formal)
            if (allow.test(formal + 1)) fine = formulas_.either(fine, field.is[formal]);
        return fine;
    }
    Formula whole = need.any ? never : always;
    for (const Need& part : need.parts) {
        const Formula one = fulfilled(part, allow, view);
        whole = need.any ? formulas_.either(whole, one) : formulas_.both(whole, one);
    }
    return whole;
}

std::optional<content::Place> Obligations::place_of_answer(const Model& model, std::uint32_t field,
                                                           const std::vector<std::uint32_t>& items) const {
    for (const Question& asked : course_->questions()) {
        if (asked.leaf == nullptr || atlas_.field(asked.leaf->scope, asked.leaf->field) != field) continue;
        const bool here = asked.items.size() <= items.size() &&
                          std::equal(asked.items.begin(), asked.items.end(), items.begin());
        if (here && model.holds(asked.reached)) return place(asked.node, "/may");
    }
    return std::nullopt;
}

void Obligations::require_need(const Line& line, const SymbolicView& view, const Violation& base,
                               const content::Place& at) {
    Violation way = base;
    way.violated = formulas_.both(base.violated, negation(fulfilled(*line.need, line.allow, view)));
    // Which of the fields it is, and how they are answered, only a model can tell.
    way.explain = [this, &line, view, at, items = base.items](const Model& model) {
        std::vector<std::uint32_t> fields;
        collect_fields(*line.need, fields);
        Explanation found{at, {}};
        std::vector<std::string> lacking;
        for (const std::uint32_t index : fields) {
            const SymbolicField& field = view.field(tree_.fields[index].ref);
            const auto answered = std::ranges::find_if(field.is, [&](Formula is) { return model.holds(is); });
            const auto of = static_cast<AnswerClass>(answered - field.is.begin());
            if (answered == field.is.end()) {
                lacking.push_back(named(tree_.fields[index].path) + " is not asked");
            } else if (of < formal_classes && !line.allow.test(of + 1)) {
                lacking.push_back(named(tree_.fields[index].path) + " may be answered with \"" +
                                  std::string(name_of(static_cast<State>(of + 1))) + "\"");
                if (const auto asked = place_of_answer(model, index, items)) found.place = *asked;
            }
        }
        found.what = "a case can be handed over without what the line " + named(line.name) +
                     " needs: " + joined(lacking);
        return found;
    };
    oblige(Fault::incomplete, line.name, std::move(way));
}

// Of what a checklist needs at times, nothing is asked while it does not; nor what only those of other kinds need.
void Obligations::require_use(const Submission& submission, std::size_t index) {
    const Question& asked = question(index);
    const std::uint32_t field = atlas_.field(asked.leaf->scope, asked.leaf->field);
    SymbolicView view;
    view.scopes[0] = &course_->root();
    const auto chain = atlas_.groups_around(asked.leaf->scope);
    for (std::size_t depth = 0; depth < chain.size(); ++depth) {
        const Group& group = tree_.groups[chain[depth]];
        view.scopes[depth + 1] = &view.scopes[depth]->groups[group.index].items[asked.items[depth]];
        view.scope = group.scope;
    }
    Formula needless = formulas_.both(submission.reached, asked.reached);
    std::vector<std::string> lines;
    // Where the line does not need it. One that is always needed, or read of something inside of this place, needs it
    // somewhere.
    const auto idle = [&](const Line& line) {
        const std::uint16_t scope = line.each ? tree_.groups[*line.each].scope : std::uint16_t{0};
        if (!line.when || !atlas_.lies_within(view.scope, scope)) return never;
        SymbolicView from = view;
        from.scope = scope;
        return judge_.decide(*line.when, from).no;
    };
    for (const Line& line : checklist_of(submission).lines) {
        if (!needs(line, field)) continue;
        needless = formulas_.both(needless, idle(line));
        lines.push_back(named(line.name));
    }
    // What none of its lines ever needs, but another kind's do, is asked of the wrong cases, once their kind is told.
    const auto needs_it = [&](const Checklist* list) {
        return std::ranges::any_of(list->lines, [&](const Line& line) { return needs(line, field); });
    };
    if (needless == never) return;
    if (lines.empty() && (asked.node < kind_told_ || std::ranges::none_of(subject_.checklists, needs_it)))
        return;
    for (const Submission& companion : companions_)
        for (const Line& line : checklist_of(companion).lines)
            if (needs(line, field))
                needless =
                    formulas_.both(needless, formulas_.either(negation(companion.reached), idle(line)));
    const std::string what =
        named(asked.leaf->id) + " can be asked where no line of the checklist needs it: " +
        (lines.empty() ? "it is for other kinds than " + named(checklist_of(submission).kind)
                       : "not " + joined(lines));
    oblige(Fault::needless, asked.leaf->id,
           {.within = formulas_.both(submission.reached, asked.reached),
            .violated = needless,
            .items = asked.items,
            .until = {},
            .explain = [at = place(asked.node), what](const Model&) { return Explanation{at, what}; }});
}

// Several leaves of one field exclude one another.
void Obligations::require_once() {
    const auto& questions = course_->questions();
    for (std::size_t later = 0; later < questions.size(); ++later) {
        const Question& second = questions[later];
        if (second.leaf == nullptr) continue;
        const std::uint32_t field = atlas_.field(second.leaf->scope, second.leaf->field);
        if (tree_.fields[field].leaves.size() < 2) continue;
        for (std::size_t earlier = 0; earlier < later; ++earlier) {
            const Question& first = questions[earlier];
            if (first.leaf == nullptr || first.leaf->path != second.leaf->path || first.items != second.items)
                continue;
            const std::string what = named(second.leaf->path) + " is asked here although " +
                                     named(first.leaf->id) + " may have asked for it already";
            oblige(
                Fault::asked_twice, first.leaf->id + " " + second.leaf->id,
                {.within = second.reached,
                 .violated = formulas_.both(first.reached, second.reached),
                 .items = second.items,
                 .until = later,
                 .explain = [at = place(second.node), what](const Model&) { return Explanation{at, what}; }});
        }
    }
}

} // namespace plaint::proof
