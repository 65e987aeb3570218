#include "cmake/embedded/embedded.hpp"

#include "cmake/embedded/table.hpp"

#include <algorithm>
#include <vector>

namespace plaint::embedded {

std::span<const Entry> all() {
    static const std::vector<Entry> entries = [] {
        std::vector<Entry> rows;
        for (const RawEntry* row = raw_entries; row->path != nullptr; ++row)
            rows.push_back({row->path, {row->begin, row->end}});
        std::ranges::sort(rows, {}, &Entry::path);
        return rows;
    }();
    return entries;
}

std::optional<std::string_view> find(std::string_view path) {
    const auto entries = all();
    const auto at = std::ranges::lower_bound(entries, path, {}, &Entry::path);
    if (at == entries.end() || at->path != path) return std::nullopt;
    return at->bytes;
}

} // namespace plaint::embedded
