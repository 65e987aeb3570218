#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace plaint::cli {

// Lines from standard input, with pauses in which something else can be looked after.
class Keyboard {
  public:
    enum class Heard : std::uint8_t { line, pause, end };

    // Waits for a line at most so long; without a time, as long as it takes. What follows the last end of a line is a
    // line too.
    Heard listen(std::string& line, std::optional<std::chrono::milliseconds> at_most);

  private:
    bool take(std::string& line);

    std::string read_;
    bool ended_ = false;
};

} // namespace plaint::cli
