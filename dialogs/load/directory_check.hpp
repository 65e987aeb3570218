#pragma once

#include "dialogs/load/directory.hpp"

#include <string>
#include <vector>

namespace plaint::content {

// What a directory that loads still lacks for the people who are to use it.
struct DirectoryGaps {
    LoadErrors faults; // to be mended: hours that nobody can compute with, a hotline without its area code, …
    std::vector<std::string> notes; // to be known: how much is invented, how far the calendar goes
};
// `today` is the day in Asia/Shanghai.
DirectoryGaps gaps_of(const Directory& directory, kinds::Date today);

} // namespace plaint::content
