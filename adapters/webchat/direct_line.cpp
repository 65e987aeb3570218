#include "adapters/webchat/direct_line.hpp"

#include "adapters/webchat/json_fields.hpp"
#include "bot/support/crypto.hpp"
#include "bot/support/receipt.hpp"
#include "dialogs/kinds/receipt_code.hpp"
#include "locales/fold.hpp"

#include <algorithm>
#include <charconv>
#include <memory>
#include <optional>

namespace plaint::webchat {

namespace {

using conversation::Inbound;
using conversation::Refusal;
using conversation::Reply;
using net::Request;
using net::Responder;

constexpr std::size_t small_body_bytes = 16 * 1024;
constexpr std::int64_t ticket_ms = 60'000;
constexpr std::uint32_t turns_per_poll = 100;

// Responders are moved into callbacks that must be copyable.
std::shared_ptr<Responder> shared(Responder respond) {
    return std::make_shared<Responder>(std::move(respond));
}

// What cannot be read as a number replays everything: too much is better than too little.
std::uint64_t number_of(std::string_view watermark) {
    std::uint64_t number = 0;
    std::from_chars(watermark.data(), watermark.data() + watermark.size(), number);
    return number;
}

// The body of a call that may come without one: a language, and the secret of an earlier conversation.
enum : std::size_t { locale, resume_secret, user, opening_fields };
constexpr std::array<FieldSpec, opening_fields> opening{{{"locale", 64}, {"resume", 128}, {"user/id", 128}}};
using Opening = std::array<std::optional<std::string>, opening_fields>;
std::expected<Opening, std::string> read_opening(const Request& request) {
    if (request.body.empty()) return Opening{};
    return read_fields(request.body, opening);
}

// A language tag goes into tokens and URLs: letters, digits and hyphens.
bool is_tag(std::string_view text) {
    return std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    });
}

// How a code looks that was typed, to whoever reads the conversation again.
constexpr const char* typed_code = "•••• •••• •••• ••••";

// The receipt code that a message consists of, or nothing.
std::optional<std::string> code_in(std::string_view words) {
    constexpr std::size_t typed_bytes_max = 64;
    if (words.size() > typed_bytes_max) return std::nullopt;
    const std::string folded = locales::fold(words);
    if (folded.find_first_not_of("0123456789 -") != std::string::npos) return std::nullopt;
    const kinds::Verdict code = kinds::validate_receipt_code({words, folded});
    return code.ok ? std::optional(code.value) : std::nullopt;
}

net::Response id_answer(std::string_view id) {
    std::string body;
    JsonWriter(body).begin_object().text_at("id", id).end_object();
    return net::json(std::move(body));
}

} // namespace

void DirectLine::add_to(net::Router& router) {
    const auto bind = [this](void (DirectLine::*method)(Request&&, Responder)) {
        return [this, method](Request&& request, Responder respond) {
            (this->*method)(std::move(request), std::move(respond));
        };
    };
    const std::string root = "/v3/directline";
    router.post(root + "/tokens/generate", bind(&DirectLine::generate), small_body_bytes);
    router.post(root + "/tokens/refresh", bind(&DirectLine::refresh), small_body_bytes);
    router.post(root + "/conversations", bind(&DirectLine::start), small_body_bytes);
    router.get(root + "/conversations/{id}", bind(&DirectLine::reconnect));
    router.post(root + "/conversations/{id}/activities", bind(&DirectLine::post), activity_bytes_max);
    router.get(root + "/conversations/{id}/activities", bind(&DirectLine::poll));
    router.get(root + "/conversations/{id}/attachments/{sha256}", bind(&DirectLine::attachment));
    router.socket(root + "/conversations/{id}/stream", [this](Request&& request, net::Upgrade upgrade) {
        stream(std::move(request), std::move(upgrade));
    });
}

// ---- tokens

// All answers that give a token begin alike.
JsonWriter& DirectLine::begin_grant(JsonWriter& to, std::string_view id, std::string_view token) const {
    return to.begin_object()
        .text_at("conversationId", id)
        .text_at("token", token)
        .number_at("expires_in", context_.parts.config.web.token_seconds);
}

std::string DirectLine::secret_of(const std::string& id, const std::string& nonce) const {
    return support::base64url(support::hmac_sha256(context_.parts.server_key, "resume secret " + nonce + id))
        .substr(0, 32);
}

void DirectLine::generate(Request&& request, Responder respond) {
    if (!context_.origins.allows(request))
        return respond(
            direct_line_error(403, "ForbiddenOrigin", "Pages of this origin may not use the chat."));
    if (!context_.messages.take(request.remote_address, context_.now()))
        return respond(context_.too_many(language_of(context_.library(), "", request)));
    auto body = read_opening(request);
    if (!body) return respond(direct_line_error(400, "BadRequest", body.error()));
    if ((*body)[resume_secret]) return generate_again(*(*body)[resume_secret], std::move(respond));
    const std::string tag = (*body)[locale].value_or("");
    const std::string id = support::base64url(support::random_bytes(16));
    const std::string token = context_.issue_token(id, is_tag(tag) ? tag : "");
    const auto issued = context_.tokens.verify(support::TokenPurpose::conversation, token, context_.now());
    std::string out;
    JsonWriter to(out);
    begin_grant(to, id, token).text_at("resume", secret_of(id, issued->nonce)).end_object();
    respond(net::json(std::move(out)));
}

// The token is over, but the window has kept the secret of its conversation.
void DirectLine::generate_again(const std::string& secret, Responder respond) {
    context_.parts.store.conversation_by_resume(
        support::keyed_hash(context_.parts.server_key, "resume", secret),
        at_home(context_.parts.server,
                [this, respond = shared(std::move(respond))](
                    std::expected<std::optional<storage::ConversationRecord>, storage::Error> found) {
                    if (!found) return (*respond)(context_.refuse(Refusal::unavailable, ""));
                    const std::string id(*found ? direct_line_id((*found)->id) : "");
                    if (id.empty()) {
                        context_.parts.metrics.add(support::Count::tokens_refused);
                        return (*respond)(
                            direct_line_error(404, "UnknownSecret", "Nothing is kept under this secret."));
                    }
                    std::string out;
                    JsonWriter to(out);
                    begin_grant(to, id, context_.issue_token(id, "")).end_object();
                    (*respond)(net::json(std::move(out)));
                }));
}

void DirectLine::refresh(Request&& request, Responder respond) {
    const auto bearer = context_.authorise(request);
    if (!bearer) return respond(bearer.error());
    std::string out;
    JsonWriter to(out);
    begin_grant(to, bearer->id, context_.issue_token(bearer->id, bearer->locale)).end_object();
    respond(net::json(std::move(out)));
}

// ---- conversations

std::string DirectLine::stream_url(const Request& request, const std::string& id,
                                   std::string_view watermark) const {
    std::string url =
        context_.origins.socket_base(request) + "/v3/directline/conversations/" + id + "/stream?";
    if (!watermark.empty()) url.append("watermark=").append(net::percent_encode(watermark)).append("&");
    return url + "t=" + context_.tokens.issue(support::TokenPurpose::stream, id, context_.now() + ticket_ms);
}

void DirectLine::start(Request&& request, Responder respond) {
    auto bearer = context_.authorise(request);
    if (!bearer) return respond(bearer.error());
    auto body = read_opening(request);
    if (!body) return respond(direct_line_error(400, "BadRequest", body.error()));
    std::string tag = (*body)[locale].value_or(bearer->locale);
    if (tag.empty()) tag = language_of(context_.library(), "", request);
    if (!context_.conversations.take(request.remote_address, context_.now()))
        return respond(context_.too_many(tag));

    // The bot speaks first. The message has a name, so that a client which did not get the answer may ask again.
    Inbound inbound{.conversation = direct_line(bearer->id),
                    .external_id = "begin",
                    .locale = tag,
                    .said = dialogs::Said::begin,
                    .client = (*body)[user].value_or("")};
    const std::string secret = secret_of(bearer->id, bearer->nonce);
    inbound.resume_hash = support::keyed_hash(context_.parts.server_key, "resume", secret);
    std::string out;
    JsonWriter to(out);
    begin_grant(to, bearer->id, context_.issue_token(bearer->id, is_tag(tag) ? tag : ""))
        .text_at("streamUrl", stream_url(request, bearer->id, "0"));
    streams_.receive(std::move(inbound), true,
                     [this, out = std::move(out), secret, tag,
                      respond = shared(std::move(respond))](std::expected<Reply, Refusal> reply) mutable {
                         if (!reply) return (*respond)(context_.refuse(reply.error(), tag));
                         JsonWriter more(out);
                         // The first turn was made with the secret of its own request, which may not be this one's.
                         if (!reply->repeated) more.text_at("resume", secret);
                         more.end_object();
                         (*respond)(net::json(std::move(out), reply->repeated ? 200 : 201));
                     });
}

void DirectLine::reconnect(Request&& request, Responder respond) {
    const auto bearer = context_.authorise(request);
    if (!bearer) return respond(bearer.error());
    std::string out;
    JsonWriter to(out);
    begin_grant(to, bearer->id, context_.issue_token(bearer->id, bearer->locale))
        .text_at("streamUrl", stream_url(request, bearer->id, request.query.get("watermark")))
        .end_object();
    context_.parts.conversation.locate(
        direct_line(bearer->id),
        [this, language = language_of(context_.library(), bearer->locale, request), out = std::move(out),
         respond = shared(std::move(respond))](std::expected<storage::SessionId, Refusal> found) mutable {
            if (!found) return (*respond)(context_.refuse(found.error(), language));
            (*respond)(net::json(std::move(out)));
        });
}

void DirectLine::stream(Request&& request, net::Upgrade upgrade) {
    const auto refuse = [&](int status, std::string_view code, std::string_view message) {
        context_.parts.metrics.add(support::Count::sockets_refused);
        upgrade.refuse(direct_line_error(status, code, message));
    };
    if (!context_.origins.allows(request))
        return refuse(403, "ForbiddenOrigin", "Pages of this origin may not use the chat.");
    const std::string id(request.parameter("id"));
    const auto ticket =
        context_.tokens.verify(support::TokenPurpose::stream, request.query.get("t"), context_.now());
    if (!ticket && ticket.error() == support::TokenFault::expired)
        return refuse(403, "TokenExpired", "The ticket of this address has expired.");
    if (!ticket || ticket->conversation != id)
        return refuse(403, "BadToken", "The ticket of this address is not valid.");
    if (!used_tickets_.use(ticket->nonce, ticket->expires_at, context_.now()))
        return refuse(403, "TokenUsed", "The ticket of this address was used already.");
    std::optional<std::uint64_t> watermark;
    if (const auto given = request.query.find("watermark"); given && !given->empty())
        watermark = number_of(*given);
    upgrade.accept([this, id, watermark,
                    base = context_.origins.base(request)](const std::shared_ptr<net::Socket>& socket) {
        streams_.open(id, socket, watermark, base);
    });
}

// ---- activities

// What was said, and who waits for its answer.
struct DirectLine::Message {
    std::string id; // of the conversation
    std::string language;
    Inbound inbound;
    std::shared_ptr<Responder> respond;

    std::string activity_of(const Reply& reply) const {
        return activity_id(id, reply.first_activity) + (reply.content.shows_inbound() ? "" : "|event");
    }
};

void DirectLine::post(Request&& request, Responder respond) {
    const auto bearer = context_.authorise(request);
    if (!bearer) return respond(bearer.error());
    auto activity = read_activity(request.body, Comes::alone);
    if (!activity) return respond(direct_line_error(400, "BadRequest", activity.error()));
    const std::string language(language_of(
        context_.library(), activity->locale.empty() ? bearer->locale : activity->locale, request));
    if (!context_.messages.take(request.remote_address, context_.now()))
        return respond(context_.too_many(language));
    Inbound inbound{.conversation = direct_line(bearer->id),
                    .external_id = activity->client_id,
                    .locale = activity->locale.empty() ? bearer->locale : activity->locale,
                    .client = activity->user};
    switch (activity->kind) {
    case ClientActivity::Kind::ignored: return respond(id_answer(bearer->id + "|ignored"));
    case ClientActivity::Kind::resume: return resume(*bearer, *activity, request, std::move(respond));
    case ClientActivity::Kind::locale: inbound.said = dialogs::Said::locale; break;
    case ClientActivity::Kind::message:
        inbound.words = std::move(activity->text);
        inbound.value = std::move(activity->value);
        inbound.to = std::move(activity->to);
        break;
    }
    auto code = inbound.value.empty() ? code_in(inbound.words) : std::nullopt;
    Message message{bearer->id, language, std::move(inbound), shared(std::move(respond))};
    if (code) return say_code(std::move(message), *std::move(code), request.remote_address);
    say(std::move(message));
}

void DirectLine::say(Message message) {
    Inbound inbound = std::move(message.inbound);
    streams_.receive(std::move(inbound), false,
                     [this, message = std::move(message)](std::expected<Reply, Refusal> reply) {
                         if (reply) return (*message.respond)(id_answer(message.activity_of(*reply)));
                         (*message.respond)(context_.refuse(reply.error(), message.language));
                     });
}

// Whoever types a receipt code wants what it opens, at whichever question; digits that open nothing are an answer like any
// other, and while no codes are looked at all digits are. Only that a code was typed is kept, and not the code.
void DirectLine::say_code(Message message, std::string code, std::string_view address) {
    const auto attempt = context_.guard.begin(address);
    if (!attempt) return say(std::move(message));
    Inbound joining = message.inbound;
    joining.said = dialogs::Said::resume;
    joining.receipt = std::move(code);
    joining.words = typed_code;
    joining.to.clear();
    streams_.receive(std::move(joining), false,
                     [this, attempt, message = std::move(message)](std::expected<Reply, Refusal> reply) {
                         if (!reply && reply.error() == Refusal::bad_receipt)
                             return attempt->failed([this, message] { say(message); });
                         if (!reply)
                             return attempt->passed([this, message, refusal = reply.error()] {
                                 (*message.respond)(context_.refuse(refusal, message.language));
                             });
                         attempt->passed([respond = message.respond, id = message.activity_of(*reply)] {
                             (*respond)(id_answer(id));
                         });
                     });
}

// The conversation goes over to the session of a receipt code. A wrong code is answered in the chat too, because the
// window that sent the event shows nothing of its own about it.
void DirectLine::resume(const Context::Bearer& bearer, const ClientActivity& activity, const Request& request,
                        Responder respond) {
    const std::string language(
        language_of(context_.library(), activity.locale.empty() ? bearer.locale : activity.locale, request));
    const auto attempt = context_.guard.begin(request.remote_address);
    if (!attempt) {
        streams_.note(bearer.id, language, sentence(context_.library(), language, "refusal.receipts_spent"));
        return respond(direct_line_error(429, "TooManyRequests",
                                         sentence(context_.library(), language, "refusal.receipts_spent"),
                                         ReceiptGuard::pause_seconds));
    }
    Inbound inbound{.conversation = direct_line(bearer.id),
                    .external_id = activity.client_id,
                    .locale = activity.locale.empty() ? bearer.locale : activity.locale,
                    .said = dialogs::Said::resume,
                    .receipt = activity.receipt,
                    .client = activity.user};
    streams_.receive(std::move(inbound), false,
                     [this, id = bearer.id, language, attempt,
                      respond = shared(std::move(respond))](std::expected<Reply, Refusal> reply) {
                         if (reply)
                             return attempt->passed([id, respond, first = reply->first_activity] {
                                 (*respond)(id_answer(activity_id(id, first) + "|event"));
                             });
                         const auto refuse = [this, id, language, respond, refusal = reply.error()] {
                             if (refusal == Refusal::bad_receipt)
                                 streams_.note(id, language,
                                               sentence(context_.library(), language, form_of(refusal).key));
                             (*respond)(context_.refuse(refusal, language));
                         };
                         if (reply.error() == Refusal::bad_receipt)
                             attempt->failed(refuse);
                         else
                             attempt->passed(refuse);
                     });
}

void DirectLine::poll(Request&& request, Responder respond) {
    const auto bearer = context_.authorise(request);
    if (!bearer) return respond(bearer.error());
    // Whoever polls for the first time has seen nothing: without a watermark, or with an empty one, all is new.
    const std::uint64_t from = number_of(request.query.get("watermark"));
    context_.parts.conversation.replay(
        direct_line(bearer->id), from, turns_per_poll,
        [this, from, id = bearer->id, base = context_.origins.base(request),
         language = std::string(language_of(context_.library(), bearer->locale, request)),
         respond = shared(std::move(respond))](std::expected<std::vector<Reply>, storage::Error> replies) {
            if (!replies) return (*respond)(context_.refuse(Refusal::unavailable, language));
            std::string out;
            JsonWriter to(out);
            to.begin_object().key("activities").begin_array();
            for (const Reply& reply : *replies) context_.writer.write(to, reply, context_.links(base), from);
            std::uint64_t next = from;
            if (!replies->empty())
                next = replies->back().first_activity + replies->back().content.activity_count();
            to.end_array().key("watermark").text(std::to_string(next)).end_object();
            if (!replies->empty()) return (*respond)(net::json(std::move(out)));
            context_.parts.conversation.locate(
                direct_line(id), [this, language, respond, out = std::move(out)](
                                     std::expected<storage::SessionId, Refusal> found) mutable {
                    if (!found) return (*respond)(context_.refuse(found.error(), language));
                    (*respond)(net::json(std::move(out)));
                });
        });
}

} // namespace plaint::webchat
