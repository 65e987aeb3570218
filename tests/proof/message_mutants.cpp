#include "tests/support/shipped_library.hpp"

#include <algorithm>
#include <charconv>
#include <iostream>
#include <nlohmann/json.hpp>

// Looks whether each message that is taken out of one language is missed when the languages are loaded, as the only one.
//   message_mutants          each out of everything that the languages say
//   message_mutants COUNT    each out of that many messages, which is quicker

namespace {

using namespace plaint;
using nlohmann::json;

// By language, each with texts by key. Words are left out: those for a message that is gone would be missed beside it.
using Messages = std::map<std::string, json>;

Messages all_messages() {
    Messages all;
    for (const auto& [file, text] : tests::shipped_texts().locales.bytes)
        if (const json one = json::parse(text); one.contains("messages"))
            all.try_emplace(one.at("locale").get<std::string>(), json::object())
                .first->second.update(one.at("messages"));
    return all;
}

content::LoadErrors load(const Messages& messages) {
    std::map<std::string, std::string> texts;
    std::vector<std::string> files;
    for (const auto& [language, own] : messages) {
        files.push_back(language + "/all.json");
        texts[files.back()] = json{{"locale", language}, {"messages", own}}.dump();
    }
    const auto& list = tests::shipped_texts().locales.bytes.find("locales.json")->second;
    content::LoadErrors errors;
    const auto read = [&](const std::string& file) -> std::optional<std::string_view> {
        return file == "locales.json" ? list : texts.at(file);
    };
    [[maybe_unused]] const auto loaded = locales::Languages::load(files, read, errors);
    return errors;
}

// Either the language is said to lack it, or the first one is, beside which it stands.
bool is_about(const content::LoadError& error, const std::string& key) {
    const std::string pointer = (json::json_pointer("/messages") / key).to_string();
    return error.pointer == pointer || error.what.find("\"" + key + "\"") != error.what.npos;
}

// By how many languages: what the first one lacks, each of the others has too many. Words for the ear alone are any language's
// own matter, and what a language is called it says itself.
std::size_t missed_by(const Messages& messages, const std::string& language, const std::string& key) {
    if (key.starts_with("option.intake.locale.")) return 0;
    constexpr std::string_view spoken = ".voice";
    if (language != tests::shipped_library().languages.all().front().id) return 1;
    const bool has_written =
        key.ends_with(spoken) && messages.at(language).contains(key.substr(0, key.size() - spoken.size()));
    return has_written ? 0 : messages.size() - 1;
}

class Run {
  public:
    void slice(Messages& messages) {
        if (const auto errors = load(messages); !errors.empty())
            complain(content::to_string(errors.front()) + ", with nothing taken out");
        for (auto& [language, own] : messages)
            for (auto left = own; const auto& [key, text] : left.items()) {
                own.erase(key);
                const auto errors = load(messages);
                const auto about_it = [&](const content::LoadError& error) { return is_about(error, key); };
                if (errors.size() != missed_by(messages, language, key) ||
                    !std::ranges::all_of(errors, about_it))
                    complain(language + " without " + key + ": " + std::to_string(errors.size()) + " errors");
                own[key] = text;
                ++taken_out_;
            }
    }

    int result() const {
        std::cout << taken_out_ << " messages taken out, of one language each: " << wrong_
                  << " are not missed\n";
        return wrong_ == 0 && taken_out_ > 0 ? 0 : 1;
    }

  private:
    void complain(const std::string& what) {
        ++wrong_;
        std::cerr << what << "\n";
    }

    std::size_t taken_out_ = 0, wrong_ = 0;
};

} // namespace

int main(int argc, char** argv) {
    const Messages all = all_messages();
    std::size_t count = all.begin()->second.size();
    if (argc > 1) {
        const std::string_view said(argv[1]);
        std::from_chars(said.data(), said.data() + said.size(), count);
    }
    Run run;
    Messages slice;
    std::size_t held = 0;
    for (const auto& [key, text] : all.begin()->second.items()) {
        for (const auto& [language, own] : all)
            if (own.contains(key)) slice[language][key] = own.at(key);
        if (++held < count) continue;
        run.slice(slice);
        slice.clear();
        held = 0;
    }
    if (held > 0) run.slice(slice);
    return run.result();
}
