#include "dialogs/kinds/recognise.hpp"

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <utility>

#include "dialogs/kinds/characters.hpp"
#include "dialogs/kinds/credit_code.hpp"
#include "dialogs/kinds/link.hpp"
#include "dialogs/kinds/patent_number.hpp"
#include "dialogs/kinds/receipt_code.hpp"
#include "dialogs/kinds/regions.hpp"
#include "dialogs/kinds/resident_id.hpp"
#include "dialogs/kinds/simple_kinds.hpp"
#include "dialogs/kinds/spoken.hpp"

namespace plaint::kinds {
namespace {

constexpr std::size_t links_max = 50;
constexpr std::size_t number_length_max = 40; // characters, with spaces
constexpr std::size_t number_words_max = 8;
constexpr std::size_t number_letters_min = 8;       // letters and digits
constexpr std::size_t date_length_max = 20;         // characters
constexpr std::size_t context_length = 12;          // characters before a number that may say what it is
constexpr std::size_t international_length_min = 6; // digits of a trademark registered for many countries
constexpr std::size_t region_name_length_min = 9; // bytes, so three characters: "城区" alone is a common word

// The message while it is searched: its characters as they compare, and which are taken already.
struct Scan {
    std::string_view raw;
    std::vector<Character> text; // codes folded, bytes of the raw text
    std::vector<bool> taken;
    std::vector<Found> found;

    char32_t code(std::size_t at) const { return at < text.size() ? text[at].code : U'\0'; }

    std::string piece(std::size_t begin, std::size_t end) const {
        std::string result;
        for (std::size_t at = begin; at < end; ++at) append_utf8(result, text[at].code);
        return result;
    }

    bool is_free(std::size_t begin, std::size_t end) const {
        return std::none_of(taken.begin() + static_cast<std::ptrdiff_t>(begin),
                            taken.begin() + static_cast<std::ptrdiff_t>(end),
                            [](bool is_taken) { return is_taken; });
    }

    void take(Kind kind, std::string value, std::size_t begin, std::size_t end, bool doubtful = false) {
        std::fill(taken.begin() + static_cast<std::ptrdiff_t>(begin),
                  taken.begin() + static_cast<std::ptrdiff_t>(end), true);
        found.push_back({.kind = kind,
                         .value = std::move(value),
                         .begin = text[begin].begin,
                         .end = text[end - 1].end,
                         .doubtful = doubtful});
    }

    // The first character at or after a byte of the raw text.
    std::size_t index_of(std::size_t byte) const {
        const auto at = std::ranges::lower_bound(text, byte, {}, &Character::begin);
        return static_cast<std::size_t>(at - text.begin());
    }
};

char32_t lower(char32_t code) { return is_upper(code) ? code + (U'a' - U'A') : code; }

bool stands_for(const Character& raw, const Character& folded) {
    if (is_white_space(raw.code)) return folded.code == U' ';
    return raw.code >= 0x80 || raw.code == folded.code;
}

std::string_view searched(std::string_view raw) {
    if (raw.size() <= recognised_length_max) return raw;
    std::size_t length = recognised_length_max;
    while (length > 0 && (static_cast<unsigned char>(raw[length]) & 0xC0) == 0x80) --length;
    return raw.substr(0, length);
}

Scan scan_of(Text text) {
    Scan scan;
    scan.raw = searched(text.raw);
    scan.text = comparable(text);
    scan.taken.resize(scan.text.size());
    return scan;
}

void find_all_links(Scan& scan, const Platforms& platforms) {
    for (const LinkSpan& span : find_links(scan.raw, links_max)) {
        const std::size_t begin = scan.index_of(span.begin);
        const std::size_t end = scan.index_of(span.end);
        Verdict verdict = validate_link({span.url, lower_ascii(span.url)}, platforms);
        if (verdict.ok) scan.take(Kind::link, std::move(verdict.value), begin, end);
        // The digits of an address that is not understood are no one's telephone number.
        else
            std::fill(scan.taken.begin() + static_cast<std::ptrdiff_t>(begin),
                      scan.taken.begin() + static_cast<std::ptrdiff_t>(end), true);
    }
}

void find_emails(Scan& scan) {
    const auto in_name = [](char32_t code) {
        return is_alnum(code) || code == U'.' || code == U'-' || code == U'_' || code == U'+';
    };
    for (std::size_t at = 0; at < scan.text.size(); ++at) {
        if (scan.code(at) != U'@' || scan.taken[at]) continue;
        std::size_t begin = at;
        std::size_t end = at + 1;
        while (begin > 0 && at - begin < 64 && in_name(scan.code(begin - 1))) --begin;
        while (end < scan.text.size() && end - at < 254 && in_name(scan.code(end))) ++end;
        while (end > at && (scan.code(end - 1) == U'.' || scan.code(end - 1) == U'-')) --end;
        if (begin == at || !scan.is_free(begin, end)) continue;
        // From the raw text, because the name before the "@" keeps its capitals.
        const std::string_view raw =
            scan.raw.substr(scan.text[begin].begin, scan.text[end - 1].end - scan.text[begin].begin);
        Verdict verdict = validate_email({raw, raw});
        if (verdict.ok) scan.take(Kind::email, std::move(verdict.value), begin, end);
    }
}

// Whether one of the words stands right before a number.
bool is_called(const Scan& scan, std::size_t begin, std::initializer_list<std::string_view> words,
               std::size_t length = context_length) {
    const std::string before = scan.piece(begin > length ? begin - length : 0, begin);
    return std::ranges::any_of(words,
                               [&](std::string_view word) { return before.find(word) != std::string::npos; });
}

// The end of a run of letters, digits, dashes and points, without those at its end. Letters that begin a number may stand
// apart from it ("AGI 2019-03-02581").
std::size_t end_of_registration(const Scan& scan, std::size_t begin) {
    std::size_t at = begin;
    while (is_letter(scan.code(at)) && !scan.taken[at]) ++at;
    const std::string letters = scan.piece(begin, at);
    const bool begins_number = letters == "agi" || letters == "cna";
    if (begins_number && scan.code(at) == U' ' && is_digit(scan.code(at + 1))) ++at;
    while (at < scan.text.size() && !scan.taken[at] && at - begin < number_length_max &&
           (is_alnum(scan.code(at)) || is_dash(scan.code(at)) || scan.code(at) == U'.'))
        ++at;
    while (at > begin && !is_alnum(scan.code(at - 1))) --at;
    return at;
}

// The kind of register that a number with these letters belongs to, if they leave no doubt.
std::optional<Kind> register_of(const Scan& scan, std::size_t begin, std::string_view number) {
    if (number.starts_with("agi")) return Kind::gi_number;
    if (number.starts_with("cna")) return Kind::plant_variety_number;
    if (number.size() > 6 && number.substr(4, 2) == "sr") return Kind::copyright_number;
    const bool international =
        number.size() > international_length_min && number[0] == 'g' && all_digits(number.substr(1));
    if (international && is_called(scan, begin,
                                   {"商标", "国际注册", "马德里", "trademark", "trade mark",
                                    "international registration", "madrid"},
                                   3 * context_length))
        return Kind::trademark_number;
    const bool customs = number.size() > 1 &&
                         std::string_view("tpc").find(number[0]) != std::string_view::npos &&
                         is_digit(static_cast<unsigned char>(number[1]));
    if (customs && is_called(scan, begin, {"海关", "customs"}, 2 * context_length))
        return Kind::customs_record;
    return std::nullopt;
}

// "软著登字第1234567号", "国作登字-2021-A-00123456": what stands before and behind their marks belongs to them.
std::size_t find_copyright_mark(Scan& scan, std::size_t at) {
    const bool certificate = scan.piece(at, std::min(at + 5, scan.text.size())) == "软著登字第";
    const bool work =
        scan.piece(std::min(at + 1, scan.text.size()), std::min(at + 4, scan.text.size())) == "作登字";
    if (!certificate && !work) return at;
    std::size_t end = at + (certificate ? 5 : 4);
    while (end < scan.text.size() && (is_alnum(scan.code(end)) || is_dash(scan.code(end)))) ++end;
    if (certificate && scan.code(end) == U'号') ++end;
    if (!scan.is_free(at, end)) return at;
    const std::string piece = scan.piece(at, end);
    Verdict verdict = validate_copyright_number({piece, piece});
    if (!verdict.ok) return at;
    scan.take(Kind::copyright_number, std::move(verdict.value), at, end);
    return end;
}

Verdict judge_registration(Kind kind, const std::string& piece) {
    const Text text{piece, piece};
    switch (kind) {
    case Kind::gi_number: return validate_gi_number(text);
    case Kind::plant_variety_number: return validate_plant_variety_number(text);
    case Kind::customs_record: return validate_customs_record(text);
    case Kind::trademark_number: return validate_trademark_number(text);
    default: return validate_copyright_number(text);
    }
}

// Numbers of registers, where their letters leave no doubt about which register it is.
void find_registrations(Scan& scan) {
    for (std::size_t at = 0; at < scan.text.size();) {
        const std::size_t behind_mark = find_copyright_mark(scan, at);
        if (behind_mark != at) {
            at = behind_mark;
            continue;
        }
        const char32_t before = at > 0 ? scan.code(at - 1) : U' ';
        const bool inside = is_alnum(before) || is_dash(before) || before == U'.' || before == U'_';
        if (scan.taken[at] || inside || !is_alnum(scan.code(at))) {
            ++at;
            continue;
        }
        const std::size_t end = end_of_registration(scan, at);
        const std::string piece = scan.piece(at, end);
        if (const auto kind = register_of(scan, at, piece))
            if (Verdict verdict = judge_registration(*kind, piece); verdict.ok && !verdict.confirm)
                scan.take(*kind, std::move(verdict.value), at, end);
        at = std::max(end, at + 1);
    }
}

// A part of the message that looks like a number of some kind.
struct Candidate {
    std::string text;
    std::size_t begin;
    std::size_t end;
    std::size_t letters; // and digits
};

// "my patent 2016…" is no number from its first letter on: its words would be lost with it.
bool begins_as_number(std::string_view text) {
    if (text.starts_with("cn") || text.starts_with("zl")) {
        text.remove_prefix(2);
        if (text.starts_with("zl")) text.remove_prefix(2);
    }
    return text.empty() || !is_letter(static_cast<unsigned char>(text.front()));
}

bool take_patent_number(Scan& scan, const Candidate& candidate, Date today) {
    if (!begins_as_number(candidate.text)) return false;
    const bool prefixed = candidate.text.starts_with("zl") || candidate.text.starts_with("cn");
    const bool called = prefixed || is_called(scan, candidate.begin, {"专利", "申请号", "patent"});
    const bool dotted =
        candidate.text.find('.') != std::string::npos || candidate.text.find("点") != std::string::npos;
    if (!called && !dotted) return false;
    Verdict verdict = validate_patent_number({candidate.text, candidate.text}, today);
    if (verdict.ok) {
        scan.take(Kind::patent_number, std::move(verdict.value), candidate.begin, candidate.end);
        return true;
    }
    const bool slip = verdict.problem == "checksum" || verdict.problem == "missing_check_digit";
    // "….3.X" goes on: no slip of the shorter number before it.
    const bool goes_on = scan.code(candidate.end) == U'.' && is_alnum(scan.code(candidate.end + 1));
    if (!called || !slip || goes_on) return false;
    scan.take(Kind::patent_number, std::move(verdict.suggestion), candidate.begin, candidate.end, true);
    return true;
}

// Each kind has its length, so that few validators run on each candidate.
std::pair<Kind, Verdict> judge(const Candidate& candidate, const Regions& regions, Date today) {
    const Text text{candidate.text, candidate.text};
    if (candidate.letters == receipt_code_length) return {Kind::receipt_code, validate_receipt_code(text)};
    if (candidate.letters == 18) {
        Verdict verdict = validate_resident_id(text, regions, today);
        if (verdict.ok) return {Kind::resident_id, std::move(verdict)};
        return {Kind::credit_code, validate_credit_code(text)};
    }
    return {Kind::phone, validate_phone(text)};
}

bool take_number(Scan& scan, const Candidate& candidate, const Regions& regions, Date today) {
    auto [kind, verdict] = judge(candidate, regions, today);
    // Whoever is asked for a telephone number may say words with it; in a message they say something else.
    const auto letter = [](char c) { return is_letter(static_cast<unsigned char>(c)); };
    if (kind == Kind::phone && std::ranges::any_of(candidate.text, letter)) return false;
    if (verdict.ok) scan.take(kind, std::move(verdict.value), candidate.begin, candidate.end);
    return verdict.ok;
}

bool in_number(char32_t code) { return is_alnum(code) || is_numeral(code) || code == U'点' || code == U'叉'; }

bool joins_number(char32_t code) {
    return code == U' ' || code == U'.' || code == U'(' || code == U')' || is_dash(code);
}

// Tries the longest part first that starts at `begin` and ends where a word of letters and digits ends. Returns where
// to go on.
std::size_t find_number_at(Scan& scan, std::size_t begin, const Regions& regions, Date today) {
    std::vector<std::pair<std::size_t, std::size_t>> ends; // with the letters and digits up to there
    std::size_t letters = 0;
    std::size_t at = begin;
    for (; at < scan.text.size() && at - begin < number_length_max && ends.size() < number_words_max &&
           !scan.taken[at];
         ++at) {
        const char32_t code = scan.code(at);
        if (in_number(code)) {
            ++letters;
            const bool last = at + 1 == scan.text.size() || !in_number(scan.code(at + 1)) ||
                              scan.taken[at + 1] ||
                              (is_numeral(code) != is_numeral(scan.code(at + 1)) && code != U'点');
            if (last) ends.emplace_back(at + 1, letters);
        } else if (!joins_number(code) && !(at == begin && code == U'+')) {
            break;
        }
    }
    for (auto end = ends.rbegin(); end != ends.rend() && end->second >= number_letters_min; ++end) {
        const Candidate candidate{scan.piece(begin, end->first), begin, end->first, end->second};
        if (take_patent_number(scan, candidate, today) || take_number(scan, candidate, regions, today))
            return end->first;
    }
    return ends.empty() ? begin + 1 : ends.front().first;
}

void find_numbers(Scan& scan, const Regions& regions, Date today) {
    for (std::size_t at = 0; at < scan.text.size();) {
        const char32_t code = scan.code(at);
        const char32_t before = at > 0 ? scan.code(at - 1) : U' ';
        const bool plus = code == U'+' && is_digit(scan.code(at + 1));
        const bool inside = is_alnum(before) || ((before == U'.' || before == U'-' || before == U'_') &&
                                                 at > 1 && is_alnum(scan.code(at - 2)));
        if (scan.taken[at] || inside || !(plus || is_alnum(code) || is_numeral(code)))
            ++at;
        else
            at = find_number_at(scan, at, regions, today);
    }
}

bool in_date(char32_t code) {
    return is_digit(code) || is_numeral(code) || code == U'年' || code == U'月' || code == U'日' ||
           code == U'号' || code == U'-' || code == U'/' || code == U'.';
}

// Only days with their year: "yesterday" in a story is seldom an answer to the question that comes later.
void find_dates(Scan& scan, Date today) {
    for (std::size_t begin = 0; begin < scan.text.size(); ++begin) {
        const char32_t before = begin > 0 ? scan.code(begin - 1) : U' ';
        // "申请日2016年11月2日": the day before the number is none of a date.
        const bool inside = in_date(before) && before != U'日' && before != U'号';
        if (scan.taken[begin] || !(is_digit(scan.code(begin)) || is_numeral(scan.code(begin))) || inside)
            continue;
        std::size_t end = begin;
        int separators = 0;
        for (; end < scan.text.size() && end - begin < date_length_max && !scan.taken[end] &&
               in_date(scan.code(end));
             ++end)
            separators += is_digit(scan.code(end)) || is_numeral(scan.code(end)) ? 0 : 1;
        if (end - begin < 6 || separators < 2) continue;
        const std::string piece = scan.piece(begin, end);
        Verdict verdict = validate_date({piece, piece}, today, {});
        const bool with_year = spoken_digits(piece).find_first_not_of("0123456789") == 4;
        if (verdict.ok && with_year) scan.take(Kind::date, std::move(verdict.value), begin, end);
    }
}

// "上海市场" is a market, "海淀区域" an area: the ending belongs to the next word there.
bool continues(std::string_view name, char32_t next) {
    if (name.ends_with("市"))
        return std::u32string_view(U"场面价值民容").find(next) != std::u32string_view::npos;
    if (name.ends_with("区"))
        return std::u32string_view(U"域别块间分").find(next) != std::u32string_view::npos;
    return false;
}

void find_regions(Scan& scan, const Regions& regions) {
    if (regions.empty()) return;
    std::string folded;
    std::vector<std::size_t> offsets;
    for (const Character& character : scan.text) {
        offsets.push_back(folded.size());
        append_utf8(folded, character.code);
    }
    offsets.push_back(folded.size());
    for (std::size_t begin = 0; begin < scan.text.size(); ++begin) {
        if (scan.taken[begin] || scan.code(begin) < 0x3400) continue;
        Regions::Prefix prefix = regions.find_prefix(std::string_view(folded).substr(offsets[begin]));
        if (prefix.codes.size() != 1 || !prefix.ends_full) continue;
        if (prefix.names == 1 && prefix.length < region_name_length_min) continue;
        const auto end = static_cast<std::size_t>(
            std::ranges::lower_bound(offsets, offsets[begin] + prefix.length) - offsets.begin());
        const std::string_view name = std::string_view(folded).substr(offsets[begin], prefix.length);
        if (!scan.is_free(begin, end) || continues(name, scan.code(end))) continue;
        scan.take(Kind::region, std::move(prefix.codes.front()), begin, end);
        begin = end - 1;
    }
}

} // namespace

std::vector<Found> recognise(Text text, const Tables& tables, Date today) {
    Scan scan = scan_of(text);
    find_all_links(scan, tables.platforms);
    find_emails(scan);
    find_registrations(scan);
    // Dates before numbers: "2026.11.21" would also make a patent number of the old form but for its check digit.
    find_dates(scan, today);
    find_numbers(scan, tables.regions, today);
    find_regions(scan, tables.regions);
    std::ranges::sort(scan.found, {}, &Found::begin);
    return std::move(scan.found);
}

// Folding usually keeps the number of characters, and then tells the simplified form of each; where it does not, the
// raw characters have to do. Two blanks that became one and a "™" that became two letters leave the number as it was, and
// what stands between them in another place: so what folding does not change has to stand where it stood.
std::vector<Character> comparable(Text text) {
    const std::string_view raw = searched(text.raw);
    std::vector<Character> result = characters(raw);
    for (Character& character : result) character.code = lower(half_width(character.code));
    if (raw.size() != text.raw.size()) return result;
    const std::vector<Character> folded = characters(text.folded);
    if (std::ranges::equal(result, folded, stands_for))
        for (std::size_t at = 0; at < folded.size(); ++at) result[at].code = folded[at].code;
    return result;
}

namespace {

constexpr std::size_t region_length_max = 20;         // characters, in Chinese
constexpr std::size_t region_length_min = 2;          // likewise
constexpr std::size_t region_length_max_english = 48; // characters

Found region_found(const std::vector<Character>& text, std::size_t begin, std::size_t end, std::string code) {
    return {
        .kind = Kind::region, .value = std::move(code), .begin = text[begin].begin, .end = text[end - 1].end};
}

std::string piece_of(const std::vector<Character>& text, std::size_t begin, std::size_t end) {
    std::string piece;
    for (std::size_t at = begin; at < std::min(end, text.size()); ++at) append_utf8(piece, text[at].code);
    return piece;
}

// "Yiwu, Zhejiang and sells": the longest run of whole words that is a place.
std::optional<Found> english_region_from(const std::vector<Character>& text, std::size_t begin,
                                         const Regions& regions) {
    const auto in_name = [](char32_t code) {
        return is_alnum(code) || code == U' ' || code == U',' || code == U'\'' || code == U'-';
    };
    std::size_t end = begin;
    while (end < text.size() && end - begin < region_length_max_english && in_name(text[end].code)) ++end;
    for (; end > begin; --end) {
        const bool whole = end == text.size() || !is_alnum(text[end].code);
        if (!whole || !is_alnum(text[end - 1].code)) continue;
        std::vector<std::string> codes = regions.find(piece_of(text, begin, end));
        if (codes.size() == 1) return region_found(text, begin, end, std::move(codes.front()));
    }
    return std::nullopt;
}

} // namespace

std::optional<Found> region_from(const std::vector<Character>& text, std::size_t begin,
                                 const Regions& regions) {
    if (begin >= text.size() || regions.empty()) return std::nullopt;
    if (is_alnum(text[begin].code)) return english_region_from(text, begin, regions);
    Regions::Prefix prefix = regions.find_prefix(piece_of(text, begin, begin + region_length_max));
    if (prefix.codes.size() != 1) return std::nullopt;
    std::size_t end = begin;
    for (std::size_t bytes = 0; end < text.size() && bytes < prefix.length; ++end)
        bytes += piece_of(text, end, end + 1).size();
    if (end - begin < region_length_min) return std::nullopt;
    return region_found(text, begin, end, std::move(prefix.codes.front()));
}

std::optional<Found> region_until(const std::vector<Character>& text, std::size_t end,
                                  const Regions& regions) {
    if (end > text.size()) return std::nullopt;
    for (std::size_t begin = end - std::min(end, region_length_max); begin + region_length_min <= end;
         ++begin) {
        if (text[begin].code < 0x3400) continue;
        std::optional<Found> found = region_from(text, begin, regions);
        if (found && found->end == text[end - 1].end) return found;
    }
    return std::nullopt;
}

} // namespace plaint::kinds
