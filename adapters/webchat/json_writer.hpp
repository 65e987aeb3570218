#pragma once

#include <charconv>
#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>

namespace plaint::webchat {

// Writes JSON straight into a string. Every turn of a chat is written by it, and building a tree of values first
// would cost more than the turn itself. Text must be UTF-8; what comes in is checked where it comes in.
class JsonWriter {
  public:
    explicit JsonWriter(std::string& out) : out_(out) {}

    JsonWriter& begin_object() { return open('{'); }
    JsonWriter& end_object() { return close('}'); }
    JsonWriter& begin_array() { return open('['); }
    JsonWriter& end_array() { return close(']'); }

    // The name must need no escapes: names are literals of ours.
    JsonWriter& key(std::string_view name) {
        separate();
        out_ += '"';
        out_ += name;
        out_ += "\":";
        return *this;
    }
    JsonWriter& text(std::string_view value) {
        separate();
        out_ += '"';
        escape(value);
        out_ += '"';
        return *this;
    }
    // A text made of several parts.
    JsonWriter& text(std::string_view first, std::string_view second) {
        separate();
        out_ += '"';
        escape(first);
        escape(second);
        out_ += '"';
        return *this;
    }
    JsonWriter& number(std::integral auto value) {
        separate();
        char digits[24];
        const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
        out_.append(digits, end);
        return *this;
    }
    JsonWriter& flag(bool value) {
        separate();
        out_ += value ? "true" : "false";
        return *this;
    }
    // Thousandths as a decimal fraction: 417 is 0.417.
    JsonWriter& permille(unsigned value);
    // JSON that was written before.
    JsonWriter& raw(std::string_view json) {
        separate();
        out_ += json;
        return *this;
    }

    JsonWriter& text_at(std::string_view name, std::string_view value) { return key(name).text(value); }
    JsonWriter& number_at(std::string_view name, std::integral auto value) { return key(name).number(value); }

  private:
    JsonWriter& open(char bracket) {
        separate();
        out_ += bracket;
        return *this;
    }
    JsonWriter& close(char bracket) {
        out_ += bracket;
        return *this;
    }
    // A comma is due unless something has just been opened or named. What stands before is ours, so its last
    // character tells: strings end with a quote.
    void separate() {
        if (out_.empty()) return;
        const char last = out_.back();
        if (last != '{' && last != '[' && last != ':') out_ += ',';
    }
    void escape(std::string_view value);

    std::string& out_;
};

} // namespace plaint::webchat
