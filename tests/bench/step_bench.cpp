// The engine alone on the shipped tree: a complaint from the greeting to the submission, again and again.
#include "bot/library/library.hpp"
#include "dialogs/engine/codec.hpp"
#include "embedded.hpp"

#include <benchmark/benchmark.h>
#include <cstdlib>
#include <iostream>

namespace plaint {
namespace {

constexpr std::string_view locale = "zh-Hans";

content::Texts embedded_texts(std::string_view folder) {
    content::Texts texts;
    for (const embedded::Entry& entry : embedded::all())
        if (entry.path.starts_with(folder)) texts.emplace(entry.path.substr(folder.size()), entry.bytes);
    return texts;
}

const library::Library& shipped() {
    static const auto library = [] {
        auto loaded = library::load_library(embedded_texts("dialogs/"), embedded_texts("locales/"));
        if (!loaded) {
            std::cerr << content::to_string(loaded.error().front()) << "\n";
            std::exit(2);
        }
        return std::move(*loaded);
    }();
    return *library;
}

dialogs::Session begun() {
    return dialogs::begin_session(shipped().tree(), 0,
                                  {{"intake.centre", "330100"},
                                   {"intake.channel", "web_chat"},
                                   {"intake.locale", std::string(locale)}});
}

dialogs::Input input(std::string words) {
    dialogs::Input input{.conversation = "bench",
                         .locale = std::string(locale),
                         .today = {2026, 1, 5},
                         .raw = std::move(words)};
    if (input.raw.starts_with("file:")) {
        input.said = dialogs::Said::files;
        input.files = {{std::string(64, 'a'), input.raw.substr(5), "image/png", 1000}};
    }
    library::understand(shipped(), locale, input);
    return input;
}

// What an owner with an invention says to each question; found by asking, so that it follows the tree.
std::vector<dialogs::Input> complaint() {
    std::vector<dialogs::Input> said{
        {.said = dialogs::Said::begin, .conversation = "bench", .locale = std::string(locale)}};
    dialogs::StepResult result = dialogs::step(shipped().tree(), begun(), said.front());
    for (int turns = 0; turns < 200; ++turns) {
        const dialogs::Ask* ask = nullptr;
        for (const dialogs::Output& output : result.outputs)
            if (output.ask) ask = &*output.ask;
        if (ask == nullptr) return said;
        const auto kind = kinds::kind_of(ask->as);
        std::string words = "他们的商品与权利要求逐项对应";
        if (ask->path == "review")
            words = "确认";
        else if (ask->path == "complainant.foreign" || ask->path.ends_with(".more") ||
                 ask->path.starts_with("prior.") || ask->path.starts_with("scope.") ||
                 ask->path == "source.maker_known" || ask->path == "right.co_owned" ||
                 ask->path == "right.invalidation_pending")
            words = "否";
        else if (ask->as == "yes_no")
            words = "是";
        else if (kind == kinds::Kind::choice)
            words = "1";
        else if (kind == kinds::Kind::file)
            words = "file:证书.png";
        else if (kind == kinds::Kind::patent_number)
            words = "ZL201610951190.4";
        else if (kind == kinds::Kind::phone)
            words = "13800138000";
        else if (kind == kinds::Kind::email)
            words = "wang@example.com";
        else if (kind == kinds::Kind::resident_id)
            words = "11010519491231002X";
        else if (kind == kinds::Kind::credit_code)
            words = "91330108MA27000250";
        else if (kind == kinds::Kind::region)
            words = "浙江省金华市义乌市";
        else if (kind == kinds::Kind::link)
            words = "https://item.taobao.com/item.htm?id=637790875524";
        said.push_back(input(words));
        result = dialogs::step(shipped().tree(), std::move(result.session), said.back());
    }
    std::cerr << "the scripted complaint does not end\n";
    std::exit(2);
}

void step_alone(benchmark::State& state) {
    const auto said = complaint();
    for (auto _ : state) {
        dialogs::Session session = begun();
        for (const dialogs::Input& one : said) {
            auto result = dialogs::step(shipped().tree(), std::move(session), one);
            session = std::move(result.session);
            benchmark::DoNotOptimize(result.outputs.data());
        }
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(said.size()));
}
BENCHMARK(step_alone);

// Everything of a turn that needs neither network nor store: the words understood, the session encoded, the reply in Chinese.
void whole_turn(benchmark::State& state) {
    const auto said = complaint();
    const locales::Blanks blanks{"1234567890123456", "IP-2026-330100-0000001", "义乌市知识产权局",
                                 "mon-fri 08:30-17:30"};
    for (auto _ : state) {
        dialogs::Session session = begun();
        for (const dialogs::Input& one : said) {
            dialogs::Input heard = one;
            library::understand(shipped(), locale, heard);
            auto result = dialogs::step(shipped().tree(), std::move(session), heard);
            session = std::move(result.session);
            benchmark::DoNotOptimize(dialogs::encode(shipped().tree(), session).size());
            const auto renderer = shipped().renderer(locale, dialogs::Modality::web, blanks);
            for (const dialogs::Output& output : result.outputs)
                benchmark::DoNotOptimize(renderer.text(output.message).size());
        }
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(said.size()));
}
BENCHMARK(whole_turn);

} // namespace
} // namespace plaint

BENCHMARK_MAIN();
