#include "bot/support/receipt.hpp"

#include "bot/support/crypto.hpp"
#include "dialogs/kinds/receipt_code.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace plaint::support;

TEST_CASE("a session has one receipt code under one key, and its last digit checks the others") {
    const std::string key = random_bytes(32);
    std::set<std::string> codes;
    for (int i = 0; i < 500; ++i) {
        const std::string session = random_hex(16);
        const std::string code = receipt_code(key, session);
        CHECK(code.size() == plaint::kinds::receipt_code_length);
        CHECK(code.find_first_not_of("0123456789") == std::string::npos);
        CHECK(plaint::kinds::damm_digit(std::string_view(code).substr(0, 15)) == code.back());
        CHECK(receipt_code(key, session) == code);
        codes.insert(code);
    }
    CHECK(codes.size() == 500);
}

TEST_CASE("another server key gives other codes and other hashes") {
    const std::string session(32, 'a');
    const std::string code = receipt_code("one key", session);
    CHECK(code != receipt_code("another key", session));
    CHECK(receipt_hash("one key", code) != receipt_hash("another key", code));
    CHECK(receipt_hash("one key", code).size() == 64);
    CHECK(receipt_hash("one key", code).find(code) == std::string::npos);
}

TEST_CASE("equal values hashed for two uses do not show as equal") {
    CHECK(keyed_hash("k", "phone", "13800138000") != keyed_hash("k", "resume", "13800138000"));
    CHECK(keyed_hash("k", "phone", "1") != keyed_hash("k", "phone1", ""));
    CHECK(keyed_hash("k", "phone", "13800138000") == keyed_hash("k", "phone", "13800138000"));
}

TEST_CASE("the code of a session is what it was in the first release") {
    // A change here would take every complainant's code away.
    CHECK(receipt_code("golden key of thirty-two bytes..", "00112233445566778899aabbccddeeff") ==
          "0513806284715907");
}
