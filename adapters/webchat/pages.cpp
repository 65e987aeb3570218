#include "adapters/webchat/pages.hpp"

#include "adapters/webchat/regions_page.hpp"
#include "adapters/webchat/widget.hpp"
#include "bot/support/crypto.hpp"
#include "embedded.hpp"

#include <cassert>

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
    const std::string widget = joined_widget();
    const std::string tag = tag_of(widget);
    add_file(router, "/widget.js",
             {net::Body(std::make_shared<const std::string>(widget)), std::string(script_type), tag},
             Sharing::any_page);
    // Browsers ask for it unasked; the pages have none.
    router.get("/favicon.ico", [](net::Request&&, net::Responder respond) {
        net::Response response = net::no_content();
        response.headers.set("Cache-Control", "public, max-age=86400");
        respond(std::move(response));
    });
    // Made when the first region is asked for: the start of the program does not wait for it.
    router.get("/regions.json",
               [this, asset = std::make_shared<Asset>()](net::Request&& request, net::Responder respond) {
                   if (asset->tag.empty()) {
                       auto bytes = std::make_shared<const std::string>(
                           regions_page(context_.library().content->directory.regions()));
                       *asset = {net::Body(bytes), "application/json", tag_of(*bytes)};
                   }
                   net::Response response = answer(request, *asset);
                   response.headers.set("Access-Control-Allow-Origin", "*");
                   response.headers.set("Cross-Origin-Resource-Policy", "cross-origin");
                   response.headers.set("Cache-Control", "public, max-age=3600");
                   respond(std::move(response));
               });
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
    router.get(path, [this, asset = embedded_asset(file, "text/html; charset=utf-8"),
                      framing](net::Request&& request, net::Responder respond) {
        net::Response response = answer(request, asset);
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
