#pragma once

#include "storage/store.hpp"

#include <expected>
#include <future>
#include <memory>
#include <utility>

// For threads that may block: calls the store and waits for its answer, which comes on a thread of the store's own, or
// at once.
namespace plaint::storage {

// `call` gets the Answer to hand to the store: wait_for<bool>([&](auto answer) { store.probe(std::move(answer)); }).
template<class T, class Call>
std::expected<T, Error> wait_for(Call&& call) {
    auto promise = std::make_shared<std::promise<std::expected<T, Error>>>();
    auto future = promise->get_future();
    std::forward<Call>(call)(
        Answer<T>([promise](std::expected<T, Error> answer) { promise->set_value(std::move(answer)); }));
    return future.get();
}

} // namespace plaint::storage
