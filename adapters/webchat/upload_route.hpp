#pragma once

#include "adapters/webchat/streams.hpp"
#include "adapters/webchat/upload_places.hpp"
#include "bot/net/router.hpp"
#include "bot/uploads/file_type.hpp"
#include "bot/uploads/intake.hpp"
#include "bot/uploads/workers.hpp"

#include <memory>

namespace plaint::webchat {

// POST …/upload: an activity and its files. The bytes go to the disk while they arrive, on another thread and in
// constant memory; each file is taken or refused for itself, and the turn is made once all of them are durable.
class UploadRoute {
  public:
    // All of them outlive the server.
    UploadRoute(Context& context, Streams& streams, uploads::Workers& workers, uploads::TypeChecker& types);

    void add_to(net::Router& router);

  private:
    class Upload;
    class Sink;

    std::expected<std::unique_ptr<net::BodySink>, net::Response> begin(const net::Request& request,
                                                                       net::Resume resume);

    Context& context_;
    Streams& streams_;
    uploads::Workers& workers_;
    uploads::TypeChecker& types_;
    // Shared with the uploads, which may end after this when the program stops in the middle.
    std::shared_ptr<UploadPlaces> places_;
};

} // namespace plaint::webchat
