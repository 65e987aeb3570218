#include "bot/cli/transcript.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

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
    Replay(const std::string& file, const library::Library& library, Onlooker* onlooker)
        : folder_(std::filesystem::path(file).parent_path()), library_(library), onlooker_(onlooker) {}

    std::expected<std::string, std::string> run(std::string_view text) {
        for (std::size_t number = 1; !text.empty(); ++number) {
            const std::string_view line = take_line(text);
            if (auto problem = take(line); !problem.empty())
                return std::unexpected("line " + std::to_string(number) + ": " + problem);
        }
        if (!talk_) return std::unexpected(std::string("has no first line that says which dialog it is"));
        write_all(beginning_);
        return std::move(out_);
    }

  private:
    // The bot's own lines are left out: they are written anew.
    std::string take(std::string_view line) {
        if (line.starts_with("dialog: ")) return open(line);
        if (beginning_.empty() && (line.empty() || line.starts_with('#'))) {
            write(line);
            return {};
        }
        if (!talk_) return "the first line should say which dialog it is";
        const bool opened = !beginning_.empty() && !line.starts_with("begins as: ");
        if (opened) write_all(std::exchange(beginning_, {}));
        if (line.starts_with("begins as: ")) {
            write(line);
            return begin_as(folder_ / line.substr(std::string_view("begins as: ").size()), 0);
        }
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
        talk_->watch(onlooker_);
        beginning_ = talk_->begin();
        return {};
    }

    // What another transcript's person said, without writing it down; what was said last stands at its end.
    std::string begin_as(const std::filesystem::path& file, int nesting) {
        const auto text = read_text(file.string());
        if (!text || nesting > nesting_max) return "there is no transcript " + file.string();
        for (std::string_view rest = *text; !rest.empty();) {
            const std::string_view line = take_line(rest);
            if (line.starts_with("> "))
                beginning_ = talk_->hear(line.substr(2));
            else if (line.starts_with("+ "))
                talk_->pass(line.substr(2));
            if (!line.starts_with("begins as: ")) continue;
            const std::filesystem::path other = line.substr(std::string_view("begins as: ").size());
            if (std::string problem = begin_as(file.parent_path() / other, nesting + 1); !problem.empty())
                return problem;
        }
        return {};
    }

    static constexpr int nesting_max = 8;

    void write(std::string_view line) { out_.append(line) += '\n'; }
    void write_all(const std::vector<std::string>& lines) {
        for (const std::string& line : lines) write(line);
    }

    std::filesystem::path folder_;
    const library::Library& library_;
    Onlooker* onlooker_;
    std::optional<Talk> talk_;
    std::vector<std::string> beginning_; // said, but not written yet
    std::string out_;
};

} // namespace

std::expected<std::string, std::string> replay(const std::string& file, const library::Library& library,
                                               Onlooker* onlooker) {
    const auto text = read_text(file);
    if (!text) return std::unexpected(std::string("cannot be read"));
    return Replay(file, library, onlooker).run(*text);
}

std::expected<std::string, std::string> replay_text(std::string_view text, const library::Library& library,
                                                    Onlooker* onlooker) {
    return Replay({}, library, onlooker).run(text);
}

std::optional<std::string> read_text(const std::string& file) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream) return std::nullopt;
    return std::string(std::istreambuf_iterator<char>(stream), {});
}

std::string difference(std::string_view expected, std::string_view actual) {
    for (std::size_t number = 1; !expected.empty() || !actual.empty(); ++number) {
        const std::string_view wanted = take_line(expected);
        const std::string_view is = take_line(actual);
        if (wanted != is)
            return "line " + std::to_string(number) + "\n  expected: " + std::string(wanted) +
                   "\n  actual:   " + std::string(is);
    }
    return {};
}

} // namespace plaint::cli
