#pragma once

#include "bot/net/http.hpp"

#include <boost/beast/http/basic_parser.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace plaint::net {

/// Takes the bytes of a body as the reader finds them, and says how many it took.
class BodyTaker {
  public:
    virtual std::size_t take_body(std::string_view bytes) = 0;

  protected:
    ~BodyTaker() = default;
};

/// Reads one request. Beast's parser does the reading, since that is where requests are smuggled; its callbacks fill
/// our own Request in place, which saves Beast's message type and a copy of it.
class RequestReader final : public boost::beast::http::basic_parser<true> {
  public:
    RequestReader(BodyTaker& taker, std::size_t header_bytes_max);

    Request request;
    bool http_1_0() const { return version_ == 10; }
    /// What forbids answering the head at all, as a response status; 0 when it is in order.
    int fault() const;

  private:
    using Text = boost::beast::string_view;
    using Error = boost::beast::error_code;

    void on_request_impl(boost::beast::http::verb verb, Text verb_text, Text target, int version,
                         Error&) override;
    void on_response_impl(int, Text, int, Error&) override {}
    void on_field_impl(boost::beast::http::field, Text name, Text value, Error&) override;
    void on_header_impl(Error&) override { in_head_ = false; }
    void on_body_init_impl(const boost::optional<std::uint64_t>&, Error&) override {}
    std::size_t on_body_impl(Text bytes, Error&) override;
    void on_chunk_header_impl(std::uint64_t, Text, Error&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, Text bytes, Error&) override;
    void on_finish_impl(Error&) override {}

    BodyTaker& taker_;
    int version_ = 11;
    bool in_head_ = true;
};

} // namespace plaint::net
