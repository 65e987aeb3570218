#include "bot/casework/numbers.hpp"

#include "bot/support/clock.hpp"
#include "bot/support/crypto.hpp"

#include <algorithm>

namespace plaint::casework {
namespace {

constexpr std::size_t serial_digits = 7;
constexpr std::size_t event_digits = 24;

bool all_digits(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

} // namespace

std::string serial_scope(std::int64_t at_ms, std::string_view centre) {
    return std::to_string(support::today_shanghai(at_ms).year) + "-" + std::string(centre);
}

storage::CaseNumber case_number(std::string_view scope, std::uint64_t serial) {
    std::string digits = std::to_string(serial);
    if (digits.size() < serial_digits) digits.insert(0, serial_digits - digits.size(), '0');
    return storage::CaseNumber("IP-" + std::string(scope) + "-" + digits);
}

bool is_case_number(std::string_view text) {
    constexpr std::string_view form = "IP-YYYY-RRRRRR-";
    if (text.size() < form.size() + serial_digits || text.size() > form.size() + 12) return false;
    return text.starts_with("IP-") && text[7] == '-' && text[14] == '-' && all_digits(text.substr(3, 4)) &&
           all_digits(text.substr(8, 6)) && all_digits(text.substr(form.size()));
}

storage::EventId event_id(const storage::CaseNumber& number, std::uint32_t version, std::string_view type,
                          std::string_view destination) {
    std::string about = number.text + "\n" + std::to_string(version);
    about.append("\n").append(type).append("\n").append(destination);
    return storage::EventId("evt_" + support::sha256_hex(about).substr(0, event_digits));
}

} // namespace plaint::casework
