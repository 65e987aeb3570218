#include "bot/support/token.hpp"

#include "bot/support/crypto.hpp"

#include <catch2/catch.hpp>

using namespace plaint::support;

namespace {

const TokenKey key("a key of at least thirty-two bytes");
constexpr Millis now = 1'767'571'200'000;

} // namespace

TEST_CASE("a token names its conversation until it expires") {
    const std::string token = key.issue(TokenPurpose::conversation, "directline:K3h", now + 1'800'000);
    const auto read = key.verify(TokenPurpose::conversation, token, now);
    REQUIRE(read);
    CHECK(read->conversation == "directline:K3h");
    CHECK(read->expires_at == now + 1'800'000);
    CHECK(read->nonce.size() == 16);
    CHECK(key.verify(TokenPurpose::conversation, token, now + 1'799'999));
    CHECK(key.verify(TokenPurpose::conversation, token, now + 1'800'000).error() == TokenFault::expired);
}

TEST_CASE("a token outlives the process that made it") {
    const std::string token = key.issue(TokenPurpose::conversation, "c", now + 1);
    CHECK(TokenKey("a key of at least thirty-two bytes").verify(TokenPurpose::conversation, token, now));
    CHECK(TokenKey("another key").verify(TokenPurpose::conversation, token, now).error() ==
          TokenFault::forged);
}

TEST_CASE("a token of one purpose is worth nothing for another") {
    const std::string ticket = key.issue(TokenPurpose::stream, "c", now + 60'000);
    CHECK(key.verify(TokenPurpose::stream, ticket, now));
    CHECK(key.verify(TokenPurpose::conversation, ticket, now).error() == TokenFault::forged);
}

TEST_CASE("two tokens for the same differ, so that a ticket can be remembered as used") {
    const auto first = key.verify(TokenPurpose::stream, key.issue(TokenPurpose::stream, "c", now + 1), now);
    const auto second = key.verify(TokenPurpose::stream, key.issue(TokenPurpose::stream, "c", now + 1), now);
    REQUIRE(first);
    REQUIRE(second);
    CHECK(first->nonce != second->nonce);
}

TEST_CASE("a token holds its place in a URL and a header") {
    const std::string token = key.issue(TokenPurpose::conversation, "rasa:名字 \"?&", now + 1);
    CHECK(token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.") ==
          std::string::npos);
    CHECK(key.verify(TokenPurpose::conversation, token, now)->conversation == "rasa:名字 \"?&");
}

TEST_CASE("every changed character of a token is noticed") {
    const std::string token = key.issue(TokenPurpose::conversation, "directline:K3h", now + 1'800'000);
    for (std::size_t i = 0; i < token.size(); ++i) {
        std::string changed = token;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        INFO(i);
        CHECK_FALSE(key.verify(TokenPurpose::conversation, changed, now));
    }
    for (std::size_t length = 0; length < token.size(); ++length)
        CHECK_FALSE(key.verify(TokenPurpose::conversation, token.substr(0, length), now));
    CHECK_FALSE(key.verify(TokenPurpose::conversation, token + "A", now));
    for (const char* text : {"", ".", "p1.", "p1..", "p2.AAAA.AAAA", "Bearer"})
        CHECK(key.verify(TokenPurpose::conversation, text, now).error() == TokenFault::malformed);
}
