#include "bot/translation/translation.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

// Whatever comes back from a translator: it is refused with a sentence, or read into texts that can be written again.

using namespace plaint::translation;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto read = read_xliff({reinterpret_cast<const char*>(data), size});
    if (!read) {
        if (read.error().empty()) std::abort();
        return 0;
    }
    const auto again = read_xliff(write_xliff(*read));
    if (!again || again->parts.size() != read->parts.size()) std::abort();
    for (std::size_t part = 0; part < read->parts.size(); ++part) {
        const auto& before = read->parts[part].units;
        const auto& after = again->parts[part].units;
        if (before.size() != after.size()) std::abort();
        for (std::size_t i = 0; i < before.size(); ++i)
            if (before[i].source != after[i].source ||
                before[i].target.value_or("") != after[i].target.value_or(""))
                std::abort();
    }
    static const LocaleTexts texts{
        {"locales.json", R"([{"id": "zh-Hans"}, {"id": "en"}])"},
        {"zh-Hans/a.json", R"({"locale": "zh-Hans", "messages": {"yes": "是", "no": "否"}})"},
        {"en/a.json", R"({"locale": "en", "messages": {"yes": "Yes"}})"}};
    if (const auto returned = bring_back(texts, *read, "fuzz.xlf"); !returned && returned.error().empty())
        std::abort();
    return 0;
}
