#include "adapters/centre/package_body.hpp"

#include <filesystem>
#include <fstream>
#include <memory>

namespace plaint::centre {
namespace {

// The file stays open, so a package that is replaced while it is sent is sent to its end as it was.
class FileBody final : public net::BodySource {
  public:
    FileBody(std::ifstream file, std::uint64_t size) : file_(std::move(file)), size_(size) {}

    std::uint64_t size() const override { return size_; }
    std::size_t read(char* room, std::size_t bytes) override {
        file_.read(room, static_cast<std::streamsize>(bytes));
        return static_cast<std::size_t>(file_.gcount());
    }

  private:
    std::ifstream file_;
    std::uint64_t size_;
};

} // namespace

std::expected<net::Response, std::string> package_response(const casework::Package& package) {
    std::ifstream file(package.path, std::ios::binary);
    if (!file) return std::unexpected("a package that was just made is gone");
    net::Response response;
    response.headers.set("Content-Type", "application/zip");
    response.headers.set("Cache-Control", "no-store");
    const std::string name = std::filesystem::path(package.path).filename().string();
    response.headers.set("Content-Disposition", "attachment; filename=\"" + name + "\"");
    response.body = net::Body(std::make_shared<FileBody>(std::move(file), package.size_bytes));
    return response;
}

} // namespace plaint::centre
