#include "bot/net/router.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace plaint::net {

struct Router::Node {
    std::vector<std::pair<std::string, std::unique_ptr<Node>>> literals;
    std::unique_ptr<Node> one;
    std::unique_ptr<Node> rest;
    // Names of the braces on the way to this node; equal for all routes that end here.
    std::vector<std::string> names;
    std::vector<std::unique_ptr<Route>> routes;

    const Node* literal(std::string_view segment) const {
        for (const auto& [text, node] : literals) {
            if (text == segment) return node.get();
        }
        return nullptr;
    }
};

namespace {

/// The first segment of a path that begins with "/", taken off its front.
std::string_view take_segment(std::string_view& path) {
    path.remove_prefix(1);
    const std::size_t end = std::min(path.find('/'), path.size());
    const std::string_view segment = path.substr(0, end);
    path.remove_prefix(end);
    return segment;
}

bool upgrades(const Route& route) { return std::holds_alternative<UpgradeHandler>(route.handler); }

} // namespace

Router::Router() : root_(std::make_unique<Node>()) {}
Router::~Router() = default;

void Router::on(Method method, std::string_view pattern, Handler handler, std::size_t body_bytes_max) {
    add({std::string(pattern), method, std::move(handler), body_bytes_max});
}

void Router::upload(Method method, std::string_view pattern, UploadHandler handler,
                    std::size_t body_bytes_max) {
    add({std::string(pattern), method, std::move(handler), body_bytes_max});
}

void Router::socket(std::string_view pattern, UpgradeHandler handler) {
    add({std::string(pattern), Method::get, std::move(handler), 0});
}

void Router::add(Route route) {
    assert(route.pattern.starts_with('/'));
    Node* node = root_.get();
    std::vector<std::string> names;
    for (std::string_view left = route.pattern; !left.empty();) {
        const std::string_view segment = take_segment(left);
        const bool named = segment.starts_with('{') && segment.ends_with('}');
        if (!named) {
            const auto found =
                std::ranges::find_if(node->literals, [&](const auto& one) { return one.first == segment; });
            if (found != node->literals.end()) {
                node = found->second.get();
            } else {
                node = node->literals.emplace_back(segment, std::make_unique<Node>()).second.get();
            }
            continue;
        }
        std::string_view name = segment.substr(1, segment.size() - 2);
        const bool rest = name.ends_with("...");
        if (rest) name.remove_suffix(3);
        assert(!rest || left.empty());
        names.emplace_back(name);
        std::unique_ptr<Node>& child = rest ? node->rest : node->one;
        if (!child) child = std::make_unique<Node>();
        node = child.get();
    }
    assert(node->routes.empty() || node->names == names);
    assert(std::ranges::none_of(node->routes, [&](const auto& other) {
        return other->method == route.method && upgrades(*other) == upgrades(route);
    }));
    node->names = std::move(names);
    node->routes.push_back(std::make_unique<Route>(std::move(route)));
    routes_.push_back(node->routes.back().get());
}

namespace {

/// Depth first, literal before named before rest; the first node that has routes takes the path.
template<typename Node>
const Node* walk(const Node& node, std::string_view left, std::vector<std::string_view>& values) {
    if (left.empty()) return node.routes.empty() ? nullptr : &node;
    const std::string_view whole = left;
    const std::string_view segment = take_segment(left);
    if (const Node* next = node.literal(segment)) {
        if (const Node* found = walk(*next, left, values)) return found;
    }
    if (node.one && !segment.empty()) {
        values.push_back(segment);
        if (const Node* found = walk(*node.one, left, values)) return found;
        values.pop_back();
    }
    if (node.rest) {
        values.push_back(whole.substr(1));
        return node.rest.get();
    }
    return nullptr;
}

} // namespace

Router::Match Router::match(Method method, std::string_view path) const {
    Match match;
    if (!path.starts_with('/')) return match;
    std::vector<std::string_view> values;
    const Node* node = walk(*root_, path, values);
    if (!node) return match;

    const Method wanted = method;
    const Route* get_route = nullptr;
    for (const auto& route : node->routes) {
        if (upgrades(*route)) {
            if (method == Method::get) match.upgrade = route.get();
        } else {
            if (route->method == wanted) match.route = route.get();
            if (route->method == Method::get) get_route = route.get();
        }
    }
    if (!match.route && method == Method::head) match.route = get_route;
    for (std::size_t i = 0; i < values.size(); ++i)
        match.parameters.add(node->names[i], std::string(values[i]));

    // Allow is for 405 and OPTIONS only, so the common case does not pay for building it.
    if (!match.route && !match.upgrade) {
        const auto allow = [&](std::string_view name) {
            if (!match.allowed.empty()) match.allowed += ", ";
            match.allowed += name;
        };
        for (const auto& route : node->routes) {
            if (upgrades(*route) && get_route) continue;
            allow(name_of(route->method));
            if (route.get() == get_route) allow("HEAD");
        }
        if (match.allowed.find("OPTIONS") == std::string::npos) allow("OPTIONS");
    }
    return match;
}

} // namespace plaint::net
