#pragma once

#include "dialogs/load/content.hpp"

#include <expected>
#include <map>
#include <string>

// The directory as tables that a spreadsheet opens: one CSV file for regions, abolished codes, offices, centres, the people
// of both, platforms, their links, events, campaigns, holidays, worked weekends and places abroad.
namespace plaint::content {

// Names with their bytes.
using NamedTexts = std::map<std::string, std::string, std::less<>>;

// "offices.csv" and the others. `directory` holds the JSON files under their names ("directory/offices.json"), which have
// loaded. Fails where a word of a list holds the character that separates such words in a cell.
std::expected<NamedTexts, LoadErrors> export_tables(const Texts& directory);

// The JSON files that the tables change, or all mistakes, each with the table and its line. What no table has stays: tables
// that are not given, members without a column. A row that a table no longer has is gone. The directory is loaded as it
// would be, so what a table says is held against all the others.
std::expected<NamedTexts, LoadErrors> import_tables(const Texts& directory, const NamedTexts& tables);

} // namespace plaint::content
