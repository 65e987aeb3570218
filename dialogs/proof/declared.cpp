#include "dialogs/proof/declared.hpp"

#include <algorithm>
#include <set>

namespace plaint::proof {

using namespace dialogs;

namespace {

void collect_needed(const Need& need, std::set<std::uint32_t>& fields) {
    if (need.field) fields.insert(need.field_index);
    for (const Need& part : need.parts) collect_needed(part, fields);
}

// All that the checklists read: what they need, and what their conditions hang on.
std::set<std::uint32_t> read_by_checklists(const Subject& subject, const Atlas& atlas) {
    std::set<std::uint32_t> read;
    const auto note = [&](const Condition& condition, std::uint16_t scope) {
        for (const std::uint32_t field : fields_read(atlas, condition, scope)) read.insert(field);
    };
    for (const Checklist* checklist : subject.checklists)
        for (const Line& line : checklist->lines) {
            const std::uint16_t scope = line.each ? subject.tree->groups[*line.each].scope : std::uint16_t{0};
            if (line.need) collect_needed(*line.need, read);
            if (line.when) note(*line.when, scope);
            if (line.must) note(*line.must, scope);
        }
    for (const content::ChecklistRules* rules : subject.rules)
        for (const content::Gate& gate : rules->gates) note(gate.holds, gate.scope);
    return read;
}

// The values of the dictionary, or of them those that the submitted kinds of case know.
std::vector<std::string> values_of(const Subject& subject, const Field& field) {
    std::vector<std::string> values;
    for (const content::ChecklistRules* rules : subject.rules)
        if (const auto narrowed = rules->values.find(field.path); narrowed != rules->values.end())
            values.insert(values.end(), narrowed->second.begin(), narrowed->second.end());
    return values.empty() ? field.values : values;
}

std::string listed(const std::vector<std::string>& names) {
    std::string all;
    for (const std::string& name : names) all += (all.empty() ? "\"" : ", \"") + name + "\"";
    return all;
}

} // namespace

std::vector<Finding> compare_with_dictionary(const Subject& subject, const Atlas& atlas) {
    const Tree& tree = *subject.tree;
    std::vector<Finding> findings;
    for (std::uint32_t at = 0; at < tree.nodes.size(); ++at) {
        if (tree.nodes[at].op != Op::ask) continue;
        const Leaf& leaf = tree.leaves[tree.nodes[at].index];
        if (leaf.kind != kinds::Kind::choice) continue;
        const Field& field = tree.fields[atlas.field(leaf.scope, leaf.field)];
        const std::vector<std::string> wanted = values_of(subject, field);
        std::vector<std::string> lacking, strange;
        for (const std::string& value : wanted)
            if (std::ranges::find(leaf.options, value, &Option::value) == leaf.options.end())
                lacking.push_back(value);
        for (const Option& option : leaf.options)
            if (std::ranges::find(wanted, option.value) == wanted.end()) strange.push_back(option.value);
        content::Place place = subject.places->nodes[at];
        place.pointer += "/options";
        const auto find = [&](const std::string& what) {
            findings.push_back({.fault = Fault::other_options,
                                .place = place,
                                .what = "\"" + leaf.id + "\" " + what,
                                .subject = leaf.id,
                                .items = {},
                                .conversation = {}});
        };
        if (!lacking.empty()) find("does not offer " + listed(lacking));
        if (!strange.empty()) find("offers " + listed(strange) + ", which this kind of case does not know");
    }
    if (subject.checklists.empty()) return findings;
    const std::set<std::uint32_t> read = read_by_checklists(subject, atlas);
    for (std::uint32_t index = 0; index < tree.fields.size(); ++index) {
        const content::FieldRow* row = subject.fields->find(tree.fields[index].path);
        if (row == nullptr || !row->is_used_by("checklist") || read.contains(index)) continue;
        findings.push_back({.fault = Fault::undeclared_use,
                            .place = {"fields.json", row->pointer + "/used_by"},
                            .what = "says that a checklist uses \"" + row->path + "\", which the tree \"" +
                                    tree.name + "\" asks, but no line of what it submits does",
                            .subject = row->path,
                            .items = {},
                            .conversation = {}});
    }
    return findings;
}

} // namespace plaint::proof
