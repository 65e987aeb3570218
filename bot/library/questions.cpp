#include "bot/library/questions.hpp"

#include "locales/fold.hpp"

#include <algorithm>

namespace plaint::library {

Questions::Questions(const Library& library) : library_(library) {
    for (const auto& [name, tree] : library.content->trees)
        for (const std::uint32_t leaf : tree.answering) paths_.push_back(tree.leaves[leaf].path);
}

bool Questions::has(std::string_view path) const { return std::ranges::find(paths_, path) != paths_.end(); }

bool Questions::is_label(std::string_view option, std::string_view folded) const {
    if (!has(option.substr(0, option.rfind('.')))) return false;
    const std::string key = "option." + std::string(option);
    return std::ranges::any_of(library_.languages.all(), [&](const locales::Language& language) {
        const locales::Pattern* label = language.catalogue.find(key);
        return label != nullptr && locales::fold(label->format({})) == folded;
    });
}

} // namespace plaint::library
