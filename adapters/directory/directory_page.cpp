#include "adapters/directory/directory_page.hpp"

#include "adapters/directory/directory_view.hpp"
#include "dialogs/kinds/regions.hpp"
#include "locales/fold.hpp"

#include <algorithm>

namespace plaint::directory {

namespace {

constexpr std::string_view policy =
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'";
constexpr std::size_t query_bytes_max = 300;

// As asked for in the address, else as the browser prefers.
const std::string& language_of(const library::Library& library, const net::Request& request) {
    std::string_view tag = request.query.get("lang");
    if (tag.empty()) tag = request.header("Accept-Language");
    return library.languages.match(tag);
}

Asked understood(const library::Library& library, const net::Request& request) {
    const kinds::Regions& regions = library.content->directory.regions();
    Asked asked{.language = language_of(library, request)};
    if (const std::string_view code = request.query.get("region"); !code.empty()) {
        asked.region = regions.current(code);
        asked.unknown = !asked.region;
        return asked;
    }
    asked.query = locales::fold(request.query.get("q").substr(0, query_bytes_max));
    if (asked.query.empty()) return asked;
    kinds::Verdict verdict = kinds::validate_region({asked.query, asked.query}, regions);
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
