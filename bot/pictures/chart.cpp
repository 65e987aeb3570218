#include "bot/pictures/poster.hpp"
#include "bot/pictures/wording.hpp"

namespace plaint::pictures {
namespace {

// A line that leaves something and has not arrived yet.
struct Loose {
    std::size_t from = 0;
    std::string label;
};

// What a language for flow charts has to be able to say. Each part is a line or the beginning or end of a frame.
class Pen {
  public:
    virtual ~Pen() = default;
    virtual void node(std::size_t id, Look look, const std::string& text) = 0;
    virtual void decision(std::size_t id, const std::string& condition) = 0;
    virtual void line(std::size_t from, std::size_t to, const std::string& label) = 0;
    virtual void begin_frame(std::size_t id, const std::string& title) = 0;
    virtual void end_frame() = 0;
};

// Follows the blocks from the first to the last. What leaves a block arrives at the next one; a branch leaves twice.
class Chart {
  public:
    Chart(const Subject& subject, Pen& pen) : wording_(subject), pen_(pen) {
        follow(blocks(subject), {});
        for (const auto& [from, to, label] : lines_) pen_.line(from, to, label);
    }

  private:
    struct Line {
        std::size_t from, to;
        std::string label;
    };
    using Loosen = std::vector<Loose>;

    Loosen follow(const std::vector<Block>& blocks, Loosen open) {
        for (std::size_t i = 0; i < blocks.size(); ++i) {
            const Block& block = blocks[i];
            const Block* otherwise =
                i + 1 < blocks.size() && blocks[i + 1].look == Look::otherwise ? &blocks[i + 1] : nullptr;
            switch (block.look) {
            case Look::arm: open = branch(block, otherwise, open); break;
            case Look::otherwise: break; // followed with the arm before it
            case Look::group: open = repeat(block, std::move(open)); break;
            case Look::section:
                pen_.begin_frame(++frames_, block.words.front().text);
                open = follow(block.inner, std::move(open));
                pen_.end_frame();
                break;
            case Look::loose: open = follow(block.inner, std::move(open)); break;
            default: open = node(block, open);
            }
        }
        return open;
    }

    Loosen node(const Block& block, const Loosen& open) {
        const std::size_t id = ++ids_;
        std::string text = block.number.empty() ? "" : block.number + " ";
        text += block.words.front().text;
        if (!block.badge.empty()) text += " (" + block.badge + ")";
        pen_.node(id, block.look, text);
        arrive(open, id);
        if (block.look == Look::end || block.look == Look::submit) return {};
        return {{id, {}}};
    }

    Loosen branch(const Block& arm, const Block* otherwise, const Loosen& open) {
        const std::size_t id = ++ids_;
        pen_.decision(id, arm.words.front().text);
        arrive(open, id);
        Loosen out = follow(arm.inner, {{id, wording_.text("picture.yes")}});
        Loosen other{{id, wording_.text("picture.no")}};
        if (otherwise != nullptr) other = follow(otherwise->inner, std::move(other));
        out.insert(out.end(), other.begin(), other.end());
        return out;
    }

    // The last question within is whether there is another item.
    Loosen repeat(const Block& group, Loosen open) {
        pen_.begin_frame(++frames_, group.words.front().text);
        const std::size_t first = ids_ + 1;
        Loosen out = follow(group.inner, std::move(open));
        for (Loose& loose : out) {
            lines_.push_back({loose.from, first, wording_.text("picture.yes")});
            loose.label = wording_.text("picture.no");
        }
        pen_.end_frame();
        return out;
    }

    void arrive(const Loosen& open, std::size_t at) {
        for (const Loose& loose : open) lines_.push_back({loose.from, at, loose.label});
    }

    Wording wording_;
    Pen& pen_;
    std::vector<Line>
        lines_; // drawn behind all nodes, which otherwise would belong to the frame of the first line
    std::size_t ids_ = 0, frames_ = 0;
};

// Line breaks become spaces; each of the other characters is replaced as the language wants it.
std::string escaped(std::string_view text, std::string_view special, std::string (*replaced)(char)) {
    std::string out;
    for (const char c : text) {
        if (static_cast<unsigned char>(c) < ' ')
            out += ' ';
        else if (special.find(c) != std::string_view::npos)
            out += replaced(c);
        else
            out += c;
    }
    return out;
}

class Dot : public Pen {
  public:
    std::string take() { return "digraph {\n  node [shape=box]\n" + std::move(out_) + "}\n"; }

    void node(std::size_t id, Look look, const std::string& text) override {
        const bool last = look == Look::end || look == Look::submit;
        out_ += "  n" + std::to_string(id) + " [label=" + quoted(text) + (last ? ", shape=oval" : "") + "]\n";
    }
    void decision(std::size_t id, const std::string& condition) override {
        out_ += "  n" + std::to_string(id) + " [label=" + quoted(condition) + ", shape=diamond]\n";
    }
    void line(std::size_t from, std::size_t to, const std::string& label) override {
        out_ += "  n" + std::to_string(from) + " -> n" + std::to_string(to);
        out_ += label.empty() ? "\n" : " [label=" + quoted(label) + "]\n";
    }
    void begin_frame(std::size_t id, const std::string& title) override {
        out_ += "  subgraph cluster_" + std::to_string(id) + " {\n  label=" + quoted(title) + "\n";
    }
    void end_frame() override { out_ += "  }\n"; }

  private:
    static std::string quoted(std::string_view text) {
        return "\"" + escaped(text, "\"\\", [](char c) { return std::string{'\\', c}; }) + "\"";
    }
    std::string out_;
};

class Mermaid : public Pen {
  public:
    std::string take() { return "flowchart TD\n" + std::move(out_); }

    void node(std::size_t id, Look look, const std::string& text) override {
        const bool last = look == Look::end || look == Look::submit;
        out_ += "  n" + std::to_string(id) + (last ? "([" : "[") + quoted(text) + (last ? "])\n" : "]\n");
    }
    void decision(std::size_t id, const std::string& condition) override {
        out_ += "  n" + std::to_string(id) + "{" + quoted(condition) + "}\n";
    }
    void line(std::size_t from, std::size_t to, const std::string& label) override {
        out_ += "  n" + std::to_string(from) + " -->";
        if (!label.empty()) out_ += "|" + quoted(label) + "|";
        out_ += " n" + std::to_string(to) + "\n";
    }
    void begin_frame(std::size_t id, const std::string& title) override {
        out_ += "  subgraph f" + std::to_string(id) + " [" + quoted(title) + "]\n";
    }
    void end_frame() override { out_ += "  end\n"; }

  private:
    // Its escapes are the numbers of characters.
    static std::string quoted(std::string_view text) {
        return "\"" + escaped(text, "\"#<>&`", [](char c) { return "#" + std::to_string(int{c}) + ";"; }) +
               "\"";
    }
    std::string out_;
};

} // namespace

std::string dot(const Subject& subject) {
    Dot pen;
    const Chart chart(subject, pen);
    return pen.take();
}

std::string mermaid(const Subject& subject) {
    Mermaid pen;
    const Chart chart(subject, pen);
    return pen.take();
}

} // namespace plaint::pictures
