#include "bot/cli/transcript.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>

// Replays every transcript of this folder against the shipped dialogs and languages, and says where they part.
//   transcripts            compares
//   transcripts --update   writes them as they go now; what changed is for a reader to judge

namespace {

using namespace plaint;
namespace fs = std::filesystem;

const fs::path folder = "tests/transcripts";

std::vector<fs::path> transcripts() {
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (entry.path().extension() == ".txt" && entry.path().filename() != "CMakeLists.txt")
            files.push_back(entry.path());
    std::ranges::sort(files);
    return files;
}

std::unique_ptr<const library::Library> shipped() {
    const auto dialogs = content::read_folder("dialogs");
    const auto locales = content::read_folder("locales");
    if (!dialogs || !locales) {
        std::cerr << "runs in the root of the repository\n";
        return nullptr;
    }
    auto library = library::load_library(dialogs->texts(), locales->texts());
    if (library) return std::move(*library);
    for (const content::LoadError& error : library.error()) std::cerr << content::to_string(error) << "\n";
    return nullptr;
}

} // namespace

int main(int argc, char** argv) {
    const bool update = argc == 2 && std::string_view(argv[1]) == "--update";
    if (argc > 1 && !update) {
        std::cerr << "usage: transcripts [--update]\n";
        return 2;
    }
    const auto library = shipped();
    if (library == nullptr) return 2;
    std::size_t wrong = 0;
    const std::vector<fs::path> files = transcripts();
    for (const fs::path& file : files) {
        const std::string expected = cli::read_text(file.string()).value_or("");
        const auto actual = cli::replay(file.string(), *library);
        if (actual && *actual == expected) continue;
        ++wrong;
        std::cerr << file.string() << ": " << (actual ? cli::difference(expected, *actual) : actual.error())
                  << "\n";
        if (actual && update) std::ofstream(file, std::ios::binary) << *actual;
    }
    std::cout << files.size() << " transcripts, " << wrong << (update ? " written anew\n" : " different\n");
    return wrong == 0 || update ? 0 : 1;
}
