#include "tests/house/source.hpp"

namespace plaint::house {

namespace {

bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

std::string_view trimmed(std::string_view line) {
    const auto first = line.find_first_not_of(" \t");
    return first == std::string_view::npos ? std::string_view{} : line.substr(first);
}

// Replaces [from, to) by spaces, except line ends.
void blank(std::string& text, std::size_t from, std::size_t to) {
    for (std::size_t at = from; at < to; ++at)
        if (text[at] != '\n') text[at] = ' ';
}

std::size_t end_or(std::string_view text, std::size_t found, std::size_t length) {
    return found == std::string_view::npos ? text.size() : found + length;
}

// The position after the literal whose opening quote stands at `quote`.
std::size_t after_literal(std::string_view text, std::size_t quote) {
    const bool raw = text[quote] == '"' && quote > 0 && text[quote - 1] == 'R';
    if (raw) {
        const auto open = text.find('(', quote);
        if (open == std::string_view::npos) return text.size();
        const std::string close = ")" + std::string{text.substr(quote + 1, open - quote - 1)} + "\"";
        return end_or(text, text.find(close, open), close.size());
    }
    for (std::size_t at = quote + 1; at < text.size(); ++at) {
        if (text[at] == '\\')
            ++at;
        else if (text[at] == text[quote] || text[at] == '\n')
            return at + 1;
    }
    return text.size();
}

} // namespace

std::vector<Include> includes_of(std::string_view text) {
    std::vector<Include> includes;
    int number = 0;
    while (!text.empty()) {
        const auto end = end_or(text, text.find('\n'), 1);
        auto line = trimmed(text.substr(0, end));
        text.remove_prefix(end);
        ++number;
        if (!line.starts_with('#')) continue;
        line = trimmed(line.substr(1));
        if (!line.starts_with("include")) continue;
        line = trimmed(line.substr(7));
        if (line.empty() || (line[0] != '<' && line[0] != '"')) continue;
        const auto close = line.find(line[0] == '<' ? '>' : '"', 1);
        if (close == std::string_view::npos) continue;
        includes.push_back({std::string{line.substr(1, close - 1)}, line[0] == '<', number});
    }
    return includes;
}

std::string code_of(std::string_view text) {
    std::string code{text};
    for (std::size_t at = 0; at < text.size();) {
        const auto two = text.substr(at, 2);
        std::size_t end = at + 1;
        if (two == "//") {
            end = end_or(text, text.find('\n', at), 0);
            blank(code, at, end);
        } else if (two == "/*") {
            end = end_or(text, text.find("*/", at + 2), 2);
            blank(code, at, end);
        } else if (text[at] == '"' || (text[at] == '\'' && !(at > 0 && is_word(text[at - 1])))) {
            // A quote after a digit or a letter separates digits (or follows a prefix, which costs nothing here).
            end = after_literal(text, at);
            blank(code, at + 1, end - 1);
        }
        at = end;
    }
    return code;
}

bool has_token(std::string_view line, std::string_view token) {
    const bool call = token.ends_with('(');
    for (auto at = line.find(token); at != std::string_view::npos; at = line.find(token, at + 1)) {
        const char before = at > 0 ? line[at - 1] : ' ';
        const char after = at + token.size() < line.size() ? line[at + token.size()] : ' ';
        if (is_word(token.front()) && is_word(before)) continue;
        if (!call && is_word(token.back()) && is_word(after)) continue;
        if (call && (before == '.' || before == '>')) continue;
        return true;
    }
    return false;
}

} // namespace plaint::house
