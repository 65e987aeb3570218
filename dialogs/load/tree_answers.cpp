#include "dialogs/load/tree_answers.hpp"

#include <nlohmann/json.hpp>
#include <vector>

namespace plaint::content {

using namespace dialogs;

void load_answers(const Reader& node, Tree& tree, TreePlaces& places, const HasMessage& has_message,
                  const std::function<std::string(const std::string&)>& full) {
    const auto answers = node.find("answers");
    const auto unanswered = node.find("unanswered");
    if (!answers) {
        if (unanswered) unanswered->complain("stands beside the \"answers\" of a choice only");
        return;
    }
    Leaf& leaf = tree.leaves.back();
    if (leaf.kind != kinds::Kind::choice) return answers->complain("only a choice has options to answer");
    leaf.answers = true;
    tree.answering.push_back(static_cast<std::uint32_t>(tree.leaves.size() - 1));
    if (unanswered) leaf.unanswered = full(unanswered->text());
    // Each option is the place of its own answer, so that the proof tells them apart.
    const Reader options = node.at("options");
    const bool listed = options.json() != nullptr && options.json()->is_array();
    const std::vector<Reader> from =
        listed ? options.items() : std::vector<Reader>(leaf.options.size(), node);
    const auto emit = [&](std::size_t option, Op op, std::size_t index) {
        tree.nodes.push_back({op, static_cast<std::uint32_t>(index), 0});
        places.nodes.push_back(from[option].place());
    };
    for (std::size_t i = 0; i < leaf.options.size() && i < from.size(); ++i) {
        Option& option = leaf.options[i];
        option.answer_key = "say." + answers->text() + "_" + option.value;
        if (!has_message(option.answer_key))
            answers->complain("there is no message \"" + option.answer_key + "\"");
        tree.conditions.push_back(
            {.test = Test::equals, .field = leaf.field, .constants = {Constant(option.value)}});
        emit(i, Op::branch, tree.conditions.size() - 1);
        tree.says.push_back({.key = option.answer_key, .slot = tree.shapes[leaf.scope].says++, .args = {}});
        emit(i, Op::say, tree.says.size() - 1);
        tree.nodes[tree.nodes.size() - 2].target = static_cast<std::uint32_t>(tree.nodes.size());
    }
}

void settle_answers(Tree& tree, const TreePlaces& places, const HasMessage& has_message, LoadErrors& errors) {
    for (const std::string& kind : tree.cases) {
        const bool own = has_message("submitted.done." + kind) && has_message("submitted.again." + kind);
        tree.closings.push_back(own ? "." + kind : "");
    }
    for (std::size_t at = 0; at + 1 < tree.nodes.size(); ++at) {
        const Node& node = tree.nodes[at];
        if (node.op == Op::each && tree.nodes[at + 1].op == Op::ask)
            tree.groups[node.index].first = tree.nodes[at + 1].index;
        if (node.op != Op::ask || tree.leaves[node.index].unanswered.empty()) continue;
        const std::string& path = tree.leaves[node.index].unanswered;
        const Field* field = tree.field(path);
        const bool asked = field != nullptr && !field->leaves.empty() && field->ref.depth == 0;
        if (!asked || tree.leaves[field->leaves.front()].kind != kinds::Kind::text)
            errors.push_back({places.nodes[at].file, places.nodes[at].pointer + "/unanswered",
                              "\"" + path + "\" is not asked for as a text outside of groups"});
    }
}

} // namespace plaint::content
