#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace plaint::net {

/// What the header of one part of a form says.
struct Part {
    std::string name;
    /// The client's file name without any folders, or nothing when the part is a plain field.
    std::optional<std::string> filename;
    /// The media type as sent, "text/plain" where none was (RFC 7578, 4.4).
    std::string content_type = "text/plain";
};

enum class MultipartFault : std::uint8_t {
    too_many_parts,
    header_too_large,
    /// A part without a form-data disposition and a name, or a header line that is none.
    bad_header,
    /// Something other than a line end behind a boundary.
    bad_boundary,
    /// The body ended before the closing boundary.
    cut_short,
    /// The receiver returned false.
    refused,
};

/// A word for problem documents: "too_many_parts".
std::string_view name_of(MultipartFault fault);

/// Gets the parts of a form while it arrives. False from any call ends the parsing with `refused`.
class PartReceiver {
  public:
    virtual ~PartReceiver() = default;
    virtual bool on_part(Part part) = 0;
    /// A piece of the present part's content; the view lives for the call.
    virtual bool on_content(std::string_view bytes) = 0;
    virtual bool on_part_end() = 0;
};

/// Parses multipart/form-data (RFC 7578, RFC 2046) in one pass, whatever the pieces it arrives in, holding no more
/// than one part's header and a boundary's length. Content is handed on without a copy.
class MultipartParser {
  public:
    struct Limits {
        std::size_t header_bytes = 8 * 1024;
        std::size_t parts = 32;
    };

    /// The boundary as multipart_boundary() found it. The receiver outlives the parser.
    MultipartParser(std::string_view boundary, Limits limits, PartReceiver& receiver);

    /// After a fault nothing more is taken.
    std::expected<void, MultipartFault> feed(std::string_view bytes);
    /// To be called when the body has ended.
    std::expected<void, MultipartFault> finish() const;

  private:
    enum class State { preamble, behind_boundary, header, content, epilogue, failed };

    std::expected<void, MultipartFault> fail(MultipartFault fault);
    std::size_t search(std::string_view bytes, bool& found);
    bool pass_on(std::string_view bytes);
    std::expected<bool, MultipartFault> take_behind_boundary(char byte);
    std::expected<bool, MultipartFault> take_header(char byte);
    std::expected<void, MultipartFault> begin_part();

    // CR LF "--" and the boundary: what ends a part's content.
    std::string delimiter_;
    Limits limits_;
    PartReceiver& receiver_;
    State state_ = State::preamble;
    // How much of the delimiter the bytes so far end with. A body may begin with a boundary, so at first it is as if
    // a line had ended.
    std::size_t matched_ = 2;
    std::string held_;
    std::size_t parts_ = 0;
};

/// The boundary of a multipart/form-data content type, or nothing if it is none or has no valid boundary.
std::optional<std::string> multipart_boundary(std::string_view content_type);

/// Reads a Content-Disposition of a form's part. Quoted strings end at the next quote; a backslash escapes only a
/// quote or itself, since some browsers send Windows paths bare; %22, %0D and %0A are what browsers write for a quote
/// and line ends. `filename*` (RFC 8187), which should not come but does, goes before `filename`.
std::optional<Part> parse_form_disposition(std::string_view value);

} // namespace plaint::net
