#include "bot/support/log.hpp"

#include "bot/support/clock.hpp"
#include "bot/support/crypto.hpp"

#include <spdlog/async.h>
#include <spdlog/sinks/base_sink.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <mutex>
#include <thread>

namespace plaint::support {

namespace {

constexpr std::string_view cut = "[cut]";

enum class Form {
    number,
    conversation,
    session,
    case_number,
    event_id,
    word,
    name,
    path,
    content,
    pointer,
    authored,
    fault
};

struct FieldRow {
    Field field;
    const char* name;
    Form form;
};

constexpr FieldRow rows[] = {
    {Field::conversation, "conversation", Form::conversation},
    {Field::session, "session", Form::session},
    {Field::case_number, "case", Form::case_number},
    {Field::event_id, "event_id", Form::event_id},
    {Field::event_type, "event_type", Form::word},
    {Field::body, "body", Form::name},
    {Field::destination, "destination", Form::name},
    {Field::staff, "staff", Form::name},
    {Field::channel, "channel", Form::word},
    {Field::adapter, "adapter", Form::word},
    {Field::modality, "modality", Form::word},
    {Field::locale, "locale", Form::word},
    {Field::tree, "tree", Form::word},
    {Field::leaf, "leaf", Form::word},
    {Field::state, "state", Form::word},
    {Field::outcome, "outcome", Form::word},
    {Field::reason, "reason", Form::word},
    {Field::provider, "provider", Form::word},
    {Field::level, "of_level", Form::word},
    {Field::method, "method", Form::word},
    {Field::route, "route", Form::word},
    {Field::status, "status", Form::number},
    {Field::duration_us, "duration_us", Form::number},
    {Field::bytes, "bytes", Form::number},
    {Field::count, "count", Form::number},
    {Field::attempt, "attempt", Form::number},
    {Field::turn, "turn", Form::number},
    {Field::version, "version", Form::number},
    {Field::line, "line", Form::number},
    {Field::column, "column", Form::number},
    {Field::port, "port", Form::number},
    {Field::delay_ms, "delay_ms", Form::number},
    {Field::listen, "listen", Form::path},
    {Field::path, "path", Form::path},
    {Field::build, "build", Form::word},
    {Field::content, "content", Form::content},
    {Field::pointer, "pointer", Form::pointer},
    {Field::finding, "finding", Form::authored},
    {Field::error, "error", Form::fault},
};
static_assert(std::size(rows) == static_cast<std::size_t>(Field::error) + 1);
static_assert([] {
    for (std::size_t i = 0; i < std::size(rows); ++i)
        if (rows[i].field != static_cast<Field>(i)) return false;
    return true;
}());

constexpr const char* level_names[] = {"debug", "info", "warning", "error", "off"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_lower_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); }

template<class Predicate>
bool all(std::string_view text, Predicate predicate) {
    return std::all_of(text.begin(), text.end(), predicate);
}

enum class Digits { in_all, in_a_row };

// Whether text is made of letters, digits and the given marks alone, with no more digits than any word of ours has:
// telephone numbers and codes have more, whatever stands between them. Nor is a dot allowed behind an at sign, which
// names the variant of a leaf and not a mailbox.
bool made_of(std::string_view text, std::string_view marks, Digits counted, std::size_t digits_max,
             std::size_t length_max) {
    std::size_t digits = 0;
    for (const char c : text) {
        if (is_digit(c))
            ++digits;
        else if (counted == Digits::in_a_row)
            digits = 0;
        if (digits > digits_max) return false;
        if (!is_digit(c) && !is_letter(c) && marks.find(c) == std::string_view::npos) return false;
    }
    const std::size_t sign = text.find('@');
    if (sign != std::string_view::npos && text.find('.', sign) != std::string_view::npos) return false;
    return text.size() <= length_max;
}

bool is_case_number(std::string_view text) {
    constexpr std::string_view pattern = "IP-dddd-dddddd-ddddddd";
    if (text.size() != pattern.size()) return false;
    for (std::size_t i = 0; i < text.size(); ++i)
        if (pattern[i] == 'd' ? !is_digit(text[i]) : text[i] != pattern[i]) return false;
    return true;
}

void append_json(std::string& line, std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    line += '"';
    for (const char c : text) {
        const auto value = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            line += '\\';
            line += c;
        } else if (value < 0x20) {
            line += "\\u00";
            line += digits[value >> 4];
            line += digits[value & 15];
        } else {
            line += c;
        }
    }
    line += '"';
}

// A sentence about the content: as a fault, but with the names of lines, questions and files in their quotes.
std::string authored(std::string_view text) {
    std::string out;
    for (bool quoted = false;; quoted = !quoted) {
        const std::string_view part = text.substr(0, text.find('"'));
        if (!quoted)
            out += sanitised(part);
        else
            out.append(1, '"')
                .append(made_of(part, "_-./:@[]", Digits::in_all, 4, 80) ? part : "..")
                .append(1, '"');
        if (part.size() == text.size()) return out;
        text.remove_prefix(part.size() + 1);
    }
}

// What a field may show of the text it was given.
std::string shown(Form form, std::string_view text, const std::string& start_key) {
    switch (form) {
    case Form::number: return std::string(cut);
    case Form::conversation: {
        // The part after the adapter may be a caller's number or a name, so its hash stands for it.
        const std::size_t colon = text.find(':');
        const std::string_view adapter = colon == std::string_view::npos ? "" : text.substr(0, colon);
        const std::string hash = hex(hmac_sha256(start_key, text)).substr(0, 12);
        return made_of(adapter, "_-", Digits::in_all, 4, 32) ? std::string(adapter) + ":" + hash : hash;
    }
    case Form::session:
        return text.size() == 32 && all(text, is_lower_hex) ? std::string(text) : std::string(cut);
    case Form::case_number: return is_case_number(text) ? std::string(text) : std::string(cut);
    case Form::event_id:
        return text.size() == 28 && text.starts_with("evt_") && all(text.substr(4), is_lower_hex)
                   ? std::string(text)
                   : std::string(cut);
    case Form::word:
        return made_of(text, "_-./:{}*@[]", Digits::in_all, 6, 80) ? std::string(text) : std::string(cut);
    case Form::name:
        return made_of(text, "_-.:*", Digits::in_all, 6, 80) ? std::string(text) : std::string(cut);
    case Form::path:
        return made_of(text, "_-./:[] ", Digits::in_a_row, 8, 200) ? std::string(text) : std::string(cut);
    case Form::content:
        // Sixteen digits alone would be a receipt code.
        return text.size() == 16 && all(text, is_lower_hex) && !all(text, is_digit) ? std::string(text)
                                                                                    : std::string(cut);
    case Form::pointer:
        return text.empty() || (text.front() == '/' && made_of(text, "_-./~@[]", Digits::in_a_row, 4, 200))
                   ? std::string(text)
                   : std::string(cut);
    case Form::authored: return authored(text);
    case Form::fault: return sanitised(text);
    }
    return std::string(cut);
}

// Hands lines to a function and counts the flushes that have come through the queue.
class FunctionSink final : public spdlog::sinks::base_sink<std::mutex> {
  public:
    explicit FunctionSink(Log::Sink function) : function_(std::move(function)) {}
    std::uint64_t flushes() const { return flushes_.load(); }

  protected:
    void sink_it_(const spdlog::details::log_msg& message) override {
        function_({message.payload.data(), message.payload.size()});
    }
    void flush_() override { flushes_.fetch_add(1); }

  private:
    Log::Sink function_;
    std::atomic<std::uint64_t> flushes_{0};
};

void to_stderr(std::string_view line) {
    std::string whole(line);
    whole += '\n';
    std::fwrite(whole.data(), 1, whole.size(), stderr);
}

} // namespace

struct Log::State {
    std::shared_ptr<FunctionSink> sink;
    std::shared_ptr<spdlog::details::thread_pool> pool;
    std::shared_ptr<spdlog::async_logger> logger;
    std::string start_key = random_bytes(32);

    State(std::size_t queue_length, Sink to)
        : sink(std::make_shared<FunctionSink>(std::move(to))),
          pool(std::make_shared<spdlog::details::thread_pool>(queue_length, 1)),
          logger(std::make_shared<spdlog::async_logger>("plaint", sink, pool,
                                                        spdlog::async_overflow_policy::overrun_oldest)) {
        logger->set_level(spdlog::level::trace);
    }
};

Log::Log(LogLevel level, std::size_t queue_length) : Log(level, queue_length, to_stderr) {}

Log::Log(LogLevel level, std::size_t queue_length, Sink sink) : level_(level) {
    // A log that is off needs no thread.
    if (level != LogLevel::off) state_ = std::make_unique<State>(queue_length, std::move(sink));
}

Log::~Log() {
    // The pool's own end writes out what is queued; the logger must live until then.
    if (state_) state_->pool.reset();
}

void Log::write(LogLevel level, EventName event, std::initializer_list<LogEntry> entries) {
    if (!enabled(level) || !state_) return;
    std::string line = "{\"at\":\"" + rfc3339_utc(SystemClock().now()) + "\",\"level\":\"";
    line += level_names[static_cast<std::size_t>(level)];
    line += "\",\"event\":\"";
    line += event.text;
    line += '"';
    for (const LogEntry& entry : entries) {
        const FieldRow& row = rows[static_cast<std::size_t>(entry.field)];
        line += ",\"";
        line += row.name;
        line += "\":";
        if (const auto* text = std::get_if<std::string_view>(&entry.value))
            append_json(line, shown(row.form, *text, state_->start_key));
        else if (row.form == Form::number)
            line += std::to_string(std::get<std::int64_t>(entry.value));
        else
            append_json(line, cut);
    }
    line += '}';
    state_->logger->log(spdlog::level::info, spdlog::string_view_t(line.data(), line.size()));
}

std::size_t Log::queued() const { return state_ ? state_->pool->queue_size() : 0; }

std::uint64_t Log::dropped() const { return state_ ? state_->pool->overrun_counter() : 0; }

void Log::flush() {
    if (!state_) return;
    const std::uint64_t before = state_->sink->flushes();
    state_->logger->flush();
    // The request itself may be dropped by a full queue, so the wait has an end.
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(2);
    while (state_->sink->flushes() == before && std::chrono::steady_clock::now() < end)
        std::this_thread::sleep_for(std::chrono::microseconds(200));
}

std::string sanitised(std::string_view fault) {
    constexpr std::size_t length_max = 200;
    constexpr std::string_view ellipsis = "..";
    std::string out;
    // A quoted value ends at its closing quote, or with the text.
    const auto skip_quoted = [&](std::size_t at, char close) {
        const std::size_t end = fault.find(close, at + 1);
        return end == std::string_view::npos ? fault.size() : end + 1;
    };
    for (std::size_t at = 0; at < fault.size() && out.size() < length_max;) {
        const char c = fault[at];
        const bool inside_word = at > 0 && is_letter(fault[at - 1]);
        if (c == '"' || c == '`' || (c == '\'' && !inside_word)) {
            out += c;
            out += ellipsis;
            out += c;
            at = skip_quoted(at, c);
        } else if (c == '?' && at + 1 < fault.size() && fault[at + 1] != ' ') {
            out += '?';
            out += ellipsis;
            at = std::min(fault.find(' ', at), fault.size());
        } else if (c == '@') {
            // Both sides of the sign go: what was written of the left one is taken back.
            while (!out.empty() && out.back() != ' ') out.pop_back();
            out += ellipsis;
            at = std::min(fault.find(' ', at), fault.size());
        } else if (is_digit(c)) {
            // Digits in groups are one number: that is how people write telephone numbers and codes.
            std::size_t end = at;
            std::size_t digits = 0;
            for (; end < fault.size(); ++end) {
                const bool between = (fault[end] == ' ' || fault[end] == '-') && end + 1 < fault.size() &&
                                     is_digit(fault[end + 1]);
                if (is_digit(fault[end]))
                    ++digits;
                else if (!between)
                    break;
            }
            out += digits >= 5 ? ellipsis : fault.substr(at, end - at);
            at = end;
        } else if (static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) > 0x7E) {
            std::size_t end = at;
            while (end < fault.size() && (static_cast<unsigned char>(fault[end]) < 0x20 ||
                                          static_cast<unsigned char>(fault[end]) > 0x7E))
                ++end;
            out += ellipsis;
            at = end;
        } else {
            out += c;
            ++at;
        }
    }
    if (out.size() > length_max) out.resize(length_max);
    return out;
}

Log& silent_log() {
    static Log log(LogLevel::off, 1, [](std::string_view) {});
    return log;
}

} // namespace plaint::support
