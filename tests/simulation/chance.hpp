#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace plaint::tests {

// Chance that a seed repeats, on every machine alike (splitmix64).
class Chance {
  public:
    explicit Chance(std::uint64_t seed) : state_(seed) {}
    std::uint64_t next() {
        state_ += 0x9e3779b97f4a7c15U;
        std::uint64_t mixed = state_;
        mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9U;
        mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebU;
        return mixed ^ (mixed >> 31U);
    }
    std::size_t below(std::size_t limit) { return static_cast<std::size_t>(next() % limit); }
    std::int64_t between(std::int64_t low, std::int64_t high) {
        return low + static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(high - low + 1));
    }
    // True about so many times of a thousand.
    bool permille(unsigned chance) { return next() % 1000 < chance; }
    template<class List>
    auto& one_of(List& list) {
        return list[below(list.size())];
    }
    std::string digits(std::size_t count) {
        std::string text;
        while (text.size() < count) text += static_cast<char>('0' + below(10));
        return text;
    }

  private:
    std::uint64_t state_;
};

} // namespace plaint::tests
