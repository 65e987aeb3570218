#include "dialogs/load/tree_loader.hpp"

#include "dialogs/engine/functions.hpp"
#include "dialogs/load/condition_loader.hpp"
#include "dialogs/load/formal.hpp"
#include "dialogs/load/leaf_wording.hpp"
#include "dialogs/load/reader.hpp"
#include "dialogs/load/tree_answers.hpp"
#include "dialogs/load/tree_figures.hpp"
#include "dialogs/load/tree_limits.hpp"

#include <algorithm>
#include <deque>
#include <nlohmann/json.hpp>
#include <set>

namespace plaint::content {
namespace {

using namespace dialogs;

constexpr std::string_view node_forms = "say, ask, when, section, each, use, let, review, with, submit, end";
constexpr std::array given_fields{"intake.centre", "intake.station", "intake.channel", "intake.locale"};

// What a notice may name beside the answers.
struct NamedBlank {
    std::string_view name;
    Blank blank;
};
constexpr std::array blanks{NamedBlank{"@receipt", Blank::receipt},
                            NamedBlank{"@controller", Blank::controller},
                            NamedBlank{"@contact", Blank::contact},
                            NamedBlank{"@retention", Blank::retention}, NamedBlank{"@drafts", Blank::drafts}};

std::string listed_blanks() {
    std::string all;
    for (const NamedBlank& blank : blanks) all += (all.empty() ? "" : ", ") + std::string(blank.name);
    return all;
}

class TreeLoader {
  public:
    TreeLoader(const ReadFile& read, const Fields& fields, const HasMessage& has_message, LoadErrors& errors)
        : read_(read), fields_(fields), has_message_(has_message), errors_(errors) {
        tree_.shapes.push_back({});
        around_.push_back({0, ""});
        tree_.fact_leaf.fill(Tree::none);
    }

    Tree load(const std::string& file, const kinds::Regions& regions, const kinds::Platforms& platforms) {
        tree_.regions = &regions;
        tree_.platforms = &platforms;
        if (const auto root = open(file)) {
            root->expect_only({"tree", "version", "entry", "exits", "strikes_max", "free_inputs_max", "do"});
            tree_.name = root->at("tree").text();
            if (const auto entry = root->find("entry"); entry && entry->flag())
                places_.entry = entry->place();
            load_limits(*root, tree_);
            for (const char* path : given_fields)
                if (fields_.find(path) != nullptr) tree_.given.push_back(define(*root, path));
            load_nodes(root->at("do"));
            check_whole(*root);
        }
        tree_.ends.push_back({.name = "nowhere", .midway = {}});
        tree_.nodes.push_back({Op::end, static_cast<std::uint32_t>(tree_.ends.size() - 1), 0});
        places_.nodes.push_back({file, ""});
        work_out_figures(tree_);
        return std::move(tree_);
    }

    TreePlaces places() { return std::move(places_); }

  private:
    // A scope being filled, and the path of the group whose items it is; the whole has the empty path.
    struct Around {
        std::uint16_t scope;
        std::string group;
    };

    std::optional<Reader> open(const std::string& file) {
        const auto text = read_(file);
        if (!text) {
            errors_.push_back({file, "", "there is no such file"});
            return std::nullopt;
        }
        auto json = parse(file, *text, errors_);
        if (!json) return std::nullopt;
        // Readers borrow both the name and the value.
        return Reader(names_.emplace_back(file), documents_.emplace_back(std::move(*json)), errors_);
    }

    void load_nodes(const Reader& list) {
        if (++depth_ > nodes_deep_max)
            list.complain("is nested too deeply");
        else
            for (const Reader& node : list.items()) load_node(node);
        --depth_;
    }

    void load_node(const Reader& node) {
        const nlohmann::json* json = node.json();
        if (json == nullptr || !json->is_object())
            return node.complain("should be an object: one of " + std::string(node_forms));
        if (tree_.nodes.size() > nodes_max) return node.complain("is beyond the most nodes of one tree");
        if (node.find("ask")) return load_ask(node);
        if (node.find("say")) return load_say(node);
        if (node.find("when")) return load_when(node);
        if (node.find("section")) return load_section(node);
        if (node.find("each")) return load_each(node);
        if (node.find("use")) return load_use(node);
        if (node.find("let")) return load_let(node);
        if (node.find("review")) return load_review(node);
        if (node.find("with")) return load_with(node);
        if (node.find("submit")) return load_submit(node);
        if (node.find("end")) return load_end(node);
        node.complain("is no node; a node is one of " + std::string(node_forms));
    }

    std::uint32_t emit(const Reader& from, Op op, std::size_t index = 0) {
        tree_.nodes.push_back({op, static_cast<std::uint32_t>(index), 0});
        places_.nodes.push_back(from.place());
        return static_cast<std::uint32_t>(tree_.nodes.size() - 1);
    }
    std::uint32_t here() const { return static_cast<std::uint32_t>(tree_.nodes.size()); }
    std::string full(const std::string& path) const {
        if (path.starts_with('/')) return path.substr(1);
        return prefix_.empty() ? path : prefix_ + "." + path;
    }

    // The scope that a path lives in, among those around this place; complains when it is not here.
    std::optional<std::size_t> level_of(const Reader& from, const std::string& path) {
        const std::size_t end = path.rfind("[]");
        const std::string group = end == std::string::npos ? "" : path.substr(0, end);
        for (std::size_t level = 0; level < around_.size(); ++level)
            if (around_[level].group == group) return level;
        from.complain("\"" + path + "\" cannot be named here: it stands in another group");
        return std::nullopt;
    }

    // The field's index; makes it when it is new.
    std::uint32_t define(const Reader& from, const std::string& path) {
        if (const auto known = tree_.field_by_path.find(path); known != tree_.field_by_path.end())
            return known->second;
        const auto level = level_of(from, path).value_or(0);
        Shape& shape = tree_.shapes[around_[level].scope];
        Field field{.path = path, .label_key = "label." + path, .hash = short_hash(path)};
        field.ref = {static_cast<std::uint16_t>(level), shape.fields++};
        if (const FieldRow* row = fields_.find(path)) {
            field.kind = row->kind;
            field.masked = row->masked;
            field.values = row->values;
        } else {
            from.complain("\"" + path + "\" is not in fields.json");
        }
        const auto index = static_cast<std::uint32_t>(tree_.fields.size());
        tree_.fields.push_back(std::move(field));
        tree_.field_by_path.emplace(path, index);
        return index;
    }

    // A field that is read here: it must come earlier in tree order, and in this scope or one around it.
    std::optional<FieldRef> read_field(const Reader& from, const std::string& path) {
        const auto known = tree_.field_by_path.find(path);
        if (known == tree_.field_by_path.end()) {
            if (!path.empty())
                from.complain(fields_.find(path) != nullptr
                                  ? "\"" + path + "\" is read here, and asked only later or not at all"
                                  : "\"" + path + "\" is no field of fields.json");
            return std::nullopt;
        }
        if (!level_of(from, path)) return std::nullopt;
        return tree_.fields[known->second].ref;
    }

    std::optional<FieldRef> read_group(const Reader& from, const std::string& path) {
        const auto known = tree_.group_by_path.find(path);
        if (known == tree_.group_by_path.end() || open_groups_.contains(path)) {
            if (!path.empty()) from.complain("\"" + path + "\" is no group that has ended before this place");
            return std::nullopt;
        }
        const Group& group = tree_.groups[known->second];
        for (std::size_t level = 0; level < around_.size(); ++level)
            if (around_[level].scope == group.parent)
                return FieldRef{static_cast<std::uint16_t>(level), group.index};
        from.complain("\"" + path + "\" cannot be read here: it stands in another group");
        return std::nullopt;
    }

    ConditionNames names() {
        ConditionNames names;
        names.field = [this](const Reader& from, const std::string& path) {
            return read_field(from, full(path));
        };
        names.group = [this](const Reader& from, const std::string& path) {
            return read_group(from, full(path));
        };
        names.may_be_formal = [this](const std::string& path) {
            const Field* field = tree_.field(full(path));
            return field == nullptr || field->leaves.empty() ||
                   std::ranges::any_of(field->leaves,
                                       [&](std::uint32_t leaf) { return tree_.leaves[leaf].may.any(); });
        };
        names.about = [this](const std::string& path) { return tree_.field(full(path)); };
        names.inside = [this](const std::string& group) { return names_inside(full(group)); };
        return names;
    }

    // Inside a quantifier only the item is visible; its fields are written without the group's path.
    ConditionNames names_inside(const std::string& group) {
        ConditionNames names;
        names.field = [this, group](const Reader& from, const std::string& path) -> std::optional<FieldRef> {
            const Field* field = tree_.field(group + "[]." + path);
            if (field != nullptr && path.find("[]") == std::string::npos) return field->ref;
            from.complain("\"" + path + "\" is no field of an item of \"" + group + "\"");
            return std::nullopt;
        };
        names.group = [](const Reader& from, const std::string&) -> std::optional<FieldRef> {
            from.complain("groups cannot be read inside a quantifier");
            return std::nullopt;
        };
        names.may_be_formal = [](const std::string&) { return true; };
        names.about = [this, group](const std::string& path) { return tree_.field(group + "[]." + path); };
        names.inside = [names](const std::string&) { return names; };
        return names;
    }

    std::uint32_t load_condition_at(const Reader& from) {
        tree_.conditions.push_back(load_condition(from, names()));
        return static_cast<std::uint32_t>(tree_.conditions.size() - 1);
    }

    void need_message(const Reader& from, const std::string& key) {
        if (!has_message_(key)) from.complain("there is no message \"" + key + "\"");
    }

    void load_ask(const Reader& node) {
        node.expect_only({"ask", "id", "as", "may", "options", "about", "min", "max", "readback", "as_shown",
                          "allow_future", "answers", "unanswered"});
        const Reader ask = node.at("ask");
        Leaf leaf;
        leaf.path = full(ask.text());
        const auto id = node.find("id");
        leaf.id = id ? full(id->text()) : leaf.path;
        if (id && !leaf.id.starts_with(leaf.path + "@"))
            id->complain("should be the field's path and \"@\" with a name of the variant");
        const auto level = level_of(ask, leaf.path);
        if (level && *level + 1 != around_.size()) ask.complain("asks in a group for a field outside of it");
        const std::uint32_t field = define(ask, leaf.path);
        leaf.field = tree_.fields[field].ref;
        leaf.scope = around_.back().scope;
        leaf.slot = tree_.shapes[leaf.scope].slots++;
        leaf.hash = short_hash(leaf.id);
        leaf.may = load_may(node);
        load_kind(node, leaf);
        load_bounds(node, leaf);
        if (const auto about = node.find("about"))
            for (const Reader& one : about->items()) {
                const std::string path = full(one.text());
                const bool items = tree_.group_by_path.contains(path);
                const auto ref = items ? read_group(one, path) : read_field(one, path);
                if (ref) leaf.about.push_back({*ref, short_hash(path), items});
            }
        if (const auto readback = node.find("readback")) leaf.readback = readback->flag();
        if (const auto as_shown = node.find("as_shown")) {
            leaf.as_shown = as_shown->flag();
            if (leaf.as_shown && !allows(leaf.may, State::unverified))
                as_shown->complain("should also have \"unverified\" in its \"may\"");
        }
        check_telephone(node, leaf);
        for (const std::string& key : word(leaf, has_message_)) need_message(node, key);
        if (tree_.fields[field].let) ask.complain("\"" + leaf.path + "\" is derived by a let already");
        const auto index = static_cast<std::uint32_t>(tree_.leaves.size());
        if (!tree_.leaf_by_hash.emplace(leaf.hash, index).second || tree_.group_by_hash.contains(leaf.hash))
            ask.complain("\"" + leaf.id + "\" is asked twice: give the second leaf an id of its own");
        tree_.fields[field].leaves.push_back(index);
        tree_.section_of.push_back(section_);
        note_fact_leaf(leaf, index);
        tree_.leaves.push_back(std::move(leaf));
        emit(node, Op::ask, index);
        load_answers(node, tree_, places_, has_message_,
                     [this](const std::string& path) { return full(path); });
    }

    void load_kind(const Reader& node, Leaf& leaf) {
        const Reader as = node.at("as");
        const std::string name = as.text();
        const auto kind = kinds::kind_of(name);
        if (kind)
            leaf.kind = *kind;
        else if (!name.empty())
            as.complain("\"" + name + "\" is no kind of answer");
        const FieldRow* row = fields_.find(leaf.path);
        if (row != nullptr && kind) {
            if (row->kind != leaf.kind)
                as.complain("is " + name + ", but fields.json says " +
                            std::string(kinds::name_of(row->kind)));
            compare_may(node, leaf.may, row->may);
        }
        // Words that are no answer are kept for somebody to look at; these kinds take any words, or none at all.
        using kinds::Kind;
        for (const Kind of_no_form : {Kind::text, Kind::choice, Kind::yes_no, Kind::file})
            if (leaf.kind == of_no_form && allows(leaf.may, State::unverified))
                node.complain("\"unverified\" keeps an answer of a wrong form, and a " + name + " has none");
        const auto options = node.find("options");
        if (leaf.kind != kinds::Kind::choice) {
            if (options) options->complain("only a choice has options");
            return;
        }
        if (!options) return node.complain("a choice needs its options");
        const bool all = options->json()->is_string();
        if (all) leaf.options = all_values(*options, leaf.path, row);
        for (const Option& one : leaf.options) need_message(*options, one.label_key);
        if (!all)
            for (const Reader& one : options->items()) load_option(one, leaf, row);
        if (leaf.options.size() < 2) options->complain("should hold at least two options");
    }

    void load_option(const Reader& from, Leaf& leaf, const FieldRow* row) {
        Option option;
        const bool plain = from.json()->is_string();
        if (!plain) from.expect_only({"value", "if"});
        option.value = plain ? from.text() : from.at("value").text();
        if (!plain)
            if (const auto when = from.find("if")) option.when = load_condition(*when, names());
        option.label_key = "option." + leaf.path + "." + option.value;
        need_message(from, option.label_key);
        if (row != nullptr && std::ranges::find(row->values, option.value) == row->values.end())
            from.complain("\"" + option.value + "\" is none of the field's values in fields.json");
        if (std::ranges::find(leaf.options, option.value, &Option::value) != leaf.options.end())
            from.complain("\"" + option.value + "\" is an option already");
        leaf.options.push_back(std::move(option));
    }

    void load_bounds(const Reader& node, Leaf& leaf) {
        if (const auto min = node.find("min")) leaf.limits.min = min->number();
        if (const auto max = node.find("max")) leaf.limits.max = max->number();
        if (leaf.limits.min > leaf.limits.max) node.complain("min is greater than max");
        if (leaf.kind == kinds::Kind::file && !node.find("max")) leaf.limits.max = files_of_an_answer;
        if (const auto future = node.find("allow_future")) leaf.limits.allow_future = future->flag();
    }

    // A fact in a free message is meant for the first question of its kind.
    void note_fact_leaf(const Leaf& leaf, std::uint32_t index) {
        using kinds::Kind;
        const bool recognised =
            leaf.kind == Kind::link || leaf.kind == Kind::patent_number || leaf.kind == Kind::phone ||
            leaf.kind == Kind::email || leaf.kind == Kind::copyright_number || leaf.kind == Kind::gi_number ||
            leaf.kind == Kind::customs_record || leaf.kind == Kind::plant_variety_number ||
            leaf.kind == Kind::trademark_number;
        std::uint32_t& meant = tree_.fact_leaf[static_cast<std::size_t>(leaf.kind)];
        if (recognised && meant == Tree::none) meant = index;
    }

    void load_say(const Reader& node) {
        node.expect_only({"say", "args"});
        Say say;
        say.key = "say." + node.at("say").text();
        need_message(node.at("say"), say.key);
        if (const auto args = node.find("args"))
            for (const Reader& arg : args->items()) {
                const std::string name = arg.text();
                const auto blank = std::ranges::find(blanks, name, &NamedBlank::name);
                if (blank != blanks.end()) {
                    say.args.push_back({name.substr(1), 0, blank->blank});
                } else if (name.starts_with('@')) {
                    arg.complain("is nothing that the deployment fills in; there are " + listed_blanks());
                } else if (read_field(arg, full(name))) {
                    say.args.push_back({full(name), tree_.field_by_path.at(full(name)), std::nullopt});
                }
            }
        say.slot = tree_.shapes[around_.back().scope].says++;
        tree_.says.push_back(std::move(say));
        emit(node, Op::say, tree_.says.size() - 1);
    }

    void load_when(const Reader& node) {
        node.expect_only({"when", "do", "else"});
        const std::uint32_t branch = emit(node, Op::branch, load_condition_at(node.at("when")));
        load_nodes(node.at("do"));
        const auto other = node.find("else");
        if (!other || other->items().empty()) {
            tree_.nodes[branch].target = here();
            return;
        }
        const std::uint32_t jump = emit(node, Op::jump);
        tree_.nodes[branch].target = here();
        load_nodes(*other);
        tree_.nodes[jump].target = here();
    }

    void load_section(const Reader& node) {
        node.expect_only({"section", "do"});
        const auto outer = std::exchange(section_, static_cast<std::uint32_t>(tree_.sections.size()));
        tree_.sections.push_back(node.at("section").text());
        need_message(node, "section." + tree_.sections.back());
        const std::uint32_t begin = emit(node, Op::section, section_);
        load_nodes(node.at("do"));
        tree_.nodes[begin].target = here();
        section_ = outer;
    }

    void load_each(const Reader& node) {
        node.expect_only({"each", "min", "max", "may", "do"});
        const Reader each = node.at("each");
        Group group;
        group.path = full(each.text());
        const auto level = level_of(each, group.path);
        if (level && *level + 1 != around_.size()) each.complain("is a group of another scope than this");
        if (around_.size() == depth_max) return each.complain("groups are nested too deeply");
        group.hash = short_hash(group.path + ".more");
        group.min = static_cast<std::uint32_t>(node.at("min").number());
        group.max = static_cast<std::uint32_t>(node.at("max").number());
        if (group.min > group.max || group.max == 0)
            node.complain("min should be at most max, and max at least 1");
        const auto row = fields_.groups.find(group.path);
        if (row == fields_.groups.end())
            each.complain("\"" + group.path + "\" is not among the groups of fields.json");
        else if (group.max > row->second.max)
            node.complain("max is greater than in fields.json");
        group.may = load_may(node);
        if (row != fields_.groups.end()) compare_may(node, group.may, row->second.may);
        // Whoever has none says "no", and no checklist knows of another way to close a group.
        if (May others = group.may; others.reset(static_cast<std::size_t>(State::later)).any())
            node.complain("a group allows no formal answer but \"later\"");
        group.parent = around_.back().scope;
        group.index = tree_.shapes[group.parent].groups++;
        group.scope = static_cast<std::uint16_t>(tree_.shapes.size());
        group.more_key = "group." + group.path + ".more";
        group.first_key = group.min == 0 ? "group." + group.path + ".first" : group.more_key;
        group.item_key = "group." + group.path + ".item";
        group.why_key = "why." + group.path;
        const std::string label = "label." + group.path;
        group.label_key = has_message_(label) ? label : group.item_key;
        for (const std::string* key : {&group.more_key, &group.first_key, &group.item_key, &group.why_key})
            need_message(node, *key);
        tree_.shapes.push_back({.parent = group.parent, .depth = static_cast<std::uint16_t>(around_.size())});
        const auto index = static_cast<std::uint32_t>(tree_.groups.size());
        if (!tree_.group_by_path.emplace(group.path, index).second) each.complain("is asked for twice");
        if (!tree_.group_by_hash.emplace(group.hash, index).second || tree_.leaf_by_hash.contains(group.hash))
            each.complain("has the same short name as another question: rename it");
        tree_.groups.push_back(group);

        const std::uint32_t begin = emit(node, Op::each, index);
        around_.push_back({group.scope, group.path});
        open_groups_.insert(group.path);
        load_nodes(node.at("do"));
        open_groups_.erase(group.path);
        around_.pop_back();
        const std::uint32_t next = emit(node, Op::next, index);
        tree_.nodes[next].target = begin + 1;
        tree_.nodes[begin].target = next + 1;
        if (next == begin + 1) each.complain("asks nothing of an item");
        for (std::uint32_t at = begin + 1; at < next; ++at)
            if (tree_.nodes[at].op == Op::ask)
                for (const Modality modality : {Modality::web, Modality::voice, Modality::terminal})
                    if (carries(modality, tree_.leaves[tree_.nodes[at].index].kind))
                        tree_.groups[index].answerable[static_cast<std::size_t>(modality)] = true;
    }

    void load_use(const Reader& node) {
        node.expect_only({"use", "at"});
        const std::string file = "trees/" + node.at("use").text() + ".json";
        const std::string outer = prefix_;
        if (const auto at = node.find("at")) prefix_ = full(at->text());
        if (std::ranges::find(using_, file) != using_.end()) {
            node.complain("uses itself");
        } else if (const auto shared = open(file)) {
            shared->expect_only({"shared", "do"});
            using_.push_back(file);
            load_nodes(shared->at("do"));
            using_.pop_back();
        }
        prefix_ = outer;
    }

    void load_let(const Reader& node) {
        node.expect_only({"let", "fn", "of"});
        const Reader target = node.at("let");
        const std::string path = full(target.text());
        Let let;
        for (const Reader& one : node.at("of").items())
            if (const auto ref = read_field(one, full(one.text()))) {
                let.of.push_back(*ref);
                let.of_fields.push_back(tree_.field_by_path.at(full(one.text())));
            }
        const Reader fn = node.at("fn");
        const auto function = function_of(fn.text());
        if (function)
            let.function = *function;
        else
            fn.complain("is no function; they are patent_kind, first, region_of_credit_code, "
                        "platform_of_link, item_of_link, kind_of_wish");
        if (let.of.empty() || (let.function != Function::first && let.of.size() != 1))
            node.at("of").complain("should name " + std::string(let.function == Function::first
                                                                    ? "at least one field"
                                                                    : "one field"));
        const auto level = level_of(target, path);
        if (level && *level + 1 != around_.size()) target.complain("sets a field outside of its group");
        const std::uint32_t field = define(target, path);
        let.field = tree_.fields[field].ref;
        if (!tree_.fields[field].leaves.empty() || tree_.fields[field].let)
            target.complain("\"" + path + "\" is asked or derived already: a field has one source");
        need_message(target, "label." + path);
        tree_.fields[field].let = static_cast<std::uint32_t>(tree_.lets.size());
        tree_.lets.push_back(std::move(let));
        emit(node, Op::let, tree_.lets.size() - 1);
    }

    void load_review(const Reader& node) {
        node.expect_only({"review"});
        if (node.at("review").text() != "all") node.at("review").complain("can only be \"all\"");
        if (around_.size() > 1) node.complain("cannot stand in a group");
        reviewed_ = true;
        emit(node, Op::review);
    }

    void load_submit(const Reader& node) {
        node.expect_only({"submit"});
        const std::string kind = node.at("submit").text();
        if (!reviewed_) node.complain("comes before any review: nothing is handed over unseen");
        if (around_.size() > 1) node.complain("cannot stand in a group");
        if (!submitted_.insert(kind).second) node.complain("submits \"" + kind + "\" a second time");
        emit(node, Op::submit, case_of(node, kind));
    }
    // It is looked up at the end: the case that is submitted comes before what goes with it.
    void load_with(const Reader& node) {
        node.expect_only({"with"});
        if (!reviewed_) node.complain("comes before any review: nothing is handed over unseen");
        if (around_.size() > 1) node.complain("cannot stand in a group");
        const std::string kind = node.at("with").text();
        need_message(node, "kind_of_case." + kind);
        companions_.emplace_back(emit(node, Op::with), kind);
    }
    std::size_t case_of(const Reader& node, const std::string& kind) {
        need_message(node, "kind_of_case." + kind);
        return case_of(kind);
    }
    std::size_t case_of(const std::string& kind) {
        const auto known = std::ranges::find(tree_.cases, kind);
        if (known != tree_.cases.end()) return static_cast<std::size_t>(known - tree_.cases.begin());
        tree_.cases.push_back(kind);
        return tree_.cases.size() - 1;
    }
    void load_end(const Reader& node) {
        node.expect_only({"end", "midway"});
        tree_.ends.push_back({node.at("end").text(), node.find("midway") ? node.at("midway").text() : ""});
        need_message(node, "end." + tree_.ends.back().name);
        if (node.find("midway")) need_message(node, "end." + tree_.ends.back().midway);
        emit(node, Op::end, tree_.ends.size() - 1);
    }

    void check_whole(const Reader& root) {
        for (const auto& [node, kind] : companions_)
            tree_.nodes[node].index = static_cast<std::uint32_t>(case_of(kind));
        const bool ends =
            !tree_.nodes.empty() && (tree_.nodes.back().op == Op::submit || tree_.nodes.back().op == Op::end);
        if (!ends)
            root.at("do").complain("must end with a submit or an end: no conversation may run out of tree");
        settle_answers(tree_, places_, has_message_, errors_);
        std::set<std::uint32_t> hashes;
        for (const Field& field : tree_.fields)
            if (!hashes.insert(field.hash).second)
                root.complain("\"" + field.path + "\" has the same short name as another field");
    }

    static constexpr int nodes_deep_max = 64;
    static constexpr std::size_t nodes_max = 20'000;
    static constexpr std::int64_t files_of_an_answer = 10;

    const ReadFile& read_;
    const Fields& fields_;
    const HasMessage& has_message_;
    LoadErrors& errors_;
    std::deque<std::string> names_;
    std::deque<nlohmann::json> documents_;
    Tree tree_;
    std::vector<Around> around_;
    std::set<std::string> open_groups_;
    std::set<std::string> submitted_;
    std::vector<std::pair<std::uint32_t, std::string>> companions_; // node and kind
    std::vector<std::string> using_;
    std::string prefix_;
    std::uint32_t section_ = Tree::none;
    bool reviewed_ = false;
    int depth_ = 0;
    TreePlaces places_;
};

} // namespace

Tree load_tree(const std::string& file, const ReadFile& read, const Fields& fields,
               const HasMessage& has_message, const kinds::Regions& regions,
               const kinds::Platforms& platforms, LoadErrors& errors, TreePlaces* places) {
    TreeLoader loader(read, fields, has_message, errors);
    Tree tree = loader.load(file, regions, platforms);
    if (places != nullptr) *places = loader.places();
    return tree;
}

} // namespace plaint::content
