#include "dialogs/engine/codec.hpp"
#include "tests/simulation/promises.hpp"
#include "tests/support/shipped_library.hpp"
#include "tests/unit/engine/stored.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>

// What becomes of stored bytes that are damaged.

using namespace plaint;
using namespace plaint::dialogs;
using tests::conversation;
using tests::Stored;

namespace {

const std::vector<Stored>& conversations() {
    const auto at = [](std::string_view path) {
        return [path](const Ask& ask) { return ask.path.ends_with(path); };
    };
    const auto correcting_a_group = [](const Ask& ask) {
        return ask.correcting && ask.path.ends_with(".more");
    };
    static const std::vector<Stored> all{conversation(at(".confirm")), conversation(at("links.more")),
                                         conversation(at("change")), conversation(correcting_a_group)};
    return all;
}

// Goes on from what was read, as a person would who comes back to it.
Session gone_on(const Tree& tree, Session session, const std::vector<Said>& inputs) {
    for (const Said said : inputs) {
        Input input{.said = said, .conversation = "first", .locale = "en", .at_ms = 1'700'000'001'000};
        input.today = {2026, 1, 5};
        input.raw = input.folded = "1";
        session = step(tree, std::move(session), input).session;
    }
    return session;
}

// Empty where the bytes are refused with a sentence, or read as a session that can be written and gone on from.
std::string harm_of(const std::string& bytes) {
    const Tree& tree = tests::shipped_library().tree();
    using enum Said;
    for (const std::vector<Said>& inputs :
         {std::vector{words, silence, silence, silence, resume}, std::vector{begin, words, silence, files}}) {
        auto session = decode(tree, bytes);
        if (!session) return session.error().empty() ? "refused without a word" : "";
        if (std::string broken = tests::codec_is_faithful(tree, *session); !broken.empty()) return broken;
        const Session later = gone_on(tree, std::move(*session), inputs);
        if (std::string broken = tests::codec_is_faithful(tree, later); !broken.empty()) return broken;
    }
    return {};
}

std::string harm_of_outputs(const std::string& bytes) {
    const auto outputs = decode_outputs(bytes);
    if (!outputs) return outputs.error().empty() ? "refused without a word" : "";
    const auto again = decode_outputs(encode(*outputs));
    return again && *again == *outputs ? "" : "outputs are not read as they were written";
}

// Each byte changed, by turns in one bit or in several. The fuzzer changes more at once.
void damage(const std::string& bytes, std::string (&harm_of)(const std::string&)) {
    constexpr std::array changes{0x01, 0x03, 0x10, 0x80, 0xff};
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        const int changed = changes[at % changes.size()];
        std::string damaged = bytes;
        damaged[at] = static_cast<char>(damaged[at] ^ changed);
        const std::string harm = harm_of(damaged);
        if (!harm.empty())
            FAIL_CHECK("byte " << at << " of " << bytes.size() << " changed by " << changed << ": " << harm);
    }
}

} // namespace

TEST_CASE("stored bytes that end too early are refused") {
    const Tree& tree = tests::shipped_library().tree();
    for (const Stored& stored : conversations()) {
        REQUIRE(decode(tree, stored.session));
        REQUIRE(decode_outputs(stored.outputs));
        for (std::size_t size = 0; size < stored.session.size(); ++size)
            if (decode(tree, stored.session.substr(0, size))) FAIL_CHECK("the first " << size << " bytes");
        for (std::size_t size = 0; size < stored.outputs.size(); ++size)
            if (decode_outputs(stored.outputs.substr(0, size))) FAIL_CHECK("the first " << size << " bytes");
    }
}

TEST_CASE("stored bytes with more behind them are refused") {
    const Tree& tree = tests::shipped_library().tree();
    for (const Stored& stored : conversations()) {
        CHECK(!decode(tree, stored.session + '\0'));
        CHECK(!decode(tree, stored.session + stored.session));
        CHECK(!decode_outputs(stored.outputs + '\0'));
    }
}

TEST_CASE("a form of another version is refused as one") {
    const Tree& tree = tests::shipped_library().tree();
    Stored stored = conversations().front();
    stored.session.front() = stored.outputs.front() = '\x7f';
    CHECK(decode(tree, stored.session).error() == "a session in a form that this version cannot read");
    CHECK(decode_outputs(stored.outputs).error() == "outputs in a form that this version cannot read");
}

TEST_CASE("a session that an earlier version stored is read, and stored in the present form") {
    const Tree& tree = tests::shipped_library().tree();
    std::ifstream file("tests/unit/engine/stored/session_form_1", std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    REQUIRE(!bytes.empty());
    REQUIRE(bytes.front() == '\1');
    const auto session = decode(tree, bytes);
    REQUIRE(session);
    CHECK(!session->visits.empty());
    const std::string present = encode(tree, *session);
    CHECK(present.front() == '\4');
    CHECK(harm_of(bytes).empty());
    // Form 2 is the present one without the requests, of which there are none here, and without two numbers for each
    // visit, which are nought.
    const std::size_t added = 1 + 2 * session->visits.size();
    REQUIRE(present.ends_with(std::string(added, '\0')));
    const std::string second = '\2' + present.substr(1, present.size() - 1 - added);
    const auto read = decode(tree, second);
    REQUIRE(read);
    CHECK(encode(tree, *read) == present);
}

TEST_CASE("a session with a damaged byte is refused, or goes on and is stored as it stands") {
    for (const Stored& stored : conversations()) damage(stored.session, harm_of);
}

TEST_CASE("outputs with a damaged byte are refused, or are written as they were read") {
    for (const Stored& stored : conversations()) damage(stored.outputs, harm_of_outputs);
}
