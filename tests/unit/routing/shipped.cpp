#include "tests/unit/routing/shipped.hpp"

#include <catch2/catch.hpp>
#include <fstream>

namespace plaint::tests {

nlohmann::json read_json(const std::string& path) {
    std::ifstream file(path);
    INFO(path);
    REQUIRE(file);
    return nlohmann::json::parse(file);
}

const content::Directory& shipped_directory() {
    static const content::Directory directory = [] {
        auto loaded = content::load_directory(std::filesystem::path("dialogs/directory"));
        if (!loaded)
            for (const auto& error : loaded.error()) UNSCOPED_INFO(to_string(error));
        REQUIRE(loaded);
        return std::move(*loaded);
    }();
    return directory;
}

DirectoryFiles shipped_files() {
    const std::string folder = "dialogs/directory/";
    return {read_json(folder + "regions.json"),   read_json(folder + "abroad.json"),
            read_json(folder + "offices.json"),   read_json(folder + "centres.json"),
            read_json(folder + "platforms.json"), read_json(folder + "rules.json"),
            read_json(folder + "calendar.json"),  read_json(folder + "events.json")};
}

std::expected<content::Directory, content::LoadErrors> DirectoryFiles::load() const {
    const std::string texts[] = {regions.dump(),   abroad.dump(), offices.dump(),  centres.dump(),
                                 platforms.dump(), rules.dump(),  calendar.dump(), events.dump()};
    return content::load_directory(
        {texts[0], texts[1], texts[2], texts[3], texts[4], texts[5], texts[6], texts[7]});
}

std::string complaint_after(const std::function<void(DirectoryFiles&)>& change) {
    DirectoryFiles files = shipped_files();
    change(files);
    const auto loaded = files.load();
    if (loaded) return {};
    std::string out;
    for (const auto& error : loaded.error()) out += (out.empty() ? "" : "\n") + to_string(error);
    return out;
}

} // namespace plaint::tests
