#include "adapters/hotline/limits.hpp"
#include "tests/proof/tree_mutants.hpp"
#include "tests/support/shipped_library.hpp"

namespace plaint::tests {
namespace {

using nlohmann::json;

constexpr std::size_t options_heard_max =
    std::size_t{hotline::menus_of_a_question.most} * hotline::options_of_a_menu.most;

json append(const std::string& list, const json& value) {
    return {{"op", "add"}, {"path", list + "/-"}, {"value", value}};
}

// As JSON pointers write it.
std::string escaped(const std::string& key) {
    std::string out;
    for (const char c : key) {
        if (c == '~')
            out += "~0";
        else if (c == '/')
            out += "~1";
        else
            out += c;
    }
    return out;
}

// Adds to the patch of a file.
void patch(Files& patches, const std::string& file, json one) {
    patches.try_emplace(file, json::array()).first->second.push_back(std::move(one));
}

// Another value of a field, everywhere where values are listed.
class Option {
  public:
    Option(TreeMutant& mutant, const std::string& path, const std::string& value)
        : mutant_(mutant), path_(path), value_(value) {}

    void add() {
        add_to_dictionary();
        for (const auto& [kind, checklist] : shipped_library().content->checklists)
            add_to_checklist("materials/" + kind + ".json");
        for (const locales::Language& language : shipped_library().languages.all())
            add_label(language.id, language.catalogue);
    }

  private:
    void add_to_dictionary() {
        static const json rows = shipped_file("fields.json").at("fields");
        for (std::size_t row = 0; row < rows.size(); ++row)
            if (rows[row].at("path") == path_)
                patch(mutant_.patches, "fields.json",
                      append("/fields/" + std::to_string(row) + "/values", value_));
    }

    void add_to_checklist(const std::string& file) {
        const json checklist = shipped_file(file);
        if (checklist.contains("values") && checklist.at("values").contains(path_))
            patch(mutant_.patches, file, append("/values/" + escaped(path_), value_));
    }

    // Into any file of the language.
    void add_label(const std::string& language, const locales::Catalogue& catalogue) {
        const std::string key = "option." + path_ + "." + value_;
        const std::string place = catalogue.place(catalogue.keys().front()).file;
        const std::string file = place.substr(place.find('/') + 1);
        patch(mutant_.language_patches, file,
              {{"op", "add"}, {"path", "/messages/" + escaped(key)}, {"value", language + " " + value_}});
    }

    TreeMutant& mutant_;
    const std::string& path_;
    const std::string& value_;
};

void lengthen(const json& node, const std::string& file, const std::string& at,
              std::vector<TreeMutant>& all) {
    TreeMutant mutant{.name = file + "#" + at + " made too long", .mutation = Mutation::menu_lengthened};
    for (std::size_t i = node.at("options").size(); i <= options_heard_max; ++i) {
        const std::string value = "further_" + std::to_string(i);
        patch(mutant.patches, file, append(at + "/options", value));
        for (const std::string& prefix : tree_parts().at(file).prefixes)
            Option(mutant, full_path(prefix, node.at("ask").get<std::string>()), value).add();
    }
    all.push_back(std::move(mutant));
}

void walk(const json& list, const std::string& file, const std::string& at, std::vector<TreeMutant>& all) {
    for (std::size_t i = 0; i < list.size(); ++i) {
        const std::string here = at + "/" + std::to_string(i);
        if (list[i].contains("options") && list[i].at("options").is_array())
            lengthen(list[i], file, here, all);
        for (const char* key : {"do", "else"})
            if (list[i].contains(key)) walk(list[i].at(key), file, here + "/" + key, all);
    }
}

} // namespace

std::vector<TreeMutant> menu_mutants() {
    std::vector<TreeMutant> all;
    for (const auto& [file, part] : tree_parts()) walk(shipped_file(file).at("do"), file, "/do", all);
    return all;
}

} // namespace plaint::tests
