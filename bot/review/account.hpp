#pragma once

#include "storage/desk.hpp"

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

// What an account keeps besides its role: a name, and what its owner signs in with.
namespace plaint::review {

struct Account {
    std::string name;          // of the person, as colleagues see it
    std::string password_hash; // empty until the owner has enrolled
    std::string totp_secret;   // 20 bytes
    std::uint64_t last_step = 0;
    std::vector<std::string> recovery; // SHA-256 of the codes that are left, hexadecimal
    std::uint32_t enrolments = 0;      // an enrolment link is good for one number
    std::uint32_t failures = 0;        // since the last success
    std::int64_t locked_until_ms = 0;

    bool is_enrolled() const { return !password_hash.empty(); }
};

// Sealed and opened with the account's id.
std::string seal_account(const storage::StaffId& id, const Account& account);
std::expected<Account, std::string> open_account(const storage::StaffRecord& record);

// 3 to 32 lower-case letters, digits, points and dashes, beginning with a letter.
bool is_login(std::string_view text);
storage::StaffId new_staff_id();

// After five failures each doubles the wait, from a second up to a quarter of an hour: never for good.
std::int64_t lock_ms(std::uint32_t failures);

inline constexpr std::size_t recovery_count = 10;
// Twelve letters and digits in three groups; without the ones that look alike.
std::vector<std::string> new_recovery_codes();
std::string recovery_hash(std::string_view code); // of the code as typed, spaces and dashes aside

} // namespace plaint::review
