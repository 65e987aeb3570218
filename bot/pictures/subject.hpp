#pragma once

#include "dialogs/engine/checklist.hpp"
#include "dialogs/engine/tree.hpp"
#include "locales/languages.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace plaint::pictures {

// How many drafts stand at each question, that is, where people stopped and have not come back yet.
struct Stops {
    std::map<std::uint32_t, std::uint32_t> at; // by the hash of a leaf, or of a group's closing question
    std::uint32_t review = 0;
    std::uint32_t ended = 0;     // the tree ended for them without a submission
    std::uint32_t elsewhere = 0; // at a question that this tree does not have, or that cannot be read
    std::uint32_t drafts = 0;    // all of these together
};

// What a picture is drawn of. Everything is borrowed.
struct Subject {
    const dialogs::Tree& tree;
    std::vector<const dialogs::Checklist*> checklists; // of the cases that the tree submits
    const locales::Language& language;
    const kinds::Regions& regions;
    const Stops* stops = nullptr; // null: nobody counted
};

// The wall picture: one SVG image, without scripts, of the shape of an A3 or A2 sheet.
std::string poster(const Subject& subject);

// The same as a flow chart, for programs that place the parts themselves: in Graphviz's language, and in Mermaid's.
std::string dot(const Subject& subject);
std::string mermaid(const Subject& subject);

// All questions in order, with conditions, answers, materials and their sources: one HTML page to be printed on A4.
std::string page(const Subject& subject);

} // namespace plaint::pictures
