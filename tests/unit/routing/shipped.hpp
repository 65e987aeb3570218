#pragma once

#include "dialogs/load/directory.hpp"

#include <functional>
#include <nlohmann/json.hpp>

// The directory as the project ships it, and wrong or different ones made from it.
namespace plaint::tests {

const content::Directory& shipped_directory();

// The files, to be changed by a test.
struct DirectoryFiles {
    nlohmann::json regions, abroad, offices, centres, platforms, rules, calendar, events;

    std::expected<content::Directory, content::LoadErrors> load() const;
};
DirectoryFiles shipped_files();

// The only complaint after the change, as "file#pointer: what"; all of them, one a line, if there are
// several.
std::string complaint_after(const std::function<void(DirectoryFiles&)>& change);

nlohmann::json read_json(const std::string& path);

} // namespace plaint::tests
