#include "dialogs/load/leaf_wording.hpp"

namespace plaint::content {

std::vector<std::string> word(dialogs::Leaf& leaf, const HasMessage& has_message) {
    // A variant has words of its own where they are needed, else those of its field.
    const auto of_leaf = [&](const std::string& prefix, const std::string& other) {
        for (const std::string& key : {prefix + leaf.id, prefix + leaf.path})
            if (has_message(key)) return key;
        return other;
    };
    leaf.ask_key = of_leaf("ask.", "ask." + leaf.path);
    leaf.help_key = of_leaf("help.", "help.kind." + std::string(kinds::name_of(leaf.kind)));
    leaf.label_key = of_leaf("label.", "label." + leaf.path);
    leaf.why_key = of_leaf("why.", "why." + leaf.path);
    leaf.short_key = of_leaf("short.", {});
    std::vector<std::string> needed{leaf.ask_key, leaf.help_key, leaf.label_key, leaf.why_key};
    if (leaf.kind != kinds::Kind::yes_no) return needed;

    // "Agree" and "I do not agree": whoever words one side of a question words both.
    const std::string yes = "option." + leaf.path + ".yes", no = "option." + leaf.path + ".no";
    if (!has_message(yes) && !has_message(no)) return needed;
    leaf.options = {{"yes", yes, {}}, {"no", no, {}}};
    needed.insert(needed.end(), {yes, no});
    return needed;
}

std::vector<dialogs::Option> all_values(const Reader& from, const std::string& path, const FieldRow* row) {
    std::vector<dialogs::Option> options;
    if (from.text() != "values")
        from.complain("can only be a list, or \"values\"");
    else if (row != nullptr)
        for (const std::string& value : row->values)
            options.push_back({value, "option." + path + "." + value, {}});
    return options;
}

} // namespace plaint::content
