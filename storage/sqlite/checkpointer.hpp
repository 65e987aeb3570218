#pragma once

#include "storage/sqlite/connection.hpp"
#include "storage/sqlite/lane.hpp"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace plaint::storage::sqlite {

// Carries what the write-ahead log holds over into the database, beside the turns instead of within one of
// them. The log can start afresh only at a moment when all of it has been carried over and nobody adds to it,
// which under load never comes by itself: so the bulk is copied while turns go on, and the writer is held for
// the short rest.
class Checkpointer {
  public:
    Checkpointer(std::unique_ptr<Connection> connection, std::uint64_t start_bytes);
    ~Checkpointer();
    Checkpointer(const Checkpointer&) = delete;
    Checkpointer& operator=(const Checkpointer&) = delete;

    // To be called before the writer's connection is given to its lane.
    void watch(Connection& writer);
    void start(Lane& writer);
    void stop(); // before the writer's lane goes; commits may still follow

  private:
    void committed(int log_pages); // called by SQLite on the writer's thread after each commit
    void serve();
    void carry_over();
    struct Outcome {
        int result;     // of SQLite
        int pages_left; // of the log, still to be carried over
    };
    Outcome checkpoint(int mode);

    std::unique_ptr<Connection> connection_;
    int start_pages_;
    std::atomic<int> due_pages_; // of the log: where the next carrying over begins
    Lane* writer_ = nullptr;
    std::atomic<int> log_pages_ = 0;
    std::atomic<std::uint64_t> commits_ = 0;

    std::mutex mutex_;
    std::condition_variable wake_;
    bool due_ = false;
    bool stopping_ = false;
    std::thread thread_;
};

} // namespace plaint::storage::sqlite
