#include "bot/casework/routing/paths.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace plaint::routing {

namespace {

using Json = nlohmann::json;

// No number in a path has more digits, so that one path cannot ask for all the memory.
constexpr std::size_t index_digits_max = 3;

// "respondents[0].links[1].url" as "/respondents/0/links/1/url"; empty for what is no path.
std::string pointer_of(std::string_view path) {
    std::string out = "/";
    std::size_t digits = 0;
    bool in_brackets = false;
    for (const char c : path) {
        if (c == '~' || c == '/') return {};
        if (c == '.' || c == '[')
            out += '/';
        else if (c != ']')
            out += c;
        digits = c == '[' ? 0 : digits + 1;
        if (c == '[') in_brackets = true;
        if (in_brackets && c != ']' && digits > index_digits_max) return {};
        if (c == ']') in_brackets = false;
    }
    return in_brackets || out.find("//") != std::string::npos ? std::string() : out;
}

} // namespace

bool names_paths(const Json& object) {
    if (!object.is_object()) return true;
    for (auto member = object.begin(); member != object.end(); ++member)
        if (member.key().empty() || member.key().find_first_of(".[]~/") != std::string::npos) return true;
    return false;
}

std::expected<Json, Error> nest_paths(const Json& object) {
    if (!object.is_object()) return std::unexpected(Error{"", "should be an object"});
    Json out = Json::object();
    for (const auto& [key, value] : object.items()) {
        const std::string pointer = pointer_of(key);
        const Error error{"/" + key, "is no path that fits the others"};
        if (pointer.empty()) return std::unexpected(error);
        try {
            Json& place = out[Json::json_pointer(pointer)];
            if (!place.is_null()) return std::unexpected(error);
            place = value;
        } catch (const Json::exception&) {
            return std::unexpected(error);
        }
    }
    return out;
}

} // namespace plaint::routing
