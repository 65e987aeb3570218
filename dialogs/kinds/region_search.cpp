#include <algorithm>
#include <utility>

#include "dialogs/kinds/characters.hpp"
#include "dialogs/kinds/region_names.hpp"
#include "dialogs/kinds/regions.hpp"

// Finding regions by the names that people write.
namespace plaint::kinds {
namespace {

constexpr std::size_t answer_length_max = 300;
constexpr std::size_t choices_max = 20;

bool is_separator(char32_t code) {
    return is_white_space(code) || is_dash(code) || code == U',' || code == U'/' || code == U'>' ||
           code == U'、' || code == U'，' || code == U'·' || code == U'|' || code == U';';
}

std::size_t after_separators(std::string_view text, std::size_t at) {
    while (at < text.size()) {
        const Character character = character_at(text, at);
        if (!is_separator(character.code)) break;
        at = character.end;
    }
    return at;
}

bool is_letter_at(std::string_view text, std::size_t at) {
    return at < text.size() && is_alnum(static_cast<unsigned char>(text[at]));
}

// "Yuhang District, Hangzhou, Zhejiang" from the outside in, with or without the words for what kind of region each is; and
// "Provinz Zhejiang, Jinhua", which is in that order already.
enum class Endings { kept, dropped };
enum class Order { inside_out, outside_in };
std::string lettered_path(std::string_view text, Endings endings, Order order) {
    std::string path;
    while (!text.empty()) {
        const std::size_t comma = order == Order::inside_out ? text.rfind(',') : text.find(',');
        const bool last = comma == std::string_view::npos;
        const bool from_behind = order == Order::inside_out && !last;
        const std::string_view name = from_behind ? text.substr(comma + 1) : text.substr(0, comma);
        path += endings == Endings::kept ? std::string(trimmed(name)) : short_lettered_name(name);
        path += ' ';
        if (last) break;
        text = from_behind ? text.substr(0, comma) : text.substr(comma + 1);
    }
    return path;
}

// "Xi'an" is found however its apostrophe is written, and without one; "Lüliang" without its dots.
std::string plain_letters(std::string_view text) {
    std::string out(text);
    for (const std::string_view mark : {"'", "’", "‘", "`"})
        for (std::size_t at = out.find(mark); at != std::string::npos; at = out.find(mark, at))
            out.erase(at, mark.size());
    constexpr std::string_view dotted = "ü";
    for (std::size_t at = out.find(dotted); at != std::string::npos; at = out.find(dotted, at))
        out.replace(at, dotted.size(), "u");
    return out;
}

std::string_view without_words(std::string_view text) {
    constexpr std::string_view before[] = {"中华人民共和国", "中国", "位于", "就在", "在",  "是",   "china,",
                                           "china ",         "in ",  "à ",   "aus ", "en ", "중국 "};
    constexpr std::string_view after[] = {
        "那边", "这边",   "。",     ".",   ",", "!", ", china", ", chine", ", volksrepublik china",
        "です", "입니다", "이에요", "예요"};
    for (bool again = true; again;) {
        again = false;
        text = trimmed(text);
        for (std::string_view word : before) again |= take_prefix(text, word);
        for (std::string_view word : after) again |= take_suffix(text, word);
    }
    return text;
}

} // namespace

void Regions::add_names() {
    for (std::uint32_t index = 0; index < rows_.size(); ++index) {
        const Row& row = rows_[index];
        if (row.filler) continue;
        add_name(row.name, index, true);
        add_name(short_region_name(row.name), index, false);
        if (row.name == "新疆生产建设兵团") add_name("兵团", index, false);
        // Without its "District" or "County" an English name is as short as 余杭 is: it may mean several places.
        const std::string english = plain_letters(lower_ascii(row.english));
        const std::string short_english = short_lettered_name(english);
        const bool ends = short_english != english;
        add_name(english, index, ends);
        if (ends) add_name(short_english, index, false);
        add_name(plain_letters(lower_ascii(row.pinyin)), index, false);
        for (const std::string& word : row.words) add_name(plain_letters(word), index, false);
    }
}

void Regions::add_name(std::string name, std::uint32_t row, bool full) {
    if (name.empty()) return;
    name_length_max_ = std::max(name_length_max_, name.size());
    by_name_[std::move(name)].push_back({row, full});
}

bool Regions::within(std::uint32_t inner, std::uint32_t outer) const {
    for (std::uint32_t at = rows_[inner].parent; at != no_parent; at = rows_[at].parent)
        if (at == outer) return true;
    return rows_[inner].also == outer;
}

void Regions::walk(std::vector<Match>& found, std::string_view text, std::size_t at, std::uint32_t outer,
                   std::size_t names) const {
    const std::size_t end_max = std::min(text.size(), at + name_length_max_);
    for (std::size_t end = at; end < end_max;) {
        end = character_at(text, end).end;
        if (is_letter_at(text, end) && is_letter_at(text, end - 1)) continue;
        const auto named = by_name_.find(text.substr(at, end - at));
        if (named == by_name_.end()) continue;
        std::size_t next = after_separators(text, end);
        // Addresses name the filler between a municipality and its districts, too.
        if (text.substr(next).starts_with("市辖区"))
            next = after_separators(text, next + std::string_view("市辖区").size());
        for (const Name& name : named->second) {
            if (outer != no_parent && !within(name.row, outer)) continue;
            found.push_back({name.row, end, name.full, names + 1});
            walk(found, text, next, name.row, names + 1);
        }
    }
}

std::vector<Regions::Match> Regions::matches(std::string_view folded) const {
    std::vector<Match> found;
    walk(found, folded, 0, no_parent, 0);
    return found;
}

std::vector<std::string> Regions::meant(const std::vector<Match>& matches) const {
    const bool any_full = std::ranges::any_of(matches, &Match::full);
    std::vector<std::uint32_t> found;
    for (const Match& match : matches)
        if (match.full == any_full && std::ranges::find(found, match.row) == found.end())
            found.push_back(match.row);
    // A bare 海南 or 河南 is the province, not the district of that name elsewhere; of 长沙 city and county the city.
    std::vector<std::string> codes;
    for (std::uint32_t row : found)
        if (rows_[row].level == Level::province) codes.push_back(rows_[row].code);
    if (!codes.empty()) {
        // 산시성 is Shanxi and Shaanxi.
        std::ranges::sort(codes);
        return codes;
    }
    for (std::uint32_t row : found)
        if (std::ranges::none_of(found, [&](std::uint32_t other) { return within(row, other); }))
            codes.push_back(rows_[row].code);
    std::ranges::sort(codes);
    return codes;
}

Regions::Prefix Regions::find_prefix(std::string_view folded) const {
    const std::vector<Match> all = matches(folded);
    Prefix prefix;
    for (const Match& match : all) prefix.length = std::max(prefix.length, match.length);
    std::vector<Match> longest;
    for (const Match& match : all) {
        if (match.length != prefix.length) continue;
        longest.push_back(match);
        prefix.ends_full |= match.full;
        prefix.names = std::max(prefix.names, match.names);
    }
    prefix.codes = meant(longest);
    return prefix;
}

std::vector<std::string> Regions::find(std::string_view folded) const {
    if (folded.size() > answer_length_max) return {};
    const std::string_view text = without_words(folded);
    if (text.size() == 6 && all_digits(text)) {
        const Row* row = row_of(text);
        return row == nullptr ? std::vector<std::string>{} : std::vector{row->code};
    }
    const std::string plain = plain_letters(text);
    const bool lettered =
        std::ranges::any_of(plain, [](char c) { return is_letter(static_cast<unsigned char>(c)); });
    std::vector<std::string> paths{plain};
    // Two that lie in one prefecture may differ in the ending alone: Linxia and Linxia County.
    if (lettered)
        for (const auto& [endings, order] :
             {std::pair{Endings::kept, Order::inside_out}, std::pair{Endings::dropped, Order::inside_out},
              std::pair{Endings::dropped, Order::outside_in}})
            paths.push_back(lettered_path(plain, endings, order));
    for (const std::string& path : paths) {
        const std::string_view whole = trimmed(path);
        std::vector<Match> complete = matches(whole);
        std::erase_if(complete, [&](const Match& match) {
            return after_separators(whole, match.length) != whole.size();
        });
        if (!complete.empty()) return meant(complete);
    }
    return {};
}

Verdict validate_region(Text text, const Regions& regions) {
    if (regions.abroad().names(text.folded)) return Verdict::keep("abroad", "abroad");
    std::vector<std::string> codes = regions.find(text.folded);
    if (codes.size() == 1) return Verdict::accept(std::move(codes.front()));
    if (!codes.empty()) {
        Verdict verdict = Verdict::refuse("ambiguous");
        codes.resize(std::min(codes.size(), choices_max));
        verdict.choices = std::move(codes);
        return verdict;
    }
    if (text.folded.size() > answer_length_max) return Verdict::refuse("unknown");
    // A whole address begins with its region; where it stops short of a county, the county is still wanted.
    Regions::Prefix prefix = regions.find_prefix(without_words(text.folded));
    if (prefix.codes.size() != 1 || !prefix.ends_full) return Verdict::refuse("unknown");
    if (!regions.is_divided(prefix.codes.front())) return Verdict::accept(std::move(prefix.codes.front()));
    return Verdict::refuse("unknown", std::move(prefix.codes.front()));
}

} // namespace plaint::kinds
