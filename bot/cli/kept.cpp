#include "bot/cli/kept.hpp"

#include "bot/cli/command.hpp"
#include "storage/files/disk_files.hpp"
#include "storage/sqlite/sqlite_store.hpp"

#include <CLI/CLI.hpp>
#include <filesystem>

namespace plaint::cli {

void KeptOptions::add_to(CLI::App& command) {
    command.add_option("--config", config, "The configuration file")->type_name("F");
    command.add_option("--data", data, "The folder that serve was given")->type_name("DIR");
}

std::optional<Kept> KeptOptions::open() const {
    Kept kept;
    if (!config.empty()) {
        auto loaded = support::load_config(config);
        if (!loaded) {
            for (const support::ConfigProblem& problem : loaded.error()) complain(problem.text());
            return std::nullopt;
        }
        kept.config = *std::move(loaded);
    }
    if (!data.empty()) support::use_data_folder(kept.config, data);
    const std::string path = kept.config.storage.url.substr(std::string_view("sqlite:").size());
    if (!std::filesystem::is_regular_file(path)) {
        complain("there is no store at " + path);
        return std::nullopt;
    }
    auto store = storage::sqlite::open_sqlite(path);
    if (!store) {
        complain("the store at " + path + ": " + store.error().what);
        return std::nullopt;
    }
    const std::string& folder = kept.config.storage.files;
    auto files = storage::open_disk_files(folder, {.floor_bytes = kept.config.storage.disk_floor_bytes});
    if (!files) {
        complain("the files at " + folder + ": " + files.error().what);
        return std::nullopt;
    }
    kept.store = std::move(*store);
    kept.files = std::move(*files);
    return kept;
}

} // namespace plaint::cli
