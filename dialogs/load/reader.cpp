#include "dialogs/load/reader.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <unordered_set>

namespace plaint::content {

namespace {

std::string place_of(std::string_view text, std::size_t byte) {
    const std::string_view before = text.substr(0, std::min(byte, text.size()));
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const std::size_t start = before.rfind('\n');
    const std::size_t column = start == std::string_view::npos ? before.size() : before.size() - start - 1;
    return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

// ": unexpected '}'; expected ']'", of a parser's "… syntax error while parsing array - unexpected '}'; expected ']'". What it
// had read is left out: it may be any bytes.
std::string expected_by(const nlohmann::json::parse_error& problem) {
    const std::string_view said = problem.what();
    const std::size_t begin = said.find(" - ");
    if (begin == said.npos) return {};
    std::string expected = ": " + std::string(said.substr(begin + 3));
    if (const std::size_t read = expected.find("; last read: "); read != expected.npos) {
        const std::size_t end = expected.find("; expected ", read);
        expected.erase(read, end == expected.npos ? end : end - read);
    }
    return expected;
}

std::string escaped(std::string_view key) {
    std::string out;
    for (const char c : key) {
        if (c == '~')
            out += "~0";
        else if (c == '/')
            out += "~1";
        else
            out += c;
    }
    return out;
}

// Where the parser stands, and which members it has seen there: of two of one name it would keep the last, silently.
class Members {
  public:
    // Of the second one, once it is read.
    std::optional<std::string> repeated;

    bool operator()(nlohmann::json::parse_event_t event, const nlohmann::json& parsed) {
        using Event = nlohmann::json::parse_event_t;
        switch (event) {
        case Event::object_start: begin(false); break;
        case Event::array_start: begin(true); break;
        case Event::object_end:
        case Event::array_end:
            levels_.pop_back();
            next();
            break;
        case Event::key:
            levels_.back().at = parsed.get<std::string>();
            if (!levels_.back().seen.insert(levels_.back().at).second && !repeated) repeated = pointer();
            break;
        case Event::value: next(); break;
        }
        return true;
    }

  private:
    struct Level {
        bool is_array = false;
        std::size_t index = 0;
        std::string at;
        std::unordered_set<std::string> seen;
    };

    void begin(bool is_array) { levels_.push_back({.is_array = is_array, .index = 0, .at = {}, .seen = {}}); }

    void next() {
        if (!levels_.empty()) ++levels_.back().index;
    }

    std::string pointer() const {
        std::string made;
        for (const Level& level : levels_)
            made += "/" + (level.is_array ? std::to_string(level.index) : escaped(level.at));
        return made;
    }

    std::vector<Level> levels_;
};

} // namespace

std::string to_string(const LoadError& error) {
    const std::string where = error.pointer.empty() ? error.file : error.file + "#" + error.pointer;
    return where + ": " + error.what;
}

std::optional<nlohmann::json> parse(std::string_view file, std::string_view text, LoadErrors& errors) {
    try {
        Members members;
        auto parsed =
            nlohmann::json::parse(text, [&](int, nlohmann::json::parse_event_t event, nlohmann::json& value) {
                return members(event, value);
            });
        if (!members.repeated) return parsed;
        errors.push_back({std::string(file), *members.repeated, "stands twice"});
    } catch (const nlohmann::json::parse_error& problem) {
        errors.push_back(
            {std::string(file), "", "is not JSON: " + place_of(text, problem.byte) + expected_by(problem)});
    } catch (const nlohmann::json::exception&) {
        errors.push_back({std::string(file), "", "is not JSON that can be read"});
    }
    return std::nullopt;
}

Reader::Reader(std::string_view file, const nlohmann::json& value, LoadErrors& errors)
    : file_(file), value_(&value), errors_(&errors) {}

Reader::Reader(const Reader& parent, std::string pointer, const nlohmann::json* value)
    : file_(parent.file_), pointer_(std::move(pointer)), value_(value), errors_(parent.errors_) {}

Reader Reader::at(std::string_view key) const {
    if (auto member = find(key)) return *member;
    if (value_ && value_->is_object()) complain("lacks the member \"" + std::string(key) + "\"");
    return Reader(*this, pointer_ + "/" + escaped(key), nullptr);
}

std::optional<Reader> Reader::find(std::string_view key) const {
    if (!is(value_ && value_->is_object(), "an object")) return std::nullopt;
    const auto found = value_->find(key);
    if (found == value_->end()) return std::nullopt;
    return Reader(*this, pointer_ + "/" + escaped(key), &*found);
}

std::vector<Reader> Reader::items() const {
    std::vector<Reader> out;
    if (!is(value_ && value_->is_array(), "a list")) return out;
    out.reserve(value_->size());
    for (const auto& item : *value_)
        out.push_back(Reader(*this, pointer_ + "/" + std::to_string(out.size()), &item));
    return out;
}

std::vector<std::pair<std::string, Reader>> Reader::members() const {
    std::vector<std::pair<std::string, Reader>> out;
    if (!is(value_ && value_->is_object(), "an object")) return out;
    for (const auto& [key, value] : value_->items())
        out.emplace_back(key, Reader(*this, pointer_ + "/" + escaped(key), &value));
    return out;
}

std::string Reader::text() const {
    if (!is(value_ && value_->is_string(), "a text")) return {};
    const auto& text = value_->get_ref<const std::string&>();
    if (text.empty()) complain("is empty");
    return text;
}

bool Reader::flag() const {
    return is(value_ && value_->is_boolean(), "true or false") && value_->get<bool>();
}

std::int64_t Reader::number() const {
    return is(value_ && value_->is_number_integer(), "a whole number") ? value_->get<std::int64_t>() : 0;
}

void Reader::complain(std::string what) const {
    // Several members asked of one wrong value are one mistake.
    if (!errors_->empty() && errors_->back().pointer == pointer_ && errors_->back().what == what) return;
    errors_->push_back({std::string(file_), pointer_, std::move(what)});
}

void Reader::expect_only(std::initializer_list<std::string_view> keys) const {
    for (const auto& [key, value] : members())
        if (std::find(keys.begin(), keys.end(), key) == keys.end()) value.complain("is not known here");
}

// What is missing was complained of where it is missing.
bool Reader::is(bool right, std::string_view expected) const {
    if (!right && value_) complain("should be " + std::string(expected));
    return right;
}

} // namespace plaint::content
