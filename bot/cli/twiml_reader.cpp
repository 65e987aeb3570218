#include "bot/cli/twiml_reader.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace plaint::cli {
namespace {

constexpr std::size_t depth_max = 8;

class XmlReader {
  public:
    explicit XmlReader(std::string_view xml) : rest_(xml) {}

    std::expected<Verb, std::string> read() {
        skip_space();
        if (rest_.starts_with("<?")) rest_.remove_prefix(std::min(rest_.find("?>") + 2, rest_.size()));
        skip_space();
        auto verb = element(0);
        if (!verb) return std::unexpected(std::string("is not XML as TwiML has it"));
        return *std::move(verb);
    }

  private:
    void skip_space() {
        while (!rest_.empty() && std::string_view(" \t\r\n").find(rest_.front()) != std::string_view::npos)
            rest_.remove_prefix(1);
    }
    bool take(std::string_view text) {
        if (!rest_.starts_with(text)) return false;
        rest_.remove_prefix(text.size());
        return true;
    }
    std::string name() {
        const std::size_t end = std::min(rest_.find_first_of(" \t\r\n=/>"), rest_.size());
        std::string word(rest_.substr(0, end));
        rest_.remove_prefix(end);
        return word;
    }

    std::optional<Verb> element(std::size_t depth) {
        if (depth > depth_max || !take("<")) return std::nullopt;
        Verb verb{.name = name()};
        for (skip_space(); !rest_.starts_with("/>") && !rest_.starts_with(">"); skip_space()) {
            std::string attribute = name();
            if (attribute.empty() || !take("=\"")) return std::nullopt;
            const std::size_t end = rest_.find('"');
            if (end == std::string_view::npos) return std::nullopt;
            verb.attributes[std::move(attribute)] = plain(rest_.substr(0, end));
            rest_.remove_prefix(end + 1);
        }
        if (take("/>")) return verb;
        take(">");
        while (!rest_.starts_with("</")) {
            if (rest_.starts_with("<")) {
                auto inner = element(depth + 1);
                if (!inner) return std::nullopt;
                verb.inside.push_back(*std::move(inner));
                continue;
            }
            const std::size_t end = rest_.find('<');
            if (end == std::string_view::npos) return std::nullopt;
            verb.text += plain(rest_.substr(0, end));
            rest_.remove_prefix(end);
        }
        take("</");
        if (name() != verb.name || !take(">")) return std::nullopt;
        return verb;
    }

    static std::string plain(std::string_view escaped) {
        constexpr std::array<std::pair<std::string_view, char>, 5> entities{
            {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}}};
        std::string out;
        while (!escaped.empty()) {
            bool found = false;
            for (const auto& [entity, character] : entities) {
                if (!escaped.starts_with(entity)) continue;
                out += character;
                escaped.remove_prefix(entity.size());
                found = true;
                break;
            }
            if (found) continue;
            out += escaped.front();
            escaped.remove_prefix(1);
        }
        return out;
    }

    std::string_view rest_;
};

} // namespace

std::string Verb::get(std::string_view attribute, std::string_view otherwise) const {
    const auto found = attributes.find(attribute);
    return found != attributes.end() ? found->second : std::string(otherwise);
}

std::expected<Verb, std::string> read_twiml(std::string_view xml) { return XmlReader(xml).read(); }

} // namespace plaint::cli
