#pragma once

#include "dialogs/load/fields.hpp"
#include "dialogs/load/reader.hpp"
#include "dialogs/load/tree_loader.hpp"

#include <string>
#include <vector>

namespace plaint::content {

// Gives a leaf, whose options are read, the keys of its messages; returns all that the catalogues have to hold.
std::vector<std::string> word(dialogs::Leaf& leaf, const HasMessage& has_message);

// The options of a choice that offers, by "values" instead of a list, all that its field can be; `row` may be null.
std::vector<dialogs::Option> all_values(const Reader& from, const std::string& path, const FieldRow* row);

} // namespace plaint::content
