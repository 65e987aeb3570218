#include "bot/pictures/markup.hpp"

#include "dialogs/kinds/characters.hpp"

namespace plaint::pictures {

Markup& Markup::text(std::string_view text) {
    for (const kinds::Character& one : kinds::characters(text)) {
        switch (one.code) {
        case U'&': out_ += "&amp;"; break;
        case U'<': out_ += "&lt;"; break;
        case U'>': out_ += "&gt;"; break;
        case U'"': out_ += "&quot;"; break;
        case U'\'': out_ += "&#39;"; break;
        default:
            // XML has no other controls, and neither of these two; bytes that are no character come as U+FFFD.
            if ((one.code >= 0x20 && one.code != 0x7f && one.code != 0xfffe && one.code != 0xffff) ||
                one.code == U'\n' || one.code == U'\t')
                kinds::append_utf8(out_, one.code);
        }
    }
    return *this;
}

} // namespace plaint::pictures
