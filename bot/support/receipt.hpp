#pragma once

#include <string>
#include <string_view>

// The complainant's secret: 15 digits from HMAC(server key, session id) and a Damm check digit. It can be computed
// again whenever it has to be shown, so it is stored nowhere; looking up goes by a keyed hash. How a code is typed,
// checked and grouped is in dialogs/kinds/receipt_code.hpp.
namespace plaint::support {

// 16 digits, without spaces.
std::string receipt_code(std::string_view server_key, std::string_view session);
// 64 hexadecimal digits. `code` is 16 digits without spaces.
std::string receipt_hash(std::string_view server_key, std::string_view code);
// The keyed hash of another look-up value (a caller's number, a resume secret); `use` keeps uses apart, so that
// equal values of two uses do not show as equal.
std::string keyed_hash(std::string_view server_key, std::string_view use, std::string_view value);

} // namespace plaint::support
