#pragma once

#include "bot/net/http.hpp"

#include <boost/asio/ip/address.hpp>

#include <expected>
#include <string>
#include <vector>

namespace plaint::net {

/// The proxies whose word on the client's address is believed.
class Proxies {
  public:
    /// Each text is an address or a network such as "10.0.0.0/8"; the error names the first that is neither.
    static std::expected<Proxies, std::string> parse(const std::vector<std::string>& texts);

    bool trusts(const boost::asio::ip::address& address) const;
    /// Sets remote_address and secure from X-Forwarded-For and X-Forwarded-Proto, for a request from a trusted peer.
    /// The client is the last address of the list that is not itself a trusted proxy: what stands before it the
    /// client may have written.
    void apply(Request& request) const;

  private:
    struct Network {
        boost::asio::ip::address address;
        unsigned bits;
    };

    std::vector<Network> networks_;
};

/// An IPv4 address also where the kernel wrote it as an IPv6 one (::ffff:192.0.2.1).
boost::asio::ip::address plain_address(const boost::asio::ip::address& address);
/// What is counted as one client; see http.hpp.
boost::asio::ip::address counted_address(const boost::asio::ip::address& address);

} // namespace plaint::net
