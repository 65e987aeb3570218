#pragma once

#include <expected>
#include <filesystem>
#include <iosfwd>
#include <map>
#include <string>
#include <vector>

// Holds the files of a project against a plan of its rooms (rooms.txt explains how one is written).
namespace plaint::house {

struct Room {
    std::string name;
    std::vector<std::string> may_include;
};

struct Library {
    std::string prefix;
    std::vector<std::string> rooms;
};

struct Plan {
    std::map<std::string, std::string> rooms_by_folder; // folder or file below the root -> room
    std::map<std::string, Room> rooms;
    std::vector<Library> libraries;
    std::map<std::string, std::vector<std::string>> never; // room -> tokens
    std::map<std::string, int> lines_max;                  // file name suffix -> lines
    std::vector<std::string> nowhere;
};

struct Finding {
    std::string file; // below the root
    int line = 0;
    std::string what;

    auto operator<=>(const Finding&) const = default;
};

std::ostream& operator<<(std::ostream&, const Finding&);

// The error says which line of the plan is not understood.
std::expected<Plan, std::string> read_plan(std::istream&);

// All breaches below `root`, in order of file and line. Build output, packages of npm, hidden folders and the folders
// named in `skipped` (below the root) are not entered.
std::vector<Finding> inspect(const Plan&, const std::filesystem::path& root,
                             const std::vector<std::string>& skipped);

} // namespace plaint::house
