#pragma once

#include "dialogs/engine/tree.hpp"
#include "dialogs/load/fields.hpp"
#include "dialogs/load/load_error.hpp"
#include "dialogs/load/places.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace plaint::content {

// The text of a file by its name below dialogs/, e.g. "trees/shared/contact.json"; nothing where there is none.
using ReadFile = std::function<std::optional<std::string_view>(const std::string& file)>;

// Whether the catalogues have a message; every language has the same ones.
using HasMessage = std::function<bool(const std::string& key)>;

// Compiles dialogs/trees/NAME.json with the shared subtrees it uses. With any error the tree is not fit for use. Where each
// node stands is written to `places`, if anybody wants to know.
dialogs::Tree load_tree(const std::string& file, const ReadFile& read, const Fields& fields,
                        const HasMessage& has_message, const kinds::Regions& regions,
                        const kinds::Platforms& platforms, LoadErrors& errors, TreePlaces* places = nullptr);

} // namespace plaint::content
