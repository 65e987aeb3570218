#pragma once

#include "dialogs/engine/checklist.hpp"
#include "dialogs/engine/step.hpp"

#include <string>

// What holds of every session, whatever was said. Each gives an empty text, or says what is broken.
namespace plaint::tests {

// The bytes of a session that is read are the bytes that were written.
std::string codec_is_faithful(const dialogs::Tree& tree, const dialogs::Session& session);

// What the visit asks is what a walk from the beginning comes to, unless a confirmation or a correction stands before it.
std::string asks_what_the_walk_asks(const dialogs::Tree& tree, const dialogs::Session& session,
                                    std::string_view conversation);

// Answers with those that they superseded; never fewer than before.
std::size_t traces(const dialogs::Session& session);
// Whether some question has superseded so many answers that the oldest are forgotten.
bool forgets(const dialogs::Session& session);

// No line of the checklist is missing at a submission.
std::string satisfies(const dialogs::Checklist& checklist, const dialogs::Tree& tree,
                      dialogs::Session& session);

// A session that never knew anything but the live answers comes to the same dossier and asks for no more.
std::string forgets_its_way(const dialogs::Tree& tree, dialogs::Session& session,
                            std::string_view conversation);

// The answers that count, in tree order, one a line: paths with what was said, and nothing of when and how.
std::string dossier(const dialogs::Tree& tree, dialogs::Session& session);

} // namespace plaint::tests
