#include "dialogs/load/condition_loader.hpp"
#include "dialogs/load/content.hpp"
#include "dialogs/load/formal.hpp"
#include "dialogs/load/reader.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

namespace plaint::content {
namespace {

using namespace dialogs;

class ChecklistLoader {
  public:
    ChecklistLoader(const Tree& tree, const HasMessage& has_message)
        : tree_(tree), has_message_(has_message) {}

    Checklist load(const Reader& root) {
        root.expect_only({"kind", "as_of", "confidential", "values", "lines"});
        Checklist checklist{.kind = root.at("kind").text()};
        if (const auto as_of = root.find("as_of")) checklist.as_of = as_of->text();
        if (const auto confidential = root.find("confidential"))
            checklist.confidential = load_class(*confidential);
        std::set<std::string> names;
        for (const Reader& from : root.at("lines").items()) {
            Line line = load_line(from, checklist.kind);
            if (!names.insert(line.name).second) from.complain("\"" + line.name + "\" is a line already");
            // A line that only checks the order of questions says nothing about one dossier.
            if (line.need || line.of || line.must || line.reviewed) {
                checklist.lines.push_back(std::move(line));
                rules_.lines.push_back(from.place());
            } else if (!from.find("gate") && !from.find("of")) {
                from.complain("demands nothing: a line needs one of need, of, must, gate and reviewed");
            }
        }
        if (const auto values = root.find("values"))
            for (const auto& [path, list] : values->members()) load_values(path, list);
        return checklist;
    }

    ChecklistRules rules() { return std::move(rules_); }

  private:
    static std::uint32_t load_class(const Reader& from) {
        from.expect_only({"class", "source", "needs_legal_check"});
        from.at("source").text();
        const std::int64_t grade = from.at("class").number();
        if (grade < 1 || grade > 3) from.at("class").complain("should be from 1 to 3");
        return static_cast<std::uint32_t>(grade);
    }

    Line load_line(const Reader& from, const std::string& kind) {
        from.expect_only({"line", "source", "if", "need", "allow", "absent", "each", "of", "at_least", "must",
                          "gate", "reviewed", "required", "needs_legal_check"});
        Line line{.name = from.at("line").text(), .source = from.at("source").text()};
        line.label_key = "line." + kind + "." + line.name;
        if (!has_message_(line.label_key)) from.complain("there is no message \"" + line.label_key + "\"");
        scope_ = 0;
        if (const auto each = from.find("each")) {
            line.each = group(*each);
            if (line.each) scope_ = tree_.groups[*line.each].scope;
        }
        if (const auto when = from.find("if")) line.when = load_condition(*when, names());
        if (const auto need = from.find("need")) line.need = load_need(*need);
        if (const auto must = from.find("must")) line.must = load_condition(*must, names());
        if (const auto gate = from.find("gate")) load_gate(from, *gate, line.name);
        if (const auto of = from.find("of"); of && !from.find("gate")) {
            line.of = group(*of);
            if (line.of && tree_.groups[*line.of].parent != scope_)
                of->complain("\"" + tree_.groups[*line.of].path +
                             "\" stands in another group than this line");
        }
        if (const auto least = from.find("at_least")) {
            const std::int64_t items = least->number();
            const std::int64_t most = line.of ? std::max<std::int64_t>(tree_.groups[*line.of].max, 1) : 1;
            if (items < 1 || items > most)
                least->complain("should be from 1 to " + std::to_string(most) +
                                ", the most that the tree asks for");
            else
                line.at_least = static_cast<std::uint32_t>(items);
        }
        line.allow = load_may(from, "allow");
        if (const auto absent = from.find("absent")) {
            line.absent_lacks = absent->text() == "supplement";
            if (!line.absent_lacks) absent->complain("can only be \"supplement\"");
            if (!allows(line.allow, State::none) && !allows(line.allow, State::unknown) &&
                !allows(line.allow, State::skip))
                absent->complain(
                    "says what becomes of none, unknown and skip, but the line allows none of them");
        }
        if (const auto reviewed = from.find("reviewed")) line.reviewed = reviewed->flag();
        if (const auto required = from.find("required")) line.required = required->flag();
        if (const auto check = from.find("needs_legal_check")) line.needs_legal_check = check->flag();
        return line;
    }

    // Nothing of `of`, fields or leaves or "*" for all, is asked where the condition does not hold.
    void load_gate(const Reader& from, const Reader& holds, const std::string& name) {
        Gate gate{.line = name, .holds = load_condition(holds, names()), .scope = scope_};
        const Reader of = from.at("of");
        if (const nlohmann::json* json = of.json(); json != nullptr && json->is_string()) {
            if (of.text() != "*") of.complain("should be a list of fields, or \"*\" for every question");
        } else {
            for (const Reader& one : of.items()) load_gated(one, gate);
            if (gate.leaves.empty()) of.complain("names no question");
        }
        rules_.gates.push_back(std::move(gate));
    }

    // A field stands for all its leaves, a leaf's id for that one alone.
    void load_gated(const Reader& from, Gate& gate) const {
        const std::string name = from.text();
        bool found = false;
        for (std::uint32_t i = 0; i < tree_.leaves.size(); ++i) {
            const Leaf& leaf = tree_.leaves[i];
            if (leaf.path != name && leaf.id != name) continue;
            found = true;
            if (lies_within(leaf.scope))
                gate.leaves.push_back(i);
            else
                from.complain("\"" + name + "\" stands in another group than this line");
        }
        if (!found) from.complain("\"" + name + "\" is never asked by the tree \"" + tree_.name + "\"");
    }

    // Whether a scope is the line's or inside of it.
    bool lies_within(std::uint16_t scope) const {
        while (scope != scope_ && scope != 0) scope = tree_.shapes[scope].parent;
        return scope == scope_;
    }

    void load_values(const std::string& path, const Reader& list) {
        const Field* known = tree_.field(path);
        if (known == nullptr || known->values.empty())
            return list.complain("\"" + path + "\" is no choice that the tree \"" + tree_.name +
                                 "\" asks for");
        std::vector<std::string>& values = rules_.values[path];
        for (const Reader& one : list.items()) {
            values.push_back(one.text());
            if (std::ranges::find(known->values, values.back()) == known->values.end())
                one.complain("is none of the field's values in fields.json");
        }
    }

    std::optional<std::uint32_t> group(const Reader& from) const {
        const std::string path = from.text();
        const auto known = tree_.group_by_path.find(path);
        if (known != tree_.group_by_path.end()) return known->second;
        from.complain("\"" + path + "\" is no group of the tree \"" + tree_.name + "\"");
        return std::nullopt;
    }

    // Whether a scope can be seen from the line's: it is that scope or one around it.
    bool visible(std::uint16_t depth, std::string_view path) const {
        std::uint16_t scope = scope_;
        while (tree_.shapes[scope].depth > depth) scope = tree_.shapes[scope].parent;
        if (tree_.shapes[scope].depth != depth) return false;
        const std::size_t end = path.rfind("[]");
        const std::string group(end == std::string_view::npos ? "" : path.substr(0, end));
        if (scope == 0) return group.empty();
        const auto known = tree_.group_by_path.find(group);
        return known != tree_.group_by_path.end() && tree_.groups[known->second].scope == scope;
    }

    std::optional<FieldRef> field(const Reader& from, const std::string& path) const {
        const Field* known = tree_.field(path);
        if (known == nullptr)
            from.complain("\"" + path + "\" is never asked by the tree \"" + tree_.name + "\"");
        else if (!visible(known->ref.depth, path))
            from.complain("\"" + path + "\" stands in another group than this line");
        else
            return known->ref;
        return std::nullopt;
    }

    // Whether the scope is the line's own or one around it.
    bool is_around(std::uint16_t scope) const {
        std::uint16_t own = scope_;
        while (own != scope && own != 0) own = tree_.shapes[own].parent;
        return own == scope;
    }

    ConditionNames names() const {
        ConditionNames names;
        names.field = [this](const Reader& from, const std::string& path) { return field(from, path); };
        names.group = [this](const Reader& from, const std::string& path) -> std::optional<FieldRef> {
            const auto known = tree_.group_by_path.find(path);
            if (known == tree_.group_by_path.end()) {
                from.complain("\"" + path + "\" is no group of the tree \"" + tree_.name + "\"");
                return std::nullopt;
            }
            const Group& found = tree_.groups[known->second];
            if (!is_around(found.parent)) {
                from.complain("\"" + path + "\" stands in another group than this line");
                return std::nullopt;
            }
            return FieldRef{tree_.shapes[found.parent].depth, found.index};
        };
        names.may_be_formal = [](const std::string&) { return true; };
        names.about = [this](const std::string& path) { return tree_.field(path); };
        names.inside = [this](const std::string& group) {
            ConditionNames inner;
            inner.field = [this, group](const Reader& from,
                                        const std::string& path) -> std::optional<FieldRef> {
                const Field* known = tree_.field(group + "[]." + path);
                if (known != nullptr && path.find("[]") == std::string::npos) return known->ref;
                from.complain("\"" + path + "\" is no field of an item of \"" + group + "\"");
                return std::nullopt;
            };
            inner.group = [](const Reader& from, const std::string&) -> std::optional<FieldRef> {
                from.complain("groups cannot be read inside a quantifier");
                return std::nullopt;
            };
            inner.may_be_formal = [](const std::string&) { return true; };
            inner.about = [this, group](const std::string& path) {
                return tree_.field(group + "[]." + path);
            };
            inner.inside = [inner](const std::string&) { return inner; };
            return inner;
        };
        return names;
    }

    // A path, a list of them (all are needed), or {"any": [...]} and {"all": [...]}.
    Need load_need(const Reader& from, int depth = 0) const {
        Need need;
        constexpr int nested_max = 16;
        if (depth > nested_max) {
            from.complain("is nested too deeply");
            return need;
        }
        const nlohmann::json* json = from.json();
        if (json->is_string()) {
            const std::string path = from.text();
            need.field = field(from, path);
            if (need.field) need.field_index = tree_.field_by_path.at(path);
        } else if (json->is_array()) {
            for (const Reader& part : from.items()) need.parts.push_back(load_need(part, depth + 1));
        } else if (json->is_object() && json->size() == 1 &&
                   (json->contains("any") || json->contains("all"))) {
            need.any = json->contains("any");
            for (const Reader& part : from.at(need.any ? "any" : "all").items())
                need.parts.push_back(load_need(part, depth + 1));
        } else {
            from.complain("should be a field, a list of fields, or {\"any\": …} or {\"all\": …}");
        }
        if (!json->is_string() && need.parts.empty()) from.complain("names no field");
        return need;
    }

    const Tree& tree_;
    const HasMessage& has_message_;
    std::uint16_t scope_ = 0;
    ChecklistRules rules_;
};

} // namespace

Checklist load_checklist(const std::string& file, std::string_view text, const Tree& tree,
                         const HasMessage& has_message, LoadErrors& errors, ChecklistRules* rules) {
    const auto json = parse(file, text, errors);
    if (!json) return {};
    ChecklistLoader loader(tree, has_message);
    Checklist checklist = loader.load(Reader(file, *json, errors));
    if (rules != nullptr) *rules = loader.rules();
    return checklist;
}

} // namespace plaint::content
