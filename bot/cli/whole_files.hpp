#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <map>
#include <string>

// Files as commands read and write them: each whole, several together.
namespace plaint::cli {

// The error is a sentence that names the file.
std::expected<std::string, std::string> bytes_of(const std::filesystem::path& file, std::uintmax_t bytes_max);

// The folders above it are made.
bool write_file(const std::filesystem::path& file, const std::string& bytes);

// All of them or none: each is written beside its name first, and when one cannot take its name, those that have taken
// theirs give it back. Only when the program is killed meanwhile may some be new and some old; what was there is then kept
// as NAME.before.
bool replace_files(const std::filesystem::path& folder,
                   const std::map<std::string, std::string, std::less<>>& files);

} // namespace plaint::cli
