#include "adapters/webchat/streams.hpp"

#include <algorithm>
#include <mutex>
#include <utility>

namespace plaint::webchat {

namespace {

using conversation::Reply;

constexpr std::uint32_t turns_per_frame = 40;
// A client that reads slower than we replay is waited for; the server drops a socket only far beyond this.
constexpr std::size_t buffered_bytes_max = 256 * 1024;
constexpr std::chrono::milliseconds drain_pause{50};
// Our own turns are told of just before or after they are answered; what stays unaccounted longer was another's.
constexpr std::chrono::milliseconds foreign_after{20};

std::uint64_t end_of(const Reply& reply) { return reply.first_activity + reply.content.activity_count(); }

} // namespace

struct Streams::Ear {
    std::mutex mutex;
    Streams* owner = nullptr;
    net::Server* server = nullptr;
};

Streams::Streams(Context& context) : context_(context), ear_(std::make_shared<Ear>()) {
    ear_->owner = this;
    ear_->server = &context.parts.server;
    context_.parts.store.on_commit([ear = ear_](const storage::ConversationId& conversation) {
        const std::string_view id = direct_line_id(conversation);
        if (id.empty()) return;
        const std::lock_guard lock(ear->mutex);
        if (ear->owner == nullptr) return;
        ear->server->post([ear, id = std::string(id)] {
            if (ear->owner != nullptr) ear->owner->told(id);
        });
    });
}

Streams::~Streams() {
    const std::lock_guard lock(ear_->mutex);
    ear_->owner = nullptr;
}

Streams::Stream* Streams::find(const std::string& id, std::uint64_t serial) {
    const auto found = streams_.find(id);
    return found != streams_.end() && found->second.serial == serial ? &found->second : nullptr;
}

void Streams::open(const std::string& id, const std::shared_ptr<net::Socket>& socket,
                   std::optional<std::uint64_t> watermark, std::string base) {
    Stream& stream = streams_[id];
    const std::shared_ptr<net::Socket> older = std::move(stream.socket);
    stream = {.socket = socket,
              .base = std::move(base),
              .serial = ++serials_,
              .next = watermark.value_or(0),
              .silent = !watermark};
    // What clients send on the socket keeps it open and means nothing.
    socket->on_message = [](std::string_view) {};
    socket->on_close = [this, ear = ear_, id, serial = stream.serial](std::uint16_t) {
        if (ear->owner != nullptr && find(id, serial) != nullptr) streams_.erase(id);
    };
    read(id, stream);
    // Last, because a socket may tell of its end at once.
    if (older) older->close(net::Socket::normal, "another window took over");
}

void Streams::receive(conversation::Inbound inbound, bool may_begin, conversation::Answered answered) {
    context_.parts.conversation.receive(
        std::move(inbound), may_begin,
        [this, answered = std::move(answered)](std::expected<Reply, conversation::Refusal> reply) {
            if (reply) push(*reply);
            answered(std::move(reply));
        });
}

void Streams::note(const std::string& id, std::string_view locale, std::string_view text) {
    const auto found = streams_.find(id);
    if (found == streams_.end()) return;
    auto frame = std::make_shared<std::string>();
    JsonWriter to(*frame);
    to.begin_object().key("activities").begin_array();
    context_.writer.write_note(to, id, "|note" + std::to_string(++notes_), locale, context_.now(), text);
    to.end_array().end_object();
    found->second.socket->send(std::move(frame));
}

void Streams::push(const Reply& reply) {
    const auto found = streams_.find(std::string(direct_line_id(reply.conversation)));
    if (found == streams_.end()) return;
    Stream& stream = found->second;
    if (!reply.repeated) --stream.unaccounted;
    if (stream.reading) {
        stream.behind = true;
        if (stream.silent && !reply.repeated && !stream.made_meanwhile)
            stream.made_meanwhile = reply.first_activity;
        return;
    }
    if (end_of(reply) <= stream.next) return;
    // A turn of another node came between: both are read, in their order.
    if (reply.first_activity > stream.next) return read(found->first, stream);
    send(stream, {&reply});
}

void Streams::told(const std::string& id) {
    const auto found = streams_.find(id);
    if (found == streams_.end()) return;
    Stream& stream = found->second;
    ++stream.unaccounted;
    if (std::exchange(stream.looking, true)) return;
    context_.parts.server.after(foreign_after, [this, ear = ear_, id, serial = stream.serial] {
        Stream* still = ear->owner != nullptr ? find(id, serial) : nullptr;
        if (still == nullptr) return;
        still->looking = false;
        if (still->unaccounted <= 0) return;
        still->unaccounted = 0;
        if (still->reading)
            still->behind = true;
        else
            read(id, *still);
    });
}

void Streams::read(const std::string& id, Stream& stream) {
    stream.reading = true;
    stream.behind = false;
    context_.parts.conversation.replay(direct_line(id), stream.next, turns_per_frame,
                                       [this, ear = ear_, id, serial = stream.serial](
                                           std::expected<std::vector<Reply>, storage::Error> replies) {
                                           if (ear->owner != nullptr) took(id, serial, std::move(replies));
                                       });
}

void Streams::took(const std::string& id, std::uint64_t serial,
                   std::expected<std::vector<Reply>, storage::Error> replies) {
    Stream* stream = find(id, serial);
    if (stream == nullptr) return;
    if (!replies) return stream->socket->close(net::Socket::try_again, "try again");
    if (!replies->empty()) {
        std::vector<const Reply*> all;
        for (const Reply& reply : *replies) all.push_back(&reply);
        if (stream->silent)
            stream->next = end_of(replies->back());
        else
            send(*stream, all);
    }
    const bool at_end = replies->size() < turns_per_frame;
    if (at_end && std::exchange(stream->silent, false))
        stream->next = std::min(stream->next, stream->made_meanwhile.value_or(stream->next));
    if (at_end && !stream->behind) {
        stream->reading = false;
        return;
    }
    read_when_drained(id, *stream);
}

void Streams::read_when_drained(const std::string& id, Stream& stream) {
    if (stream.socket->buffered_bytes() < buffered_bytes_max) return read(id, stream);
    context_.parts.server.after(drain_pause, [this, ear = ear_, id, serial = stream.serial] {
        Stream* still = ear->owner != nullptr ? find(id, serial) : nullptr;
        if (still != nullptr) read_when_drained(id, *still);
    });
}

void Streams::send(Stream& stream, const std::vector<const Reply*>& replies) {
    auto frame = std::make_shared<std::string>();
    frame->reserve(2048);
    JsonWriter to(*frame);
    to.begin_object().key("activities").begin_array();
    const Links links = context_.links(stream.base);
    for (const Reply* reply : replies) context_.writer.write(to, *reply, links, stream.next);
    stream.next = end_of(*replies.back());
    to.end_array().key("watermark").text(std::to_string(stream.next)).end_object();
    stream.socket->send(std::move(frame));
}

} // namespace plaint::webchat
