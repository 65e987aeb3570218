#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace plaint::net {

enum class Method : std::uint8_t { get, head, post, put, patch, delete_, options, other };

/// The upper-case name as it stands in a request line; "OTHER" for a verb this server gives no meaning.
std::string_view name_of(Method method);

/// Header fields in the order they came, found without regard to case (RFC 9110, 5.1). All text stands in one
/// buffer, so that a request with twenty fields costs two allocations and not forty.
class Headers {
  public:
    struct Field {
        std::string_view name;
        std::string_view value;
    };

    Headers() = default;
    Headers(std::initializer_list<Field> fields);

    /// The first value under the name, or nothing.
    std::optional<std::string_view> find(std::string_view name) const;
    /// The first value under the name, or the empty text.
    std::string_view get(std::string_view name) const;
    bool has(std::string_view name) const { return find(name).has_value(); }
    std::size_t count(std::string_view name) const;

    /// Appends a field, also beside one of the same name.
    void add(std::string_view name, std::string_view value);
    /// Replaces every field of the name by this one.
    void set(std::string_view name, std::string_view value);
    /// Sets the field unless one of that name is there.
    void set_default(std::string_view name, std::string_view value);
    void add_all(const Headers& others);
    void remove(std::string_view name);
    void reserve(std::size_t fields, std::size_t bytes);

    std::size_t size() const { return entries_.size(); }
    bool empty() const { return entries_.empty(); }
    /// The views live until the next change.
    Field operator[](std::size_t index) const;

  private:
    struct Entry {
        std::uint32_t at;
        std::uint32_t name_bytes;
        std::uint32_t value_bytes;
    };

    std::string text_;
    std::vector<Entry> entries_;
};

struct Parameter {
    std::string name;
    std::string value;

    bool operator==(const Parameter&) const = default;
};

/// Names and values of a query, a form or a matched pattern, decoded, in the order they came.
class Parameters {
  public:
    std::optional<std::string_view> find(std::string_view name) const;
    /// The first value under the name, or the empty text.
    std::string_view get(std::string_view name) const;
    bool has(std::string_view name) const { return find(name).has_value(); }
    void add(std::string name, std::string value) { all_.push_back({std::move(name), std::move(value)}); }

    std::size_t size() const { return all_.size(); }
    bool empty() const { return all_.empty(); }
    auto begin() const { return all_.begin(); }
    auto end() const { return all_.end(); }

  private:
    std::vector<Parameter> all_;
};

struct Request {
    Method method = Method::get;
    /// As sent, undecoded: what a provider's signature over the URL is computed from.
    std::string target;
    /// Percent-decoded, without dot segments; begins with "/" (or is "*" for `OPTIONS *`).
    std::string path;
    Parameters query;
    /// What the braces of the route's pattern matched, by name.
    Parameters parameters;
    Headers headers;
    std::string body;
    /// The client's numeric address without port; behind a trusted proxy the one that the proxy reports.
    std::string remote_address;
    /// True when the client spoke TLS, to this server or to a trusted proxy.
    bool secure = false;

    std::string_view header(std::string_view name) const { return headers.get(name); }
    std::string_view parameter(std::string_view name) const { return parameters.get(name); }
    /// The media type alone, lower case: "application/json" for "Application/JSON; charset=utf-8".
    std::string content_type() const;
    /// A cookie's value; the first of that name.
    std::optional<std::string_view> cookie(std::string_view name) const;
    /// The token of `Authorization: Bearer …`.
    std::optional<std::string_view> bearer() const;
    /// The body read as application/x-www-form-urlencoded; bad escapes stay as they are.
    Parameters form() const;
};

/// A body that is read while it is sent, such as a package on disk. Asked on the I/O thread, for one piece after the
/// other.
class BodySource {
  public:
    virtual ~BodySource() = default;
    virtual std::uint64_t size() const = 0;
    /// False where the next piece has yet to be fetched: then `again` is to be called once, later and on the I/O thread.
    virtual bool ready(const std::function<void()>& /*again*/) { return true; }
    /// Fills the front of the room and says how many bytes; 0 before the end breaks the connection off.
    virtual std::size_t read(char* room, std::size_t bytes) = 0;
};

/// The bytes of a response: owned, or embedded in the program, or shared, or read while they are sent.
class Body {
  public:
    Body() = default;
    Body(std::string bytes) : bytes_(std::move(bytes)) {}
    Body(const char* bytes) : bytes_(std::string(bytes)) {}
    Body(std::shared_ptr<const std::string> bytes) : bytes_(std::move(bytes)) {}
    Body(std::shared_ptr<BodySource> source) : bytes_(std::move(source)) {}
    /// The bytes must outlive the program's last response: for embedded files.
    static Body embedded(std::string_view bytes);

    std::uint64_t size() const;
    /// All bytes; empty for a source.
    std::string_view view() const;
    /// The source, or null.
    BodySource* source() const;

  private:
    std::variant<std::string, std::string_view, std::shared_ptr<const std::string>,
                 std::shared_ptr<BodySource>>
        bytes_;
};

struct Response {
    int status = 200;
    /// Content-Length, Connection, Date and Transfer-Encoding are the server's and are left out when set here.
    Headers headers;
    Body body;
};

Response json(std::string body, int status = 200);
Response text(std::string body, int status = 200);
Response html(std::string body, int status = 200);
/// 204 without a body.
Response no_content();
/// 303 See Other, for the page after a form.
Response see_other(std::string_view location);
/// A problem document (RFC 9457). `type` is a stable word such as "too-large", shown as "about:blank" when empty;
/// the title is the status's own phrase; the detail is a sentence for people and may be empty.
Response problem(int status, std::string_view detail = {}, std::string_view type = {});

/// "Not Found" for 404.
std::string_view phrase_of(int status);

/// What stands for one client where clients are counted: an IPv4 address, or the /64 of an IPv6 one, since whoever has
/// one address of it has them all. `remote_address` as in Request.
std::string counted_address(std::string_view remote_address);
/// Nothing where an escape is cut short or not hexadecimal.
std::optional<std::string> percent_decode(std::string_view text);
/// Escapes all but RFC 3986's unreserved characters, so the result may stand in any part of a URL.
std::string percent_encode(std::string_view text);
/// `a=1&b=two+words`, with bad escapes left as they are, and at most 1,000 pairs.
Parameters parse_form(std::string_view text);
/// ASCII letters only, as header names and media types are compared.
bool equal_ignoring_case(std::string_view a, std::string_view b);
/// Quotes, backslashes and control characters escaped for a JSON string; the quotes around it are not added.
std::string json_escape(std::string_view text);

} // namespace plaint::net
