#include "bot/casework/package_check.hpp"
#include "bot/casework/packages.hpp"
#include "bot/casework/zip.hpp"
#include "bot/support/crypto.hpp"
#include "tests/unit/casework/filing.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <future>
#include <iterator>

using namespace plaint;
using namespace plaint::tests;

namespace {

using Entries = std::vector<std::pair<std::string, std::string>>; // names in the bag with their bytes

const Answers answers{{"right.proof", "../证明 100%.pdf"}};

std::string read(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

Entries entries_of(const std::string& path) {
    Entries entries;
    auto zip = casework::ZipReader::open(path);
    REQUIRE(zip);
    while (auto entry = zip->next().value()) {
        std::string bytes;
        for (auto block = zip->read().value(); !block.empty(); block = zip->read().value()) bytes += block;
        entries.emplace_back(entry->name.substr(entry->name.find('/') + 1), std::move(bytes));
    }
    return entries;
}

void write_zip(const std::string& path, const std::string& base, const Entries& entries) {
    std::filesystem::remove(path);
    auto zip = casework::ZipWriter::create(path);
    REQUIRE(zip);
    for (const auto& [name, bytes] : entries)
        REQUIRE(zip->add(name.starts_with("//") ? name.substr(2) : base + "/" + name, bytes));
    REQUIRE(zip->finish());
}

std::string& bytes_of(Entries& entries, const std::string& name) {
    const auto found = std::ranges::find(entries, name, &Entries::value_type::first);
    REQUIRE(found != entries.end());
    return found->second;
}

void replace(std::string& text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    text.replace(at, from.size(), to);
}

// Makes all sums anew, as a forger would who knows the format.
void seal_again(Entries& entries) {
    std::string manifest;
    std::string tagmanifest;
    std::uint64_t bytes = 0;
    std::uint64_t count = 0;
    for (const auto& [name, content] : entries) {
        if (!name.starts_with("data/")) continue;
        manifest += support::sha256_hex(content) + "  " + name + "\n";
        bytes += content.size();
        ++count;
    }
    bytes_of(entries, "manifest-sha256.txt") = manifest;
    std::string& info = bytes_of(entries, "bag-info.txt");
    const std::size_t oxum = info.find("Payload-Oxum: ");
    info.replace(oxum, info.find('\n', oxum) - oxum,
                 "Payload-Oxum: " + std::to_string(bytes) + "." + std::to_string(count));
    for (const auto& [name, content] : entries)
        if (!name.starts_with("data/") && name != "tagmanifest-sha256.txt")
            tagmanifest += support::sha256_hex(content) + "  " + name + "\n";
    bytes_of(entries, "tagmanifest-sha256.txt") = tagmanifest;
}

// One package that several facts look at.
struct Made {
    Filing filing;
    casework::Proceeding proceeding = filing.file(answers);
    casework::Packages packages{filing.sources(), filing.folder() + "/packages"};
    storage::CaseNumber number = proceeding.cases.front().number;
    casework::Package package = packages.make(number, 1).value();
};

Made& made() {
    static Made one;
    return one;
}

std::string problems_of(const std::string& path) {
    const auto checked = casework::verify_package(path);
    if (checked) return {};
    std::string out;
    for (const auto& problem : checked.error()) out += problem.path + " " + problem.what + "\n";
    return out;
}

} // namespace

TEST_CASE("a package that was just made is in order, and its sums are what sha256sum finds") {
    const auto& package = made().package;
    const auto checked = casework::verify_package(package.path);
    CHECK(problems_of(package.path).empty());
    REQUIRE(checked);
    CHECK(checked->number == "IP-2026-330100-0000001");
    CHECK(checked->version == 1);
    CHECK(checked->manifest_sha256 == package.manifest_sha256);
    CHECK(checked->audit_head == made().proceeding.audit.front().hash);
    CHECK(package.size_bytes == std::filesystem::file_size(package.path));

    const std::string folder = made().filing.folder() + "/unpacked/";
    for (const auto& [name, bytes] : entries_of(package.path)) {
        std::filesystem::create_directories(std::filesystem::path(folder + name).parent_path());
        std::ofstream(folder + name, std::ios::binary) << bytes;
    }
    const std::string check = "cd '" + folder + "' && sha256sum --quiet --strict -c ";
    CHECK(std::system((check + "manifest-sha256.txt").c_str()) == 0);
    CHECK(std::system((check + "tagmanifest-sha256.txt").c_str()) == 0);
}

TEST_CASE("a package has the parts of a bag, under names of the server's own") {
    const Entries entries = entries_of(made().package.path);
    std::vector<std::string> names;
    for (const auto& [name, bytes] : entries) names.push_back(name);
    CHECK(std::ranges::is_sorted(names));
    for (const char* name :
         {"bagit.txt", "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt",
          "metadata/audit.jsonl", "data/dossier.json", "data/conversation.jsonl", "data/evidence/0001.png"})
        CHECK(std::ranges::find(names, name) != names.end());
    for (const std::string& name : names) CHECK(name.find("100%") == std::string::npos);
    Entries copy = entries;
    CHECK(bytes_of(copy, "data/dossier.json").find("100%.pdf") != std::string::npos);
    // The conversation ends with the turn that submitted this version.
    const auto dossier = nlohmann::json::parse(bytes_of(copy, "data/dossier.json"));
    const std::string& talk = bytes_of(copy, "data/conversation.jsonl");
    CHECK(std::ranges::count(talk, '\n') == dossier["case"]["turn"].get<int>());
}

TEST_CASE("a package is the same to the byte when it is made again, whatever happened since") {
    Filing filing;
    const auto first = filing.file({{"right.evaluation_report", "later"}});
    const auto number = first.cases.front().number;
    casework::Packages packages(filing.sources(), filing.folder() + "/one");
    const auto before = packages.make(number, 1);
    REQUIRE(before);
    const std::string bytes = read(before->path);
    filing.supplement({});
    casework::Packages elsewhere(filing.sources(), filing.folder() + "/other");
    const auto after = elsewhere.make(number, 1);
    REQUIRE(after);
    CHECK(read(after->path) == bytes);
    CHECK(after->manifest_sha256 == before->manifest_sha256);
    const auto second = elsewhere.make(number, 2);
    REQUIRE(second);
    CHECK(second->manifest_sha256 != before->manifest_sha256);
    CHECK(problems_of(second->path).empty());
    // What lies in the folder is taken from there, unless it is damaged.
    CHECK(packages.make(number, 1)->manifest_sha256 == before->manifest_sha256);
    std::ofstream(before->path, std::ios::binary | std::ios::trunc) << "not a zip";
    CHECK(packages.make(number, 1));
    CHECK(read(before->path) == bytes);
    CHECK(std::distance(std::filesystem::directory_iterator(filing.folder() + "/one"), {}) == 1);
}

TEST_CASE("recordings that have come go over with the version that is made then, the others with the next") {
    Filing filing;
    filing.fetch("RE2");
    filing.fetch("RE3"); // a message for the staff, which is no answer
    const auto first = filing.file({{"right.evaluation_report", "later"},
                                    {"respondents[0].shop_name", "recording:RE1"},
                                    {"respondents[0].region", "recording:RE2"}});
    const auto number = first.cases.front().number;
    const auto dossier = [&](std::uint32_t version) { return filing.dossier(number.text, version); };
    const auto shop = [&](std::uint32_t version) {
        return dossier(version)["facts"]["respondents"][0]["shop_name"];
    };
    CHECK(shop(1) == nlohmann::json{{"recording", "RE1"}});
    const nlohmann::json region = dossier(1)["facts"]["respondents"][0]["region"]["unverified"];
    CHECK(region["recording"] == "RE2");
    CHECK(region["path"] == "data/recordings/0001.wav");
    CHECK(dossier(1)["unassigned_files"][0]["recording"] == "RE3");

    casework::Packages packages(filing.sources(), filing.folder() + "/packages");
    const auto names_of = [&](std::uint32_t version) {
        const auto package = packages.make(number, version);
        REQUIRE(package);
        CHECK(problems_of(package->path).empty());
        std::vector<std::string> names;
        for (const auto& [name, bytes] : entries_of(package->path))
            if (name.starts_with("data/recordings/")) names.push_back(name);
        return names;
    };
    CHECK(names_of(1) == std::vector<std::string>{"data/recordings/0001.wav", "data/recordings/0002.wav"});
    filing.fetch("RE1");
    filing.supplement({});
    const nlohmann::json name = shop(2);
    CHECK(name["recording"] == "RE1");
    CHECK(name["name"] == "RE1.wav");
    CHECK(name["path"] == "data/recordings/0001.wav");
    CHECK(names_of(2).size() == 3);
}

TEST_CASE("a package of a case or version that is not there is unknown") {
    auto& packages = made().packages;
    CHECK(packages.make(made().number, 2).error().kind == casework::PackageFault::Kind::unknown);
    const storage::CaseNumber other("IP-2026-330100-0009999");
    CHECK(packages.make(other, 1).error().kind == casework::PackageFault::Kind::unknown);
    std::promise<std::expected<casework::Package, casework::PackageFault>> answer;
    packages.fetch(made().number, 1, [&](auto package) { answer.set_value(std::move(package)); });
    CHECK(answer.get_future().get()->manifest_sha256 == made().package.manifest_sha256);
}

TEST_CASE("evidence that is not what was stored makes no package") {
    Filing filing;
    const auto number = filing.file(answers).cases.front().number;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(filing.folder() + "/files"))
        if (entry.is_regular_file()) {
            std::filesystem::permissions(entry, std::filesystem::perms::owner_all);
            std::fstream(entry.path(), std::ios::in | std::ios::out | std::ios::binary) << "B";
        }
    casework::Packages packages(filing.sources(), filing.folder() + "/packages");
    const auto package = packages.make(number, 1);
    REQUIRE_FALSE(package);
    CHECK(package.error().kind == casework::PackageFault::Kind::broken);
    CHECK(std::filesystem::is_empty(filing.folder() + "/packages"));
}

TEST_CASE("a package that was tampered with is refused") {
    struct Row {
        const char* what;
        const char* expected; // in one of the complaints
        std::function<void(Entries&)> tamper;
    };
    const std::string evidence = "data/evidence/0001.png";
    const Row rows[] = {
        {"a changed file", "has another digest", [&](Entries& bag) { bytes_of(bag, evidence) += "x"; }},
        {"a missing file", "is listed but missing",
         [&](Entries& bag) {
             std::erase_if(bag, [&](const auto& entry) { return entry.first == evidence; });
         }},
        {"an unlisted file", "is not listed",
         [](Entries& bag) { bag.emplace_back("data/evidence/9999.png", "more"); }},
        {"an unlisted tag file", "is not listed",
         [](Entries& bag) { bag.emplace_back("metadata/more.txt", "more"); }},
        {"a file beside the bag's own", "belongs to no package",
         [](Entries& bag) { bag.emplace_back("README.txt", "more"); }},
        {"files to be fetched", "is refused",
         [](Entries& bag) { bag.emplace_back("fetch.txt", "https://a.example/x 1 data/x\n"); }},
        {"a path outside", "has a name", [](Entries& bag) { bag.emplace_back("../outside.txt", "more"); }},
        {"an absolute path", "has a name", [](Entries& bag) { bag.emplace_back("///etc/passwd", "more"); }},
        {"a file outside the bag", "stands outside",
         [](Entries& bag) { bag.emplace_back("//other/data/x", "more"); }},
        {"a name with a space", "has a name",
         [](Entries& bag) { bag.emplace_back("data/evidence/0001.png ", "x"); }},
        {"a backslash", "has a name", [](Entries& bag) { bag.emplace_back("data\\evidence\\x", "x"); }},
        {"a file twice", "is there twice", [&](Entries& bag) { bag.emplace_back(evidence, "x"); }},
        {"a file twice but for case", "is there twice",
         [](Entries& bag) { bag.emplace_back("data/evidence/0001.PNG", "x"); }},
        {"carriage returns", "is not a digest",
         [](Entries& bag) { replace(bytes_of(bag, "manifest-sha256.txt"), "\n", "\r\n"); }},
        {"a single space", "is not a digest",
         [](Entries& bag) { replace(bytes_of(bag, "manifest-sha256.txt"), "  ", " "); }},
        {"a space at a line's end", "is not a digest",
         [](Entries& bag) { replace(bytes_of(bag, "manifest-sha256.txt"), "\n", " \n"); }},
        {"a line of spaces", "is not a digest",
         [](Entries& bag) { bytes_of(bag, "manifest-sha256.txt") += "   \n"; }},
        {"a last line without its end", "is not a digest",
         [](Entries& bag) { bytes_of(bag, "manifest-sha256.txt").pop_back(); }},
        {"a line twice", "again",
         [](Entries& bag) {
             std::string& text = bytes_of(bag, "manifest-sha256.txt");
             text += text.substr(0, text.find('\n') + 1);
         }},
        {"a byte order mark", "does not declare",
         [](Entries& bag) { bytes_of(bag, "bagit.txt").insert(0, "\xEF\xBB\xBF"); }},
        {"another version of the format", "does not declare",
         [](Entries& bag) { replace(bytes_of(bag, "bagit.txt"), "1.0", "0.97"); }},
        {"no declaration", "is missing",
         [](Entries& bag) {
             std::erase_if(bag, [](const auto& entry) { return entry.first == "bagit.txt"; });
         }},
        {"another size", "does not give the size",
         [](Entries& bag) { replace(bytes_of(bag, "bag-info.txt"), "Payload-Oxum: ", "Payload-Oxum: 1"); }},
        {"a payload line in the tag manifest", "does not belong",
         [&](Entries& bag) {
             bytes_of(bag, "tagmanifest-sha256.txt") +=
                 support::sha256_hex(bytes_of(bag, evidence)) + "  " + evidence + "\n";
         }},
        {"an audit line changed and summed anew", "was changed after it was written",
         [](Entries& bag) {
             replace(bytes_of(bag, "metadata/audit.jsonl"), "\"complainant\"", "\"somebody\"");
             seal_again(bag);
         }},
        {"a dossier changed and summed anew", "does not end with the dossier",
         [](Entries& bag) {
             replace(bytes_of(bag, "data/dossier.json"), "\"locale\":\"en\"", "\"locale\":\"fr\"");
             seal_again(bag);
         }},
        {"evidence exchanged and summed anew", "is not the file that the dossier names",
         [&](Entries& bag) {
             bytes_of(bag, evidence) = "another picture";
             seal_again(bag);
         }},
        {"evidence added and summed anew", "is not named in the dossier",
         [](Entries& bag) {
             bag.emplace_back("data/evidence/9999.png", "more");
             seal_again(bag);
         }},
        {"no audit", "is missing",
         [](Entries& bag) {
             std::erase_if(bag, [](const auto& entry) { return entry.first == "metadata/audit.jsonl"; });
             seal_again(bag);
         }},
    };
    const std::string path = made().filing.folder() + "/tampered.zip";
    const std::string base = "IP-2026-330100-0000001-v1";
    const Entries good = entries_of(made().package.path);
    write_zip(path, base, good);
    CHECK(problems_of(path).empty());
    for (const Row& row : rows) {
        INFO(row.what);
        Entries bag = good;
        row.tamper(bag);
        write_zip(path, base, bag);
        CHECK_THAT(problems_of(path), Catch::Contains(row.expected));
    }
    write_zip(path, "IP-2026-330100-0000002-v1", good);
    CHECK_THAT(problems_of(path), Catch::Contains("of another case"));
}

TEST_CASE("what is no package is refused in one sentence") {
    const std::string path = made().filing.folder() + "/none.zip";
    std::ofstream(path, std::ios::binary) << "plain words";
    CHECK_FALSE(problems_of(path).empty());
    CHECK_FALSE(problems_of(made().filing.folder() + "/not-there.zip").empty());
    const std::string whole = read(made().package.path);
    std::ofstream(path, std::ios::binary | std::ios::trunc) << whole.substr(0, whole.size() / 2);
    CHECK_FALSE(problems_of(path).empty());
}
