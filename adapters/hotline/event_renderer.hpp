#pragma once

#include "adapters/hotline/recordings.hpp"

namespace plaint::hotline {

// What the outbox does for the events of telephone calls; every other event is for `others`. What is borrowed outlives
// the renderer.
outbox::Renderer event_renderer(const support::Config& config, storage::Store& store, Recordings& recordings,
                                outbox::Renderer others);

} // namespace plaint::hotline
