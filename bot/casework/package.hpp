#pragma once

#include "storage/files.hpp"
#include "storage/store.hpp"

#include <cstdint>
#include <expected>
#include <functional>
#include <string>
#include <vector>

// A dossier with all that belongs to it as a BagIt bag (RFC 8493) in a zip file. The same version of a case always
// makes the same bytes.
namespace plaint::casework {

// One turn as a line of conversation.jsonl, without its line end; empty for a turn that says nothing. The content is as
// the store has it, sealed.
using RenderTurn = std::function<std::string(const storage::TurnRecord&)>;

struct PackageFault {
    enum class Kind {
        unknown, // there is no such case or version
        unavailable,
        broken, // something that the dossier names is not there, or not what it was
    };
    Kind kind = Kind::unavailable;
    std::string what; // never personal content
};

struct Package {
    std::string path;            // of the zip file
    std::string manifest_sha256; // SHA-256 of manifest-sha256.txt
    std::uint64_t size_bytes = 0;
};

struct PackageSources {
    storage::Store& store;
    storage::Files& files;
    RenderTurn render_turn;
};

// "IP-2026-330100-0000123-v1": the base folder of the bag, and with ".zip" the name of its file.
std::string package_name(const storage::CaseNumber& number, std::uint32_t version);

// Writes the package to a path where nothing is yet. Blocks on store and files, so never on the application's thread;
// memory does not grow with the evidence. `scratch` is a path for a temporary file beside it.
std::expected<Package, PackageFault> write_package(const PackageSources& sources,
                                                   const storage::CaseNumber& number, std::uint32_t version,
                                                   const std::string& path, const std::string& scratch);

} // namespace plaint::casework
