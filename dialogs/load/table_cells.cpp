#include "dialogs/load/table_cells.hpp"

#include "dialogs/kinds/characters.hpp"
#include "dialogs/load/csv.hpp"

#include <algorithm>

namespace plaint::content {

namespace {

using Json = nlohmann::ordered_json;

constexpr char between_words = '|';

// The member at a path of one or two names; null where there is none.
const Json* member_at(const Json& row, std::string_view path) {
    const std::size_t point = path.find('.');
    const auto outer = row.find(std::string(path.substr(0, point)));
    if (outer == row.end()) return nullptr;
    if (point == std::string_view::npos) return &*outer;
    const auto inner = outer->find(std::string(path.substr(point + 1)));
    return inner == outer->end() ? nullptr : &*inner;
}

Json& member_made(Json& row, std::string_view path) {
    const std::size_t point = path.find('.');
    Json& outer = row[std::string(path.substr(0, point))];
    return point == std::string_view::npos ? outer : outer[std::string(path.substr(point + 1))];
}

// "name." in the languages of the rows: first the two that there always are.
std::vector<std::string> name_paths(std::string_view prefix, const Json& rows) {
    std::vector<std::string> languages{"zh-Hans", "en"};
    const std::string member(prefix.substr(0, prefix.size() - 1));
    for (const Json& row : rows) {
        const Json names = row.value(member, Json::object());
        for (const auto& [language, text] : names.items())
            if (std::ranges::find(languages, language) == languages.end()) languages.push_back(language);
    }
    for (std::string& language : languages) language.insert(0, prefix);
    return languages;
}

std::string joined_words(const Json& words) {
    std::string out;
    for (const Json& word : words) {
        if (!out.empty()) out += between_words;
        out += word.get<std::string>();
    }
    return out;
}

Json split_words(std::string_view cell) {
    Json words = Json::array();
    while (!cell.empty()) {
        const std::size_t end = std::min(cell.find(between_words), cell.size());
        if (const std::string_view word = kinds::trimmed(cell.substr(0, end)); !word.empty())
            words.push_back(word);
        cell.remove_prefix(std::min(end + 1, cell.size()));
    }
    return words;
}

std::string in_line(std::size_t line, std::string_view column, std::string_view what) {
    return "line " + std::to_string(line) + ", " + std::string(column) + ": " + std::string(what);
}

// Which cell of a row is what: a column of the table in one of its languages, or the key.
struct Heading {
    std::string name;
    const Column* column = nullptr; // null: the key
};

class SheetReader {
  public:
    SheetReader(std::string_view csv, std::span<const Column> columns, std::string_view key_column,
                LoadErrors& errors)
        : csv_(csv), columns_(columns), key_column_(key_column), errors_(errors) {}

    std::optional<std::vector<ReadRow>> read(std::string_view bytes) {
        const auto rows = read_csv(bytes);
        if (!rows) {
            complain("line " + std::to_string(rows.error().line) + ": " + rows.error().what);
            return std::nullopt;
        }
        if (rows->empty()) {
            complain("has no line with the names of its columns");
            return std::nullopt;
        }
        if (!read_headings(rows->front())) return std::nullopt;
        std::vector<ReadRow> out;
        for (std::size_t i = 1; i < rows->size(); ++i)
            if (auto row = read_row((*rows)[i])) out.push_back(std::move(*row));
        return out;
    }

  private:
    void complain(std::string what) { errors_.push_back({csv_, "", std::move(what)}); }

    bool read_headings(const CsvRow& row) {
        const std::size_t before = errors_.size();
        for (const std::string& name : row.cells) {
            const std::string place = "line " + std::to_string(row.line) + ": ";
            const auto column = std::ranges::find_if(columns_, [&](const Column& one) {
                return one.path == name || (one.path.ends_with('.') && name.starts_with(one.path) &&
                                            name.size() > one.path.size() &&
                                            name.find('.', one.path.size()) == std::string::npos);
            });
            const bool is_key = !key_column_.empty() && name == key_column_;
            if (!is_key && column == columns_.end())
                complain(place + "the column \"" + name + "\" is not known here");
            if (std::ranges::find(headings_, name, &Heading::name) != headings_.end())
                complain(place + "the column \"" + name + "\" stands here twice");
            headings_.push_back({name, is_key || column == columns_.end() ? nullptr : &*column});
        }
        const auto need = [&](std::string_view name) {
            if (std::ranges::find(headings_, name, &Heading::name) == headings_.end())
                complain("line " + std::to_string(row.line) + ": the column \"" + std::string(name) +
                         "\" is missing");
        };
        if (!key_column_.empty()) need(key_column_);
        for (const Column& column : columns_) {
            if (!column.path.ends_with('.'))
                need(column.path);
            else
                for (const char* language : {"zh-Hans", "en"}) need(std::string(column.path) + language);
        }
        return errors_.size() == before;
    }

    std::optional<ReadRow> read_row(const CsvRow& row) {
        // Spreadsheets leave rows of empty cells behind where something was deleted.
        if (std::ranges::all_of(row.cells, [](const std::string& cell) { return cell.empty(); }))
            return std::nullopt;
        if (row.cells.size() != headings_.size()) {
            complain("line " + std::to_string(row.line) + ": has " + std::to_string(row.cells.size()) +
                     " cells, and there are " + std::to_string(headings_.size()) + " columns");
            return std::nullopt;
        }
        ReadRow out{.line = row.line};
        // In the order of the table, however the columns stand.
        for (const Column& column : columns_)
            for (std::size_t i = 0; i < headings_.size(); ++i)
                if (headings_[i].column == &column)
                    read_cell(row.line, headings_[i], row.cells[i], out.value);
        for (std::size_t i = 0; i < headings_.size(); ++i)
            if (headings_[i].column == nullptr) out.key = row.cells[i];
        return out;
    }

    void read_cell(std::size_t line, const Heading& heading, const std::string& cell, Json& row) {
        const Cell kind = heading.column->cell;
        if (cell.empty()) {
            if (kind == Cell::kept_list) member_made(row, heading.name) = Json::array();
            return;
        }
        if (kind == Cell::flag) {
            // As spreadsheets write it, too.
            const std::string word = kinds::lower_ascii(cell);
            const bool yes = word == "yes" || word == "true", no = word == "no" || word == "false";
            if (!yes && !no) complain(in_line(line, heading.name, "should be yes or no"));
            member_made(row, heading.name) = yes;
            return;
        }
        if (kind == Cell::list || kind == Cell::kept_list)
            member_made(row, heading.name) = split_words(cell);
        else
            member_made(row, heading.name) = cell;
    }

    std::string csv_;
    std::span<const Column> columns_;
    std::string_view key_column_;
    LoadErrors& errors_;
    std::vector<Heading> headings_;
};

// JSON on one line, with blanks after commas and colons.
std::string on_one_line(const Json& value) {
    if (value.is_object()) {
        std::string out = "{";
        for (const auto& [name, inner] : value.items())
            out += (out.size() > 1 ? ", " : "") + Json(name).dump() + ": " + on_one_line(inner);
        return out + "}";
    }
    if (value.is_array()) {
        std::string out = "[";
        for (const Json& inner : value) out += (out.size() > 1 ? ", " : "") + on_one_line(inner);
        return out + "]";
    }
    return value.dump();
}

} // namespace

std::string text_of(const Sheet& sheet) { return write_csv(sheet); }

SheetWriter::SheetWriter(std::string_view csv, std::span<const Column> columns, const Json& like,
                         LoadErrors& errors, std::string_view key_column)
    : csv_(csv), errors_(errors), has_key_(!key_column.empty()) {
    for (const Column& column : columns) {
        if (!column.path.ends_with('.'))
            places_.push_back({std::string(column.path), column.cell});
        else
            for (std::string& path : name_paths(column.path, like))
                places_.push_back({std::move(path), column.cell});
    }
    std::vector<std::string> heading;
    if (has_key_) heading.emplace_back(key_column);
    for (const Place& place : places_) heading.push_back(place.path);
    sheet_.push_back(std::move(heading));
}

void SheetWriter::add(const Json& row, std::string_view key) {
    std::vector<std::string> cells;
    if (has_key_) cells.emplace_back(key);
    for (const Place& place : places_) {
        const Json* value = member_at(row, place.path);
        std::string& cell = cells.emplace_back();
        if (value == nullptr) continue;
        if (value->is_boolean()) cell = value->get<bool>() ? "yes" : "no";
        if (value->is_string()) cell = value->get<std::string>();
        if (!value->is_array()) continue;
        cell = joined_words(*value);
        if (split_words(cell) != *value)
            errors_.push_back(
                {csv_, "", place.path + ": \"" + cell + "\" would not come back as the same words"});
    }
    sheet_.push_back(std::move(cells));
}

std::optional<std::vector<ReadRow>> read_sheet(std::string_view csv, std::string_view bytes,
                                               std::span<const Column> columns, std::string_view key_column,
                                               LoadErrors& errors) {
    return SheetReader(csv, columns, key_column, errors).read(bytes);
}

std::string written_rows(const Json& file) {
    std::string out = "{";
    for (const auto& [name, value] : file.items()) {
        out += (out.size() > 1 ? ",\n" : "") + Json(name).dump() + ": ";
        // What one opens in an editor is found by its lines.
        const bool in_lines =
            (value.is_array() && !value.empty() && value.front().is_object()) ||
            (value.is_object() && (name == "source" || name == "aliases" || name == "names"));
        if (!in_lines) {
            out += on_one_line(value);
            continue;
        }
        const bool is_list = value.is_array();
        out += is_list ? "[" : "{";
        bool first = true;
        for (const auto& [key, row] : value.items()) {
            out += std::string(first ? "" : ",") + "\n  " + (is_list ? "" : Json(key).dump() + ": ") +
                   on_one_line(row);
            first = false;
        }
        out += is_list ? "]" : "}";
    }
    return out + "}\n";
}

} // namespace plaint::content
