#include "adapters/staff/html.hpp"

namespace plaint::staff {

Html& Html::text(std::string_view text) {
    for (const char c : text) {
        switch (c) {
        case '&': out_ += "&amp;"; break;
        case '<': out_ += "&lt;"; break;
        case '>': out_ += "&gt;"; break;
        case '"': out_ += "&quot;"; break;
        case '\'': out_ += "&#39;"; break;
        default:
            // Controls mean nothing in a page, and some of them forbid it.
            if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t') out_ += c;
        }
    }
    return *this;
}

} // namespace plaint::staff
