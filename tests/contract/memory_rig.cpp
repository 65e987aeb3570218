#include "storage/memory/memory_store.hpp"
#include "tests/contract/store_contract.hpp"

namespace plaint::storage::contract {

namespace {

class MemoryRig final : public StoreRig {
  public:
    Store& store() override { return *store_; }
    bool reopen() override { return false; }
    void fill_up() override { store_->fail_next(20, Fault::full); }
    void relieve() override {}
    std::unique_ptr<Store> open_backup(const std::string&) override { return nullptr; }
    std::string backup_path() override { return {}; }

  private:
    std::unique_ptr<MemoryStore> store_ = MemoryStore::create(MemoryStore::Answering::own_thread);
};

} // namespace

std::unique_ptr<StoreRig> make_rig() { return std::make_unique<MemoryRig>(); }

} // namespace plaint::storage::contract
