#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

// Comma-separated values as RFC 4180 describes them: what spreadsheets read and write.
namespace plaint::content {

struct CsvRow {
    std::size_t line = 1; // on which the row begins
    std::vector<std::string> cells;
};

struct CsvFault {
    std::size_t line = 1;
    std::string what; // one sentence without a full stop
};

// UTF-8, with a byte-order mark or without; lines end in CR LF or in LF alone; empty lines are passed over. Cells are as they
// stand, blanks among them.
std::expected<std::vector<CsvRow>, CsvFault> read_csv(std::string_view bytes);

// With the byte-order mark, without which spreadsheets take Chinese for something else, and CR LF.
std::string write_csv(const std::vector<std::vector<std::string>>& rows);

} // namespace plaint::content
