#include "tests/house/house.hpp"

#include <algorithm>
#include <charconv>
#include <istream>
#include <sstream>

namespace plaint::house {

namespace {

using Words = std::vector<std::string>;

// One line of the plan: what stands before the colon and what stands after it.
struct Line {
    Words before;
    Words after;
    bool has_colon = false;
};

Line split(const std::string& text) {
    Line line;
    std::istringstream words{text.substr(0, text.find('#'))};
    for (std::string word; words >> word;) {
        if (word == ":")
            line.has_colon = true;
        else
            (line.has_colon ? line.after : line.before).push_back(word);
    }
    return line;
}

Words rest_of(const Words& words, std::size_t from) {
    return {words.begin() + static_cast<std::ptrdiff_t>(from), words.end()};
}

bool add(Plan& plan, const Line& line) {
    const auto& verb = line.before.front();
    const auto subjects = rest_of(line.before, 1);
    if (subjects.empty() || line.has_colon == (verb == "nowhere")) return false;

    if (verb == "room") {
        if (subjects.size() < 2) return false;
        plan.rooms[subjects[0]] = {subjects[0], line.after};
        for (const auto& folder : rest_of(subjects, 1)) plan.rooms_by_folder[folder] = subjects[0];
        return true;
    }
    if (verb == "library") {
        for (const auto& prefix : subjects) plan.libraries.push_back({prefix, line.after});
        return true;
    }
    if (verb == "never") {
        for (const auto& room : subjects)
            plan.never[room].insert(plan.never[room].end(), line.after.begin(), line.after.end());
        return true;
    }
    if (verb == "lines") {
        int lines = 0;
        const auto& number = subjects[0];
        if (std::from_chars(number.data(), number.data() + number.size(), lines).ec != std::errc{})
            return false;
        for (const auto& suffix : line.after) plan.lines_max[suffix] = lines;
        return true;
    }
    if (verb == "nowhere") {
        plan.nowhere.insert(plan.nowhere.end(), subjects.begin(), subjects.end());
        return true;
    }
    return false;
}

// A room that no line describes would silently forbid or allow nothing.
std::string unknown_room(const Plan& plan) {
    const auto known = [&](const std::string& name) { return name == "*" || plan.rooms.contains(name); };
    for (const auto& [name, room] : plan.rooms)
        for (const auto& other : room.may_include)
            if (!known(other)) return other;
    for (const auto& library : plan.libraries)
        for (const auto& room : library.rooms)
            if (!known(room)) return room;
    for (const auto& [room, tokens] : plan.never)
        if (!known(room)) return room;
    return {};
}

} // namespace

std::expected<Plan, std::string> read_plan(std::istream& in) {
    Plan plan;
    int number = 0;
    for (std::string text; std::getline(in, text);) {
        ++number;
        const auto line = split(text);
        if (line.before.empty() && !line.has_colon) continue;
        if (line.before.empty() || !add(plan, line))
            return std::unexpected("line " + std::to_string(number) + " is not understood: " + text);
    }
    if (const auto room = unknown_room(plan); !room.empty()) return std::unexpected("no such room: " + room);
    return plan;
}

} // namespace plaint::house
