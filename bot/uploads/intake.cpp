#include "bot/uploads/intake.hpp"

#include <utility>

namespace plaint::uploads {

std::string_view name_of(FileFault fault) {
    switch (fault) {
    case FileFault::type: return "type";
    case FileFault::content: return "content";
    case FileFault::empty: return "empty";
    case FileFault::too_large: return "too_large";
    case FileFault::too_many: return "too_many";
    case FileFault::case_full: return "case_full";
    case FileFault::no_room: return "no_room";
    case FileFault::unavailable: return "unavailable";
    }
    return {};
}

Intake::Intake(storage::Files& files, TypeChecker& types, storage::SessionId session, Room room)
    : files_(files), types_(types), session_(std::move(session)), room_(std::move(room)) {}

void Intake::drop() {
    if (std::exchange(settled_, true)) return;
    for (const dialogs::FileRef& file : stored_) room_.of_case->give_back(file.size_bytes);
}

void Intake::begin(std::string name) {
    name_ = std::move(name);
    head_.clear();
    media_type_.clear();
    bytes_ = 0;
    given_up_ = false;
    writer_.reset();
    if (stored_.size() >= room_.files_max)
        refuse(FileFault::too_many);
    else if (!room_.of_case->fits(0))
        refuse(FileFault::case_full);
}

void Intake::write(std::string_view bytes) {
    if (given_up_) return;
    bytes_ += bytes.size();
    if (bytes_ > room_.file_bytes_max) return refuse(FileFault::too_large);
    if (!room_.of_case->fits(bytes_)) return refuse(FileFault::case_full);
    if (!writer_) {
        head_ += bytes;
        if (head_.size() >= TypeChecker::head_bytes) judge();
        return;
    }
    if (auto written = writer_->write(bytes); !written) refuse(written.error());
}

void Intake::end() {
    if (!given_up_ && !writer_ && bytes_ > 0) judge();
    if (!given_up_ && bytes_ == 0) refuse(FileFault::empty);
    if (given_up_) return;
    // Others may have filled the case since this file began.
    if (!room_.of_case->take(bytes_)) return refuse(FileFault::case_full);
    auto stored = writer_->finish();
    writer_.reset();
    if (!stored) {
        room_.of_case->give_back(bytes_);
        return refuse(stored.error());
    }
    stored_.push_back({stored->sha256, name_, media_type_, stored->size_bytes});
}

void Intake::judge() {
    auto type = types_.check(name_, head_);
    if (!type) return refuse(type.error() == TypeFault::extension ? FileFault::type : FileFault::content);
    media_type_ = std::move(*type);
    auto writer = files_.create(session_);
    if (!writer) return refuse(writer.error());
    writer_ = std::move(*writer);
    if (auto written = writer_->write(head_); !written) return refuse(written.error());
    head_ = {};
}

void Intake::refuse(FileFault fault) {
    given_up_ = true;
    writer_.reset();
    head_ = {};
    refused_.push_back({name_, fault});
}

void Intake::refuse(const storage::Error& error) {
    refuse(error.fault == storage::Fault::full ? FileFault::no_room : FileFault::unavailable);
}

} // namespace plaint::uploads
