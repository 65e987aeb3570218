#include "bot/casework/zip.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>
#include <vector>

namespace plaint::casework {
namespace {

constexpr std::size_t block_bytes = 64 << 10;

std::string problem_of(archive* from) {
    const char* what = archive_error_string(from);
    return what != nullptr ? what : "is no zip file";
}

} // namespace

struct ZipWriter::State {
    archive* zip = archive_write_new();
    int descriptor = -1;
    bool failed = false;

    ~State() {
        archive_write_free(zip);
        if (descriptor >= 0) ::close(descriptor);
    }
};

ZipWriter::ZipWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}
ZipWriter::ZipWriter(ZipWriter&&) noexcept = default;
ZipWriter::~ZipWriter() = default;

std::expected<ZipWriter, std::string> ZipWriter::create(const std::string& path) {
    auto state = std::make_unique<State>();
    state->descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (state->descriptor < 0) return std::unexpected(std::strerror(errno));
    archive* zip = state->zip;
    // Compressed bytes differ between versions of the compressor, and evidence is compressed already.
    if (archive_write_set_format_zip(zip) != ARCHIVE_OK ||
        archive_write_set_options(zip, "zip:compression=store") != ARCHIVE_OK ||
        archive_write_set_bytes_per_block(zip, block_bytes) != ARCHIVE_OK ||
        archive_write_set_bytes_in_last_block(zip, 1) != ARCHIVE_OK ||
        archive_write_open_fd(zip, state->descriptor) != ARCHIVE_OK)
        return std::unexpected(problem_of(zip));
    return ZipWriter(std::move(state));
}

bool ZipWriter::begin(const std::string& name, std::uint64_t size_bytes) {
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, name.c_str());
    archive_entry_set_size(entry, static_cast<la_int64_t>(size_bytes));
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    // No time is set: the writer would turn it into local time, and the same package would differ between machines.
    state_->failed |= archive_write_header(state_->zip, entry) != ARCHIVE_OK;
    archive_entry_free(entry);
    return !state_->failed;
}

bool ZipWriter::write(std::string_view bytes) {
    while (!bytes.empty() && !state_->failed) {
        const la_ssize_t written = archive_write_data(state_->zip, bytes.data(), bytes.size());
        // Nothing is taken beyond the size that was announced.
        state_->failed = written <= 0;
        if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return !state_->failed;
}

bool ZipWriter::finish() {
    state_->failed |= archive_write_close(state_->zip) != ARCHIVE_OK;
    state_->failed |= ::fsync(state_->descriptor) != 0;
    return !state_->failed;
}

struct ZipReader::State {
    archive* zip = archive_read_new();
    std::vector<char> block = std::vector<char>(block_bytes);

    ~State() { archive_read_free(zip); }
};

ZipReader::ZipReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
ZipReader::ZipReader(ZipReader&&) noexcept = default;
ZipReader::~ZipReader() = default;

std::expected<ZipReader, std::string> ZipReader::open(const std::string& path) {
    auto state = std::make_unique<State>();
    if (archive_read_support_format_zip_seekable(state->zip) != ARCHIVE_OK ||
        archive_read_open_filename(state->zip, path.c_str(), block_bytes) != ARCHIVE_OK)
        return std::unexpected(problem_of(state->zip));
    return ZipReader(std::move(state));
}

std::expected<std::optional<ZipReader::Entry>, std::string> ZipReader::next() {
    archive_entry* entry = nullptr;
    const int result = archive_read_next_header(state_->zip, &entry);
    if (result == ARCHIVE_EOF) return std::nullopt;
    if (result != ARCHIVE_OK) return std::unexpected(problem_of(state_->zip));
    const char* name = archive_entry_pathname(entry);
    Entry out{.name = name != nullptr ? name : ""};
    const auto type = archive_entry_filetype(entry);
    const bool is_link = archive_entry_symlink(entry) != nullptr || archive_entry_hardlink(entry) != nullptr;
    out.type = is_link || (type != AE_IFREG && type != AE_IFDIR) ? Type::other
               : type == AE_IFDIR                                ? Type::folder
                                                                 : Type::file;
    out.encrypted = archive_entry_is_encrypted(entry) != 0;
    return out;
}

std::expected<std::string_view, std::string> ZipReader::read() {
    const la_ssize_t count = archive_read_data(state_->zip, state_->block.data(), state_->block.size());
    if (count < 0) return std::unexpected(problem_of(state_->zip));
    return std::string_view(state_->block.data(), static_cast<std::size_t>(count));
}

} // namespace plaint::casework
