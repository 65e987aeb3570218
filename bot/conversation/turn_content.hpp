#pragma once

#include "bot/casework/casework.hpp"
#include "dialogs/engine/step.hpp"

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What a turn row keeps: what was said, and what was answered, as outputs that can be rendered again.
namespace plaint::conversation {

struct TurnContent {
    dialogs::Said said = dialogs::Said::words;
    dialogs::Modality modality = dialogs::Modality::web;
    std::string words;
    std::string value;
    std::vector<dialogs::FileRef> files;
    std::string client; // the adapter's own, given back with the turn
    std::string locale; // of the catalogue in which the answer is worded
    std::vector<dialogs::Output> outputs;
    std::vector<dialogs::Effect> effects; // a channel may have to carry some out: a transfer, a hang-up
    std::optional<casework::Closing> closing;
    std::string content_version; // that words the answer; empty in turns of before this was kept

    // Whether the inbound message is itself an activity that is shown (words and files are, and a receipt code that was
    // typed; a begin is not).
    bool shows_inbound() const {
        return said == dialogs::Said::words || said == dialogs::Said::files ||
               (said == dialogs::Said::resume && !words.empty());
    }
    std::uint32_t activity_count() const {
        return static_cast<std::uint32_t>(outputs.size()) + (shows_inbound() ? 1U : 0U);
    }
};

std::string encode(const TurnContent& content);
std::expected<TurnContent, std::string> decode_turn(std::string_view bytes);

} // namespace plaint::conversation
