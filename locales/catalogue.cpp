#include "locales/catalogue.hpp"

#include "dialogs/load/reader.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <unicode/messagepattern.h>
#include <unicode/msgfmt.h>
#include <unicode/plurrule.h>

namespace plaint::locales {

struct Pattern::Compiled {
    icu::MessageFormat format;
};

Pattern::Pattern() = default;
Pattern::Pattern(Pattern&&) noexcept = default;
Pattern& Pattern::operator=(Pattern&&) noexcept = default;
Pattern::~Pattern() = default;

namespace {

std::string utf8(const icu::UnicodeString& text) {
    std::string out;
    text.toUTF8String(out);
    return out;
}

// Whether the message has only text and {name}: then its pieces are told apart here.
bool is_simple(const icu::MessagePattern& pattern) {
    for (std::int32_t i = 0; i < pattern.countParts(); ++i) {
        const auto& part = pattern.getPart(i);
        if (part.getType() == UMSGPAT_PART_TYPE_ARG_START && part.getArgType() != UMSGPAT_ARG_TYPE_NONE)
            return false;
    }
    return true;
}

// What is counted here is not more than this.
constexpr std::int32_t plural_numbers_max = 1000;

// Which forms of the plural that begins at a part are missing in the language, or are none of its; empty where all is well.
// A form may be spelled out in the numbers that take it: "=1" for the "one" of English.
std::string plural_problem(const icu::MessagePattern& parsed, std::int32_t start, const std::string& locale) {
    UErrorCode status = U_ZERO_ERROR;
    const bool ordinal = parsed.getPart(start).getArgType() == UMSGPAT_ARG_TYPE_SELECTORDINAL;
    const std::unique_ptr<icu::PluralRules> rules(
        icu::PluralRules::forLocale(icu::Locale::forLanguageTag(locale, status),
                                    ordinal ? UPLURAL_TYPE_ORDINAL : UPLURAL_TYPE_CARDINAL, status));
    if (U_FAILURE(status)) return {};
    std::set<std::string> forms;
    std::set<double> numbers;
    if (parsed.getPluralOffset(start + 2) != 0) return "has an offset, which no plural here may have";
    for (std::int32_t i = start + 1; i < parsed.getLimitPartIndex(start); ++i) {
        const auto& part = parsed.getPart(i);
        if (part.getType() == UMSGPAT_PART_TYPE_ARG_SELECTOR) {
            const std::string name = utf8(parsed.getSubstring(part));
            if (name.front() != '=') forms.insert(name);
        } else if (part.getType() == UMSGPAT_PART_TYPE_ARG_INT ||
                   part.getType() == UMSGPAT_PART_TYPE_ARG_DOUBLE) {
            numbers.insert(parsed.getNumericValue(part));
        } else if (part.getType() == UMSGPAT_PART_TYPE_MSG_START) {
            i = parsed.getLimitPartIndex(i);
        }
    }
    for (const std::string& form : forms)
        if (!rules->isKeyword(icu::UnicodeString::fromUTF8(form)))
            return "has a plural form \"" + form + "\" that " + locale + " does not have";
    const auto is_spelled_out = [&](const icu::UnicodeString& form) {
        for (std::int32_t number = 0; number <= plural_numbers_max; ++number)
            if (rules->select(number) == form && !numbers.contains(number)) return false;
        return true;
    };
    const std::unique_ptr<icu::StringEnumeration> keywords(rules->getKeywords(status));
    while (const icu::UnicodeString* keyword = keywords->snext(status)) {
        const std::string form = utf8(*keyword);
        if (!forms.contains(form) && !is_spelled_out(*keyword))
            return "lacks the plural form \"" + form + "\" of " + locale;
    }
    return {};
}

bool is_digit(char16_t c) { return c >= u'0' && c <= u'9'; }

// Read aloud, "1{n}" or "1#" would be one number.
std::string number_problem(const icu::MessagePattern& parsed, const icu::UnicodeString& source) {
    for (std::int32_t i = 0; i < parsed.countParts(); ++i) {
        const auto& part = parsed.getPart(i);
        const bool counts = part.getType() == UMSGPAT_PART_TYPE_REPLACE_NUMBER;
        const bool is_value =
            part.getType() == UMSGPAT_PART_TYPE_ARG_START &&
            (part.getArgType() == UMSGPAT_ARG_TYPE_NONE || part.getArgType() == UMSGPAT_ARG_TYPE_SIMPLE);
        if (!counts && !is_value) continue;
        const std::int32_t begin = part.getIndex();
        const std::int32_t end =
            counts ? part.getLimit() : parsed.getPart(parsed.getLimitPartIndex(i)).getLimit();
        // Beyond either end there is 0xffff, which is no digit.
        if (is_digit(source.charAt(begin - 1)) || is_digit(source.charAt(end)))
            return "puts " + utf8(source.tempSubStringBetween(begin, end)) + " into a number";
    }
    return {};
}

// What an author can look for; ICU names a place only where it does not lie at the end.
std::string why_not(UErrorCode status, const UParseError& where) {
    if (status == U_UNMATCHED_BRACES) return "is no ICU message: a { has no }";
    if (status == U_DEFAULT_KEYWORD_MISSING)
        return "is no ICU message: a plural or a select lacks the form \"other\"";
    return "is no ICU message: wrong near character " + std::to_string(where.offset + 1);
}

} // namespace

std::variant<Pattern, std::string> Pattern::compile(std::string_view message, const std::string& locale) {
    const auto source = icu::UnicodeString::fromUTF8(
        icu::StringPiece(message.data(), static_cast<std::int32_t>(message.size())));
    UErrorCode status = U_ZERO_ERROR;
    UParseError where{};
    const icu::MessagePattern parsed(source, &where, status);
    if (U_FAILURE(status)) return why_not(status, where);

    Pattern made;
    const auto argument = [&](const icu::UnicodeString& name) {
        const std::string text = utf8(name);
        const auto known = std::ranges::find(made.arguments_, text);
        if (known != made.arguments_.end()) return static_cast<int>(known - made.arguments_.begin());
        made.arguments_.push_back(text);
        return static_cast<int>(made.arguments_.size() - 1);
    };
    icu::UnicodeString text;
    std::int32_t from = 0;
    const auto flush = [&](std::int32_t until) { text.append(source, from, until - from); };
    for (std::int32_t i = 0; i < parsed.countParts(); ++i) {
        const auto& part = parsed.getPart(i);
        switch (part.getType()) {
        case UMSGPAT_PART_TYPE_MSG_START: from = part.getLimit(); break;
        case UMSGPAT_PART_TYPE_SKIP_SYNTAX:
            flush(part.getIndex());
            from = part.getLimit();
            break;
        case UMSGPAT_PART_TYPE_ARG_START:
            flush(part.getIndex());
            made.pieces_.push_back({utf8(text), -1});
            text.remove();
            if (part.getArgType() == UMSGPAT_ARG_TYPE_PLURAL ||
                part.getArgType() == UMSGPAT_ARG_TYPE_SELECTORDINAL)
                if (auto problem = plural_problem(parsed, i, locale); !problem.empty()) return problem;
            break;
        case UMSGPAT_PART_TYPE_ARG_NAME:
            made.pieces_.push_back({"", argument(parsed.getSubstring(part))});
            break;
        case UMSGPAT_PART_TYPE_ARG_NUMBER: return "numbers an argument: arguments have names";
        case UMSGPAT_PART_TYPE_ARG_LIMIT: from = part.getLimit(); break;
        case UMSGPAT_PART_TYPE_MSG_LIMIT:
            flush(part.getIndex());
            from = part.getLimit();
            break;
        default: break;
        }
    }
    if (auto problem = number_problem(parsed, source); !problem.empty()) return problem;
    if (is_simple(parsed)) {
        made.pieces_.push_back({utf8(text), -1});
        std::erase_if(made.pieces_,
                      [](const Piece& piece) { return piece.argument < 0 && piece.text.empty(); });
        return made;
    }
    made.pieces_.clear();
    status = U_ZERO_ERROR;
    made.compiled_ = std::make_unique<Compiled>(
        Compiled{icu::MessageFormat(source, icu::Locale::forLanguageTag(locale, status), where, status)});
    if (U_FAILURE(status)) return std::string("is no ICU message: ") + u_errorName(status);
    return made;
}

Pattern Pattern::plain(std::string_view text) {
    Pattern made;
    made.pieces_.push_back({std::string(text), -1});
    return made;
}

std::string Pattern::format(const Values& values) const {
    const auto value_of = [&](std::string_view name) {
        const auto found = std::ranges::find(values, name, &std::pair<std::string_view, Value>::first);
        return found != values.end() ? &found->second : nullptr;
    };
    if (compiled_ == nullptr) {
        std::string out;
        for (const Piece& piece : pieces_) {
            if (piece.argument < 0) {
                out += piece.text;
            } else if (const Value* value = value_of(arguments_[static_cast<std::size_t>(piece.argument)])) {
                if (const auto* text = std::get_if<std::string>(value))
                    out += *text;
                else
                    out += std::to_string(std::get<std::int64_t>(*value));
            }
        }
        return out;
    }
    std::vector<icu::UnicodeString> names;
    std::vector<icu::Formattable> filled;
    for (const std::string& name : arguments_) {
        names.push_back(icu::UnicodeString::fromUTF8(name));
        const Value* value = value_of(name);
        if (value == nullptr)
            filled.emplace_back(icu::UnicodeString());
        else if (const auto* number = std::get_if<std::int64_t>(value))
            filled.emplace_back(*number);
        else
            filled.emplace_back(icu::UnicodeString::fromUTF8(std::get<std::string>(*value)));
    }
    icu::UnicodeString out;
    UErrorCode status = U_ZERO_ERROR;
    compiled_->format.format(names.data(), filled.data(), static_cast<std::int32_t>(filled.size()), out,
                             status);
    return utf8(out);
}

Catalogue Catalogue::load(const std::string& locale, const std::vector<std::string>& files,
                          const ReadFile& read, content::LoadErrors& errors) {
    Catalogue catalogue;
    catalogue.locale_ = locale;
    for (const std::string& file : files) {
        const std::string name = "locales/" + file;
        const auto text = read(file);
        const auto json = text ? content::parse(name, *text, errors) : std::nullopt;
        if (!json) continue;
        const content::Reader root(name, *json, errors);
        root.expect_only({"locale", "messages", "words", "heard"});
        if (root.at("locale").text() != locale)
            root.at("locale").complain("should be \"" + locale + "\", as its folder");
        for (const auto& [key, message] : root.at("messages").members()) {
            auto compiled = Pattern::compile(message.text(), locale);
            if (auto* problem = std::get_if<std::string>(&compiled)) {
                message.complain(*problem);
                catalogue.broken_.insert(key);
            } else if (!catalogue.messages_
                            .try_emplace(key, Entry{std::get<Pattern>(std::move(compiled)), message.place()})
                            .second) {
                message.complain("\"" + key + "\" is in another file of this language already");
            }
        }
        const auto read_words = [&](const char* member, auto& into) {
            if (const auto words = root.find(member))
                for (const auto& [key, list] : words->members())
                    for (const content::Reader& word : list.items())
                        into[key].push_back({word.text(), word.place()});
        };
        read_words("words", catalogue.words_);
        read_words("heard", catalogue.heard_);
    }
    for (const auto& [key, phrases] : catalogue.heard_)
        if (!phrases.empty() && !key.starts_with("cue.") && !catalogue.has(key) && !catalogue.is_broken(key))
            errors.push_back({phrases.front().place.file, phrases.front().place.pointer,
                              "phrases for \"" + key + "\", which is no message"});
    for (const auto& [key, words] : catalogue.words_)
        if (!words.empty() && !catalogue.has(key) && !catalogue.is_broken(key))
            errors.push_back({words.front().place.file, words.front().place.pointer,
                              "words for \"" + key + "\", which is no message"});
    return catalogue;
}

void Catalogue::add_plain(const std::string& key, std::string_view text,
                          const std::vector<std::string>& words, const content::Place& place) {
    if (has(key) || is_broken(key)) return;
    messages_.try_emplace(key, Entry{Pattern::plain(text), place});
    for (const std::string& word : words) words_[key].push_back({word, place});
}

const Pattern* Catalogue::find(std::string_view key) const {
    const auto found = messages_.find(key);
    return found != messages_.end() ? &found->second.pattern : nullptr;
}

const std::vector<Word>& Catalogue::words(std::string_view key) const {
    static const std::vector<Word> none;
    const auto found = words_.find(key);
    return found != words_.end() ? found->second : none;
}

std::vector<std::string> Catalogue::keys() const {
    std::vector<std::string> keys;
    for (const auto& [key, entry] : messages_) keys.push_back(key);
    std::ranges::sort(keys);
    return keys;
}

} // namespace plaint::locales
