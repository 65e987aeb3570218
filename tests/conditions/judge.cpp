#include "dialogs/engine/session.hpp"
#include "dialogs/load/condition_loader.hpp"

#include <array>
#include <deque>
#include <iostream>
#include <nlohmann/json.hpp>

// Reads lines of {"condition": …, "answers": …} and says of each 1, 0, or "refused: " and why. There are the fields word, flag,
// n and m, of which m always has a value, and the group items, whose items have word, n and the group parts, whose items have word.

using namespace plaint;
using namespace plaint::dialogs;
using nlohmann::json;

namespace {

const std::vector<std::string> fields{"word", "flag", "n", "m"};
const std::array<std::string, 3> group_at{"items", "parts", ""};

const Field* about(const std::string& name) {
    static const std::map<std::string, Field> all{
        {"word", Field{.path = "word", .label_key = {}, .ref = {}, .hash = 0, .kind = kinds::Kind::text}},
        {"flag", Field{.path = "flag", .label_key = {}, .ref = {}, .hash = 0, .kind = kinds::Kind::yes_no}},
        {"n", Field{.path = "n", .label_key = {}, .ref = {}, .hash = 0, .kind = kinds::Kind::number}},
        {"m", Field{.path = "m", .label_key = {}, .ref = {}, .hash = 0, .kind = kinds::Kind::number}}};
    const auto found = all.find(name);
    return found != all.end() ? &found->second : nullptr;
}

content::ConditionNames names_at(std::uint16_t depth) {
    content::ConditionNames names;
    names.field = [depth](const content::Reader& from, const std::string& name) -> std::optional<FieldRef> {
        for (std::uint16_t i = 0; i < fields.size(); ++i)
            if (fields[i] == name) return FieldRef{depth, i};
        from.complain("\"" + name + "\" is no field");
        return std::nullopt;
    };
    names.group = [depth](const content::Reader& from, const std::string& name) -> std::optional<FieldRef> {
        if (!name.empty() && group_at.at(depth) == name) return FieldRef{depth, 0};
        from.complain("\"" + name + "\" is no group");
        return std::nullopt;
    };
    names.may_be_formal = [](const std::string& name) { return name != "m"; };
    names.about = about;
    names.inside = [depth](const std::string&) { return names_at(static_cast<std::uint16_t>(depth + 1)); };
    return names;
}

// Owns what the scopes point to.
class Answers {
  public:
    Scope scope_of(const json& told, std::uint16_t depth) {
        const bool has_group = !group_at.at(depth).empty();
        Scope scope(
            Shape{.depth = depth, .fields = 4, .groups = has_group ? std::uint16_t{1} : std::uint16_t{0}});
        for (std::size_t i = 0; i < fields.size(); ++i)
            if (told.contains(fields[i]))
                scope.live[i] = &answers_.emplace_back(answer_of(told.at(fields[i])));
        if (!has_group || !told.contains(group_at.at(depth))) return scope;
        GroupState& group = scope.groups[0];
        group.passed = true;
        for (const json& item : told.at(group_at.at(depth)))
            group.items.push_back(
                {group.next_id++, nullptr, scope_of(item, static_cast<std::uint16_t>(depth + 1))});
        return scope;
    }

  private:
    static Answer answer_of(const json& told) {
        if (told.is_object()) return Answer{.state = *state_of(told.begin().key())};
        if (told.is_boolean()) return Answer{.value = told.get<bool>()};
        if (told.is_number()) return Answer{.value = told.get<std::int64_t>()};
        return Answer{.value = told.get<std::string>()};
    }

    std::deque<Answer> answers_;
};

std::string judged(const std::string& line) {
    const json told = json::parse(line);
    content::LoadErrors errors;
    const Condition condition =
        content::load_condition(content::Reader("condition", told.at("condition"), errors), names_at(0));
    if (!errors.empty()) return "refused: " + content::to_string(errors.front());
    Answers answers;
    const Scope root = answers.scope_of(told.at("answers"), 0);
    View view;
    view.scopes[0] = &root;
    return condition.holds(view) ? "1" : "0";
}

} // namespace

int main() {
    for (std::string line; std::getline(std::cin, line);) std::cout << judged(line) << "\n";
}
