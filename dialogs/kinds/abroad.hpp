#pragma once

#include <string_view>

namespace plaint::kinds {

// Whether the words, in lower case, name a place outside China: "境外", or a country by its name, as "美国" or "in japan".
bool names_abroad(std::string_view words);

} // namespace plaint::kinds
