#include "bot/cli/keyboard.hpp"

#include <array>
#include <cerrno>
#include <poll.h>
#include <unistd.h>

namespace plaint::cli {

Keyboard::Heard Keyboard::listen(std::string& line, std::optional<std::chrono::milliseconds> at_most) {
    while (!take(line)) {
        if (ended_) return Heard::end;
        pollfd input{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
        const int ready = ::poll(&input, 1, at_most ? static_cast<int>(at_most->count()) : -1);
        if (ready == 0) return Heard::pause;
        if (ready < 0 && errno != EINTR) return Heard::end;
        if (ready < 0) continue;
        std::array<char, 4096> bytes{};
        const ssize_t count = ::read(STDIN_FILENO, bytes.data(), bytes.size());
        if (count > 0) read_.append(bytes.data(), static_cast<std::size_t>(count));
        if (count == 0 || (count < 0 && errno != EINTR && errno != EAGAIN)) ended_ = true;
    }
    return Heard::line;
}

bool Keyboard::take(std::string& line) {
    const std::size_t end = read_.find('\n');
    if (end == std::string::npos && (!ended_ || read_.empty())) return false;
    line = read_.substr(0, end);
    read_.erase(0, end == std::string::npos ? end : end + 1);
    return true;
}

} // namespace plaint::cli
