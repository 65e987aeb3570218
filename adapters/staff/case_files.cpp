#include "adapters/centre/package_body.hpp"
#include "adapters/staff/layout.hpp"
#include "adapters/staff/rooms.hpp"
#include "adapters/webchat/file_body.hpp"
#include "bot/conversation/at_home.hpp"
#include "bot/support/seal.hpp"

#include <algorithm>
#include <array>

namespace plaint::staff {
namespace {

using conversation::at_home;

// Shown within the page by the browser, which runs nothing in them; everything else is stored.
bool may_be_shown(std::string_view media_type) {
    constexpr std::array<std::string_view, 8> shown{"image/png",  "image/jpeg", "image/gif",   "image/webp",
                                                    "audio/mpeg", "audio/wav",  "audio/x-wav", "audio/ogg"};
    return std::ranges::find(shown, media_type) != shown.end();
}

net::Response file_response(std::shared_ptr<webchat::FileBody> body, const storage::FileRecord& record) {
    net::Response response;
    response.headers.set("Content-Type", record.media_type);
    const std::string name = support::open(record.session.text, record.content).value_or("");
    response.headers.set(
        "Content-Disposition",
        (may_be_shown(record.media_type) ? "inline; filename*=UTF-8''" : "attachment; filename*=UTF-8''") +
            net::percent_encode(name));
    response.headers.set("Content-Security-Policy", "default-src 'none'; sandbox");
    response.headers.set("Cache-Control", "no-store");
    response.body = net::Body(std::move(body));
    return response;
}

// The package is opened where a slow disk stands in nobody's way.
void send_package(Context& context, const Seen& seen, const storage::CaseNumber& number,
                  std::uint32_t version) {
    context.parts.packages.fetch(number, version, at_home(context.post, [&context, seen](auto package) {
                                     if (!package) return refuse(context, seen, review::Refused::unavailable);
                                     context.disk.post([&context, seen, package = *package] {
                                         context.post([&context, seen,
                                                       response = centre::package_response(
                                                           package, context.disk, context.post)]() mutable {
                                             if (!response)
                                                 return refuse(context, seen, review::Refused::unavailable);
                                             seen->respond(std::move(*response));
                                         });
                                     });
                                 }));
}

} // namespace

void send_file(Context& context, const Seen& seen, storage::FileRecord record) {
    context.disk.post([&context, seen, record = std::move(record)]() mutable {
        std::shared_ptr<webchat::FileBody> body;
        if (auto reader = context.parts.files.open(record.session, record.sha256))
            body = std::make_shared<webchat::FileBody>(std::move(*reader), context.disk, context.post);
        context.parts.server.post(
            [&context, seen, body = std::move(body), record = std::move(record)]() mutable {
                if (!body) return refuse(context, seen, review::Refused::unavailable);
                seen->respond(file_response(std::move(body), record));
            });
    });
}

void add_case_files(Context& context, Gate& gate) {
    gate.page("/staff/cases/{number}/files/{sha256}", review::Right::see_cases, [&context](const Seen& seen) {
        const auto number = number_in(context, seen);
        if (!number) return;
        context.review.file(*seen->officer, *number, std::string(seen->request.parameter("sha256")),
                            [&context, seen](auto record) {
                                if (!record) return refuse(context, seen, record.error());
                                send_file(context, seen, std::move(*record));
                            });
    });
    // The whole dossier leaves the house: whoever takes it has just shown who they are.
    gate.page("/staff/cases/{number}/package", review::Right::see_cases, [&context](const Seen& seen) {
        const auto number = number_in(context, seen);
        if (!number) return;
        if (!context.sign_in.is_fresh(*seen->officer))
            return refuse(context, seen, 403, "staff.refused.not_fresh");
        context.review.package(*seen->officer, *number, [&context, seen, number = *number](auto version) {
            if (!version) return refuse(context, seen, version.error());
            send_package(context, seen, number, *version);
        });
    });
}

} // namespace plaint::staff
