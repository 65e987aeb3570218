#include "adapters/staff/case_parts.hpp"

#include "bot/casework/projection.hpp"

#include <algorithm>

namespace plaint::staff {

using nlohmann::json;

json member(const json& object, const char* name, json otherwise) {
    return object.value(name, std::move(otherwise));
}

std::string text_in(const json& names, std::string_view language) {
    if (!names.is_object() || names.empty()) return {};
    const auto found = names.find(std::string(language));
    const auto& text = found != names.end() ? *found : names.begin().value();
    return text.is_string() ? text.get<std::string>() : std::string();
}

std::string recording_in(const json& answer) {
    if (!answer.is_object()) return {};
    if (answer.contains("unverified")) return recording_in(answer["unverified"]);
    return answer.value("recording", std::string());
}

std::vector<std::string> as_asked(const dialogs::Tree& tree, const json& by_path) {
    std::vector<std::pair<std::vector<std::uint32_t>, std::string>> ordered;
    for (const auto& [path, value] : by_path.items())
        ordered.emplace_back(casework::order_of(tree, path), path);
    std::ranges::sort(ordered);
    std::vector<std::string> paths;
    for (auto& [order, path] : ordered) paths.push_back(std::move(path));
    return paths;
}

Html place_of_file(const review::CaseView& view, std::string_view sha256) {
    Html html;
    html.tag("/staff/cases/").text(view.file.record.number.text).tag("/files/").text(sha256);
    return html;
}

std::string package_place(const json& file) {
    constexpr std::string_view payload = "data/";
    std::string place = file.value("path", std::string());
    return place.starts_with(payload) ? place.substr(payload.size()) : place;
}

Html place_of_fact(std::string_view path) {
    Html html;
    html.tag("fact.").text(path);
    return html;
}

Html section(const Words& words, std::string_view key) {
    Html html;
    html.tag("<section><h2>").text(words(key)).tag("</h2>");
    return html;
}

} // namespace plaint::staff
