#pragma once

#include "bot/casework/packages.hpp"
#include "bot/outbox/outbox.hpp"
#include "bot/support/config.hpp"

namespace plaint::centre {

// What the outbox sends for an event about a case: its package is made, and the receiver is told of it. Both outlive
// the renderer.
outbox::Renderer event_renderer(const support::Config& config, casework::Packages& packages);

} // namespace plaint::centre
