#include "adapters/webchat/pages.hpp"

#include "adapters/webchat/page_words.hpp"
#include "adapters/webchat/regions_page.hpp"
#include "adapters/webchat/widget.hpp"
#include "bot/support/crypto.hpp"
#include "embedded.hpp"

#include <cassert>
#include <map>
#include <utility>

namespace plaint::webchat {

namespace {

constexpr std::string_view folder = "adapters/webchat/page/";
constexpr std::string_view script_type = "text/javascript; charset=utf-8";

std::string tag_of(std::string_view bytes) { return "\"" + support::sha256_hex(bytes).substr(0, 16) + "\""; }

} // namespace

void Pages::add_to(net::Router& router) {
    add_page(router, "/", "index.html", Framing::never);
    add_page(router, "/embed", "embed.html", Framing::by_embedders);
    add_page(router, "/status", "status.html", Framing::never);
    add_file(router, "/page.css", embedded_asset("page.css", "text/css; charset=utf-8"), Sharing::own_pages);
    add_file(router, "/page.js", embedded_asset("page.js", script_type), Sharing::own_pages);
    add_file(router, "/status.js", embedded_asset("status.js", script_type), Sharing::own_pages);
    add_file(router, "/widget.js", made(joined_widget(), script_type), Sharing::any_page);
    // Browsers ask for it unasked; the pages have none.
    router.get("/favicon.ico", [](net::Request&&, net::Responder respond) {
        net::Response response = net::no_content();
        response.headers.set("Cache-Control", "public, max-age=86400");
        respond(std::move(response));
    });
    add_words(router);
    add_regions(router);
}

// A page on another site asks for these, too.
void Pages::add_words(net::Router& router) {
    router.get("/words.json", [this](net::Request&& request, net::Responder respond) {
        const bool of_page = request.query.get("of") == "page";
        const auto words = of_page ? page_words : window_words;
        net::Response response =
            answer(request, made(words(context_.library(), language_of(request)), "application/json"));
        response.headers.set("Access-Control-Allow-Origin", "*");
        response.headers.set("Cross-Origin-Resource-Policy", "cross-origin");
        response.headers.set("Vary", "Accept-Language");
        respond(std::move(response));
    });
}

void Pages::add_regions(net::Router& router) {
    // Made when a language's first region is asked for: the start of the program does not wait for it.
    using Made = std::map<std::pair<std::string, std::string>, Asset>;
    router.get("/regions.json", [this, all = std::make_shared<Made>()](net::Request&& request,
                                                                       net::Responder respond) {
        const library::Library& library = context_.library();
        const std::string& language = language_of(request).id;
        // What an older edition had is not asked for again.
        std::erase_if(*all, [&](const auto& one) { return one.first.first != library.version; });
        Asset& asset = (*all)[{library.version, language}];
        if (asset.tag.empty())
            asset = made(regions_page(library.content->directory.regions(), language), "application/json");
        net::Response response = answer(request, asset);
        response.headers.set("Access-Control-Allow-Origin", "*");
        response.headers.set("Cross-Origin-Resource-Policy", "cross-origin");
        response.headers.set("Cache-Control", "public, max-age=3600");
        response.headers.set("Vary", "Accept-Language");
        respond(std::move(response));
    });
}

const locales::Language& Pages::language_of(const net::Request& request) const {
    const locales::Languages& languages = context_.library().languages;
    return languages.language(webchat::language_of(context_.library(), request.query.get("lang"), request));
}

Pages::Asset Pages::made(std::string bytes, std::string_view type) {
    const std::string tag = tag_of(bytes);
    return {net::Body(std::make_shared<const std::string>(std::move(bytes))), std::string(type), tag};
}

Pages::Asset Pages::embedded_asset(std::string_view file, std::string_view type) {
    const auto bytes = embedded::find(std::string(folder).append(file));
    assert(bytes);
    return {net::Body::embedded(*bytes), std::string(type), tag_of(*bytes)};
}

net::Response Pages::answer(const net::Request& request, const Asset& asset) {
    net::Response response;
    response.headers.set("ETag", asset.tag);
    // Asked for again each time, so that nobody talks to a new server with an old window.
    response.headers.set("Cache-Control", "no-cache");
    if (request.header("If-None-Match").find(asset.tag) != std::string_view::npos) {
        response.status = 304;
        return response;
    }
    response.headers.set("Content-Type", asset.type);
    response.body = asset.body;
    return response;
}

void Pages::add_page(net::Router& router, std::string_view path, std::string_view file, Framing framing) {
    const auto page = embedded::find(std::string(folder).append(file));
    assert(page);
    router.get(path, [this, page = *page, framing](net::Request&& request, net::Responder respond) {
        const std::string words = worded_page(page, context_.library(), language_of(request));
        net::Response response = answer(request, made(words, "text/html; charset=utf-8"));
        response.headers.set("Vary", "Accept-Language");
        response.headers.set(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' " +
                context_.origins.socket_base(request) +
                "; img-src 'self' blob:; base-uri 'none'; form-action 'self'; frame-ancestors " +
                (framing == Framing::by_embedders ? context_.origins.embedders() : std::string("'none'")) +
                "; require-trusted-types-for 'script'");
        respond(std::move(response));
    });
}

void Pages::add_file(net::Router& router, std::string_view path, Asset asset, Sharing sharing) {
    router.get(path, [asset = std::move(asset), sharing](net::Request&& request, net::Responder respond) {
        net::Response response = answer(request, asset);
        if (sharing == Sharing::any_page)
            response.headers.set("Cross-Origin-Resource-Policy", "cross-origin");
        respond(std::move(response));
    });
}

} // namespace plaint::webchat
