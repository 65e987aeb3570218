#include "adapters/hotline/mark.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace plaint::hotline {

namespace {

constexpr std::array<std::string_view, 10> key_names{"menu",      "entry",    "language", "code",  "offer",
                                                     "recording", "transfer", "last",     "again", "words"};
constexpr std::size_t path_bytes_max = 256;
constexpr std::size_t extra_max = 3;

std::optional<std::uint64_t> number_of(std::string_view text) {
    std::uint64_t number = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || fault != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

} // namespace

std::string query_of(const Mark& mark) {
    std::string query = "turn=" + std::to_string(mark.turn) + "&step=" + std::to_string(mark.step) +
                        "&at=" + net::percent_encode(mark.at) + "&keys=";
    query += key_names[static_cast<std::size_t>(mark.keys)];
    if (mark.page > 0) query += "&page=" + std::to_string(mark.page);
    if (mark.more) query += "&more=1";
    if (mark.choices != options_per_page) query += "&choices=" + std::to_string(mark.choices);
    if (mark.tries > 0) query += "&tries=" + std::to_string(mark.tries);
    if (mark.slow) query += "&slow=1";
    if (!mark.language.empty()) query += "&language=" + net::percent_encode(mark.language);
    for (const std::string& word : mark.extra) query += "&extra=" + net::percent_encode(word);
    return query;
}

std::optional<Mark> mark_of(const net::Parameters& query) {
    const auto turn = number_of(query.get("turn"));
    const auto step = number_of(query.get("step"));
    const auto keys = std::ranges::find(key_names, query.get("keys"));
    const std::string_view at = query.get("at");
    if (!turn || !step || keys == key_names.end() || at.size() > path_bytes_max) return std::nullopt;
    Mark mark{.turn = *turn,
              .step = *step,
              .at = std::string(at),
              .keys = static_cast<Keys>(keys - key_names.begin()),
              .more = query.get("more") == "1",
              .slow = query.get("slow") == "1",
              .language = std::string(query.get("language"))};
    mark.page = static_cast<std::uint32_t>(number_of(query.get("page")).value_or(0) % 1000);
    mark.choices = static_cast<std::uint32_t>(std::min<std::uint64_t>(
        number_of(query.get("choices")).value_or(options_per_page), options_per_page));
    mark.tries = static_cast<std::uint32_t>(number_of(query.get("tries")).value_or(0) % 1000);
    for (const net::Parameter& one : query)
        if (one.name == "extra" && mark.extra.size() < extra_max) mark.extra.push_back(one.value);
    return mark;
}

} // namespace plaint::hotline
