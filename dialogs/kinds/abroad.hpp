#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace plaint::kinds {

// Places outside China by the names that people give them; dialogs/directory/abroad.json holds them.
class Abroad {
  public:
    Abroad() = default;
    // Names as folded text has them, in lower case and in simplified characters; `anywhere` may stand for any place abroad, as "境外" does.
    Abroad(std::vector<std::string> anywhere, std::vector<std::string> countries);

    // Whether the folded words name such a place: "境外", or a country by its name, as "美国" or "in japan".
    bool names(std::string_view folded) const;

  private:
    std::vector<std::string> whole_; // sorted: these mean it only when they stand alone
    std::vector<std::string>
        beginnings_; // what stands after a name in characters may be a place in that country
};

} // namespace plaint::kinds
