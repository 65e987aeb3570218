#pragma once

#include "dialogs/load/directory_columns.hpp"
#include "dialogs/load/load_error.hpp"
#include "dialogs/load/reader.hpp"

#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// Rows of JSON as cells of a table, and back.
namespace plaint::content {

using Sheet = std::vector<std::vector<std::string>>; // the first row names the columns
std::string text_of(const Sheet& sheet);

// Lays rows out in columns. `like` are all the rows that will come: which languages their names are in decides the columns.
class SheetWriter {
  public:
    SheetWriter(std::string_view csv, std::span<const Column> columns, const nlohmann::ordered_json& like,
                LoadErrors& errors, std::string_view key_column = {});
    void add(const nlohmann::ordered_json& row, std::string_view key = {});
    const Sheet& sheet() const { return sheet_; }

  private:
    struct Place {
        std::string path;
        Cell cell;
    };
    std::string csv_;
    LoadErrors& errors_;
    bool has_key_;
    std::vector<Place> places_;
    Sheet sheet_;
};

struct ReadRow {
    std::size_t line = 1;
    std::string key; // of the row that it stands inside
    nlohmann::ordered_json value = nlohmann::ordered_json::object();
};

// The rows below the names of the columns, which may stand in any order but all have to be there. Nothing after a complaint
// that is about the table as a whole.
std::optional<std::vector<ReadRow>> read_sheet(std::string_view csv, std::string_view bytes,
                                               std::span<const Column> columns, std::string_view key_column,
                                               LoadErrors& errors);

// A data file as people like to read it: one row, source or alias a line.
std::string written_rows(const nlohmann::ordered_json& file);

} // namespace plaint::content
