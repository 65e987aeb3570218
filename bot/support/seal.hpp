#pragma once

#include <optional>
#include <string>
#include <string_view>

// The one door through which personal content enters and leaves the store. Every byte string that may hold such
// content is sealed before it reaches the storage port and opened after; a key per session can then be put here
// without any other room knowing. Content is kept as it is today, and no sealed content of tomorrow can be mistaken
// for it: the encodings that pass here begin with a printable byte or a small version number, never with 0xFF.
namespace plaint::support {

// `session` is the session id: a file or a dossier is sealed with the session it came from, so that one person's
// content can be erased alone.
std::string seal(std::string_view session, std::string plain);
// Nothing when the content is not what seal() made for this session.
std::optional<std::string> open(std::string_view session, std::string sealed);

} // namespace plaint::support
