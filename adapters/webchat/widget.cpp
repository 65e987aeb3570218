#include "adapters/webchat/widget.hpp"

#include "embedded.hpp"

#include <string_view>

namespace plaint::webchat {

namespace {

constexpr std::string_view folder = "adapters/webchat/page/widget/";

void append_code(std::string& script, std::string_view source) {
    while (!source.empty()) {
        const auto end = source.find('\n');
        const auto line = source.substr(0, end);
        source.remove_prefix(end == std::string_view::npos ? source.size() : end + 1);
        const auto first = line.find_first_not_of(' ');
        if (first == std::string_view::npos || line.substr(first).starts_with("//")) continue;
        script.append(line).push_back('\n');
    }
}

} // namespace

std::string joined_widget() {
    std::string script = "(() => {\n'use strict';\n";
    for (const auto& entry : embedded::all())
        if (entry.path.starts_with(folder)) append_code(script, entry.bytes);
    return script + "})();\n";
}

} // namespace plaint::webchat
