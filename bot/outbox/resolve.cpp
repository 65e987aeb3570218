#include "bot/outbox/resolve.hpp"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <future>
#include <memory>
#include <thread>

namespace plaint::outbox {

namespace {

using Addresses = std::expected<std::vector<std::string>, std::string>;

Addresses look_up(const std::string& host) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_ADDRCONFIG;
    addrinfo* found = nullptr;
    if (const int fault = getaddrinfo(host.c_str(), nullptr, &hints, &found); fault != 0)
        return std::unexpected(std::string(gai_strerror(fault)));
    const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owner(found, freeaddrinfo);

    std::vector<std::string> addresses;
    for (const addrinfo* entry = found; entry; entry = entry->ai_next) {
        const void* bytes = nullptr;
        if (entry->ai_family == AF_INET)
            bytes = &reinterpret_cast<const sockaddr_in*>(entry->ai_addr)->sin_addr;
        else if (entry->ai_family == AF_INET6)
            bytes = &reinterpret_cast<const sockaddr_in6*>(entry->ai_addr)->sin6_addr;
        char text[INET6_ADDRSTRLEN];
        if (bytes && inet_ntop(entry->ai_family, bytes, text, sizeof text)) addresses.emplace_back(text);
    }
    if (addresses.empty()) return std::unexpected(std::string("the name has no address"));
    return addresses;
}

} // namespace

Addresses resolve(const std::string& host, std::chrono::milliseconds most) {
    unsigned char bytes[16];
    if (inet_pton(AF_INET, host.c_str(), bytes) == 1 || inet_pton(AF_INET6, host.c_str(), bytes) == 1)
        return std::vector{host};

    auto promise = std::make_shared<std::promise<Addresses>>();
    std::future<Addresses> answer = promise->get_future();
    // The thread owns all it touches, so that it may end after the wait for it has.
    std::thread([promise, host] { promise->set_value(look_up(host)); }).detach();
    if (answer.wait_for(most) != std::future_status::ready)
        return std::unexpected(std::string("the name could not be resolved in time"));
    return answer.get();
}

} // namespace plaint::outbox
