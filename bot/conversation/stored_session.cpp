#include "bot/conversation/stored_session.hpp"

#include "bot/support/seal.hpp"

#include <memory>
#include <utility>

namespace plaint::conversation {

void read_session(library::Shelf& shelf, storage::SessionRecord record,
                  std::function<void(std::expected<StoredSession, std::string>)> answered) {
    auto bytes = support::open(record.id.text, std::exchange(record.content, {}));
    if (!bytes) return answered(std::unexpected("sealed by another key"));
    const library::Edition newest = shelf.current();
    auto content = decode_session(newest->tree(), *bytes);
    if (!content) return answered(std::unexpected(std::move(content).error()));
    const std::string version = content->session.contents.back();
    if (version == newest->version)
        return answered(StoredSession{std::move(record), *std::move(content), newest});
    const auto stored = std::make_shared<StoredSession>(std::move(record), *std::move(content), newest);
    shelf.find(version, [stored, bytes = *std::move(bytes),
                         answered = std::move(answered)](const library::Edition& asked) {
        if (asked)
            if (auto under = decode_session(asked->tree(), bytes)) {
                stored->content = *std::move(under);
                stored->edition = asked;
            }
        answered(std::move(*stored));
    });
}

} // namespace plaint::conversation
