#include "dialogs/load/directory_tables.hpp"

#include "dialogs/load/csv.hpp"
#include "dialogs/load/directory_columns.hpp"
#include "dialogs/load/table_cells.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace plaint::content {

namespace {

using Json = nlohmann::ordered_json;
using Documents = std::map<std::string, Json, std::less<>>; // by file

constexpr std::string_view regions_file = "directory/regions.json";
constexpr std::string_view calendar_file = "directory/calendar.json";
constexpr std::array<std::string_view, 3> levels{"provinces", "prefectures", "counties"};

// Tables that stand for something else than a list of rows.
constexpr Column region_columns[] = {
    {"code"}, {"name"}, {"english"}, {"pinyin"}, {"mainland", Cell::flag}, {"corps", Cell::flag},
};
constexpr Column alias_columns[] = {
    {"old_code"},
    {"code"},
    {"source"},
    {"needs_legal_check", Cell::flag},
};
constexpr Column range_columns[] = {{"from"}, {"to"}};
constexpr Column worked_columns[] = {{"day"}};
constexpr std::string_view regions_csv = "regions.csv", aliases_csv = "aliases.csv",
                           range_csv = "calendar.csv", worked_csv = "worked_weekends.csv";

Documents documents_of(const Texts& directory, LoadErrors& errors) {
    Documents documents;
    for (const auto& [file, text] : directory) {
        if (!file.starts_with("directory/") || file == "directory/rules.json") continue;
        if (parse(file, text, errors)) documents[file] = Json::parse(text);
    }
    return documents;
}

Json* list_of(Documents& documents, const Table& table) {
    const auto found = documents.find(table.file);
    if (found == documents.end()) return nullptr;
    const auto list = found->second.find(std::string(table.list));
    return list == found->second.end() ? nullptr : &*list;
}

const Table& table_named(std::string_view csv) {
    return *std::ranges::find(directory_tables(), csv, &Table::csv);
}

// ---- out

class Exporter {
  public:
    explicit Exporter(Documents documents) : documents_(std::move(documents)) {}

    NamedTexts run(LoadErrors& errors) {
        for (const Table& table : directory_tables())
            table.inside.empty() ? rows(table, errors) : rows_inside(table, errors);
        regions(errors);
        calendar(errors);
        return std::move(out_);
    }

  private:
    void write(std::string_view csv, const Sheet& sheet) { out_[std::string(csv)] = text_of(sheet); }

    void rows(const Table& table, LoadErrors& errors) {
        const Json* list = list_of(documents_, table);
        if (list == nullptr) return;
        SheetWriter writer(table.csv, table.columns, *list, errors);
        for (const Json& row : *list) writer.add(row);
        write(table.csv, writer.sheet());
    }

    void rows_inside(const Table& table, LoadErrors& errors) {
        const Table& outer = table_named(table.inside);
        const Json* list = list_of(documents_, outer);
        if (list == nullptr) return;
        Json all = Json::array();
        for (const Json& row : *list)
            for (const Json& inner : row.value(std::string(table.list), Json::array())) all.push_back(inner);
        SheetWriter writer(table.csv, table.columns, all, errors, table.key_column);
        for (const Json& row : *list)
            for (const Json& inner : row.value(std::string(table.list), Json::array()))
                writer.add(inner, row.at(std::string(table.key)).get<std::string>());
        write(table.csv, writer.sheet());
    }

    void regions(LoadErrors& errors) {
        const auto found = documents_.find(regions_file);
        if (found == documents_.end()) return;
        const Json& file = found->second;
        const Json& cities = file.at("xpcc").at("cities");
        SheetWriter rows(regions_csv, region_columns, Json::array(), errors);
        for (const std::string_view level : levels)
            for (Json row : file.at(std::string(level))) {
                const auto is_it = [&](const Json& city) { return city == row.at("code"); };
                if (std::ranges::any_of(cities, is_it)) row["corps"] = true;
                rows.add(row);
            }
        write(regions_csv, rows.sheet());
        SheetWriter aliases(aliases_csv, alias_columns, Json::array(), errors);
        for (const auto& [old_code, value] : file.at("aliases").items()) {
            Json row = value.is_object() ? value : Json{{"code", value}};
            row["old_code"] = old_code;
            aliases.add(row);
        }
        write(aliases_csv, aliases.sheet());
    }

    void calendar(LoadErrors& errors) {
        const auto found = documents_.find(calendar_file);
        if (found == documents_.end()) return;
        SheetWriter range(range_csv, range_columns, Json::array(), errors);
        range.add(found->second);
        write(range_csv, range.sheet());
        SheetWriter worked(worked_csv, worked_columns, Json::array(), errors);
        for (const Json& day : found->second.at("worked")) worked.add(Json{{"day", day}});
        write(worked_csv, worked.sheet());
    }

    Documents documents_;
    NamedTexts out_;
};

// ---- in

class Importer {
  public:
    Importer(Documents documents, const NamedTexts& tables, LoadErrors& errors)
        : documents_(std::move(documents)), tables_(tables), errors_(errors) {}

    // The documents as the tables make them.
    Documents run() {
        for (const auto& [csv, text] : tables_)
            if (!is_known(csv)) errors_.push_back({csv, "", "is no table of the directory"});
        for (const Table& table : directory_tables()) table.inside.empty() ? rows(table) : rows_inside(table);
        regions();
        aliases();
        calendar();
        return std::move(documents_);
    }

    // The same mistake by the table and the line that it comes from, where one does.
    LoadError traced(LoadError error) const {
        for (std::string at = error.pointer; !at.empty(); at.erase(at.rfind('/'))) {
            const auto found = origins_.find(error.file + "#" + at);
            if (found == origins_.end()) continue;
            std::string column = error.pointer.substr(at.size());
            std::ranges::replace(column, '/', '.');
            const std::string where = "line " + std::to_string(found->second.line) +
                                      (column.size() > 1 ? ", " + column.substr(1) : "");
            return {found->second.csv, "", where + ": " + error.what};
        }
        return error;
    }

  private:
    struct Origin {
        std::string csv;
        std::size_t line;
    };

    static bool is_known(std::string_view csv) {
        constexpr std::string_view special[] = {regions_csv, aliases_csv, range_csv, worked_csv};
        return std::ranges::find(special, csv) != std::end(special) ||
               std::ranges::find(directory_tables(), csv, &Table::csv) != directory_tables().end();
    }

    // The rows of a table that was given; nothing where it was not, or cannot be read.
    std::optional<std::vector<ReadRow>> read(std::string_view csv, std::span<const Column> columns,
                                             std::string_view key_column = {}) {
        const auto found = tables_.find(csv);
        if (found == tables_.end()) return std::nullopt;
        return read_sheet(csv, found->second, columns, key_column, errors_);
    }

    void note(std::string_view file, const std::string& pointer, std::string_view csv, std::size_t line) {
        origins_[std::string(file) + "#" + pointer] = {std::string(csv), line};
    }

    Json& document(std::string_view file) {
        Json& document = documents_[std::string(file)];
        if (document.is_null())
            document["source"] = {{"rows", "imported from tables"}, {"needs_legal_check", true}};
        return document;
    }

    void rows(const Table& table) {
        auto given = read(table.csv, table.columns);
        if (!given) return;
        Json& list = document(table.file)[std::string(table.list)];
        const Json before = list.is_array() ? list : Json::array();
        list = Json::array();
        for (ReadRow& row : *given) {
            note(table.file, "/" + std::string(table.list) + "/" + std::to_string(list.size()), table.csv,
                 row.line);
            list.push_back(with_the_rest(std::move(row.value), before, table));
        }
    }

    // What the earlier row of the same name had beside the columns, such as the people of a body.
    static Json with_the_rest(Json row, const Json& before, const Table& table) {
        const std::string key(table.columns.front().path);
        for (const Json& earlier : before) {
            if (!row.contains(key) || !earlier.contains(key) || earlier.at(key) != row.at(key)) continue;
            for (const auto& [name, value] : earlier.items()) {
                const auto is_it = [&](const Column& column) {
                    return column.path.substr(0, column.path.find('.')) == name;
                };
                if (std::ranges::none_of(table.columns, is_it)) row[name] = value;
            }
            break;
        }
        return row;
    }

    void rows_inside(const Table& table) {
        const auto given = read(table.csv, table.columns, table.key_column);
        Json* outer = list_of(documents_, table_named(table.inside));
        if (!given || outer == nullptr) return;
        const std::string list(table.list), key(table.key);
        std::map<std::string, std::size_t> places;
        for (std::size_t i = 0; i < outer->size(); ++i) {
            Json& row = (*outer)[i];
            places.emplace(row.value(key, ""), i);
            // A platform has links even where it has none yet; a body has people or no such member.
            if (list == "links")
                row[list] = Json::array();
            else
                row.erase(list);
        }
        for (const ReadRow& row : *given) {
            const auto place = places.find(row.key);
            if (place == places.end()) {
                errors_.push_back({std::string(table.csv), "",
                                   "line " + std::to_string(row.line) + ", " + std::string(table.key_column) +
                                       ": there is no \"" + row.key + "\" in " + std::string(table.inside)});
                continue;
            }
            Json& to = (*outer)[place->second][list];
            note(table.file,
                 "/" + std::string(table_named(table.inside).list) + "/" + std::to_string(place->second) +
                     "/" + list + "/" + std::to_string(to.size()),
                 table.csv, row.line);
            to.push_back(row.value);
        }
    }

    void regions() {
        auto given = read(regions_csv, region_columns);
        if (!given) return;
        Json& file = document(regions_file);
        for (const std::string_view level : levels) file[std::string(level)] = Json::array();
        Json& cities = file["xpcc"]["cities"] = Json::array();
        for (ReadRow& row : *given) {
            const std::string code = row.value.value("code", "");
            const std::size_t level = code.ends_with("0000") ? 0 : code.ends_with("00") ? 1 : 2;
            if (row.value.value("corps", false)) {
                note(regions_file, "/xpcc/cities/" + std::to_string(cities.size()), regions_csv, row.line);
                cities.push_back(code);
            }
            row.value.erase("corps");
            Json& list = file[std::string(levels[level])];
            note(regions_file, "/" + std::string(levels[level]) + "/" + std::to_string(list.size()),
                 regions_csv, row.line);
            list.push_back(std::move(row.value));
        }
    }

    void aliases() {
        auto given = read(aliases_csv, alias_columns);
        if (!given) return;
        Json& to = document(regions_file)["aliases"] = Json::object();
        for (ReadRow& row : *given) {
            const std::string old_code = row.value.value("old_code", "");
            if (to.contains(old_code))
                errors_.push_back(
                    {std::string(aliases_csv), "",
                     "line " + std::to_string(row.line) + ", old_code: " + old_code + " stands here twice"});
            row.value.erase("old_code");
            note(regions_file, "/aliases/" + old_code, aliases_csv, row.line);
            const bool has_source = row.value.contains("source") || row.value.contains("needs_legal_check");
            to[old_code] = has_source ? std::move(row.value) : Json(row.value.value("code", ""));
        }
    }

    void calendar() {
        if (const auto given = read(range_csv, range_columns)) {
            if (given->size() != 1)
                errors_.push_back(
                    {std::string(range_csv), "", "has one row: the days that the calendar declares"});
            for (const ReadRow& row : *given)
                for (const char* end : {"from", "to"}) {
                    note(calendar_file, std::string("/") + end, range_csv, row.line);
                    document(calendar_file)[end] = row.value.value(end, "");
                }
        }
        if (const auto given = read(worked_csv, worked_columns)) {
            Json& days = document(calendar_file)["worked"] = Json::array();
            for (const ReadRow& row : *given) {
                note(calendar_file, "/worked/" + std::to_string(days.size()), worked_csv, row.line);
                days.push_back(row.value.value("day", ""));
            }
        }
    }

    Documents documents_;
    const NamedTexts& tables_;
    LoadErrors& errors_;
    std::map<std::string, Origin, std::less<>> origins_; // by file and pointer of a row
};

std::string_view text_in(const NamedTexts& changed, const Texts& directory, const std::string& file) {
    if (const auto found = changed.find(file); found != changed.end()) return found->second;
    const auto found = directory.find(file);
    return found != directory.end() ? found->second : std::string_view();
}

// The directory with some of its files changed.
std::expected<Directory, LoadErrors> load_with(const NamedTexts& changed, const Texts& directory) {
    const auto text = [&](const char* name) {
        return text_in(changed, directory, "directory/" + std::string(name) + ".json");
    };
    return load_directory({text("regions"), text("abroad"), text("offices"), text("centres"),
                           text("platforms"), text("rules"), text("calendar"), text("events")});
}

} // namespace

std::expected<NamedTexts, LoadErrors> export_tables(const Texts& directory) {
    LoadErrors errors;
    NamedTexts tables = Exporter(documents_of(directory, errors)).run(errors);
    if (!errors.empty()) return std::unexpected(std::move(errors));
    return tables;
}

std::expected<NamedTexts, LoadErrors> import_tables(const Texts& directory, const NamedTexts& tables) {
    LoadErrors errors;
    // What does not load cannot be told from what the tables change.
    if (auto loaded = load_with({}, directory); !loaded) return std::unexpected(std::move(loaded).error());
    const Documents before = documents_of(directory, errors);
    Importer importer(before, tables, errors);
    const Documents after = importer.run();
    if (!errors.empty()) return std::unexpected(std::move(errors));
    NamedTexts changed;
    for (const auto& [file, document] : after) {
        const auto earlier = before.find(file);
        // The order of an object's members says nothing.
        const bool is_same =
            earlier != before.end() && nlohmann::json(earlier->second) == nlohmann::json(document);
        if (!is_same) changed[file] = written_rows(document);
    }
    const auto loaded = load_with(changed, directory);
    if (loaded) return changed;
    for (const LoadError& error : loaded.error()) errors.push_back(importer.traced(error));
    return std::unexpected(std::move(errors));
}

} // namespace plaint::content
