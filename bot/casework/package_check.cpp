#include "bot/casework/package_check.hpp"

#include "bot/casework/audit_chain.hpp"
#include "bot/casework/zip.hpp"
#include "bot/support/crypto.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

namespace plaint::casework {
namespace {

using Json = nlohmann::json;

// Files that are read as a whole; no dossier of this server comes near it.
constexpr std::size_t text_bytes_max = 64 << 20;
constexpr std::size_t problems_max = 100;
constexpr std::string_view manifest_name = "manifest-sha256.txt";
constexpr std::string_view tagmanifest_name = "tagmanifest-sha256.txt";

bool is_letter_or_digit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// The server makes all names itself, of few characters: a name with anything else was not made by it, and is what
// paths outside, spaces that tools drop and characters that look alike are written with.
bool is_plain_path(std::string_view path) {
    if (path.empty() || path.size() > 255) return false;
    bool begins = true;
    for (const char c : path) {
        if (begins ? !is_letter_or_digit(c)
                   : !is_letter_or_digit(c) && c != '.' && c != '-' && c != '_' && c != '/')
            return false;
        begins = c == '/';
    }
    return path.back() != '/' && path.back() != '.';
}

std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return text;
}

class Checker {
  public:
    explicit Checker(const std::string& path) : path_(path) {}

    std::expected<CheckedPackage, std::vector<PackageProblem>> run() {
        if (read_entries()) {
            check_declaration();
            check_manifest(manifest_name, true);
            check_manifest(tagmanifest_name, false);
            check_info();
            check_dossier();
            check_audit();
        }
        if (!problems_.empty()) return std::unexpected(std::move(problems_));
        out_.manifest_sha256 = files_.at(std::string(manifest_name)).sha256;
        return std::move(out_);
    }

  private:
    struct File {
        std::string sha256;
        std::uint64_t size_bytes = 0;
        std::string text; // of tag files and the dossier
    };

    void complain(std::string path, std::string what) {
        if (problems_.size() < problems_max) problems_.push_back({std::move(path), std::move(what)});
    }

    // The library's own words say more to whoever looks into the bytes than to whoever got the file.
    static std::string unreadable(const std::string& detail) {
        return "is no zip file that can be read to its end (" + detail + ")";
    }

    // False where the zip file itself cannot be read to its end.
    bool read_entries() {
        auto zip = ZipReader::open(path_);
        if (!zip) return complain("", unreadable(zip.error())), false;
        for (;;) {
            auto entry = zip->next();
            if (!entry) return complain("", unreadable(entry.error())), false;
            if (!*entry) break;
            if (!read_entry(*zip, **entry)) return false;
        }
        if (base_.empty()) return complain("", "holds no bag"), false;
        return true;
    }

    bool read_entry(ZipReader& zip, ZipReader::Entry& entry) {
        if (entry.type == ZipReader::Type::folder && entry.name.ends_with('/')) entry.name.pop_back();
        if (!is_plain_path(entry.name)) return complain(entry.name, "has a name that no package has"), true;
        if (entry.type == ZipReader::Type::other)
            return complain(entry.name, "is neither a file nor a folder"), true;
        if (entry.encrypted) return complain(entry.name, "is encrypted"), true;
        const std::size_t slash = entry.name.find('/');
        const std::string base = entry.name.substr(0, slash);
        if (base_.empty()) base_ = base;
        if (base != base_) return complain(entry.name, "stands outside the bag " + base_), true;
        if (entry.type == ZipReader::Type::folder) return true;
        if (slash == std::string::npos) return complain(entry.name, "stands outside the bag"), true;

        const std::string name = entry.name.substr(slash + 1);
        if (!names_.insert(lower(name)).second) return complain(name, "is there twice"), true;
        if (!may_be_here(name)) return complain(name, refusal_of(name)), true;
        return read_bytes(zip, name);
    }

    bool read_bytes(ZipReader& zip, const std::string& name) {
        File file;
        support::Sha256 digest;
        const bool kept = !name.starts_with("data/") || name == "data/dossier.json";
        for (;;) {
            auto block = zip.read();
            if (!block) return complain(name, "cannot be read to its end (" + block.error() + ")"), false;
            if (block->empty()) break;
            digest.update(*block);
            file.size_bytes += block->size();
            if (!kept) continue;
            if (file.size_bytes > text_bytes_max) return complain(name, "is too large"), false;
            file.text.append(*block);
        }
        file.sha256 = digest.finish_hex();
        files_.insert_or_assign(name, std::move(file));
        return true;
    }

    static bool may_be_here(std::string_view name) {
        static constexpr std::array<std::string_view, 4> tags{"bagit.txt", "bag-info.txt", manifest_name,
                                                              tagmanifest_name};
        return name.starts_with("data/") || name.starts_with("metadata/") ||
               std::ranges::find(tags, name) != tags.end();
    }

    static std::string refusal_of(std::string_view name) {
        if (name == "fetch.txt") return "a bag whose files are to be fetched elsewhere is refused";
        return "belongs to no package";
    }

    // The text of a file that has to be there; null after a complaint.
    const std::string* text_of(std::string_view name) {
        const auto found = files_.find(std::string(name));
        if (found != files_.end()) return &found->second.text;
        complain(std::string(name), "is missing");
        return nullptr;
    }

    void check_declaration() {
        const std::string* text = text_of("bagit.txt");
        if (text != nullptr && *text != "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
            complain("bagit.txt", "does not declare BagIt 1.0 in UTF-8, in exactly these two lines");
    }

    // Every line is a digest, two spaces and a name, and ends in a line feed; nothing else stands in it.
    void check_manifest(std::string_view manifest, bool of_payload) {
        const std::string* text = text_of(manifest);
        if (text == nullptr) return;
        std::set<std::string> listed;
        std::string_view rest = *text;
        for (std::size_t number = 1; !rest.empty(); ++number) {
            const std::size_t end = rest.find('\n');
            const std::string_view line = rest.substr(0, end);
            rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
            const auto bad = [&](const std::string& what) {
                complain(std::string(manifest), "line " + std::to_string(number) + " " + what);
            };
            const std::string_view digest = line.substr(0, 64);
            const bool is_hex =
                digest.size() == 64 && digest.find_first_not_of("0123456789abcdef") == std::string_view::npos;
            if (end == std::string_view::npos || !is_hex || line.substr(64, 2) != "  " ||
                !is_plain_path(line.substr(66))) {
                bad("is not a digest, two spaces and a plain name");
                continue;
            }
            const std::string name(line.substr(66));
            if (name.starts_with("data/") != of_payload || name == tagmanifest_name)
                bad("names " + name + ", which does not belong there");
            else if (!listed.insert(name).second)
                bad("names " + name + " again");
            else if (const auto file = files_.find(name); file == files_.end())
                complain(name, "is listed but missing");
            else if (file->second.sha256 != digest)
                complain(name, "has another digest than " + std::string(manifest) + " says");
        }
        for (const auto& [name, file] : files_)
            if (name.starts_with("data/") == of_payload && name != tagmanifest_name && !listed.contains(name))
                complain(name, "is not listed in " + std::string(manifest));
    }

    void check_info() {
        const std::string* text = text_of("bag-info.txt");
        if (text == nullptr) return;
        std::uint64_t bytes = 0;
        std::uint64_t count = 0;
        for (const auto& [name, file] : files_)
            if (name.starts_with("data/")) bytes += file.size_bytes, ++count;
        const std::string oxum =
            "\nPayload-Oxum: " + std::to_string(bytes) + "." + std::to_string(count) + "\n";
        if (("\n" + *text).find(oxum) == std::string::npos)
            complain("bag-info.txt",
                     "does not give the size of the payload: " + oxum.substr(1, oxum.size() - 2));
        out_.files = count;
    }

    void check_dossier() {
        const std::string* text = text_of("data/dossier.json");
        if (text == nullptr) return;
        const Json dossier = Json::parse(*text, nullptr, false);
        try {
            const Json& about = dossier.at("case");
            out_.number = about.at("number").get<std::string>();
            out_.version = about.at("version").get<std::uint32_t>();
            if (base_ != out_.number + "-v" + std::to_string(out_.version))
                complain("data/dossier.json", "is of another case or version than the bag");
            check_evidence(dossier.at("files"));
        } catch (const Json::exception&) {
            complain("data/dossier.json", "is no dossier");
        }
    }

    void check_evidence(const Json& list) {
        std::set<std::string> told;
        for (const Json& entry : list) {
            const auto path = entry.at("path").get<std::string>();
            const auto file = files_.find(path);
            told.insert(path);
            if (file == files_.end())
                complain(path, "is named in the dossier but missing");
            else if (file->second.sha256 != entry.at("sha256").get<std::string>() ||
                     file->second.size_bytes != entry.at("size_bytes").get<std::uint64_t>())
                complain(path, "is not the file that the dossier names");
        }
        for (const auto& [name, file] : files_) {
            const bool other = name == "data/dossier.json" || name == "data/conversation.jsonl";
            if (name.starts_with("data/") && !other && !told.contains(name))
                complain(name, "is not named in the dossier");
        }
    }

    void check_audit() {
        constexpr const char* name = "metadata/audit.jsonl";
        const std::string* text = text_of(name);
        if (text == nullptr) return;
        std::vector<storage::AuditRecord> chain;
        for (std::string_view rest = *text; !rest.empty();) {
            const std::size_t end = rest.find('\n');
            auto link = end != std::string_view::npos
                            ? from_line(rest.substr(0, end))
                            : std::expected<storage::AuditRecord, std::string>(std::unexpected("breaks off"));
            if (!link) return complain(name, "line " + std::to_string(chain.size() + 1) + " " + link.error());
            chain.push_back(*std::move(link));
            rest.remove_prefix(end + 1);
        }
        const auto head = verify_chain(storage::CaseNumber(out_.number), chain);
        if (!head)
            return complain(name, "link " + std::to_string(head.error().sequence) + ": " + head.error().what);
        out_.audit_head = head->hash;
        const Json last = chain.empty() ? Json() : Json::parse(chain.back().content, nullptr, false);
        const auto dossier = files_.find("data/dossier.json");
        if (!last.is_object() || dossier == files_.end() || last.value("version", 0U) != out_.version ||
            last.value("dossier_sha256", std::string()) != dossier->second.sha256)
            complain(name, "does not end with the dossier of this package");
    }

    const std::string& path_;
    std::string base_;
    std::set<std::string> names_; // in lower case: on some systems two names would be one file
    std::map<std::string, File> files_;
    CheckedPackage out_;
    std::vector<PackageProblem> problems_;
};

} // namespace

std::expected<CheckedPackage, std::vector<PackageProblem>> verify_package(const std::string& path) {
    return Checker(path).run();
}

} // namespace plaint::casework
