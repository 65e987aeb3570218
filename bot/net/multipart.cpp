#include "bot/net/multipart.hpp"

#include "bot/net/http.hpp"

#include <algorithm>
#include <cstring>

namespace plaint::net {

namespace {

constexpr std::size_t boundary_bytes_max = 70; // RFC 2046, 5.1.1

std::string_view trim(std::string_view text) {
    const auto blank = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.empty() && blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && blank(text.back())) text.remove_suffix(1);
    return text;
}

/// One `name=value` of a header's parameters.
struct HeaderParameter {
    std::string_view name;
    std::string value;
};

/// Takes the next parameter off a text that begins behind a semicolon; nothing where the text breaks the rules.
std::optional<HeaderParameter> take_parameter(std::string_view& text) {
    text = trim(text);
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos) return std::nullopt;
    HeaderParameter parameter{trim(text.substr(0, equals)), {}};
    if (parameter.name.empty() || parameter.name.find_first_of("\";,") != std::string_view::npos)
        return std::nullopt;
    text = trim(text.substr(equals + 1));
    if (!text.starts_with('"')) {
        const std::size_t end = std::min(text.find(';'), text.size());
        parameter.value = trim(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        return parameter;
    }
    std::size_t at = 1;
    while (at < text.size() && text[at] != '"') {
        const bool escape =
            text[at] == '\\' && at + 1 < text.size() && (text[at + 1] == '"' || text[at + 1] == '\\');
        if (escape) ++at;
        parameter.value += text[at++];
    }
    if (at == text.size()) return std::nullopt;
    text = trim(text.substr(at + 1));
    if (text.empty()) return parameter;
    if (!text.starts_with(';')) return std::nullopt;
    text.remove_prefix(1);
    return parameter;
}

/// Undoes the three escapes of the HTML standard's form encoding and no other, since "100%25.png" may be a file's
/// true name.
std::string undo_form_escapes(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::string_view three = text.substr(i, 3);
        const char meant = three == "%22"                      ? '"'
                           : equal_ignoring_case(three, "%0d") ? '\r'
                           : equal_ignoring_case(three, "%0a") ? '\n'
                                                               : '\0';
        if (meant != '\0') i += 2;
        out += meant != '\0' ? meant : text[i];
    }
    return out;
}

/// charset'language'percent-encoded (RFC 8187). Only UTF-8 is understood, as the rule demands.
std::optional<std::string> decode_extended(std::string_view value) {
    const std::size_t first = value.find('\'');
    if (first == std::string_view::npos || !equal_ignoring_case(value.substr(0, first), "utf-8"))
        return std::nullopt;
    const std::size_t second = value.find('\'', first + 1);
    if (second == std::string_view::npos) return std::nullopt;
    return percent_decode(value.substr(second + 1));
}

/// Folders are the client's business and never ours (RFC 7578, 4.2), control characters nobody's.
std::string clean_filename(std::string name) {
    if (const std::size_t folder = name.find_last_of("/\\"); folder != std::string::npos)
        name.erase(0, folder + 1);
    std::erase_if(name, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
    return name;
}

} // namespace

std::string_view name_of(MultipartFault fault) {
    switch (fault) {
    case MultipartFault::too_many_parts: return "too_many_parts";
    case MultipartFault::header_too_large: return "header_too_large";
    case MultipartFault::bad_header: return "bad_header";
    case MultipartFault::bad_boundary: return "bad_boundary";
    case MultipartFault::cut_short: return "cut_short";
    case MultipartFault::refused: return "refused";
    }
    return "bad_header";
}

std::optional<std::string> multipart_boundary(std::string_view content_type) {
    const std::size_t end = std::min(content_type.find(';'), content_type.size());
    if (!equal_ignoring_case(trim(content_type.substr(0, end)), "multipart/form-data")) return std::nullopt;
    std::string_view left = content_type.substr(std::min(end + 1, content_type.size()));
    while (!trim(left).empty()) {
        const auto parameter = take_parameter(left);
        if (!parameter) return std::nullopt;
        if (!equal_ignoring_case(parameter->name, "boundary")) continue;
        const std::string& boundary = parameter->value;
        const bool good = !boundary.empty() && boundary.size() <= boundary_bytes_max &&
                          boundary.back() != ' ' &&
                          std::ranges::all_of(boundary, [](char c) { return c >= 0x20 && c < 0x7f; });
        if (!good) return std::nullopt;
        return boundary;
    }
    return std::nullopt;
}

std::optional<Part> parse_form_disposition(std::string_view value) {
    const std::size_t end = std::min(value.find(';'), value.size());
    if (!equal_ignoring_case(trim(value.substr(0, end)), "form-data")) return std::nullopt;
    std::string_view left = value.substr(std::min(end + 1, value.size()));
    Part part;
    bool named = false;
    std::optional<std::string> extended;
    while (!trim(left).empty()) {
        const auto parameter = take_parameter(left);
        if (!parameter) return std::nullopt;
        if (equal_ignoring_case(parameter->name, "name") && !named) {
            part.name = undo_form_escapes(parameter->value);
            named = true;
        } else if (equal_ignoring_case(parameter->name, "filename") && !part.filename) {
            part.filename = clean_filename(undo_form_escapes(parameter->value));
        } else if (equal_ignoring_case(parameter->name, "filename*") && !extended) {
            extended = decode_extended(parameter->value);
        }
    }
    if (!named) return std::nullopt;
    if (extended) part.filename = clean_filename(std::move(*extended));
    return part;
}

MultipartParser::MultipartParser(std::string_view boundary, Limits limits, PartReceiver& receiver)
    : delimiter_("\r\n--" + std::string(boundary)), limits_(limits), receiver_(receiver) {}

std::expected<void, MultipartFault> MultipartParser::fail(MultipartFault fault) {
    state_ = State::failed;
    return std::unexpected(fault);
}

std::expected<void, MultipartFault> MultipartParser::feed(std::string_view bytes) {
    while (!bytes.empty()) {
        switch (state_) {
        case State::preamble:
        case State::content: {
            bool found = false;
            const bool content = state_ == State::content;
            // What search() passes over is content, and goes to the receiver from there.
            const std::size_t used = search(bytes, found);
            if (used == std::string_view::npos) return fail(MultipartFault::refused);
            bytes.remove_prefix(used);
            if (!found) break;
            if (content && !receiver_.on_part_end()) return fail(MultipartFault::refused);
            state_ = State::behind_boundary;
            held_.clear();
            break;
        }
        case State::behind_boundary: {
            const auto done = take_behind_boundary(bytes.front());
            if (!done) return fail(done.error());
            bytes.remove_prefix(1);
            break;
        }
        case State::header: {
            const auto done = take_header(bytes.front());
            if (!done) return fail(done.error());
            bytes.remove_prefix(1);
            if (!*done) break;
            if (auto begun = begin_part(); !begun) return fail(begun.error());
            break;
        }
        case State::epilogue: return {};
        case State::failed: return std::unexpected(MultipartFault::refused);
        }
    }
    return {};
}

std::expected<void, MultipartFault> MultipartParser::finish() const {
    if (state_ == State::epilogue) return {};
    return std::unexpected(state_ == State::failed ? MultipartFault::refused : MultipartFault::cut_short);
}

bool MultipartParser::pass_on(std::string_view bytes) {
    return state_ != State::content || bytes.empty() || receiver_.on_content(bytes);
}

/// Looks for the delimiter from where the last piece left off. The delimiter holds CR at its front only, so after a
/// mismatch no part of what matched can begin another match, and the bytes that matched need not be kept to be handed
/// on: they are the delimiter's own. Says how many bytes are done with, npos when the receiver refused.
std::size_t MultipartParser::search(std::string_view bytes, bool& found) {
    std::size_t at = 0;
    // The delimiter began in an earlier piece.
    const std::size_t before = matched_;
    while (matched_ > 0 && matched_ < delimiter_.size() && at < bytes.size() &&
           bytes[at] == delimiter_[matched_]) {
        ++matched_;
        ++at;
    }
    if (matched_ == delimiter_.size()) {
        matched_ = 0;
        found = true;
        return at;
    }
    if (at == bytes.size()) return at;
    if (before > 0) {
        if (!pass_on(std::string_view(delimiter_).substr(0, matched_))) return std::string_view::npos;
        matched_ = 0;
    }

    std::size_t from = at;
    while (at < bytes.size()) {
        const void* next = std::memchr(bytes.data() + at, '\r', bytes.size() - at);
        if (!next) break;
        at = static_cast<std::size_t>(static_cast<const char*>(next) - bytes.data());
        const std::size_t room = std::min(delimiter_.size(), bytes.size() - at);
        if (std::memcmp(bytes.data() + at, delimiter_.data(), room) != 0) {
            ++at;
            continue;
        }
        if (!pass_on(bytes.substr(from, at - from))) return std::string_view::npos;
        found = room == delimiter_.size();
        matched_ = found ? 0 : room;
        return at + room;
    }
    return pass_on(bytes.substr(from)) ? bytes.size() : std::string_view::npos;
}

/// Behind a boundary stand "--" for the last one, or blanks and a line end.
std::expected<bool, MultipartFault> MultipartParser::take_behind_boundary(char byte) {
    const std::size_t held = held_.size();
    if (held == 0 && (byte == ' ' || byte == '\t')) return false;
    held_ += byte;
    if (held_ == "-" || held_ == "\r") return false;
    if (held_ == "--") {
        state_ = State::epilogue;
        return true;
    }
    if (held_ != "\r\n") return std::unexpected(MultipartFault::bad_boundary);
    held_.clear();
    if (++parts_ > limits_.parts) return std::unexpected(MultipartFault::too_many_parts);
    state_ = State::header;
    return true;
}

/// True when the header's empty line has come.
std::expected<bool, MultipartFault> MultipartParser::take_header(char byte) {
    held_ += byte;
    if (held_.size() > limits_.header_bytes) return std::unexpected(MultipartFault::header_too_large);
    return byte == '\n' && (held_ == "\r\n" || held_.ends_with("\r\n\r\n"));
}

std::expected<void, MultipartFault> MultipartParser::begin_part() {
    std::optional<Part> part;
    std::optional<std::string> content_type;
    std::string_view left = held_;
    while (left.size() > 2) {
        const std::size_t end = left.find("\r\n");
        const std::string_view line = left.substr(0, end);
        left.remove_prefix(end + 2);
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos || line.find('\0') != std::string_view::npos) {
            return std::unexpected(MultipartFault::bad_header);
        }
        const std::string_view name = line.substr(0, colon);
        const std::string_view value = trim(line.substr(colon + 1));
        if (equal_ignoring_case(name, "content-disposition") && !part) {
            part = parse_form_disposition(value);
            if (!part) return std::unexpected(MultipartFault::bad_header);
        } else if (equal_ignoring_case(name, "content-type")) {
            content_type = std::string(value);
        }
    }
    if (!part) return std::unexpected(MultipartFault::bad_header);
    if (content_type) part->content_type = std::move(*content_type);
    held_.clear();
    state_ = State::content;
    if (!receiver_.on_part(std::move(*part))) return std::unexpected(MultipartFault::refused);
    return {};
}

} // namespace plaint::net
