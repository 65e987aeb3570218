#include "adapters/webchat/regions_page.hpp"

#include "adapters/webchat/json_writer.hpp"
#include "locales/collation.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace plaint::webchat {

namespace {

constexpr int levels = 3;

class RegionsPage {
  public:
    RegionsPage(const kinds::Regions& regions, const std::string& language, std::string& out)
        : regions_(regions), is_chinese_(language.starts_with("zh")), order_(language), to_(out) {}

    void write() {
        to_.begin_object().key("provinces").begin_array();
        write("", 1);
        to_.end_array().end_object();
    }

  private:
    std::string_view name_of(std::string_view code) const {
        const std::string_view english = is_chinese_ ? std::string_view() : regions_.english_of(code);
        return english.empty() ? regions_.name_of(code) : english;
    }

    void write(std::string_view within, int level) {
        std::vector<std::pair<std::string_view, std::string>> inner;
        for (const std::string& code : regions_.children(within)) inner.emplace_back(name_of(code), code);
        std::ranges::stable_sort(
            inner, [&](const auto& a, const auto& b) { return order_.before(a.first, b.first); });
        for (const auto& [name, code] : inner) {
            to_.begin_array().text(code).text(name);
            // Nothing lies within a county, and asking for it would walk over all rows.
            if (level < levels && !(level == 2 && !code.ends_with("00"))) {
                to_.begin_array();
                write(code, level + 1);
                to_.end_array();
            }
            to_.end_array();
        }
    }

    const kinds::Regions& regions_;
    bool is_chinese_;
    locales::Collation order_;
    JsonWriter to_;
};

} // namespace

std::string regions_page(const kinds::Regions& regions, const std::string& language) {
    std::string page;
    RegionsPage(regions, language, page).write();
    return page;
}

} // namespace plaint::webchat
