#include "adapters/directory/directory_page.hpp"

#include "adapters/directory/directory_view.hpp"
#include "dialogs/kinds/characters.hpp"
#include "dialogs/kinds/regions.hpp"
#include "locales/fold.hpp"

#include <algorithm>

namespace plaint::directory {

namespace {

constexpr std::string_view policy =
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'";
constexpr std::size_t query_bytes_max = 300;

// On one line, and whole where it was cut off or is no UTF-8.
std::string as_typed(std::string_view query) {
    std::string out;
    for (const kinds::Character& character : kinds::characters(query.substr(0, query_bytes_max)))
        kinds::append_utf8(out, character.code < 0x20 ? U' ' : character.code);
    return out;
}

Asked understood(const library::Library& library, const net::Request& request) {
    const kinds::Regions& regions = library.content->directory.regions();
    Asked asked{.language =
                    library.languages.match(request.query.get("lang"), request.header("Accept-Language"))};
    if (const std::string_view code = request.query.get("region"); !code.empty()) {
        asked.region = regions.current(code);
        asked.unknown = !asked.region;
        return asked;
    }
    asked.query = as_typed(request.query.get("q"));
    const std::string folded = locales::fold(asked.query);
    if (folded.empty()) return asked;
    kinds::Verdict verdict = kinds::validate_region({asked.query, folded}, regions);
    // Of an address that stops short of a county, what was understood is shown.
    const std::string& found = verdict.ok ? verdict.value : verdict.suggestion;
    if (regions.current(found))
        asked.region = found;
    else
        asked.choices = std::move(verdict.choices);
    asked.unknown = !asked.region && asked.choices.empty();
    return asked;
}

} // namespace

void DirectoryPage::add_to(net::Router& router) {
    router.get("/directory",
               [this](net::Request&& request, net::Responder respond) { respond(answer(request)); });
}

net::Response DirectoryPage::answer(const net::Request& request) const {
    const library::Library& library = parts_.conversation.library();
    const Asked asked = understood(library, request);
    const bool no_such_region = asked.unknown && asked.query.empty();
    net::Response response =
        net::html(page_of(library, asked, parts_.clock.now()), no_such_region ? 404 : 200);
    response.headers.set("Content-Security-Policy", policy);
    // Whether somebody is in changes by the minute.
    response.headers.set("Cache-Control", "no-cache");
    response.headers.set("Vary", "Accept-Language");
    return response;
}

} // namespace plaint::directory
