#include "bot/review/totp.hpp"
#include "tests/unit/staff/somebody.hpp"

#include <regex>
#include <set>

using namespace plaint;
using namespace plaint::staff::test;
using storage::StaffRole;

namespace {

const std::string password = "five walnut boats at dawn";

std::string between(const std::string& text, const std::string& before, const std::string& after) {
    const auto from = text.find(before);
    INFO(before << " in " << text);
    REQUIRE(from != std::string::npos);
    const auto begin = from + before.size();
    return text.substr(begin, text.find(after, begin) - begin);
}

std::string token_in(const Answer& page) { return between(page.body, "name=\"form_token\" value=\"", "\""); }

// The secret as an authenticator reads it.
std::string unbase32(const std::string& text) {
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    std::string bytes;
    std::uint32_t buffer = 0;
    unsigned bits = 0;
    for (const char c : text) {
        buffer = buffer << 5U | static_cast<std::uint32_t>(alphabet.find(c));
        bits += 5;
        if (bits < 8) continue;
        bits -= 8;
        bytes += static_cast<char>(buffer >> bits & 255U);
    }
    return bytes;
}

// Somebody in front of a browser, who has no session yet.
struct Guest {
    Rig& rig;
    HeaderList headers{{"Origin", "http://" + rig.host()}, {"Accept-Language", "en"}};

    Answer get(const std::string& path) const { return rig.get(path, headers); }
    // A form that stands on the page `at`.
    Answer send(const std::string& at, const std::string& path,
                const std::vector<std::pair<std::string, std::string>>& fields) const {
        std::string body = "form_token=" + net::percent_encode(token_in(get(at)));
        for (const auto& [name, value] : fields) body.append("&" + name + "=" + net::percent_encode(value));
        return rig.post(path, body, headers, form_type);
    }
    Answer sign_in(const std::string& login, const std::string& word, const std::string& code) const {
        return send("/staff/sign-in", "/staff/sign-in",
                    {{"login", login}, {"password", word}, {"code", code}});
    }
};

// The path of the link by which the account enrols.
std::string invite(Rig& rig, const std::string& login) {
    const Somebody admin(rig, StaffRole::administrator, "330100");
    const Answer made = send(rig, "/staff/accounts", admin,
                             "login=" + login + "&name=Han%20Meimei&role=reviewer&region=330100");
    REQUIRE(made.status == 200);
    return "/staff/enrol?token=" + between(made.body, "/staff/enrol?token=", "<");
}

struct Enrolled {
    std::string secret;
    std::vector<std::string> recovery;
    std::string code(Rig& rig) const {
        return review::totp_code(secret, review::totp_step(rig.clock().now()));
    }
};

Enrolled enrol(const Guest& guest, const std::string& link) {
    const Answer page = guest.get(link);
    REQUIRE(page.status == 200);
    Enrolled enrolled{unbase32(between(page.body, "<code>", "<")), {}};
    const std::string token = between(page.body, "name=\"token\" value=\"", "\"");
    const Answer done = guest.send(
        link, "/staff/enrol", {{"token", token}, {"password", password}, {"code", enrolled.code(guest.rig)}});
    REQUIRE(done.status == 200);
    check_private(done);
    const std::regex code("<li><code>([^<]+)</code>");
    for (std::sregex_iterator at(done.body.begin(), done.body.end(), code), end; at != end; ++at)
        enrolled.recovery.push_back((*at)[1]);
    return enrolled;
}

} // namespace

TEST_CASE("whoever is invited enrols, signs in, works and signs out") {
    Rig rig;
    const Guest guest{rig};
    const std::string link = invite(rig, "han.meimei");
    const Enrolled enrolled = enrol(guest, link);
    CHECK(enrolled.recovery.size() == review::recovery_count);
    CHECK(guest.get(link).status == 404); // a link is good once

    rig.clock().advance(60'000);
    const Answer entered = guest.sign_in("Han.Meimei", password, enrolled.code(rig));
    REQUIRE(entered.status == 303);
    CHECK(entered.header("Location") == "/staff");
    check_private(entered);
    const std::string cookie = entered.header("Set-Cookie");
    CHECK(cookie.starts_with("__Host-plaint_staff="));
    for (const char* rule : {"; Path=/", "; Secure", "; HttpOnly", "; SameSite=Strict"})
        CHECK(cookie.find(rule) != std::string::npos);
    CHECK(cookie.find("Domain") == std::string::npos);
    CHECK(rig.metrics().value(support::Count::sign_ins_done) == 1);

    HeaderList headers = guest.headers;
    headers.emplace_back("Cookie", cookie.substr(0, cookie.find(';')));
    const Answer list = rig.get("/staff/cases", headers);
    REQUIRE(list.status == 200);
    CHECK(list.body.find("Han Meimei") != std::string::npos);
    CHECK(rig.get("/staff/cases?number=123", headers).body.find("A case number looks like") !=
          std::string::npos);

    const std::string sign_out = "form_token=" + net::percent_encode(token_in(list));
    const Answer out = rig.post("/staff/sign-out", sign_out, headers, form_type);
    CHECK(out.status == 303);
    CHECK(out.header("Set-Cookie").find("Max-Age=0") != std::string::npos);
    CHECK(rig.get("/staff/cases", headers).status == 303);
    CHECK(rig.post("/staff/sign-out", sign_out, headers, form_type).status == 401);
}

TEST_CASE("whatever is wrong about signing in is answered alike, and counted") {
    Rig rig;
    const Guest guest{rig};
    const Enrolled enrolled = enrol(guest, invite(rig, "han.meimei"));
    rig.clock().advance(60'000);
    const std::string code = enrolled.code(rig);
    std::set<std::string> told;
    for (const Answer& answer :
         {guest.sign_in("nobody", password, code), guest.sign_in("han.meimei", "six walnut boats", code),
          guest.sign_in("han.meimei", password, "000000"), guest.sign_in("", "", ""),
          guest.sign_in("han.meimei", std::string(5'000, 'x'), code)}) {
        CHECK(answer.status == 403);
        CHECK(answer.header("Set-Cookie").empty());
        check_private(answer);
        told.insert(between(answer.body, "role=\"alert\">", "<"));
    }
    CHECK(told.size() == 1);
    CHECK(rig.metrics().value(support::Count::sign_ins_refused) == 5);
    CHECK(guest.sign_in("han.meimei", password, enrolled.recovery.at(0)).status == 303);
}

TEST_CASE("a form of a guest needs its token, and must come from a page of ours") {
    Rig rig;
    const Guest guest{rig};
    const std::string token = net::percent_encode(token_in(guest.get("/staff/sign-in")));
    const std::string fields = "&login=a&password=b&code=c&language=en";
    for (const char* path : {"/staff/sign-in", "/staff/enrol", "/staff/guest-language"}) {
        INFO(path);
        CHECK(rig.post(path, fields, guest.headers, form_type).status == 403);
        CHECK(rig.post(path, "form_token=x" + fields, guest.headers, form_type).status == 403);
        const HeaderList foreign{{"Origin", "https://evil.example"}};
        const Answer refused = rig.post(path, "form_token=" + token + fields, foreign, form_type);
        CHECK(refused.status == 403);
        check_private(refused);
        CHECK(rig.post(path, "form_token=" + token + fields, {}, form_type).status == 403);
    }
}

TEST_CASE("another language shows the same page, and leads nowhere else") {
    Rig rig;
    const Guest guest{rig};
    const Answer page = guest.get("/staff/sign-in?a=b");
    CHECK(between(page.body, "name=\"from\" value=\"", "\"") == "/staff/sign-in?a=b");
    const std::string token = net::percent_encode(token_in(page));
    const auto led_to = [&](const std::string& from) {
        const Answer answer = rig.post(
            "/staff/guest-language", "form_token=" + token + "&language=en&from=" + net::percent_encode(from),
            guest.headers, form_type);
        CHECK(answer.status == 303);
        return answer.header("Location");
    };
    CHECK(led_to("/staff/enrol?token=x") == "/staff/enrol?token=x");
    for (const char* from : {"", "/", "https://evil.example/staff/", "//evil.example", "/staffing",
                             "/staff/a\r\nSet-Cookie: x=y", "/staff\\evil"})
        CHECK(led_to(from) == "/staff");
}

TEST_CASE("an enrolment that is not right is told what is wrong with it") {
    Rig rig;
    const Guest guest{rig};
    const std::string link = invite(rig, "han.meimei");
    const Answer page = guest.get(link);
    const std::string secret = unbase32(between(page.body, "<code>", "<"));
    const std::string token = between(page.body, "name=\"token\" value=\"", "\"");
    const std::string code = review::totp_code(secret, review::totp_step(rig.clock().now()));
    struct Wrong {
        std::string token, word, code, told;
        int status;
    };
    const Wrong bad[] = {{token, "short", code, "at least 12 characters", 422},
                         {token, std::string(129, 'x'), code, "at most 128 characters", 422},
                         {token, "han.meimei123", code, "easy to guess", 422},
                         {token, password, "000000", "The code does not match", 422},
                         {"x", password, code, "not valid any more", 404}};
    for (const Wrong& row : bad) {
        const Answer answer = guest.send(link, "/staff/enrol",
                                         {{"token", row.token}, {"password", row.word}, {"code", row.code}});
        INFO(row.told);
        CHECK(answer.status == row.status);
        CHECK(answer.body.find(row.told) != std::string::npos);
        check_private(answer);
    }
    CHECK(guest.get("/staff/enrol?token=" + std::string(500, 'x')).status == 404);
}

TEST_CASE("somebody of another region neither resets nor disables an account") {
    Rig rig;
    const Somebody here(rig, StaffRole::reviewer, "330100");
    const Somebody country(rig, StaffRole::administrator, "000000");
    const Somebody elsewhere(rig, StaffRole::administrator, "440000");
    const std::string path = "/staff/accounts/" + here.id;
    for (const char* change : {"change=disable", "change=reset"})
        CHECK(send(rig, path, elsewhere, change).status == 409);
    CHECK(rig.get("/staff/cases", here.headers).status == 200);
    CHECK(send(rig, path, country, "change=nonsense").status == 422);
    CHECK(send(rig, path, country, "change=disable").status == 303);
    CHECK(rig.get("/staff/cases", here.headers).status == 303);
    // Nobody locks themselves out.
    CHECK(send(rig, "/staff/accounts/" + country.id, country, "change=disable").status == 422);
}

TEST_CASE("the journal is told in words") {
    Rig rig;
    invite(rig, "han.meimei");
    Somebody country(rig, StaffRole::supervisor, "000000");
    country.headers.emplace_back("Accept-Language", "en");
    rig.get("/staff/cases?state=submitted", country.headers);
    const Answer journal = rig.get("/staff/journal", country.headers);
    REQUIRE(journal.status == 200);
    CHECK(journal.body.find("for 330100 · as Reviewer · account of Han Meimei") != std::string::npos);
    CHECK(journal.body.find("no case · state: Submitted") != std::string::npos);
    CHECK(journal.body.find("&quot;") == std::string::npos);
}

TEST_CASE("nobody is given a region that is not there") {
    Rig rig;
    const Somebody admin(rig, StaffRole::administrator, "000000");
    const std::string form = "login=han.meimei&name=x&role=reviewer&region=";
    CHECK(send(rig, "/staff/accounts", admin, form + "339999").status == 422);
    CHECK(send(rig, "/staff/accounts", admin, form + "330110").status == 200);
}
