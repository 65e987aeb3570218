#include "adapters/centre/centre.hpp"

#include "adapters/centre/package_body.hpp"
#include "bot/casework/audit_chain.hpp"
#include "bot/casework/dossier.hpp"
#include "bot/casework/numbers.hpp"
#include "bot/support/crypto.hpp"
#include "bot/support/seal.hpp"
#include "embedded.hpp"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>

namespace plaint::centre {
namespace {

// An access is recorded in the case's chain, on which others write too: whoever comes second reads it again.
constexpr int record_attempts_max = 8;

// Compares digests, so that not even the length of a token shows in the time; all entries are looked at.
const support::FetchToken* holder_of(const support::Config& config, std::string_view token) {
    const std::string shown = support::sha256(token);
    const support::FetchToken* holder = nullptr;
    for (const support::FetchToken& entry : config.fetch)
        if (support::same_secret(support::sha256(entry.token), shown)) holder = &entry;
    return holder;
}

net::Response unauthorised() {
    net::Response response = net::problem(401, "Show the token of a receiving body as a bearer token.");
    response.headers.set("WWW-Authenticate", "Bearer");
    return response;
}

// The version asked for; 0 for the newest, nothing for what is no version.
std::optional<std::uint32_t> version_in(const net::Request& request) {
    const auto text = request.query.find("version");
    if (!text) return 0;
    std::uint32_t version = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), version);
    if (error != std::errc() || end != text->data() + text->size() || version == 0) return std::nullopt;
    return version;
}

} // namespace

struct Centre::Fetch {
    What what = What::dossier;
    storage::CaseNumber number;
    std::uint32_t version = 0;
    std::string body; // whoever fetches
    net::Responder respond;
    std::string dossier;
    casework::Package package;
    int attempts = 0;
};

void Centre::add_to(net::Router& router) {
    const auto serve = [&](std::string_view pattern, What what) {
        router.get(pattern, [this, what](net::Request&& request, net::Responder respond) {
            fetch(what, std::move(request), std::move(respond));
        });
    };
    serve("/api/v1/cases/{number}/dossier", What::dossier);
    serve("/api/v1/cases/{number}/package", What::package);
    router.get("/api/v1/openapi.json", [](net::Request&&, net::Responder respond) {
        net::Response response;
        response.headers.set("Content-Type", "application/json");
        response.body = net::Body::embedded(embedded::find("adapters/centre/openapi.json").value_or("{}"));
        respond(std::move(response));
    });
}

void Centre::fetch(What what, net::Request&& request, net::Responder respond) {
    const auto token = request.bearer();
    const support::FetchToken* holder = token ? holder_of(parts_.config, *token) : nullptr;
    if (holder == nullptr) return respond(unauthorised());
    const auto version = version_in(request);
    if (!version) return respond(net::problem(400, "The version is a number from 1 on."));
    const std::string number(request.parameter("number"));
    if (!casework::is_case_number(number)) return respond(net::problem(404, "There is no such case."));
    auto started = std::make_shared<Fetch>(Fetch{.what = what,
                                                 .number = storage::CaseNumber(number),
                                                 .body = holder->body,
                                                 .respond = std::move(respond)});
    std::optional<std::uint32_t> asked = version;
    if (asked == 0U) asked.reset();
    parts_.store.find_case(started->number, asked, [this, started](auto answer) {
        parts_.post([this, started, answer = std::move(answer)]() mutable {
            if (!answer) return fail(*started, answer.error().what);
            if (!*answer)
                return started->respond(
                    net::problem(404, "There is no such case, or no such version of it."));
            found(started, **std::move(answer));
        });
    });
}

// A body sees the versions that it leads, and those of which a copy for it was released.
void Centre::found(const std::shared_ptr<Fetch>& fetch, storage::CaseRecord record) {
    fetch->version = record.version;
    auto dossier = support::open(record.session.text, std::move(record.dossier));
    const auto head =
        dossier ? casework::read_head(*dossier)
                : std::expected<casework::DossierHead, std::string>(std::unexpected("does not open"));
    if (!head) return fail(*fetch, "a dossier " + head.error());
    const bool leads = record.lead == fetch->body;
    if (!leads && std::ranges::find(head->readers, fetch->body) == head->readers.end())
        return fetch->respond(
            net::problem(403, "This case was not handed over to the body whose token was shown."));
    fetch->dossier = *std::move(dossier);
    if (fetch->what == What::dossier) return this->record(fetch);
    parts_.packages.fetch(fetch->number, fetch->version, [this, fetch](auto package) {
        parts_.post([this, fetch, package = std::move(package)]() mutable {
            if (!package) return fail(*fetch, package.error().what);
            fetch->package = *std::move(package);
            this->record(fetch);
        });
    });
}

// The access stands in the audit before the first byte leaves.
void Centre::record(const std::shared_ptr<Fetch>& fetch) {
    parts_.store.audit(fetch->number, [this, fetch](auto chain) {
        if (!chain) return parts_.post([this, fetch, what = chain.error().what] { fail(*fetch, what); });
        auto head = casework::head_of(*chain);
        const bool package = fetch->what == What::package;
        nlohmann::json content = {{"version", fetch->version}};
        if (package) content["manifest_sha256"] = fetch->package.manifest_sha256;
        storage::CaseChange change{.number = fetch->number};
        change.audit.push_back(casework::append(head, fetch->number, parts_.clock.now(), fetch->body,
                                                package ? "package_fetched" : "dossier_fetched", content));
        parts_.store.change(std::move(change), [this, fetch](auto outcome) {
            parts_.post([this, fetch, outcome = std::move(outcome)]() mutable {
                if (!outcome) return fail(*fetch, outcome.error().what);
                if (!std::holds_alternative<storage::Committed>(*outcome)) {
                    if (++fetch->attempts < record_attempts_max) return record(fetch);
                    return fail(*fetch, "the access could not be recorded");
                }
                if (fetch->what == What::dossier) return fetch->respond(net::json(std::move(fetch->dossier)));
                send_package(fetch);
            });
        });
    });
}

void Centre::send_package(const std::shared_ptr<Fetch>& fetch) {
    workers_.post([this, fetch] {
        parts_.post(
            [this, fetch, response = package_response(fetch->package, workers_, parts_.post)]() mutable {
                if (!response) return fail(*fetch, response.error());
                fetch->respond(*std::move(response));
            });
    });
}

void Centre::fail(Fetch& fetch, const std::string& what) {
    parts_.log.error("dossier_not_fetched", {support::field(support::Field::error, what)});
    net::Response response = net::problem(503, "The dossier cannot be fetched now; please try again.");
    response.headers.set("Retry-After", "30");
    fetch.respond(std::move(response));
}

} // namespace plaint::centre
