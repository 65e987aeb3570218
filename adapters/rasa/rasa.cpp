#include "adapters/rasa/rasa.hpp"

#include "adapters/webchat/activity.hpp"
#include "adapters/webchat/json_fields.hpp"
#include "adapters/webchat/refusal.hpp"
#include "bot/support/crypto.hpp"

#include <memory>

namespace plaint::rasa {

namespace {

using conversation::Inbound;
using conversation::Refusal;
using conversation::Reply;
using webchat::FieldSpec;
using webchat::JsonWriter;

constexpr std::size_t body_bytes_max = 256 * 1024;

enum : std::size_t { sender, message, message_id, locale, value, to, count };
constexpr std::array<FieldSpec, count> specs{{{"sender", 256},
                                              {"message", 100'000},
                                              {"metadata/message_id", 128},
                                              {"metadata/locale", 64},
                                              {"metadata/value", 100'000},
                                              {"metadata/to", 512}}};

void write_buttons(JsonWriter& to, const webchat::Buttons& buttons) {
    to.key("buttons").begin_array();
    for (const auto* choices : {&buttons.offers, &buttons.choices, &buttons.formals})
        for (const webchat::Choice& choice : *choices)
            to.begin_object().text_at("title", choice.label).text_at("payload", choice.value).end_object();
    to.end_array();
}

std::string rendered(const Reply& reply, std::string_view recipient) {
    const locales::Renderer words =
        reply.edition->renderer(reply.content.locale, reply.content.modality, reply.blanks);
    std::string body;
    body.reserve(1024);
    JsonWriter to(body);
    to.begin_array();
    for (const dialogs::Output& output : reply.content.outputs) {
        to.begin_object().text_at("recipient_id", recipient).text_at("text", webchat::text_of(output, words));
        if (output.ask) {
            const webchat::Buttons buttons = webchat::buttons_of(*output.ask, words);
            if (!buttons.offers.empty() || !buttons.choices.empty() || !buttons.formals.empty())
                write_buttons(to, buttons);
        }
        to.end_object();
    }
    to.end_array();
    return body;
}

} // namespace

void Rasa::add_to(net::Router& router) {
    if (!parts_.config.rasa) return;
    router.post(
        "/webhooks/rest/webhook",
        [this](net::Request&& request, net::Responder respond) {
            receive(std::move(request), std::move(respond));
        },
        body_bytes_max);
    router.get("/webhooks/rest/",
               [](net::Request&&, net::Responder respond) { respond(net::json(R"({"status":"ok"})")); });
}

// As Rasa takes it, in the address, or where it stays out of the logs of others.
bool Rasa::knows(const net::Request& request) const {
    const std::string_view shown = request.bearer().value_or(request.query.get("token"));
    return support::same_secret(shown, parts_.config.rasa->token);
}

void Rasa::receive(net::Request&& request, net::Responder respond) {
    if (!knows(request)) {
        parts_.metrics.add(support::Count::tokens_refused);
        net::Response response =
            net::problem(401, "The token is missing or wrong: \"?token=…\" or \"Authorization: Bearer …\".",
                         "unauthorised");
        response.headers.set("WWW-Authenticate", "Bearer");
        return respond(std::move(response));
    }
    auto fields = webchat::read_fields(request.body, specs);
    if (!fields) return respond(net::problem(400, fields.error(), "bad-request"));
    const auto take = [&](std::size_t at) { return std::move((*fields)[at]).value_or(std::string()); };
    std::string from = take(sender);
    if (from.empty())
        return respond(
            net::problem(400, "\"sender\" is missing: the client's id of the person.", "bad-request"));
    if (!(*fields)[message]) return respond(net::problem(400, "\"message\" is missing.", "bad-request"));
    const library::Library& library = parts_.conversation.library();
    const std::int64_t now = parts_.clock.now();
    if (!messages_.take(request.remote_address, now)) {
        parts_.metrics.add(support::Count::requests_limited);
        net::Response response =
            net::problem(429, webchat::sentence(library, "", "refusal.busy"), "too-many-requests");
        response.headers.set("Retry-After", std::to_string(webchat::Rate::seconds_left(now)));
        return respond(std::move(response));
    }
    Inbound inbound{.conversation = storage::ConversationId("rasa:" + from),
                    .external_id = take(message_id),
                    .locale = take(locale),
                    .words = take(message),
                    .value = take(value),
                    .to = take(to)};
    if (inbound.locale.empty()) inbound.locale = webchat::language_of(library, "", request);
    if (inbound.words.empty()) inbound.words = inbound.value;
    // Rasa's own clients open a conversation so, too.
    if (inbound.words.empty() || inbound.words == "/session_start") {
        inbound.said = dialogs::Said::begin;
        inbound.words.clear();
    }
    std::string language = inbound.locale;
    parts_.conversation.receive(
        std::move(inbound), true,
        [this, from = std::move(from), language = std::move(language),
         respond =
             std::make_shared<net::Responder>(std::move(respond))](std::expected<Reply, Refusal> reply) {
            if (reply) return (*respond)(net::json(rendered(*reply, from)));
            const library::Library& content = parts_.conversation.library();
            const webchat::RefusalForm form = webchat::form_of(reply.error());
            net::Response response =
                net::problem(form.status, webchat::sentence(content, language, form.key), "refused");
            if (form.retry_after_seconds > 0)
                response.headers.set("Retry-After", std::to_string(form.retry_after_seconds));
            (*respond)(std::move(response));
        });
}

} // namespace plaint::rasa
