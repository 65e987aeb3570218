#pragma once

#include "bot/library/library.hpp"
#include "dialogs/proof/findings.hpp"

#include <string>

namespace plaint::cli {

// Holds the conversation of a finding and writes it down as a transcript, with what it comes to at its end:
// `plaint chat --transcript` replays it. The finding has a conversation.
std::string dictate(const proof::Finding& finding, const library::Library& library,
                    const dialogs::Tree& tree);

} // namespace plaint::cli
