#include "bot/net/response_queue.hpp"

#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <utility>

namespace plaint::net {

namespace {

// Below this, copying a body beside its head is cheaper than a second buffer in the system call.
constexpr std::size_t copied_bytes_max = 16 * 1024;
constexpr std::size_t batch_bytes_max = 64 * 1024;

void append_number(std::string& bytes, std::uint64_t number) {
    std::array<char, 20> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    bytes.append(digits.data(), end);
}

/// A line break in a value would let whoever chose the value write headers of his own.
void append_clean(std::string& bytes, std::string_view text) {
    const std::size_t at = bytes.size();
    bytes.append(text);
    for (std::size_t i = at; i < bytes.size(); ++i) {
        if (bytes[i] == '\r' || bytes[i] == '\n' || bytes[i] == '\0') bytes[i] = ' ';
    }
}

bool servers_own(std::string_view name) {
    switch (name.size()) {
    case 4: return equal_ignoring_case(name, "date");
    case 10: return equal_ignoring_case(name, "connection");
    case 14: return equal_ignoring_case(name, "content-length");
    case 17: return equal_ignoring_case(name, "transfer-encoding");
    default: return false;
    }
}

bool bodiless(int status) { return status < 200 || status == 204 || status == 304; }

} // namespace

std::uint64_t ResponseQueue::push(Exchange exchange, After after, bool http_1_0) {
    slots_.push_back({std::move(exchange), {}, after, http_1_0});
    return first_ + slots_.size() - 1;
}

ResponseQueue::Slot* ResponseQueue::find(std::uint64_t number) {
    return number < first_ || number - first_ >= slots_.size() ? nullptr : &slots_[number - first_];
}

const ResponseQueue::Slot* ResponseQueue::find(std::uint64_t number) const {
    return const_cast<ResponseQueue*>(this)->find(number);
}

const Exchange* ResponseQueue::exchange(std::uint64_t number) const {
    const Slot* slot = find(number);
    return slot ? &slot->exchange : nullptr;
}

const Exchange* ResponseQueue::waiting(std::uint64_t number) const {
    const Slot* slot = find(number);
    return slot && !slot->ready ? &slot->exchange : nullptr;
}

void ResponseQueue::answer(std::uint64_t number, Response&& response) {
    Slot* slot = find(number);
    if (!slot || slot->ready) return;
    slot->response = std::move(response);
    slot->ready = true;
}

void ResponseQueue::close_after(std::uint64_t number) {
    if (Slot* slot = find(number)) {
        slot->after = After::close;
        slots_.resize(number - first_ + 1);
    }
}

void ResponseQueue::drop_last() {
    if (!slots_.empty()) slots_.pop_back();
}

Response ResponseQueue::take_upgrade() {
    Response response = std::move(slots_.front().response);
    slots_.clear();
    return response;
}

ResponseQueue::Written ResponseQueue::write_to(std::string& bytes, std::string_view date) {
    Written written;
    std::size_t done = 0;
    while (done < slots_.size() && slots_[done].ready && slots_[done].response.status != 101) {
        Slot& slot = slots_[done++];
        ++first_;
        write_head(bytes, slot.response, slot.after, slot.http_1_0, date);
        const bool with_body = slot.exchange.method != Method::head && !bodiless(slot.response.status);
        written.closes = slot.after == After::close;
        if (with_body && (slot.response.body.source() || slot.response.body.size() > copied_bytes_max)) {
            written.tail = std::move(slot.response.body);
            break;
        }
        if (with_body) bytes.append(slot.response.body.view());
        if (written.closes || bytes.size() > batch_bytes_max) break;
    }
    slots_.erase(slots_.begin(), slots_.begin() + static_cast<std::ptrdiff_t>(done));
    return written;
}

void write_head(std::string& bytes, const Response& response, ResponseQueue::After after, bool http_1_0,
                std::string_view date) {
    bytes += "HTTP/1.1 ";
    append_number(bytes, static_cast<std::uint64_t>(response.status));
    bytes += ' ';
    bytes += phrase_of(response.status);
    bytes += "\r\n";
    for (std::size_t i = 0; i < response.headers.size(); ++i) {
        const Headers::Field field = response.headers[i];
        if (servers_own(field.name)) continue;
        append_clean(bytes, field.name);
        bytes += ": ";
        append_clean(bytes, field.value);
        bytes += "\r\n";
    }
    bytes += "Date: ";
    bytes += date;
    if (!bodiless(response.status)) {
        bytes += "\r\nContent-Length: ";
        append_number(bytes, response.body.size());
    }
    if (after == ResponseQueue::After::close) {
        bytes += "\r\nConnection: close";
    } else if (http_1_0) {
        bytes += "\r\nConnection: keep-alive";
    }
    bytes += "\r\n\r\n";
}

std::string http_date(std::int64_t unix_seconds) {
    using namespace std::chrono;
    static constexpr std::array days = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const sys_seconds moment{seconds(unix_seconds)};
    const auto day = floor<std::chrono::days>(moment);
    const year_month_day date(day);
    const hh_mm_ss time(moment - day);
    std::array<char, 64> text;
    const int written = std::snprintf(
        text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d GMT", days[weekday(day).c_encoding()],
        static_cast<unsigned>(date.day()), months[static_cast<unsigned>(date.month()) - 1],
        static_cast<int>(date.year()), static_cast<int>(time.hours().count()),
        static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()));
    return std::string(text.data(), static_cast<std::size_t>(written));
}

} // namespace plaint::net
