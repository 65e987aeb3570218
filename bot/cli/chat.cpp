#include "bot/cli/command.hpp"
#include "bot/cli/content_options.hpp"
#include "bot/cli/transcript.hpp"
#include "bot/support/clock.hpp"

#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <memory>
#include <unistd.h>

namespace plaint::cli {
namespace {

struct ChatOptions {
    ContentOptions content;
    std::string tree, channel = "web", locale = "zh-Hans", transcript, record;
};

int replay_file(const std::string& file, const library::Library& library) {
    const auto expected = read_text(file);
    if (!expected) return complain("there is no file " + file + " that can be read");
    const auto actual = replay(file, library);
    if (!actual) return complain(file + ": " + actual.error());
    std::cout << *actual;
    const std::string parts = difference(*expected, *actual);
    if (parts.empty()) return success;
    std::cerr << file << ": " << parts << "\n";
    return finding;
}

// Writes to the terminal and, where it is wanted, to the transcript.
class Sheet {
  public:
    // False when the file cannot be written.
    bool record_to(const std::string& file) {
        record_.open(file, std::ios::binary | std::ios::trunc);
        return record_.good();
    }
    void heard(const std::string& line) { record_ << line << "\n"; }
    void say(const std::vector<std::string>& lines) {
        for (const std::string& line : lines) {
            std::cout << line << "\n";
            record_ << line << "\n";
        }
        std::cout.flush();
        record_.flush();
    }

  private:
    std::ofstream record_;
};

int converse(const ChatOptions& options, const library::Library& library) {
    const std::string now = support::rfc3339_shanghai(support::SystemClock().now());
    const std::string name = options.tree.empty() ? library.tree().name : options.tree;
    const auto setting =
        Setting::parse("dialog: " + name + "   locale: " + options.locale + "   channel: " + options.channel +
                           "   at: " + now.substr(0, 16) + "+08:00",
                       library);
    if (!setting) return complain(setting.error());
    Sheet sheet;
    if (!options.record.empty() && !sheet.record_to(options.record))
        return complain("cannot write " + options.record);
    sheet.heard(setting->line());
    Talk talk(library, *library.tree(name), *setting);
    sheet.say(talk.begin());
    const bool terminal = isatty(STDIN_FILENO) != 0;
    for (std::string said; !talk.over();) {
        if (terminal) std::cout << "> " << std::flush;
        if (!std::getline(std::cin, said)) break;
        sheet.heard("> " + said);
        sheet.say(talk.hear(said));
    }
    return success;
}

int chat(const ChatOptions& options) {
    const auto library = load_or_complain(options.content);
    if (library == nullptr) return unusable;
    return options.transcript.empty() ? converse(options, *library)
                                      : replay_file(options.transcript, *library);
}

} // namespace

void add_chat(CLI::App& program, int& code) {
    const auto options = std::make_shared<ChatOptions>();
    CLI::App* command = program.add_subcommand("chat", "Converses in the terminal");
    command->add_option("TREE", options->tree, "The dialog, e.g. patent_infringement");
    command->add_option("--channel", options->channel, "web or voice")
        ->check(CLI::IsMember({"web", "voice"}))
        ->capture_default_str();
    command->add_option("--locale", options->locale, "The language")->type_name("L")->capture_default_str();
    CLI::Option* transcript =
        command
            ->add_option("--transcript", options->transcript, "Replays the file and fails where it differs")
            ->type_name("F");
    command->add_option("--record", options->record, "Writes the conversation as a transcript")
        ->type_name("F")
        ->excludes(transcript);
    options->content.add_to(*command);
    command->callback([options, &code] { code = chat(*options); });
}

} // namespace plaint::cli
