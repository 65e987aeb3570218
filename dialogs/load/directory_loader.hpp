#pragma once

#include "dialogs/load/directory.hpp"
#include "dialogs/load/reader.hpp"

#include <optional>

// The steps of loading the directory, one for each file. Each writes its complaints into the reader's
// errors and leaves what it could read in the rows.
namespace plaint::content {

void read_regions(const Reader& file, DirectoryRows& rows);
void read_abroad(const Reader& file, DirectoryRows& rows); // after read_regions
void read_offices(const Reader& file,
                  DirectoryRows& rows); // after read_rules, which says what counties may do
void read_centres(const Reader& file, DirectoryRows& rows);
void read_platforms(const Reader& file, DirectoryRows& rows);
void read_rules(const Reader& file, Rules& rules);
// Bodies by pattern, for the regions that have no row of their own of that kind; after all other bodies.
void derive_bodies(const Reader& rules_file, DirectoryRows& rows);
void read_calendar(const Reader& file, DirectoryRows& rows);
void read_events(const Reader& file, DirectoryRows& rows); // after read_centres

// A day that exists, as "2026-10-10"; a complaint, and 1970, otherwise.
kinds::Date read_day(const Reader& value);

// A text in zh-Hans and en at least.
Names read_names(const Reader& value);

// A region code in force; "" after a complaint.
std::string read_region(const Reader& value, const kinds::Regions& regions);

// Whether the id is of a centre that has been read.
bool is_centre(const DirectoryRows& rows, std::string_view id);

bool is_region_code(std::string_view text);

} // namespace plaint::content
