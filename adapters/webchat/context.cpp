#include "adapters/webchat/context.hpp"

#include "bot/support/crypto.hpp"

namespace plaint::webchat {

namespace {

// Stands in no conversation's id, so that the language can follow the id in a token.
constexpr char locale_mark = '~';

} // namespace

Context::Context(Parts given)
    : parts(std::move(given)),
      origins(parts.config),
      tokens(support::hmac_sha256(parts.server_key, "direct line tokens")),
      writer(parts.conversation, parts.config),
      messages(parts.config.limits.messages_per_minute_per_address),
      conversations(parts.config.limits.conversations_per_minute_per_address),
      guard({parts.store, parts.clock, parts.config, parts.metrics, parts.server, parts.server_key}) {}

Links Context::links(std::string_view base) const {
    return {base, tokens, now() + parts.config.web.token_seconds * 1000LL};
}

std::expected<Context::Bearer, net::Response> Context::authorise(const net::Request& request) const {
    const auto refuse = [&](int status, std::string_view code, std::string_view message) {
        parts.metrics.add(support::Count::tokens_refused);
        return std::unexpected(direct_line_error(status, code, message));
    };
    if (!origins.allows(request))
        return refuse(403, "ForbiddenOrigin", "Pages of this origin may not use the chat.");
    const auto shown = request.bearer();
    if (!shown) return refuse(401, "MissingToken", "The header \"Authorization: Bearer …\" is missing.");
    const auto token = tokens.verify(support::TokenPurpose::conversation, *shown, now());
    if (!token && token.error() == support::TokenFault::expired)
        return refuse(403, "TokenExpired", "The token has expired.");
    if (!token) return refuse(403, "BadToken", "The token is none of this server's.");
    const std::size_t mark = std::min(token->conversation.find(locale_mark), token->conversation.size());
    Bearer bearer{token->conversation.substr(0, mark),
                  token->conversation.substr(std::min(mark + 1, token->conversation.size())), token->nonce};
    if (const auto id = request.parameters.find("id"); id && *id != bearer.id)
        return refuse(403, "WrongConversation", "The token belongs to another conversation.");
    return bearer;
}

std::string Context::issue_token(std::string_view id, std::string_view locale) const {
    std::string subject(id);
    if (!locale.empty()) subject.append(1, locale_mark).append(locale);
    return tokens.issue(support::TokenPurpose::conversation, subject,
                        now() + parts.config.web.token_seconds * 1000LL);
}

net::Response Context::refuse(conversation::Refusal refusal, std::string_view language) const {
    const RefusalForm form = form_of(refusal);
    return direct_line_error(form.status, form.code, sentence(library(), language, form.key),
                             form.retry_after_seconds);
}

net::Response Context::too_many(std::string_view language) const {
    parts.metrics.add(support::Count::requests_limited);
    const RefusalForm form = form_of(conversation::Refusal::busy);
    return direct_line_error(form.status, form.code, sentence(library(), language, form.key),
                             Rate::seconds_left(now()));
}

} // namespace plaint::webchat
