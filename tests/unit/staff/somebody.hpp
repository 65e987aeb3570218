#pragma once

#include "bot/review/account.hpp"
#include "bot/review/roles.hpp"
#include "bot/support/crypto.hpp"
#include "tests/contract/store_contract.hpp"
#include "tests/unit/webchat/rig.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <string_view>

namespace plaint::staff::test {

using namespace plaint::webchat::test;

inline constexpr std::string_view server_key = "0123456789abcdef0123456789abcdef"; // of the rig
inline constexpr const char* form_type = "application/x-www-form-urlencoded";

// Somebody who is signed in: the cookie and the token of their forms.
struct Somebody {
    HeaderList headers;
    std::string form_token;
    std::string id;

    Somebody(Rig& rig, storage::StaffRole role, const std::string& region) {
        using storage::contract::ask;
        storage::StaffRecord record{.id = review::new_staff_id(),
                                    .version = 1,
                                    .role = role,
                                    .region = region,
                                    .created_at = rig.clock().now()};
        record.login = record.id.text;
        record.content = review::seal_account(record.id, {.name = "Li Lei", .password_hash = "of nothing"});
        auto& desk = rig.store().desk();
        const std::string token = support::base64url(support::random_bytes(32));
        const auto now = rig.clock().now();
        const auto last =
            ask<std::optional<storage::AuditRecord>>([&](auto answer) { desk.last_note(answer); });
        storage::DeskChange change{
            .saves = storage::DeskChange::Saving{record, 0},
            .opens = storage::StaffSession{support::sha256_hex(token), record.id, now, now, now + 3'600'000}};
        change.note.sequence = last ? last->sequence + 1 : 1;
        change.note.content = "{}";
        REQUIRE(ask<storage::DeskOutcome>([&](auto answer) { desk.change(change, answer); }) ==
                storage::DeskOutcome::done);
        id = record.id.text;
        headers = {{"Cookie", "__Host-plaint_staff=" + token}, {"Origin", "http://" + rig.host()}};
        form_token =
            support::base64url(support::hmac_sha256(support::hmac_sha256(server_key, "staff forms"), token));
    }
};

inline Answer send(const Rig& rig, const std::string& path, const Somebody& who, std::string body) {
    body += (body.empty() ? "form_token=" : "&form_token=") + who.form_token;
    return rig.post(path, body, who.headers, form_type);
}

// What every answer of the console carries.
inline void check_private(const Answer& answer) {
    CHECK(answer.header("Content-Security-Policy").starts_with("default-src 'none'"));
    CHECK(answer.header("Content-Security-Policy").find("unsafe") == std::string::npos);
    CHECK(answer.header("Cache-Control") == "no-store");
    CHECK(answer.header("X-Content-Type-Options") == "nosniff");
    CHECK(answer.header("Referrer-Policy") == "no-referrer");
    CHECK(answer.header("Cross-Origin-Opener-Policy") == "same-origin");
    CHECK(answer.header("Cross-Origin-Resource-Policy") == "same-origin");
}

} // namespace plaint::staff::test
