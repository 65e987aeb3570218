#include "dialogs/engine/step.hpp"
#include "tests/simulation/promises.hpp"
#include "tests/support/shipped_library.hpp"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>

// Whatever a person writes first is understood somehow, and answered in words of his language.

namespace {

using namespace plaint;
using namespace plaint::dialogs;
using nlohmann::json;

bool is_utf8(const std::string& text) {
    try {
        return !json(text).dump().empty();
    } catch (const json::exception&) {
        return false;
    }
}

void demand(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "%s\n", what);
    std::abort();
}

// The channels take whole texts only, so what is written in them is answered in whole texts.
void look_at_reply(const locales::Renderer& renderer, const std::vector<Output>& outputs, bool whole) {
    demand(!outputs.empty(), "no answer");
    for (const Output& output : outputs) {
        const std::string text = renderer.text(output.message);
        demand(!text.empty() && text != output.message.key, "an answer without words");
        demand(!whole || is_utf8(text), "an answer that breaks a character");
        if (!output.ask) continue;
        if (output.ask->offer)
            demand(!whole || is_utf8(renderer.shown(*output.ask->offer)), "an offer broken in a character");
        for (const AskOption& option : output.ask->options)
            demand(!renderer.label(option.label).empty(), "an option without words");
    }
}

void say_first(const std::string& words, const std::string& locale, Modality modality, bool greeted) {
    const library::Library& library = tests::shipped_library();
    static const locales::Blanks blanks{"1234567890123456", "IP-2026-330100-0000001", "office", "8-17"};
    const locales::Renderer renderer = library.renderer(locale, modality, blanks);
    const bool whole = is_utf8(words);
    Session session =
        begin_session(library.tree(), 0, {{"intake.centre", "330100"}, {"intake.locale", locale}});
    const auto turn = [&](Said said, const std::string& raw) {
        Input input{.said = said,
                    .conversation = "first",
                    .modality = modality,
                    .channel = modality == Modality::voice ? Channel::phone : Channel::web_chat,
                    .locale = locale,
                    .at_ms = 1,
                    .today = {2026, 1, 5},
                    .raw = raw};
        library::understand(library, locale, input);
        StepResult result = step(library.tree(), std::move(session), input);
        session = std::move(result.session);
        look_at_reply(renderer, result.outputs, whole);
    };
    if (greeted) turn(Said::begin, "");
    turn(Said::words, words);
    // What was found in the message is offered, or told as waiting, while the conversation goes on.
    turn(Said::words, locale == "en" ? "yes" : "是");
    turn(Said::begin, "");
    demand(tests::codec_is_faithful(library.tree(), session).empty(), "a session that is not stored whole");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string words(reinterpret_cast<const char*>(data), size);
    for (const char* locale : {"zh-Hans", "en"}) {
        say_first(words, locale, Modality::web, false);
        say_first(words, locale, Modality::web, true);
        // What is keyed or said on the telephone is short.
        if (size < 100) say_first(words, locale, Modality::voice, true);
    }
    return 0;
}
