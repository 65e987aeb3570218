#include "tests/unit/net/wire.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <stdexcept>
#include <utility>

namespace plaint::net::test {

namespace {

constexpr auto patience = 5s;

} // namespace

Wire::Wire(std::uint16_t port) : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        throw std::runtime_error("connect failed");
    }
    const int on = 1;
    setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

Wire::Wire(Wire&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)), buffer_(std::move(other.buffer_)) {}

Wire::~Wire() {
    if (socket_ >= 0) ::close(socket_);
}

void Wire::send(std::string_view bytes) {
    if (!try_send(bytes)) throw std::runtime_error("the server hung up while it was sent to");
}

bool Wire::try_send(std::string_view bytes) {
    while (!bytes.empty()) {
        pollfd wait{socket_, POLLOUT, 0};
        if (poll(&wait, 1, 5000) != 1) throw std::runtime_error("the server takes nothing");
        const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0 && (errno == EPIPE || errno == ECONNRESET)) return false;
        if (sent > 0) bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

void Wire::shutdown_send() { ::shutdown(socket_, SHUT_WR); }

void Wire::reset() {
    const linger now{1, 0};
    setsockopt(socket_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    ::close(std::exchange(socket_, -1));
}

bool Wire::fill() {
    pollfd wait{socket_, POLLIN, 0};
    if (poll(&wait, 1, 5000) != 1) throw std::runtime_error("the server says nothing");
    char piece[65536];
    const ssize_t got = recv(socket_, piece, sizeof piece, 0);
    if (got <= 0) return false;
    buffer_.append(piece, static_cast<std::size_t>(got));
    return true;
}

std::string Wire::read_some(std::size_t most) {
    if (buffer_.empty() && !fill()) return {};
    std::string some = buffer_.substr(0, most);
    buffer_.erase(0, some.size());
    return some;
}

std::string Wire::read_exactly(std::size_t bytes) {
    while (buffer_.size() < bytes) {
        if (!fill()) throw std::runtime_error("the server hung up early");
    }
    std::string all = buffer_.substr(0, bytes);
    buffer_.erase(0, bytes);
    return all;
}

std::string Wire::response(bool head) {
    std::size_t end = 0;
    while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
        if (!fill()) throw std::runtime_error("no response, but: " + buffer_);
    }
    std::string whole = read_exactly(end + 4);
    const std::size_t length = whole.find("Content-Length: ");
    if (!head && length != std::string::npos) {
        whole += read_exactly(std::strtoul(whole.c_str() + length + 16, nullptr, 10));
    }
    return whole;
}

std::string Wire::rest() {
    while (fill()) {}
    return std::exchange(buffer_, {});
}

bool Wire::silent_for(std::chrono::milliseconds time) {
    pollfd wait{socket_, POLLIN, 0};
    return buffer_.empty() && poll(&wait, 1, static_cast<int>(time.count())) == 0;
}

bool Wire::hung_up() {
    try {
        while (fill()) {}
    } catch (const std::runtime_error&) {
        return false;
    }
    return true;
}

std::string Wire::upgrade(std::string_view path, std::string_view more_headers) {
    send("GET " + std::string(path) +
         " HTTP/1.1\r\nHost: here\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
         "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
         std::string(more_headers) + "\r\n");
    return response();
}

void Wire::send_frame(std::uint8_t opcode, std::string_view payload, bool fin) {
    static constexpr char mask[] = {'\x12', '\x34', '\x56', '\x78'};
    std::string frame(1, static_cast<char>((fin ? 0x80 : 0) | opcode));
    if (payload.size() < 126) {
        frame += static_cast<char>(0x80 | payload.size());
    } else if (payload.size() < 65536) {
        frame += static_cast<char>(0xfe);
        for (int shift = 8; shift >= 0; shift -= 8)
            frame += static_cast<char>((payload.size() >> shift) & 0xff);
    } else {
        frame += static_cast<char>(0xff);
        for (int shift = 56; shift >= 0; shift -= 8)
            frame += static_cast<char>((payload.size() >> shift) & 0xff);
    }
    frame.append(mask, 4);
    for (std::size_t i = 0; i < payload.size(); ++i) frame += static_cast<char>(payload[i] ^ mask[i % 4]);
    send(frame);
}

std::uint16_t Wire::Frame::code() const {
    if (payload.size() < 2) return 0;
    return static_cast<std::uint16_t>(static_cast<unsigned char>(payload[0]) << 8 |
                                      static_cast<unsigned char>(payload[1]));
}

Wire::Frame Wire::frame() {
    const std::string head = read_exactly(2);
    std::size_t length = static_cast<unsigned char>(head[1]);
    if (length >= 126) {
        const std::string more = read_exactly(length == 126 ? 2 : 8);
        length = 0;
        for (const char byte : more) length = length << 8 | static_cast<unsigned char>(byte);
    }
    return {static_cast<std::uint8_t>(head[0] & 15), read_exactly(length)};
}

Options Running::options(Limits limits, const std::function<void(Options&)>& change) {
    Options options;
    options.listen = "127.0.0.1:0";
    options.limits = limits;
    if (change) change(options);
    return options;
}

Running::Running(const Router& router, Limits limits, std::function<void(Options&)> change)
    : server(options(limits, change), router) {
    if (auto opened = server.listen(); !opened) throw std::runtime_error(opened.error());
    thread_ = std::thread([this] { server.run(); });
}

Running::~Running() {
    server.stop(0ms);
    join();
}

void Running::join() {
    if (thread_.joinable()) thread_.join();
}

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

int status_of(std::string_view response) {
    return response.size() < 12 ? 0 : std::atoi(std::string(response.substr(9, 3)).c_str());
}

std::string_view body_of(std::string_view response) {
    const std::size_t end = response.find("\r\n\r\n");
    return end == std::string_view::npos ? std::string_view() : response.substr(end + 4);
}

bool soon(const std::function<bool()>& condition) {
    const auto end = std::chrono::steady_clock::now() + patience;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end) return false;
        std::this_thread::sleep_for(5ms);
    }
    return true;
}

} // namespace plaint::net::test
