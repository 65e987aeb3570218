#pragma once

#include "bot/library/library.hpp"

#include <map>
#include <nlohmann/json.hpp>
#include <string>

// A whole content as small as it can be, and what becomes of it when one thing in it is wrong.
namespace plaint::tests {

struct SmallContent {
    std::map<std::string, nlohmann::json> dialogs, locales; // by name below those folders
    std::map<std::string, std::string> broken;              // texts that take the place of such a file

    std::expected<std::unique_ptr<const library::Library>, content::LoadErrors> load() const;
};
SmallContent small_content();

// All complaints after a JSON patch (RFC 6902) to a file ("trees/small.json", "en/all.json"), one a line, as
// "file#pointer: what".
std::string complaints_after(const std::string& file, const std::string& patch);
std::string complaints_of(const SmallContent& content);

} // namespace plaint::tests
