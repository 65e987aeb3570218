#pragma once

#include <string>
#include <string_view>

// The complainant's secret: 15 digits from HMAC(server key, session id) and a Damm check digit. It can be computed
// again whenever it has to be shown, so it is stored nowhere; looking up goes by a keyed hash.
namespace plaint::support {

// 16 digits, without spaces.
std::string receipt_code(std::string_view server_key, std::string_view session);
// "4821 0057 3310 9264", as it is shown and said.
std::string grouped_receipt(std::string_view code);
// 64 hexadecimal digits. `code` is 16 digits without spaces.
std::string receipt_hash(std::string_view server_key, std::string_view code);
// The keyed hash of another look-up value (a caller's number, a resume secret); `use` keeps uses apart, so that
// equal values of two uses do not show as equal.
std::string keyed_hash(std::string_view server_key, std::string_view use, std::string_view value);

}  // namespace plaint::support
