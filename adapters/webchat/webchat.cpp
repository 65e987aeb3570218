#include "adapters/webchat/webchat.hpp"

#include "adapters/webchat/direct_line.hpp"
#include "adapters/webchat/pages.hpp"
#include "adapters/webchat/status_api.hpp"
#include "adapters/webchat/upload_route.hpp"

namespace plaint::webchat {

namespace {

// One waits for the disk while the other takes small files; more would only make the disk seek.
constexpr std::size_t upload_threads = 2;

} // namespace

struct WebChat::Rooms {
    explicit Rooms(Parts parts)
        : context(std::move(parts)),
          workers(upload_threads),
          streams(context),
          direct_line(context, streams, workers),
          uploads(context, streams, workers, types),
          pages(context),
          status(context) {}

    Context context;
    uploads::TypeChecker types;
    uploads::Workers workers;
    Streams streams;
    DirectLine direct_line;
    UploadRoute uploads;
    Pages pages;
    StatusApi status;
};

WebChat::WebChat(Parts parts) : rooms_(std::make_unique<Rooms>(std::move(parts))) {}
WebChat::~WebChat() = default;

void WebChat::add_to(net::Router& router) {
    rooms_->direct_line.add_to(router);
    rooms_->uploads.add_to(router);
    rooms_->pages.add_to(router);
    rooms_->status.add_to(router);
}

} // namespace plaint::webchat
