#include "bot/casework/audit_chain.hpp"

#include <catch2/catch.hpp>
#include <functional>
#include <nlohmann/json.hpp>

using namespace plaint;
using casework::verify_chain;

namespace {

const storage::CaseNumber number("IP-2026-330100-0000001");
using Chain = std::vector<storage::AuditRecord>;

Chain chain_of_three() {
    Chain chain;
    casework::ChainHead head;
    for (int i = 0; i < 3; ++i)
        chain.push_back(
            casework::append(head, number, 1000 + i, "complainant", "submitted", {{"version", i + 1}}));
    return chain;
}

} // namespace

TEST_CASE("a chain that was only appended to holds") {
    const Chain chain = chain_of_three();
    CHECK(chain[0].previous_hash == std::string(64, '0'));
    const auto head = verify_chain(number, chain);
    REQUIRE(head);
    CHECK(head->sequence == 3);
    CHECK(head->hash == chain[2].hash);
    CHECK(verify_chain(number, {}));
}

TEST_CASE("a chain shows where it was tampered with") {
    struct Row {
        const char* what;
        std::uint64_t sequence;
        std::function<void(Chain&)> tamper;
    };
    const Row rows[] = {
        {"another time", 2, [](Chain& chain) { chain[1].at += 1; }},
        {"another actor", 1, [](Chain& chain) { chain[0].actor = "system"; }},
        {"another action", 3, [](Chain& chain) { chain[2].action = "withdrawn"; }},
        {"other content", 2, [](Chain& chain) { chain[1].content = R"({"version":9})"; }},
        {"another hash", 2, [](Chain& chain) { chain[1].hash = std::string(64, 'a'); }},
        {"another hash before", 1, [](Chain& chain) { chain[0].previous_hash = std::string(64, 'a'); }},
        {"a link cut out", 2, [](Chain& chain) { chain.erase(chain.begin() + 1); }},
        {"the first link cut off", 1, [](Chain& chain) { chain.erase(chain.begin()); }},
        {"two links swapped", 2, [](Chain& chain) { std::swap(chain[1], chain[2]); }},
        {"a link twice", 3, [](Chain& chain) { chain.insert(chain.begin() + 1, chain[1]); }},
        {"a link of another case", 2, [](Chain& chain) { chain[1].number.text += "1"; }},
        {"a link made anew without its successors", 2,
         [](Chain& chain) {
             casework::ChainHead head{1, chain[0].hash};
             chain[1] = casework::append(head, number, 5000, "complainant", "submitted", {{"version", 7}});
             chain[2].at = 1;
             std::swap(chain[1].previous_hash, chain[2].previous_hash);
         }},
    };
    for (const Row& row : rows) {
        Chain chain = chain_of_three();
        row.tamper(chain);
        INFO(row.what);
        const auto head = verify_chain(number, chain);
        REQUIRE_FALSE(head);
        CHECK(head.error().sequence == row.sequence);
        CHECK_FALSE(head.error().what.empty());
    }
}

TEST_CASE("a link survives being written as a line") {
    for (const auto& link : chain_of_three()) {
        const auto read = casework::from_line(casework::to_line(link));
        REQUIRE(read);
        CHECK(casework::to_line(*read) == casework::to_line(link));
        CHECK(read->hash == link.hash);
        CHECK(read->content == link.content);
    }
    CHECK_FALSE(casework::from_line("{}"));
    CHECK_FALSE(casework::from_line("not a line"));
}
