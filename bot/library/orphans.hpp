#pragma once

#include "bot/library/library.hpp"

namespace plaint::library {

// The texts that nothing of the content ever says: questions that no tree asks, lines that no checklist has. Only of use
// where dialogs and languages belong together; the languages may word more than one tree.
content::LoadErrors orphans(const Library& library);

} // namespace plaint::library
