#include "dialogs/load/csv.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace plaint::content {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

// The length of the well-formed UTF-8 character that begins at `at`; 0 where there is none (Unicode, table 3-7).
std::size_t character_length(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) {
        return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0U;
    };
    const auto follows = [&](std::size_t i) { return byte(i) >= 0x80 && byte(i) <= 0xBF; };
    const unsigned lead = byte(0);
    if (lead < 0x80) return 1;
    if (lead >= 0xC2 && lead <= 0xDF) return follows(1) ? 2 : 0;
    if (lead >= 0xE0 && lead <= 0xEF) {
        const bool shortest = lead != 0xE0 || byte(1) >= 0xA0;
        const bool no_surrogate = lead != 0xED || byte(1) <= 0x9F;
        return follows(1) && follows(2) && shortest && no_surrogate ? 3 : 0;
    }
    if (lead < 0xF0 || lead > 0xF4) return 0;
    const bool in_range = (lead != 0xF0 || byte(1) >= 0x90) && (lead != 0xF4 || byte(1) <= 0x8F);
    return follows(1) && follows(2) && follows(3) && in_range ? 4 : 0;
}

std::optional<CsvFault> fault_of_bytes(std::string_view text) {
    std::size_t line = 1;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = character_length(text, at);
        if (length == 0)
            return CsvFault{line,
                            "is not UTF-8; spreadsheets offer it as \"CSV UTF-8\" when a file is saved"};
        if (text[at] == '\0') return CsvFault{line, "holds a zero byte, so it is no text"};
        if (text[at] == '\n') ++line;
        at += length;
    }
    return std::nullopt;
}

// One pass over the bytes, row after row.
class CsvReader {
  public:
    explicit CsvReader(std::string_view text) : text_(text) {}

    bool is_at_end() const { return at_ >= text_.size(); }

    std::expected<CsvRow, CsvFault> next_row() {
        CsvRow row{line_, {}};
        for (;;) {
            auto cell = is_next('"') ? quoted() : plain();
            if (!cell) return std::unexpected(std::move(cell).error());
            row.cells.push_back(std::move(*cell));
            if (is_next(',')) {
                ++at_;
                continue;
            }
            if (is_at_end()) return row;
            if (is_next('\r')) ++at_;
            if (!is_next('\n')) return std::unexpected(CsvFault{line_, "a line ends in CR without LF"});
            ++at_;
            ++line_;
            return row;
        }
    }

  private:
    bool is_next(char c) const { return at_ < text_.size() && text_[at_] == c; }

    std::expected<std::string, CsvFault> plain() {
        const std::size_t end = std::min(text_.find_first_of(",\"\r\n", at_), text_.size());
        std::string cell(text_.substr(at_, end - at_));
        at_ = end;
        if (is_next('"'))
            return std::unexpected(
                CsvFault{line_, "a quotation mark stands inside a cell that does not begin with one"});
        return cell;
    }

    std::expected<std::string, CsvFault> quoted() {
        const std::size_t begins_at_line = line_;
        std::string cell;
        for (++at_; at_ < text_.size(); ++at_) {
            if (is_next('\n')) ++line_;
            if (!is_next('"')) {
                cell += text_[at_];
                continue;
            }
            ++at_;
            if (is_next('"')) {
                cell += '"';
                continue;
            }
            if (is_at_end() || is_next(',') || is_next('\r') || is_next('\n')) return cell;
            return std::unexpected(CsvFault{line_, "something follows the end of a quoted cell"});
        }
        return std::unexpected(
            CsvFault{begins_at_line, "a cell begins with a quotation mark that is never closed"});
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t line_ = 1;
};

std::string written_cell(std::string_view cell) {
    if (cell.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(cell);
    std::string out = "\"";
    for (const char c : cell) out.append(c == '"' ? 2 : 1, c);
    return out += '"';
}

} // namespace

std::expected<std::vector<CsvRow>, CsvFault> read_csv(std::string_view bytes) {
    if (auto fault = fault_of_bytes(bytes)) return std::unexpected(std::move(*fault));
    if (bytes.starts_with(byte_order_mark)) bytes.remove_prefix(byte_order_mark.size());
    CsvReader reader(bytes);
    std::vector<CsvRow> rows;
    while (!reader.is_at_end()) {
        auto row = reader.next_row();
        if (!row) return std::unexpected(std::move(row).error());
        const bool is_empty = row->cells.size() == 1 && row->cells.front().empty();
        if (!is_empty) rows.push_back(std::move(*row));
    }
    return rows;
}

std::string write_csv(const std::vector<std::vector<std::string>>& rows) {
    std::string out(byte_order_mark);
    for (const auto& row : rows) {
        // An empty line would be passed over.
        if (row.size() == 1 && row.front().empty()) continue;
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (i > 0) out += ',';
            out += written_cell(row[i]);
        }
        out += "\r\n";
    }
    return out;
}

} // namespace plaint::content
