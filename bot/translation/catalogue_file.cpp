#include "bot/translation/catalogue_file.hpp"

#include "dialogs/load/reader.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace plaint::translation {
namespace {

// Goes over JSON that is known to be well formed, to tell where in its bytes something stands.
class Scanner {
  public:
    explicit Scanner(std::string_view bytes) : bytes_(bytes) {}

    std::size_t at() {
        while (at_ < bytes_.size() && std::string_view(" \t\r\n").find(bytes_[at_]) != std::string_view::npos)
            ++at_;
        return at_;
    }
    std::size_t here() const { return at_; } // right behind what was passed last
    char next() { return bytes_[at()]; }
    // Passes one sign, and says whether it was this one.
    bool take(char sign) {
        if (next() != sign) return false;
        ++at_;
        return true;
    }
    std::string text() {
        const std::size_t from = at();
        for (++at_; bytes_[at_] != '"'; ++at_)
            if (bytes_[at_] == '\\') ++at_;
        ++at_;
        return nlohmann::json::parse(bytes_.substr(from, at_ - from)).get<std::string>();
    }
    // Any value.
    void skip() {
        std::size_t depth = 0;
        do {
            const char sign = next();
            if (sign == '"') {
                text();
                continue;
            }
            if (sign == '{' || sign == '[') ++depth;
            if (sign == '}' || sign == ']') --depth;
            ++at_;
            // The rest of a number or a word; between values only signs are left.
            if (depth == 0)
                while (at_ < bytes_.size() &&
                       std::string_view(",]} \t\r\n").find(bytes_[at_]) == std::string_view::npos)
                    ++at_;
        } while (depth > 0);
    }

  private:
    std::string_view bytes_;
    std::size_t at_ = 0;
};

std::string quoted(const std::string& text) { return nlohmann::json(text).dump(); }

} // namespace

std::expected<CatalogueFile, content::LoadErrors> CatalogueFile::read(const std::string& name,
                                                                      std::string bytes) {
    content::LoadErrors errors;
    const auto json = content::parse(name, bytes, errors);
    if (!json) return std::unexpected(std::move(errors));
    const content::Reader root(name, *json, errors);
    for (const auto& [key, message] : root.at("messages").members()) message.text();
    if (!errors.empty()) return std::unexpected(std::move(errors));

    CatalogueFile file;
    Scanner scanner(bytes);
    for (scanner.take('{'); !scanner.take('}'); scanner.take(',')) {
        const std::string member = scanner.text();
        scanner.take(':');
        if (member != "messages") {
            scanner.skip();
            continue;
        }
        scanner.take('{');
        file.end_ = scanner.at();
        for (; !scanner.take('}'); scanner.take(',')) {
            std::string key = scanner.text();
            scanner.take(':');
            const std::size_t from = scanner.at();
            std::string text = scanner.text();
            file.end_ = scanner.here();
            file.messages_.push_back({std::move(key), std::move(text)});
            file.spans_.push_back({from, scanner.here()});
        }
    }
    file.bytes_ = std::move(bytes);
    return file;
}

CatalogueFile CatalogueFile::empty(const std::string& locale) {
    CatalogueFile file;
    file.bytes_ = "{\"locale\": " + quoted(locale) + ",\n\"messages\": {";
    file.end_ = file.bytes_.size();
    file.bytes_ += "\n}}\n";
    return file;
}

void CatalogueFile::set(const std::string& key, const std::string& text) {
    const auto known = std::ranges::find(messages_, key, &Message::key);
    if (known == messages_.end()) {
        added_.push_back({key, text});
    } else if (known->text != text) {
        changed_[static_cast<std::size_t>(known - messages_.begin())] = text;
    }
}

std::string CatalogueFile::bytes() const {
    std::string out;
    std::size_t from = 0;
    for (const auto& [index, text] : changed_) {
        out.append(bytes_, from, spans_[index].from - from).append(quoted(text));
        from = spans_[index].to;
    }
    out.append(bytes_, from, end_ - from);
    bool first = messages_.empty();
    for (const Message& message : added_) {
        out.append(first ? "\n  " : ",\n  ")
            .append(quoted(message.key))
            .append(": ")
            .append(quoted(message.text));
        first = false;
    }
    return out.append(bytes_, end_);
}

} // namespace plaint::translation
