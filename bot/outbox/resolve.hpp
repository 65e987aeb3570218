#pragma once

#include <chrono>
#include <expected>
#include <functional>
#include <string>
#include <vector>

namespace plaint::outbox {

// All numeric addresses of a host, which may be one already; the error is a sentence.
using Resolver = std::function<std::expected<std::vector<std::string>, std::string>(
    const std::string& host, std::chrono::milliseconds most)>;

// The system's resolver. It cannot be interrupted, so it is left behind when it takes longer than `most`.
std::expected<std::vector<std::string>, std::string> resolve(const std::string& host,
                                                             std::chrono::milliseconds most);

} // namespace plaint::outbox
