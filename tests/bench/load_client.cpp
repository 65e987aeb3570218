#include "tests/bench/load_client.hpp"

#include "adapters/hotline/twilio/signature.hpp"
#include "bot/net/http.hpp"

#include <nlohmann/json.hpp>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>

namespace plaint::bench {

namespace {

using Json = nlohmann::json;

[[noreturn]] void give_up(const char* what) {
    std::fprintf(stderr, "load: %s\n", what);
    std::exit(1);
}

// The value of a header, by a name in the spelling of the server or in lower case.
std::string_view header(std::string_view head, std::string_view name, std::string_view lower_case) {
    for (const std::string_view spelling : {name, lower_case}) {
        const std::size_t at = head.find(spelling);
        if (at == std::string_view::npos) continue;
        const std::size_t begin = at + spelling.size();
        std::string_view value = head.substr(begin, head.find("\r\n", begin) - begin);
        while (value.starts_with(' ')) value.remove_prefix(1);
        return value;
    }
    return {};
}

} // namespace

Wire::Wire(std::uint16_t port) : descriptor_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(descriptor_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
        give_up("nobody listens there");
    const int on = 1;
    setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    fcntl(descriptor_, F_SETFL, fcntl(descriptor_, F_GETFL) | O_NONBLOCK);
}

Wire::~Wire() { close(descriptor_); }

void Wire::send(std::string_view bytes) {
    // A turn is far smaller than a socket's buffer, and one turn is under way at a time: it always fits.
    if (::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(bytes.size()))
        give_up("a request could not be sent whole");
}

void Wire::receive() {
    char buffer[16'384];
    while (true) {
        const ssize_t count = recv(descriptor_, buffer, sizeof buffer, 0);
        if (count > 0) {
            in.append(buffer, static_cast<std::size_t>(count));
            if (static_cast<std::size_t>(count) < sizeof buffer) return;
        } else if (count < 0 && (errno == EAGAIN || errno == EINTR)) {
            return;
        } else {
            give_up("the server closed a connection");
        }
    }
}

Client::Client(const Target& target, unsigned number, int epoll, Counts& counts)
    : target_(target),
      number_(number),
      epoll_(epoll),
      counts_(counts),
      http_(std::make_unique<Wire>(target.port)) {
    epoll_event event{.events = EPOLLIN, .data = {.u64 = std::uint64_t{number} << 1}};
    epoll_ctl(epoll_, EPOLL_CTL_ADD, http_->descriptor(), &event);
    begin_sender();
}

bool Client::ready(Which which) {
    if (which == Which::stream) {
        stream_->receive();
        read_stream();
    } else {
        http_->receive();
        read_replies();
    }
    if (stage_ != Stage::turn || !replied_ || pushes_missing_ > 0) return false;
    end_turn();
    return true;
}

// A new person begins: for Direct Line with a conversation of their own, which is not measured.
void Client::begin_sender() {
    line_ = 0;
    sender_ = target_.run + "-" + std::to_string(number_) + "-" + std::to_string(senders_++);
    if (target_.mode == Mode::directline) {
        stage_ = Stage::token;
        token_.clear();
        post("/v3/directline/tokens/generate", Json{{"user", {{"id", sender_}}}}.dump());
    } else if (target_.mode == Mode::floor_push && !stream_) {
        open_stream("/stream?id=" + sender_);
    } else {
        begin_turn();
    }
}

void Client::begin_turn() {
    stage_ = Stage::turn;
    replied_ = false;
    seen_expected_ = false;
    begun_ = Clock::now();
    const std::string& message = target_.script[line_].message;
    switch (target_.mode) {
    case Mode::floor: post("/turn", Json{{"id", sender_}, {"text", message}}.dump()); break;
    case Mode::floor_push:
        pushes_missing_ = 2;
        post("/turn", Json{{"id", sender_}, {"text", message}}.dump());
        break;
    case Mode::rasa:
        post("/webhooks/rest/webhook?token=load-of-the-bench",
             Json{{"sender", sender_},
                  {"message", message},
                  {"metadata", {{"message_id", sender_ + "-" + std::to_string(line_)}}}}
                 .dump());
        break;
    case Mode::directline:
        pushes_missing_ = 1;
        post("/v3/directline/conversations/" + conversation_ + "/activities",
             Json{{"type", "message"},
                  {"from", {{"id", sender_}}},
                  {"text", message},
                  {"channelData", {{"clientActivityID", sender_ + "-" + std::to_string(line_)}}}}
                 .dump());
        break;
    case Mode::hotline: post_signed(message); break;
    }
}

void Client::end_turn() {
    ended_ = Clock::now();
    last_turn_ = ended_ - begun_;
    if (!seen_expected_ && !target_.script[line_].expect.empty()) {
        ++counts_.unexpected;
        if (counts_.first_failure.empty())
            counts_.first_failure =
                "no \"" + target_.script[line_].expect + "\" after \"" + target_.script[line_].message + "\"";
    }
    if (++line_ < target_.script.size()) return begin_turn();
    // The floor's toy dialog begins again by itself, so its stream is kept.
    if (target_.mode == Mode::floor_push) {
        line_ = 0;
        return begin_turn();
    }
    begin_sender();
}

void Client::post(const std::string& path, const std::string& body) {
    std::string headers = "Content-Type: application/json\r\n";
    if (!token_.empty()) headers += "Authorization: Bearer " + token_ + "\r\n";
    post_typed(path, headers, body);
}

// "/ivr/twilio/turn?… Digits=1": the address that the document before named, and what the caller does there.
void Client::post_signed(const std::string& path_and_keys) {
    const std::size_t space = std::min(path_and_keys.find(' '), path_and_keys.size());
    const std::string path = path_and_keys.substr(0, space);
    std::string body = "CallSid=" + sender_ +
                       "&AccountSid=AC1&From=%2B8613800138000&To=12330&CallStatus=in-progress"
                       "&ApiVersion=2010-04-01&Direction=inbound";
    if (space < path_and_keys.size()) body += "&" + path_and_keys.substr(space + 1);
    const std::string url = "http://127.0.0.1:" + std::to_string(target_.port) + path;
    post_typed(path,
               "Content-Type: application/x-www-form-urlencoded\r\nX-Twilio-Signature: " +
                   hotline::twilio::signature_of("load-of-the-bench", url, net::parse_form(body)) + "\r\n",
               body);
}

void Client::post_typed(const std::string& path, const std::string& headers, const std::string& body) {
    http_->send("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + headers +
                "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
}

void Client::open_stream(const std::string& path) {
    stage_ = Stage::upgrade;
    stream_ = std::make_unique<Wire>(target_.port);
    epoll_event event{.events = EPOLLIN, .data = {.u64 = std::uint64_t{number_} << 1 | 1}};
    epoll_ctl(epoll_, EPOLL_CTL_ADD, stream_->descriptor(), &event);
    stream_->send("GET " + path +
                  " HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                  "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
}

void Client::read_replies() {
    std::string& in = http_->in;
    const std::size_t head_end = in.find("\r\n\r\n");
    if (head_end == std::string::npos) return;
    const std::string_view head(in.data(), head_end + 2);
    const std::string_view length_text = header(head, "Content-Length:", "content-length:");
    std::size_t length = 0;
    if (std::from_chars(length_text.data(), length_text.data() + length_text.size(), length).ec !=
        std::errc())
        give_up("an answer without Content-Length");
    const std::size_t whole = head_end + 4 + length;
    if (in.size() < whole) return;
    const int status = std::atoi(in.c_str() + std::string_view("HTTP/1.1 ").size());
    const std::string body = in.substr(head_end + 4, length);
    in.erase(0, whole);
    got_reply(status, body);
}

void Client::got_reply(int status, std::string_view body) {
    if (status < 200 || status > 299) {
        ++counts_.failed;
        if (counts_.first_failure.empty())
            counts_.first_failure = std::to_string(status) + ": " + std::string(body.substr(0, 200));
    }
    switch (stage_) {
    case Stage::token: {
        const Json answer = Json::parse(body, nullptr, false);
        if (!answer.is_object() || !answer.contains("token")) give_up("no token from the server");
        token_ = answer["token"];
        stage_ = Stage::conversation;
        return post("/v3/directline/conversations", Json{{"user", {{"id", sender_}}}}.dump());
    }
    case Stage::conversation: {
        const Json answer = Json::parse(body, nullptr, false);
        if (!answer.is_object() || !answer.contains("streamUrl")) give_up("no stream from the server");
        conversation_ = answer["conversationId"];
        if (answer.contains("token")) token_ = answer["token"];
        const std::string url = answer["streamUrl"];
        const std::size_t path = url.find('/', url.find("://") + 3);
        return open_stream(url.substr(path));
    }
    case Stage::upgrade:
    case Stage::greeting: return;
    case Stage::turn:
        replied_ = true;
        if (target_.mode == Mode::rasa || target_.mode == Mode::hotline || target_.mode == Mode::floor)
            seen_expected_ = body.find(target_.script[line_].expect) != std::string_view::npos;
    }
}

void Client::read_stream() {
    std::string& in = stream_->in;
    if (stage_ == Stage::upgrade) {
        const std::size_t head_end = in.find("\r\n\r\n");
        if (head_end == std::string::npos) return;
        if (!in.starts_with("HTTP/1.1 101")) give_up("the stream was refused");
        in.erase(0, head_end + 4);
        stage_ = Stage::greeting;
        // The floor has nothing to say; Direct Line's bot speaks first.
        if (target_.mode == Mode::floor_push) begin_turn();
    }
    // Frames from a server are not masked (RFC 6455, 5.1).
    std::size_t at = 0;
    while (in.size() - at >= 2) {
        std::size_t length = static_cast<unsigned char>(in[at + 1]) & 127;
        std::size_t head = 2;
        const std::size_t extra = length == 126 ? 2 : length == 127 ? 8 : 0;
        if (extra > 0) {
            if (in.size() - at < 2 + extra) break;
            length = 0;
            for (std::size_t i = 0; i < extra; ++i)
                length = length << 8 | static_cast<unsigned char>(in[at + 2 + i]);
            head += extra;
        }
        if (in.size() - at < head + length) break;
        constexpr int text = 1;
        constexpr int ping = 9;
        const int opcode = in[at] & 15;
        const std::string_view payload(in.data() + at + head, length);
        if (opcode == text) got_frame(payload);
        // A mask of zeros leaves the payload as it is.
        if (opcode == ping)
            stream_->send(std::string("\x8a") + static_cast<char>(0x80 | length) + std::string(4, '\0') +
                          std::string(payload));
        at += head + length;
    }
    in.erase(0, at);
}

void Client::got_frame(std::string_view frame) {
    if (stage_ == Stage::turn && pushes_missing_ == 0) return;
    if (target_.mode == Mode::floor_push) {
        --pushes_missing_;
        return;
    }
    // The last activity of a turn asks the next question or names the case.
    if (frame.find("\"plaint\"") == std::string_view::npos) return;
    if (frame.find("\"ask\"") == std::string_view::npos && frame.find("\"case\"") == std::string_view::npos)
        return;
    if (stage_ == Stage::greeting) return begin_turn();
    pushes_missing_ = 0;
    seen_expected_ = frame.find(target_.script[line_].expect) != std::string_view::npos;
}

} // namespace plaint::bench
