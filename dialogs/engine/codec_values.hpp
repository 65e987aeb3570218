#pragma once

#include "dialogs/engine/answer.hpp"
#include "dialogs/engine/bytes.hpp"

#include <cstdint>
#include <string>
#include <vector>

// What the bytes of sessions and those of outputs have in common.
namespace plaint::dialogs {

template<class Enum>
void put_enum(ByteWriter& to, Enum value) {
    to.number(static_cast<std::uint64_t>(value));
}
template<class Enum>
Enum get_enum(ByteReader& from, Enum last) {
    return static_cast<Enum>(from.below(static_cast<std::uint64_t>(last) + 1));
}

inline void put(ByteWriter& to, const std::vector<FileRef>& files) {
    to.number(files.size());
    for (const FileRef& file : files) {
        to.text(file.sha256);
        to.text(file.name);
        to.text(file.media_type);
        to.number(file.size_bytes);
    }
}
inline std::vector<FileRef> get_files(ByteReader& from) {
    std::vector<FileRef> files(from.count());
    for (FileRef& file : files) {
        file.sha256 = from.text();
        file.name = from.text();
        file.media_type = from.text();
        file.size_bytes = from.number();
    }
    return files;
}

inline void put(ByteWriter& to, const Value& value) {
    to.number(value.index());
    if (const auto* flag = std::get_if<bool>(&value)) to.flag(*flag);
    if (const auto* number = std::get_if<std::int64_t>(&value)) to.signed_number(*number);
    if (const auto* text = std::get_if<std::string>(&value)) to.text(*text);
    if (const auto* files = std::get_if<std::vector<FileRef>>(&value)) put(to, *files);
}
inline Value get_value(ByteReader& from) {
    switch (from.number()) {
    case 0: return std::monostate{};
    case 1: return from.flag();
    case 2: return from.signed_number();
    case 3: return from.text();
    case 4: return get_files(from);
    default: from.spoil(); return std::monostate{};
    }
}

} // namespace plaint::dialogs
