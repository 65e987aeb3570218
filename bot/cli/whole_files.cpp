#include "bot/cli/whole_files.hpp"

#include <fstream>
#include <sstream>
#include <system_error>
#include <utility>
#include <vector>

namespace plaint::cli {

namespace fs = std::filesystem;

namespace {

fs::path before(const fs::path& file) { return file.string() + ".before"; }

void remove_quietly(const fs::path& file) {
    std::error_code ignored;
    fs::remove(file, ignored);
}

// Puts the file under its name, and keeps a copy of what was there.
bool take_name(const fs::path& part, const fs::path& file) {
    std::error_code error;
    remove_quietly(before(file));
    if (fs::exists(file, error) && !error)
        fs::copy_file(file, before(file), fs::copy_options::overwrite_existing, error);
    if (!error) fs::rename(part, file, error);
    if (error) remove_quietly(before(file));
    return !error;
}

void give_back(const fs::path& file) {
    std::error_code error;
    if (fs::exists(before(file), error))
        fs::rename(before(file), file, error);
    else
        fs::remove(file, error);
}

} // namespace

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
    std::vector<fs::path> taken;
    for (const auto& [name, bytes] : files) {
        const fs::path part = folder / (name + ".part");
        written = written && take_name(part, folder / name);
        if (written)
            taken.push_back(folder / name);
        else
            remove_quietly(part);
    }
    for (const fs::path& file : taken) written ? remove_quietly(before(file)) : give_back(file);
    return written;
}

} // namespace plaint::cli
