#pragma once

#include <cstdint>
#include <span>
#include <string_view>

// Which tables the directory has, and where each cell stands in the JSON.
namespace plaint::content {

enum class Cell : std::uint8_t {
    text,
    flag,      // "yes" or "no"
    list,      // words separated by "|"; no member where the cell is empty
    kept_list, // the same, but an empty cell is an empty list
};

struct Column {
    std::string_view
        path; // "contact.hours", at most one point; "name." stands for one column in each language
    Cell cell = Cell::text;
};

struct Table {
    std::string_view csv;  // "offices.csv"
    std::string_view file; // "directory/offices.json"
    std::string_view list; // its member that holds the rows
    std::span<const Column> columns;
    // Of rows that stand inside other rows ("people" of a body): the table of those, their key, and the column that names it.
    std::string_view inside = {};
    std::string_view key = {};
    std::string_view key_column = {};
};

// What stands inside comes after what it stands in. Regions, aliases and worked weekends have no list of rows, so they are
// read and written by functions of their own.
std::span<const Table> directory_tables();

} // namespace plaint::content
