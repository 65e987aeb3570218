#include "bot/net/http.hpp"

#include "bot/net/target.hpp"

#include <algorithm>
#include <array>

namespace plaint::net {

namespace {

std::string_view trim(std::string_view text) {
    const auto blank = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.empty() && blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && blank(text.back())) text.remove_suffix(1);
    return text;
}

Response with_type(std::string_view type, std::string body, int status) {
    Response response;
    response.status = status;
    response.headers.add("Content-Type", type);
    response.body = Body(std::move(body));
    return response;
}

std::optional<std::string_view> value_of(const Parameters& all, std::string_view name) {
    for (const Parameter& one : all) {
        if (one.name == name) return one.value;
    }
    return std::nullopt;
}

} // namespace

std::string_view name_of(Method method) {
    static constexpr std::array names = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "OTHER"};
    return names[static_cast<std::size_t>(method)];
}

std::optional<std::string_view> Parameters::find(std::string_view name) const {
    return value_of(*this, name);
}

std::string_view Parameters::get(std::string_view name) const {
    return find(name).value_or(std::string_view());
}

std::string Request::content_type() const {
    const std::string_view whole = headers.get("content-type");
    std::string type(trim(whole.substr(0, whole.find(';'))));
    std::ranges::transform(type, type.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    });
    return type;
}

std::optional<std::string_view> Request::cookie(std::string_view name) const {
    for (std::size_t i = 0; i < headers.size(); ++i) {
        const Headers::Field field = headers[i];
        if (!equal_ignoring_case(field.name, "cookie")) continue;
        std::string_view rest = field.value;
        while (!rest.empty()) {
            const std::size_t end = std::min(rest.find(';'), rest.size());
            const std::string_view pair = trim(rest.substr(0, end));
            const std::size_t equals = pair.find('=');
            if (equals != std::string_view::npos && pair.substr(0, equals) == name)
                return pair.substr(equals + 1);
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
    }
    return std::nullopt;
}

std::optional<std::string_view> Request::bearer() const {
    static constexpr std::string_view scheme = "Bearer ";
    const std::string_view value = headers.get("authorization");
    if (value.size() <= scheme.size() || !equal_ignoring_case(value.substr(0, scheme.size()), scheme)) {
        return std::nullopt;
    }
    return trim(value.substr(scheme.size()));
}

Parameters Request::form() const { return parse_form(body); }

Body Body::embedded(std::string_view bytes) {
    Body body;
    body.bytes_ = bytes;
    return body;
}

std::string_view Body::view() const {
    switch (bytes_.index()) {
    case 0: return std::get<0>(bytes_);
    case 1: return std::get<1>(bytes_);
    case 2: return std::get<2>(bytes_) ? std::string_view(*std::get<2>(bytes_)) : std::string_view();
    default: return {};
    }
}

BodySource* Body::source() const {
    const auto* source = std::get_if<std::shared_ptr<BodySource>>(&bytes_);
    return source ? source->get() : nullptr;
}

std::uint64_t Body::size() const { return source() ? source()->size() : view().size(); }

Response json(std::string body, int status) { return with_type("application/json", std::move(body), status); }

Response text(std::string body, int status) {
    return with_type("text/plain; charset=utf-8", std::move(body), status);
}

Response html(std::string body, int status) {
    return with_type("text/html; charset=utf-8", std::move(body), status);
}

Response no_content() {
    Response response;
    response.status = 204;
    return response;
}

Response see_other(std::string_view location) {
    Response response;
    response.status = 303;
    response.headers.add("Location", location);
    return response;
}

Response problem(int status, std::string_view detail, std::string_view type) {
    std::string body = "{\"type\":\"";
    body += type.empty() ? "about:blank" : json_escape(type);
    body += "\",\"title\":\"";
    body += phrase_of(status);
    body += "\",\"status\":" + std::to_string(status);
    if (!detail.empty()) body += ",\"detail\":\"" + json_escape(detail) + '"';
    body += '}';
    Response response = with_type("application/problem+json", std::move(body), status);
    response.headers.add("Cache-Control", "no-store");
    return response;
}

std::string_view phrase_of(int status) {
    switch (status) {
    case 100: return "Continue";
    case 101: return "Switching Protocols";
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 206: return "Partial Content";
    case 301: return "Moved Permanently";
    case 302: return "Found";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 307: return "Temporary Redirect";
    case 308: return "Permanent Redirect";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 406: return "Not Acceptable";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 410: return "Gone";
    case 411: return "Length Required";
    case 412: return "Precondition Failed";
    case 413: return "Content Too Large";
    case 414: return "URI Too Long";
    case 415: return "Unsupported Media Type";
    case 416: return "Range Not Satisfiable";
    case 417: return "Expectation Failed";
    case 422: return "Unprocessable Content";
    case 423: return "Locked";
    case 425: return "Too Early";
    case 426: return "Upgrade Required";
    case 428: return "Precondition Required";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 451: return "Unavailable For Legal Reasons";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 502: return "Bad Gateway";
    case 503: return "Service Unavailable";
    case 504: return "Gateway Timeout";
    case 505: return "HTTP Version Not Supported";
    case 507: return "Insufficient Storage";
    default: return "Status";
    }
}

std::string json_escape(std::string_view text) {
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (byte < 0x20) {
            out += "\\u00";
            out += digits[byte >> 4];
            out += digits[byte & 15];
        } else {
            out += c;
        }
    }
    return out;
}

} // namespace plaint::net
