#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

// Structured logs, one JSON object a line, on stderr. What may be logged is a closed list of fields, and each field
// has a form its values must have: what a person wrote, a telephone number or a receipt code has no field, and is
// cut where it tries to pass in another's. Writing never waits: lines queue, and the oldest are dropped and counted
// when the queue is full.
namespace plaint::support {

enum class LogLevel : std::uint8_t { debug, info, warning, error, off };

enum class Field : std::uint8_t {
    conversation, // logged as its adapter and a hash that changes with each start: ids may be telephone numbers
    session,      // 32 hexadecimal digits
    case_number, // "IP-2026-330100-0000123"
    event_id,    // "evt_…" of a delivery
    event_type,  // "dossier.submitted"
    body,        // id of an office or centre
    destination, // name of a configured receiver
    staff,       // id of a member of the staff, never a name
    channel,
    adapter,
    modality,
    locale,
    tree,
    leaf,
    state,
    outcome,
    reason,
    provider,
    level,  // words
    method, // of a request
    route,  // pattern of the route, never the path that was asked for
    status, // number
    duration_us,
    bytes,
    count,
    attempt,
    turn,
    version,
    line,
    column,
    port,
    delay_ms, // numbers
    listen,   // address the server listens on
    path,     // file or folder of the configuration, never one that a client named
    build,    // version of the program
    content,  // version of the dialogs and languages: 16 hexadecimal digits
    pointer,  // JSON pointer into a file of the content
    finding,  // what is wrong there, in the words for its author
    error,    // a fault's text, sanitised
};

// The name of an event, a snake_case literal: it cannot be put together at run time.
class EventName {
  public:
    consteval EventName(const char* literal) : text(literal) {
        for (const char c : text)
            if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'))
                throw "events are named in snake_case";
    }
    std::string_view text;
};

struct LogEntry {
    Field field;
    std::variant<std::int64_t, std::string_view> value; // the text outlives the call, not the line
};

inline LogEntry field(Field name, std::string_view text) { return {name, text}; }
inline LogEntry field(Field name, const char* text) { return {name, std::string_view(text)}; }
inline LogEntry field(Field name, const std::string& text) { return {name, std::string_view(text)}; }
template<class Number>
    requires std::is_integral_v<Number>
LogEntry field(Field name, Number number) {
    return {name, static_cast<std::int64_t>(number)};
}
// The id types of the storage port.
template<class Id>
    requires requires(const Id& id) { std::string_view(id.text); }
LogEntry field(Field name, const Id& id) {
    return {name, std::string_view(id.text)};
}

class Log {
  public:
    using Sink = std::function<void(std::string_view line)>; // called on one thread of the log's own

    // To stderr.
    explicit Log(LogLevel level, std::size_t queue_length = 8192);
    Log(LogLevel level, std::size_t queue_length, Sink sink);
    // Writes what is queued.
    ~Log();
    Log(const Log&) = delete;
    Log& operator=(const Log&) = delete;

    void debug(EventName event, std::initializer_list<LogEntry> entries = {}) {
        write(LogLevel::debug, event, entries);
    }
    void info(EventName event, std::initializer_list<LogEntry> entries = {}) {
        write(LogLevel::info, event, entries);
    }
    void warning(EventName event, std::initializer_list<LogEntry> entries = {}) {
        write(LogLevel::warning, event, entries);
    }
    void error(EventName event, std::initializer_list<LogEntry> entries = {}) {
        write(LogLevel::error, event, entries);
    }

    bool enabled(LogLevel level) const { return level >= level_; }
    // Lines lost because the queue was full.
    std::uint64_t dropped() const;
    // Lines that wait to be written.
    std::size_t queued() const;
    // Returns when every line written before the call has reached the sink.
    void flush();

  private:
    struct State;
    void write(LogLevel level, EventName event, std::initializer_list<LogEntry> entries);

    LogLevel level_;
    std::unique_ptr<State> state_;
};

// A log that keeps nothing, for tests and for commands that talk to a terminal.
Log& silent_log();

// Makes the text of a library's fault fit for the log: whatever stands in quotes, behind a question mark of a URL,
// around an at sign, in runs of five or more digits (grouped or not) or outside ASCII is cut; at most 200 characters
// stay.
std::string sanitised(std::string_view fault);

} // namespace plaint::support
