#include "tests/unit/engine/stored.hpp"

#include "dialogs/engine/codec.hpp"
#include "tests/simulation/person.hpp"
#include "tests/support/shipped_library.hpp"

#include <catch2/catch.hpp>

namespace plaint::tests {

using namespace dialogs;

Stored conversation(const std::function<bool(const Ask&)>& is_wanted) {
    const Tree& tree = shipped_library().tree();
    for (std::uint64_t seed = 1; seed < 1'000; ++seed) {
        Chance chance(seed);
        Person person(tree, chance);
        Session session = begin_session(tree, 0, {{"intake.centre", "330100"}, {"intake.locale", "en"}});
        std::optional<Ask> asked;
        Input input{.said = Said::begin};
        for (int turn = 0; turn < 150; ++turn) {
            input.conversation = "first";
            input.locale = "en";
            input.at_ms = 1'700'000'000'000 + turn;
            input.today = {2026, 1, 5};
            StepResult result = step(tree, std::move(session), input);
            session = std::move(result.session);
            for (const Output& output : result.outputs)
                if (output.ask) asked = output.ask;
            if (asked && is_wanted(*asked)) return {encode(tree, session), encode(result.outputs)};
            input = person.speak(asked);
        }
    }
    FAIL("no conversation comes to the question");
    return {};
}

} // namespace plaint::tests
