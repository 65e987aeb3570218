#include "adapters/webchat/activity_reader.hpp"
#include "adapters/webchat/json_writer.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

// Whatever a client sends as an activity is either refused with a sentence, or read into texts that can be written out
// again as they are.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace plaint::webchat;
    const std::string_view json(reinterpret_cast<const char*>(data), size);
    for (const Comes comes : {Comes::alone, Comes::with_files}) {
        const auto activity = read_activity(json, comes);
        if (!activity) {
            if (activity.error().empty()) std::abort();
            continue;
        }
        std::string out;
        JsonWriter(out)
            .begin_array()
            .text(activity->user)
            .text(activity->client_id)
            .text(activity->locale)
            .text(activity->text)
            .text(activity->value)
            .text(activity->to)
            .text(activity->receipt)
            .end_array();
        const auto again = nlohmann::json::parse(out, nullptr, false);
        if (again.is_discarded() || again.size() != 7 || again[3] != activity->text) std::abort();
    }
    return 0;
}
