#pragma once

#include <string>
#include <string_view>

#include "dialogs/kinds/kind.hpp"
#include "dialogs/kinds/platforms.hpp"
#include "dialogs/kinds/recognise.hpp"
#include "dialogs/kinds/regions.hpp"
#include "locales/fold.hpp"

// A small country and a few platforms to validate against.
namespace plaint::kinds::test {

inline constexpr Date today{2026, 11, 21}; // a Saturday

inline Regions with_places_abroad(Regions table) {
    table.name_abroad({{"境外", "国外", "海外", "外国", "abroad", "overseas", "ausland", "étranger", "해외"},
                       {"美国", "日本", "韩国", "japan", "germany", "the us", "u.s.", "usa", "india", "미국",
                        "タイ", "états-unis", "schweiz"}});
    return table;
}

inline const Regions& regions() {
    static const Regions table = with_places_abroad(
        Regions::build({{"110000", "北京市", "Beijing", "", {"peking", "pékin", "베이징"}},
                        {"110100", "市辖区", ""},
                        {"110105", "朝阳区", "Chaoyang District"},
                        {"110108", "海淀区", ""},
                        {"110118", "密云区", ""},
                        {"150000", "内蒙古自治区", "Inner Mongolia"},
                        {"150300", "乌海市", ""},
                        {"150303", "海南区", ""},
                        {"210000", "辽宁省", ""},
                        {"211300", "朝阳市", "Chaoyang"},
                        {"211324", "朝阳县", "Chaoyang County"},
                        {"220000", "吉林省", "Jilin"},
                        {"220200", "吉林市", "Jilin City"},
                        {"310000", "上海市", "Shanghai", "", {"상하이", "상하이시"}},
                        {"310100", "市辖区", ""},
                        {"310105", "长宁区", ""},
                        {"310115", "浦东新区", ""},
                        {"320000", "江苏省", "Jiangsu"},
                        {"320100", "南京市", "Nanjing"},
                        {"320106", "鼓楼区", "Gulou District"},
                        {"320300", "徐州市", ""},
                        {"320302", "鼓楼区", "Gulou District"},
                        {"330000", "浙江省", "Zhejiang", "", {"저장", "저장성"}},
                        {"330100", "杭州市", "Hangzhou", "", {"항저우", "항저우시"}},
                        {"330106", "西湖区", ""},
                        {"330110", "余杭区", "Yuhang District"},
                        {"350000", "福建省", ""},
                        {"350100", "福州市", ""},
                        {"350102", "鼓楼区", "Gulou District"},
                        {"410000", "河南省", "Henan"},
                        {"410200", "开封市", ""},
                        {"410204", "鼓楼区", "Gulou District"},
                        {"419000", "省直辖县级行政区划", ""},
                        {"419001", "济源市", ""},
                        {"430000", "湖南省", ""},
                        {"430100", "长沙市", ""},
                        {"430121", "长沙县", "Changsha County"},
                        {"440000", "广东省", "Guangdong"},
                        {"441900", "东莞市", "Dongguan"},
                        {"460000", "海南省", "Hainan"},
                        {"510000", "四川省", ""},
                        {"511500", "宜宾市", ""},
                        {"511524", "长宁县", ""},
                        {"520000", "贵州省", ""},
                        {"522600", "黔东南苗族侗族自治州", ""},
                        {"650000", "新疆维吾尔自治区", "Xinjiang"},
                        {"659000", "自治区直辖县级行政区划", ""},
                        {"659001", "石河子市", "Shihezi"},
                        {"710000", "台湾省", "Taiwan"},
                        {"810000", "香港特别行政区", "Hong Kong", "", {"hongkong", "홍콩"}},
                        {"820000", "澳门特别行政区", "Macao"},
                        {"441900", "东莞市", ""}},
                       {{"330184", "330110"}, {"110228", "110118"}})
            .value());
    return table;
}

inline const Platforms& platforms() {
    static const Platforms table =
        Platforms::build(
            {{"taobao",
              "330110",
              {{"item.taobao.com", "/item.htm", {"id"}, ItemShape::digits},
               {"h5.m.taobao.com", "", {"id", "itemId"}, ItemShape::digits},
               {"world.taobao.com", "/item/{id}.htm", {}, ItemShape::digits}},
              {"taobao.com"},
              {"m.tb.cn", "e.tb.cn"}},
             {"tmall",
              "330110",
              {{"detail.tmall.com", "/item.htm", {"id"}, ItemShape::digits},
               {"detail.tmall.hk", "/item.htm", {"id"}, ItemShape::digits}},
              {"tmall.com", "tmall.hk"},
              {}},
             {"jd",
              "110115",
              {{"item.jd.com", "/{id}.html", {}, ItemShape::digits},
               {"item.m.jd.com", "/product/{id}.html", {}, ItemShape::digits}},
              {"jd.com"},
              {"u.jd.com", "3.cn"}},
             {"pinduoduo",
              "310105",
              {{"mobile.yangkeduo.com", "/goods.html", {"goods_id"}, ItemShape::digits}},
              {"yangkeduo.com", "pinduoduo.com"},
              {"p.pinduoduo.com"}},
             {"1688",
              "330110",
              {{"detail.1688.com", "/offer/{id}.html", {}, ItemShape::digits}},
              {},
              {"qr.1688.com"}},
             {"douyin",
              "110108",
              {{"haohuo.jinritemai.com", "", {"id"}, ItemShape::digits}},
              {},
              {"v.douyin.com"}},
             {"suning", "320102", {{"product.suning.com", "/{shop}/{id}.html", {}, ItemShape::pair}}, {}, {}},
             {"xiaohongshu",
              "310101",
              {{"www.xiaohongshu.com", "/goods-detail/{id}", {}, ItemShape::hex24}},
              {"xiaohongshu.com"},
              {"xhslink.com"}}})
            .value();
    return table;
}

inline Tables tables() { return {regions(), platforms()}; }

inline Verdict said(Kind kind, std::string_view raw, const Limits& limits = {}) {
    const std::string folded = locales::fold(raw);
    return validate(kind, {raw, folded}, tables(), today, limits);
}

// The value, "value ?" where it is read back, "!problem", or "!problem suggestion": one string for a table of cases.
inline std::string outcome(Kind kind, std::string_view raw, const Limits& limits = {}) {
    const Verdict verdict = said(kind, raw, limits);
    if (verdict.ok) return verdict.value + (verdict.confirm ? " ?" : "");
    return "!" + verdict.problem + (verdict.suggestion.empty() ? "" : " " + verdict.suggestion);
}

inline std::vector<Found> found_in(std::string_view raw) {
    const std::string folded = locales::fold(raw);
    return recognise({raw, folded}, tables(), today);
}

struct Case {
    std::string_view words;
    std::string_view outcome;
};

} // namespace plaint::kinds::test
