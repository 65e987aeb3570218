#pragma once

#include <atomic>
#include <bitset>
#include <compare>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

// Time enters the program here and nowhere else, so that a test or a simulation can own it.
namespace plaint::support {

// Milliseconds since 1970-01-01T00:00Z.
using Millis = std::int64_t;

class Clock {
  public:
    virtual ~Clock() = default;
    virtual Millis now() const = 0;
};

class SystemClock final : public Clock {
  public:
    Millis now() const override;
};

// Stands still until it is told to move; may be moved from one thread while others read it.
class FakeClock final : public Clock {
  public:
    explicit FakeClock(Millis start) : now_(start) {}
    Millis now() const override { return now_.load(); }
    void set(Millis now) { now_.store(now); }
    void advance(Millis by) { now_.fetch_add(by); }

  private:
    std::atomic<Millis> now_;
};

struct Date {
    int year = 1970;
    unsigned month = 1; // 1 to 12
    unsigned day = 1;   // 1 to 31
    auto operator<=>(const Date&) const = default;
};

// The calendar day in China, which has kept UTC+8 without summer time since 1991.
Date today_shanghai(Millis now);
// "2026-01-05".
std::string to_string(Date date);
// "2026-01-05T14:00:00.250Z".
std::string rfc3339_utc(Millis at);
// "2026-01-05T22:00:00+08:00", as people here read a time; whole seconds.
std::string rfc3339_shanghai(Millis at);

// When people are at the telephone, in China's time: "mon-fri 08:30-17:30", several separated by commas, days also
// as single names ("sat 09:00-12:00"), "24:00" as the end of a day, or "always" or "never".
class OfficeHours {
  public:
    struct Span {
        unsigned first_day = 0, last_day = 0; // 0 is Monday
        unsigned from = 0, to = 0;            // minutes of the day
    };

    // The error is a sentence that says what is allowed.
    static std::expected<OfficeHours, std::string> parse(std::string_view text);
    bool open(Millis now) const;
    const std::string& text() const { return text_; }
    // In the order in which they were written; none for "always" and "never".
    const std::vector<Span>& spans() const { return spans_; }

  private:
    static constexpr unsigned minutes_per_week = 7 * 24 * 60;
    std::string text_;
    std::vector<Span> spans_;
    std::bitset<minutes_per_week> open_; // minute 0 is Monday 00:00
};

} // namespace plaint::support
