#include "bot/review/roles.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace plaint::review;
using plaint::storage::StaffRole;

TEST_CASE("each role may what the table says, and nothing else") {
    struct Row {
        StaffRole role;
        const char* rights; // one letter for each right, in their order
    };
    const Row rows[] = {{StaffRole::intake_officer, "yyyy-------"},
                        {StaffRole::reviewer, "yyyyyyyyy--"},
                        {StaffRole::supervisor, "y--------y-"},
                        {StaffRole::auditor, "---------y-"},
                        {StaffRole::administrator, "----------y"}};
    for (const Row& row : rows) {
        std::string rights;
        for (std::size_t i = 0; i < right_count; ++i)
            rights += may(row.role, static_cast<Right>(i)) ? 'y' : '-';
        INFO(name_of(row.role));
        CHECK(rights == row.rights);
        CHECK(role_of(name_of(row.role)) == row.role);
    }
    CHECK_FALSE(role_of("root"));
}
