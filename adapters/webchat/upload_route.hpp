#pragma once

#include "adapters/webchat/streams.hpp"
#include "adapters/webchat/upload_places.hpp"
#include "bot/net/router.hpp"
#include "bot/uploads/file_type.hpp"
#include "bot/uploads/intake.hpp"
#include "bot/uploads/workers.hpp"

#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>

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
    struct CaseUploads;

    std::expected<std::unique_ptr<net::BodySink>, net::Response> begin(const net::Request& request,
                                                                       net::Resume resume);
    // Calls back once it is known what is left of the case, or with why that cannot be known.
    using Opened = std::function<void(std::expected<void, storage::Error>)>;
    std::shared_ptr<CaseUploads> join(const storage::SessionId& session, Opened opened);

    Context& context_;
    Streams& streams_;
    uploads::Workers& workers_;
    uploads::TypeChecker& types_;
    // By session, while an upload to it is under way: they share what is left of the case.
    std::unordered_map<std::string, std::weak_ptr<CaseUploads>> by_case_;
    // Shared with the uploads, which may end after this when the program stops in the middle.
    std::shared_ptr<UploadPlaces> places_;
};

} // namespace plaint::webchat
