#include "adapters/webchat/refusal.hpp"

#include "adapters/webchat/json_writer.hpp"

namespace plaint::webchat {

using conversation::Refusal;

RefusalForm form_of(Refusal refusal) {
    switch (refusal) {
    case Refusal::unknown: return {404, "ConversationNotFound", "refusal.unknown"};
    case Refusal::busy: return {429, "TooManyRequests", "refusal.busy", 5};
    case Refusal::unavailable: return {503, "Unavailable", "refusal.unavailable", 2};
    case Refusal::full: return {507, "NoRoom", "refusal.full", 60};
    case Refusal::bad_receipt: return {400, "UnknownReceipt", "refusal.bad_receipt"};
    case Refusal::too_long: return {413, "MessageTooLong", "refusal.too_long"};
    }
    return {};
}

std::string sentence(const library::Library& library, std::string_view language,
                     const dialogs::Message& message) {
    const locales::Blanks blanks;
    return library.renderer(library.languages.match(language), dialogs::Modality::web, blanks).text(message);
}

std::string sentence(const library::Library& library, std::string_view language, std::string_view key) {
    return sentence(library, language, dialogs::Message{std::string(key), {}});
}

const std::string& language_of(const library::Library& library, std::string_view tag,
                               const net::Request& request) {
    return library.languages.match(tag, request.header("Accept-Language"));
}

net::Response direct_line_error(int status, std::string_view code, std::string_view message,
                                std::uint32_t retry_after_seconds) {
    std::string body;
    JsonWriter(body)
        .begin_object()
        .key("error")
        .begin_object()
        .text_at("code", code)
        .text_at("message", message)
        .end_object()
        .end_object();
    net::Response response = net::json(std::move(body), status);
    if (retry_after_seconds > 0) response.headers.set("Retry-After", std::to_string(retry_after_seconds));
    return response;
}

} // namespace plaint::webchat
