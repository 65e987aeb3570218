#include "locales/fold.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>

#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

namespace plaint::locales {
namespace {

constexpr char32_t ideographs_begin = 0x3400;
constexpr char32_t ideographs_end = 0xA000;
constexpr std::size_t ideographs_count = ideographs_end - ideographs_begin;
constexpr char32_t unified_begin = 0x4E00;

// Characters that are simplified themselves, though they also serve for others in traditional text: 著作权 must not become
// 着作权, nor 乾安县 a county that does not exist.
constexpr std::u16string_view kept = u"乾俱吒姊箝苎著藉跤阪";

// Forms that Japan simplified in a way of its own, each before the Chinese one: 広東, 黒竜江. By the list of common characters of
// Japan (1946, 2010), as far as the Chinese use the Japanese form for nothing else.
constexpr std::u16string_view japanese = u"広广黒黑竜龙済济粛肃仏佛沢泽塩盐恵惠徳德栄荣渓溪県县団团経经処处戦"
                                         u"战満满応应権权売卖変变図图対对価价実实発发関关鉄铁駅驿"
                                         u"総总証证検检険险験验圧压囲围為为壱壹隠隐営营衛卫駆驱帰归亀龟偽伪戯"
                                         u"戏拠据挙举暁晓薫薰鶏鸡軽轻掲揭撃击顕显厳严効效鉱矿砕碎"
                                         u"剤剂斎斋雑杂賛赞歯齿釈释収收従从渋涩獣兽縦纵緒绪焼烧奨奖乗乘浄净剰"
                                         u"剩畳叠縄绳壌壤嬢娘譲让醸酿粋粹酔醉穂穗髄髓瀬濑斉齐摂摄"
                                         u"専专銭钱繊纤捜搜挿插巣巢荘庄騒骚増增蔵藏臓脏続续帯带択择単单弾弹遅"
                                         u"迟鋳铸聴听懲惩鎮镇逓递転转伝传闘斗読读悩恼脳脑覇霸廃废"
                                         u"拝拜髪发抜拔払拂並并辺边歩步舗铺豊丰毎每黙默訳译薬药揺摇様样謡谣頼"
                                         u"赖覧览欄栏両两猟猎緑绿塁垒霊灵隷隶齢龄暦历歴历労劳録录";

// The simplified form of each ideograph of the basic plane. ICU's transliterator knows them but needs microseconds for
// each character; asked once for all, it leaves a table that needs none. A form that can be simplified further is, so
// that folding twice changes nothing.
using Simplified = std::array<char16_t, ideographs_count>;

Simplified make_simplified() {
    Simplified table;
    for (std::size_t index = 0; index < table.size(); ++index)
        table[index] = static_cast<char16_t>(ideographs_begin + index);
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::Transliterator> transliterator(
        icu::Transliterator::createInstance("Traditional-Simplified", UTRANS_FORWARD, status));
    if (U_FAILURE(status) || !transliterator) return table;
    for (std::size_t index = 0; index < table.size(); ++index) {
        icu::UnicodeString one(static_cast<UChar32>(ideographs_begin + index));
        for (int step = 0; step < 4; ++step) transliterator->transliterate(one);
        const bool replaced = one.length() == 1 && kept.find(table[index]) == std::u16string_view::npos;
        if (replaced) table[index] = one.charAt(0);
    }
    for (std::size_t at = 0; at + 1 < japanese.size(); at += 2) {
        char16_t& form = table[japanese[at] - ideographs_begin];
        if (form == japanese[at]) form = japanese[at + 1];
    }
    for (char16_t& form : table)
        if (form >= ideographs_begin && form < ideographs_end) form = table[form - ideographs_begin];
    return table;
}

char32_t simplified(char32_t code) {
    static const Simplified table = make_simplified();
    return code >= ideographs_begin && code < ideographs_end ? table[code - ideographs_begin] : code;
}

// Collects the folded text: white space comes out as single spaces between characters, never at an end.
class Folded {
  public:
    explicit Folded(std::size_t size) { text_.reserve(size); }

    // False when the text is full.
    bool add(char32_t code) {
        if (code == U' ' || (code < 0x80 ? code < 0x20 : u_isUWhiteSpace(static_cast<UChar32>(code)) != 0)) {
            gap_ = !text_.empty();
            return true;
        }
        const auto length = static_cast<std::size_t>(U8_LENGTH(code));
        if (text_.size() + length + 1 > folded_length_max) return false;
        if (gap_) text_ += ' ';
        gap_ = false;
        std::array<char, U8_MAX_LENGTH> bytes{};
        std::size_t size = 0;
        U8_APPEND_UNSAFE(bytes.data(), size, code);
        text_.append(bytes.data(), size);
        return true;
    }

    std::string take() { return std::move(text_); }

  private:
    std::string text_;
    bool gap_ = false;
};

std::string_view bounded(std::string_view raw) {
    if (raw.size() <= folded_length_max) return raw;
    std::size_t length = folded_length_max;
    while (length > 0 && (static_cast<unsigned char>(raw[length]) & 0xC0) == 0x80) --length;
    return raw.substr(0, length);
}

// Folds text of nothing but ASCII, common ideographs, Chinese punctuation and full-width ASCII, for which NFKC and lower
// case are plain arithmetic: nearly every chat message. False for other text.
bool fold_common(std::string_view raw, Folded& folded) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(raw[at]); };
    for (std::size_t at = 0; at < raw.size();) {
        char32_t code = byte(at);
        if (code < 0x80) {
            ++at;
            if (code == 0x7F) return false;
        } else {
            // Only three-byte characters are common, and none of these is below U+3000.
            if (code < 0xE3 || code > 0xEF || at + 2 >= raw.size()) return false;
            if ((byte(at + 1) & 0xC0) != 0x80 || (byte(at + 2) & 0xC0) != 0x80) return false;
            code = (code & 0x0F) << 12 | (byte(at + 1) & 0x3Fu) << 6 | (byte(at + 2) & 0x3Fu);
            at += 3;
            const bool punctuation = code <= 0x3002 || (code >= 0x3008 && code <= 0x3011);
            const bool ideograph = code >= unified_begin && code < ideographs_end;
            const bool full_width = code >= 0xFF01 && code <= 0xFF5E;
            if (!punctuation && !ideograph && !full_width) return false;
            if (ideograph)
                code = simplified(code);
            else if (full_width)
                code -= 0xFEE0;
            else if (code == 0x3000)
                code = U' ';
        }
        if (code >= U'A' && code <= U'Z') code += U'a' - U'A';
        if (!folded.add(code)) return true;
    }
    return true;
}

// Everything else, through ICU. Ignorable characters (zero-width space, soft hyphen) vanish with the case.
void fold_any(std::string_view raw, Folded& folded) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* normalizer = icu::Normalizer2::getNFKCCasefoldInstance(status);
    // Invalid UTF-8 becomes U+FFFD here.
    icu::UnicodeString text =
        icu::UnicodeString::fromUTF8(icu::StringPiece(raw.data(), static_cast<std::int32_t>(raw.size())));
    if (U_SUCCESS(status)) {
        icu::UnicodeString normal = normalizer->normalize(text, status);
        if (U_SUCCESS(status)) text = std::move(normal);
    }
    for (std::int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1))
        if (!folded.add(simplified(static_cast<char32_t>(text.char32At(at))))) return;
}

} // namespace

std::string fold(std::string_view raw) {
    const std::string_view text = bounded(raw);
    Folded common(text.size());
    if (fold_common(text, common)) return common.take();
    Folded any(text.size());
    fold_any(text, any);
    return any.take();
}

} // namespace plaint::locales
