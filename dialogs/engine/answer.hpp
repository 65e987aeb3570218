#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

// What a person said about one field: a value, or formally that there is none (now).
namespace plaint::dialogs {

// Modality is what the other end can do, channel is how the complaint came in.
enum class Modality : std::uint8_t { web, voice, terminal };
enum class Channel : std::uint8_t { web_chat, phone, face_to_face, platform_api, letter, transfer_in };

std::optional<Channel> channel_of(std::string_view name);
std::string_view name_of(Channel channel);

// `value` is an answer; the others are formal: said instead of a value where the question allows it.
enum class State : std::uint8_t { value, later, none, unknown, skip, unverified };

std::optional<State> state_of(std::string_view name);
std::string_view name_of(State state);

struct FileRef {
    std::string sha256; // hexadecimal
    std::string name;   // as the sender called it; display only, never a path
    std::string media_type;
    std::uint64_t size_bytes = 0;
    bool operator==(const FileRef&) const = default;
};

// bool for yes_no, integer for number, files for file, text in its kind's normal form for everything else.
using Value = std::variant<std::monostate, bool, std::int64_t, std::string, std::vector<FileRef>>;

std::uint64_t hash_of(std::string_view text, std::uint64_t seed = 0xcbf29ce484222325U);
std::uint64_t hash_of(const Value& value);
std::uint64_t mix(std::uint64_t digest, std::uint64_t next);

// The value that a field had when an answer about it was given; `value` is 0 where the field had none.
struct Stamp {
    std::uint32_t field = 0; // hash of the field's path
    std::uint64_t value = 0;
    bool operator==(const Stamp&) const = default;
};

// An answer with where it came from. Text sizes are limited by the kinds.
struct Answer {
    State state = State::value;
    Value value;
    std::string reason;      // the words of `none`, or the raw text of `unverified`
    std::uint32_t turn = 0;  // of the session
    std::int64_t at_ms = 0;  // since 1970-01-01T00:00Z
    std::uint32_t visit = 0; // number of the visit within the session
    Channel channel = Channel::web_chat;
    std::uint8_t locale = 0;  // index into Session::locales
    std::uint8_t content = 0; // index into Session::contents: under which wording it was asked
    std::uint8_t tries = 0;   // wrong answers before this one
    std::vector<Stamp> stamps;
    std::uint64_t value_hash = 0; // hash_of(value), kept because a walk reads it often

    bool has_value() const { return state == State::value; }
    bool operator==(const Answer&) const = default;
};

// What an answer says, without where it came from.
bool same_content(const Answer& left, const Answer& right);

} // namespace plaint::dialogs
