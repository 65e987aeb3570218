#include "dialogs/load/csv.hpp"

#include <catch2/catch.hpp>

using plaint::content::CsvRow;
using plaint::content::read_csv;
using plaint::content::write_csv;

namespace {

using Cells = std::vector<std::vector<std::string>>;

Cells cells_of(std::string_view bytes) {
    const auto rows = read_csv(bytes);
    Cells out;
    REQUIRE(rows);
    for (const CsvRow& row : *rows) out.push_back(row.cells);
    return out;
}

std::string fault_of(std::string_view bytes) {
    const auto rows = read_csv(bytes);
    return rows ? "" : std::to_string(rows.error().line) + ": " + rows.error().what;
}

} // namespace

TEST_CASE("values separated by commas are read as RFC 4180 has them") {
    CHECK(cells_of("a,b\r\n1,2\r\n") == Cells{{"a", "b"}, {"1", "2"}});
    CHECK(cells_of("a,b\n1,2") == Cells{{"a", "b"}, {"1", "2"}});
    CHECK(cells_of("\xEF\xBB\xBF地区,名称\r\n") == Cells{{"地区", "名称"}});
    CHECK(cells_of("\"a,b\",\"he said \"\"no\"\"\",\"two\r\nlines\"\r\n") ==
          Cells{{"a,b", "he said \"no\"", "two\r\nlines"}});
    CHECK(cells_of("a,,\"\"\r\n,\r\n") == Cells{{"a", "", ""}, {"", ""}});
    CHECK(cells_of("a\r\n\r\n\nb\r\n") == Cells{{"a"}, {"b"}});
    CHECK(cells_of(" a , b ") == Cells{{" a ", " b "}});
    CHECK(cells_of("").empty());
    CHECK(read_csv("a\r\n\"two\nlines\"\r\nb")->at(2).line == 4);
}

TEST_CASE("what is no such file is refused with its line") {
    CHECK(fault_of("a\r\nb\"c\r\n") ==
          "2: a quotation mark stands inside a cell that does not begin with one");
    CHECK(fault_of("a\r\n\"b\"c\r\n") == "2: something follows the end of a quoted cell");
    CHECK(fault_of("a\r\nb,\"c\r\nd\r\n") == "2: a cell begins with a quotation mark that is never closed");
    CHECK(fault_of("a\rb") == "1: a line ends in CR without LF");
    // As Chinese spreadsheets save it unasked: GBK.
    CHECK(fault_of("name\r\n\xBA\xBC\xD6\xDD\r\n").starts_with("2: is not UTF-8"));
    CHECK(fault_of(std::string_view("a\0b", 3)) == "1: holds a zero byte, so it is no text");
    for (const char* wrong : {"\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE6\x9D", "\x80"})
        CHECK(fault_of(wrong).starts_with("1: is not UTF-8"));
}

TEST_CASE("what is written is read as the same") {
    const Cells rows{{"body", "name"}, {"office:33", "浙江, \"省局\""}, {"", "two\nlines"}, {"x", ""}};
    const std::string bytes = write_csv(rows);
    CHECK(bytes.starts_with("\xEF\xBB\xBF"
                            "body,name\r\n"));
    CHECK(cells_of(bytes) == rows);
}
