#include "bot/outbox/address.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <span>

namespace plaint::outbox {

namespace {

using Bytes = std::array<std::uint8_t, 16>;

enum class Use { local, never }; // local: reached when private addresses are allowed

struct Network {
    const char* address;
    unsigned bits;
    Use use;
};

// The IANA special-purpose registries for IPv4 and IPv6, RFC 6890 and successors.
constexpr Network v4_networks[] = {
    {"0.0.0.0", 8, Use::never},      {"10.0.0.0", 8, Use::local},     {"100.64.0.0", 10, Use::never},
    {"127.0.0.0", 8, Use::local},    {"169.254.0.0", 16, Use::never}, {"172.16.0.0", 12, Use::local},
    {"192.0.0.0", 24, Use::never},   {"192.0.2.0", 24, Use::never},   {"192.88.99.0", 24, Use::never},
    {"192.168.0.0", 16, Use::local}, {"198.18.0.0", 15, Use::never},  {"198.51.100.0", 24, Use::never},
    {"203.0.113.0", 24, Use::never}, {"224.0.0.0", 3, Use::never},
};
constexpr Network v6_networks[] = {
    {"::1", 128, Use::local},
    {"fd00:ec2::", 32, Use::never}, // cloud metadata, though it looks private
    {"fc00::", 7, Use::local},
    {"2001::", 23, Use::never}, // Teredo, ORCHID and other protocol assignments
    {"2001:db8::", 32, Use::never},
    {"2002::", 16, Use::never}, // 6to4
    {"3fff::", 20, Use::never}, // documentation
};
constexpr Network v6_public = {"2000::", 3, Use::local};

std::optional<Bytes> parsed(int family, const char* address) {
    Bytes bytes{};
    if (inet_pton(family, address, bytes.data()) != 1) return std::nullopt;
    return bytes;
}

bool within(const Bytes& address, int family, const Network& network) {
    const Bytes base = *parsed(family, network.address);
    for (unsigned bit = 0; bit < network.bits; ++bit) {
        const auto mask = static_cast<std::uint8_t>(0x80 >> bit % 8);
        if ((address[bit / 8] & mask) != (base[bit / 8] & mask)) return false;
    }
    return true;
}

std::optional<Use> special_use(const Bytes& address, int family, std::span<const Network> networks) {
    const auto found = std::find_if(networks.begin(), networks.end(),
                                    [&](const Network& network) { return within(address, family, network); });
    if (found == networks.end()) return std::nullopt;
    return found->use;
}

} // namespace

bool may_reach(const std::string& address, Reach reach) {
    const bool private_too = reach == Reach::private_too;
    if (const auto v4 = parsed(AF_INET, address.c_str())) {
        const auto use = special_use(*v4, AF_INET, v4_networks);
        return !use || (*use == Use::local && private_too);
    }
    if (const auto v6 = parsed(AF_INET6, address.c_str())) {
        const auto use = special_use(*v6, AF_INET6, v6_networks);
        // Outside 2000::/3 nothing is global unicast: unless the table knows it as local, it is not reached.
        if (!use) return within(*v6, AF_INET6, v6_public);
        return *use == Use::local && private_too;
    }
    return false;
}

} // namespace plaint::outbox
