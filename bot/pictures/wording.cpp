#include "bot/pictures/wording.hpp"

#include <algorithm>
#include <limits>

namespace plaint::pictures {

using namespace dialogs;

std::string Wording::text(std::string_view key, const locales::Values& values) const {
    const locales::Pattern* pattern = subject_.language.catalogue.find(key);
    if (pattern == nullptr) return std::string(key);
    locales::Values filled = values;
    for (const std::string& argument : pattern->arguments()) {
        if (std::ranges::find(values, argument, [](const auto& one) { return one.first; }) != values.end())
            continue;
        // Plural forms need a number: such messages are shown as they are when there is one.
        if (argument == "count")
            filled.emplace_back(argument, std::int64_t{1});
        else
            filled.emplace_back(argument, "…");
    }
    return pattern->format(filled);
}

std::string Wording::joined(const std::vector<std::string>& parts, std::string_view separator_key) const {
    const std::string separator = text(separator_key);
    std::string out;
    for (const std::string& part : parts) {
        if (!out.empty()) out += separator;
        out += part;
    }
    return out;
}

std::string Wording::field(std::uint32_t index) const {
    const Field& field = subject_.tree.fields[index];
    return subject_.language.catalogue.has(field.label_key) ? text(field.label_key) : field.path;
}

std::string Wording::group(std::uint32_t index) const {
    const Group& group = subject_.tree.groups[index];
    return group.label_key != group.item_key ? text(group.label_key) : group.path;
}

std::string Wording::label(const Leaf& leaf) const { return text(leaf.label_key); }

std::string Wording::kind(const Leaf& leaf) const {
    const std::string key = "picture.kind." + std::string(kinds::name_of(leaf.kind));
    const std::int64_t min = leaf.limits.min, max = leaf.limits.max;
    using Limits = std::numeric_limits<std::int64_t>;
    const bool bounded_below = min != Limits::min(), bounded_above = max != Limits::max();
    if (leaf.kind == kinds::Kind::file && bounded_above) return text(key + ".up_to", {{"max", max}});
    const bool measured = leaf.kind == kinds::Kind::text || leaf.kind == kinds::Kind::number;
    if (!measured || (!bounded_below && !bounded_above)) return text(key);
    if (!bounded_above) return text(key + ".from", {{"min", min}});
    if (!bounded_below) return text(key + ".up_to", {{"max", max}});
    return text(key + ".between", {{"min", min}, {"max", max}});
}

std::string Wording::formal(May may) const {
    std::vector<std::string> answers;
    for (const State state : {State::later, State::none, State::unknown, State::skip, State::unverified})
        if (allows(may, state)) answers.push_back(text("formal." + std::string(name_of(state))));
    return joined(answers, "picture.list");
}

std::string Wording::value(std::uint32_t index, const Constant& constant) const {
    const Field& field = subject_.tree.fields[index];
    const locales::Catalogue& catalogue = subject_.language.catalogue;
    if (const auto* flag = std::get_if<bool>(&constant)) {
        const std::string word = *flag ? "yes" : "no";
        const std::string own = "option." + field.path + "." + word;
        return text(catalogue.has(own) ? own : word);
    }
    if (const auto* number = std::get_if<std::int64_t>(&constant)) return std::to_string(*number);
    const auto& said = std::get<std::string>(constant);
    if (field.kind == kinds::Kind::choice && catalogue.has("option." + field.path + "." + said))
        return text("option." + field.path + "." + said);
    if (field.kind != kinds::Kind::region) return said;
    if (said == "abroad") return text("value.abroad");
    const bool chinese = subject_.language.id.starts_with("zh");
    const std::string name = chinese ? subject_.regions.full_name(said) : subject_.regions.full_english(said);
    return name.empty() ? said : name;
}

std::string Wording::derived(const Let& let) const {
    std::vector<std::string> of;
    for (const std::uint32_t one : let.of_fields)
        of.push_back(text("picture.quoted", {{"text", field(one)}}));
    return joined(of, "picture.or_values");
}

std::string Wording::facts(std::uint32_t questions) const {
    const auto sections = static_cast<std::int64_t>(subject_.tree.sections.size());
    std::string facts =
        text("picture.facts", {{"questions", std::int64_t{questions}}, {"sections", sections}});
    if (const Stops* stops = subject_.stops)
        facts += text("picture.stops", {{"drafts", std::int64_t{stops->drafts}},
                                        {"ended", std::int64_t{stops->ended}},
                                        {"elsewhere", std::int64_t{stops->elsewhere}}});
    return facts;
}

std::string Wording::case_kind() const {
    const Tree& tree = subject_.tree;
    if (tree.cases.size() > 1) return text("picture.several");
    return tree.cases.empty() ? tree.name : text("kind_of_case." + tree.cases.front());
}

std::string Wording::sources(std::string_view source) const {
    std::vector<std::string> cited;
    while (!source.empty()) {
        const std::size_t end = std::min(source.find("; "), source.size());
        const std::string_view one = source.substr(0, end);
        source.remove_prefix(std::min(end + 2, source.size()));
        // The name is as much of it, in whole words, as the catalogue knows; the rest is the place in that text.
        std::string_view name = one;
        const auto known = [&] {
            return subject_.language.catalogue.has("picture.source." + std::string(name));
        };
        while (!name.empty() && !known())
            name = name.substr(0, name.rfind(' ') == std::string_view::npos ? 0 : name.rfind(' '));
        cited.push_back(name.empty() ? std::string(one)
                                     : text("picture.source." + std::string(name)) +
                                           std::string(one.substr(name.size())));
    }
    return joined(cited, "picture.list");
}

} // namespace plaint::pictures
