#include "bot/casework/checkpoints.hpp"

#include "tests/unit/casework/filing.hpp"

#include <catch2/catch.hpp>

using namespace plaint;

namespace {

const support::SigningKey key(std::string(32, 's'));

casework::AuditReport verified(storage::Store& store, const std::string& noted = {}) {
    auto report = casework::verify_audit(store, key.public_key(), noted);
    REQUIRE(report);
    return *report;
}

} // namespace

TEST_CASE("a checkpoint says where chains ended, and only this key could have said it") {
    const auto first = casework::make_checkpoint(nullptr, {{storage::CaseNumber("IP-1"), 3, "aa"}}, 9, key);
    const auto second = casework::make_checkpoint(&first, {}, 10, key);
    CHECK(second.sequence == 2);
    const auto read = casework::read_checkpoint(first, key.public_key());
    REQUIRE(read);
    REQUIRE(read->ends.size() == 1);
    CHECK(read->ends[0] == storage::ChainEnd{storage::CaseNumber("IP-1"), 3, "aa"});
    CHECK(read->before_sha256 == std::string(64, '0'));
    CHECK(casework::read_checkpoint(second, key.public_key())->before_sha256 != read->before_sha256);
    CHECK_FALSE(casework::read_checkpoint(first, support::SigningKey(std::string(32, 't')).public_key()));
    auto forged = first;
    forged.content.replace(forged.content.find("IP-1"), 4, "IP-2");
    CHECK_FALSE(casework::read_checkpoint(forged, key.public_key()));
    forged = first;
    forged.at = 8;
    CHECK_FALSE(casework::read_checkpoint(forged, key.public_key()));
}

TEST_CASE("what was only appended to is in order, and what was written since is counted") {
    tests::Filing filing;
    filing.file({});
    auto& store = filing.store();
    CHECK(verified(store).uncovered > 0);
    REQUIRE(casework::write_checkpoints(store, 7, key));
    auto report = verified(store);
    CHECK(report.findings.empty());
    CHECK(report.checkpoints == 1);
    CHECK(report.uncovered == 0);
    CHECK(report.last_checkpoint_sha256.size() == 64);
    CHECK(*casework::write_checkpoints(store, 8, key) == 0);
    filing.withdraw();
    CHECK(verified(store).uncovered > 0);
    REQUIRE(casework::write_checkpoints(store, 9, key));
    report = verified(store);
    CHECK(report.findings.empty());
    CHECK(report.checkpoints == 2);
}

TEST_CASE("a checkpoint whose digest was noted elsewhere is looked for, though others have followed it") {
    tests::Filing filing;
    filing.file({});
    auto& store = filing.store();
    REQUIRE(casework::write_checkpoints(store, 7, key));
    const std::string noted = verified(store).last_checkpoint_sha256;
    filing.withdraw();
    REQUIRE(casework::write_checkpoints(store, 9, key));
    CHECK(verified(store).last_checkpoint_sha256 != noted);
    CHECK(verified(store, noted).findings.empty());
    const auto report = verified(store, std::string(64, 'a'));
    REQUIRE(report.findings.size() == 1);
    CHECK(report.findings[0].where == "checkpoint " + std::string(64, 'a'));
}

TEST_CASE("a chain that ends before a checkpoint saw it end is found, and so is one that is gone") {
    tests::Filing filing;
    filing.file({});
    auto& store = filing.store();
    const auto number = filing.cases().front().number;
    const auto length = filing.audit(number.text).size();
    auto lie = casework::make_checkpoint(
        nullptr, {{number, length + 1, std::string(64, 'a')}, {storage::CaseNumber("IP-9"), 1, "aa"}}, 7,
        key);
    store.desk().add_checkpoint(lie, [](auto added) { REQUIRE(added); });
    const auto report = verified(store);
    REQUIRE(report.findings.size() == 2);
    CHECK(report.findings[0].where == number.text);
    CHECK(report.findings[0].what.find("cut off") != std::string::npos);
    CHECK(report.findings[1].where == "IP-9");
}
