#include "adapters/hotline/twilio/signature.hpp"

#include <catch2/catch.hpp>

using namespace plaint;
using namespace plaint::hotline::twilio;

namespace {

const std::string token = "12345";
const std::string published =
    "CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309&To=%2B18005551212";

net::Request form_request(const std::string& body, const std::string& signature) {
    net::Request request{.method = net::Method::post, .body = body};
    request.headers.set("Content-Type", "application/x-www-form-urlencoded");
    request.headers.set("X-Twilio-Signature", signature);
    return request;
}

bool accepts(const std::string& url, const std::string& signature, const std::string& body = published) {
    return is_genuine(token, {url, form_request(body, signature)});
}

} // namespace

TEST_CASE("the published signatures hold") {
    struct Row {
        const char* url;
        const char* signature;
    };
    constexpr Row rows[] = {
        {"https://mycompany.com/myapp.php?foo=1&bar=2", "RSOYDt4T1cUTdK1PDd93/VVr8B8="},
        {"https://mycompany.com:1234/myapp.php?foo=1&bar=2", "RSOYDt4T1cUTdK1PDd93/VVr8B8="},
        {"http://mycompany.com:1234/myapp.php?foo=1&bar=2", "Zmvh+3yNM1Phv2jhDCwEM3q5ebU="},
        {"https://mycompany.com/myapp.php?foo=1&bar=2", "kvajT1Ptam85bY51eRf/AJRuM3w="},
        {"http://mycompany.com/myapp.php?foo=1&bar=2", "0ZXoZLH/DfblKGATFgpif+LLRf4="},
        {"https://user:pass@mycompany.com/myapp.php?foo=1&bar=2", "CukzLTc1tT5dXEDIHm/tKBanW10="},
    };
    for (const Row& row : rows) {
        INFO(row.url << " " << row.signature);
        CHECK(accepts(row.url, row.signature));
        CHECK_FALSE(is_genuine("54321", {row.url, form_request(published, row.signature)}));
    }
}

TEST_CASE("of a parameter that comes several times each value is signed once, in order") {
    const net::Parameters form =
        net::parse_form("Sid=CA123&SidAccount=AC123&Digits=5678&Digits=1234&Digits=1234");
    CHECK(signature_of(token, "https://mycompany.com/myapp.php?foo=1&bar=2", form) ==
          "IK+Dwps556ElfBT0I3Rgjkr1wJU=");
}

TEST_CASE("a body that is no form is signed by its digest") {
    const std::string digest = "0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620";
    const std::string url = "https://mycompany.com/myapp.php?foo=1&bar=2&bodySHA256=" + digest;
    net::Request request{.method = net::Method::post, .body = R"({"property": "value", "boolean": true})"};
    request.query.add("bodySHA256", digest);
    request.headers.set("Content-Type", "application/json");
    request.headers.set("X-Twilio-Signature", "a9nBmqA0ju/hNViExpshrM61xv4=");
    CHECK(is_genuine(token, {url, request}));
    request.body += " ";
    CHECK_FALSE(is_genuine(token, {url, request}));
}

TEST_CASE("what is not signed, or signed for something else, is not genuine") {
    const std::string url = "https://mycompany.com/myapp.php?foo=1&bar=2";
    const std::string right = "RSOYDt4T1cUTdK1PDd93/VVr8B8=";
    CHECK_FALSE(accepts(url, ""));
    CHECK_FALSE(accepts(url, "RSOYDt4T1cUTdK1PDd93/VVr8B9="));
    CHECK_FALSE(accepts("https://mycompany.com/myapp.php?foo=1&bar=3", right));
    CHECK_FALSE(accepts(url, right, published + "&Digits=9"));
    CHECK_FALSE(accepts(url, right, published + "&Extra="));
    CHECK_FALSE(is_genuine("", {url, form_request(published, right)}));
}
