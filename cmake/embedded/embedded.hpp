#pragma once

#include <optional>
#include <span>
#include <string_view>

// The files that travel inside the binary: dialogs, message catalogues, pages. cmake/plaint.cmake puts them there.
namespace plaint::embedded {

struct Entry {
    std::string_view path;  // as in the repository, with forward slashes: "dialogs/trees/patent.json"
    std::string_view bytes; // the file as it is, followed in memory by a zero that is not counted
};

// All files, in ascending byte order of their paths, so that a folder is one run.
std::span<const Entry> all();

// The content of the file with exactly this path.
std::optional<std::string_view> find(std::string_view path);

} // namespace plaint::embedded
