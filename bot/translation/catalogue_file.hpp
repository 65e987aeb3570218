#pragma once

#include "dialogs/load/load_error.hpp"

#include <expected>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace plaint::translation {

// One file of a language, of which messages can be changed and no other byte.
class CatalogueFile {
  public:
    struct Message {
        std::string key, text;
    };

    // `name` as complaints have it: "locales/en/texts.json".
    static std::expected<CatalogueFile, content::LoadErrors> read(const std::string& name, std::string bytes);
    // One without messages.
    static CatalogueFile empty(const std::string& locale);

    const std::vector<Message>& messages() const { return messages_; } // in the order of the file
    // A message that is new stands behind the last one. The same text changes nothing.
    void set(const std::string& key, const std::string& text);
    std::string bytes() const;

  private:
    struct Span {
        std::size_t from = 0, to = 0; // of a text with its quotation marks
    };
    std::string bytes_;
    std::vector<Message> messages_;
    std::vector<Span> spans_;                    // of the messages
    std::size_t end_ = 0;                        // where a further message is put
    std::map<std::size_t, std::string> changed_; // by message
    std::vector<Message> added_;
};

} // namespace plaint::translation
