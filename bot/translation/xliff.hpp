#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// XLIFF 1.2 (OASIS 2008), which every translators' tool reads; 2.0 is still read by fewer of them, and nothing that it adds
// is needed for plain texts. Texts stand in it as they are: no inline elements, for a plural form is more than a placeholder.
namespace plaint::translation {

enum class State : std::uint8_t { wanted, translated, needs_review };

struct Unit {
    std::string id; // of the message
    std::string source;
    std::optional<std::string> target; // nothing, or empty: not translated
    State state = State::translated;
    std::vector<std::string> notes;
    std::uint32_t bytes_max = 0; // of the target; 0: no limit
    std::size_t line = 0;        // of a unit that was read
};

struct Part {
    std::string original; // "questions.json"
    std::vector<Unit> units;
};

struct Xliff {
    std::string source_language, target_language;
    std::vector<Part> parts;
};

inline constexpr std::size_t xliff_bytes_max = 16 * 1024 * 1024;

// XML has no way to carry other control signs, and turns a carriage return into the end of a line.
bool fits_into_xml(std::string_view text);

std::string write_xliff(const Xliff& xliff); // of texts that fit
// Refuses what is no XLIFF 1.2, document types and entities, characters that do not fit or do not exist, and markup within
// texts but for what marks segments. The error is a sentence with the line: "line 3: …".
std::expected<Xliff, std::string> read_xliff(std::string_view xml);

} // namespace plaint::translation
