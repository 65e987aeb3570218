#pragma once

#include "dialogs/engine/condition.hpp"
#include "dialogs/engine/tree.hpp"

// The named pure functions by which `let` derives one fact from others.
namespace plaint::dialogs {

std::optional<Function> function_of(std::string_view name);

// A formal input is passed on; what cannot be told gives `unknown`.
Answer evaluate(const Let& let, const View& view, const kinds::Regions& regions,
                const kinds::Platforms& platforms);

} // namespace plaint::dialogs
