#include "adapters/webchat/regions_page.hpp"

#include "adapters/webchat/json_writer.hpp"

namespace plaint::webchat {

namespace {

constexpr int levels = 3;

void write(JsonWriter& to, const kinds::Regions& regions, std::string_view within, int level) {
    for (const std::string& code : regions.children(within)) {
        to.begin_array().text(code).text(regions.name_of(code));
        // Nothing lies within a county, and asking for it would walk over all rows.
        if (level < levels && !(level == 2 && !code.ends_with("00"))) {
            to.begin_array();
            write(to, regions, code, level + 1);
            to.end_array();
        }
        to.end_array();
    }
}

} // namespace

std::string regions_page(const kinds::Regions& regions) {
    std::string page;
    JsonWriter to(page);
    to.begin_object().key("provinces").begin_array();
    write(to, regions, "", 1);
    to.end_array().end_object();
    return page;
}

} // namespace plaint::webchat
