#include "adapters/hotline/limits.hpp"
#include "adapters/hotline/spoken.hpp"
#include "adapters/hotline/telephone_check.hpp"
#include "bot/library/house_blanks.hpp"
#include "dialogs/engine/messages.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace plaint::hotline {

namespace {

using dialogs::Arg;
using dialogs::Message;
using dialogs::Modality;

// What of the catalogue is never said to a caller.
constexpr std::array written_families{"line", "section"};
// What is said beside the dialog: by the line itself, and where a message cannot be taken.
constexpr std::array line_families{"voice", "refusal"};
constexpr std::string_view voice_variant = ".voice", unrecorded_variant = ".unrecorded";

std::string_view family_of(std::string_view key) { return key.substr(0, key.find('.')); }

bool is_one_of(std::string_view family, std::span<const char* const> families) {
    return std::ranges::find(families, family) != families.end();
}

std::string_view without(std::string_view key, std::string_view variant) {
    if (key.ends_with(variant)) key.remove_suffix(variant.size());
    return key;
}

// The words of people and lists of many things. They may take several Says; everything else is one.
bool is_quoted(std::string_view argument) {
    constexpr std::array quoted{"value", "suggestion", "reason", "items", "names"};
    return is_one_of(argument, quoted);
}

// Questions that no telephone puts: their texts are never said.
std::set<std::string> unspoken(const library::Library& library) {
    std::set<std::string> keys, spoken;
    for (const auto& [name, tree] : library.content->trees)
        for (const dialogs::Leaf& leaf : tree.leaves) {
            auto& into = carries(Modality::voice, leaf.kind) ? spoken : keys;
            for (const std::string& key : {leaf.ask_key, leaf.help_key, leaf.why_key, leaf.short_key})
                into.insert(key);
        }
    for (const std::string& key : spoken) keys.erase(key);
    return keys;
}

// The texts of one language as they are said, with everything that fills them in at its longest.
class SpokenCheck {
  public:
    SpokenCheck(const library::Library& library, const locales::Language& language)
        : library_(library),
          language_(language),
          blanks_(longest_blanks()),
          words_(library.renderer(language.id, Modality::voice, blanks_)) {
        find_longest_labels();
    }

    void check(const std::string& key, const content::Place& place, const locales::Pattern& pattern,
               std::vector<Finding>& findings) const {
        const std::size_t own = bytes_of(key, pattern, false);
        const std::size_t whole = bytes_of(key, pattern, true);
        const bool too_long = own > bytes_of_a_say.most;
        if (!too_long && whole <= bytes_of_all_says) return;
        const std::size_t bytes = too_long ? own : whole;
        const std::size_t most = too_long ? std::size_t{bytes_of_a_say.most} : bytes_of_all_says;
        findings.push_back(
            {Fault::spoken_too_long, place,
             "is said aloud and takes " + std::to_string(bytes) + " bytes in its longest form" +
                 (too_long ? "; a Say takes " : " with what is quoted in it; a document takes ") +
                 std::to_string(most),
             key});
    }

  private:
    locales::Blanks longest_blanks() const {
        std::string longest;
        for (const content::Body& body : library_.content->directory.bodies())
            if (const auto name = content::name_in(body.name, language_.id); name.size() > longest.size())
                longest = name;
        const support::Config config;
        return {.receipt = "2191454615027139",
                .case_number = "IP-2026-330100-0000123",
                .lead = longest,
                .hours = library::hours_in_words(library_, config, language_.id),
                .controller = longest,
                .contact = "0571-85022088-123456",
                .retention_days = 36'499,
                .draft_days = 3'649};
    }

    // "Respondent 20 · link 20 · product link"
    void find_longest_labels() {
        const auto longer = [](std::string& longest, std::string text) {
            if (text.size() > longest.size()) longest = std::move(text);
        };
        for (const auto& [name, tree] : library_.content->trees) {
            for (const dialogs::Field& field : tree.fields) {
                std::vector<Message> label;
                for (std::size_t end = field.path.find("[]"); end != std::string::npos;
                     end = field.path.find("[]", end + 1)) {
                    const auto group = tree.group_by_path.find(field.path.substr(0, end));
                    if (group == tree.group_by_path.end()) continue;
                    const dialogs::Group& around = tree.groups[group->second];
                    label.push_back({around.item_key, {{"n", std::int64_t{around.max}}}});
                    longer(item_, words_.label(label));
                }
                label.push_back({field.label_key, {}});
                longer(label_, words_.label(label));
            }
            for (const dialogs::Leaf& leaf : tree.leaves) {
                for (const dialogs::Option& option : leaf.options)
                    longer(option_, words_.text(option.label_key));
                if (leaf.kind == kinds::Kind::text)
                    characters_ = std::max(characters_, std::min(leaf.limits.max, kinds::text_length_max));
            }
        }
    }

    std::size_t bytes_of(const std::string& key, const locales::Pattern& pattern, bool with_quotes) const {
        Message message{key, {}};
        for (const std::string& name : pattern.arguments())
            if (with_quotes || !is_quoted(name)) message.args.push_back(longest(name));
        return spoken(words_.text(message)).size();
    }

    Arg longest(const std::string& name) const {
        using dialogs::Blank;
        constexpr std::array<std::pair<std::string_view, Blank>, 8> blanks{{{"receipt", Blank::receipt},
                                                                            {"number", Blank::case_number},
                                                                            {"lead", Blank::lead},
                                                                            {"hours", Blank::hours},
                                                                            {"controller", Blank::controller},
                                                                            {"contact", Blank::contact},
                                                                            {"retention", Blank::retention},
                                                                            {"drafts", Blank::drafts}}};
        const auto blank = std::ranges::find(blanks, name, &std::pair<std::string_view, Blank>::first);
        if (blank != blanks.end()) return {name, blank->second};
        if (name == "label") return {name, label_.size() < option_.size() ? option_ : label_};
        if (name == "item") return {name, item_};
        if (name == "yes" || name == "no") return {name, option_};
        // More of a list is not read out.
        if (name == "items")
            return {name,
                    std::vector<Message>(locales::items_heard_max + 1, {"list.item", {{"label", label_}}})};
        if (is_quoted(name)) {
            // An answer may be Chinese in every language.
            std::string words;
            for (std::int64_t i = 0; i < characters_; ++i) words += "权";
            return {name, std::move(words)};
        }
        // No month has a longer name.
        if (name == "by") {
            dialogs::Shown day{.kind = kinds::Kind::date};
            day.value = std::string("2026-09-30");
            return {name, std::move(day)};
        }
        if (name == "min" || name == "max") return {name, std::int64_t{1'000'000'000'000}};
        return {name, std::int64_t{9'999}};
    }

    const library::Library& library_;
    const locales::Language& language_;
    const locales::Blanks blanks_;
    const locales::Renderer words_;
    std::string label_, item_, option_;
    std::int64_t characters_ = 0; // of the longest text that somebody may answer
};

} // namespace

std::vector<Finding> check_spoken(const library::Library& library) {
    std::set<std::string> said = library.said;
    for (const std::string& key : dialogs::engine_keys()) said.insert(key);
    const std::set<std::string> never = unspoken(library);
    std::vector<Finding> findings;
    for (const locales::Language& language : library.languages.all()) {
        const SpokenCheck texts(library, language);
        for (const std::string& key : language.catalogue.keys()) {
            const std::string plain(without(without(key, voice_variant), unrecorded_variant));
            const std::string_view family = family_of(key);
            const bool is_said =
                (said.contains(plain) && !is_one_of(family, written_families) && !never.contains(plain)) ||
                is_one_of(family, line_families);
            // Where there are words for the ear, the others are for the eye.
            const bool is_for_the_eye =
                !key.ends_with(voice_variant) && language.catalogue.has(key + std::string(voice_variant));
            if (!is_said || is_for_the_eye) continue;
            texts.check(std::string(without(key, voice_variant)), language.catalogue.place(key),
                        *language.catalogue.find(key), findings);
        }
    }
    return findings;
}

} // namespace plaint::hotline
