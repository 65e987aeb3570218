#include "bot/uploads/file_type.hpp"

#include <algorithm>
#include <array>
#include <magic.h>
#include <mutex>

namespace plaint::uploads {

namespace {

struct Type {
    std::string_view extension;
    std::string_view media_type;
    // What the bytes may look like to libmagic, separated by spaces; a star at the end stands for anything.
    std::string_view seen_as;
};

// What a program packed into a ZIP is told by its inside, which libmagic does not always find; that it is one is enough.
constexpr std::string_view zipped = "PK";
constexpr std::string_view compound =
    "application/msword application/vnd.ms-excel application/vnd.ms-powerpoint "
    "application/vnd.ms-office application/CDFV2 application/x-ole-storage";

constexpr std::array types{
    Type{"jpg", "image/jpeg", "image/jpeg"},
    Type{"jpeg", "image/jpeg", "image/jpeg"},
    Type{"png", "image/png", "image/png"},
    Type{"webp", "image/webp", "image/webp"},
    Type{"gif", "image/gif", "image/gif"},
    Type{"heic", "image/heic", "image/heic image/heif image/heic-sequence image/heif-sequence"},
    Type{"pdf", "application/pdf", "application/pdf"},
    Type{"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", zipped},
    Type{"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", zipped},
    Type{"pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation", zipped},
    Type{"doc", "application/msword", compound},
    Type{"xls", "application/vnd.ms-excel", compound},
    // Without the pages that a browser would run: those are text too, but not to libmagic.
    Type{"txt", "text/plain", "text/plain text/csv text/x-* application/json application/csv message/rfc822"},
    Type{"mp3", "audio/mpeg", "audio/mpeg audio/mp3"},
    Type{"wav", "audio/wav", "audio/x-wav audio/wav audio/vnd.wave"},
    Type{"m4a", "audio/mp4", "audio/x-m4a audio/mp4 video/mp4"},
    Type{"amr", "audio/AMR", "audio/AMR audio/AMR-WB audio/amr"},
    Type{"mp4", "video/mp4", "video/mp4 video/x-m4v video/quicktime"},
    Type{"mov", "video/quicktime", "video/quicktime video/mp4"},
    Type{"zip", "application/zip", zipped},
    Type{"rar", "application/vnd.rar", "application/x-rar application/vnd.rar application/x-rar-compressed"},
    Type{"7z", "application/x-7z-compressed", "application/x-7z-compressed"},
};

constexpr auto names = [] {
    std::array<std::string_view, types.size()> all{};
    for (std::size_t i = 0; i < types.size(); ++i) all[i] = types[i].extension;
    return all;
}();

const Type* type_of(std::string_view name) {
    const std::size_t point = name.rfind('.');
    if (point == std::string_view::npos) return nullptr;
    std::string extension(name.substr(point + 1));
    std::ranges::transform(extension, extension.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    const auto found = std::ranges::find(types, extension, &Type::extension);
    return found == types.end() ? nullptr : &*found;
}

bool matches(std::string_view patterns, std::string_view seen) {
    while (!patterns.empty()) {
        const std::string_view one = patterns.substr(0, patterns.find(' '));
        patterns.remove_prefix(std::min(one.size() + 1, patterns.size()));
        if (one == seen || (one.ends_with('*') && seen.starts_with(one.substr(0, one.size() - 1))))
            return true;
    }
    return false;
}

// The word that all markup for browsers has near its beginning, whatever stands before it.
bool is_markup(std::string_view head) {
    std::string start(head.substr(0, 4096));
    std::erase(start, '\0'); // UTF-16 is nothing else for these words
    std::ranges::transform(start, start.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    constexpr std::array signs{"<!doctype", "<html", "<svg", "<?xml", "<script", "<head", "<body", "<iframe"};
    return std::ranges::any_of(signs,
                               [&](const char* sign) { return start.find(sign) != std::string::npos; });
}

bool is_zip(std::string_view head) {
    using namespace std::string_view_literals;
    return head.starts_with("PK\x03\x04"sv) || head.starts_with("PK\x05\x06"sv) ||
           head.starts_with("PK\x07\x08"sv);
}

// Frames of MPEG audio without a tag before them, which libmagic does not always know.
bool is_bare_mp3(std::string_view head) {
    return head.size() > 3 && static_cast<unsigned char>(head[0]) == 0xff &&
           (static_cast<unsigned char>(head[1]) & 0xe6U) == 0xe2U;
}

} // namespace

struct TypeChecker::Magic {
    magic_t handle = magic_open(MAGIC_MIME_TYPE | MAGIC_ERROR | MAGIC_NO_CHECK_COMPRESS);
    std::mutex mutex;
    bool loaded = handle != nullptr && magic_load(handle, nullptr) == 0;
    ~Magic() {
        if (handle != nullptr) magic_close(handle);
    }
};

std::span<const std::string_view> extensions() { return names; }

TypeChecker::TypeChecker() : magic_(std::make_unique<Magic>()) {}
TypeChecker::~TypeChecker() = default;

std::expected<std::string, TypeFault> TypeChecker::check(std::string_view name, std::string_view head) {
    const Type* type = type_of(name);
    if (type == nullptr) return std::unexpected(TypeFault::extension);
    if (!magic_->loaded) return std::unexpected(TypeFault::content);
    std::string seen;
    {
        const std::lock_guard lock(magic_->mutex);
        const char* answer = magic_buffer(magic_->handle, head.data(), std::min(head.size(), head_bytes));
        if (answer != nullptr) seen = answer;
    }
    const bool agrees = type->seen_as == zipped
                            ? is_zip(head)
                            : matches(type->seen_as, seen) || (type->extension == "mp3" && is_bare_mp3(head));
    if (!agrees || (type->extension == "txt" && is_markup(head))) return std::unexpected(TypeFault::content);
    return std::string(type->media_type);
}

} // namespace plaint::uploads
