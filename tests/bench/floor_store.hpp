#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

struct sqlite3;

// The storage of the floor program: one row appended and one row of 1 kB written over for each turn, all turns that
// wait in one transaction, synced before anybody hears of it.
namespace plaint::bench {

struct StoredTurn {
    std::string id;
    int step = 0;
    std::string text;
    std::string state; // 1 kB
    std::function<void()> then;
};

class FloorStore {
  public:
    // `committed` gets all turns of a transaction at once, on the store's thread.
    using Committed = std::function<void(std::vector<StoredTurn>)>;

    FloorStore(const std::string& path, Committed committed);
    ~FloorStore();
    void put(StoredTurn turn);

  private:
    void run();
    void write(const std::vector<StoredTurn>& turns);
    void execute(const char* sql);

    struct Statements;
    sqlite3* database_ = nullptr;
    std::unique_ptr<Statements> statements_;
    Committed committed_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<StoredTurn> waiting_;
    bool stopping_ = false;
    std::thread thread_;
};

} // namespace plaint::bench
