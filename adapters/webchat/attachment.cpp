#include "adapters/webchat/direct_line.hpp"
#include "adapters/webchat/file_body.hpp"
#include "bot/support/seal.hpp"

#include <algorithm>
#include <memory>

// Uploaded files on their way back to the conversation that they came from.
namespace plaint::webchat {

namespace {

using conversation::Refusal;
using net::Responder;

// Whatever it is, a browser stores it or shows it as an image; it runs nothing in it.
net::Response download(std::shared_ptr<FileBody> body, const storage::FileRecord& record) {
    net::Response response;
    response.headers.set("Content-Type", record.media_type);
    const std::string name = support::open(record.session.text, record.content).value_or("");
    response.headers.set("Content-Disposition", "attachment; filename*=UTF-8''" + net::percent_encode(name));
    response.headers.set("Content-Security-Policy", "default-src 'none'; sandbox");
    // The window may stand on another site; the address is a secret for as long as it lives.
    response.headers.set("Cross-Origin-Resource-Policy", "cross-origin");
    response.headers.set("Cache-Control", "private, no-store");
    response.body = net::Body(std::move(body));
    return response;
}

} // namespace

void DirectLine::attachment(net::Request&& request, Responder respond) {
    const std::string id(request.parameter("id"));
    const std::string sha256(request.parameter("sha256"));
    const std::string language(language_of(context_.library(), "", request));
    // Images are fetched without headers, so the address carries a ticket: for this one file, and not for long.
    const auto ticket =
        context_.tokens.verify(support::TokenPurpose::form, request.query.get("t"), context_.now());
    if (!ticket || ticket->conversation != link_subject(id, sha256)) {
        context_.parts.metrics.add(support::Count::tokens_refused);
        const bool expired = !ticket && ticket.error() == support::TokenFault::expired;
        return respond(direct_line_error(403, expired ? "TokenExpired" : "BadToken",
                                         "The ticket of this address is not valid."));
    }
    auto waiting = std::make_shared<Responder>(std::move(respond));
    context_.parts.conversation.locate(
        direct_line(id),
        [this, sha256, language, waiting](std::expected<storage::SessionId, Refusal> session) {
            if (!session) return (*waiting)(context_.refuse(session.error(), language));
            context_.parts.store.files(
                *session, at_home(context_.parts.server,
                                  [this, sha256, language, waiting](
                                      std::expected<std::vector<storage::FileRecord>, storage::Error> files) {
                                      if (!files)
                                          return (*waiting)(context_.refuse(Refusal::unavailable, language));
                                      const auto found =
                                          std::ranges::find(*files, sha256, &storage::FileRecord::sha256);
                                      if (found == files->end())
                                          return (*waiting)(context_.refuse(Refusal::unknown, language));
                                      send_file(std::move(*found), waiting);
                                  }));
        });
}

void DirectLine::send_file(storage::FileRecord record, const std::shared_ptr<Responder>& waiting) {
    workers_.post([this, record = std::move(record), waiting]() mutable {
        std::shared_ptr<FileBody> body;
        if (auto reader = context_.parts.files.open(record.session, record.sha256))
            body = std::make_shared<FileBody>(
                std::move(*reader), workers_,
                [&server = context_.parts.server](std::move_only_function<void()> task) {
                    server.post(std::move(task));
                });
        context_.parts.server.post([body = std::move(body), record = std::move(record), waiting]() mutable {
            if (body) return (*waiting)(download(std::move(body), record));
            (*waiting)(direct_line_error(503, "Unavailable", "The file cannot be read now."));
        });
    });
}

} // namespace plaint::webchat
