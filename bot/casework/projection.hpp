#pragma once

#include "dialogs/engine/step.hpp"

#include <cstdint>
#include <string>
#include <vector>

// The live answers of a finished walk in tree order, each at its place: what a dossier is made from. Unlike the list
// of answers passed, it has derived facts and what the channel put off, and it knows which groups were reached.
namespace plaint::casework {

struct LiveFact {
    std::string path;                    // with positions: "respondents[0].links[1].url"
    const dialogs::Leaf* leaf = nullptr; // null where a `let` made it
    const dialogs::Slot* slot = nullptr; // likewise
    const dialogs::Answer* answer = nullptr;
};

struct LiveGroup {
    std::string path; // with positions: "respondents[0].links"
    std::size_t items = 0;
    const dialogs::Answer* closed = nullptr; // null where the channel passed it without a question
};

struct Projection {
    std::vector<LiveFact> facts;
    std::vector<LiveGroup> groups;
    std::uint32_t submits = 0;       // index into Tree::cases
    std::vector<std::uint32_t> with; // likewise: what goes with it
};

Projection project(const dialogs::Tree& tree, const dialogs::Session& session);

// "respondents[].links[].url" and {0, 1} as "respondents[0].links[1].url"; brackets without a position stay empty.
std::string positioned(std::string_view pattern, const std::vector<std::uint32_t>& positions);
// The way back.
struct PatternPath {
    std::string pattern;
    std::vector<std::uint32_t> positions;
};
PatternPath pattern_of(std::string_view path);

// Where the path stands in the tree: paths in the order of these stand in the order of the questions, item by item. What was
// known beforehand comes first, and what the tree does not have last.
std::vector<std::uint32_t> order_of(const dialogs::Tree& tree, std::string_view path);

// What the path is called, outermost first: "respondent 1", "link 2", "product link". Empty where the tree has no such
// field or group.
std::vector<dialogs::Message> label_of(const dialogs::Tree& tree, std::string_view path);

} // namespace plaint::casework
