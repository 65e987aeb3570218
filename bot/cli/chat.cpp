#include "bot/cli/command.hpp"
#include "bot/cli/content_options.hpp"
#include "bot/cli/faults.hpp"
#include "bot/cli/keyboard.hpp"
#include "bot/cli/transcript.hpp"
#include "bot/support/clock.hpp"
#include "bot/support/watched_folders.hpp"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <unistd.h>
#include <utility>

namespace plaint::cli {
namespace {

struct ChatOptions {
    ContentOptions content;
    std::string tree, channel = "web", locale = "zh-Hans", transcript, record;
    bool force = false; // records over a file that is there
    bool watch = false;
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

// The content that is talked under, and what takes its place when its files are saved.
class Edition {
  public:
    // Watches before it reads, so that nothing is saved unseen.
    explicit Edition(const ContentOptions& options) : options_(options), watched_(folders(options)) {}

    // False after a complaint.
    bool open() { return (library_ = load_or_complain(options_)) != nullptr; }
    const library::Library& library() const { return *library_; }
    bool changed() { return watched_.changed(); }

    // What is wrong with the content from the start.
    std::vector<std::string> mistakes() {
        const content::LoadErrors faults = faults_of(*library_, options_);
        have_mistakes_ = !faults.empty();
        return told(faults);
    }

    // Moves the talk to what the folders hold now, or says why it stays where it is.
    std::vector<std::string> renew(std::optional<Talk>& talk, const std::string& tree) {
        auto loaded = load(options_);
        std::vector<std::string> lines = told(loaded ? faults_of(**loaded, options_) : loaded.error().errors);
        const bool had_mistakes = std::exchange(have_mistakes_, !lines.empty());
        if (!lines.empty()) return stays("the files have mistakes", std::move(lines));
        if ((*loaded)->version == library_->version)
            return had_mistakes ? stays("the files are without mistakes again", {}) : lines;
        if ((*loaded)->tree(tree) == nullptr)
            return stays("there is no dialog \"" + tree + "\" any more", {});
        auto moved = Talk::moved(*talk, **loaded, *(*loaded)->tree(tree));
        if (!moved) return stays(moved.error(), {});
        lines = {"# the content has changed: version " + library_->version + " is now " + (*loaded)->version};
        talk.emplace(std::move(*moved));
        library_ = std::move(*loaded);
        return lines;
    }

  private:
    static std::vector<std::string> told(const content::LoadErrors& errors) {
        std::vector<std::string> lines;
        for (const content::LoadError& error : errors) lines.push_back("#   " + content::to_string(error));
        return lines;
    }
    static std::vector<std::filesystem::path> folders(const ContentOptions& options) {
        std::vector<std::filesystem::path> folders;
        for (const std::string& folder : {options.dialogs, options.locales})
            if (!folder.empty()) folders.emplace_back(folder);
        return folders;
    }
    std::vector<std::string> stays(const std::string& why, std::vector<std::string> lines) const {
        lines.insert(lines.begin(),
                     "# " + why + "; the conversation goes on under version " + library_->version);
        return lines;
    }

    ContentOptions options_;
    std::unique_ptr<const library::Library> library_;
    support::WatchedFolders watched_;
    bool have_mistakes_ = false;
};

void show(const std::vector<std::string>& lines) {
    for (const std::string& line : lines) std::cout << line << "\n";
    std::cout.flush();
}

// The conversation goes on where it is, with its question put again.
void look_after(Edition& edition, std::optional<Talk>& talk, const std::string& tree) {
    if (!edition.changed()) return;
    const std::string before = edition.library().version;
    const auto lines = edition.renew(talk, tree);
    if (lines.empty()) return;
    // What is being typed stays with the terminal.
    if (isatty(STDIN_FILENO) != 0) std::cout << "\n";
    show(lines);
    if (edition.library().version != before) show(talk->begin());
    if (isatty(STDIN_FILENO) != 0) std::cout << "> " << std::flush;
}

void talk_on(const ChatOptions& options, Edition& edition, Sheet& sheet, std::optional<Talk>& talk,
             const std::string& tree) {
    constexpr std::chrono::milliseconds pause{400};
    const bool terminal = isatty(STDIN_FILENO) != 0;
    Keyboard keyboard;
    for (std::string said; !talk->over();) {
        if (terminal) std::cout << "> " << std::flush;
        auto heard = Keyboard::Heard::pause;
        while ((heard = keyboard.listen(said, options.watch ? std::optional(pause) : std::nullopt)) ==
               Keyboard::Heard::pause)
            look_after(edition, talk, tree);
        if (heard == Keyboard::Heard::end) return;
        sheet.heard("> " + said);
        sheet.say(talk->hear(said));
    }
}

int converse(const ChatOptions& options, Edition& edition) {
    const std::string now = support::rfc3339_shanghai(support::SystemClock().now());
    const std::string name = options.tree.empty() ? edition.library().tree().name : options.tree;
    const auto setting =
        Setting::parse("dialog: " + name + "   locale: " + options.locale + "   channel: " + options.channel +
                           "   at: " + now.substr(0, 16) + "+08:00",
                       edition.library());
    if (!setting) return complain(setting.error());
    Sheet sheet;
    if (!options.record.empty() && !options.force && std::filesystem::exists(options.record))
        return complain(options.record + " is there already; --force records over it");
    if (!options.record.empty() && !sheet.record_to(options.record))
        return complain("cannot write " + options.record);
    sheet.heard(setting->line());
    if (options.watch) show(edition.mistakes());
    std::optional<Talk> talk(std::in_place, edition.library(), *edition.library().tree(name), *setting);
    sheet.say(talk->begin());
    talk_on(options, edition, sheet, talk, name);
    return success;
}

int chat(const ChatOptions& options) {
    if (options.watch && options.content.dialogs.empty() && options.content.locales.empty())
        return complain("--watch needs --dialogs or --locales: what is built in does not change");
    Edition edition(options.content);
    if (!edition.open()) return unusable;
    return options.transcript.empty() ? converse(options, edition)
                                      : replay_file(options.transcript, edition.library());
}

} // namespace

void add_chat(CLI::App& program, int& code) {
    const auto options = std::make_shared<ChatOptions>();
    CLI::App* command = program.add_subcommand("chat", "Converses in the terminal");
    command->add_option("TREE", options->tree, "The dialog, e.g. intake");
    command->add_option("--channel", options->channel, "web or voice")
        ->check(CLI::IsMember({"web", "voice"}))
        ->capture_default_str();
    command->add_option("--locale", options->locale, "The language")->type_name("L")->capture_default_str();
    CLI::Option* transcript =
        command
            ->add_option("--transcript", options->transcript, "Replays the file and fails where it differs")
            ->type_name("F");
    CLI::Option* record =
        command->add_option("--record", options->record, "Writes the conversation as a transcript")
            ->type_name("F")
            ->excludes(transcript);
    command->add_flag("--force", options->force, "Records over a file that is there")->needs(record);
    command
        ->add_flag("--watch", options->watch,
                   "Goes on under what --dialogs and --locales hold whenever they are saved")
        ->excludes(transcript)
        ->excludes(record);
    options->content.add_to(*command);
    command->callback([options, &code] { code = chat(*options); });
}

} // namespace plaint::cli
