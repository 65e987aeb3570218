#include "bot/net/hub.hpp"

#include "bot/net/listen_address.hpp"

#include <charconv>

namespace plaint::net {

bool AddressBook::enter(const asio::ip::address& address, std::size_t most, Entry& entry) {
    const asio::ip::address key = counted_address(address);
    std::size_t& held = held_[key];
    if (held >= most) return false;
    ++held;
    entry = Entry(*this, key);
    return true;
}

void AddressBook::leave(const asio::ip::address& address) {
    const auto found = held_.find(address);
    if (found != held_.end() && --found->second == 0) held_.erase(found);
}

std::optional<ListenAddress> parse_listen_address(std::string_view text) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos) return std::nullopt;
    std::string_view host = text.substr(0, colon);
    const std::string_view port = text.substr(colon + 1);
    if (host.starts_with('[') && host.ends_with(']')) {
        host = host.substr(1, host.size() - 2);
    } else if (host.find(':') != std::string_view::npos) {
        return std::nullopt;
    }
    if (host == "localhost") host = "127.0.0.1";
    ListenAddress address{std::string(host), 0};
    const auto read = std::from_chars(port.data(), port.data() + port.size(), address.port);
    if (read.ec != std::errc() || read.ptr != port.data() + port.size()) return std::nullopt;
    ErrorCode error;
    asio::ip::make_address(address.host, error);
    if (error) return std::nullopt;
    return address;
}

} // namespace plaint::net
