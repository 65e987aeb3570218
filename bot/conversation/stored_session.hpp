#pragma once

#include "bot/conversation/conversation.hpp"
#include "bot/conversation/session_content.hpp"

#include <expected>
#include <functional>
#include <string>

namespace plaint::conversation {

// A session as it is stored, read under the content that put its questions.
struct StoredSession {
    storage::SessionRecord record; // without its content
    SessionContent content;
    library::Edition edition;
};

// Answers at once where that content is in memory. Where it is not kept any more the session is read under the present one:
// what it has no place for becomes an orphan, and its question is put anew. The error is a sentence for the operator.
void read_session(library::Shelf& shelf, storage::SessionRecord record,
                  std::function<void(std::expected<StoredSession, std::string>)> answered);

} // namespace plaint::conversation
