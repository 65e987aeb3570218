#pragma once

#include "dialogs/engine/tree.hpp"
#include "dialogs/load/reader.hpp"
#include "dialogs/load/tree_loader.hpp"

#include <functional>
#include <string>

namespace plaint::content {

// Of the choice that was read last: to choose one of its options is to ask for what say.NAME_OPTION answers, if the node
// says so ("answers": NAME), so that is told right behind it. `full` makes whole paths of those that stand there.
void load_answers(const Reader& node, dialogs::Tree& tree, TreePlaces& places, const HasMessage& has_message,
                  const std::function<std::string(const std::string&)>& full);

// What can be said only when the whole tree is read: with what each item of a group begins, which kinds of case are handed
// over in words of their own, and whether what is proposed is asked for later.
void settle_answers(dialogs::Tree& tree, const TreePlaces& places, const HasMessage& has_message,
                    LoadErrors& errors);

} // namespace plaint::content
