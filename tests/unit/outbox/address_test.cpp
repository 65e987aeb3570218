#include "bot/outbox/address.hpp"

#include <catch2/catch.hpp>

using namespace plaint::outbox;

namespace {

enum class Where { everywhere, trials, nowhere };
struct Row {
    const char* address;
    Where reached;
};

constexpr Row rows[] = {
    {"114.114.114.114", Where::everywhere},
    {"8.8.8.8", Where::everywhere},
    {"172.15.255.255", Where::everywhere},
    {"172.32.0.1", Where::everywhere},
    {"11.0.0.1", Where::everywhere},
    {"100.128.0.1", Where::everywhere},
    {"192.169.0.1", Where::everywhere},
    {"2400:3200::1", Where::everywhere},
    {"2606:4700::1111", Where::everywhere},
    {"127.0.0.1", Where::trials},
    {"127.8.8.8", Where::trials},
    {"10.0.0.1", Where::trials},
    {"172.16.0.1", Where::trials},
    {"172.31.255.255", Where::trials},
    {"192.168.1.1", Where::trials},
    {"::1", Where::trials},
    {"fd00::1", Where::trials},
    {"fc00::1", Where::trials},
    {"0.0.0.0", Where::nowhere},
    {"0.1.2.3", Where::nowhere},
    {"100.64.0.1", Where::nowhere},
    {"100.100.100.200", Where::nowhere}, // metadata of a cloud
    {"169.254.169.254", Where::nowhere}, // metadata of most clouds
    {"192.0.0.192", Where::nowhere},     // metadata of a cloud
    {"192.0.2.1", Where::nowhere},
    {"192.88.99.1", Where::nowhere},
    {"198.18.0.1", Where::nowhere},
    {"198.19.255.255", Where::nowhere},
    {"198.51.100.1", Where::nowhere},
    {"203.0.113.1", Where::nowhere},
    {"224.0.0.1", Where::nowhere},
    {"240.0.0.1", Where::nowhere},
    {"255.255.255.255", Where::nowhere},
    {"::", Where::nowhere},
    {"::127.0.0.1", Where::nowhere},
    {"::ffff:127.0.0.1", Where::nowhere},
    {"::ffff:8.8.8.8", Where::nowhere},
    {"64:ff9b::7f00:1", Where::nowhere},
    {"64:ff9b::808:808", Where::nowhere},
    {"64:ff9b:1::1", Where::nowhere},
    {"100::1", Where::nowhere},
    {"2001::1", Where::nowhere},
    {"2001:db8::1", Where::nowhere},
    {"2002:7f00:1::", Where::nowhere},
    {"3fff::1", Where::nowhere},
    {"fe80::1", Where::nowhere},
    {"fec0::1", Where::nowhere},
    {"ff02::1", Where::nowhere},
    {"fd00:ec2::254", Where::nowhere}, // metadata of a cloud
    {"", Where::nowhere},
    {"127.1", Where::nowhere},
    {"localhost", Where::nowhere},
    {"2130706433", Where::nowhere},
    {"fe80::1%eth0", Where::nowhere},
};

} // namespace

TEST_CASE("only public addresses are reached, and this machine in trials alone") {
    for (const Row& row : rows) {
        INFO(row.address);
        CHECK(may_reach(row.address, Reach::public_addresses) == (row.reached == Where::everywhere));
        CHECK(may_reach(row.address, Reach::private_too) == (row.reached != Where::nowhere));
    }
}
