#pragma once

#include "adapters/staff/gate.hpp"
#include "adapters/staff/html.hpp"
#include "dialogs/engine/step.hpp"

#include <charconv>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace plaint::staff {

// The words of a visit's language.
class Words {
  public:
    Words(const library::Library& library, std::string_view language)
        : library_(library), renderer_(library.renderer(language, dialogs::Modality::web, blanks_)) {}
    Words(const Words&) = delete;
    Words& operator=(const Words&) = delete;

    std::string operator()(std::string_view key) const { return renderer_.text(key); }
    std::string operator()(const dialogs::Message& message) const { return renderer_.text(message); }
    bool has(const std::string& key) const { return library_.languages.has(key); }
    // What a field is called at its place: "respondent 1 · link 2 · product link".
    std::string label(std::string_view path) const;
    std::string shown(const dialogs::Shown& answer) const { return renderer_.shown(answer); }
    // The name of an office or a centre.
    std::string body(std::string_view id, std::string_view language) const;
    // Who has taken a case: "me", "nobody" or a colleague's name.
    std::string holder(const storage::StaffId& id, const review::Officer& officer,
                       const review::Names& names) const;
    // Who did something, as the audit names them: a colleague, a body, the complainant or the program.
    std::string actor(const std::string& id, const review::Names& names, std::string_view language) const;
    // "S0 III.ii(1); Patent Law 65" by the names of the papers and laws.
    std::string source(std::string_view cited) const;
    // A language by its own name, and whether it is another than that of the office, which is the first of all.
    std::string language_name(const std::string& id) const { return library_.languages.language(id).name; }
    bool is_foreign(const std::string& id) const {
        return !id.empty() && id != library_.languages.all().front().id;
    }
    // The words for a name from a closed list, such as an action of the audit; the name itself where there are none yet.
    std::string named(std::string_view list, const std::string& name) const;

  private:
    const library::Library& library_;
    locales::Blanks blanks_;
    locales::Renderer renderer_;
};

// Sends a page of the console: head, navigation as far as the officer may, `main`, and the headers of a private page.
void show(Context& context, const Seen& seen, int status, std::string_view title, Html main);
// A page that says why not.
void refuse(Context& context, const Seen& seen, int status, std::string_view key);
// In every form: its token.
Html form_token(std::string_view token);
// The beginning of a table, with the words of its columns.
Html table_head(const Words& words, std::initializer_list<std::string_view> keys);
// The beginning of a cell: where there is no room for a table each cell says what it is.
Html cell_head(const Words& words, std::string_view key);
// "2026-01-05 22:00:00", China's time; also from a dossier's RFC 3339, in UTC.
std::string time_words(std::int64_t at_ms);
std::string time_words(std::string_view utc);

// Nothing for what is no number.
template<class Number>
std::optional<Number> number_from(std::string_view text) {
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

} // namespace plaint::staff
