#include "dialogs/proof/abstraction.hpp"

#include "dialogs/proof/witness.hpp"

#include <algorithm>
#include <limits>

namespace plaint::proof {

using namespace dialogs;
using kinds::Kind;

namespace {

Answer answer_of(Value value) {
    Answer answer{.value = std::move(value)};
    answer.value_hash = hash_of(answer.value);
    return answer;
}

Value value_of(const Constant& constant) {
    return std::visit([](const auto& held) -> Value { return held; }, constant);
}

bool is_text(Kind kind) {
    return kind != Kind::choice && kind != Kind::yes_no && kind != Kind::number && kind != Kind::file;
}

void add(std::vector<Value>& values, Value value) {
    if (std::ranges::find(values, value) == values.end()) values.push_back(std::move(value));
}

// JsonLogic's truth of a value.
bool is_truthy(const Value& value) {
    if (const auto* flag = std::get_if<bool>(&value)) return *flag;
    if (const auto* number = std::get_if<std::int64_t>(&value)) return *number != 0;
    if (const auto* text = std::get_if<std::string>(&value)) return !text->empty();
    return true;
}

} // namespace

Abstraction::Abstraction(const Atlas& atlas, const std::vector<Demands>& demands,
                         std::vector<const Abstraction*> also)
    : atlas_(atlas),
      tree_(atlas.tree()),
      probe_(tree_),
      fields_(tree_.fields.size()),
      also_(std::move(also)),
      targets_(tree_.lets.size()),
      choices_(tree_.leaves.size()),
      derived_(tree_.lets.size()) {
    const VisitPart whole = [this](const Condition& condition, std::uint16_t scope) {
        collect(condition, scope);
    };
    for_each_condition(atlas_, whole);
    // An option that stands only at times is one that something can tell apart.
    for (const Leaf& leaf : tree_.leaves)
        for (const Option& option : leaf.options)
            if (option.when && leaf.kind == Kind::choice)
                note(atlas_.field(leaf.scope, leaf.field), option.value);
    for (const Abstraction* other : also_) note_limits(*other);
    for (const Demands& demand : demands) {
        for (const Line& line : demand.checklist->lines) {
            const std::uint16_t scope = line.each ? tree_.groups[*line.each].scope : std::uint16_t{0};
            if (line.when) collect(*line.when, scope);
            if (line.must) collect(*line.must, scope);
        }
        for (const content::Gate& gate : demand.rules->gates) collect(gate.holds, gate.scope);
    }
    for (std::uint32_t field = 0; field < fields_.size(); ++field)
        if (tree_.fields[field].let) targets_[*tree_.fields[field].let] = field;
    for (std::uint32_t let = 0; let < tree_.lets.size(); ++let)
        for (const std::uint32_t source : tree_.lets[let].of_fields) fields_[source].readers.push_back(let);
    count_linked();
    for (std::uint32_t field = 0; field < fields_.size(); ++field) make_classes(field);
    // A source stands before what is derived from it.
    for (std::uint32_t let = 0; let < derived_.size(); ++let) make_derived(let);
    for (std::uint32_t leaf = 0; leaf < choices_.size(); ++leaf) make_choices(leaf);
}

void Abstraction::collect(const Condition& condition, std::uint16_t scope) {
    for_each_part(atlas_, condition, scope, [this](const Condition& part, std::uint16_t at) {
        switch (part.test) {
        case Test::equals:
        case Test::in:
        case Test::less:
        case Test::less_equal:
        case Test::greater:
        case Test::greater_equal: break;
        default: return;
        }
        if (part.of_state || part.of_count) return;
        for (const Constant& constant : part.constants) note(atlas_.field(at, part.field), constant);
    });
}

void Abstraction::note(std::uint32_t field, const Constant& constant) {
    auto& constants = fields_[field].constants;
    if (std::ranges::find(constants, constant) == constants.end()) constants.push_back(constant);
}

// A number that the one tree allows may be too great for the other. One of an item is limited by the items.
void Abstraction::note_limits(const Abstraction& other) {
    for (const Leaf& leaf : other.tree_.leaves) {
        if (leaf.kind != Kind::number || std::ranges::any_of(leaf.about, &About::items)) continue;
        const std::uint32_t field = other.atlas_.field(leaf.scope, leaf.field);
        if (const auto own = field_like(other.tree_.fields[field])) note(*own, leaf.limits.max);
    }
}

void Abstraction::count_linked() {
    for (std::uint32_t field = 0; field < fields_.size(); ++field)
        if (is_text(tree_.fields[field].kind) && (tree_.fields[field].let || !fields_[field].readers.empty()))
            linked_ += fields_[field].constants.size();
}

// Of so many different values one is none of the constants that it could be compared with, here or as what is derived.
std::size_t Abstraction::count_for(std::uint32_t field) const {
    const FieldClasses& own = fields_[field];
    const bool linked = tree_.fields[field].let || !own.readers.empty();
    std::size_t count = 1 + (linked ? std::max(linked_, own.constants.size()) : own.constants.size());
    for (const Abstraction* other : also_)
        if (const auto like = other->field_like(tree_.fields[field])) count += other->count_for(*like);
    return count;
}

// Values among which there is one for each mark that a value of the field can have.
const std::vector<Value>& Abstraction::candidates(std::uint32_t field) {
    if (!fields_[field].candidates) {
        std::vector<Value> found;
        for (const Abstraction* other : also_)
            if (const auto like = other->field_like(tree_.fields[field]))
                for (const Value& value : other->fields_[*like].candidates.value_or(std::vector<Value>{}))
                    add(found, value);
        propose_own(field, found);
        propose_for_readers(field, found);
        fields_[field].candidates = std::move(found);
    }
    return *fields_[field].candidates;
}

std::optional<std::uint32_t> Abstraction::field_like(const Field& field) const {
    const auto found = tree_.field_by_path.find(field.path);
    if (found == tree_.field_by_path.end() || tree_.fields[found->second].kind != field.kind)
        return std::nullopt;
    return found->second;
}

void Abstraction::propose_own(std::uint32_t index, std::vector<Value>& found) const {
    const Field& field = tree_.fields[index];
    const auto propose = [&](const kinds::Limits& limits) {
        for (std::string& words : witnesses_of(field.kind, limits, count_for(index), tree_))
            add(found, std::move(words));
    };
    switch (field.kind) {
    case Kind::yes_no:
        for (const bool flag : {true, false}) add(found, flag);
        return;
    case Kind::file: add(found, std::vector<FileRef>{{.name = "example.pdf"}}); return;
    case Kind::choice:
        for (const std::uint32_t leaf : field.leaves)
            for (const Option& option : tree_.leaves[leaf].options) add(found, option.value);
        for (const std::string& value : field.values) add(found, value);
        break;
    case Kind::number:
        for (const std::uint32_t leaf : field.leaves) {
            const kinds::Limits& limits = tree_.leaves[leaf].limits;
            add(found, std::clamp<std::int64_t>(1, limits.min, limits.max));
        }
        for (const std::int64_t number : {0, 1}) add(found, number);
        break;
    default:
        for (const std::uint32_t leaf : field.leaves) propose(tree_.leaves[leaf].limits);
        if (field.leaves.empty()) propose({});
    }
    for (const Constant& constant : fields_[index].constants) {
        const auto* bound = std::get_if<std::int64_t>(&constant);
        using Numbers = std::numeric_limits<std::int64_t>;
        if (bound != nullptr && *bound > Numbers::min()) add(found, *bound - 1);
        add(found, value_of(constant));
        if (bound != nullptr && *bound < Numbers::max()) add(found, *bound + 1);
    }
}

// What is asked of a derived field is asked of its sources.
void Abstraction::propose_for_readers(std::uint32_t field, std::vector<Value>& found) {
    for (const std::uint32_t let : fields_[field].readers) {
        const std::vector<Value>& results = candidates(targets_[let]);
        std::vector<std::string> wanted;
        for (const Value& result : results) {
            if (tree_.lets[let].function == Function::first) add(found, result);
            if (const auto* text = std::get_if<std::string>(&result)) wanted.push_back(*text);
        }
        for (std::string& words : sources_of(tree_.lets[let].function, wanted, count_for(field), tree_))
            add(found, std::move(words));
    }
}

bool Abstraction::is_sayable(const Leaf& leaf, const Value& value) const {
    if (const auto* number = std::get_if<std::int64_t>(&value))
        return leaf.kind == Kind::number && *number >= leaf.limits.min && *number <= leaf.limits.max;
    if (const auto* words = std::get_if<std::string>(&value)) {
        if (leaf.kind == Kind::choice)
            return std::ranges::find(leaf.options, *words, &Option::value) != leaf.options.end();
        return is_text(leaf.kind) && proof::is_sayable(leaf.kind, *words, leaf.limits, tree_);
    }
    return leaf.kind == (std::holds_alternative<bool>(value) ? Kind::yes_no : Kind::file);
}

// What is known before the dialog begins is not said.
bool Abstraction::is_sayable(std::uint32_t field, const Value& value) const {
    return std::ranges::find(tree_.given, field) != tree_.given.end() ||
           std::ranges::any_of(tree_.fields[field].leaves,
                               [&](std::uint32_t leaf) { return is_sayable(tree_.leaves[leaf], value); });
}

void Abstraction::make_classes(std::uint32_t field) {
    for (AnswerClass formal = 0; formal < formal_classes; ++formal)
        fields_[field].classes.push_back({.state = static_cast<State>(formal + 1)});
    if (tree_.fields[field].let) return;
    for (const Value& value : candidates(field))
        if (is_sayable(field, value)) admit(field, value);
}

void Abstraction::make_derived(std::uint32_t index) {
    const Let& let = tree_.lets[index];
    for (const std::uint32_t source : let.of_fields) {
        std::vector<AnswerClass>& table = derived_[index].emplace_back();
        for (const Answer& answer : fields_[source].classes) {
            const Answer result = made(let, answer);
            table.push_back(result.has_value() ? admit(targets_[index], result.value)
                                               : proof::class_of(result.state));
        }
    }
}

void Abstraction::make_choices(std::uint32_t index) {
    const Leaf& leaf = tree_.leaves[index];
    const std::uint32_t field = atlas_.field(leaf.scope, leaf.field);
    std::vector<Choice>& choices = choices_[index];
    for (AnswerClass formal = 0; formal < formal_classes; ++formal)
        if (leaf.may.test(formal + 1)) choices.push_back({formal, fields_[field].classes[formal]});
    const auto choose = [&](const Value& value, const Option* option) {
        const AnswerClass of = admit(field, value);
        if (std::ranges::find(choices, of, &Choice::of) == choices.end())
            choices.push_back({of, answer_of(value), option});
    };
    if (leaf.kind == Kind::choice) {
        // One option for each class is enough; which options there are is held against the dictionary elsewhere.
        for (const Option& option : leaf.options) choose(option.value, &option);
        return;
    }
    for (const Value& value : candidates(field))
        if (is_sayable(leaf, value)) choose(value, nullptr);
}

Answer Abstraction::made(const Let& let, const Answer& source) const {
    return let.function == Function::first ? source : probe_.derive(let, source);
}

void Abstraction::mark(std::uint32_t field, const Value& value, Mark& mark) const {
    const FieldClasses& own = fields_[field];
    std::int64_t equal = -1, less = 0;
    for (std::size_t i = 0; i < own.constants.size(); ++i) {
        if (value_of(own.constants[i]) == value) equal = static_cast<std::int64_t>(i);
        const auto* bound = std::get_if<std::int64_t>(&own.constants[i]);
        const auto* number = std::get_if<std::int64_t>(&value);
        if (bound != nullptr && number != nullptr && *bound < *number) ++less;
    }
    mark.insert(mark.end(), {equal, less, is_truthy(value) ? 1 : 0});
    for (const std::uint32_t let : own.readers) {
        const Answer result = made(tree_.lets[let], answer_of(value));
        mark.push_back(static_cast<std::int64_t>(result.state));
        if (result.has_value()) this->mark(targets_[let], result.value, mark);
    }
    for (const Abstraction* other : also_)
        if (const auto like = other->field_like(tree_.fields[field])) other->mark(*like, value, mark);
}

// The class of the value, which is a new one where nothing like it has come yet.
AnswerClass Abstraction::admit(std::uint32_t field, const Value& value) {
    FieldClasses& own = fields_[field];
    Mark known;
    mark(field, value, known);
    const auto [at, is_new] =
        own.by_mark.emplace(std::move(known), static_cast<AnswerClass>(own.classes.size()));
    if (is_new) own.classes.push_back(answer_of(value));
    return at->second;
}

std::optional<AnswerClass> Abstraction::class_of(std::uint32_t field, const Answer& answer) const {
    if (!answer.has_value()) return proof::class_of(answer.state);
    Mark known;
    mark(field, answer.value, known);
    const auto found = fields_[field].by_mark.find(known);
    return found != fields_[field].by_mark.end() ? std::optional(found->second) : std::nullopt;
}

} // namespace plaint::proof
