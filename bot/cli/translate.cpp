#include "bot/cli/command.hpp"
#include "bot/cli/content_options.hpp"
#include "bot/cli/whole_files.hpp"
#include "bot/translation/translation.hpp"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <memory>

namespace plaint::cli {
namespace {

namespace fs = std::filesystem;
using translation::LocaleTexts;

struct TranslateOptions {
    ContentOptions content;
    std::string locale, from = "zh-Hans", out, since; // of the export
    std::string file;                                 // that comes back
    bool force = false;
};

// Twilio says 4,500 percent-encoded bytes in one piece; a Chinese character is nine of them, and three of these.
constexpr std::uint32_t spoken_bytes_max = 1'500;

int complain_of(const content::LoadErrors& errors) {
    for (const content::LoadError& error : errors) complain(content::to_string(error));
    return unusable;
}

LocaleTexts copied(const content::Texts& texts) { return {texts.begin(), texts.end()}; }

std::expected<translation::Xliff, std::string> xliff_of(const std::string& file) {
    const auto bytes = bytes_of(file, translation::xliff_bytes_max);
    if (!bytes) return std::unexpected(bytes.error());
    auto xliff = translation::read_xliff(*bytes);
    if (!xliff) return std::unexpected(file + ": " + xliff.error());
    return std::move(*xliff);
}

int export_texts(const TranslateOptions& options) {
    if (!options.out.empty() && !options.force && fs::exists(options.out))
        return complain(options.out + " is there already; --force writes over it");
    if (options.locale == options.from) return complain("a language is not translated into itself");
    const auto texts = read_texts(options.content);
    if (!texts) return complain_of(texts.error().errors);
    std::optional<translation::Xliff> since;
    if (!options.since.empty()) {
        auto read = xliff_of(options.since);
        if (!read) return complain(read.error());
        if (read->source_language != options.from || read->target_language != options.locale)
            return complain(options.since + " is a translation from " + read->source_language + " into " +
                            read->target_language);
        since = std::move(*read);
    }
    const auto xliff =
        translation::prepare(copied(texts->locales.texts), {options.from, options.locale, spoken_bytes_max},
                             since ? &*since : nullptr);
    if (!xliff) return complain_of(xliff.error());
    const std::string xml = translation::write_xliff(*xliff);
    if (options.out.empty()) {
        std::cout << xml;
        return success;
    }
    return write_file(options.out, xml) ? success : complain(options.out + " cannot be written");
}

int import_texts(const TranslateOptions& options) {
    auto texts = read_texts(options.content);
    if (!texts) return complain_of(texts.error().errors);
    const auto xliff = xliff_of(options.file);
    if (!xliff) return complain(xliff.error());
    const auto returned = translation::bring_back(copied(texts->locales.texts), *xliff, options.file);
    if (!returned) return complain_of(returned.error());
    // The content as it would be, so that whatever is wrong with it is said before anything is touched.
    for (const auto& [name, bytes] : returned->changed) texts->locales.texts.insert_or_assign(name, bytes);
    if (const auto library = library::load_library(texts->dialogs.texts, texts->locales.texts); !library)
        return complain_of(library.error());
    if (!replace_files(options.content.locales, returned->changed))
        return complain("the files in " + options.content.locales + " cannot be written");
    for (const std::string& key : returned->stale)
        std::cout << "to be looked at: the source of " << key << " has changed since it was exported\n";
    for (const auto& [name, bytes] : returned->changed) std::cout << "changed: " << name << "\n";
    std::cout << returned->messages << (returned->messages == 1 ? " message" : " messages") << " changed\n";
    return success;
}

void add_export_to(CLI::App& command, const std::shared_ptr<TranslateOptions>& options, int& code) {
    CLI::App* out = command.add_subcommand("export", "Writes all texts of a language as XLIFF 1.2");
    out->add_option("LOCALE", options->locale, "The language to translate into")->required();
    out->add_option("--from", options->from, "The language to translate from")
        ->type_name("L")
        ->capture_default_str();
    out->add_option("--out", options->out, "The file to write; without it, standard output")->type_name("F");
    out->add_option("--since", options->since,
                    "The translation before: what was translated from another source has to be looked at")
        ->type_name("FILE");
    out->add_flag("--force", options->force, "Over a file that is there already");
    out->add_option("--locales", options->content.locales, "Folder with the message catalogues")
        ->type_name("DIR");
    out->callback([options, &code] { code = export_texts(*options); });
}

} // namespace

void add_translate(CLI::App& program, int& code) {
    const auto options = std::make_shared<TranslateOptions>();
    CLI::App* command =
        program.add_subcommand("translate", "Gives texts to translators, and takes them back");
    command->require_subcommand(1);
    add_export_to(*command, options, code);
    CLI::App* in = command->add_subcommand("import", "Takes a translation into the files of its language");
    in->footer("The texts are checked first, as plaint check does; where one is wrong, nothing is touched.");
    in->add_option("FILE", options->file, "The translated XLIFF 1.2")->required();
    in->add_option("--locales", options->content.locales,
                   "Folder with the message catalogues, which is written")
        ->type_name("DIR")
        ->required();
    in->add_option("--dialogs", options->content.dialogs,
                   "Folder with the trees that the texts are checked with")
        ->type_name("DIR");
    in->callback([options, &code] { code = import_texts(*options); });
}

} // namespace plaint::cli
