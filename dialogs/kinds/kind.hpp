#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dialogs/kinds/date.hpp"

// The kinds of answer a leaf can ask for, and the one door to their validation. Everything here is pure:
// the same words, tables and day give the same verdict, in time bounded by the length of the words.
//
// Problem codes by kind; each is worded as the message `problem.KIND.CODE`. (s) marks codes that may come
// with a suggestion, (u) codes whose `value` can be kept unverified.
//
//   choice            unclear
//   yes_no            unclear
//   text              empty, too_short, too_long
//   number            format, too_small, too_large
//   date              format, impossible, future, lunar (s), no_year (s), no_day (s)
//   region            unknown (s), ambiguous (choices), abroad (u)
//   phone             format, short_code, area_code
//   email             format (s)
//   link              format, scheme, short_link (u), taokouling (u), no_item (u), unknown_platform (u)
//   patent_number     format, checksum (s), missing_check_digit (s), year, type, publication_number,
//                     international_number
//   credit_code       length (s), charset (s), region, checksum (s), old_number (u)
//   resident_id       format (s, u), region (u), birth, checksum (s)
//   receipt_code      format, length, checksum
//   file              file_expected
//   trademark_number  format (u), nice_class (u)
//   copyright_number  format (u)
//   gi_number         format (u)
//   customs_record    format (u)
//   plant_variety_number  format (u)
//   identity_paper    format (u), old_card (s, u), checksum (s, u)
//   postal_code       format (u), prefix (u)
namespace plaint::kinds {

class Regions;
class Platforms;

enum class Kind : std::uint8_t {
    choice,
    yes_no,
    text,
    number,
    date,
    region,
    phone,
    email,
    link,
    patent_number,
    credit_code,
    resident_id,
    receipt_code,
    file,
    trademark_number,
    copyright_number,
    gi_number,
    customs_record,
    plant_variety_number,
    identity_paper,
    postal_code,
};

// Stored sessions and replies name kinds by their place, so a new one comes last.
inline constexpr Kind last_kind = Kind::postal_code;
inline constexpr std::size_t kind_count = static_cast<std::size_t>(last_kind) + 1;

// The kind of that name as trees and fields.json write it; `product_link` is read as `link`.
std::optional<Kind> kind_of(std::string_view name);

std::string_view name_of(Kind kind);

// What the person said, as it came (UTF-8) and after `locales::fold`. Both views must outlive the call.
struct Text {
    std::string_view raw;
    std::string_view folded;
};

// What a validator says of one answer.
//   ok          `value` is the normalised answer, and validating it again gives itself.
//   not ok      `problem` is a code from the table above. `suggestion` is a normalised value that would be ok
//               and is probably meant ("do you mean …?"), or empty. `choices` lists the normalised values
//               that an ambiguous answer may mean.
//   unverified  only when not ok: `value` is well formed but nothing here can vouch for it (a shop on a
//               platform that the directory does not know, a short link, an old registration number). A
//               dialog may keep it as the formal answer `unverified`, for a human to look at.
//   confirm     only when ok: `value` is more than what was said (a day counted from today, a number whose letters
//               were left out, "1.000"), so it is read back before it is kept, on every channel.
struct Verdict {
    bool ok = false;
    bool unverified = false;
    bool confirm = false;
    std::string value;
    std::string problem;
    std::string suggestion;
    std::vector<std::string> choices;

    static Verdict accept(std::string value);
    static Verdict refuse(std::string problem, std::string suggestion = {});
    static Verdict keep(std::string value, std::string problem);
    static Verdict ask_back(std::string value);
};

// The directory data that validation consults. Borrowed: the tables outlive every call.
struct Tables {
    const Regions& regions;
    const Platforms& platforms;
};

// What one question allows. For text, `min` and `max` count characters; for numbers, they bound the value, and `whole` ones
// have no fraction; other kinds ignore them. A date after today is a problem unless the question allows it.
struct Limits {
    std::int64_t min = std::numeric_limits<std::int64_t>::min();
    std::int64_t max = std::numeric_limits<std::int64_t>::max();
    bool allow_future = false;
    bool whole = false;
};

// The longest text answer whatever the question allows, in characters.
inline constexpr std::int64_t text_length_max = 20000;

// False for the kinds whose words mean something only beside their question: its options, its yes and no, its
// upload.
bool stands_alone(Kind kind);

// Validates and normalises one answer. The options of `choice` and the words of `yes_no` belong to the
// question and to the lexicon, so here these two accept only what is already normalised: an option's value,
// `yes` or `no`.
Verdict validate(Kind kind, Text text, const Tables& tables, Date today, const Limits& limits = {});

} // namespace plaint::kinds
