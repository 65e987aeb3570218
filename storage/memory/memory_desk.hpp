#pragma once

#include "storage/memory/desk_books.hpp"

#include <functional>
#include <memory>

namespace plaint::storage {

// Gives the books to `look` when the work before it is done, and calls `then` when they are closed again: whoever is
// answered there may ask for more.
using RunAtDesk = std::function<void(std::function<void(DeskBooks&)> look, std::function<void()> then)>;

std::unique_ptr<Desk> make_memory_desk(RunAtDesk run);

} // namespace plaint::storage
