#include <algorithm>

#include "dialogs/kinds/characters.hpp"
#include "dialogs/kinds/simple_kinds.hpp"

namespace plaint::kinds {
namespace {

// Control characters, and the marks that make text read in another order than it is stored.
bool is_hidden(char32_t code) {
    return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x200B || code == 0x200E ||
           code == 0x200F || (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069) ||
           code == 0xFEFF;
}

std::string cleaned(std::string_view raw) {
    std::string result;
    result.reserve(raw.size());
    char32_t before = 0;
    for (const Character& character : characters(raw)) {
        const char32_t code = character.code;
        if (code == U'\r' || (code == U'\n' && before != U'\r'))
            result += '\n';
        else if (code == U'\t')
            result += ' ';
        else if (!is_hidden(code))
            append_utf8(result, code);
        before = code;
    }
    return std::string(trimmed(result));
}

} // namespace

Verdict validate_text(Text text, const Limits& limits) {
    std::string value = cleaned(text.raw);
    const auto length = static_cast<std::int64_t>(characters(value).size());
    if (length == 0) return Verdict::refuse("empty");
    if (length < limits.min) return Verdict::refuse("too_short");
    if (length > std::min(limits.max, text_length_max)) return Verdict::refuse("too_long");
    return Verdict::accept(std::move(value));
}

} // namespace plaint::kinds
