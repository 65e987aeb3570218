#include "tests/unit/content/small_content.hpp"

#include <catch2/catch.hpp>

using namespace plaint::tests;

namespace {

// What an author gets wrong, and what he is told: the file, the place in it, and what.
struct Mistake {
    const char* file;
    const char* patch;
    const char* told;
};

const Mistake mistakes[] = {
#include "tests/unit/content/mistakes.inc"
};

} // namespace

TEST_CASE("the small content is without mistakes") { CHECK(complaints_of(small_content()) == ""); }

TEST_CASE("every mistake of an author is told with its file and place") {
    for (const Mistake& mistake : mistakes) {
        INFO(mistake.file << " " << mistake.patch);
        CHECK(complaints_after(mistake.file, mistake.patch) == mistake.told);
    }
}
