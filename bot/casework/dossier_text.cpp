#include "bot/casework/dossier_text.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace plaint::casework {
namespace {

using Json = nlohmann::json;

// An object without its braces.
std::string inner(const Json& object) {
    const std::string bytes = bytes_of(object);
    return bytes.substr(1, bytes.size() - 2);
}

} // namespace

std::string bytes_of(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

void append_quoted(std::string& to, std::string_view text) {
    const bool plain =
        std::ranges::all_of(text, [](char c) { return c >= ' ' && c < '\x7f' && c != '"' && c != '\\'; });
    if (plain)
        to.append(1, '"').append(text).append(1, '"');
    else
        to += bytes_of(text);
}

ChecklistText::ChecklistText(const library::Library& library) {
    for (const auto& [kind, checklist] : library.content->checklists)
        for (const dialogs::Line& line : checklist.lines) {
            Json label = Json::object();
            for (const locales::Language& language : library.languages.all())
                if (const auto* pattern = language.catalogue.find(line.label_key))
                    label[language.id] = pattern->format({});
            lines_[line.label_key] = {inner({{"label", std::move(label)},
                                             {"line", line.name},
                                             {"needs_legal_check", line.needs_legal_check}}),
                                      inner({{"required", line.required}, {"source", line.source}})};
        }
}

void ChecklistText::append(std::string& to, const dialogs::LineResult& result,
                           const std::vector<std::string>& fields) const {
    const Fixed& fixed = lines_.at(result.line->label_key);
    to += "{\"fields\":[";
    for (const std::string& field : fields) {
        if (to.back() != '[') to += ',';
        append_quoted(to, field);
    }
    to.append("],").append(fixed.after_fields).append(",\"positions\":[");
    for (const std::uint32_t position : result.positions) {
        if (to.back() != '[') to += ',';
        to += std::to_string(position);
    }
    to.append("],").append(fixed.after_positions).append(",\"state\":");
    append_quoted(to, name_of(result.state));
    to += '}';
}

} // namespace plaint::casework
