#include "tests/proof/edited.hpp"

#include "tests/support/shipped_library.hpp"

#include <algorithm>

namespace plaint::tests {
namespace {

// The texts with the changed ones in their places; the changed ones outlive the result.
content::Texts texts_with(content::Texts texts, const std::map<std::string, std::string>& changed) {
    for (const auto& [name, text] : changed) texts[name] = text;
    return texts;
}

std::map<std::string, std::string> written(const Files& files) {
    std::map<std::string, std::string> texts;
    for (const auto& [name, json] : files) texts[name] = json.dump();
    return texts;
}

// The files of the trees that hang on the changed ones: all, unless nothing but parts of trees and checklists has changed.
std::set<std::string> trees_of(const Files& changed) {
    std::set<std::string> all, touched;
    for (const auto& [file, part] : tree_parts()) all.insert(part.trees.begin(), part.trees.end());
    for (const auto& [file, json] : changed) {
        if (file.starts_with("materials/")) {
            const std::string kind = json.at("kind").get<std::string>();
            for (const auto& [name, tree] : shipped_library().content->trees)
                if (std::ranges::find(tree.cases, kind) != tree.cases.end())
                    touched.insert("trees/" + name + ".json");
        } else if (const auto part = tree_parts().find(file); part != tree_parts().end()) {
            touched.insert(part->second.trees.begin(), part->second.trees.end());
        }
    }
    return touched.empty() ? all : touched;
}

// Loads trees one by one from changed texts, and proves them.
class Judge {
  public:
    Judge(const content::Texts& texts, const proof::ProofOptions& options)
        : texts_(texts), options_(options) {
        fields_ = content::load_fields("fields.json", texts_.find("fields.json")->second, verdict_.errors,
                                       shipped_library().languages.ids());
    }

    void judge(const std::string& file) {
        content::TreePlaces places;
        const content::Directory& directory = shipped_library().content->directory;
        const dialogs::Tree tree = content::load_tree(file, read_, fields_, has_message_, directory.regions(),
                                                      directory.links(), verdict_.errors, &places);
        std::vector<dialogs::Checklist> checklists;
        std::vector<content::ChecklistRules> rules(tree.cases.size());
        for (std::size_t i = 0; i < tree.cases.size(); ++i) {
            const std::string name = "materials/" + tree.cases[i] + ".json";
            checklists.push_back(content::load_checklist(name, read_(name).value_or(""), tree, has_message_,
                                                         verdict_.errors, &rules[i]));
        }
        if (!verdict_.errors.empty()) return;
        proof::Subject subject{.tree = &tree, .places = &places, .fields = &fields_};
        for (std::size_t i = 0; i < checklists.size(); ++i) {
            subject.checklists.push_back(&checklists[i]);
            subject.rules.push_back(&rules[i]);
        }
        verdict_.proof = proof::prove(subject, options_);
    }

    const Verdict& verdict() const { return verdict_; }

  private:
    const content::Texts& texts_;
    const proof::ProofOptions& options_;
    const content::HasMessage has_message_ = [](const std::string& key) {
        return shipped_library().languages.has(key);
    };
    const content::ReadFile read_ = [this](const std::string& file) -> std::optional<std::string_view> {
        const auto found = texts_.find(file);
        return found != texts_.end() ? std::optional(found->second) : std::nullopt;
    };
    content::Fields fields_;
    Verdict verdict_;
};

} // namespace

std::expected<std::unique_ptr<const library::Library>, content::LoadErrors>
load_edited(const Files& changed, const Files& languages) {
    const auto dialogs = written(changed), locales = written(languages);
    return library::load_library(texts_with(shipped_texts().dialogs.texts(), dialogs),
                                 texts_with(shipped_texts().locales.texts(), locales));
}

Verdict judge_edited(const Files& changed, const proof::ProofOptions& options) {
    const auto own = written(changed);
    const content::Texts texts = texts_with(shipped_texts().dialogs.texts(), own);
    Judge judge(texts, options);
    for (const std::string& tree : trees_of(changed)) {
        judge.judge(tree);
        if (judge.verdict().is_found()) break;
    }
    return judge.verdict();
}

std::string pointer_to_ask(const nlohmann::json& tree, const std::string& id) {
    const auto& flat = tree.flatten();
    std::string found;
    for (const auto& [pointer, value] : flat.items()) {
        if (!value.is_string() || value != id) continue;
        // An id of its own counts more than the path, which several leaves may have.
        if (pointer.ends_with("/id")) return parent_of(pointer);
        if (pointer.ends_with("/ask") &&
            !tree.at(nlohmann::json::json_pointer(parent_of(pointer))).contains("id"))
            found = parent_of(pointer);
    }
    return found;
}

std::string parent_of(const std::string& pointer) { return pointer.substr(0, pointer.rfind('/')); }

} // namespace plaint::tests
