#include "adapters/webchat/security.hpp"

#include "adapters/webchat/refusal.hpp"

#include <nlohmann/json.hpp>

namespace plaint::webchat {

namespace {

constexpr std::string_view direct_line_root = "/v3/directline/";
constexpr std::string_view nothing_allowed =
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

// What the server itself refuses (no such path, too large a body) it refuses with a problem document; the clients of
// Direct Line know another form.
void speak_direct_line(net::Response& response) {
    if (!response.headers.get("Content-Type").starts_with("application/problem+json")) return;
    const auto problem = nlohmann::json::parse(response.body.view(), nullptr, false);
    const auto text = [&](const char* name) {
        return problem.is_object() && problem.contains(name) && problem[name].is_string()
                   ? problem[name].get<std::string>()
                   : "";
    };
    std::string code;
    for (const char c : std::string(net::phrase_of(response.status)))
        if (c != ' ' && c != '-' && c != '\'') code += c;
    const std::string detail = text("detail");
    net::Response plain = direct_line_error(response.status, code, detail.empty() ? text("title") : detail);
    response.headers.set("Content-Type", plain.headers.get("Content-Type"));
    response.body = std::move(plain.body);
}

} // namespace

Security::Security(const support::Config& config) : origins_(config) {}

void Security::add_to(net::Router& router) const {
    router.finish = [this](const net::Exchange& exchange, net::Response& response) {
        finish(exchange, response);
    };
}

void Security::finish(const net::Exchange& exchange, net::Response& response) const {
    net::Headers& headers = response.headers;
    if (exchange.path.starts_with(direct_line_root)) {
        if (response.status >= 400) speak_direct_line(response);
        allow_origin(exchange, response);
    }
    headers.set_default("Content-Security-Policy", nothing_allowed);
    headers.set_default("Cache-Control", "no-store");
    headers.set_default("Cross-Origin-Resource-Policy", "same-origin");
    headers.set_default("Cross-Origin-Opener-Policy", "same-origin");
    headers.set_default("X-Content-Type-Options", "nosniff");
    headers.set_default("Referrer-Policy", "no-referrer");
    if (exchange.secure) headers.set_default("Strict-Transport-Security", "max-age=31536000");
}

void Security::allow_origin(const net::Exchange& exchange, net::Response& response) const {
    net::Headers& headers = response.headers;
    headers.add("Vary", "Origin");
    if (!origins_.lists(exchange.origin)) {
        // Why a page is refused is no secret, and its own script could not tell it from a lost connection otherwise.
        if (response.status == 403) headers.set("Access-Control-Allow-Origin", "*");
        return;
    }
    headers.set("Access-Control-Allow-Origin", exchange.origin);
    headers.set("Access-Control-Expose-Headers", "Retry-After");
    if (exchange.method != net::Method::options) return;
    headers.set("Access-Control-Allow-Methods", "GET, POST, OPTIONS");
    headers.set("Access-Control-Allow-Headers",
                "authorization, content-type, x-ms-bot-agent, x-requested-with");
    headers.set("Access-Control-Max-Age", "600");
}

} // namespace plaint::webchat
