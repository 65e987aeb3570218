#include "bot/cli/transcript.hpp"

namespace plaint::cli {
namespace {

std::string_view take_line(std::string_view& text) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return line;
}

class Replay {
  public:
    explicit Replay(const library::Library& library) : library_(library) {}

    std::expected<std::string, std::string> run(std::string_view text) {
        for (std::size_t number = 1; !text.empty(); ++number) {
            const std::string_view line = take_line(text);
            if (auto problem = take(line); !problem.empty())
                return std::unexpected("line " + std::to_string(number) + ": " + problem);
        }
        if (!talk_) return std::unexpected(std::string("has no first line that says which dialog it is"));
        return std::move(out_);
    }

  private:
    // The bot's own lines are left out: they are written anew.
    std::string take(std::string_view line) {
        if (line.starts_with("dialog: ")) return open(line);
        if (line.empty() || line.starts_with('#')) {
            write(line);
            return {};
        }
        if (!talk_) return "the first line should say which dialog it is";
        if (line.starts_with("> ")) {
            write(line);
            write_all(talk_->hear(line.substr(2)));
        } else if (line.starts_with("+ ")) {
            if (!talk_->pass(line.substr(2))) return "a time should be as 10m, 2h or 3d";
            write(line);
        } else if (line.starts_with("= ")) {
            write("= " + talk_->state(line.substr(2)));
        } else if (line.starts_with("conversation: ")) {
            write(line);
            auto lines = talk_->turn_to(line);
            if (!lines) return lines.error();
            write_all(*lines);
        }
        return {};
    }

    std::string open(std::string_view line) {
        if (talk_) return "a second first line";
        auto setting = Setting::parse(line, library_);
        if (!setting) return setting.error();
        write(line);
        talk_.emplace(library_, *library_.tree(setting->dialog), *setting);
        write_all(talk_->begin());
        return {};
    }

    void write(std::string_view line) { out_.append(line) += '\n'; }
    void write_all(const std::vector<std::string>& lines) {
        for (const std::string& line : lines) write(line);
    }

    const library::Library& library_;
    std::optional<Talk> talk_;
    std::string out_;
};

}  // namespace

std::expected<std::string, std::string> replay(std::string_view text, const library::Library& library) {
    return Replay(library).run(text);
}

std::string difference(std::string_view expected, std::string_view actual) {
    for (std::size_t number = 1; !expected.empty() || !actual.empty(); ++number) {
        const std::string_view wanted = take_line(expected);
        const std::string_view is = take_line(actual);
        if (wanted != is)
            return "line " + std::to_string(number) + "\n  expected: " + std::string(wanted) + "\n  actual:   " + std::string(is);
    }
    return {};
}

}  // namespace plaint::cli
