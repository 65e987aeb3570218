#include "dialogs/kinds/abroad.hpp"

#include "dialogs/kinds/characters.hpp"

#include <algorithm>
#include <span>

namespace plaint::kinds {
namespace {

// Words that may stand alone for any place abroad.
constexpr std::string_view anywhere[] = {"境外",   "国外",     "海外",           "外国",
                                         "abroad", "overseas", "foreign country"};

// Countries that shops and makers are in. What stands after a Chinese name may be a place in that country.
constexpr std::string_view chinese[] = {
    "美国",     "日本",     "韩国",       "朝鲜",   "英国",     "法国",   "德国",       "意大利",
    "西班牙",   "葡萄牙",   "荷兰",       "比利时", "卢森堡",   "瑞士",   "奥地利",     "瑞典",
    "挪威",     "丹麦",     "芬兰",       "冰岛",   "爱尔兰",   "波兰",   "捷克",       "匈牙利",
    "罗马尼亚", "希腊",     "俄罗斯",     "乌克兰", "白俄罗斯", "土耳其", "以色列",     "阿联酋",
    "沙特",     "伊朗",     "埃及",       "南非",   "尼日利亚", "肯尼亚", "印度",       "巴基斯坦",
    "孟加拉",   "斯里兰卡", "尼泊尔",     "缅甸",   "老挝",     "越南",   "泰国",       "柬埔寨",
    "马来西亚", "新加坡",   "印度尼西亚", "印尼",   "菲律宾",   "蒙古国", "哈萨克斯坦", "乌兹别克斯坦",
    "加拿大",   "墨西哥",   "巴西",       "阿根廷", "智利",     "秘鲁",   "哥伦比亚",   "澳大利亚",
    "澳洲",     "新西兰",   "欧洲",       "欧盟"};
constexpr std::string_view english[] = {"united states",
                                        "united states of america",
                                        "the united states",
                                        "usa",
                                        "u.s.a.",
                                        "the usa",
                                        "the us",
                                        "u.s.",
                                        "america",
                                        "japan",
                                        "korea",
                                        "south korea",
                                        "north korea",
                                        "united kingdom",
                                        "the united kingdom",
                                        "uk",
                                        "the uk",
                                        "great britain",
                                        "britain",
                                        "england",
                                        "scotland",
                                        "france",
                                        "germany",
                                        "italy",
                                        "spain",
                                        "portugal",
                                        "netherlands",
                                        "the netherlands",
                                        "belgium",
                                        "luxembourg",
                                        "switzerland",
                                        "austria",
                                        "sweden",
                                        "norway",
                                        "denmark",
                                        "finland",
                                        "iceland",
                                        "ireland",
                                        "poland",
                                        "czech republic",
                                        "czechia",
                                        "hungary",
                                        "romania",
                                        "greece",
                                        "russia",
                                        "ukraine",
                                        "belarus",
                                        "turkey",
                                        "israel",
                                        "united arab emirates",
                                        "uae",
                                        "dubai",
                                        "saudi arabia",
                                        "iran",
                                        "egypt",
                                        "south africa",
                                        "nigeria",
                                        "kenya",
                                        "india",
                                        "pakistan",
                                        "bangladesh",
                                        "sri lanka",
                                        "nepal",
                                        "myanmar",
                                        "laos",
                                        "vietnam",
                                        "thailand",
                                        "cambodia",
                                        "malaysia",
                                        "singapore",
                                        "indonesia",
                                        "philippines",
                                        "the philippines",
                                        "mongolia",
                                        "kazakhstan",
                                        "uzbekistan",
                                        "canada",
                                        "mexico",
                                        "brazil",
                                        "argentina",
                                        "chile",
                                        "peru",
                                        "colombia",
                                        "australia",
                                        "new zealand",
                                        "europe",
                                        "the eu"};

bool is_among(std::string_view words, std::span<const std::string_view> list) {
    return std::ranges::find(list, words) != list.end();
}

std::string_view bare(std::string_view words) {
    constexpr std::string_view before[] = {"位于", "就在", "在", "是", "in "};
    constexpr std::string_view after[] = {"那边", "这边", "。", ".", "!"};
    for (bool again = true; again;) {
        again = false;
        words = trimmed(words);
        for (const std::string_view word : before) again |= take_prefix(words, word);
        // "u.s." ends with a full stop of its own.
        if (is_among(words, english)) break;
        for (const std::string_view word : after) again |= take_suffix(words, word);
    }
    return words;
}

} // namespace

bool names_abroad(std::string_view words) {
    words = bare(words);
    return is_among(words, anywhere) || is_among(words, english) ||
           std::ranges::any_of(chinese, [&](std::string_view name) { return words.starts_with(name); });
}

} // namespace plaint::kinds
