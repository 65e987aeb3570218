#include "bot/net/request_reader.hpp"

#include <boost/beast/http/verb.hpp>

namespace plaint::net {

namespace {

std::string_view plain(boost::beast::string_view text) { return {text.data(), text.size()}; }

Method method_of(boost::beast::http::verb sent) {
    using boost::beast::http::verb;
    switch (sent) {
    case verb::get: return Method::get;
    case verb::head: return Method::head;
    case verb::post: return Method::post;
    case verb::put: return Method::put;
    case verb::patch: return Method::patch;
    case verb::delete_: return Method::delete_;
    case verb::options: return Method::options;
    default: return Method::other;
    }
}

} // namespace

RequestReader::RequestReader(BodyTaker& taker, std::size_t header_bytes_max) : taker_(taker) {
    header_limit(static_cast<std::uint32_t>(header_bytes_max));
    // The limit is the route's, which is not known before the head has been read: the connection counts.
    body_limit(boost::none);
}

void RequestReader::on_request_impl(boost::beast::http::verb verb, Text, Text target, int version, Error&) {
    request.method = method_of(verb);
    request.target = plain(target);
    version_ = version;
    request.headers.reserve(16, 512);
}

void RequestReader::on_field_impl(boost::beast::http::field, Text name, Text value, Error&) {
    // A trailer after a chunked body must not pass for a header that was checked before it.
    if (in_head_) request.headers.add(plain(name), plain(value));
}

std::size_t RequestReader::on_body_impl(Text bytes, Error&) { return taker_.take_body(plain(bytes)); }

std::size_t RequestReader::on_chunk_body_impl(std::uint64_t, Text bytes, Error&) {
    return taker_.take_body(plain(bytes));
}

// Beast overlooks these three. A coding it does not know would leave the body to be read as the next request, and a
// proxy and this server may each believe another of two Host fields.
int RequestReader::fault() const {
    if (request.headers.has("transfer-encoding")) {
        if (version_ == 10) return 400;
        if (!chunked()) return 501;
    }
    const std::size_t hosts = request.headers.count("host");
    if (hosts > 1 || (hosts == 0 && version_ == 11)) return 400;
    return 0;
}

} // namespace plaint::net
