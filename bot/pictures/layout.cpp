#include "bot/pictures/layout.hpp"

#include "bot/pictures/wrap.hpp"

#include <algorithm>
#include <numeric>
#include <optional>
#include <utility>

namespace plaint::pictures {
namespace {

// A sheet whose columns are narrower may come out smaller, so that everything on it is printed larger.
constexpr std::int64_t column_widths[] = {380, 410, 440, 480, 520, 580, 640};
constexpr std::int64_t column_gap = 46;
constexpr std::int64_t block_gap = 30;  // room for the arrow to the next block
constexpr std::int64_t row_left = 10;   // of a row within its panel
constexpr std::int64_t panel_left = 42; // of a panel within a panel: right of the rail
constexpr std::int64_t panel_right = 10;
constexpr std::int64_t loop_right = 26; // where a group's arrow goes back up
constexpr std::int64_t text_left = 39;  // of a row's words: right of its number
constexpr std::int64_t beside_gap = 10;
constexpr std::int64_t row_padding = 4;
constexpr std::int64_t row_height_min = 27;
constexpr std::int64_t heading_padding = 8;
constexpr std::int64_t below_section = 10;
constexpr std::int64_t below_heading = 4;
constexpr std::int64_t below_steps = 5;
constexpr std::int64_t panel_gap = 6;
constexpr std::int64_t badge_width = 64;
constexpr std::int64_t row_words_min = 75; // five characters of a question
constexpr std::int64_t legend_gap = 30;
constexpr std::int64_t sign_width = 44;
constexpr std::int64_t header_height = 130;
constexpr std::int64_t footer_height = 34;

// The sides of a sheet of the A series are as 1 to the root of 2.
constexpr std::int64_t long_side = 1414, short_side = 1000;

std::int64_t leading_of(Voice voice) { return size_of(voice) * 4 / 3 + 1; }

std::int64_t pixels(std::string_view text, Voice voice) { return width_of(text) * size_of(voice) / 1000; }

// How many thousandths of its size a line may be wide. Bold Latin letters take a tenth more than they are measured by,
// Chinese ones do not.
std::int64_t room_for(const Paragraph& paragraph, std::int64_t width) {
    const std::int64_t size = size_of(paragraph.voice);
    const bool bold = paragraph.voice == Voice::heading || paragraph.voice == Voice::condition;
    return std::max(width, size) * (bold && !has_wide(paragraph.text) ? 900 : 1000) / size;
}

// The narrowest column in which the words of the block's deepest row still have room for some characters.
std::int64_t least_width(const Block& block) {
    if (!is_panel(block.look)) return text_left + row_words_min + (block.badge.empty() ? 6 : badge_width + 6);
    const std::int64_t right = block.look == Look::group ? loop_right + panel_right : panel_right;
    std::int64_t least = 0;
    for (const Block& inner : block.inner)
        least = std::max(least, (is_panel(inner.look) ? panel_left : row_left) + least_width(inner) + right);
    return least;
}

// The words of a block from `y` on; gives where they end.
std::int64_t set(Block& block, std::int64_t x, std::int64_t y, std::int64_t width) {
    for (const Paragraph& paragraph : block.words) {
        const Voice voice = paragraph.voice;
        if (paragraph.beside && !block.runs.empty()) {
            const TextRun& before = block.runs.back();
            const std::int64_t at = before.x + pixels(before.text, before.voice) + beside_gap;
            if (at + pixels(paragraph.text, voice) <= x + width) {
                block.runs.push_back({voice, at, before.y, paragraph.text});
                continue;
            }
        }
        for (std::string& line : wrapped(paragraph.text, room_for(paragraph, width), paragraph.lines_max)) {
            block.runs.push_back({voice, x, y + size_of(voice), std::move(line)});
            y += leading_of(voice);
        }
    }
    return y;
}

std::int64_t place_panel(Block& panel) {
    const bool headed = !panel.words.empty();
    std::int64_t y = panel.y + heading_padding;
    if (headed) {
        const std::int64_t left = panel.number.empty() ? 14 : text_left + 6;
        y = set(panel, panel.x + left, y, panel.width - left - 14) +
            (panel.look == Look::section ? below_section : below_heading);
    }
    const std::int64_t right = panel.look == Look::group ? loop_right + panel_right : panel_right;
    bool after_panel = false;
    for (Block& inner : panel.inner) {
        const bool nested = is_panel(inner.look);
        if (nested || after_panel) y += panel_gap;
        const std::int64_t left = nested ? panel_left : row_left;
        place(inner, panel.x + left, y, panel.width - left - right);
        y += inner.height;
        after_panel = nested;
    }
    return y + below_steps;
}

std::int64_t place_row(Block& row) {
    const std::int64_t right = row.badge.empty() ? 6 : badge_width + 6;
    const std::int64_t end = set(row, row.x + text_left, row.y + row_padding, row.width - text_left - right);
    return std::max(end + row_padding, row.y + row_height_min);
}

// Cuts off what does not stand within `room`, to go on in the next column; nothing when there is no place to cut.
std::optional<Block> cut(Block& block, std::int64_t room) {
    std::size_t kept = 0;
    while (kept < block.inner.size()) {
        const Block& inner = block.inner[kept];
        if (inner.y + inner.height + below_steps > block.y + room) break;
        ++kept;
    }
    // The two sides of a branch stay together.
    while (kept > 0 && kept < block.inner.size() && block.inner[kept].look == Look::otherwise) --kept;
    if (kept == 0 || kept == block.inner.size() || block.continued.empty()) return std::nullopt;
    Block rest = block;
    const auto begin = static_cast<std::ptrdiff_t>(kept);
    rest.inner.erase(rest.inner.begin(), rest.inner.begin() + begin);
    rest.words = {{Voice::heading, block.continued}};
    block.inner.resize(kept);
    for (Block* part : {&block, &rest}) place(*part, 0, 0, block.width);
    return rest;
}

// Blocks poured into columns, and whether none is higher than it should be.
struct Columns {
    std::vector<Block> blocks;
    std::vector<std::size_t> begins;
    bool fit = true;
};

Columns pour(const std::vector<Block>& blocks, std::int64_t height) {
    Columns columns;
    std::int64_t used = 0;
    const auto put = [&](Block block) {
        if (used == 0) columns.begins.push_back(columns.blocks.size());
        used += block.height + (used == 0 ? 0 : block_gap);
        columns.blocks.push_back(std::move(block));
    };
    for (const Block& whole : blocks) {
        std::optional<Block> left = whole;
        while (left) {
            Block block = *std::exchange(left, std::nullopt);
            const std::int64_t room = height - used - (used == 0 ? 0 : block_gap);
            if (block.height <= room) {
                put(std::move(block));
                continue;
            }
            // Only a long section is worth being cut, and only where much of it finds room.
            const bool worth = used == 0 || (block.height > height / 3 && room > height / 4);
            if (worth) left = cut(block, room);
            if (left || used == 0) {
                columns.fit = columns.fit && block.height <= room;
                put(std::move(block));
            } else {
                left = std::move(block);
            }
            used = 0;
        }
    }
    return columns;
}

// The least height at which so many columns hold all blocks, or nearly so: what is cut elsewhere has other gaps.
std::int64_t least_height(const std::vector<Block>& blocks, std::size_t columns) {
    std::int64_t low = 1, high = block_gap;
    for (const Block& block : blocks) high += block.height + block_gap;
    while (low < high) {
        const std::int64_t middle = std::midpoint(low, high);
        const Columns poured = pour(blocks, middle);
        if (poured.fit && poured.begins.size() <= columns)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

std::int64_t sheet_width(std::size_t columns, std::int64_t column_width) {
    const auto count = static_cast<std::int64_t>(columns);
    return 2 * margin + count * column_width + (count - 1) * column_gap;
}

std::int64_t sheet_height(std::int64_t columns_height) {
    return 2 * margin + header_height + columns_height + footer_height;
}

} // namespace

bool is_panel(Look look) {
    return look == Look::section || look == Look::loose || look == Look::arm || look == Look::otherwise ||
           look == Look::group;
}

std::int64_t size_of(Voice voice) {
    switch (voice) {
    case Voice::title: return 34;
    case Voice::facts: return 17;
    case Voice::heading: return 18;
    case Voice::label: return 15;
    case Voice::condition: return 14;
    case Voice::detail:
    case Voice::notice:
    case Voice::plain: return 13;
    }
    return 13;
}

std::int64_t Block::rail_x() const { return x + row_left + 18; }

std::int64_t Block::node_y() const {
    if (is_panel(look)) return y + heading_padding + 10;
    const std::int64_t size = words.empty() ? 13 : size_of(words.front().voice);
    return y + row_padding + size / 2 + 3;
}

void place(Block& block, std::int64_t x, std::int64_t y, std::int64_t width) {
    block.x = x;
    block.y = y;
    block.width = width;
    block.runs.clear();
    const std::int64_t end = is_panel(block.look) ? place_panel(block) : place_row(block);
    block.height = end - y;
}

Sheet arrange(std::string title, std::string facts, std::string footer, std::vector<LegendEntry> legend,
              std::vector<Block> blocks) {
    Sheet sheet{.title = std::move(title), .facts = std::move(facts), .footer = std::move(footer)};

    std::int64_t legend_x = margin;
    for (LegendEntry& entry : legend) {
        entry.x = legend_x;
        entry.y = margin + header_height - 40;
        legend_x += sign_width + pixels(entry.text, Voice::plain) + legend_gap;
    }
    sheet.legend = std::move(legend);

    // The smallest sheet is the one that is printed largest.
    constexpr std::size_t columns_max = 12;
    Columns poured;
    std::int64_t least = 0;
    for (const Block& block : blocks) least = std::max(least, least_width(block));
    std::vector<std::int64_t> widths;
    for (const std::int64_t width : column_widths)
        if (width >= least) widths.push_back(width);
    if (widths.empty()) widths.push_back(least);
    std::int64_t column_width = widths.front();
    for (const std::int64_t width : widths) {
        for (Block& block : blocks) place(block, 0, 0, width);
        for (std::size_t columns = 1; columns <= columns_max; ++columns) {
            const std::int64_t height = least_height(blocks, columns);
            const std::int64_t needed =
                std::max({sheet_width(columns, width), sheet_height(height) * long_side / short_side,
                          legend_x - legend_gap + margin});
            if (sheet.width != 0 && needed >= sheet.width) continue;
            sheet.width = needed;
            column_width = width;
            poured = pour(blocks, height);
        }
    }
    sheet.height = sheet.width * short_side / long_side;
    sheet.columns = std::move(poured.begins);
    blocks = std::move(poured.blocks);
    const std::size_t count = std::max<std::size_t>(sheet.columns.size(), 1);

    // What is left over widens the gaps.
    const auto gaps = static_cast<std::int64_t>(count) - 1;
    const std::int64_t over = sheet.width - sheet_width(count, column_width);
    const std::int64_t step = column_width + column_gap + (gaps > 0 ? over / gaps : 0);
    std::size_t column = 0;
    std::int64_t x = margin + (gaps > 0 ? 0 : over / 2), y = margin + header_height;
    for (std::size_t at = 0; at < blocks.size(); ++at) {
        if (column + 1 < sheet.columns.size() && at == sheet.columns[column + 1]) {
            ++column;
            x += step;
            y = margin + header_height;
        }
        place(blocks[at], x, y, column_width);
        y += blocks[at].height + block_gap;
    }
    sheet.blocks = std::move(blocks);
    return sheet;
}

} // namespace plaint::pictures
