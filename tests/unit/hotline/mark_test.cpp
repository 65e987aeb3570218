#include "adapters/hotline/mark.hpp"

#include <catch2/catch.hpp>

using namespace plaint;
using namespace plaint::hotline;

TEST_CASE("a mark is read as it was written") {
    const Mark mark{.turn = 12,
                    .step = 34,
                    .at = "respondents[0].links[1].url",
                    .keys = Keys::menu,
                    .page = 2,
                    .more = true,
                    .choices = 3,
                    .tries = 1,
                    .slow = true,
                    .language = "zh-Hans",
                    .extra = {"keep", "later"}};
    const std::string query = query_of(mark);
    CHECK(query.starts_with("turn=12&step=34&at=respondents%5B0%5D.links%5B1%5D.url&keys=menu"));
    CHECK(mark_of(net::parse_form(query)) == mark);
    CHECK(mark_of(net::parse_form(query_of({.step = 1}))) == Mark{.step = 1});
}

TEST_CASE("an address that is none of ours has no mark") {
    for (const char* query : {"", "turn=1&step=2&at=a", "turn=&step=2&at=a&keys=menu",
                              "turn=1&step=x&keys=menu", "turn=1&step=2&at=a&keys=other"})
        CHECK_FALSE(mark_of(net::parse_form(query)).has_value());
}
