#pragma once

#include "bot/casework/casework.hpp"

#include <memory>
#include <utility>

namespace plaint::conversation {

// A store answers on its own threads; this brings the answer home to the application's.
template<class Function>
auto at_home(const casework::Casework::Post& post, Function function) {
    return [post, function = std::make_shared<Function>(std::move(function))](auto answer) mutable {
        post([function = std::move(function), answer = std::move(answer)]() mutable {
            (*function)(std::move(answer));
        });
    };
}

} // namespace plaint::conversation
