#pragma once

#include "bot/conversation/conversation.hpp"
#include "bot/net/http.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace plaint::webchat {

// How a refusal looks from outside.
struct RefusalForm {
    int status = 500;
    std::string_view code; // for programs: "Busy"
    std::string_view key;  // of the sentence for people
    std::uint32_t retry_after_seconds = 0;
};
RefusalForm form_of(conversation::Refusal refusal);

// The sentence in the language that a BCP 47 tag, or an Accept-Language header, asks for.
std::string sentence(const library::Library& library, std::string_view language,
                     const dialogs::Message& message);
std::string sentence(const library::Library& library, std::string_view language, std::string_view key);
// The catalogue for the tag, or for the header where the tag is empty.
const std::string& language_of(const library::Library& library, std::string_view tag,
                               const net::Request& request);

// {"error":{"code","message"}}, the error form of Direct Line.
net::Response direct_line_error(int status, std::string_view code, std::string_view message,
                                std::uint32_t retry_after_seconds = 0);

} // namespace plaint::webchat
