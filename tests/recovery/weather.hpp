#pragma once

namespace plaint::tests {

// How the world treats one run; in permille where nothing else is said.
struct Weather {
    unsigned store_faults = 0; // of the calls to the store
    unsigned crashes = 0;      // of the moments at which something out of the ordinary happens
    unsigned duplicates = 0;   // of the messages sent
    unsigned delays = 0;       // likewise, by up to hours
    unsigned lost_replies = 0; // of the answers, on the way to the sender
};

} // namespace plaint::tests
