#include "adapters/hotline/mark.hpp"
#include "adapters/hotline/spoken.hpp"
#include "adapters/hotline/twilio/signature.hpp"
#include "adapters/hotline/twilio/twilio.hpp"
#include "adapters/hotline/twilio/twiml.hpp"
#include "bot/cli/twiml_reader.hpp"
#include "tests/support/shipped_library.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

// Whatever a webhook brings, in its address and in its form: what is read of it stays within its bounds, a mark is read as
// it is written, and whatever is said becomes a document that can be read, and is no longer than a provider takes.

namespace {

using namespace plaint;
using namespace plaint::hotline;

void demand(bool holds) {
    if (!holds) std::abort();
}

void look_at_mark(const net::Parameters& query) {
    const auto mark = mark_of(query);
    if (mark) demand(mark_of(net::parse_form(query_of(*mark))) == mark);
}

void look_at_form(const net::Parameters& form, const net::Parameters& query) {
    const Heard heard = twilio::heard_of(form, query);
    demand(heard.keys.size() <= 64 && heard.words.size() <= 4'000 && heard.caller.size() <= 20);
    if (heard.what == Heard::What::recording)
        demand(!heard.recording.empty() && heard.recording.size() <= 64 && !heard.recording_url.empty());
    demand(!twilio::signature_of("a token", form.get("url"), form).empty());
    demand(twilio::spellings_of(form.get("url")).size() == 2);
}

void look_at_document(std::string_view text) {
    const locales::Languages& languages = tests::shipped_library().languages;
    const VoiceTurn turn{{{spoken(text), "zh-Hans"}, {std::string(text), "en"}},
                         Gather{.mark = {.at = std::string(text.substr(0, 200))}, .language = "en"}};
    const std::string document = twilio::twiml(turn, languages, "https://plaint.example/ivr/twilio/turn");
    demand(document.size() <= hotline::bytes_of_a_document.most);
    const auto read = cli::read_twiml(document);
    demand(read && read->name == "Response" && read->inside.size() == 2);
    const cli::Verb& gather = read->inside.front();
    demand(gather.name == "Gather" && gather.get("action") == read->inside.back().text);
    for (const cli::Verb& say : gather.inside) demand(say.name == "Say" && say.inside.empty());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const std::size_t line = std::min(text.find('\n'), text.size());
    const net::Parameters query = net::parse_form(text.substr(0, line));
    const net::Parameters form = net::parse_form(text.substr(std::min(line + 1, text.size())));
    look_at_mark(query);
    look_at_form(form, query);
    look_at_document(text);
    return 0;
}
