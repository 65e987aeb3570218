#include "adapters/hotline/twilio/signature.hpp"

#include "bot/support/crypto.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace plaint::hotline::twilio {

namespace {

constexpr std::string_view form_type = "application/x-www-form-urlencoded";

// "https://user:pass@host:1234/path?query" in its parts; the port without its colon, empty where there is none.
struct Address {
    std::string_view before_port, port, after_port;
    bool secure = false;
};

Address parts_of(std::string_view url) {
    Address address{.secure = url.starts_with("https://")};
    const std::size_t scheme = url.find("://");
    const std::size_t begin = scheme == std::string_view::npos ? 0 : scheme + 3;
    const std::size_t end = std::min(url.find_first_of("/?#", begin), url.size());
    const std::string_view authority = url.substr(begin, end - begin);
    const std::size_t host = authority.rfind('@') == std::string_view::npos ? 0 : authority.rfind('@') + 1;
    const std::size_t colon = authority.rfind(':');
    const bool has_port = colon != std::string_view::npos && colon >= host && !authority.ends_with(']');
    const std::size_t host_end = has_port ? begin + colon : end;
    address.before_port = url.substr(0, host_end);
    if (has_port) address.port = authority.substr(colon + 1);
    address.after_port = url.substr(end);
    return address;
}

} // namespace

std::string signature_of(std::string_view token, std::string_view url, const net::Parameters& form) {
    std::map<std::string_view, std::set<std::string_view>> values;
    for (const net::Parameter& one : form) values[one.name].insert(one.value);
    std::string message(url);
    for (const auto& [name, all] : values)
        for (const std::string_view value : all) message.append(name).append(value);
    return support::base64(support::hmac_sha1(token, message));
}

std::vector<std::string> spellings_of(std::string_view url) {
    const Address address = parts_of(url);
    std::vector<std::string> all{std::string(url)};
    const std::string before(address.before_port);
    const std::string after(address.after_port);
    if (address.port.empty())
        all.push_back(before + (address.secure ? ":443" : ":80") + after);
    else
        all.push_back(before + after);
    return all;
}

bool is_genuine(std::string_view token, const Signed& webhook) {
    const net::Request& request = webhook.request;
    const std::string_view shown = request.header("X-Twilio-Signature");
    if (shown.empty() || token.empty()) return false;
    net::Parameters form;
    bool covered = request.body.empty();
    if (request.content_type() == form_type && request.method == net::Method::post) {
        form = request.form();
        covered = true;
    } else if (const auto digest = request.query.find("bodySHA256")) {
        covered = support::same_secret(*digest, support::sha256_hex(request.body));
    }
    bool genuine = false;
    for (const std::string& url : spellings_of(webhook.url))
        genuine |= support::same_secret(shown, signature_of(token, url, form));
    return genuine && covered;
}

} // namespace plaint::hotline::twilio
