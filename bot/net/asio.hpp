#pragma once

// Names of Boost that the files of this room share. Only .cpp files of this room may include it, directly or not.

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>

namespace plaint::net {

namespace asio = boost::asio;

/// Bound to the concrete executor: the type-erased one costs an allocation per operation.
using TcpSocket = asio::basic_stream_socket<asio::ip::tcp, asio::io_context::executor_type>;
using ErrorCode = boost::system::error_code;

} // namespace plaint::net
