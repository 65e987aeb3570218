#pragma once

#include "dialogs/engine/session.hpp"

#include <optional>
#include <string>
#include <string_view>

// What officers do to answers. What they find deficient is a question once more, on whatever channel the person comes
// back; and what was only spoken they put in words.
namespace plaint::dialogs {

// `path` has positions: "respondents[0].links[1].url", or a group's "evidence". Nothing where the session has no such
// place, or its field is derived: then there is nobody to ask.
std::optional<Ref> reopen(const Tree& tree, Session& session, std::string_view path);

// Whether both are the same field of the same items: of several leaves for one field, each answers for all.
bool is_same_place(const Tree& tree, const Ref& one, const Ref& other);
// Whether this place, which an officer has asked for again, still waits for its answer.
bool waits(const Tree& tree, Session& session, const Ref& ref);
// Whether any does, on this channel or another.
bool waits_reopened(const Tree& tree, Session& session);

// The place at which this recording stands for the answer; nothing where another answer does by now.
std::optional<Ref> spoken_at(const Tree& tree, Session& session, std::string_view path,
                             std::string_view recording);
// The same answer in words; the recording stays in its history. False where none stands there.
bool type_recording(const Tree& tree, Session& session, std::string_view path, std::string_view recording,
                    const std::string& text, std::int64_t at_ms);

} // namespace plaint::dialogs
