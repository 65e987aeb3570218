#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace plaint::webchat {

// What a client sends on a Direct Line conversation, as far as it means anything here.
struct ClientActivity {
    enum class Kind : std::uint8_t {
        message,
        resume,  // event "plaint.resume": takes up what a receipt code stands for
        locale,  // event "plaint.locale": the language control was used
        ignored, // typing, and what chat windows report of themselves
    };
    Kind kind = Kind::message;
    std::string user;      // the client's id of the person
    std::string client_id; // of the activity; empty: repeats cannot be told
    std::string locale;
    std::string text;
    std::string value;   // a control's exact value
    std::string to;      // path of the question that is answered
    std::string receipt; // of resume
};

// `with_files`: the activity came with an upload, so that it need not say anything itself. The error is a sentence for
// whoever wrote the client.
enum class Comes { alone, with_files };
std::expected<ClientActivity, std::string> read_activity(std::string_view json, Comes comes);

} // namespace plaint::webchat
