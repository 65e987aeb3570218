#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <utility>
#include <vector>

// One request to the outside. The outbox, the simulator and the tests each bring their own.
namespace plaint::outbox {

// Which addresses a request may reach. Link-local and multicast ones, where cloud metadata lives, are never reached.
enum class Reach {
    public_addresses, // https only; every resolved address must be a public one
    private_too,      // also private addresses and this machine, and http to this machine: for trials
};

struct Request {
    std::string method = "POST";
    std::string url;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string content_type = "application/json";
    std::string body;
    Reach reach = Reach::public_addresses;
    std::size_t response_bytes_max = 64 << 10;
};

struct Response {
    int status = 0;
    std::string retry_after; // as the header has it; empty for none
    std::string body;        // at most response_bytes_max
    bool complete = true;    // false: the body was longer, or broke off
};

enum class TransportFault {
    refused,    // the address is not one that may be reached; nothing was sent
    unresolved, // the name has no address
    unreachable,
    untrusted, // TLS failed, or the certificate is not for this host
    timed_out,
    broken, // the connection ended before an answer
    cancelled,
};

struct TransportProblem {
    TransportFault fault;
    std::string what; // for the delivery ledger and the log
};

class Transport {
  public:
    virtual ~Transport() = default;
    // Blocks until there is an answer or the deadline passes. No redirect is ever followed. From any thread.
    virtual std::expected<Response, TransportProblem> send(const Request& request) = 0;
    // Ends what is under way, and everything that is sent later, as `cancelled`.
    virtual void cancel() = 0;
};

} // namespace plaint::outbox
