#include "dialogs/engine/codec.hpp"
#include "tests/simulation/person.hpp"
#include "tests/simulation/promises.hpp"
#include "tests/support/shipped_library.hpp"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>

// Whatever bytes a store hands out for a session or for outputs: they are refused, or what they say can be written again,
// put in words and gone on from. The seeds are chance conversations under the shipped tree, written by
//   build/asan/fuzzers/session_fuzz --seeds tests/fuzz/corpus/session_fuzz

namespace {

using namespace plaint;
using namespace plaint::dialogs;

Input input_of(Said said, Modality modality) {
    Input input{.said = said,
                .conversation = "first",
                .modality = modality,
                .channel = modality == Modality::voice ? Channel::phone : Channel::web_chat,
                .locale = "en",
                .at_ms = 1'700'000'000'000,
                .today = {2026, 1, 5}};
    input.line.records = modality == Modality::voice;
    if (said == Said::recording) input.value = "RE1";
    return input;
}

Input words(std::string text, Modality modality) {
    Input input = input_of(Said::words, modality);
    input.raw = std::move(text);
    return input;
}

void demand(const std::string& broken) {
    if (broken.empty()) return;
    std::fprintf(stderr, "%s\n", broken.c_str());
    std::abort();
}

void put_in_words(const std::vector<Output>& outputs, Modality modality) {
    static const locales::Blanks blanks{"1234567890123456", "IP-2026-330100-0000001", "office", "8-17"};
    for (const char* locale : {"zh-Hans", "en"}) {
        const locales::Renderer renderer = tests::shipped_library().renderer(locale, modality, blanks);
        for (const Output& output : outputs) {
            renderer.text(output.message);
            if (!output.ask) continue;
            if (output.ask->offer) renderer.shown(*output.ask->offer);
            for (const AskOption& option : output.ask->options) {
                renderer.label(option.label);
                if (option.shown) renderer.shown(*option.shown);
            }
        }
    }
}

void go_on(const Tree& tree, Session session) {
    // In the conversation that the session knows already, and in one that comes to it.
    const std::string known = session.visits.empty() ? "first" : session.visits.back().conversation;
    const Modality modality = session.visits.empty() ? Modality::web : session.visits.back().modality;
    for (const std::string& conversation : {known, known + "?"}) {
        for (Input input :
             {words("1", modality), words("back", modality), input_of(Said::silence, modality),
              input_of(Said::begin, modality), words("back", modality), words("yes", modality),
              words("2", modality), input_of(Said::silence, modality), input_of(Said::silence, modality),
              input_of(Said::silence, modality), words("change link 1", modality), words("1", modality),
              input_of(Said::recording, modality), words("0", modality), input_of(Said::recording, modality),
              input_of(Said::person_failed, modality), words("what is missing", modality),
              input_of(Said::resume, modality), words("13812345678", modality)}) {
            input.conversation = conversation;
            library::understand(tests::shipped_library(), "en", input);
            StepResult result = step(tree, std::move(session), input);
            session = std::move(result.session);
            put_in_words(result.outputs, modality);
        }
    }
    demand(tests::codec_is_faithful(tree, session));
}

void write_seeds(const std::string& folder) {
    const Tree& tree = tests::shipped_library().tree();
    const auto write = [&](const std::string& name, const std::string& bytes) {
        std::ofstream(folder + "/" + name, std::ios::binary) << bytes;
    };
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
        tests::Chance chance(seed);
        tests::Person person(tree, chance);
        Session session = begin_session(tree, 0, {{"intake.centre", "330100"}, {"intake.locale", "en"}});
        std::vector<Output> outputs;
        std::optional<Ask> asked;
        Input input = input_of(Said::begin, Modality::web);
        for (std::uint64_t turn = 0; turn < seed * seed * 3; ++turn) {
            StepResult result = step(tree, std::move(session), input);
            session = std::move(result.session);
            for (const Output& output : result.outputs)
                if (output.ask) asked = output.ask;
            if (!result.outputs.empty()) outputs = std::move(result.outputs);
            const Input common = input_of(Said::words, Modality::web);
            input = person.speak(asked);
            input.conversation = common.conversation;
            input.locale = common.locale;
            input.at_ms = common.at_ms;
            input.today = common.today;
        }
        write("session_" + std::to_string(seed), encode(tree, session));
        if (seed % 2 == 0) write("outputs_" + std::to_string(seed), encode(outputs));
    }
}

} // namespace

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
    if (*argc == 3 && std::string_view((*argv)[1]) == "--seeds") {
        write_seeds((*argv)[2]);
        std::exit(0);
    }
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const Tree& tree = tests::shipped_library().tree();
    if (auto session = decode(tree, bytes)) {
        demand(tests::codec_is_faithful(tree, *session));
        go_on(tree, std::move(*session));
    } else {
        demand(session.error().empty() ? "refused without a word" : "");
    }
    if (const auto outputs = decode_outputs(bytes)) {
        const auto again = decode_outputs(encode(*outputs));
        demand(again && *again == *outputs ? "" : "outputs are not read as they were written");
        put_in_words(*outputs, Modality::web);
    } else {
        demand(outputs.error().empty() ? "refused without a word" : "");
    }
    return 0;
}
