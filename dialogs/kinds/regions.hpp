#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "dialogs/kinds/abroad.hpp"
#include "dialogs/kinds/kind.hpp"

// The administrative regions of GB/T 2260: six-digit codes, full and short names, and what lies in what.
namespace plaint::kinds {

// One row of the directory. `code` has two, four or six digits (shorter ones are filled up with zeros);
// `name` is the full simplified-Chinese name; `english` may be empty, and so may `pinyin`, which is given where the English
// name is another (Hohhot, Huhehaote).
struct RegionRow {
    std::string code;
    std::string name;
    std::string english;
    std::string pinyin = {};
};

// An abolished code and the code that took its place (330184 -> 330110).
struct RegionAlias {
    std::string old_code;
    std::string code;
};

class Regions {
  public:
    Regions() = default;

    // Fails with a sentence that names the first bad row: a code that is not one, an empty name, an orphan,
    // an alias to nowhere. A row that repeats an earlier code is skipped, because cities without districts
    // are listed twice.
    static std::expected<Regions, std::string> build(std::vector<RegionRow> rows,
                                                     std::vector<RegionAlias> aliases);

    bool empty() const { return rows_.empty(); }

    // The places that lie in none of them.
    void name_abroad(Abroad abroad) { abroad_ = std::move(abroad); }
    const Abroad& abroad() const { return abroad_; }

    // Makes regions lie in a second one as well: the cities of the Corps, which GB/T 2260 puts under Xinjiang. They keep their
    // names and their province. Codes unknown are passed over.
    void place_also(std::string_view outer, const std::vector<std::string>& inners);

    // The code in force: itself, or what an abolished code became; nothing for codes unknown.
    std::optional<std::string> current(std::string_view code) const;

    // The province-level code (330110 -> 330000); empty for codes unknown.
    std::string province_of(std::string_view code) const;

    // The prefecture-level code (330110 -> 330100). A municipality, Hong Kong, Macao and Taiwan count as one
    // prefecture (110108 -> 110000); a county run by its province, or a city of the Corps, is its own (659001
    // -> 659001). A province is its own too. Empty for codes unknown.
    std::string prefecture_of(std::string_view code) const;

    // The next region up, passing over filler rows such as "市辖区"; empty for provinces and codes unknown.
    std::string parent_of(std::string_view code) const;

    // The row's own name ("余杭区"), the whole path ("浙江省杭州市余杭区"), the English name, the whole path in English from
    // the inside out ("Yuhang District, Hangzhou, Zhejiang"); empty for codes unknown.
    std::string_view name_of(std::string_view code) const;
    std::string full_name(std::string_view code) const;
    std::string_view english_of(std::string_view code) const;
    std::string full_english(std::string_view code) const;

    // The regions directly within, in code order, filler rows passed over; an empty code lists the provinces.
    std::vector<std::string> children(std::string_view code) const;

    // Whether the standard divides the region further; it does not divide the Corps.
    bool is_divided(std::string_view code) const;

    // A city of the Xinjiang Production and Construction Corps (6590xx), whose prefecture is the Corps in
    // practice.
    bool is_corps_city(std::string_view code) const;

    // All regions that the words may mean, in code order: full or short names, alone or as a path from the
    // outside in ("浙江杭州余杭", "南京市鼓楼区"), English names in either order, or a code. Of regions that lie in one
    // another and share a name the outer one is meant. `folded` is folded text.
    std::vector<std::string> find(std::string_view folded) const;

    // The longest path of names at the start of the words.
    struct Prefix {
        std::vector<std::string> codes;
        std::size_t length = 0; // bytes consumed
        bool ends_full = false; // the last name was written with its ending (市, 区, …)
        std::size_t names = 0;
    };
    Prefix find_prefix(std::string_view folded) const;

  private:
    enum class Level : std::uint8_t { province, prefecture, county };

    struct Row {
        std::string code;
        std::string name;
        std::string english;
        std::string pinyin;
        Level level = Level::province;
        bool filler = false;
        std::uint32_t parent = no_parent; // passing over fillers
        std::uint32_t also = no_parent;   // a second one that it lies in
    };

    // A row that a name may mean, and whether the name is complete.
    struct Name {
        std::uint32_t row;
        bool full;
    };

    // A way of reading the words up to some byte.
    struct Match {
        std::uint32_t row;
        std::size_t length;
        bool full;
        std::size_t names;
    };

    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };

    static constexpr std::uint32_t no_parent = 0xffffffff;

    // By a code in force or an abolished one.
    const Row* row_of(std::string_view code) const;
    void add_names();
    void add_name(std::string name, std::uint32_t row, bool full);
    bool within(std::uint32_t inner, std::uint32_t outer) const;
    std::vector<Match> matches(std::string_view folded) const;
    void walk(std::vector<Match>& found, std::string_view text, std::size_t at, std::uint32_t outer,
              std::size_t names) const;
    std::vector<std::string> meant(const std::vector<Match>& matches) const;

    std::vector<Row> rows_; // in code order
    // What lies directly in each row, by its place in rows_, and in none; in code order, without fillers.
    std::vector<std::vector<std::uint32_t>> inside_;
    std::vector<std::uint32_t> provinces_;
    std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> by_code_;
    std::unordered_map<std::string, std::vector<Name>, Hash, std::equal_to<>> by_name_;
    std::unordered_map<std::string, std::string, Hash, std::equal_to<>> aliases_;
    std::size_t name_length_max_ = 0; // bytes
    Abroad abroad_;
};

// Value: the six-digit code in force. Problems: unknown (with the part understood as suggestion), ambiguous
// (with the codes meant as choices), abroad (unverified, value "abroad").
Verdict validate_region(Text text, const Regions& regions);

} // namespace plaint::kinds
