#include "adapters/centre/package_body.hpp"

#include <filesystem>
#include <fstream>
#include <memory>

namespace plaint::centre {
namespace {

// The file stays open, so a package that is replaced while it is sent is sent to its end as it was.
class PackageFile final : public storage::FileReader {
  public:
    PackageFile(std::ifstream file, std::uint64_t size_bytes)
        : file_(std::move(file)), size_bytes_(size_bytes) {}

    std::uint64_t size_bytes() const override { return size_bytes_; }
    std::expected<std::string, storage::Error> read(std::size_t most) override {
        std::string piece(most, '\0');
        file_.read(piece.data(), static_cast<std::streamsize>(most));
        piece.resize(static_cast<std::size_t>(file_.gcount()));
        if (file_.bad())
            return std::unexpected(storage::Error{storage::Fault::broken, "a package cannot be read"});
        return piece;
    }

  private:
    std::ifstream file_;
    std::uint64_t size_bytes_;
};

} // namespace

std::expected<net::Response, std::string>
package_response(const casework::Package& package, uploads::Workers& workers, webchat::FileBody::Post post) {
    std::ifstream file(package.path, std::ios::binary);
    if (!file) return std::unexpected("a package that was just made is gone");
    net::Response response;
    response.headers.set("Content-Type", "application/zip");
    response.headers.set("Cache-Control", "no-store");
    const std::string name = std::filesystem::path(package.path).filename().string();
    response.headers.set("Content-Disposition", "attachment; filename=\"" + name + "\"");
    response.body = net::Body(std::make_shared<webchat::FileBody>(
        std::make_unique<PackageFile>(std::move(file), package.size_bytes), workers, std::move(post)));
    return response;
}

} // namespace plaint::centre
