#include "tests/proof/small_tree.hpp"

#include "tests/support/shipped_library.hpp"

#include <stdexcept>

namespace plaint::tests {
namespace {

using nlohmann::json;

json with(json rows, const json& added) {
    for (json& row : rows)
        for (const auto& [key, value] : added.items())
            if (!row.contains(key)) row[key] = value;
    return rows;
}

} // namespace

SmallTree::SmallTree(json fields, json groups, json nodes, json lines, const json& limits) {
    const content::HasMessage any = [](const std::string&) { return true; };
    const content::Directory& directory = shipped_library().content->directory;
    json whole = {{"tree", "small"}, {"do", std::move(nodes)}};
    whole.update(limits);
    whole["do"].push_back({{"review", "all"}});
    whole["do"].push_back({{"submit", "small"}});
    text_ = whole.dump();
    const json dictionary = {{"fields", with(std::move(fields), {{"used_by", {"staff"}}, {"source", "S"}})},
                             {"groups", with(std::move(groups), {{"source", "S"}})}};
    const json list = {{"kind", "small"}, {"lines", with(std::move(lines), {{"source", "S"}})}};
    const auto read = [&](const std::string&) -> std::optional<std::string_view> { return text_; };
    content::LoadErrors errors;
    fields_ = content::load_fields("fields.json", dictionary.dump(), errors);
    tree_ = content::load_tree("trees/small.json", read, fields_, any, directory.regions(), directory.links(),
                               errors, &places_);
    checklist_ = content::load_checklist("materials/small.json", list.dump(), tree_, any, errors, &rules_);
    std::string problems;
    for (const content::LoadError& error : errors) problems += content::to_string(error) + "\n";
    if (!problems.empty()) throw std::runtime_error(problems);
}

proof::Proof SmallTree::prove(const proof::ProofOptions& options) const {
    return proof::prove(proof::Subject{.tree = &tree_,
                                       .places = &places_,
                                       .fields = &fields_,
                                       .checklists = {&checklist_},
                                       .rules = {&rules_}},
                        options);
}

} // namespace plaint::tests
