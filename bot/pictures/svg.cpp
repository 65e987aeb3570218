#include "bot/pictures/svg.hpp"

#include "bot/pictures/markup.hpp"

namespace plaint::pictures {
namespace {

constexpr std::int64_t chip_width = 30, chip_height = 20;

class Drawing {
  public:
    std::string draw(const Sheet& sheet) {
        out_.tag("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" "
                 "lang=\"")
            .text(sheet.language)
            .tag("\" xml:lang=\"")
            .text(sheet.language)
            .tag("\" role=\"img\"");
        attribute(" width=\"", sheet.width);
        attribute(" height=\"", sheet.height);
        out_.tag(" viewBox=\"0 0 ").number(sheet.width).tag(" ").number(sheet.height).tag("\">\n<title>");
        out_.text(sheet.title).tag("</title>\n").tag(style).tag(arrow);
        rectangle("<rect class=\"paper\"", 0, 0, sheet.width, sheet.height, 0);
        run({Voice::title, margin, margin + size_of(Voice::title), sheet.title});
        run({Voice::facts, margin, margin + 62, sheet.facts});
        for (const LegendEntry& entry : sheet.legend) legend(entry);
        connect(sheet);
        for (const Block& block : sheet.blocks) this->block(block);
        run({Voice::plain, margin, sheet.height - margin, sheet.footer});
        out_.tag("</svg>\n");
        return out_.take();
    }

  private:
    static constexpr Literal style =
        "<style>"
        "text{font-family:sans-serif;fill:#1d2733}"
        ".title{font-size:34px;font-weight:bold}.facts{font-size:17px;fill:#4d5b69}"
        ".heading{font-size:18px;font-weight:bold;fill:#fff}.condition{font-size:14px;font-weight:bold}"
        ".label{font-size:15px}.detail,.plain{font-size:13px;fill:#566472}"
        ".notice{font-size:13px;fill:#566472}"
        ".paper{fill:#fff}"
        ".section{fill:#fbfcfd;stroke:#1f4e79;stroke-width:2}.head{fill:#1f4e79}"
        ".loose{fill:#fbfcfd;stroke:#9aa7b3;stroke-width:1.5}"
        ".arm{fill:#fff6dd;stroke:#c98a00;stroke-width:1.5}"
        ".otherwise{fill:#efedf8;stroke:#7a6db0;stroke-width:1.5}"
        ".group{fill:#e9f5ee;stroke:#2e7d52;stroke-width:2;stroke-dasharray:7 4}"
        ".rail,.way{fill:none;stroke:#8795a3;stroke-width:2}.way{stroke:#1f4e79}"
        ".again{fill:none;stroke:#2e7d52;stroke-width:2}"
        ".fork{fill:#c98a00}"
        ".required{fill:#1f4e79;stroke:#1f4e79}.advised{fill:#fff;stroke:#1f4e79;stroke-width:2}"
        ".none{fill:#fff;stroke:#9aa7b3;stroke-dasharray:3 2}"
        ".number{font-size:12px;text-anchor:middle}.required+.number{fill:#fff;font-weight:bold}"
        ".badge{fill:#b3261e}.badge+text{font-size:13px;font-weight:bold;fill:#fff;text-anchor:middle}"
        ".sign{fill:#fff;stroke:#566472;stroke-width:1.5}"
        ".submit{fill:#1b6b3a}.end{fill:#8c2f2f}.review{fill:#1f4e79}"
        "</style>\n";
    static constexpr Literal arrow =
        "<defs><marker id=\"arrow\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"7\" "
        "markerHeight=\"7\""
        " orient=\"auto-start-reverse\"><path d=\"M0 0L10 5L0 10z\" fill=\"#1f4e79\"/></marker>"
        "<marker id=\"grey\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"6\" markerHeight=\"6\""
        " orient=\"auto\"><path d=\"M0 0L10 5L0 10z\" fill=\"#8795a3\"/></marker>"
        "<marker id=\"green\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"6\" "
        "markerHeight=\"6\""
        " orient=\"auto\"><path d=\"M0 0L10 5L0 10z\" fill=\"#2e7d52\"/></marker></defs>\n";

    static Literal class_of(Voice voice) {
        switch (voice) {
        case Voice::title: return "<text class=\"title\"";
        case Voice::facts: return "<text class=\"facts\"";
        case Voice::heading: return "<text class=\"heading\"";
        case Voice::condition: return "<text class=\"condition\"";
        case Voice::label: return "<text class=\"label\"";
        case Voice::detail: return "<text class=\"detail\"";
        case Voice::notice: return "<text class=\"notice\"";
        case Voice::plain: return "<text class=\"plain\"";
        }
        return "<text";
    }
    static Literal class_of(Look look) {
        switch (look) {
        case Look::section: return "<rect class=\"section\"";
        case Look::arm: return "<rect class=\"arm\"";
        case Look::otherwise: return "<rect class=\"otherwise\"";
        case Look::group: return "<rect class=\"group\"";
        default: return "<rect class=\"loose\"";
        }
    }
    static Literal class_of(Weight weight) {
        switch (weight) {
        case Weight::required: return "<rect class=\"required\"";
        case Weight::advised: return "<rect class=\"advised\"";
        case Weight::none: return "<rect class=\"none\"";
        }
        return "<rect";
    }

    void attribute(Literal name, std::int64_t value) { out_.tag(name).number(value).tag("\""); }

    void rectangle(Literal open, std::int64_t x, std::int64_t y, std::int64_t width, std::int64_t height,
                   std::int64_t round) {
        out_.tag(open);
        attribute(" x=\"", x);
        attribute(" y=\"", y);
        attribute(" width=\"", width);
        attribute(" height=\"", height);
        if (round > 0) attribute(" rx=\"", round);
        out_.tag("/>\n");
    }

    void run(const TextRun& run) { text(class_of(run.voice), run.x, run.y, run.text); }
    void text(Literal open, std::int64_t x, std::int64_t y, std::string_view words) {
        out_.tag(open);
        attribute(" x=\"", x);
        attribute(" y=\"", y);
        out_.tag(">").text(words).tag("</text>\n");
    }

    // A line through points, with an arrow at its end where `close` has one.
    void line(Literal open, std::initializer_list<std::int64_t> points, Literal close = "\"/>\n") {
        out_.tag(open).tag(" points=\"");
        bool first = true;
        for (const std::int64_t point : points) {
            if (!first) out_.tag(" ");
            first = false;
            out_.number(point);
        }
        out_.tag(close);
    }

    // From each block to the next, over to the next column where that one begins there.
    void connect(const Sheet& sheet) {
        for (std::size_t at = 1; at < sheet.blocks.size(); ++at) {
            const Block &from = sheet.blocks[at - 1], &to = sheet.blocks[at];
            const std::int64_t from_x = from.x + from.width / 2, from_y = from.y + from.height;
            const std::int64_t to_x = to.x + to.width / 2;
            constexpr Literal pointed = "\" marker-end=\"url(#arrow)\"/>\n";
            if (from.x == to.x) {
                line("<polyline class=\"way\"", {from_x, from_y, to_x, to.y - 1}, pointed);
                continue;
            }
            const std::int64_t between = (from.x + from.width + to.x) / 2;
            line("<polyline class=\"way\"",
                 {from_x, from_y, from_x, from_y + 14, between, from_y + 14, between, to.y - 18, to_x,
                  to.y - 18, to_x, to.y - 1},
                 pointed);
        }
    }

    void block(const Block& block) {
        if (is_panel(block.look))
            panel(block);
        else
            row(block);
    }

    void panel(const Block& block) {
        rectangle(class_of(block.look), block.x, block.y, block.width, block.height, 9);
        if (block.look == Look::section) {
            const std::int64_t head = block.inner.empty() ? block.height : heading_height(block);
            out_.tag("<path class=\"head\" d=\"M").number(block.x).tag(" ").number(block.y + head).tag("v");
            out_.number(9 - head).tag("a9 9 0 0 1 9-9h").number(block.width - 18).tag("a9 9 0 0 1 9 9v");
            out_.number(head - 9).tag("z\"/>\n");
            rectangle("<rect class=\"advised\"", block.x + 11, block.y + 7, 28, 22, 11);
            text("<text class=\"number\"", block.x + 25, block.y + 22, block.number);
        }
        for (const TextRun& one : block.runs) run(one);
        if (block.inner.empty()) return;
        const std::int64_t x = block.rail_x();
        const std::int64_t top =
            block.runs.empty() ? block.inner.front().node_y() : block.y + heading_height(block);
        line("<polyline class=\"rail\"", {x, top, x, block.inner.back().node_y()});
        if (block.look == Look::group) {
            // From the question for another item back to the first question of an item.
            const std::int64_t right = block.x + block.width - 16;
            line("<polyline class=\"again\"",
                 {right - 14, block.inner.back().node_y(), right, block.inner.back().node_y(), right,
                  block.inner.front().node_y(), right - 14, block.inner.front().node_y()},
                 "\" marker-end=\"url(#green)\"/>\n");
        }
        for (const Block& inner : block.inner) {
            if (is_panel(inner.look)) {
                const std::int64_t y = inner.node_y();
                line("<polyline class=\"rail\"", {x, y, inner.x - 1, y}, "\" marker-end=\"url(#grey)\"/>\n");
                if (inner.look == Look::arm)
                    line("<polygon class=\"fork\"", {x, y - 7, x + 7, y, x, y + 7, x - 7, y});
            }
            this->block(inner);
        }
    }
    // Of a section the coloured strip.
    static std::int64_t heading_height(const Block& block) { return block.runs.back().y + 12 - block.y; }

    void row(const Block& row) {
        const std::int64_t x = row.x + 18, y = row.node_y();
        const bool asked = !row.name.empty();
        if (asked) {
            out_.tag("<g class=\"question\" data-name=\"").text(row.name).tag("\"><title>").text(row.hint);
            out_.tag("</title>\n");
        }
        switch (row.look) {
        case Look::question: chip(row, x, y); break;
        case Look::notice:
            out_.tag("<circle class=\"sign\"");
            round(x, y, 5);
            break;
        case Look::derived: rectangle("<rect class=\"sign\"", x - 4, y - 4, 9, 9, 0); break;
        case Look::review:
            out_.tag("<circle class=\"review\"");
            round(x, y, 9);
            break;
        case Look::submit:
            out_.tag("<circle class=\"submit\"");
            round(x, y, 11);
            break;
        default: rectangle("<rect class=\"end\"", x - 9, y - 9, 18, 18, 0); break;
        }
        for (const TextRun& one : row.runs) run(one);
        if (!row.badge.empty()) badge(row.badge, row.x + row.width - 60, y);
        if (asked) out_.tag("</g>\n");
    }
    void round(std::int64_t x, std::int64_t y, std::int64_t radius) {
        attribute(" cx=\"", x);
        attribute(" cy=\"", y);
        attribute(" r=\"", radius);
        out_.tag("/>\n");
    }
    void chip(const Block& block, std::int64_t x, std::int64_t y) {
        rectangle(class_of(block.weight), x - chip_width / 2, y - chip_height / 2, chip_width, chip_height,
                  10);
        text("<text class=\"number\"", x, y + 4, block.number);
    }
    void badge(std::string_view count, std::int64_t x, std::int64_t y) {
        rectangle("<rect class=\"badge\"", x, y - 10, 54, 20, 4);
        text("<text", x + 27, y + 5, count);
    }

    void legend(const LegendEntry& entry) {
        const std::int64_t x = entry.x, y = entry.y;
        if (!entry.sample.badge.empty()) {
            rectangle("<rect class=\"badge\"", x, y - 10, 34, 20, 4);
            text("<text", x + 17, y + 5, entry.sample.badge);
        } else if (is_panel(entry.sample.look)) {
            rectangle(class_of(entry.sample.look), x, y - 10, 34, 20, 5);
        } else {
            chip(entry.sample, x + 17, y);
        }
        run({Voice::plain, x + 42, y + 5, entry.text});
    }

    Markup out_;
};

} // namespace

std::string svg(const Sheet& sheet) { return Drawing().draw(sheet); }

} // namespace plaint::pictures
