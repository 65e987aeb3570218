// A request target never yields a path that could leave the folder it is looked up in.

#include "bot/net/target.hpp"

#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace plaint::net;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto target = parse_target({reinterpret_cast<const char*>(data), size});
    if (!target) return 0;
    const std::string& path = target->path;
    if (path == "*") return 0;
    if (!path.starts_with('/') || path.find('\0') != std::string::npos ||
        path.find('\\') != std::string::npos) {
        std::abort();
    }
    if ((path + "/").find("/../") != std::string::npos || (path + "/").find("/./") != std::string::npos)
        std::abort();
    for (const Parameter& parameter : target->query) {
        if (parse_form(percent_encode(parameter.name) + "=" + percent_encode(parameter.value))
                .get(parameter.name) != parameter.value) {
            std::abort();
        }
    }
    return 0;
}
