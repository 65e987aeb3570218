#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <vector>

// Whether a package is what it says it is. Stricter than the tools that unpack it: what two tools could read
// differently is refused.
namespace plaint::casework {

struct PackageProblem {
    std::string path; // within the bag; empty for the package as a whole
    std::string what;
};

struct CheckedPackage {
    std::string number;
    std::uint32_t version = 0;
    std::string manifest_sha256;
    std::string audit_head;  // hash of the last link of the audit extract
    std::uint64_t files = 0; // of the payload
};

// Either the whole or all its problems. Whoever can write a package can make all its sums anew: the sums prove that
// nothing was damaged, and only comparing the manifest's digest with the one that was announced, or the audit head with
// the server's chain, proves who made it.
std::expected<CheckedPackage, std::vector<PackageProblem>> verify_package(const std::string& path);

} // namespace plaint::casework
