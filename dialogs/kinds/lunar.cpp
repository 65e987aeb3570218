#include "dialogs/kinds/lunar.hpp"

#include <array>
#include <cstdint>

namespace plaint::kinds {
namespace {

// A lunar year: its first day, the month that comes twice (0: none), and the lengths of its months in their order, the
// second of that number included: a bit is set for 30 days, the lowest for the first month.
struct Year {
    int month;
    int day;
    int leap;
    std::uint16_t lengths;
};

// Months begin on the day, in China, of the new moon (GB/T 33661-2017). Each first day here was held against the times of
// new moon after Meeus, "Astronomical Algorithms", chapter 49. ICU 72's Chinese calendar differs for some (it has the New
// Year of 2027 on 7 February, that of 2030 on 2 February), and so does a table that many programs share (1996).
constexpr std::array<Year, last_lunar_year - first_lunar_year + 1> years = {
    {{2, 20, 0, 0x0A56}, {2, 9, 0, 0x02B6},  {1, 29, 6, 0x05B5}, {2, 17, 0, 0x06D5},  {2, 6, 0, 0x0EA9},
     {1, 27, 5, 0x1E92}, {2, 15, 0, 0x0E92}, {2, 4, 0, 0x0D26},  {1, 23, 3, 0x0A56},  {2, 10, 0, 0x0A57},
     {1, 31, 8, 0x14D6}, {2, 19, 0, 0x035A}, {2, 7, 0, 0x06D5},  {1, 28, 5, 0x16C9},  {2, 16, 0, 0x0749},
     {2, 5, 0, 0x0693},  {1, 24, 4, 0x152B}, {2, 12, 0, 0x052B}, {2, 1, 0, 0x0A5B},   {1, 22, 2, 0x155A},
     {2, 9, 0, 0x056A},  {1, 29, 7, 0x1B55}, {2, 18, 0, 0x0BA4}, {2, 7, 0, 0x0B49},   {1, 26, 5, 0x1A93},
     {2, 14, 0, 0x0A95}, {2, 3, 0, 0x052D},  {1, 23, 4, 0x0AAD}, {2, 10, 0, 0x0AB5},  {1, 31, 9, 0x15AA},
     {2, 19, 0, 0x05D2}, {2, 8, 0, 0x0DA5},  {1, 28, 6, 0x1D4A}, {2, 16, 0, 0x0D4A},  {2, 5, 0, 0x0C95},
     {1, 25, 4, 0x152E}, {2, 12, 0, 0x0556}, {2, 1, 0, 0x0AB5},  {1, 22, 2, 0x15B2},  {2, 10, 0, 0x06D2},
     {1, 29, 6, 0x0EA5}, {2, 17, 0, 0x0725}, {2, 6, 0, 0x064B},  {1, 26, 5, 0x0C97},  {2, 13, 0, 0x0CAB},
     {2, 3, 0, 0x055A},  {1, 23, 3, 0x0AD6}, {2, 11, 0, 0x0B69}, {1, 31, 11, 0x1752}, {2, 19, 0, 0x0B52},
     {2, 8, 0, 0x0B25},  {1, 28, 6, 0x1A4B}, {2, 15, 0, 0x0A4B}, {2, 4, 0, 0x04AB},   {1, 24, 5, 0x055B},
     {2, 12, 0, 0x05AD}, {2, 1, 0, 0x0B6A},  {1, 22, 2, 0x1B52}, {2, 10, 0, 0x0D92},  {1, 30, 7, 0x1D25},
     {2, 17, 0, 0x0D25}, {2, 6, 0, 0x0A55},  {1, 26, 5, 0x14AD}, {2, 14, 0, 0x04B6},  {2, 2, 0, 0x05B5},
     {1, 23, 3, 0x0DAA}}};

constexpr int months_of(const Year& year) { return year.leap == 0 ? 12 : 13; }

constexpr int length_of(const Year& year, int index) { return (year.lengths >> index & 1) != 0 ? 30 : 29; }

} // namespace

std::optional<Date> gregorian_of(LunarDate date) {
    if (date.year < first_lunar_year || date.year > last_lunar_year) return std::nullopt;
    const Year& year = years[static_cast<std::size_t>(date.year - first_lunar_year)];
    if (date.month < 1 || date.month > 12 || (date.leap && year.leap != date.month)) return std::nullopt;
    const bool later = year.leap != 0 && (date.month > year.leap || date.leap);
    const int index = date.month - 1 + (later ? 1 : 0);
    const int length = length_of(year, index);
    const bool eve = date.day == 30 && index + 1 == months_of(year);
    if (date.day < 1 || (date.day > length && !eve)) return std::nullopt;
    int days = (eve ? length : date.day) - 1;
    for (int before = 0; before < index; ++before) days += length_of(year, before);
    return plus_days({date.year, year.month, year.day}, days);
}

} // namespace plaint::kinds
