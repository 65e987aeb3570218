#include "dialogs/load/csv.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

// Whatever an office saves as CSV: it is refused with a line and a sentence, or read into cells that are read as the same
// when they are written again.

using namespace plaint::content;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto rows = read_csv({reinterpret_cast<const char*>(data), size});
    if (!rows) {
        if (rows.error().what.empty() || rows.error().line == 0) std::abort();
        return 0;
    }
    std::vector<std::vector<std::string>> cells;
    std::size_t line = 0;
    for (const CsvRow& row : *rows) {
        if (row.cells.empty() || row.line <= line) std::abort();
        line = row.line;
        cells.push_back(row.cells);
    }
    const auto again = read_csv(write_csv(cells));
    if (!again || again->size() != cells.size()) std::abort();
    for (std::size_t i = 0; i < cells.size(); ++i)
        if ((*again)[i].cells != cells[i]) std::abort();
    return 0;
}
