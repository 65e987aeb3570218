#include "bot/support/crypto.hpp"
#include "bot/support/seal.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace plaint::support;

TEST_CASE("digests and MACs agree with their standards") {
    // FIPS 180-4 example; RFC 4231 test case 2; RFC 2202 test case 2.
    CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(hex(hmac_sha256("Jefe", "what do ya want for nothing?")) ==
          "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    CHECK(hex(hmac_sha1("Jefe", "what do ya want for nothing?")) ==
          "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
    CHECK(hex(hmac_sha256("", "")) == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

TEST_CASE("a digest made in parts is the digest of the whole") {
    Sha256 digest;
    digest.update("a");
    digest.update("");
    digest.update("bc");
    CHECK(digest.finish_hex() == sha256_hex("abc"));
}

TEST_CASE("base64 agrees with RFC 4648, and back") {
    const std::pair<const char*, const char*> vectors[] = {{"", ""},
                                                           {"f", "Zg=="},
                                                           {"fo", "Zm8="},
                                                           {"foo", "Zm9v"},
                                                           {"foob", "Zm9vYg=="},
                                                           {"fooba", "Zm9vYmE="},
                                                           {"foobar", "Zm9vYmFy"}};
    for (const auto& [plain, encoded] : vectors) {
        CHECK(base64(plain) == encoded);
        CHECK(unbase64(encoded) == plain);
    }
    CHECK(base64url("\xfb\xff\xfe") == "-__-");
    CHECK(unbase64url("-__-") == "\xfb\xff\xfe");
    CHECK(base64url("f") == "Zg");
    for (int length = 0; length < 70; ++length) {
        const std::string bytes = random_bytes(static_cast<std::size_t>(length));
        CHECK(unbase64(base64(bytes)) == bytes);
        CHECK(unbase64url(base64url(bytes)) == bytes);
        CHECK(unhex(hex(bytes)) == bytes);
    }
}

TEST_CASE("base64 that is not canonical is refused") {
    for (const char* text : {"Zg", "Zg=", "Zg===", "Z===", "Zh==", "Zm9=", "Zm9v=", "Z", "Zm 9v", "Zm9v\n",
                             "====", "Zg==Zg=="}) {
        INFO(text);
        CHECK_FALSE(unbase64(text));
    }
    for (const char* text : {"Zg==", "Zh", "Z", "+A", "/w"}) {
        INFO(text);
        CHECK_FALSE(unbase64url(text));
    }
    for (const char* text : {"0", "0g", "zz", "00 "}) CHECK_FALSE(unhex(text));
    CHECK(unhex("FFfe") == "\xff\xfe");
}

TEST_CASE("secrets are the same only when every byte is") {
    CHECK(same_secret("", ""));
    CHECK(same_secret("abc", "abc"));
    CHECK_FALSE(same_secret("abc", "abd"));
    CHECK_FALSE(same_secret("abc", "ab"));
    CHECK_FALSE(same_secret("abc", "abcd"));
}

TEST_CASE("random bytes do not repeat") {
    std::set<std::string> seen;
    for (int i = 0; i < 1000; ++i) seen.insert(random_hex(16));
    CHECK(seen.size() == 1000);
    CHECK(seen.begin()->size() == 32);
}

TEST_CASE("what was sealed for a session opens for it") {
    const std::string session = random_hex(16);
    for (const std::string& plain :
         {std::string(), std::string("{\"name\":\"王芳\"}"), std::string("\x01\x00\xff", 3)})
        CHECK(open(session, seal(session, plain)) == plain);
}

TEST_CASE("what no seal of ours made does not open") {
    CHECK_FALSE(open("s", "\xff"
                          "encrypted by a later version"));
}
