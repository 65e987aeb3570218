#pragma once

#include "dialogs/load/load_error.hpp"

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Reads data files member by member and writes down everything that is not as it should be, so that an author
// sees all mistakes of a file at once.
namespace plaint::content {

// The parsed text, or nothing after an error that names line and column.
std::optional<nlohmann::json> parse(std::string_view file, std::string_view text, LoadErrors& errors);

// One value inside a file, with its pointer. The value, the file's name and the errors outlive it. A value
// that is missing or of another type is complained of once and then read as empty.
class Reader {
  public:
    Reader(std::string_view file, const nlohmann::json& value, LoadErrors& errors);

    // A member of this object; a complaint if there is none.
    Reader at(std::string_view key) const;
    // A member of this object, or nothing.
    std::optional<Reader> find(std::string_view key) const;

    bool exists() const { return value_ != nullptr; }

    std::vector<Reader> items() const;                           // of an array
    std::vector<std::pair<std::string, Reader>> members() const; // of an object, in byte order of the keys

    std::string text() const; // a string that is not empty
    bool flag() const;
    std::int64_t number() const; // a whole number

    // The value itself, for a form that members and items cannot tell; null where something is missing.
    const nlohmann::json* json() const { return value_; }

    void complain(std::string what) const;
    const std::string& pointer() const { return pointer_; }
    Place place() const { return {std::string(file_), pointer_}; }

    // Complains of each member whose name is not in the list, for such a name is a slip of the pen.
    void expect_only(std::initializer_list<std::string_view> keys) const;

  private:
    Reader(const Reader& parent, std::string pointer, const nlohmann::json* value);
    bool is(bool right, std::string_view expected) const;

    std::string_view file_;
    std::string pointer_;
    const nlohmann::json* value_; // null where something is missing
    LoadErrors* errors_;
};

} // namespace plaint::content
