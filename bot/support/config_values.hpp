#pragma once

#include "bot/support/config.hpp"

#include <optional>
#include <string>
#include <string_view>

// What single values of the configuration must look like. Each check answers nothing, or a sentence that begins with
// "must" and says what is allowed; none repeats the value, which may be a secret in the wrong place.
namespace plaint::support::values {

using Fault = std::optional<std::string>;

Fault listen(std::string_view text);          // 127.0.0.1:12330, [::1]:0
Fault public_base(std::string_view text);     // https://host[:port]
Fault origin(std::string_view text);          // the same, or "*"
Fault network(std::string_view text);         // 10.0.0.0/8, ::1
Fault centre(std::string_view text);          // six digits
Fault body(std::string_view text);            // id of an office or centre
Fault body_pattern(std::string_view text);    // the same, or its beginning and "*"
Fault host_pattern(std::string_view text);    // api.example.com, *.example.com
Fault storage(std::string_view text);         // sqlite:PATH
Fault operator_number(std::string_view text); // digits, + and spaces, or sip:…
Fault receiver_name(std::string_view text);
Fault not_empty(std::string_view text);
Fault webhook_secret(std::string_view text);
// A receiver's address; http only for loopback, and only where `allow_insecure` says so.
Fault receiver_url(std::string_view text, bool allow_insecure);

// The value of a secret that may be written as it is, as "env:NAME" or as "file:PATH"; the error begins with "must".
std::expected<std::string, std::string> secret(std::string_view written, const Environment& environment);

} // namespace plaint::support::values
