#include "tests/proof/tree_mutants.hpp"

#include "tests/support/shipped_library.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace plaint::tests {
namespace {

using nlohmann::json;

constexpr std::array formal_answers{"later", "none", "unknown", "skip", "unverified"};

json with(const char* op, const std::string& path, json value = nullptr) {
    json one{{"op", op}, {"path", path}};
    if (!value.is_null()) one["value"] = std::move(value);
    return one;
}

// The whole paths of the fields that a node makes or reads, those of shared parts among them.
struct Touched {
    std::set<std::string> made, read;
    bool ends = false; // it may lead out of the tree, or hold everything against what was said so far
};

std::string without_suffix(const std::string& path) { return path.substr(0, path.find('@')); }
std::string read_path(const std::string& prefix, const std::string& path) {
    return full_path(prefix, path.substr(0, path.find(".@")));
}

void collect_read(const json& condition, const std::string& prefix, std::set<std::string>& read) {
    if (condition.is_array())
        for (const json& part : condition) collect_read(part, prefix, read);
    if (!condition.is_object()) return;
    for (const auto& [name, argument] : condition.items()) {
        if (name == "var")
            read.insert(read_path(prefix, (argument.is_array() ? argument[0] : argument).get<std::string>()));
        else if (name == "missing")
            for (const json& path : argument) read.insert(read_path(prefix, path.get<std::string>()));
        else
            collect_read(argument, prefix, read);
    }
}

void collect(const json& node, const std::string& prefix, Touched& touched) {
    if (node.contains("end") || node.contains("review") || node.contains("submit")) touched.ends = true;
    for (const char* key : {"ask", "let", "each"})
        if (node.contains(key)) touched.made.insert(full_path(prefix, node.at(key).get<std::string>()));
    for (const char* key : {"of", "about"})
        if (node.contains(key))
            for (const json& one : node.at(key))
                touched.read.insert(full_path(prefix, one.get<std::string>()));
    if (node.contains("when")) collect_read(node.at("when"), prefix, touched.read);
    if (node.contains("options") && node.at("options").is_array())
        for (const json& option : node.at("options"))
            if (option.is_object() && option.contains("if"))
                collect_read(option.at("if"), prefix, touched.read);
    for (const char* key : {"do", "else"})
        if (node.contains(key))
            for (const json& child : node.at(key)) collect(child, prefix, touched);
    if (!node.contains("use")) return;
    const auto [file, at] = part_of_use(prefix, node);
    for (const json& child : shipped_file(file).at("do")) collect(child, at, touched);
}

// Fields that a checklist lets be asked only where others say so.
struct Gated {
    std::set<std::string> fields; // none: every one
    std::set<std::string> read;
};

const std::vector<Gated>& gates() {
    static const std::vector<Gated> all = [] {
        std::vector<Gated> found;
        for (const auto& [kind, checklist] : shipped_library().content->checklists)
            for (const json& line : shipped_file("materials/" + kind + ".json").at("lines")) {
                if (!line.contains("gate")) continue;
                Gated gated;
                if (line.at("of").is_array())
                    for (const json& one : line.at("of"))
                        gated.fields.insert(without_suffix(one.get<std::string>()));
                collect_read(line.at("gate"), "", gated.read);
                found.push_back(std::move(gated));
            }
        return found;
    }();
    return all;
}

bool meet(const std::set<std::string>& some, const std::set<std::string>& others) {
    return std::ranges::any_of(some, [&](const std::string& one) { return others.contains(one); });
}

bool hangs(const Touched& second, const Touched& first) {
    if (first.ends || second.ends || meet(second.read, first.made)) return true;
    return std::ranges::any_of(gates(), [&](const Gated& gate) {
        return meet(gate.read, first.made) && (gate.fields.empty() || meet(gate.fields, second.made));
    });
}

bool only_tells(const json& list) {
    return std::ranges::all_of(list, [](const json& node) {
        if (node.contains("say")) return true;
        return node.contains("when") && only_tells(node.at("do")) &&
               (!node.contains("else") || only_tells(node.at("else")));
    });
}

bool only_tells_in(const json& branch) {
    return only_tells(branch.at("do")) && (!branch.contains("else") || only_tells(branch.at("else")));
}

json allowing(const json& owner, const std::string& at, const std::string& formal) {
    return owner.contains("may") ? with("add", at + "/may/-", formal)
                                 : with("add", at + "/may", json::array({formal}));
}

bool allows(const json& owner, const std::string& formal) {
    const json may = owner.value("may", json::array());
    return std::ranges::find(may, json(formal)) != may.end();
}

class Maker {
  public:
    Maker(const std::string& file, const TreePart& part)
        : file_(file), prefixes_(part.prefixes), whole_(shipped_file(file)) {}

    std::vector<TreeMutant> make() {
        walk("/do");
        return std::move(mutants_);
    }

  private:
    using Pointer = json::json_pointer;

    TreeMutant& add(Mutation mutation, const std::string& pointer, const std::string& how, json patch) {
        if (patch.is_object()) patch = json::array({std::move(patch)});
        mutants_.push_back({.name = file_ + "#" + pointer + " " + how,
                            .mutation = mutation,
                            .patches = {{file_, std::move(patch)}}});
        return mutants_.back();
    }

    void walk(const std::string& list) {
        const json& nodes = whole_.at(Pointer(list));
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            const json& node = nodes[i];
            const std::string at = list + "/" + std::to_string(i);
            if (node.contains("ask")) add(Mutation::question_removed, at, "removed", with("remove", at));
            if (node.contains("options") && node.at("options").is_array()) change_options(node, at);
            if (node.contains("when")) change_when(node, list, i);
            if (node.contains("ask") || node.contains("each")) widen(node, at);
            if (i + 1 < nodes.size()) swap(nodes, list, i);
            for (const char* key : {"do", "else"})
                if (node.contains(key)) walk(at + "/" + key);
        }
    }

    void change_options(const json& node, const std::string& at) {
        const json& options = node.at("options");
        for (std::size_t i = 0; i < options.size(); ++i) {
            const std::string option = at + "/options/" + std::to_string(i);
            add(Mutation::option_dropped, option, "dropped", with("remove", option));
            if (!options[i].is_object() || !options[i].contains("if")) continue;
            add(Mutation::condition_negated, option, "negated",
                with("replace", option + "/if", json{{"!", options[i].at("if")}}));
            add(Mutation::condition_dropped, option, "made unconditional", with("remove", option + "/if"));
        }
    }

    void change_when(const json& node, const std::string& list, std::size_t i) {
        const std::string at = list + "/" + std::to_string(i);
        const bool tells = only_tells_in(node);
        add(Mutation::condition_negated, at, "negated",
            with("replace", at + "/when", json{{"!", node.at("when")}}))
            .only_tells = tells;
        json patch = json::array({with("remove", at)});
        for (const json& inner : node.at("do"))
            patch.push_back(with("add", list + "/" + std::to_string(i++), inner));
        add(Mutation::condition_dropped, at, "made unconditional", std::move(patch)).only_tells = tells;
    }

    void widen(const json& node, const std::string& at) {
        for (const char* formal : formal_answers) {
            if (allows(node, formal)) continue;
            const std::string how = "may be answered with " + std::string(formal);
            const json wider = json::array({allowing(node, at, formal)});
            add(Mutation::answer_allowed, at, how, wider);
            const json dictionary = wider_dictionary(node, formal);
            if (dictionary.empty()) continue;
            add(Mutation::answer_widened, at, how + ", and so says the dictionary", wider)
                .patches.emplace("fields.json", dictionary);
        }
    }

    // Empty where the dictionary allows the answer as it is.
    json wider_dictionary(const json& node, const std::string& formal) const {
        static const json fields = shipped_file("fields.json");
        const bool is_group = node.contains("each");
        const std::string path = node.at(is_group ? "each" : "ask").get<std::string>();
        const std::string list = is_group ? "groups" : "fields";
        json patch = json::array();
        const json& rows = fields.at(list);
        for (std::size_t row = 0; row < rows.size(); ++row)
            for (const std::string& prefix : prefixes_)
                if (rows[row].at("path") == full_path(prefix, path) && !allows(rows[row], formal))
                    patch.push_back(allowing(rows[row], "/" + list + "/" + std::to_string(row), formal));
        return patch;
    }

    void swap(const json& nodes, const std::string& list, std::size_t i) {
        const bool hang = std::ranges::any_of(prefixes_, [&](const std::string& prefix) {
            Touched first, second;
            collect(nodes[i], prefix, first);
            collect(nodes[i + 1], prefix, second);
            return hangs(second, first);
        });
        if (!hang) return;
        const std::string at = list + "/" + std::to_string(i);
        const json move{{"op", "move"}, {"from", list + "/" + std::to_string(i + 1)}, {"path", at}};
        add(Mutation::neighbours_swapped, at, "swapped with the next", move).only_tells =
            only_tells(json::array({nodes[i]})) || only_tells(json::array({nodes[i + 1]}));
    }

    std::string file_;
    std::set<std::string> prefixes_;
    json whole_;
    std::vector<TreeMutant> mutants_;
};

} // namespace

std::string_view name_of(Mutation mutation) {
    switch (mutation) {
    case Mutation::question_removed: return "questions removed";
    case Mutation::condition_negated: return "conditions negated";
    case Mutation::condition_dropped: return "conditions dropped";
    case Mutation::option_dropped: return "options dropped";
    case Mutation::answer_allowed: return "formal answers added";
    case Mutation::answer_widened: return "formal answers added, in the dictionary, too";
    case Mutation::neighbours_swapped: return "neighbours swapped";
    case Mutation::menu_lengthened: return "menus made too long";
    }
    return {};
}

Files TreeMutant::dialogs() const {
    Files changed;
    for (const auto& [file, patch] : patches) changed[file] = shipped_file(file).patch(patch);
    return changed;
}

Files TreeMutant::languages() const {
    Files changed;
    for (const auto& [file, patch] : language_patches)
        changed[file] = json::parse(shipped_texts().locales.bytes.find(file)->second).patch(patch);
    return changed;
}

std::vector<TreeMutant> tree_mutants() {
    std::vector<TreeMutant> all;
    for (const auto& [file, part] : tree_parts())
        std::ranges::move(Maker(file, part).make(), std::back_inserter(all));
    return all;
}

} // namespace plaint::tests
