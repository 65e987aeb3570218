#include "locales/collation.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

using plaint::locales::Collation;

namespace {

std::string sorted(const char* locale, std::vector<std::string> names) {
    const Collation order{locale};
    std::ranges::sort(names, [&](const std::string& a, const std::string& b) { return order.before(a, b); });
    std::string out;
    for (const std::string& name : names) out += (out.empty() ? "" : " ") + name;
    return out;
}

} // namespace

TEST_CASE("names stand in the order of the language: by sound in Chinese, with accents beside their letter "
          "in French") {
    CHECK(sorted("zh-Hans", {"浙江省", "北京市", "广东省", "安徽省"}) == "安徽省 北京市 广东省 浙江省");
    CHECK(sorted("fr", {"Zoé", "Élise", "Eva", "eau"}) == "eau Élise Eva Zoé");
    CHECK(sorted("en", {"b", "B", "a", "A"}) == "a A b B");
    CHECK(sorted("en-XA", {"b", "a"}) == "a b");
    CHECK_FALSE(Collation("de").before("a", "a"));
}
