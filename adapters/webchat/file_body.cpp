#include "adapters/webchat/file_body.hpp"

#include <algorithm>
#include <utility>

namespace plaint::webchat {

FileBody::FileBody(std::unique_ptr<storage::FileReader> reader, uploads::Workers& workers, Post post)
    : reader_(std::move(reader)),
      workers_(workers),
      post_(std::move(post)),
      size_(reader_->size_bytes()),
      piece_(reader_->read(piece_bytes).value_or("")) {}

bool FileBody::ready(const std::function<void()>& again) {
    if (!fetching_) return true;
    again_ = again;
    return false;
}

// An empty piece, for the file's end or an error of the disk, is read as nothing.
std::size_t FileBody::read(char* room, std::size_t bytes) {
    const std::size_t now = std::min(bytes, piece_.size() - taken_);
    std::copy_n(piece_.data() + taken_, now, room);
    taken_ += now;
    if (now > 0 && taken_ == piece_.size()) fetch();
    return now;
}

void FileBody::fetch() {
    fetching_ = true;
    workers_.post([self = shared_from_this()]() mutable {
        std::string piece = self->reader_->read(piece_bytes).value_or("");
        const Post post = self->post_;
        post([self = std::move(self), piece = std::move(piece)]() mutable {
            self->piece_ = std::move(piece);
            self->taken_ = 0;
            self->fetching_ = false;
            if (const auto again = std::exchange(self->again_, nullptr)) again();
        });
    });
}

} // namespace plaint::webchat
