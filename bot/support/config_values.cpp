#include "bot/support/config_values.hpp"

#include "bot/support/url.hpp"
#include "bot/support/webhook_signature.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>

namespace plaint::support::values {

namespace {

Fault unless(bool good, const char* sentence) { return good ? Fault() : Fault(sentence); }

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_id(std::string_view text) {
    return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
        return is_digit(c) || is_letter(c) || c == '_' || c == '-' || c == '.' || c == ':';
    });
}

std::optional<unsigned> number(std::string_view text, unsigned most) {
    unsigned value = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || fault != std::errc() || end != text.data() + text.size() || value > most)
        return std::nullopt;
    return value;
}

std::optional<int> address_family(std::string_view text) {
    unsigned char bytes[16];
    const std::string address(text);
    if (inet_pton(AF_INET, address.c_str(), bytes) == 1) return AF_INET;
    if (inet_pton(AF_INET6, address.c_str(), bytes) == 1) return AF_INET6;
    return std::nullopt;
}

// The address of a page or server with nothing behind the port.
bool is_origin(std::string_view text) {
    const auto url = parse_url(text);
    return url && url->target == "/" && text.find('?') == std::string_view::npos;
}

} // namespace

Fault listen(std::string_view text) {
    constexpr const char* allowed =
        "must be an IP address and a port, such as \"127.0.0.1:12330\" or \"[::1]:12330\"";
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos || !number(text.substr(colon + 1), 65535)) return allowed;
    std::string_view host = text.substr(0, colon);
    const bool brackets = host.starts_with('[') && host.ends_with(']');
    if (brackets) host = host.substr(1, host.size() - 2);
    return unless(address_family(host) == (brackets ? AF_INET6 : AF_INET), allowed);
}

Fault public_base(std::string_view text) {
    return unless(is_origin(text),
                  "must be \"https://\" or \"http://\", a host and perhaps a port, with no path");
}

Fault origin(std::string_view text) {
    return unless(text == "*" || (is_origin(text) && !text.ends_with('/')),
                  "must be origins such as \"https://www.example.cn\", with no path, or \"*\" for any page");
}

Fault network(std::string_view text) {
    constexpr const char* allowed = "must be addresses or networks, such as \"10.1.2.3\" or \"10.0.0.0/8\"";
    const std::size_t slash = text.find('/');
    const auto family = address_family(text.substr(0, slash));
    if (!family) return allowed;
    if (slash == std::string_view::npos) return {};
    return unless(number(text.substr(slash + 1), *family == AF_INET ? 32 : 128).has_value(), allowed);
}

Fault centre(std::string_view text) {
    return unless(text.size() == 6 && std::all_of(text.begin(), text.end(), is_digit),
                  "must be the six-digit region code of a centre, such as \"330100\"");
}

Fault body(std::string_view text) {
    return unless(is_id(text),
                  "must be the id of an office or centre: letters, digits and _ - . :, 64 at most");
}

Fault body_pattern(std::string_view text) {
    std::string_view start = text;
    if (start.ends_with('*')) start.remove_suffix(1);
    return unless(text == "*" || is_id(start),
                  "must be the id of an office or centre, the beginning of one and \"*\", or \"*\" for all");
}

Fault host_pattern(std::string_view text) {
    if (text.starts_with("*.")) text.remove_prefix(2);
    const auto url = parse_url("https://" + std::string(text));
    return unless(url && url->host == text && !address_family(text),
                  "must be names of hosts in lower case, such as \"api.example.com\" or \"*.example.com\"");
}

Fault storage(std::string_view text) {
    constexpr std::string_view scheme = "sqlite:";
    return unless(text.starts_with(scheme) && text.size() > scheme.size(),
                  "must be \"sqlite:\" and the path of a file, such as \"sqlite:var/plaint.db\"");
}

Fault operator_number(std::string_view text) {
    constexpr const char* allowed = "must be a telephone number of 3 to 20 digits, or a \"sip:\" address";
    if (text.starts_with("sip:") || text.starts_with("sips:"))
        return unless(text.find('@') != std::string_view::npos &&
                          text.find_first_of(" <>\"&") == std::string_view::npos,
                      allowed);
    const auto digits = std::count_if(text.begin(), text.end(), is_digit);
    return unless(digits >= 3 && digits <= 20 &&
                      text.find_first_not_of("0123456789+- ") == std::string_view::npos,
                  allowed);
}

Fault receiver_name(std::string_view text) {
    return unless(is_id(text), "must be a name of letters, digits and _ - . :, 64 at most");
}

Fault not_empty(std::string_view text) { return unless(!text.empty(), "must not be empty"); }

Fault webhook_secret(std::string_view text) {
    return unless(is_webhook_secret(text), "must be \"whsec_\" and base64 of 24 to 64 bytes");
}

Fault receiver_url(std::string_view text, bool allow_insecure) {
    const auto url = parse_url(text);
    if (!url) return "must be an https address without user name and without fragment";
    if (url->scheme == "https") return {};
    return unless(
        allow_insecure && is_loopback_host(url->host),
        "must be an https address; http is allowed only to this machine, with allow_insecure = true");
}

std::expected<std::string, std::string> secret(std::string_view written, const Environment& environment) {
    if (written.starts_with("env:")) {
        const std::string name(written.substr(4));
        auto value = environment(name);
        if (!value || value->empty())
            return std::unexpected("must name a variable that is set: the environment has no " + name);
        return *std::move(value);
    }
    if (written.starts_with("file:")) {
        const std::string path(written.substr(5));
        std::ifstream file(path, std::ios::binary);
        std::string value{std::istreambuf_iterator<char>(file), {}};
        while (value.ends_with('\n') || value.ends_with('\r')) value.pop_back();
        if (!file.is_open() || value.empty())
            return std::unexpected("must name a file with the secret in it: cannot read " + path);
        return value;
    }
    return std::string(written);
}

} // namespace plaint::support::values
