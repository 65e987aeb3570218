#pragma once

#include "storage/store.hpp"

#include <expected>
#include <future>
#include <memory>
#include <utility>

// For threads that may block: calls the store and waits for its answer.
namespace plaint::casework {

// `call` gets the Answer to hand to the store: wait_for<bool>([&](auto answer) { store.probe(std::move(answer)); }).
template<class T, class Call>
std::expected<T, storage::Error> wait_for(Call&& call) {
    auto promise = std::make_shared<std::promise<std::expected<T, storage::Error>>>();
    auto future = promise->get_future();
    std::forward<Call>(call)(storage::Answer<T>(
        [promise](std::expected<T, storage::Error> answer) { promise->set_value(std::move(answer)); }));
    return future.get();
}

} // namespace plaint::casework
