#pragma once

#include "dialogs/engine/condition.hpp"
#include "dialogs/load/load_error.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

// Beside what is loaded: where in the files it stands, and what is demanded of the tree rather than of one dossier. Whoever
// runs a dialog needs none of it; whoever proves something about it does.
namespace plaint::content {

struct TreePlaces {
    std::vector<Place> nodes;   // by node; that of an added last node is the whole file
    std::optional<Place> entry; // where the tree says that conversations begin with it
};

// A line that lets questions be asked only where its condition holds.
struct Gate {
    std::string line;
    dialogs::Condition holds;
    std::uint16_t scope = 0;           // that the condition is read in
    std::vector<std::uint32_t> leaves; // indices into Tree::leaves; empty: every question but those before it
};

struct ChecklistRules {
    std::vector<Place> lines; // by line of the checklist
    std::vector<Gate> gates;
    // Fields of which this kind of case knows only some of the values in fields.json.
    std::map<std::string, std::vector<std::string>, std::less<>> values;
};

} // namespace plaint::content
