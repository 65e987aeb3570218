#pragma once

#include "adapters/hotline/twilio/signature.hpp"
#include "bot/net/http.hpp"
#include "tests/unit/webchat/rig.hpp"

#include <string>

// The telephone in tests, as the provider's webhooks have it.
namespace plaint::hotline::test {

using webchat::test::Answer;
using webchat::test::Rig;

inline const std::string base = "https://plaint.example";
inline const std::string token = "a-token-of-the-account";

// Monday 2026-09-21, 22:13 in China, when the rig's clock stands: nobody is at the telephone.
inline void with_hotline(support::Config& config) {
    config.server.public_base = base;
    config.hotline.twilio = support::HotlineProvider{.token = token, .speech = false};
    config.recordings.hosts = {"api.twilio.com"};
    config.operator_.number = "+8657112330";
}

inline void with_person(support::Config& config) {
    with_hotline(config);
    config.operator_.hours = *support::OfficeHours::parse("always");
}

inline std::string between(const std::string& text, const std::string& before, const std::string& after) {
    const std::size_t begin = text.find(before);
    if (begin == std::string::npos) return {};
    const std::size_t from = begin + before.size();
    return text.substr(from, text.find(after, from) - from);
}

// A caller who answers documents by hand.
struct Caller {
    const Rig& rig;
    std::string call = "CA1";
    std::string from = "+8613800138000";
    Answer last;

    // The path and query that the document's action names.
    std::string action() const {
        std::string url = between(last.body, "action=\"" + base, "\"");
        for (std::size_t at = url.find("&amp;"); at != std::string::npos; at = url.find("&amp;"))
            url.replace(at, 5, "&");
        return url;
    }
    std::string at() const { return *net::percent_decode(between(action(), "&at=", "&")); }

    const Answer& send(const std::string& path, const std::string& more = {},
                       const std::string& with_token = token) {
        const std::string body =
            "CallSid=" + call + "&AccountSid=AC1&From=" + net::percent_encode(from) + "&To=12330" + more;
        last = rig.post(path, body,
                        {{"X-Twilio-Signature",
                          hotline::twilio::signature_of(with_token, base + path, net::parse_form(body))}},
                        "application/x-www-form-urlencoded");
        return last;
    }
    const Answer& begin() { return send("/ivr/twilio"); }
    const Answer& press(const std::string& keys) {
        return send(action(), keys.empty() ? "" : "&Digits=" + net::percent_encode(keys));
    }
    bool heard(const std::string& words) const { return last.body.find(words) != std::string::npos; }
};

} // namespace plaint::hotline::test
