#include "adapters/webchat/json_fields.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

namespace plaint::webchat {

namespace {

using nlohmann::json;

constexpr std::size_t depth_max = 32;

std::string quoted(std::string_view path) {
    std::string name = "\"" + std::string(path) + "\"";
    std::ranges::replace(name, '/', '.');
    return name;
}

class Handler {
  public:
    Handler(std::span<const FieldSpec> specs, std::span<std::optional<std::string>> into)
        : specs_(specs), into_(into) {}

    std::string problem;

    bool null() {
        if (const auto at = here()) into_[*at].reset();
        return rooted();
    }
    bool boolean(bool value) { return scalar(FieldSpec::Form::flag, value ? "true" : "false", "a text"); }
    bool number_integer(json::number_integer_t) { return scalar({}, {}, "a text"); }
    bool number_unsigned(json::number_unsigned_t) { return scalar({}, {}, "a text"); }
    bool number_float(json::number_float_t, const std::string&) { return scalar({}, {}, "a text"); }
    bool string(std::string& value) {
        if (!rooted()) return false;
        const auto at = here();
        if (!at) return true;
        const FieldSpec& spec = specs_[*at];
        if (spec.form == FieldSpec::Form::flag) return fail(quoted(spec.path) + " must be true or false.");
        if (value.size() > spec.bytes_max)
            return fail(quoted(spec.path) + " is longer than " + std::to_string(spec.bytes_max) + " bytes.");
        into_[*at] = std::move(value);
        return true;
    }
    bool binary(json::binary_t&) { return fail("A message must be JSON."); }
    bool start_object(std::size_t) { return open(false); }
    bool end_object() { return close(); }
    bool start_array(std::size_t) { return open(true); }
    bool end_array() { return close(); }
    bool key(std::string& name) {
        path_.resize(frames_.back());
        if (!path_.empty()) path_ += '/';
        // A name with the separator in it is none that is looked for.
        if (name.find('/') == std::string::npos)
            path_ += name;
        else
            path_ += "//";
        return true;
    }
    bool parse_error(std::size_t position, const std::string&, const json::exception&) {
        return fail("The body is not valid JSON (near byte " + std::to_string(position) + ").");
    }

  private:
    bool fail(std::string sentence) {
        if (problem.empty()) problem = std::move(sentence);
        return false;
    }
    bool rooted() { return !frames_.empty() || fail("The body must be a JSON object."); }
    std::optional<std::size_t> here() const {
        for (std::size_t at = 0; at < specs_.size(); ++at)
            if (specs_[at].path == path_) return at;
        return std::nullopt;
    }
    bool scalar(std::optional<FieldSpec::Form> form, std::string value, std::string_view expected) {
        if (!rooted()) return false;
        const auto at = here();
        if (!at || specs_[*at].form == FieldSpec::Form::text_only) return true;
        const FieldSpec& spec = specs_[*at];
        if (form && spec.form == *form) {
            into_[*at] = std::move(value);
            return true;
        }
        if (spec.form == FieldSpec::Form::flag) expected = "true or false";
        return fail(quoted(spec.path) + " must be " + std::string(expected) + ".");
    }
    bool open(bool array) {
        if (frames_.empty() && array) return fail("The body must be a JSON object.");
        if (frames_.size() == depth_max) return fail("The body is nested too deeply.");
        if (!frames_.empty() && !scalar({}, {}, "a text")) return false;
        frames_.push_back(path_.size());
        if (array) path_ += "/[]";
        return true;
    }
    bool close() {
        path_.resize(frames_.back());
        frames_.pop_back();
        return true;
    }

    std::span<const FieldSpec> specs_;
    std::span<std::optional<std::string>> into_;
    std::vector<std::size_t> frames_; // how long the path was where each open object or array began
    std::string path_;
};

} // namespace

std::expected<void, std::string> read_fields(std::string_view text, std::span<const FieldSpec> specs,
                                             std::span<std::optional<std::string>> into) {
    Handler handler(specs, into);
    if (json::sax_parse(text.begin(), text.end(), &handler)) return {};
    return std::unexpected(handler.problem.empty() ? "The body is not valid JSON."
                                                   : std::move(handler.problem));
}

} // namespace plaint::webchat
