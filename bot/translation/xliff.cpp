#include "bot/translation/xliff.hpp"

#include "dialogs/kinds/characters.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <pugixml.hpp>
#include <sstream>

namespace plaint::translation {
namespace {

constexpr const char* name_space = "urn:oasis:names:tc:xliff:document:1.2";

// References are resolved here, below.
constexpr unsigned how_to_parse = (pugi::parse_default & ~pugi::parse_escapes) |
                                  pugi::parse_ws_pcdata_single | pugi::parse_doctype |
                                  pugi::parse_declaration;

std::string at_line(std::string_view xml, std::size_t offset, const std::string& what) {
    const auto line = 1 + std::ranges::count(xml.substr(0, std::min(offset, xml.size())), '\n');
    return "line " + std::to_string(line) + ": " + what;
}

bool is_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const kinds::Character one = kinds::character_at(text, at);
        if (one.code == kinds::replacement_character && one.end - one.begin < 3) return false;
        at = one.end;
    }
    return true;
}

// The character that a reference stands for, by what is between & and ;. Of entities there are those of XML itself.
std::optional<char32_t> meant_by(std::string_view name) {
    constexpr std::array<std::pair<std::string_view, char32_t>, 5> known{
        {{"amp", U'&'}, {"lt", U'<'}, {"gt", U'>'}, {"quot", U'"'}, {"apos", U'\''}}};
    for (const auto& [entity, code] : known)
        if (entity == name) return code;
    if (!kinds::take_prefix(name, "#")) return std::nullopt;
    const bool hexadecimal = kinds::take_prefix(name, "x");
    std::uint32_t code = 0;
    const auto [end, error] = std::from_chars(name.begin(), name.end(), code, hexadecimal ? 16 : 10);
    const bool exists = code < 0xD800 || (code > 0xDFFF && code <= 0x10FFFF);
    if (error != std::errc() || end != name.end() || !exists) return std::nullopt;
    return code;
}

std::expected<std::string, std::string> without_control_signs(std::string text) {
    if (!fits_into_xml(text)) return std::unexpected("has a control sign, which no text has");
    return text;
}

// What stands between tags, with its references as characters. The parser would leave those that it does not know as they
// stand, and make bytes that are no UTF-8 of those that mean no character.
std::expected<std::string, std::string> resolved(std::string_view raw) {
    std::string text;
    for (std::size_t at = raw.find('&'); at != std::string_view::npos; at = raw.find('&')) {
        text += raw.substr(0, at);
        raw.remove_prefix(at + 1);
        const std::size_t end = raw.find(';');
        const auto code = end != std::string_view::npos ? meant_by(raw.substr(0, end)) : std::nullopt;
        if (!code) return std::unexpected("has an entity, or an & that should be &amp;");
        kinds::append_utf8(text, *code);
        raw.remove_prefix(end + 1);
    }
    return without_control_signs(std::move(text.append(raw)));
}

// Gathers the text of an element without going deeper by itself: a file can nest as deep as it is long.
class TextOf : public pugi::xml_tree_walker {
  public:
    bool for_each(pugi::xml_node& node) override {
        switch (node.type()) {
        case pugi::node_pcdata: add(node, resolved(node.value())); break;
        case pugi::node_cdata: add(node, without_control_signs(node.value())); break;
        case pugi::node_element:
            // Tools that divide a text into sentences mark them so.
            if (std::string_view(node.name()) != "mrk")
                refuse(node, "a text has the element \"" + std::string(node.name()) +
                                 "\" in it; texts are plain, with their placeholders as they stand");
            break;
        default: break;
        }
        return !refused;
    }
    std::string text;
    pugi::xml_node refused; // none: the text is whole
    std::string why;

  private:
    void refuse(const pugi::xml_node& node, std::string what) {
        refused = node;
        why = std::move(what);
    }
    void add(const pugi::xml_node& node, std::expected<std::string, std::string> part) {
        part ? void(text += *part) : refuse(node, std::move(part).error());
    }
};

class XliffReader {
  public:
    explicit XliffReader(std::string_view xml) : xml_(xml) {}

    std::expected<Xliff, std::string> read() {
        if (xml_.size() > xliff_bytes_max) return std::unexpected("the file is larger than 16 MB");
        if (!is_utf8(xml_)) return std::unexpected("the file is not in UTF-8");
        pugi::xml_document document;
        const auto parsed = document.load_buffer(xml_.data(), xml_.size(), how_to_parse, pugi::encoding_utf8);
        if (!parsed)
            return std::unexpected(at(static_cast<std::size_t>(parsed.offset),
                                      std::string("is no XML: ") + parsed.description()));
        for (const pugi::xml_node& node : document)
            if (node.type() == pugi::node_doctype)
                return std::unexpected(
                    at(node, "has a document type, which is not read: nothing is fetched or replaced"));
        const pugi::xml_node root = document.document_element();
        if (std::string_view(root.name()) != "xliff")
            return std::unexpected(
                at(root, "is no XLIFF: the first element is \"" + std::string(root.name()) + "\""));
        if (const std::string version = root.attribute("version").value(); version != "1.2")
            return std::unexpected(at(root, "is XLIFF of version \"" + version + "\"; what is read is 1.2"));
        for (const pugi::xml_node& file : root.children("file"))
            if (!read_file(file)) return std::unexpected(error_);
        if (xliff_.parts.empty()) return std::unexpected(at(root, "has no file"));
        return std::move(xliff_);
    }

  private:
    std::string at(std::size_t offset, const std::string& what) const { return at_line(xml_, offset, what); }
    std::string at(const pugi::xml_node& node, const std::string& what) const {
        const std::ptrdiff_t offset = node.offset_debug();
        return at(offset > 0 ? static_cast<std::size_t>(offset) : 0, what);
    }
    bool fail(const pugi::xml_node& node, const std::string& what) {
        error_ = at(node, what);
        return false;
    }

    bool read_file(const pugi::xml_node& file) {
        std::string original, source, target;
        if (!take(file, file.attribute("original").value(), original) ||
            !take(file, file.attribute("source-language").value(), source) ||
            !take(file, file.attribute("target-language").value(), target))
            return false;
        if (target.empty()) return fail(file, "the file does not say its target-language");
        if (!xliff_.parts.empty() && (source != xliff_.source_language || target != xliff_.target_language))
            return fail(file, "the files are not all of the same languages");
        xliff_.source_language = source;
        xliff_.target_language = target;
        xliff_.parts.push_back({std::move(original), {}});
        // Groups of units may be nested, as deep as somebody likes.
        const pugi::xml_node body = file.child("body");
        pugi::xml_node node = body.first_child();
        while (node && node != body) {
            const bool is_group = std::string_view(node.name()) == "group";
            if (std::string_view(node.name()) == "trans-unit" && !read_unit(node)) return false;
            if (is_group && node.first_child()) {
                node = node.first_child();
                continue;
            }
            while (node != body && !node.next_sibling()) node = node.parent();
            if (node != body) node = node.next_sibling();
        }
        return true;
    }

    bool read_unit(const pugi::xml_node& node) {
        Unit unit;
        if (!take(node, node.attribute("id").value(), unit.id)) return false;
        if (unit.id.empty()) return fail(node, "a trans-unit has no id");
        const std::ptrdiff_t offset = node.offset_debug();
        unit.line = line_of(offset > 0 ? static_cast<std::size_t>(offset) : 0);
        if (!text_of(node.child("source"), unit.source)) return false;
        if (const pugi::xml_node target = node.child("target")) {
            if (!text_of(target, unit.target.emplace())) return false;
            const std::string_view state = target.attribute("state").value();
            if (state.starts_with("needs-review")) unit.state = State::needs_review;
        }
        if (!unit.target || unit.target->empty()) unit.state = State::wanted;
        for (const pugi::xml_node& note : node.children("note"))
            if (!take(note, note.text().get(), unit.notes.emplace_back())) return false;
        xliff_.parts.back().units.push_back(std::move(unit));
        return true;
    }

    bool take(const pugi::xml_node& node, std::string_view raw, std::string& text) {
        auto found = resolved(raw);
        if (!found) return fail(node, found.error());
        text = std::move(*found);
        return true;
    }

    bool text_of(const pugi::xml_node& element, std::string& text) {
        TextOf walker;
        pugi::xml_node from = element;
        from.traverse(walker);
        if (walker.refused) return fail(walker.refused, walker.why);
        text = std::move(walker.text);
        return true;
    }

    // Units stand one behind the other, so each line is counted once.
    std::size_t line_of(std::size_t offset) {
        offset = std::min(offset, xml_.size());
        if (offset < counted_) return line_;
        line_ += static_cast<std::size_t>(std::ranges::count(xml_.substr(counted_, offset - counted_), '\n'));
        counted_ = offset;
        return line_;
    }

    std::string_view xml_;
    Xliff xliff_;
    std::string error_;
    std::size_t counted_ = 0, line_ = 1;
};

const char* name_of(State state) {
    switch (state) {
    case State::wanted: return "needs-translation";
    case State::translated: return "translated";
    case State::needs_review: return "needs-review-translation";
    }
    return "";
}

void write_unit(const Unit& unit, pugi::xml_node body) {
    pugi::xml_node node = body.append_child("trans-unit");
    node.append_attribute("id") = unit.id.c_str();
    node.append_attribute("xml:space") = "preserve";
    if (unit.bytes_max > 0) node.append_attribute("maxbytes") = unit.bytes_max;
    node.append_child("source").text() = unit.source.c_str();
    // Without a target, tools begin with the source's text or with nothing, as their users like.
    if (unit.target) {
        pugi::xml_node target = node.append_child("target");
        target.append_attribute("state") = name_of(unit.state);
        target.text() = unit.target->c_str();
    }
    for (const std::string& note : unit.notes) {
        pugi::xml_node added = node.append_child("note");
        added.append_attribute("from") = "developer";
        added.text() = note.c_str();
    }
}

} // namespace

bool fits_into_xml(std::string_view text) {
    return std::ranges::all_of(
        text, [](char c) { return static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t'; });
}

std::string write_xliff(const Xliff& xliff) {
    pugi::xml_document document;
    pugi::xml_node declaration = document.append_child(pugi::node_declaration);
    declaration.append_attribute("version") = "1.0";
    declaration.append_attribute("encoding") = "UTF-8";
    pugi::xml_node root = document.append_child("xliff");
    root.append_attribute("version") = "1.2";
    root.append_attribute("xmlns") = name_space;
    for (const Part& part : xliff.parts) {
        pugi::xml_node file = root.append_child("file");
        file.append_attribute("original") = part.original.c_str();
        file.append_attribute("source-language") = xliff.source_language.c_str();
        file.append_attribute("target-language") = xliff.target_language.c_str();
        file.append_attribute("datatype") = "plaintext";
        pugi::xml_node body = file.append_child("body");
        for (const Unit& unit : part.units) write_unit(unit, body);
    }
    std::ostringstream out;
    document.save(out, "  ", pugi::format_indent, pugi::encoding_utf8);
    return std::move(out).str();
}

std::expected<Xliff, std::string> read_xliff(std::string_view xml) { return XliffReader(xml).read(); }

} // namespace plaint::translation
