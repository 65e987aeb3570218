#include "bot/cli/twiml_reader.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

// Whatever a server answers a call with: it is refused with a sentence, or read into no more than it says.

namespace {

using plaint::cli::Verb;

std::size_t bytes_of(const Verb& verb) {
    std::size_t bytes = verb.name.size() + verb.text.size();
    for (const auto& [name, value] : verb.attributes) bytes += name.size() + value.size();
    for (const Verb& inside : verb.inside) bytes += bytes_of(inside);
    return bytes;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto read = plaint::cli::read_twiml({reinterpret_cast<const char*>(data), size});
    if (!read) {
        if (read.error().empty()) std::abort();
    } else if (bytes_of(*read) > size) {
        std::abort();
    }
    return 0;
}
