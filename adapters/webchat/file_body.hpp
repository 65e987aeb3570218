#pragma once

#include "bot/net/http.hpp"
#include "bot/uploads/workers.hpp"
#include "storage/files.hpp"

#include <functional>
#include <memory>
#include <string>

namespace plaint::webchat {

// A file on its way out. While one piece is sent the next is read on a worker's thread, because the disk may take its
// time and the application's thread has none.
class FileBody final : public net::BodySource, public std::enable_shared_from_this<FileBody> {
  public:
    // Runs a function on the application's thread, which sends.
    using Post = std::function<void(std::move_only_function<void()>)>;

    // Blocks for the first piece, so this belongs on a worker's thread, too.
    FileBody(std::unique_ptr<storage::FileReader> reader, uploads::Workers& workers, Post post);

    std::uint64_t size() const override { return size_; }
    bool ready(const std::function<void()>& again) override;
    std::size_t read(char* room, std::size_t bytes) override;

    static constexpr std::size_t piece_bytes = 64 * 1024;

  private:
    void fetch();

    std::unique_ptr<storage::FileReader> reader_; // the worker's while `fetching_`
    uploads::Workers& workers_;
    Post post_;
    std::uint64_t size_;
    std::string piece_;
    std::size_t taken_ = 0;
    bool fetching_ = false;
    std::function<void()> again_;
};

} // namespace plaint::webchat
