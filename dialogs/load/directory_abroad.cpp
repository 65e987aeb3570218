#include "dialogs/load/directory_loader.hpp"

#include "dialogs/kinds/characters.hpp"

#include <algorithm>

namespace plaint::content {

namespace {

// The names of places abroad as they are compared with folded words. Where a name means a region too, nobody could tell
// any more which of them was said.
class PlaceNames {
  public:
    explicit PlaceNames(const kinds::Regions& regions) : regions_(regions) {}

    void add(const Reader& value, std::vector<std::string>& to) {
        std::string name = kinds::lower_ascii(value.text());
        if (name.empty()) return;
        if (std::ranges::find(known_, name) != known_.end())
            return value.complain("\"" + name + "\" stands here twice");
        if (const auto codes = regions_.find(name); !codes.empty())
            return value.complain("\"" + name + "\" is a name of the region " + codes.front());
        known_.push_back(name);
        to.push_back(std::move(name));
    }

  private:
    const kinds::Regions& regions_;
    std::vector<std::string> known_;
};

} // namespace

void read_abroad(const Reader& file, DirectoryRows& rows) {
    file.expect_only({"source", "anywhere", "countries"});
    file.at("source");
    PlaceNames names(rows.regions);
    std::vector<std::string> anywhere, countries;
    for (const Reader& word : file.at("anywhere").items()) names.add(word, anywhere);
    for (const Reader& row : file.at("countries").items()) {
        row.expect_only({"name", "words"});
        const Reader name = row.at("name");
        name.expect_only({"zh-Hans", "en"});
        for (const char* locale : {"zh-Hans", "en"}) names.add(name.at(locale), countries);
        if (const auto words = row.find("words"))
            for (const Reader& word : words->items()) names.add(word, countries);
    }
    rows.regions.name_abroad({std::move(anywhere), std::move(countries)});
}

} // namespace plaint::content
