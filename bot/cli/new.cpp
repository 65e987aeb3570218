#include "bot/cli/command.hpp"
#include "bot/support/clock.hpp"
#include "embedded.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>

namespace plaint::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t name_length_max = 40;

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

Files own_files(const NewOptions& options) {
    constexpr std::string_view skeleton = "bot/cli/skeleton/";
    Files files;
    for (const embedded::Entry& entry : embedded::all()) {
        if (!entry.path.starts_with(skeleton)) continue;
        const std::string part(entry.path.substr(skeleton.size()));
        const std::string language = part.substr(0, part.find('.'));
        const std::string path = part == "tree.json" ? "dialogs/trees/" + options.tree + ".json"
                                 : part == "materials.json"
                                     ? "dialogs/materials/" + options.tree + ".json"
                                     : "locales/" + language + "/" + options.tree + ".json";
        files.emplace(path, filled(entry.bytes, options));
    }
    return files;
}

int make(const NewOptions& options) {
    if (!is_name(options.tree))
        return complain("\"" + options.tree +
                        "\" is no name for a dialog: small letters, digits and _, at most " +
                        std::to_string(name_length_max));
    const fs::path folder(options.folder);
    Files files = own_files(options);
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
              << (folder / "locales/*" / (options.tree + ".json")).lexically_normal().string() << "\n"
              << "check it   plaint check" << with << "\n"
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
