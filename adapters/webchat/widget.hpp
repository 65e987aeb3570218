#pragma once

#include <string>

namespace plaint::webchat {

// The script behind /widget.js: the files of page/widget/ in the order of their names, inside one function so that the
// page around keeps its names, and without their comment lines so that a telephone loads less.
std::string joined_widget();

} // namespace plaint::webchat
