#include "bot/net/proxies.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace plaint::net {

namespace ip = boost::asio::ip;

namespace {

std::optional<ip::address> parse_address(std::string_view text) {
    boost::system::error_code error;
    const ip::address address = ip::make_address(std::string(text), error);
    if (error) return std::nullopt;
    return plain_address(address);
}

/// Some proxies write the port too: "192.0.2.1:4711", "[2001:db8::1]:4711".
std::optional<ip::address> parse_forwarded(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    if (text.starts_with('[')) return parse_address(text.substr(1, text.find(']') - 1));
    const std::size_t colon = text.find(':');
    if (colon != std::string_view::npos && text.find(':', colon + 1) == std::string_view::npos) {
        text = text.substr(0, colon);
    }
    return parse_address(text);
}

template<typename Bytes>
bool same_prefix(const Bytes& a, const Bytes& b, unsigned bits) {
    for (std::size_t i = 0; i < a.size() && bits > 0; ++i) {
        const unsigned here = bits < 8 ? bits : 8;
        const auto mask = static_cast<unsigned char>(0xff00u >> here);
        if ((a[i] & mask) != (b[i] & mask)) return false;
        bits -= here;
    }
    return true;
}

} // namespace

ip::address plain_address(const ip::address& address) {
    if (address.is_v6() && address.to_v6().is_v4_mapped())
        return ip::make_address_v4(ip::v4_mapped, address.to_v6());
    return address;
}

ip::address counted_address(const ip::address& address) {
    if (!address.is_v6()) return address;
    auto bytes = address.to_v6().to_bytes();
    std::fill(bytes.begin() + 8, bytes.end(), static_cast<unsigned char>(0));
    return ip::address_v6(bytes);
}

std::string counted_address(std::string_view remote_address) {
    const auto address =
        remote_address.find(':') == std::string_view::npos ? std::nullopt : parse_address(remote_address);
    return address ? counted_address(*address).to_string() : std::string(remote_address);
}

std::expected<Proxies, std::string> Proxies::parse(const std::vector<std::string>& texts) {
    Proxies proxies;
    for (const std::string& text : texts) {
        const std::size_t slash = text.find('/');
        const auto address = parse_address(std::string_view(text).substr(0, slash));
        const unsigned widest = address && address->is_v6() ? 128 : 32;
        unsigned bits = widest;
        bool good = address.has_value();
        if (good && slash != std::string::npos) {
            const char* end = text.data() + text.size();
            const auto read = std::from_chars(text.data() + slash + 1, end, bits);
            good = read.ec == std::errc() && read.ptr == end && bits <= widest;
        }
        if (!good)
            return std::unexpected("trusted_proxies: \"" + text + "\" is neither an address nor a network");
        proxies.networks_.push_back({*address, bits});
    }
    return proxies;
}

bool Proxies::trusts(const ip::address& address) const {
    for (const Network& network : networks_) {
        if (network.address.is_v6() != address.is_v6()) continue;
        const bool inside =
            address.is_v6()
                ? same_prefix(network.address.to_v6().to_bytes(), address.to_v6().to_bytes(), network.bits)
                : same_prefix(network.address.to_v4().to_bytes(), address.to_v4().to_bytes(), network.bits);
        if (inside) return true;
    }
    return false;
}

void Proxies::apply(Request& request) const {
    std::string all;
    for (std::size_t i = 0; i < request.headers.size(); ++i) {
        const Headers::Field field = request.headers[i];
        if (!equal_ignoring_case(field.name, "x-forwarded-for")) continue;
        if (!all.empty()) all += ',';
        all += field.value;
    }
    std::string_view left = all;
    while (!left.empty()) {
        const std::size_t comma = left.rfind(',');
        const auto address = parse_forwarded(comma == std::string_view::npos ? left : left.substr(comma + 1));
        if (!address) break;
        request.remote_address = address->to_string();
        if (!trusts(*address) || comma == std::string_view::npos) break;
        left = left.substr(0, comma);
    }
    const std::string_view scheme = request.headers.get("x-forwarded-proto");
    if (!scheme.empty()) request.secure = equal_ignoring_case(scheme, "https");
}

} // namespace plaint::net
