#include "tests/recovery/shaky_calls.hpp"

#include "tests/recovery/fiber.hpp"

namespace plaint::tests {
namespace {

template<class List>
auto take(List& list, std::size_t at) {
    auto taken = std::move(list[at]);
    list.erase(list.begin() + static_cast<std::ptrdiff_t>(at));
    return taken;
}

} // namespace

bool ShakyCalls::step() {
    if (idle()) return false;
    for (;;) {
        switch (chance_.below(4)) {
        case 0:
            if (writes_.empty()) break;
            written_.push_back(take(writes_, 0)());
            return true;
        case 1:
            if (reads_.empty()) break;
            read_.push_back(take(reads_, chance_.below(reads_.size()))());
            return true;
        case 2:
            if (written_.empty()) break;
            take(written_, 0)();
            return true;
        default:
            if (read_.empty()) break;
            take(read_, chance_.below(read_.size()))();
            return true;
        }
    }
}

void ShakyCalls::enter(Kind kind, Waiting waiting) {
    if (calls_ == Calls::queued) {
        if (kind == Kind::write)
            writes_.push_back(std::move(waiting));
        else
            reads_.push_back(std::move(waiting));
        return;
    }
    Fiber::await();
    Told told = waiting();
    Fiber::await();
    told();
}

} // namespace plaint::tests
