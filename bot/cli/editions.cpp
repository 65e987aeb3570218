#include "bot/cli/editions.hpp"

#include "bot/cli/faults.hpp"
#include "bot/support/crypto.hpp"
#include "storage/disk.hpp"

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>
#include <vector>

namespace plaint::cli {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

// A deployment has a few versions in a year; an author who tries things out on a server has many in a day.
constexpr std::size_t kept_max = 200;
constexpr std::size_t version_digits = 16;

// What a proof says hangs on the program, too, and the version's name alone does not tell two builds apart.
std::string this_program() {
    std::error_code error;
    const fs::path self = fs::read_symlink("/proc/self/exe", error);
    const auto size = fs::file_size(self, error);
    const auto time = fs::last_write_time(self, error).time_since_epoch().count();
    return std::string(PLAINT_VERSION) + " " + std::to_string(size) + " " + std::to_string(time);
}

std::string dumped(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

Json to_json(const content::Texts& texts) {
    Json json = Json::object();
    for (const auto& [name, text] : texts) json[name] = text;
    return json;
}

// What is kept: a line that says of which program and which bytes, and then those bytes, which are the texts.
std::string header_of(std::string_view body, const std::string& program) {
    return dumped({{"program", program}, {"sha256", support::sha256_hex(body)}}) + "\n";
}

std::string kept_form(const ContentTexts& texts, const std::string& program) {
    const std::string body =
        dumped({{"dialogs", to_json(texts.dialogs.texts)}, {"locales", to_json(texts.locales.texts)}});
    return header_of(body, program) + body;
}

// Whether it was written whole, by that program.
bool is_intact(std::string_view kept, const std::string& program) {
    const std::size_t end = kept.find('\n');
    return end != kept.npos && kept.substr(0, end + 1) == header_of(kept.substr(end + 1), program);
}

std::optional<std::string> read_file(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return std::nullopt;
    std::ostringstream bytes;
    bytes << file.rdbuf();
    return std::move(bytes).str();
}

// The views live as long as the JSON. Whatever is no text is left out, and then the version is another one.
content::Texts texts_of(const Json& json, const char* member) {
    content::Texts texts;
    const auto found = json.find(member);
    if (found == json.end() || !found->is_object()) return texts;
    for (const auto& [name, text] : found->items())
        if (const auto* bytes = text.get_ptr<const std::string*>()) texts.emplace(name, *bytes);
    return texts;
}

std::expected<void, storage::Error> write_durably(const fs::path& path, std::string_view bytes) {
    storage::Disk& disk = storage::system_disk();
    if (auto made = make_folders(disk, storage::folder_of(path)); !made) return made;
    fs::path draft = path.string() + ".XXXXXX";
    auto file = disk.create_unique(draft);
    if (!file) return std::unexpected(file.error());
    auto done = (*file)->write(bytes);
    if (done) done = (*file)->sync();
    if (done) done = disk.rename(draft, path);
    if (done) return disk.sync_folder(storage::folder_of(path));
    [[maybe_unused]] const auto removed = disk.remove(draft);
    return done;
}

} // namespace

Editions::Editions(const support::Config& config)
    : folders_(config.content),
      centre_(config.intake.centre),
      kept_in_(fs::path(config.storage.files).parent_path() / "content"),
      program_(this_program()) {}

fs::path Editions::path_of(const std::string& version) const { return kept_in_ / (version + ".jsonl"); }

std::expected<Editions::Proposal, content::LoadErrors> Editions::propose() const {
    auto texts = read_texts({folders_.dialogs, folders_.locales});
    if (!texts) return std::unexpected(std::move(texts).error().errors);
    auto loaded = library::load_library(texts->dialogs.texts, texts->locales.texts);
    if (!loaded) return std::unexpected(std::move(loaded).error());
    Proposal proposal{std::move(*loaded), std::move(*texts)};
    const library::Library& library = *proposal.edition;
    if (library.content->directory.centre_for(centre_) == nullptr)
        return std::unexpected(
            content::LoadErrors{{"intake.centre", "", "no centre of the directory receives for " + centre_}});
    const auto kept = read_file(path_of(library.version));
    proposal.is_kept = kept && is_intact(*kept, program_);
    // Dialogs that are built in were proved when they were built.
    if (!proposal.is_kept && !folders_.dialogs.empty())
        if (auto faults = faults_of(library, {folders_.dialogs, folders_.locales}); !faults.empty())
            return std::unexpected(std::move(faults));
    return proposal;
}

std::string_view Editions::proof_of(const Proposal& proposal) const {
    if (folders_.dialogs.empty()) return "built_in";
    return proposal.is_kept ? "proved_before" : "proved_now";
}

std::expected<void, std::string> Editions::keep(const Proposal& proposal) const {
    const fs::path path = path_of(proposal.edition->version);
    if (proposal.is_kept) {
        // What is served now is the last to be forgotten.
        std::error_code error;
        fs::last_write_time(path, fs::file_time_type::clock::now(), error);
        return {};
    }
    if (auto written = write_durably(path, kept_form(proposal.texts, program_)); !written)
        return std::unexpected(written.error().what);
    forget_old();
    return {};
}

library::Edition Editions::fetch(const std::string& version) const {
    if (version.size() != version_digits || version.find_first_not_of("0123456789abcdef") != version.npos)
        return nullptr;
    const auto bytes = read_file(path_of(version));
    if (!bytes) return nullptr;
    // Whichever program has written it: what the texts are is checked by their version.
    const Json json = Json::parse(bytes->substr(bytes->find('\n') + 1), nullptr, false);
    if (!json.is_object()) return nullptr;
    auto loaded = library::load_library(texts_of(json, "dialogs"), texts_of(json, "locales"));
    if (!loaded || (*loaded)->version != version) return nullptr;
    return std::move(*loaded);
}

void Editions::forget_old() const {
    std::vector<std::pair<fs::file_time_type, fs::path>> files;
    std::error_code error;
    for (fs::directory_iterator at(kept_in_, error), end; !error && at != end; at.increment(error)) {
        std::error_code gone;
        files.emplace_back(at->last_write_time(gone), at->path());
    }
    if (files.size() <= kept_max) return;
    std::ranges::sort(files);
    files.resize(files.size() - kept_max);
    for (const auto& [time, path] : files) fs::remove(path, error);
}

std::vector<fs::path> Editions::folders() const {
    std::vector<fs::path> folders;
    for (const std::string* folder : {&folders_.dialogs, &folders_.locales})
        if (!folder->empty()) folders.emplace_back(*folder);
    return folders;
}

} // namespace plaint::cli
