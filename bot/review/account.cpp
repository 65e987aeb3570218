#include "bot/review/account.hpp"

#include "bot/support/crypto.hpp"
#include "bot/support/seal.hpp"
#include "dialogs/engine/bytes.hpp"

#include <algorithm>

namespace plaint::review {
namespace {

constexpr std::uint64_t form_version = 1;

} // namespace

std::string seal_account(const storage::StaffId& id, const Account& account) {
    dialogs::ByteWriter to;
    to.number(form_version);
    to.text(account.name);
    to.text(account.password_hash);
    to.text(account.totp_secret);
    to.number(account.last_step);
    to.number(account.recovery.size());
    for (const std::string& hash : account.recovery) to.text(hash);
    to.number(account.enrolments);
    to.number(account.failures);
    to.signed_number(account.locked_until_ms);
    return support::seal(id.text, to.take());
}

std::expected<Account, std::string> open_account(const storage::StaffRecord& record) {
    const auto bytes = support::open(record.id.text, record.content);
    if (!bytes) return std::unexpected("an account that does not open");
    dialogs::ByteReader from(*bytes);
    if (from.number() != form_version) return std::unexpected("an account in a form that is not known");
    Account account;
    account.name = from.text();
    account.password_hash = from.text();
    account.totp_secret = from.text();
    account.last_step = from.number();
    account.recovery.resize(from.count());
    for (std::string& hash : account.recovery) hash = from.text();
    account.enrolments = static_cast<std::uint32_t>(from.number());
    account.failures = static_cast<std::uint32_t>(from.number());
    account.locked_until_ms = from.signed_number();
    if (!from.good() || !from.at_end()) return std::unexpected("an account that is damaged");
    return account;
}

bool is_login(std::string_view text) {
    const auto letter = [](char c) { return c >= 'a' && c <= 'z'; };
    const auto fits = [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '.' || c == '-'; };
    return text.size() >= 3 && text.size() <= 32 && letter(text.front()) && std::ranges::all_of(text, fits);
}

storage::StaffId new_staff_id() { return storage::StaffId("staff_" + support::random_hex(8)); }

std::int64_t lock_ms(std::uint32_t failures) {
    constexpr std::uint32_t free = 5;
    constexpr std::int64_t most_ms = 15 * 60 * 1000;
    if (failures < free) return 0;
    const std::uint32_t doublings = std::min<std::uint32_t>(failures - free, 10);
    return std::min(std::int64_t{1000} << doublings, most_ms);
}

std::vector<std::string> new_recovery_codes() {
    constexpr std::string_view alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"; // 32
    std::vector<std::string> codes;
    while (codes.size() < recovery_count) {
        std::string code;
        for (const char byte : support::random_bytes(12)) {
            if (code.size() == 4 || code.size() == 9) code += '-';
            code += alphabet[static_cast<unsigned char>(byte) % alphabet.size()];
        }
        codes.push_back(std::move(code));
    }
    return codes;
}

std::string recovery_hash(std::string_view code) {
    std::string plain;
    for (const char c : code) {
        if (c == ' ' || c == '-') continue;
        plain += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    return support::sha256_hex(plain);
}

} // namespace plaint::review
