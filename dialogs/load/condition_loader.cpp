#include "dialogs/load/condition_loader.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <unordered_map>

namespace plaint::content {
namespace {

using dialogs::Condition;
using dialogs::Constant;
using dialogs::Test;

constexpr std::string_view operators =
    "var, missing, !, !!, and, or, ==, !=, in, <, <=, >, >=, some, all, none";

// A `var` taken apart: "F", "F.@state", "G.@count", or ["F", default].
struct Operand {
    std::string path;
    bool of_state = false, of_count = false;
    std::optional<std::int64_t> fallback;
};

class Loader {
  public:
    explicit Loader(const ConditionNames& names, int depth = 0) : names_(names), depth_(depth) {}

    Condition load(const Reader& from) const {
        const nlohmann::json* json = from.json();
        if (json == nullptr) return {};
        if (depth_ > nested_max) {
            from.complain("is nested too deeply");
            return {};
        }
        if (json->is_boolean()) return {.test = json->get<bool>() ? Test::always : Test::never};
        if (!json->is_object() || json->size() != 1) {
            from.complain("should be one JsonLogic operator with its arguments");
            return {};
        }
        const auto [name, argument] = from.members().front();
        if (name == "var") return truth(from);
        if (name == "!") return negated(inner().load(only(argument)));
        if (name == "!!") return inner().load(only(argument));
        if (name == "and" || name == "or")
            return several(name == "and" ? Test::all_of : Test::any_of, argument);
        if (name == "missing") return missing(argument);
        if (name == "==" || name == "!=") return equality(argument, name == "!=");
        if (name == "in") return membership(argument);
        if (name == "<" || name == "<=" || name == ">" || name == ">=") return order(argument, name);
        if (name == "some" || name == "all" || name == "none") return quantified(argument, name);
        from.complain("\"" + name + "\" is no operator here; there are " + std::string(operators));
        return {};
    }

  private:
    static Condition negated(Condition inner) {
        Condition condition{.test = Test::negate};
        condition.children.push_back(std::move(inner));
        return condition;
    }

    // JsonLogic lets a single argument stand with or without its list.
    static Reader only(const Reader& argument) {
        const nlohmann::json* json = argument.json();
        if (json != nullptr && json->is_array() && json->size() == 1) return argument.items().front();
        return argument;
    }

    std::optional<Operand> operand(const Reader& from) const {
        const nlohmann::json* json = from.json();
        if (json == nullptr || !json->is_object() || json->size() != 1 || !json->contains("var")) {
            from.complain("should be {\"var\": FIELD}: a condition compares one field with constants");
            return std::nullopt;
        }
        const Reader var = from.at("var");
        Operand operand;
        if (var.json()->is_array()) {
            const auto parts = var.items();
            if (parts.size() != 2) {
                var.complain("should be a field and its default");
                return std::nullopt;
            }
            operand.path = parts[0].text();
            operand.fallback = parts[1].number();
        } else {
            operand.path = var.text();
        }
        const auto cut = [&](std::string_view suffix) {
            if (!operand.path.ends_with(suffix)) return false;
            operand.path.resize(operand.path.size() - suffix.size());
            return true;
        };
        operand.of_state = cut(".@state");
        operand.of_count = cut(".@count");
        return operand;
    }

    // Fills in what is read; false after a complaint.
    bool refer(const Reader& from, const Operand& operand, Condition& condition) const {
        condition.of_state = operand.of_state;
        condition.of_count = operand.of_count;
        condition.fallback = operand.fallback.value_or(0);
        const auto ref =
            operand.of_count ? names_.group(from, operand.path) : names_.field(from, operand.path);
        if (ref) condition.field = *ref;
        return ref.has_value();
    }

    Condition truth(const Reader& from) const {
        Condition condition{.test = Test::truth};
        if (const auto read = operand(from)) {
            refer(from, *read, condition);
            if (read->of_state) from.complain("a state is compared with ==, != or in");
        }
        return condition;
    }

    Condition several(Test test, const Reader& argument) const {
        Condition condition{.test = test};
        for (const Reader& part : argument.items()) condition.children.push_back(inner().load(part));
        if (condition.children.empty()) argument.complain("needs at least one condition");
        return condition;
    }

    Condition missing(const Reader& argument) const {
        Condition condition{.test = Test::missing};
        for (const Reader& part : argument.items())
            if (const auto ref = names_.field(part, part.text())) condition.fields.push_back(*ref);
        return condition;
    }

    static std::optional<Constant> constant(const Reader& from) {
        const nlohmann::json* json = from.json();
        if (json != nullptr && json->is_boolean()) return json->get<bool>();
        if (json != nullptr && json->is_number_integer()) return json->get<std::int64_t>();
        if (json != nullptr && json->is_string()) return json->get<std::string>();
        from.complain("should be a constant: text, whole number, true or false");
        return std::nullopt;
    }

    // A constant that the field can never equal is a slip of the pen: the condition would silently be false.
    void check(const Reader& from, const Operand& read, const Constant& value) const {
        const auto* text = std::get_if<std::string>(&value);
        if (read.of_count) {
            if (!std::holds_alternative<std::int64_t>(value))
                from.complain("a count is compared with a whole number");
            return;
        }
        if (read.of_state) {
            if (text == nullptr || !dialogs::state_of(*text))
                from.complain("is no state; they are value, later, none, unknown, skip and unverified");
            return;
        }
        const dialogs::Field* field = names_.about(read.path);
        if (field == nullptr) return;
        using kinds::Kind;
        if (field->kind == Kind::yes_no || field->kind == Kind::number) {
            const bool fits = field->kind == Kind::yes_no ? std::holds_alternative<bool>(value)
                                                          : std::holds_alternative<std::int64_t>(value);
            if (!fits)
                from.complain("\"" + read.path + "\" is compared with " +
                              (field->kind == Kind::yes_no ? "true or false" : "whole numbers") + " only");
        } else if (text == nullptr) {
            from.complain("\"" + read.path + "\" is compared with texts only");
        } else if (field->kind == Kind::choice &&
                   std::ranges::find(field->values, *text) == field->values.end()) {
            from.complain("\"" + *text + "\" is none of the values of \"" + read.path + "\" in fields.json");
        }
    }

    std::optional<std::pair<Reader, Reader>> pair(const Reader& argument) const {
        const auto parts = argument.items();
        if (parts.size() == 2) return std::pair{parts[0], parts[1]};
        argument.complain("needs a field and what it is compared with");
        return std::nullopt;
    }

    Condition equality(const Reader& argument, bool negate) const {
        Condition condition{.test = Test::equals};
        if (const auto sides = pair(argument)) {
            const auto read = operand(sides->first);
            const bool known = read && refer(sides->first, *read, condition);
            if (auto value = constant(sides->second)) {
                if (known) check(sides->second, *read, *value);
                condition.constants.push_back(std::move(*value));
            }
        }
        return negate ? negated(std::move(condition)) : condition;
    }

    Condition membership(const Reader& argument) const {
        Condition condition{.test = Test::in};
        if (const auto sides = pair(argument)) {
            const auto read = operand(sides->first);
            const bool known = read && refer(sides->first, *read, condition);
            if (known && read->of_count) sides->first.complain("a count is compared, not looked up");
            for (const Reader& one : sides->second.items())
                if (auto value = constant(one)) {
                    if (known && !read->of_count) check(one, *read, *value);
                    condition.constants.push_back(std::move(*value));
                }
            if (condition.constants.empty()) sides->second.complain("needs at least one constant");
        }
        return condition;
    }

    Condition order(const Reader& argument, const std::string& name) const {
        Condition condition{.test = name == "<"    ? Test::less
                                    : name == "<=" ? Test::less_equal
                                    : name == ">"  ? Test::greater
                                                   : Test::greater_equal};
        condition.constants.emplace_back(std::int64_t{0});
        const auto sides = pair(argument);
        if (!sides) return condition;
        if (const auto read = operand(sides->first); read && refer(sides->first, *read, condition)) {
            if (read->of_state)
                sides->first.complain("a state is compared with ==, != or in");
            else if (!read->of_count && !read->fallback && names_.may_be_formal(read->path))
                sides->first.complain("needs a default, as in {\"var\": [\"" + read->path +
                                      "\", 0]}: the field may hold a formal answer");
        }
        condition.constants.front() = sides->second.number();
        return condition;
    }

    Condition quantified(const Reader& argument, const std::string& name) const {
        Condition condition{.test = name == "some"  ? Test::some_item
                                    : name == "all" ? Test::every_item
                                                    : Test::no_item};
        condition.children.emplace_back();
        const auto sides = pair(argument);
        if (!sides) return condition;
        const auto read = operand(sides->first);
        if (!read) return condition;
        const auto group = names_.group(sides->first, read->path);
        if (!group) return condition;
        condition.field = *group;
        const ConditionNames of_item = names_.inside(read->path);
        condition.children.front() = Loader(of_item, depth_ + 1).load(sides->second);
        return condition;
    }

    Loader inner() const { return Loader(names_, depth_ + 1); }

    static constexpr int nested_max = 32;

    const ConditionNames& names_;
    int depth_;
};

} // namespace

Condition load_condition(const Reader& from, const ConditionNames& names) { return Loader(names).load(from); }

} // namespace plaint::content
