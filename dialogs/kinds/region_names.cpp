#include "dialogs/kinds/region_names.hpp"

#include <algorithm>

#include "dialogs/kinds/characters.hpp"

namespace plaint::kinds {
namespace {

constexpr std::size_t two_characters = 6; // bytes, all names being of three-byte characters

constexpr std::string_view name_endings[] = {"特别行政区", "自治区", "自治州", "自治县", "自治旗",
                                             "地区",       "新区",   "林区",   "特区",   "省",
                                             "市",         "县",     "区",     "盟",     "旗"};

constexpr std::string_view peoples[] = {
    "蒙古族", "蒙古",     "回族",   "藏族",     "维吾尔", "苗族",   "彝族",     "壮族",     "布依族",
    "朝鲜族", "满族",     "侗族",   "瑶族",     "白族",   "土家族", "哈尼族",   "哈萨克族", "哈萨克",
    "傣族",   "黎族",     "傈僳族", "佤族",     "畲族",   "拉祜族", "水族",     "东乡族",   "纳西族",
    "景颇族", "柯尔克孜", "土族",   "达斡尔族", "仫佬族", "羌族",   "布朗族",   "撒拉族",   "毛南族",
    "仡佬族", "锡伯",     "阿昌族", "普米族",   "塔吉克", "怒族",   "鄂温克族", "德昂族",   "保安族",
    "裕固族", "独龙族",   "鄂伦春", "各族",     "珞巴族", "基诺族", "门巴族"};

template<std::size_t N>
bool take_ending(std::string_view& name, const std::string_view (&table)[N]) {
    for (std::string_view ending : table)
        if (name.size() >= ending.size() + two_characters && take_suffix(name, ending)) return true;
    return false;
}

} // namespace

std::string short_region_name(std::string_view name) {
    const bool autonomous = name.find("自治") != std::string_view::npos;
    if (name.ends_with("自治区") || name.ends_with("自治州") || name.ends_with("自治县") ||
        name.ends_with("自治旗")) {
        name.remove_suffix(std::string_view("自治区").size());
    } else if (!take_ending(name, name_endings)) {
        return {};
    }
    while (autonomous && take_ending(name, peoples)) {}
    return name.size() >= two_characters ? std::string(name) : std::string{};
}

bool is_filler_name(std::string_view name) {
    return name == "市辖区" || name == "县" || name == "省直辖县级行政区划" ||
           name == "自治区直辖县级行政区划" || name == "省直辖县级行政单位";
}

std::string short_lettered_name(std::string_view name) {
    constexpr std::string_view words[] = {" special administrative region",
                                          " autonomous region",
                                          " autonomous prefecture",
                                          " autonomous county",
                                          " autonomous banner",
                                          " forestry district",
                                          " special district",
                                          " new area",
                                          " municipality",
                                          " province",
                                          " prefecture",
                                          " district",
                                          " county",
                                          " city",
                                          " league",
                                          " banner",
                                          "-provinz"};
    constexpr std::string_view words_before[] = {"provinz ",
                                                 "die provinz ",
                                                 "autonomes gebiet ",
                                                 "stadt ",
                                                 "kreis ",
                                                 "bezirk ",
                                                 "province du ",
                                                 "province de la ",
                                                 "province de l",
                                                 "province de ",
                                                 "province d",
                                                 "la province du ",
                                                 "région autonome du ",
                                                 "région autonome de ",
                                                 "ville de ",
                                                 "la ville de ",
                                                 "municipalité de ",
                                                 "district de ",
                                                 "préfecture de "};
    const std::string lower = lower_ascii(trimmed(name));
    std::string_view rest = lower;
    for (std::string_view word : words)
        if (rest.size() > word.size() && take_suffix(rest, word)) break;
    for (std::string_view word : words_before)
        if (rest.size() > word.size() && take_prefix(rest, word)) break;
    return std::string(trimmed(rest));
}

} // namespace plaint::kinds
