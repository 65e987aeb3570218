#include "bot/net/http.hpp"

#include <algorithm>

namespace plaint::net {

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

} // namespace

bool equal_ignoring_case(std::string_view a, std::string_view b) {
    return a.size() == b.size() &&
           std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

Headers::Headers(std::initializer_list<Field> fields) {
    for (const Field& field : fields) add(field.name, field.value);
}

Headers::Field Headers::operator[](std::size_t index) const {
    const Entry& entry = entries_[index];
    const std::string_view all = text_;
    return {all.substr(entry.at, entry.name_bytes),
            all.substr(entry.at + entry.name_bytes, entry.value_bytes)};
}

std::optional<std::string_view> Headers::find(std::string_view name) const {
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        if (entries_[i].name_bytes != name.size()) continue;
        const Field field = (*this)[i];
        if (equal_ignoring_case(field.name, name)) return field.value;
    }
    return std::nullopt;
}

std::string_view Headers::get(std::string_view name) const { return find(name).value_or(std::string_view()); }

std::size_t Headers::count(std::string_view name) const {
    std::size_t found = 0;
    for (std::size_t i = 0; i < entries_.size(); ++i)
        found += equal_ignoring_case((*this)[i].name, name) ? 1 : 0;
    return found;
}

void Headers::add(std::string_view name, std::string_view value) {
    entries_.push_back({static_cast<std::uint32_t>(text_.size()), static_cast<std::uint32_t>(name.size()),
                        static_cast<std::uint32_t>(value.size())});
    text_.append(name).append(value);
}

void Headers::set(std::string_view name, std::string_view value) {
    remove(name);
    add(name, value);
}

void Headers::set_default(std::string_view name, std::string_view value) {
    if (!has(name)) add(name, value);
}

void Headers::add_all(const Headers& others) {
    reserve(entries_.size() + others.entries_.size(), text_.size() + others.text_.size());
    const auto shift = static_cast<std::uint32_t>(text_.size());
    for (Entry entry : others.entries_) {
        entry.at += shift;
        entries_.push_back(entry);
    }
    text_.append(others.text_);
}

// The text of a removed field stays in the buffer: a few bytes, and no other entry has to move.
void Headers::remove(std::string_view name) {
    std::erase_if(entries_, [&](const Entry& entry) {
        return entry.name_bytes == name.size() &&
               equal_ignoring_case(std::string_view(text_).substr(entry.at, entry.name_bytes), name);
    });
}

void Headers::reserve(std::size_t fields, std::size_t bytes) {
    entries_.reserve(fields);
    text_.reserve(bytes);
}

} // namespace plaint::net
