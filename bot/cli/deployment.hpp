#pragma once

#include "bot/support/config.hpp"

#include <string>
#include <vector>

// What a configuration names outside of itself: folders and files of this machine, content, bodies of its directory.
namespace plaint::cli {

struct DeploymentFault {
    std::string key; // "hand_over[0].centre"
    std::string what;
};

// Looks at all of it and changes nothing; empty when the server can start so.
std::vector<DeploymentFault> deployment_faults(const support::Config& config);

} // namespace plaint::cli
