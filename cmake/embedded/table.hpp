#pragma once

namespace plaint::embedded {

// One row of the generated table; the addresses come from the assembler and are known only to the linker.
struct RawEntry {
    const char* path;
    const char* begin;
    const char* end;
};

// Ends with a row of null pointers, so that a build without any file still has a table.
extern const RawEntry raw_entries[];

} // namespace plaint::embedded
