#include "tests/house/house.hpp"
#include "tests/house/source.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <ostream>
#include <set>

namespace plaint::house {

namespace fs = std::filesystem;

namespace {

bool contains(const std::vector<std::string>& words, std::string_view word) {
    return std::ranges::find(words, word) != words.end() || std::ranges::find(words, "*") != words.end();
}

// The name of the room whose folder is the longest that holds `file`; empty where none does.
std::string room_of(const Plan& plan, std::string_view file) {
    std::string room;
    std::size_t longest = 0;
    for (const auto& [folder, name] : plan.rooms_by_folder) {
        const bool inside = file == folder || (file.starts_with(folder) && file[folder.size()] == '/');
        if (inside && folder.size() > longest) {
            longest = folder.size();
            room = name;
        }
    }
    return room;
}

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const auto end = text.find('\n');
        lines.push_back(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return lines;
}

bool is_cpp(std::string_view file) { return file.ends_with(".cpp") || file.ends_with(".hpp"); }

class Inspector {
  public:
    Inspector(const Plan& plan, const fs::path& root) : plan_{plan}, root_{root} {}

    void file(const std::string& file, const std::string& text) {
        file_ = file;
        length(text);
        forbidden_text(text);
        if (!is_cpp(file)) return;

        room_ = room_of(plan_, file);
        if (room_.empty()) return report(0, "stands in no room");
        for (const auto& include : includes_of(text)) {
            if (include.angled)
                library(include);
            else
                neighbour(include);
        }
        tokens(text);
    }

    std::vector<Finding> findings;

  private:
    void report(int line, std::string what) { findings.push_back({file_, line, std::move(what)}); }

    void length(std::string_view text) {
        for (const auto& [suffix, lines_max] : plan_.lines_max) {
            if (!file_.ends_with(suffix)) continue;
            const auto lines = std::ranges::count(text, '\n');
            if (lines > lines_max)
                report(lines_max,
                       "is longer than " + std::to_string(lines_max) + " lines: " + std::to_string(lines));
        }
    }

    void forbidden_text(std::string_view text) {
        for (const auto& forbidden : plan_.nowhere) {
            for (auto at = text.find(forbidden); at != std::string_view::npos;
                 at = text.find(forbidden, at + 1)) {
                // "docs/work/x" is no path of a machine, "AUTODOC" no reminder.
                const char before = at > 0 ? text[at - 1] : ' ';
                if (std::isalnum(static_cast<unsigned char>(before)) ||
                    std::string_view{"._-~/)}"}.contains(before))
                    continue;
                const auto line = 1 + std::ranges::count(text.substr(0, at), '\n');
                report(static_cast<int>(line), "holds " + forbidden);
            }
        }
    }

    void library(const Include& include) {
        bool listed = false;
        for (const auto& [prefix, rooms] : plan_.libraries) {
            if (!include.path.starts_with(prefix)) continue;
            listed = true;
            if (contains(rooms, room_)) return;
        }
        if (listed) return report(include.line, room_ + " must not include <" + include.path + ">");
        // Headers of the language have neither a folder nor an ending.
        if (include.path.find_first_of("/.") != std::string::npos && !is_standard_c(include.path))
            report(include.line, "<" + include.path + "> is in no library of the plan");
    }

    static bool is_standard_c(const std::string& path) {
        static const std::set<std::string> headers{"stdint.h", "stddef.h", "stdlib.h", "stdio.h",
                                                   "string.h", "time.h",   "math.h",   "errno.h",
                                                   "limits.h", "assert.h"};
        return headers.contains(path);
    }

    void neighbour(const Include& include) {
        const std::string target =
            include.path == "embedded.hpp" ? "cmake/embedded/embedded.hpp" : include.path;
        const auto room = room_of(plan_, target);
        if (room.empty() || !fs::exists(root_ / target))
            return report(include.line, "\"" + include.path + "\" is not a file seen from the root");
        const auto mine = plan_.rooms.find(room_);
        if (room != room_ && !contains(mine->second.may_include, room))
            report(include.line, room_ + " must not include " + room + ": \"" + include.path + "\"");
    }

    void tokens(std::string_view text) {
        const auto never = plan_.never.find(room_);
        if (never == plan_.never.end()) return;
        const auto code = code_of(text);
        const auto lines = lines_of(code);
        for (std::size_t at = 0; at < lines.size(); ++at)
            for (const auto& token : never->second)
                if (has_token(lines[at], token))
                    report(static_cast<int>(at) + 1, room_ + " must not use " + token);
    }

    const Plan& plan_;
    const fs::path& root_;
    std::string file_;
    std::string room_;
};

// Everything that is not source: what builds and package managers make, and what runs leave behind.
bool is_entered(const std::string& folder, const std::string& name, const std::vector<std::string>& skipped) {
    static const std::set<std::string> made{"build", "var", "node_modules"};
    const bool hidden = name.starts_with('.') && name != ".ci";
    return !hidden && !made.contains(name) && std::ranges::find(skipped, folder) == skipped.end();
}

} // namespace

std::ostream& operator<<(std::ostream& out, const Finding& finding) {
    return out << finding.file << ':' << finding.line << ": " << finding.what;
}

std::vector<Finding> inspect(const Plan& plan, const fs::path& root,
                             const std::vector<std::string>& skipped) {
    Inspector inspector{plan, root};
    for (auto at = fs::recursive_directory_iterator{root}; at != fs::recursive_directory_iterator{}; ++at) {
        const auto file = at->path().lexically_relative(root).generic_string();
        if (at->is_directory()) {
            if (!is_entered(file, at->path().filename().string(), skipped)) at.disable_recursion_pending();
            continue;
        }
        if (!at->is_regular_file()) continue;
        std::ifstream in{at->path(), std::ios::binary};
        inspector.file(file, {std::istreambuf_iterator<char>{in}, {}});
    }
    std::ranges::sort(inspector.findings);
    return inspector.findings;
}

} // namespace plaint::house
