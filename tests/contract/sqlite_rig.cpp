#include "storage/sqlite/sqlite_store.hpp"
#include "tests/contract/store_contract.hpp"
#include "tests/contract/temporary_folder.hpp"

namespace plaint::storage::contract {

namespace {

class SqliteRig final : public StoreRig {
  public:
    SqliteRig() { open({}); }
    Store& store() override { return *store_; }
    bool reopen() override {
        open({});
        return true;
    }
    // SQLite takes a limit below the present size for the present size: the file cannot grow at all.
    void fill_up() override { open({.pages_max = 1}); }
    void relieve() override { open({}); }
    std::unique_ptr<Store> open_backup(const std::string& path) override {
        auto copy = sqlite::open_sqlite(path);
        if (!copy) throw std::runtime_error(copy.error().what);
        return std::move(*copy);
    }
    std::string backup_path() override { return folder_.path() / "copies" / "copy.db"; }

  private:
    void open(const sqlite::Options& options) {
        store_.reset();
        auto opened = sqlite::open_sqlite(folder_.path() / "data" / "plaint.db", options);
        if (!opened) throw std::runtime_error(opened.error().what);
        store_ = std::move(*opened);
    }

    TemporaryFolder folder_;
    std::unique_ptr<Store> store_;
};

} // namespace

std::unique_ptr<StoreRig> make_rig() { return std::make_unique<SqliteRig>(); }

} // namespace plaint::storage::contract
