#include "adapters/hotline/twilio/twilio.hpp"

#include "adapters/hotline/mark.hpp"
#include "adapters/hotline/twilio/signature.hpp"
#include "adapters/hotline/twilio/twiml.hpp"
#include "bot/support/crypto.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>

namespace plaint::hotline::twilio {

namespace {

constexpr std::size_t body_bytes_max = 64 * 1024;
constexpr std::size_t call_bytes_max = 64;
constexpr std::size_t words_bytes_max = 4'000;
constexpr std::size_t keys_max = 64;
constexpr int retry_after_seconds = 5;

// A number that is withheld or not known is written as the word on a telephone's keys: ANONYMOUS, RESTRICTED, BLOCKED,
// UNKNOWN, UNAVAILABLE. The last looks like one in Chengdu.
constexpr std::array<std::string_view, 5> no_numbers{"+266696687", "+7378742833", "+2562533", "+8656696",
                                                     "+86282452253"};

constexpr std::array<std::string_view, 5> final_states{"completed", "busy", "failed", "no-answer",
                                                       "canceled"};

Abilities abilities_of(const support::Config& config) {
    // A recording that nobody may fetch would be heard by nobody.
    return {.speech = config.hotline.twilio && config.hotline.twilio->speech,
            .recordings = !config.recordings.hosts.empty()};
}

bool is_name(std::string_view text) {
    return !text.empty() && text.size() <= call_bytes_max && std::ranges::all_of(text, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
               c == '_' || c == '.';
    });
}

// "+8613800138000"; withheld numbers and SIP addresses are normal, and are nothing to call back.
std::string number_of(std::string_view from) {
    const bool number = from.size() >= 6 && from.size() <= 20 && from.front() == '+' &&
                        from.find_first_not_of("0123456789", 1) == std::string_view::npos &&
                        std::ranges::find(no_numbers, from) == no_numbers.end();
    return number ? std::string(from) : std::string();
}

// Dialects do not name recordings. Their addresses may be signed anew each time, and may end alike.
std::string recording_name(const net::Parameters& parameters, const Mark& mark) {
    const std::string_view sid = parameters.get("RecordingSid");
    if (is_name(sid)) return std::string(sid);
    constexpr std::size_t digits = 24;
    const std::string_view url = parameters.get("RecordingUrl");
    std::string named(url.substr(0, url.find('?')));
    named.append("\n").append(parameters.get("CallSid")).append("\n").append(std::to_string(mark.step));
    return "R" + support::sha256_hex(named).substr(0, digits);
}

// Whether somebody has spoken. A key that means more than the end may come at once, so it is believed to be all that was
// meant, unless so much silence would have ended the recording by itself.
bool holds_words(const net::Parameters& parameters, std::string_view digits, const Mark& mark) {
    if (parameters.get("RecordingUrl").empty()) return false;
    const std::string_view duration = parameters.get("RecordingDuration");
    std::uint32_t seconds = 0;
    std::from_chars(duration.data(), duration.data() + duration.size(), seconds);
    const bool ends_only = digits.empty() || digits == "#" || digits == "hangup";
    if (ends_only) return seconds > 0 || duration.empty();
    return seconds > record_silence_seconds * (mark.slow ? 2U : 1U);
}

net::Response document(std::string xml) {
    net::Response response{.status = 200, .body = std::move(xml)};
    response.headers.set("Content-Type", "text/xml; charset=utf-8");
    return response;
}

} // namespace

Heard heard_of(const net::Parameters& parameters, const net::Parameters& query) {
    using What = Heard::What;
    Heard heard{.call = "twilio:" + std::string(parameters.get("CallSid")),
                .caller = number_of(parameters.get("From"))};
    auto mark = mark_of(query);
    heard.what = What::nothing;
    if (!mark) return heard;
    heard.mark = std::move(*mark);
    const std::string_view digits = parameters.get("Digits").substr(0, keys_max);
    if (heard.mark.keys == Keys::transfer) {
        const std::string_view state = parameters.get("DialCallStatus");
        heard.what = state == "completed" || state == "answered" ? What::person_came : What::person_failed;
        return heard;
    }
    if (holds_words(parameters, digits, heard.mark)) {
        heard.what = What::recording;
        heard.keys = digits;
        heard.recording = recording_name(parameters, heard.mark);
        heard.recording_url = parameters.get("RecordingUrl");
        heard.account = parameters.get("AccountSid");
        return heard;
    }
    const std::string_view words = parameters.get("SpeechResult").substr(0, words_bytes_max);
    if (!digits.empty() && digits != "hangup") {
        heard.what = What::keys;
        heard.keys = digits;
    } else if (!words.empty()) {
        heard.what = What::words;
        heard.words = words;
    } else {
        heard.what = What::silence;
    }
    return heard;
}

Twilio::Twilio(const Line::Parts& parts) : parts_(parts), line_(parts, abilities_of(parts.config)) {}

void Twilio::add_to(net::Router& router) {
    if (!parts_.config.hotline.twilio) return;
    const auto add = [&](std::string_view path, Hook hook) {
        const net::Handler handler = [this, hook](net::Request&& request, net::Responder respond) {
            receive(hook, request, std::move(respond));
        };
        router.post(path, handler, body_bytes_max);
        router.get(path, handler);
    };
    add("/ivr/twilio", Hook::begin);
    add("/ivr/twilio/turn", Hook::turn);
    add("/ivr/twilio/status", Hook::status);
}

bool Twilio::knows(const net::Request& request) const {
    const support::HotlineProvider& provider = *parts_.config.hotline.twilio;
    // Only without a token, and where that was written for this provider.
    if (provider.token.empty()) return provider.insecure;
    // The address is the one that the provider was told, whatever headers a proxy has put in between.
    return is_genuine(provider.token, {support::public_base(parts_.config) + request.target, request});
}

void Twilio::receive(Hook hook, const net::Request& request, net::Responder respond) {
    if (!knows(request)) {
        parts_.metrics.add(support::Count::tokens_refused);
        return respond(net::problem(403, "The signature is missing or wrong.", "bad-signature"));
    }
    const net::Parameters parameters = request.method == net::Method::post ? request.form() : request.query;
    if (!is_name(parameters.get("CallSid")))
        return respond(net::problem(400, "\"CallSid\" is missing or no name of a call.", "bad-request"));
    Heard heard = heard_of(parameters, request.query);
    if (hook == Hook::status)
        return ended(heard.call, heard.caller, parameters.get("CallStatus"), std::move(respond));
    if (hook == Hook::begin) heard.what = Heard::What::begin;
    line_.hear(std::move(heard),
               [this, respond = std::make_shared<net::Responder>(std::move(respond))](const VoiceTurn& turn) {
                   (*respond)(document(twiml(turn, parts_.conversation.library().languages,
                                             support::public_base(parts_.config) + "/ivr/twilio/turn")));
               });
}

void Twilio::ended(const std::string& call, const std::string& caller, std::string_view status,
                   net::Responder respond) {
    if (std::ranges::find(final_states, status) == final_states.end()) return respond(net::no_content());
    line_.end(call, caller, [respond = std::make_shared<net::Responder>(std::move(respond))](bool stored) {
        if (stored) return (*respond)(net::no_content());
        net::Response refused = net::problem(503, "The end of the call cannot be stored now.", "unavailable");
        refused.headers.set("Retry-After", std::to_string(retry_after_seconds));
        (*respond)(std::move(refused));
    });
}

} // namespace plaint::hotline::twilio
