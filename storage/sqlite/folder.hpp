#pragma once

#include "storage/store.hpp"

#include <filesystem>

namespace plaint::storage::sqlite {

// Makes the folder of a database and the file itself, for the owner's eyes only; a file that is there stays
// as it is.
std::expected<void, Error> prepare_file(const std::filesystem::path& path);

// Makes the names in a folder durable.
std::expected<void, Error> sync_folder(const std::filesystem::path& folder);
std::expected<void, Error> sync_file(const std::filesystem::path& path);

Error system_error(int number, const std::filesystem::path& path);

} // namespace plaint::storage::sqlite
