#include "bot/cli/whole_files.hpp"

#include <fstream>
#include <sstream>
#include <system_error>
#include <utility>

namespace plaint::cli {

namespace fs = std::filesystem;

std::expected<std::string, std::string> bytes_of(const fs::path& file, std::uintmax_t bytes_max) {
    std::error_code error;
    std::ifstream stream(file, std::ios::binary);
    if (!fs::is_regular_file(file, error) || !stream)
        return std::unexpected("there is no file " + file.string() + " that can be read");
    if (fs::file_size(file, error) > bytes_max)
        return std::unexpected(file.string() + ": is larger than " + std::to_string(bytes_max >> 20U) +
                               " MB");
    std::ostringstream text;
    text << stream.rdbuf();
    return std::move(text).str();
}

bool write_file(const fs::path& file, const std::string& bytes) {
    std::error_code error;
    fs::create_directories(file.parent_path().empty() ? "." : file.parent_path(), error);
    std::ofstream stream(file, std::ios::binary);
    stream << bytes;
    stream.close();
    return stream.good();
}

bool replace_files(const fs::path& folder, const std::map<std::string, std::string, std::less<>>& files) {
    bool written = true;
    for (const auto& [name, bytes] : files) written = written && write_file(folder / (name + ".part"), bytes);
    std::error_code error;
    for (const auto& [name, bytes] : files) {
        const fs::path part = folder / (name + ".part");
        if (written) fs::rename(part, folder / name, error);
        written = written && !error;
        if (!written) fs::remove(part, error);
    }
    return written;
}

} // namespace plaint::cli
