#pragma once

#include "tests/faults/fragile_disk.hpp"

namespace plaint::tests {

// SQLite's way to a fragile disk. It asks of the disk what SQLite's own way asks of the operating system: the same
// writes, the same syncs, and the sync of the folder after a journal or a log was made. Locks and shared memory
// belong to the programs, not to the disk, and are new with each of these.
class FragileVfs {
  public:
    explicit FragileVfs(FragileDisk& disk); // makes it known to SQLite, under a name of its own
    ~FragileVfs();                          // every connection is closed by then
    FragileVfs(const FragileVfs&) = delete;
    FragileVfs& operator=(const FragileVfs&) = delete;
    const std::string& name() const;

    class Impl;

  private:
    std::unique_ptr<Impl> impl_;
};

} // namespace plaint::tests
