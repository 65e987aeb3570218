#include "adapters/webchat/upload_route.hpp"

#include "adapters/webchat/activity_reader.hpp"
#include "bot/net/multipart.hpp"

#include <algorithm>
#include <atomic>
#include <deque>
#include <utility>
#include <vector>

namespace plaint::webchat {

namespace {

using conversation::Inbound;
using conversation::Refusal;
using conversation::Reply;
using uploads::FileFault;

// Web Chat puts small pictures of the files into the activity; they are read over and thrown away.
constexpr std::size_t activity_bytes_max = 1024 * 1024;
constexpr std::size_t form_bytes = 2 * activity_bytes_max;
// What has arrived and is not yet on the disk: the sender is stopped above the one and let go on below the other.
constexpr std::size_t held_bytes_max = 2 * 1024 * 1024;
constexpr std::size_t held_bytes_low = 512 * 1024;
constexpr std::size_t name_bytes_max = 255;

// The files of one answer, as many again to be refused by their names, and what else a form may have.
constexpr std::size_t parts_most(std::uint32_t files_per_answer) {
    return std::size_t{2} * files_per_answer + 20;
}
// An upload whose line was cut is under way until its time-out, and is sent again meanwhile.
constexpr std::uint32_t uploads_per_conversation = 3;

// What a client calls a file: without control characters, not longer than a file name may be, in UTF-8.
std::string shown_name(std::string name) {
    std::string out;
    for (std::size_t at = 0; at < name.size();) {
        const auto lead = static_cast<unsigned char>(name[at]);
        const std::size_t size = lead < 0x80                   ? 1
                                 : lead >= 0xf0 && lead < 0xf5 ? 4
                                 : lead >= 0xe0 && lead < 0xf0 ? 3
                                 : lead >= 0xc2 && lead < 0xe0 ? 2
                                                               : 0;
        bool whole = size > 0 && at + size <= name.size() && lead >= 0x20 && lead != 0x7f;
        for (std::size_t i = 1; whole && i < size; ++i)
            whole = (static_cast<unsigned char>(name[at + i]) & 0xc0U) == 0x80U;
        // Overlong forms and halves of pairs begin so.
        if (whole && size == 3) {
            const auto second = static_cast<unsigned char>(name[at + 1]);
            whole = !(lead == 0xe0 && second < 0xa0) && !(lead == 0xed && second >= 0xa0);
        }
        if (whole && size == 4) {
            const auto second = static_cast<unsigned char>(name[at + 1]);
            whole = !(lead == 0xf0 && second < 0x90) && !(lead == 0xf4 && second >= 0x90);
        }
        if (!whole) {
            out += '_';
            ++at;
            continue;
        }
        if (out.size() + size > name_bytes_max) {
            // The ending says what it is, so it is kept.
            const std::size_t point = name.rfind('.');
            const std::string ending =
                point != std::string::npos && name.size() - point <= 8 ? shown_name(name.substr(point)) : "";
            while (out.size() + ending.size() > name_bytes_max ||
                   (!out.empty() && (static_cast<unsigned char>(out.back()) & 0xc0U) == 0x80U))
                out.pop_back();
            if (!out.empty() && static_cast<unsigned char>(out.back()) >= 0xc0) out.pop_back();
            return out + ending;
        }
        out.append(name, at, size);
        at += size;
    }
    return out;
}

// The status that tells best why nothing at all was taken.
int status_of(FileFault fault) {
    switch (fault) {
    case FileFault::type:
    case FileFault::content: return 415;
    case FileFault::empty: return 400;
    case FileFault::too_large:
    case FileFault::too_many:
    case FileFault::case_full: return 413;
    case FileFault::no_room: return 507;
    case FileFault::unavailable: return 503;
    }
    return 500;
}

} // namespace

// The uploads to one case that are under way. What the store holds is read when the first of them begins; from then on
// each takes its share from the room, so the store need not be asked again until the last one has ended.
struct UploadRoute::CaseUploads {
    uploads::CaseRoom room;
    bool read = false;
    std::vector<Opened> waiting;
};

// One upload, shared by the connection's sink and the work on the disk. Members are used on the application's thread,
// but for those of the strand's work.
class UploadRoute::Upload : public std::enable_shared_from_this<Upload> {
  public:
    Upload(UploadRoute& route, const net::Request& request, Context::Bearer bearer,
           std::unique_ptr<UploadPlaces::Place> place, net::Resume resume)
        : route_(route),
          context_(route.context_),
          bearer_(std::move(bearer)),
          language_(language_of(context_.library(), bearer_.locale, request)),
          resume_(std::move(resume)),
          strand_(std::make_shared<uploads::Strand>(route.workers_)),
          place_(std::move(place)) {}

    // Finds where the files belong, and how many more fit there.
    void prepare() {
        context_.parts.conversation.locate(
            direct_line(bearer_.id),
            [self = shared_from_this()](std::expected<storage::SessionId, Refusal> session) {
                if (!session) return self->fail(self->context_.refuse(session.error(), self->language_));
                self->case_ = self->route_.join(*session, [self, session = *session](auto opened) {
                    if (!opened)
                        return self->fail(self->context_.refuse(Refusal::unavailable, self->language_));
                    self->open(session);
                });
            });
    }

    // Runs on the disk's thread once the place is known; `bytes` count as held until then.
    void post(std::size_t bytes, std::move_only_function<void(uploads::Intake&)> work) {
        held_ += bytes;
        auto piece = [self = shared_from_this(), bytes, work = std::move(work)]() mutable {
            if (!self->given_up_) work(*self->intake_);
            self->release(bytes);
        };
        if (intake_)
            strand_->post(std::move(piece));
        else
            waiting_.emplace_back(std::move(piece));
    }
    bool should_pause() {
        if (held_ < held_bytes_max) return false;
        paused_ = true;
        // The disk may have caught up between the two lines above.
        return held_ >= held_bytes_low || !paused_.exchange(false);
    }
    void give_up() { given_up_ = true; }
    // Before the answer, after which the sender may begin the next one.
    void leave() { place_.reset(); }
    std::optional<net::Response>& failure() { return failure_; }
    const std::string& language() const { return language_; }

    // Everything has arrived.
    void finish(const std::string& activity, net::Responder respond) {
        respond_ = std::make_shared<net::Responder>(std::move(respond));
        auto read = read_activity(activity.empty() ? R"({"type":"message","from":{"id":"user"}})" : activity,
                                  Comes::with_files);
        if (!read) return fail(direct_line_error(400, "BadRequest", read.error()));
        activity_ = std::move(*read);
        if (!activity_.locale.empty()) language_ = context_.library().languages.match(activity_.locale);
        if (failure_) return fail(std::move(*failure_));
        post(0, [self = shared_from_this()](uploads::Intake&) {
            self->context_.parts.server.post([self] { self->complete(); });
        });
    }

    void fail(net::Response response) {
        given_up_ = true;
        waiting_.clear();
        if (respond_) {
            leave();
            return (*respond_)(std::move(response));
        }
        failure_ = std::move(response);
        if (paused_.exchange(false)) resume_();
    }

  private:
    void open(const storage::SessionId& session) {
        const support::Config::Limits& limits = context_.parts.config.limits;
        // The room lives as long as whatever is in it, and the case's entry as long as the room.
        const uploads::Room room{.file_bytes_max = limits.upload_bytes,
                                 .files_max = limits.files_per_answer,
                                 .of_case = {case_, &case_->room}};
        intake_ = std::make_unique<uploads::Intake>(context_.parts.files, route_.types_, session, room);
        for (auto& piece : waiting_) strand_->post(std::move(piece));
        waiting_.clear();
    }

    void release(std::size_t bytes) {
        held_ -= bytes;
        if (held_ < held_bytes_low && paused_.exchange(false))
            context_.parts.server.post([self = shared_from_this()] { self->resume_(); });
    }

    std::string why(const uploads::Refused& refused) const {
        const auto megabytes =
            static_cast<std::int64_t>(context_.parts.config.limits.upload_bytes / 1'000'000);
        std::string types;
        for (const std::string_view extension : uploads::extensions())
            types += (types.empty() ? "" : " ") + std::string(extension);
        return sentence(context_.library(), language_,
                        dialogs::Message{"upload." + std::string(name_of(refused.fault)),
                                         {{"name", refused.name},
                                          {"size", megabytes},
                                          {"count", static_cast<std::int64_t>(
                                                        context_.parts.config.limits.files_per_answer)},
                                          {"types", types}}});
    }

    void complete() {
        const auto& refused = intake_->refused();
        std::string reasons;
        for (const uploads::Refused& one : refused) reasons += (reasons.empty() ? "" : "\n") + why(one);
        context_.parts.metrics.add(support::Count::files_refused, refused.size());
        if (intake_->stored().empty()) {
            if (refused.empty())
                return fail(direct_line_error(400, "BadRequest", "The form has no part \"file\"."));
            return fail(direct_line_error(status_of(refused.front().fault), "FilesRefused", reasons));
        }
        context_.parts.metrics.add(support::Count::files_stored, intake_->stored().size());
        for (const dialogs::FileRef& file : intake_->stored())
            context_.parts.metrics.add(support::Count::file_bytes_stored, file.size_bytes);
        Inbound inbound{.conversation = direct_line(bearer_.id),
                        .external_id = activity_.client_id,
                        .locale = activity_.locale.empty() ? bearer_.locale : activity_.locale,
                        .said = dialogs::Said::files,
                        .words = activity_.text,
                        .to = activity_.to,
                        .files = intake_->stored(),
                        .client = activity_.user};
        route_.streams_.receive(
            std::move(inbound), false,
            [self = shared_from_this(), reasons](std::expected<Reply, Refusal> reply) {
                // Before the answer, after which the sender may try again. A repeat has its files from the first
                // time; these are copies that no turn names.
                if (reply && !reply->repeated)
                    self->intake_->keep();
                else
                    self->intake_->drop();
                if (!reply) return self->fail(self->context_.refuse(reply.error(), self->language_));
                if (!reasons.empty()) self->route_.streams_.note(self->bearer_.id, self->language_, reasons);
                self->answer(*reply);
            });
    }

    void answer(const Reply& reply) {
        std::string out;
        JsonWriter to(out);
        to.begin_object().text_at("id", activity_id(bearer_.id, reply.first_activity));
        if (!intake_->refused().empty()) {
            to.key("refused").begin_array();
            for (const uploads::Refused& one : intake_->refused())
                to.begin_object()
                    .text_at("name", one.name)
                    .text_at("code", name_of(one.fault))
                    .text_at("message", why(one))
                    .end_object();
            to.end_array();
        }
        to.end_object();
        leave();
        (*respond_)(net::json(std::move(out)));
    }

    UploadRoute& route_;
    Context& context_;
    Context::Bearer bearer_;
    std::string language_;
    net::Resume resume_;
    std::shared_ptr<uploads::Strand> strand_;
    std::unique_ptr<UploadPlaces::Place> place_;
    std::shared_ptr<CaseUploads> case_;
    std::unique_ptr<uploads::Intake> intake_; // made here, then used by the strand's work until that is done
    std::deque<std::move_only_function<void()>> waiting_;
    std::atomic<std::size_t> held_ = 0;
    std::atomic<bool> paused_ = false;
    std::atomic<bool> given_up_ = false;
    std::optional<net::Response> failure_;
    std::shared_ptr<net::Responder> respond_;
    ClientActivity activity_;
};

class UploadRoute::Sink final : public net::BodySink, net::PartReceiver {
  public:
    Sink(std::string_view boundary, std::size_t parts, std::shared_ptr<Upload> upload)
        : upload_(std::move(upload)), parser_(boundary, {.parts = parts}, *this) {}
    ~Sink() override {
        if (!ended_) upload_->give_up();
    }

    std::expected<Flow, net::Response> on_chunk(std::string_view bytes) override {
        if (upload_->failure()) return refused(std::move(*upload_->failure()));
        if (auto fed = parser_.feed(bytes); !fed) return refused(refusal(fed.error()));
        return upload_->should_pause() ? Flow::pause : Flow::more;
    }

    void on_end(net::Responder respond) override {
        ended_ = true;
        if (const auto finished = parser_.finish(); !finished) {
            upload_->give_up();
            upload_->leave();
            return respond(refusal(finished.error()));
        }
        upload_->finish(activity_, std::move(respond));
    }

  private:
    enum class Taking { activity, file, nothing };

    bool on_part(net::Part part) override {
        taking_ = Taking::nothing;
        if (part.name == "activity") {
            taking_ = Taking::activity;
        } else if (part.filename) {
            taking_ = Taking::file;
            upload_->post(0, [name = shown_name(std::move(*part.filename))](uploads::Intake& intake) mutable {
                intake.begin(std::move(name));
            });
        }
        return true;
    }
    bool on_content(std::string_view bytes) override {
        if (taking_ == Taking::activity) {
            activity_ += bytes;
            return activity_.size() <= activity_bytes_max;
        }
        if (taking_ == Taking::file)
            upload_->post(bytes.size(),
                          [piece = std::string(bytes)](uploads::Intake& intake) { intake.write(piece); });
        return true;
    }
    bool on_part_end() override {
        if (taking_ == Taking::file) upload_->post(0, [](uploads::Intake& intake) { intake.end(); });
        return true;
    }

    std::unexpected<net::Response> refused(net::Response response) {
        upload_->leave();
        return std::unexpected(std::move(response));
    }
    static net::Response refusal(net::MultipartFault fault) {
        if (fault == net::MultipartFault::refused)
            return direct_line_error(413, "ActivityTooLarge", "The part \"activity\" is too large.");
        return direct_line_error(400, "BadRequest",
                                 "The form is broken: " + std::string(name_of(fault)) + ".");
    }

    std::shared_ptr<Upload> upload_;
    net::MultipartParser parser_;
    std::string activity_;
    Taking taking_ = Taking::nothing;
    bool ended_ = false;
};

std::shared_ptr<UploadRoute::CaseUploads> UploadRoute::join(const storage::SessionId& session,
                                                            Opened opened) {
    std::erase_if(by_case_, [](const auto& one) { return one.second.expired(); });
    std::shared_ptr<CaseUploads> joined = by_case_[session.text].lock();
    const bool first = joined == nullptr;
    if (first) by_case_[session.text] = joined = std::make_shared<CaseUploads>();
    if (joined->read) {
        // Later, because the caller has yet to learn what it joined.
        context_.parts.server.post([opened = std::move(opened)] { opened({}); });
        return joined;
    }
    joined->waiting.push_back(std::move(opened));
    if (!first) return joined;
    context_.parts.store.files(
        session,
        at_home(context_.parts.server,
                [this, joined,
                 id = session.text](std::expected<std::vector<storage::FileRecord>, storage::Error> files) {
                    const support::Config::Limits& limits = context_.parts.config.limits;
                    if (files) {
                        std::uint64_t bytes = 0;
                        for (const storage::FileRecord& file : *files) bytes += file.size_bytes;
                        const auto count = static_cast<std::uint32_t>(files->size());
                        joined->room.open(limits.files_per_case - std::min(count, limits.files_per_case),
                                          limits.case_bytes - std::min(bytes, limits.case_bytes));
                        joined->read = true;
                    } else {
                        by_case_.erase(id); // whoever comes next asks again
                    }
                    for (const Opened& one : std::exchange(joined->waiting, {}))
                        one(files ? std::expected<void, storage::Error>() : std::unexpected(files.error()));
                }));
    return joined;
}

UploadRoute::UploadRoute(Context& context, Streams& streams, uploads::Workers& workers,
                         uploads::TypeChecker& types)
    : context_(context),
      streams_(streams),
      workers_(workers),
      types_(types),
      places_(std::make_shared<UploadPlaces>(UploadPlaces::Most{
          context.parts.config.limits.uploads_at_once,
          context.parts.config.limits.uploads_at_once_per_address, uploads_per_conversation})) {}

void UploadRoute::add_to(net::Router& router) {
    const support::Config::Limits& limits = context_.parts.config.limits;
    const std::uint64_t bytes =
        std::min(limits.upload_bytes * limits.files_per_answer, limits.case_bytes) + form_bytes;
    router.upload(
        net::Method::post, "/v3/directline/conversations/{id}/upload",
        [this](const net::Request& request, net::Resume resume) { return begin(request, std::move(resume)); },
        static_cast<std::size_t>(bytes));
}

std::expected<std::unique_ptr<net::BodySink>, net::Response> UploadRoute::begin(const net::Request& request,
                                                                                net::Resume resume) {
    auto bearer = context_.authorise(request);
    if (!bearer) return std::unexpected(std::move(bearer).error());
    const std::string language(language_of(context_.library(), bearer->locale, request));
    if (!context_.messages.take(request.remote_address, context_.now()))
        return std::unexpected(context_.too_many(language));
    const auto boundary = net::multipart_boundary(request.header("Content-Type"));
    if (!boundary)
        return std::unexpected(
            direct_line_error(415, "NotAForm", "Files come as multipart/form-data with a boundary."));
    auto place = places_->take(net::counted_address(request.remote_address), bearer->id);
    if (!place) return std::unexpected(context_.refuse(Refusal::busy, language));
    auto upload =
        std::make_shared<Upload>(*this, request, std::move(*bearer), std::move(place), std::move(resume));
    upload->prepare();
    return std::make_unique<Sink>(*boundary, parts_most(context_.parts.config.limits.files_per_answer),
                                  std::move(upload));
}

} // namespace plaint::webchat
