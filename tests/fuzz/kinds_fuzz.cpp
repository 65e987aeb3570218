#include <cstdio>
#include <cstdlib>
#include <string>

#include "dialogs/kinds/kind.hpp"
#include "dialogs/kinds/spoken.hpp"
#include "locales/fold.hpp"
#include "tests/unit/kinds/support.hpp"

// Whatever comes in, every validator answers; what it accepts, suggests or offers, it accepts unchanged.

namespace {

using namespace plaint::kinds;

void demand(bool holds, const char* what, Kind kind, std::string_view words) {
    if (holds) return;
    std::fprintf(stderr, "%s: %s: \"%.*s\"\n", what, std::string(name_of(kind)).c_str(),
                 static_cast<int>(words.size()), words.data());
    std::abort();
}

void demand_normal(Kind kind, const std::string& value) {
    const Verdict again = test::said(kind, value);
    demand(again.ok && again.value == value, "not normal", kind, value);
}

void demand_consistent(Kind kind, std::string_view raw) {
    const Verdict verdict = test::said(kind, raw);
    demand(verdict.ok == verdict.problem.empty(), "ok and a problem", kind, raw);
    demand(!verdict.ok || !verdict.value.empty(), "ok without a value", kind, raw);
    demand(!verdict.unverified || (!verdict.ok && !verdict.value.empty()), "unverified without a value", kind,
           raw);
    if (verdict.ok) demand_normal(kind, verdict.value);
    if (!verdict.suggestion.empty()) demand_normal(kind, verdict.suggestion);
    for (const std::string& choice : verdict.choices) demand_normal(kind, choice);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view raw(reinterpret_cast<const char*>(data), size);
    const std::string folded = plaint::locales::fold(raw);
    demand(plaint::locales::fold(folded) == folded, "folds further", Kind::text, raw);
    for (std::size_t index = 0; index < kind_count; ++index) demand_consistent(static_cast<Kind>(index), raw);
    std::size_t end = 0;
    for (const Found& found : test::found_in(raw)) {
        demand(end <= found.begin && found.begin < found.end && found.end <= size, "overlap", found.kind,
               raw);
        demand_normal(found.kind, found.value);
        end = found.end;
    }
    return 0;
}
