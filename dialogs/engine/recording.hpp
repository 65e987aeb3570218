#pragma once

#include <optional>
#include <string>
#include <string_view>

// An answer in words that were spoken and not understood by the program: its value names the recording, which people
// hear. Nobody can type such a value, because control characters are taken out of what is typed.
namespace plaint::dialogs {

// The value of the answer, for a provider's id of 64 characters at most.
std::string recording_text(std::string_view id);
// The id, where the text is such a value.
std::optional<std::string_view> recording_of(std::string_view text);

} // namespace plaint::dialogs
