#pragma once

#include "bot/pictures/materials.hpp"

#include <cstdint>
#include <string>
#include <vector>

// Where everything stands on the wall picture, in pixels. Knows texts and their sizes, but neither trees nor SVG.
namespace plaint::pictures {

// What a block is, which says how it looks.
enum class Look : std::uint8_t {
    section,
    loose,     // steps outside of any section
    arm,       // what is asked if a condition holds
    otherwise, // and what if it does not
    group,     // repeated for each item
    question,
    notice,
    derived,
    review,
    submit,
    end,
};
bool is_panel(Look look); // has blocks within

// How a text looks.
enum class Voice : std::uint8_t { title, facts, heading, condition, label, detail, notice, plain };
std::int64_t size_of(Voice voice);

struct Paragraph {
    Voice voice = Voice::label;
    std::string text;
    std::size_t lines_max = 6;
    bool beside = false; // on the line of the paragraph before, where there is room for it
};

struct TextRun {
    Voice voice = Voice::label;
    std::int64_t x = 0, y = 0; // of the baseline's beginning
    std::string text;
};

struct Block {
    Look look = Look::question;
    Weight weight = Weight::none;
    std::string name;   // of the leaf or group that is asked: its id in the tree
    std::string number; // as it is shown
    std::string hint;   // the whole question
    std::string badge;  // how many stopped here; empty: nobody
    std::vector<Paragraph> words;
    std::string continued; // heading of a section's rest in the next column
    std::vector<Block> inner;

    // Filled in by place().
    std::int64_t x = 0, y = 0, width = 0, height = 0;
    std::vector<TextRun> runs;
    std::int64_t rail_x() const; // of a panel: the line that its steps stand on
    std::int64_t node_y() const; // where the line of the panel around meets this block
};

// Gives the block, and all within, their places; the height is what it needs.
void place(Block& block, std::int64_t x, std::int64_t y, std::int64_t width);

// What a sign means.
struct LegendEntry {
    Block sample;
    std::string text;
    std::int64_t x = 0, y = 0;
};

struct Sheet {
    std::string title, facts, footer, language;
    std::vector<LegendEntry> legend;
    std::vector<Block> blocks;        // in order, placed
    std::vector<std::size_t> columns; // the first block of each
    std::int64_t width = 0, height = 0;
};

// Blocks from the top to the bottom and column by column, on the smallest sheet of the shape of A3 on its side. A long
// section goes on in the next column.
Sheet arrange(std::string title, std::string facts, std::string footer, std::vector<LegendEntry> legend,
              std::vector<Block> blocks);

inline constexpr std::int64_t margin = 44;

} // namespace plaint::pictures
