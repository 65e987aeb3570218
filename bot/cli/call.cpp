#include "adapters/hotline/twilio/signature.hpp"
#include "bot/cli/application.hpp"
#include "bot/cli/command.hpp"
#include "bot/cli/twiml_reader.hpp"
#include "bot/outbox/http_transport.hpp"
#include "bot/support/crypto.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>
#include <optional>
#include <unistd.h>

namespace plaint::cli {
namespace {

struct CallOptions {
    std::string config, url, from = "anonymous", recordings = "https://recordings.example/";
};

constexpr std::string_view hang_up = "(hang up)";

std::string form_of(const net::Parameters& parameters) {
    std::string body;
    for (const net::Parameter& one : parameters)
        body +=
            (body.empty() ? "" : "&") + net::percent_encode(one.name) + "=" + net::percent_encode(one.value);
    return body;
}

bool is_keys(std::string_view said) {
    return !said.empty() && said.find_first_not_of("0123456789*#") == std::string_view::npos;
}

// Where the call goes next.
struct Next {
    std::string url; // empty: it is over
    std::vector<std::pair<std::string, std::string>> parameters;
};

// Plays the part of the provider: signs, follows documents, and hands on what is typed as keys, words or silence.
class Provider {
  public:
    Provider(const CallOptions& options, std::string token, std::string base)
        : options_(options),
          token_(std::move(token)),
          base_(std::move(base)),
          call_("CA" + support::random_hex(16)) {}

    // The error is a sentence.
    std::expected<void, std::string> run() {
        Next next{base_, {}};
        while (!next.url.empty()) {
            const auto document = post(next, "in-progress");
            if (!document) return std::unexpected(document.error());
            const auto read = read_twiml(*document);
            if (!read) return std::unexpected("the document " + read.error());
            next = play(*read);
        }
        const auto told = post({base_ + "/status", {}}, "completed");
        if (!told) return std::unexpected(told.error());
        return {};
    }

  private:
    std::expected<std::string, std::string> post(const Next& next, std::string_view status) {
        net::Parameters form;
        form.add("CallSid", call_);
        form.add("AccountSid", "AC00000000000000000000000000000000");
        form.add("From", options_.from);
        form.add("To", "12330");
        form.add("Direction", "inbound");
        form.add("ApiVersion", "2010-04-01");
        form.add("CallStatus", std::string(status));
        for (const auto& [name, value] : next.parameters) form.add(name, value);
        outbox::Request request{.url = next.url,
                                .content_type = "application/x-www-form-urlencoded",
                                .body = form_of(form),
                                .reach = outbox::Reach::private_too,
                                .response_bytes_max = 128 << 10};
        if (!token_.empty())
            request.headers.emplace_back("X-Twilio-Signature",
                                         hotline::twilio::signature_of(token_, next.url, form));
        auto response = transport_.send(request);
        if (!response) return std::unexpected(next.url + ": " + response.error().what);
        if (response->status >= 300)
            return std::unexpected(next.url + ": answered " + std::to_string(response->status));
        return std::move(response->body);
    }

    // What is not caught by a verb that waits falls through to the next.
    Next play(const Verb& response) {
        for (const Verb& verb : response.inside) {
            if (verb.name == "Say") {
                std::cout << "< " << verb.text << "\n";
            } else if (verb.name == "Redirect") {
                return {verb.text, {}};
            } else if (verb.name == "Hangup") {
                return {};
            } else if (verb.name == "Gather") {
                for (const Verb& inside : verb.inside) std::cout << "< " << inside.text << "\n";
                // What comes next is waited for anyway, and takes the same keys.
                if (verb.get("actionOnEmptyResult") == "false") continue;
                if (auto next = gather(verb)) return *std::move(next);
            } else if (verb.name == "Record") {
                if (auto next = record(verb)) return *std::move(next);
            } else if (verb.name == "Dial") {
                return dial(verb);
            }
        }
        return {};
    }

    std::optional<std::string> listen(std::string_view mark) {
        if (isatty(STDIN_FILENO) != 0) std::cout << mark << std::flush;
        std::string said;
        if (!std::getline(std::cin, said) || said == hang_up) return std::nullopt;
        return said;
    }

    std::optional<Next> gather(const Verb& verb) {
        auto said = listen("> ");
        if (!said) return Next{};
        const std::string action = verb.get("action");
        const bool hears_words = verb.get("input", "dtmf").find("speech") != std::string::npos;
        if (is_keys(*said)) {
            const std::string end = verb.get("finishOnKey", "#");
            std::string digits = *said;
            if (!end.empty()) digits = digits.substr(0, digits.find_first_of(end));
            if (const std::string most = verb.get("numDigits"); !most.empty())
                digits = digits.substr(0, std::stoul(most));
            if (!digits.empty()) return Next{action, {{"Digits", digits}}};
        } else if (hears_words && !said->empty() && *said != "(silence)") {
            return Next{action, {{"SpeechResult", *said}, {"Confidence", "0.9"}}};
        }
        if (verb.get("actionOnEmptyResult") == "true") return Next{action, {}};
        return std::nullopt;
    }

    // Whatever is typed is what was spoken; nothing typed is silence, which has no action.
    std::optional<Next> record(const Verb& verb) {
        auto said = listen("(speak) > ");
        if (!said) return Next{};
        if (said->empty() || *said == "(silence)") return std::nullopt;
        const std::string id = "RE" + support::random_hex(16);
        const bool key = said->size() == 1 && verb.get("finishOnKey").find(*said) != std::string::npos;
        return Next{verb.get("action"),
                    {{"RecordingSid", id},
                     {"RecordingUrl", options_.recordings + id},
                     {"RecordingDuration", key ? "0" : "5"},
                     {"Digits", key ? *said : "#"}}};
    }

    Next dial(const Verb& verb) {
        for (const Verb& whom : verb.inside) std::cout << "! calls " << whom.text << "\n";
        const auto said = listen("(answered or not) > ");
        if (!said) return {};
        return {verb.get("action"), {{"DialCallStatus", *said == "(answered)" ? "completed" : "no-answer"}}};
    }

    const CallOptions& options_;
    std::string token_, base_, call_;
    outbox::HttpTransport transport_{outbox::HttpTransportSettings{}};
};

int call(const CallOptions& options) {
    auto config = configure({.config = options.config});
    if (!config) {
        for (const std::string& line : config.error()) complain(line);
        return unusable;
    }
    if (!config->hotline.twilio) return complain("the configuration has no section [hotline.twilio]");
    const std::string base =
        options.url.empty() ? support::public_base(*config) + "/ivr/twilio" : options.url;
    if (const auto ended = Provider(options, config->hotline.twilio->token, base).run(); !ended)
        return complain(ended.error());
    return success;
}

} // namespace

void add_call(CLI::App& program, int& code) {
    const auto options = std::make_shared<CallOptions>();
    CLI::App* command = program.add_subcommand(
        "call", "Calls the hotline of a running server from the terminal, through its webhook");
    command->add_option("--config", options->config, "The server's configuration file")->type_name("F");
    command->add_option("--url", options->url, "The webhook, where it is not the configured one")
        ->type_name("URL");
    command->add_option("--from", options->from, "The caller's number, such as +8613800138000, or anonymous")
        ->type_name("N")
        ->check([](const std::string& from) {
            const bool number = from.size() > 1 && from.front() == '+' &&
                                from.find_first_not_of("0123456789", 1) == std::string::npos;
            return number || from == "anonymous" ? std::string()
                                                 : from + " is no number such as +8613800138000";
        })
        ->capture_default_str();
    command->add_option("--recordings", options->recordings, "Where recordings are said to be")
        ->type_name("URL")
        ->capture_default_str();
    command->callback([options, &code] { code = call(*options); });
}

} // namespace plaint::cli
