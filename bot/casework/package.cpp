#include "bot/casework/package.hpp"

#include "bot/casework/audit_chain.hpp"
#include "bot/casework/dossier.hpp"
#include "bot/casework/waiting.hpp"
#include "bot/casework/zip.hpp"
#include "bot/support/clock.hpp"
#include "bot/support/crypto.hpp"
#include "bot/support/seal.hpp"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <map>
#include <utility>

namespace plaint::casework {
namespace {

using Json = nlohmann::json;
using Fault = PackageFault;

constexpr std::size_t read_bytes = 256 << 10;
constexpr std::uint32_t turns_per_page = 128;

template<class T>
using Expected = std::expected<T, Fault>;

std::unexpected<Fault> fail(Fault::Kind kind, std::string what) {
    return std::unexpected(Fault{kind, std::move(what)});
}

std::unexpected<Fault> fail(const storage::Error& error) {
    const bool broken = error.fault == storage::Fault::broken;
    return fail(broken ? Fault::Kind::broken : Fault::Kind::unavailable, error.what);
}

struct FileSum {
    std::string sha256;
    std::uint64_t size_bytes = 0;
};

// A file that is there until the scope ends.
struct Scratch {
    std::string path;
    ~Scratch() { std::remove(path.c_str()); }
};

class PackageWriter {
  public:
    PackageWriter(const PackageSources& sources, const storage::CaseNumber& number, std::uint32_t version)
        : sources_(sources), number_(number), version_(version), base_(package_name(number, version) + "/") {}

    Expected<Package> write(const std::string& path, const std::string& scratch_path) {
        if (auto read = read_case(); !read) return std::unexpected(std::move(read).error());
        if (auto read = read_audit(); !read) return std::unexpected(std::move(read).error());
        const Scratch scratch{scratch_path};
        if (auto wrote = write_conversation(scratch.path); !wrote)
            return std::unexpected(std::move(wrote).error());
        payload_[dossier_path] = sum_of(dossier_);
        for (const Json& file : evidence())
            payload_[file["path"].get<std::string>()] = {file["sha256"].get<std::string>(),
                                                         file["size_bytes"].get<std::uint64_t>()};
        auto zip = ZipWriter::create(path);
        if (!zip) return fail(Fault::Kind::unavailable, "the package cannot be written: " + zip.error());
        return fill(*zip, path, scratch.path);
    }

  private:
    static constexpr const char* dossier_path = "data/dossier.json";
    static constexpr const char* conversation_path = "data/conversation.jsonl";

    Expected<void> read_case() {
        auto found = wait_for<std::optional<storage::CaseRecord>>(
            [&](auto answer) { sources_.store.find_case(number_, version_, std::move(answer)); });
        if (!found) return fail(found.error());
        if (!*found) return fail(Fault::Kind::unknown, "there is no such version of the case");
        record_ = **std::move(found);
        auto dossier = support::open(record_.session.text, std::move(record_.dossier));
        if (!dossier) return fail(Fault::Kind::broken, "the dossier does not open");
        dossier_ = *std::move(dossier);
        auto head = read_head(dossier_);
        json_ = Json::parse(dossier_, nullptr, false);
        if (!head || !json_.contains("files")) return fail(Fault::Kind::broken, "the dossier is no dossier");
        turn_ = head->turn;
        return {};
    }

    // The chain as it was when this version was made: what happens to the case later must not change the package.
    Expected<void> read_audit() {
        auto chain = wait_for<std::vector<storage::AuditRecord>>(
            [&](auto answer) { sources_.store.audit(number_, std::move(answer)); });
        if (!chain) return fail(chain.error());
        for (const storage::AuditRecord& link : *chain) {
            audit_ += to_line(link) + "\n";
            const Json content = Json::parse(link.content, nullptr, false);
            if (content.is_object() && content.contains("dossier_sha256") &&
                content.value("version", 0U) == version_)
                return {};
        }
        return fail(Fault::Kind::broken, "the audit chain does not name this version of the case");
    }

    Expected<void> write_conversation(const std::string& scratch) {
        std::ofstream out(scratch, std::ios::binary | std::ios::trunc);
        support::Sha256 digest;
        FileSum sum;
        for (std::uint64_t after = 0; after < turn_;) {
            auto turns = wait_for<std::vector<storage::TurnRecord>>([&](auto answer) {
                sources_.store.turns_of_session(record_.session, after, turns_per_page, std::move(answer));
            });
            if (!turns) return fail(turns.error());
            if (turns->empty()) break;
            for (const storage::TurnRecord& turn : *turns) {
                after = turn.turn;
                if (turn.turn > turn_) break;
                std::string line = sources_.render_turn(turn);
                if (line.empty()) continue;
                line += '\n';
                digest.update(line);
                sum.size_bytes += line.size();
                out << line;
            }
        }
        out.close();
        if (!out) return fail(Fault::Kind::unavailable, "the conversation cannot be written out");
        sum.sha256 = digest.finish_hex();
        payload_[conversation_path] = std::move(sum);
        return {};
    }

    // Everything in the order of its name, so that the bytes depend on nothing else.
    Expected<Package> fill(ZipWriter& zip, const std::string& path, const std::string& conversation) {
        const std::string manifest = lines_of(payload_);
        const std::map<std::string, std::string> tags{
            {"bag-info.txt", bag_info()},
            {"bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"},
            {"manifest-sha256.txt", manifest},
            {"metadata/audit.jsonl", audit_}};
        std::map<std::string, FileSum> tag_sums;
        for (const auto& [name, bytes] : tags) tag_sums[name] = sum_of(bytes);

        bool good = true;
        for (const char* name : {"bag-info.txt", "bagit.txt"})
            good = good && zip.add(base_ + name, tags.at(name));
        if (auto added = add_scratch(zip, conversation); !added)
            return std::unexpected(std::move(added).error());
        good = good && zip.add(base_ + dossier_path, dossier_);
        for (const Json& file : evidence())
            if (auto added = add_evidence(zip, file); !added)
                return std::unexpected(std::move(added).error());
        for (const char* name : {"manifest-sha256.txt", "metadata/audit.jsonl"})
            good = good && zip.add(base_ + name, tags.at(name));
        good = good && zip.add(base_ + "tagmanifest-sha256.txt", lines_of(tag_sums)) && zip.finish();
        if (!good) return fail(Fault::Kind::unavailable, "the package cannot be written");

        std::ifstream written(path, std::ios::binary | std::ios::ate);
        return Package{path, tag_sums["manifest-sha256.txt"].sha256,
                       static_cast<std::uint64_t>(written.tellg())};
    }

    Expected<void> add_scratch(ZipWriter& zip, const std::string& scratch) {
        std::ifstream in(scratch, std::ios::binary);
        bool good = zip.begin(base_ + conversation_path, payload_[conversation_path].size_bytes);
        std::string block(read_bytes, '\0');
        while (good && in) {
            in.read(block.data(), static_cast<std::streamsize>(block.size()));
            good = zip.write(std::string_view(block).substr(0, static_cast<std::size_t>(in.gcount())));
        }
        if (!good) return fail(Fault::Kind::unavailable, "the package cannot be written");
        return {};
    }

    // The bytes are summed once more while they are copied: a file that changed on the disk is no evidence.
    Expected<void> add_evidence(ZipWriter& zip, const Json& file) {
        const auto path = file["path"].get<std::string>();
        const FileSum& expected = payload_[path];
        auto reader = sources_.files.open(record_.session, expected.sha256);
        if (!reader) return fail(reader.error());
        if ((*reader)->size_bytes() != expected.size_bytes || !zip.begin(base_ + path, expected.size_bytes))
            return fail(Fault::Kind::broken, path + " has another size than its dossier says");
        support::Sha256 digest;
        for (;;) {
            auto block = (*reader)->read(read_bytes);
            if (!block) return fail(block.error());
            if (block->empty()) break;
            digest.update(*block);
            if (!zip.write(*block)) return fail(Fault::Kind::unavailable, "the package cannot be written");
        }
        if (digest.finish_hex() != expected.sha256)
            return fail(Fault::Kind::broken, path + " is not what was stored");
        return {};
    }

    const Json& evidence() const { return json_["files"]; }

    std::string bag_info() const {
        std::uint64_t bytes = 0;
        for (const auto& [path, sum] : payload_) bytes += sum.size_bytes;
        return "Bag-Software-Agent: Plaint\nBagging-Date: " + day_of_version() +
               "\nExternal-Identifier: " + number_.text + "\nPayload-Oxum: " + std::to_string(bytes) + "." +
               std::to_string(payload_.size()) + "\nPlaint-Case-Version: " + std::to_string(version_) + "\n";
    }

    // In UTC, as the dossier tells its times.
    std::string day_of_version() const {
        const Json& about = json_["case"];
        for (const char* time : {"withdrawn_at", "updated_at"})
            if (about.contains(time)) return about[time].get<std::string>().substr(0, 10);
        return about["submitted_at"].get<std::string>().substr(0, 10);
    }

    static FileSum sum_of(std::string_view bytes) { return {support::sha256_hex(bytes), bytes.size()}; }

    // As sha256sum writes and reads it.
    static std::string lines_of(const std::map<std::string, FileSum>& sums) {
        std::string out;
        for (const auto& [path, sum] : sums) out += sum.sha256 + "  " + path + "\n";
        return out;
    }

    const PackageSources& sources_;
    const storage::CaseNumber& number_;
    std::uint32_t version_;
    std::string base_;
    storage::CaseRecord record_;
    std::string dossier_, audit_;
    Json json_;
    std::uint64_t turn_ = 0;
    std::map<std::string, FileSum> payload_;
};

} // namespace

std::string package_name(const storage::CaseNumber& number, std::uint32_t version) {
    return number.text + "-v" + std::to_string(version);
}

Expected<Package> write_package(const PackageSources& sources, const storage::CaseNumber& number,
                                std::uint32_t version, const std::string& path, const std::string& scratch) {
    return PackageWriter(sources, number, version).write(path, scratch);
}

} // namespace plaint::casework
