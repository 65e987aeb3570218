#include "dialogs/kinds/regions.hpp"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "dialogs/kinds/characters.hpp"
#include "dialogs/kinds/region_names.hpp"

namespace plaint::kinds {
namespace {

constexpr std::size_t code_length = 6;

std::string filled(std::string_view code) {
    std::string result(code);
    result.resize(code_length, '0');
    return result;
}

// Beijing, Tianjin, Shanghai and Chongqing, with Hong Kong, Macao and Taiwan: everything within is one prefecture.
bool is_one_prefecture(std::string_view code) {
    constexpr std::string_view provinces[] = {"11", "12", "31", "50", "71", "81", "82"};
    return std::ranges::find(provinces, code.substr(0, 2)) != std::end(provinces);
}

} // namespace

std::expected<Regions, std::string> Regions::build(std::vector<RegionRow> rows,
                                                   std::vector<RegionAlias> aliases) {
    Regions regions;
    std::unordered_set<std::string> codes;
    for (RegionRow& given : rows) {
        const std::size_t size = given.code.size();
        if (!all_digits(given.code) || (size != 2 && size != 4 && size != 6))
            return std::unexpected("\"" + given.code + "\" is not a region code");
        if (given.name.empty()) return std::unexpected("region " + given.code + " has no name");
        const std::string code = filled(given.code);
        if (!codes.insert(code).second) continue;
        const Level level = code.ends_with("0000") ? Level::province
                            : code.ends_with("00") ? Level::prefecture
                                                   : Level::county;
        const bool filler = is_filler_name(given.name);
        regions.rows_.push_back(
            {code, std::move(given.name), std::move(given.english), std::move(given.pinyin), level, filler});
    }
    std::ranges::sort(regions.rows_, {}, &Row::code);
    for (std::uint32_t index = 0; index < regions.rows_.size(); ++index)
        regions.by_code_.emplace(regions.rows_[index].code, index);
    for (Row& row : regions.rows_) {
        if (row.level == Level::province) continue;
        const auto prefecture = regions.by_code_.find(row.code.substr(0, 4) + "00");
        const auto province = regions.by_code_.find(row.code.substr(0, 2) + "0000");
        if (province == regions.by_code_.end())
            return std::unexpected("region " + row.code + " lies in no province");
        const bool below_prefecture = row.level == Level::county && prefecture != regions.by_code_.end() &&
                                      !regions.rows_[prefecture->second].filler;
        row.parent = below_prefecture ? prefecture->second : province->second;
    }
    regions.inside_.resize(regions.rows_.size());
    for (std::uint32_t index = 0; index < regions.rows_.size(); ++index) {
        const Row& row = regions.rows_[index];
        if (row.filler) continue;
        (row.parent == no_parent ? regions.provinces_ : regions.inside_[row.parent]).push_back(index);
    }
    for (RegionAlias& alias : aliases) {
        const std::string code = filled(alias.code);
        if (!all_digits(alias.old_code) || alias.old_code.size() != code_length)
            return std::unexpected("\"" + alias.old_code + "\" is not a region code");
        if (!regions.by_code_.contains(code))
            return std::unexpected("alias " + alias.old_code + " leads to unknown region " + alias.code);
        if (regions.by_code_.contains(alias.old_code))
            return std::unexpected("alias " + alias.old_code + " is a region in force");
        regions.aliases_.emplace(std::move(alias.old_code), code);
    }
    regions.add_names();
    return regions;
}

const Regions::Row* Regions::row_of(std::string_view code) const {
    if (const auto found = by_code_.find(code); found != by_code_.end()) return &rows_[found->second];
    const auto alias = aliases_.find(code);
    return alias == aliases_.end() ? nullptr : &rows_[by_code_.find(alias->second)->second];
}

std::optional<std::string> Regions::current(std::string_view code) const {
    const Row* row = row_of(code);
    if (row == nullptr) return std::nullopt;
    return row->code;
}

std::string Regions::province_of(std::string_view code) const {
    const Row* row = row_of(code);
    return row == nullptr ? std::string{} : filled(row->code.substr(0, 2));
}

std::string Regions::prefecture_of(std::string_view code) const {
    const Row* row = row_of(code);
    if (row == nullptr) return {};
    if (is_one_prefecture(row->code)) return filled(row->code.substr(0, 2));
    if (row->level != Level::county) return row->code;
    const Row& parent = rows_[row->parent];
    return parent.level == Level::prefecture ? parent.code : row->code;
}

std::string Regions::parent_of(std::string_view code) const {
    const Row* row = row_of(code);
    return row == nullptr || row->parent == no_parent ? std::string{} : rows_[row->parent].code;
}

std::string_view Regions::name_of(std::string_view code) const {
    const Row* row = row_of(code);
    return row == nullptr ? std::string_view{} : std::string_view(row->name);
}

std::string Regions::full_name(std::string_view code) const {
    std::string name;
    for (const Row* row = row_of(code); row != nullptr;
         row = row->parent == no_parent ? nullptr : &rows_[row->parent])
        name.insert(0, row->name);
    return name;
}

std::string_view Regions::english_of(std::string_view code) const {
    const Row* row = row_of(code);
    return row == nullptr ? std::string_view{} : std::string_view(row->english);
}

std::string Regions::full_english(std::string_view code) const {
    std::string name;
    for (const Row* row = row_of(code); row != nullptr;
         row = row->parent == no_parent ? nullptr : &rows_[row->parent])
        name.append(name.empty() ? "" : ", ").append(row->english.empty() ? row->name : row->english);
    return name;
}

std::vector<std::string> Regions::children(std::string_view code) const {
    const Row* row = row_of(code);
    if (row == nullptr && !code.empty()) return {};
    std::vector<std::string> result;
    for (const std::uint32_t inner :
         row == nullptr ? provinces_ : inside_[static_cast<std::size_t>(row - rows_.data())])
        result.push_back(rows_[inner].code);
    return result;
}

bool Regions::is_divided(std::string_view code) const {
    const Row* row = row_of(code);
    if (row == nullptr) return false;
    const auto index = static_cast<std::uint32_t>(row - rows_.data());
    return std::ranges::any_of(rows_, [&](const Row& inner) { return inner.parent == index; });
}

void Regions::place_also(std::string_view outer, const std::vector<std::string>& inners) {
    const auto to = by_code_.find(outer);
    if (to == by_code_.end()) return;
    for (const std::string& inner : inners)
        if (const auto found = by_code_.find(inner); found != by_code_.end()) {
            rows_[found->second].also = to->second;
            std::vector<std::uint32_t>& all = inside_[to->second];
            const auto at = std::ranges::lower_bound(all, found->second);
            if (!rows_[found->second].filler && (at == all.end() || *at != found->second))
                all.insert(at, found->second);
        }
}

bool Regions::is_corps_city(std::string_view code) const {
    const Row* row = row_of(code);
    return row != nullptr && row->level == Level::county && row->code.starts_with("6590");
}

} // namespace plaint::kinds
