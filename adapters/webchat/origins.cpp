#include "adapters/webchat/origins.hpp"

#include <algorithm>

namespace plaint::webchat {

namespace {

std::string_view authority_of(std::string_view origin) {
    const std::size_t at = origin.find("://");
    return at == std::string_view::npos ? std::string_view() : origin.substr(at + 3);
}

// A Host header that may be put into a URL as it is.
bool is_plain_host(std::string_view host) {
    return !host.empty() && host.size() <= 261 && std::ranges::all_of(host, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
               c == '-' || c == ':' || c == '[' || c == ']';
    });
}

} // namespace

Origins::Origins(const support::Config& config)
    : public_base_(support::public_base(config)),
      configured_(!config.server.public_base.empty()),
      allowed_(config.web.allowed_origins) {
    for (const std::string& origin : allowed_) embedders_ += (embedders_.empty() ? "" : " ") + origin;
    if (embedders_.empty()) embedders_ = "'none'";
}

bool Origins::lists(std::string_view origin) const {
    if (origin.empty()) return false;
    return origin == public_base_ ||
           std::ranges::any_of(allowed_, [&](const std::string& one) { return one == origin || one == "*"; });
}

bool Origins::allows(const net::Request& request) const {
    const std::string_view origin = request.header("Origin");
    // A page that came from the very host that it calls is ours, by whatever name or port the host is known.
    return origin.empty() || lists(origin) || authority_of(origin) == request.header("Host");
}

std::string Origins::base(const net::Request& request) const {
    const std::string_view host = request.header("Host");
    if (configured_ || !is_plain_host(host)) return public_base_;
    return (request.secure ? "https://" : "http://") + std::string(host);
}

std::string Origins::socket_base(const net::Request& request) const { return "ws" + base(request).substr(4); }

} // namespace plaint::webchat
