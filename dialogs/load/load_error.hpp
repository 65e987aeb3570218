#pragma once

#include <string>
#include <vector>

// What an author of data got wrong: the file, where in it, and what.
namespace plaint::content {

// Where something stands in the data.
struct Place {
    std::string file;
    std::string pointer;
};

struct LoadError {
    std::string file;    // as the caller named it, e.g. "directory/offices.json"
    std::string pointer; // JSON pointer (RFC 6901); empty for the file as a whole
    std::string what;    // one sentence without a full stop
};

using LoadErrors = std::vector<LoadError>;

// "directory/offices.json#/offices/3/region: 999999 is no region"
std::string to_string(const LoadError& error);

} // namespace plaint::content
