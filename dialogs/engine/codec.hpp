#pragma once

#include "dialogs/engine/step.hpp"

#include <expected>
#include <string>
#include <string_view>

// Sessions and outputs as bytes: hand-written, because a session is read and written at every turn. The form begins
// with a version; numbers are variable-length, leaves are named by hash, so an edited tree still reads its sessions.
namespace plaint::dialogs {

std::string encode(const Tree& tree, const Session& session);
// Answers whose leaf the tree no longer has become orphans. Fails with a sentence for the operator.
std::expected<Session, std::string> decode(const Tree& tree, std::string_view bytes);

std::string encode(const std::vector<Output>& outputs);
std::expected<std::vector<Output>, std::string> decode_outputs(std::string_view bytes);

} // namespace plaint::dialogs
