#include "bot/cli/command.hpp"
#include "bot/cli/content_options.hpp"
#include "bot/support/clock.hpp"
#include "dialogs/load/reader.hpp"
#include "embedded.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <vector>

namespace plaint::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t name_length_max = 40;
constexpr std::string_view skeleton = "bot/cli/skeleton/";

struct NewOptions {
    std::string tree, folder = ".";
};

// Names stand in files, keys of texts and addresses.
bool is_name(std::string_view name) {
    const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
    return !name.empty() && name.size() <= name_length_max && name.front() >= 'a' &&
           std::ranges::all_of(name, fits);
}

std::string filled(std::string_view text, const NewOptions& options) {
    std::string out(text);
    const std::string today = support::rfc3339_shanghai(support::SystemClock().now()).substr(0, 10);
    for (const auto& [blank, with] : {std::pair<std::string_view, const std::string&>{"NAME", options.tree},
                                      std::pair<std::string_view, const std::string&>{"TODAY", today}})
        for (std::size_t at = out.find(blank); at != std::string::npos;
             at = out.find(blank, at + with.size()))
            out.replace(at, blank.size(), with);
    return out;
}

using Files = std::map<std::string, std::string>; // by path below the folder

// All that the dialog rests on, where the folder does not have that yet.
Files foundation(const NewOptions& options) {
    Files files;
    for (const char* room : {"dialogs", "locales"}) {
        if (fs::exists(fs::path(options.folder) / room)) continue;
        for (const embedded::Entry& entry : embedded::all())
            if (entry.path.starts_with(std::string(room) + "/")) files.emplace(entry.path, entry.bytes);
    }
    return files;
}

// The languages that the folder lists, or will list once it has what is built in.
std::expected<std::vector<std::string>, content::LoadErrors> languages_of(const NewOptions& options) {
    const fs::path folder = fs::path(options.folder) / "locales";
    const auto texts = read_texts({.locales = fs::exists(folder) ? folder.string() : ""});
    if (!texts) return std::unexpected(texts.error().errors);
    const std::string list = "locales.json";
    // Complaints name the file, so its name lives as long as its readers.
    const std::string name = "locales/" + list;
    content::LoadErrors errors;
    std::vector<std::string> languages;
    const auto found = texts->locales.texts.find(list);
    if (found == texts->locales.texts.end())
        return std::unexpected(content::LoadErrors{{name, "", "there is no such file"}});
    const auto json = content::parse(name, found->second, errors);
    if (json)
        for (const content::Reader& one : content::Reader(name, *json, errors).items())
            languages.push_back(one.at("id").text());
    if (!errors.empty()) return std::unexpected(std::move(errors));
    return languages;
}

struct Words {
    Files files;
    std::vector<std::string> borrowed; // of languages that the skeleton does not speak: they begin in English
};
Words words_in(const std::vector<std::string>& languages, const NewOptions& options) {
    const auto spoken = [](const std::string& language) {
        return embedded::find(std::string(skeleton) + language + ".json");
    };
    Words words;
    for (const std::string& language : languages) {
        const std::string path = "locales/" + language + "/" + options.tree + ".json";
        if (const auto own = spoken(language)) {
            words.files.emplace(path, filled(*own, options));
            continue;
        }
        constexpr std::string_view english = R"("locale": "en")";
        std::string lent = filled(spoken("en").value(), options);
        lent.replace(lent.find(english), english.size(), R"("locale": ")" + language + "\"");
        words.files.emplace(path, std::move(lent));
        words.borrowed.push_back(path);
    }
    return words;
}

Files questions_and_checklist(const NewOptions& options) {
    Files files;
    for (const auto& [part, room] :
         {std::pair{"tree.json", "dialogs/trees/"}, std::pair{"materials.json", "dialogs/materials/"}})
        files.emplace(room + options.tree + ".json",
                      filled(embedded::find(std::string(skeleton) + part).value(), options));
    return files;
}

int make(const NewOptions& options) {
    if (!is_name(options.tree))
        return complain("\"" + options.tree +
                        "\" is no name for a dialog: small letters, digits and _, at most " +
                        std::to_string(name_length_max));
    const fs::path folder(options.folder);
    const auto languages = languages_of(options);
    if (!languages) {
        for (const content::LoadError& error : languages.error()) complain(content::to_string(error));
        return unusable;
    }
    Words words = words_in(*languages, options);
    Files files = questions_and_checklist(options);
    files.merge(words.files);
    for (const auto& [path, text] : files)
        if (fs::exists(folder / path) || embedded::find(path))
            return complain("there is a file " + path + " already: take another name");
    files.merge(foundation(options));
    for (const auto& [path, text] : files) {
        std::error_code error;
        fs::create_directories((folder / path).parent_path(), error);
        std::ofstream file(folder / path, std::ios::binary);
        file << text;
        file.close();
        if (!file) return complain("cannot write " + (folder / path).string());
    }
    const std::string with = " --dialogs " + (folder / "dialogs").lexically_normal().string() +
                             " --locales " + (folder / "locales").lexically_normal().string();
    std::cout << "questions  "
              << (folder / "dialogs/trees" / (options.tree + ".json")).lexically_normal().string() << "\n"
              << "checklist  "
              << (folder / "dialogs/materials" / (options.tree + ".json")).lexically_normal().string() << "\n"
              << "words      "
              << (folder / "locales/*" / (options.tree + ".json")).lexically_normal().string() << "\n";
    for (const std::string& path : words.borrowed)
        std::cout << "translate  " << (folder / path).lexically_normal().string()
                  << " begins with the English words\n";
    std::cout << "check it   plaint check" << with << "\n"
              << "try it     plaint chat " << options.tree << with << "\n";
    return success;
}

} // namespace

void add_new(CLI::App& program, int& code) {
    const auto options = std::make_shared<NewOptions>();
    CLI::App* command =
        program.add_subcommand("new", "Makes a dialog to begin with: questions, checklist and words");
    command->add_option("TREE", options->tree, "Its name, e.g. customs_seizure")->required();
    command
        ->add_option("--in", options->folder,
                     "Folder that holds dialogs/ and locales/, or gets them as they are built in")
        ->type_name("DIR")
        ->capture_default_str();
    command->callback([options, &code] { code = make(*options); });
}

} // namespace plaint::cli
