#pragma once

#include "bot/casework/waiting.hpp"
#include "storage/store.hpp"
#include "tests/recovery/weather.hpp"
#include "tests/simulation/chance.hpp"

#include <deque>
#include <functional>
#include <utility>
#include <vector>

namespace plaint::tests {

// The calls to a store that are under way: whatever waits in here dies with the program. Writes are carried out in their
// order, reads whenever it happens, and answers come later still.
class ShakyCalls {
  public:
    enum class Kind { read, write };
    enum class Calls {
        queued, // carried out and answered by step()
        awaited // by a fiber, which waits before and after
    };
    ShakyCalls(Chance& chance, const Weather& weather, Calls calls)
        : chance_(chance), weather_(weather), calls_(calls) {}

    // Carries out one call or gives one answer; false when there is neither.
    bool step();
    bool idle() const { return writes_.empty() && reads_.empty() && written_.empty() && read_.empty(); }

    // `call` gets the answer to hand to the store behind.
    template<class T, class Call>
    void pass(Kind kind, storage::Answer<T> answer, Call call) {
        enter(kind, [this, kind, answer = std::move(answer), call = std::move(call)]() mutable -> Told {
            return [answer = std::move(answer), result = attempt<T>(kind, call)]() mutable {
                answer(std::move(result));
            };
        });
    }

  private:
    using Told = std::move_only_function<void()>;
    using Waiting = std::move_only_function<Told()>;

    void enter(Kind kind, Waiting waiting);

    // A call that fails has changed nothing, or it has and only its answer is lost.
    template<class T, class Call>
    std::expected<T, storage::Error> attempt(Kind kind, const Call& call) {
        const bool fails = chance_.permille(weather_.store_faults);
        const bool only_answer_lost = fails && kind == Kind::write && chance_.permille(500);
        const storage::Error error{chance_.permille(300) ? storage::Fault::full : storage::Fault::unavailable,
                                   "the store was told to fail"};
        if (fails && !only_answer_lost) return std::unexpected(error);
        auto result = casework::wait_for<T>([&](storage::Answer<T> answer) { call(std::move(answer)); });
        if (only_answer_lost) return std::unexpected(error);
        return result;
    }

    Chance& chance_;
    const Weather& weather_;
    Calls calls_;
    std::deque<Waiting> writes_;
    std::vector<Waiting> reads_;
    std::deque<Told> written_;
    std::vector<Told> read_;
};

} // namespace plaint::tests
