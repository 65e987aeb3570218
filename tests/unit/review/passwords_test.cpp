#include "bot/review/passwords.hpp"

#include <catch2/catch.hpp>

using namespace plaint::review;

TEST_CASE("a password fits its own hash, which names algorithm and costs") {
    const std::string hash = password_hash("correct horse battery");
    CHECK(hash.starts_with("$argon2id$v=19$m=65536,t=3,p=1$"));
    CHECK(password_fits(hash, "correct horse battery"));
    CHECK_FALSE(password_fits(hash, "correct horse batterz"));
    CHECK(password_hash("correct horse battery") != hash);
    CHECK_FALSE(password_fits("", "a password that nobody has ever chosen"));
}

TEST_CASE("what is short, long or easy to guess is no password") {
    CHECK(password_problem("short", "li") == "too_short");
    CHECK(password_problem(std::string(129, 'x'), "li") == "too_long");
    for (const char* common :
         {"password1234", "Passw0rd2026", "qwertyuiop12", "aaaaaaaaaaaa", "abababababab"})
        CHECK(password_problem(common, "li") == "common");
    CHECK(password_problem("wangxiaoming1", "wangxiaoming") == "common");
    CHECK_FALSE(password_problem("correct horse battery", "li"));
    CHECK_FALSE(password_problem("春眠不觉晓处处闻啼鸟夜来", "li"));
}
