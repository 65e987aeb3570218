#include "dialogs/proof/submissions.hpp"

#include "dialogs/proof/items.hpp"

#include <algorithm>
#include <charconv>
#include <unordered_map>

namespace plaint::proof {

using namespace dialogs;

namespace {

// "respondents[0].links[1].url" as "respondents[].links[].url", with the positions.
std::string pattern_of(std::string_view path, std::vector<std::uint32_t>& positions) {
    std::string pattern;
    for (std::size_t at = 0; at < path.size(); ++at) {
        pattern += path[at];
        if (path[at] != '[') continue;
        std::uint32_t position = 0;
        const char* end = path.data() + path.size();
        at =
            static_cast<std::size_t>(std::from_chars(path.data() + at + 1, end, position).ptr - path.data()) -
            1;
        positions.push_back(position);
    }
    return pattern;
}

std::optional<Constant> constant_of(const Value& value) {
    if (const auto* flag = std::get_if<bool>(&value)) return *flag;
    if (const auto* number = std::get_if<std::int64_t>(&value)) return *number;
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    return std::nullopt;
}

// A checklist that demands nothing, and hangs on all that the sights look at: so it is told apart.
Checklist looked_at(const Tree& tree, const Sight& looked) {
    std::map<std::string, std::vector<Constant>> named;
    for (const Trait* trait : looked.traits) {
        std::vector<std::uint32_t> positions;
        std::vector<Constant>& constants = named[pattern_of(trait->path, positions)];
        for (const auto& answer : trait->one_of)
            if (const auto constant = answer ? constant_of(answer->value) : std::nullopt;
                constant && std::ranges::find(constants, *constant) == constants.end())
                constants.push_back(*constant);
    }
    Checklist checklist;
    for (auto& [pattern, constants] : named) {
        const Field* field = tree.field(pattern);
        if (field == nullptr || constants.empty() || field->kind == kinds::Kind::yes_no) continue;
        Line line{.name = pattern};
        if (const std::size_t group = pattern.rfind("[]"); group != std::string::npos)
            line.each = tree.group_by_path.at(pattern.substr(0, group));
        line.when = Condition{.test = Test::in, .field = field->ref, .constants = std::move(constants)};
        checklist.lines.push_back(std::move(line));
    }
    return checklist;
}

std::vector<Demands> demands_of(const Subject& subject, const Checklist& looked,
                                const content::ChecklistRules& none) {
    std::vector<Demands> demands{{&looked, &none}};
    for (std::size_t i = 0; i < subject.checklists.size(); ++i)
        demands.push_back({subject.checklists[i], subject.rules[i]});
    return demands;
}

// As many items as the sights count, and one by which it is seen that there are no more.
std::vector<std::uint32_t> items_looked_at(const Atlas& atlas, const std::vector<Demands>& demands,
                                           const Sight& looked) {
    const Tree& tree = atlas.tree();
    std::vector<std::uint32_t> items = items_told_apart(atlas, demands, 0);
    for (const auto& [path, count] : looked.items) {
        std::vector<std::uint32_t> positions;
        const auto group = tree.group_by_path.find(pattern_of(path, positions));
        if (group == tree.group_by_path.end()) continue;
        std::uint32_t& told_apart = items[group->second];
        told_apart = std::min(std::max(told_apart, count + 1), tree.groups[group->second].max);
    }
    return items;
}

// Only where the walk hands over.
class Handing : public Observer {
  public:
    explicit Handing(const Tree& tree) : tree_(tree) {}
    void asks(std::size_t, const SymbolicView&) override {}
    void tests(std::uint32_t, Formula, Formula) override {}
    void offers(std::uint32_t, std::size_t, Formula, Formula) override {}
    void offers_nothing(std::size_t, Formula) override {}
    void reads(std::uint32_t, const std::string&, std::uint32_t, Formula, Formula) override {}
    void submits(std::uint32_t node, Formula reached, Formula) override {
        nodes_.emplace_back(tree_.nodes[node].index, reached);
    }
    void accompanies(std::uint32_t node, Formula reached, Formula reviewed) override {
        submits(node, reached, reviewed);
    }
    void ends(std::uint32_t, Formula) override {}

    Formula handed(std::uint32_t kind, Formulas& formulas) const {
        Formula any = never;
        for (const auto& [of, reached] : nodes_)
            if (of == kind) any = formulas.either(any, reached);
        return any;
    }

  private:
    const Tree& tree_;
    std::vector<std::pair<std::uint32_t, Formula>> nodes_;
};

} // namespace

struct Submissions::Parts {
    Parts(const Subject& subject, const Sight& named)
        : tree(*subject.tree),
          atlas(tree),
          looked(looked_at(tree, named)),
          demands(demands_of(subject, looked, none)),
          abstraction(atlas, demands),
          judge(formulas, abstraction, atlas),
          course(formulas, judge, abstraction, atlas, items_looked_at(atlas, demands, named)),
          solver(formulas) {
        Handing handing(tree);
        course.walk(handing);
        for (std::uint32_t kind = 0; kind < tree.cases.size(); ++kind)
            handed.push_back(handing.handed(kind, formulas));
        for (const Formula rule : course.rules()) solver.require(rule);
    }

    // The group at that path, and whether the walk has been through it.
    struct Spot {
        const SymbolicScope* scope = nullptr;
        Formula exists = always;
        std::string pattern;
    };
    std::optional<Spot> spot(const std::string& path) {
        std::vector<std::uint32_t> positions;
        Spot found{.scope = &course.root(), .pattern = pattern_of(path, positions)};
        std::size_t end = 0;
        for (const std::uint32_t position : positions) {
            end = found.pattern.find("[]", end == 0 ? 0 : end + 2);
            const auto group = tree.group_by_path.find(found.pattern.substr(0, end));
            if (group == tree.group_by_path.end()) return std::nullopt;
            const SymbolicGroup& items = found.scope->groups[tree.groups[group->second].index];
            if (position >= items.items.size()) return std::nullopt;
            found.exists = formulas.both(found.exists, formulas.both(items.passed, items.exists[position]));
            found.scope = &items.items[position];
        }
        return found;
    }

    Formula counts(const std::string& path, std::uint32_t count) {
        const auto found = spot(path);
        const auto group = found ? tree.group_by_path.find(found->pattern) : tree.group_by_path.end();
        if (group == tree.group_by_path.end()) return count == 0 ? always : never;
        const SymbolicGroup& items = found->scope->groups[tree.groups[group->second].index];
        const auto at_least = [&](std::size_t many) {
            if (many == 0) return always;
            return many <= items.exists.size() ? formulas.both(items.passed, items.exists[many - 1]) : never;
        };
        return formulas.both(found->exists, formulas.both(at_least(count), negation(at_least(count + 1))));
    }

    Formula answered(const SymbolicField& field, std::uint32_t index, const Answer& answer) {
        if (!answer.has_value()) return field.is[class_of(answer.state)];
        if (answer.value.index() == 0) return judge.has_value(field);
        const auto& classes = abstraction.classes(index);
        for (AnswerClass of = formal_classes; of < classes.size(); ++of)
            if (classes[of].value == answer.value) return field.is[of];
        return never;
    }

    Formula has(const Trait& trait) {
        const bool may_lack =
            !std::ranges::all_of(trait.one_of, [](const auto& one) { return one.has_value(); });
        const auto found = spot(trait.path);
        const auto named = found ? tree.field_by_path.find(found->pattern) : tree.field_by_path.end();
        if (named == tree.field_by_path.end()) return may_lack ? always : never;
        const SymbolicField& field = found->scope->fields[tree.fields[named->second].ref.index];
        Formula any = may_lack ? negation(judge.present(field)) : never;
        for (const auto& answer : trait.one_of)
            if (answer) any = formulas.either(any, answered(field, named->second, *answer));
        any = formulas.both(any, found->exists);
        return may_lack ? formulas.either(any, negation(found->exists)) : any;
    }

    Formula formula(std::uint32_t kind, const Sight& sight) {
        Formula all = handed[kind];
        for (const auto& [path, count] : sight.items) all = formulas.both(all, counts(path, count));
        for (const Trait* trait : sight.traits) {
            if (all == never) break;
            const auto [known, is_new] = had.try_emplace(trait);
            if (is_new) known->second = has(*trait);
            all = formulas.both(all, known->second);
        }
        return all;
    }

    const Tree& tree;
    const content::ChecklistRules none;
    const Atlas atlas;
    const Checklist looked;
    const std::vector<Demands> demands;
    const Abstraction abstraction;
    Formulas formulas;
    Judge judge;
    Course course;
    Solver solver;
    std::vector<Formula> handed;                   // by kind of case
    std::unordered_map<const Trait*, Formula> had; // what is known of the traits that were asked for
};

Submissions::Submissions(const Subject& subject, const Sight& named)
    : parts_(std::make_unique<Parts>(subject, named)) {}
Submissions::~Submissions() = default;

std::vector<bool> Submissions::possible(std::uint32_t kind, const std::vector<Sights>& lists) {
    std::vector<Formula> wanted;
    for (const Sights& list : lists) {
        Formula any = never;
        for (const Sight& sight : list) any = parts_->formulas.either(any, parts_->formula(kind, sight));
        wanted.push_back(any);
    }
    return parts_->solver.possible(wanted);
}

Finding Submissions::show(Fault fault, const std::string& subject, std::uint32_t kind, const Sights& sights,
                          const Explanation& explanation, const ProofOptions& options) {
    Obligation obligation{.fault = fault, .subject = subject, .ways = {}};
    for (const Sight& sight : sights) {
        Violation& way = obligation.ways.emplace_back();
        way.within = parts_->handed[kind];
        way.violated = parts_->formula(kind, sight);
        way.explain = [&explanation](const Model&) { return explanation; };
    }
    Counterexamples counterexamples(parts_->formulas, parts_->solver, parts_->course);
    return counterexamples.show(obligation, options);
}

} // namespace plaint::proof
