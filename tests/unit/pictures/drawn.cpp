#include "tests/unit/pictures/drawn.hpp"

#include <cctype>
#include <fstream>
#include <stdexcept>
#include <vector>

namespace plaint::tests {
namespace {

bool is_name(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == ':'; }

// A reader of as much XML as pictures may be made of.
class XmlCheck {
  public:
    explicit XmlCheck(std::string_view text) : text_(text) {}

    std::string run() {
        while (at_ < text_.size() && problem_.empty()) {
            if (text_.substr(at_).starts_with("<?") || text_.substr(at_).starts_with("<!DOCTYPE"))
                skip_to('>');
            else if (text_[at_] == '<')
                tag();
            else
                character("<");
        }
        if (problem_.empty() && !open_.empty()) problem_ = "<" + open_.back() + "> is not closed";
        return problem_.empty() ? "" : problem_ + " near " + std::string(text_.substr(at_, 60));
    }

  private:
    char now() const { return at_ < text_.size() ? text_[at_] : '\0'; }
    void skip_to(char end) {
        while (at_ < text_.size() && text_[at_] != end) ++at_;
        ++at_;
    }
    std::string name() {
        const std::size_t from = at_;
        while (is_name(now())) ++at_;
        if (at_ == from) problem_ = "there is no name";
        return std::string(text_.substr(from, at_ - from));
    }
    // One character of text or of an attribute, where those in `forbidden` may not stand.
    void character(std::string_view forbidden) {
        if (now() == '&') {
            const std::size_t end = text_.find(';', at_);
            if (end == std::string_view::npos || end - at_ > 6) problem_ = "a bare &";
        }
        if (now() == '\0' || forbidden.find(now()) != std::string_view::npos)
            problem_ = "a character that may not stand there";
        ++at_;
    }
    void tag() {
        ++at_;
        if (now() == '/') {
            ++at_;
            const std::string closed = name();
            if (open_.empty() || open_.back() != closed) problem_ = "</" + closed + "> closes nothing";
            if (!open_.empty()) open_.pop_back();
            if (now() != '>') problem_ = "a closing tag that does not end";
            ++at_;
            return;
        }
        const std::string opened = name();
        while (problem_.empty() && now() == ' ') attribute();
        if (now() == '/')
            ++at_;
        else
            open_.push_back(opened);
        if (now() != '>') problem_ = "a tag that does not end";
        ++at_;
    }
    void attribute() {
        while (now() == ' ') ++at_;
        name();
        if (now() != '=') problem_ = "an attribute without a value";
        ++at_;
        if (now() != '"') problem_ = "a value without quotes";
        ++at_;
        while (problem_.empty() && now() != '"') character("<");
        ++at_;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::vector<std::string> open_;
    std::string problem_;
};

} // namespace

SmallContent small_pictures() {
    SmallContent content = small_content();
    std::ifstream file("locales/en/pictures.json");
    content.locales["en/pictures.json"] = nlohmann::json::parse(file);
    return content;
}

Drawn::Drawn(const SmallContent& content) {
    auto loaded = content.load();
    if (!loaded) throw std::runtime_error(complaints_of(content));
    library_ = std::move(*loaded);
}

pictures::Subject Drawn::subject_of(const library::Library& library, std::string_view locale) {
    pictures::Subject subject{
        library.tree(), {}, library.languages.language(locale), library.content->directory.regions()};
    for (const std::string& kind : subject.tree.cases)
        subject.checklists.push_back(&library.content->checklists.at(kind));
    return subject;
}

std::size_t times(std::string_view what, std::string_view in) {
    std::size_t count = 0;
    for (std::size_t at = in.find(what); at != std::string_view::npos; at = in.find(what, at + what.size()))
        ++count;
    return count;
}

std::string not_well_formed(std::string_view text) { return XmlCheck(text).run(); }

} // namespace plaint::tests
