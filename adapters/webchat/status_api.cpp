#include "adapters/webchat/status_api.hpp"

#include "adapters/webchat/json_fields.hpp"
#include "bot/casework/closing_words.hpp"
#include "bot/casework/states.hpp"

#include <algorithm>

namespace plaint::webchat {

namespace {

using conversation::Conversation;
using conversation::Refusal;
using storage::CaseState;

constexpr std::size_t body_bytes_max = 4 * 1024;
// What is said of an opinion that is not accepted.
constexpr std::string_view rejected_outcome = "opinion.refused";

enum : std::size_t { receipt, case_number, confirm, locale, count };
constexpr std::array<FieldSpec, count> specs{
    {{"receipt", 64}, {"case", 64}, {"confirm", 0, FieldSpec::Form::flag}, {"locale", 64}}};

std::string_view name_of(storage::SessionState state) {
    switch (state) {
    case storage::SessionState::draft: return "draft";
    case storage::SessionState::submitted: return "submitted";
    case storage::SessionState::ended: return "ended";
    }
    return {};
}

// The procedure goes acceptance, response, transfer, feedback, follow-up; empty where it has come to an end.
std::string_view stage_of(CaseState state) {
    switch (state) {
    case CaseState::submitted:
    case CaseState::in_review:
    case CaseState::awaiting_materials: return "acceptance";
    case CaseState::accepted: return "response";
    case CaseState::transferred: return "transfer";
    case CaseState::concluded: return "feedback";
    case CaseState::not_accepted:
    case CaseState::duplicate:
    case CaseState::withdrawn: return {};
    }
    return {};
}

// Until when that case is decided on, as its dossier says.
std::optional<content::WorkingDays::Deadline> decided_by(const storage::CaseRecord& one,
                                                         const casework::Closing& closing) {
    if (one.number.text == closing.number) return closing.decided_by;
    const auto linked =
        std::ranges::find(closing.linked, one.number.text, &casework::Closing::Linked::number);
    return linked != closing.linked.end() ? linked->decided_by : std::nullopt;
}

// The cases that end when this one is withdrawn: with the main case all that are open, else it alone.
std::vector<std::string> withdrawn_with(const storage::CaseRecord& named, const casework::Closing& closing,
                                        const std::vector<storage::CaseRecord>& cases) {
    std::vector<std::string> numbers;
    if (!casework::is_open(named.state)) return numbers;
    numbers.push_back(named.number.text);
    if (named.number.text != closing.number) return numbers;
    for (const storage::CaseRecord& one : cases)
        if (one.number != named.number && casework::is_open(one.state)) numbers.push_back(one.number.text);
    return numbers;
}

net::Response problem(int status, std::string_view type, std::string_view detail,
                      std::uint32_t retry_after_seconds = 0) {
    net::Response response = net::problem(status, detail, type);
    if (retry_after_seconds > 0) response.headers.set("Retry-After", std::to_string(retry_after_seconds));
    return response;
}

} // namespace

struct StatusApi::Question {
    net::Responder respond;
    std::string language;
    std::string receipt;
    std::string number;
    std::shared_ptr<ReceiptGuard::Attempt> attempt;
    library::Edition edition; // that words the answer
};

void StatusApi::add_to(net::Router& router) {
    router.post(
        "/api/v1/status",
        [this](net::Request&& request, net::Responder respond) {
            ask(std::move(request), std::move(respond),
                [this](const Asked& asked, storage::SessionState state, const casework::Closing& closing,
                       const std::vector<storage::CaseRecord>& cases) {
                    answer(asked, state, closing, cases);
                });
        },
        body_bytes_max);
    // What changes a case names it, and is confirmed.
    const auto add_change = [&](const char* path, const Found& found) {
        router.post(
            path,
            [this, found](net::Request&& request, net::Responder respond) {
                const auto fields = read_fields(request.body, specs);
                if (fields && (!(*fields)[case_number] || (*fields)[confirm].value_or("") != "true"))
                    return respond(problem(400, "bad-request",
                                           "Needed are \"receipt\", \"case\" and \"confirm\": true."));
                ask(std::move(request), std::move(respond), found);
            },
            body_bytes_max);
    };
    add_change("/api/v1/status/withdraw",
               [this](const Asked& asked, storage::SessionState, const casework::Closing& closing,
                      const std::vector<storage::CaseRecord>& cases) { withdraw(asked, closing, cases); });
    add_change("/api/v1/status/reject",
               [this](const Asked& asked, storage::SessionState, const casework::Closing&,
                      const std::vector<storage::CaseRecord>& cases) { reject_outcome(asked, cases); });
}

void StatusApi::ask(net::Request&& request, net::Responder respond, Found found) {
    // A page of another site is kept out here as everywhere.
    if (!context_.origins.allows(request))
        return respond(problem(403, "forbidden-origin", "Pages of this origin may not ask."));
    auto fields = read_fields(request.body, specs);
    if (!fields) return respond(problem(400, "bad-request", fields.error()));
    if (!(*fields)[receipt])
        return respond(problem(400, "bad-request", "\"receipt\" is missing: a receipt code."));
    const std::string language(language_of(context_.library(), (*fields)[locale].value_or(""), request));
    auto asked = std::make_shared<Question>(
        Question{std::move(respond), language, std::move(*(*fields)[receipt]),
                 (*fields)[case_number].value_or(""), context_.guard.begin(request.remote_address)});
    if (!asked->attempt)
        return asked->respond(problem(429, "too-many-requests",
                                      sentence(context_.library(), language, "refusal.receipts_spent"),
                                      ReceiptGuard::pause_seconds));
    context_.parts.conversation.open(
        asked->receipt,
        [this, asked, found = std::move(found)](std::expected<Conversation::Opened, Refusal> opened) {
            if (!opened) return refuse(asked, opened.error());
            asked->edition = std::move(opened->edition);
            context_.parts.store.cases(
                opened->session,
                at_home(context_.parts.server,
                        [this, asked, found, state = opened->state, closing = std::move(opened->closing)](
                            std::expected<std::vector<storage::CaseRecord>, storage::Error> cases) {
                            if (!cases) return refuse(asked, Refusal::unavailable);
                            found(asked, state, closing, std::move(*cases));
                        }));
        });
}

void StatusApi::refuse(const Asked& asked, Refusal refusal) {
    const RefusalForm form = form_of(refusal);
    const auto send = [this, asked, form] {
        const bool unknown = form.key == form_of(Refusal::bad_receipt).key;
        asked->respond(problem(unknown ? 404 : form.status, unknown ? "unknown-receipt" : "refused",
                               sentence(context_.library(), asked->language, form.key),
                               form.retry_after_seconds));
    };
    // A session that is gone is no other than one that never was.
    if (refusal == Refusal::bad_receipt)
        asked->attempt->failed(send);
    else
        asked->attempt->passed(send);
}

void StatusApi::answer(const Asked& asked, storage::SessionState state, const casework::Closing& closing,
                       const std::vector<storage::CaseRecord>& cases) {
    const content::Directory& directory = asked->edition->content->directory;
    const locales::Blanks blanks;
    const locales::Renderer words = asked->edition->renderer(asked->language, dialogs::Modality::web, blanks);
    std::string body;
    JsonWriter to(body);
    to.begin_object().key("cases").begin_array();
    for (const storage::CaseRecord& one : cases) {
        to.begin_object().text_at("number", one.number.text).text_at("kind", one.kind);
        to.text_at("state", casework::name_of(one.state));
        if (const std::string_view stage = stage_of(one.state); !stage.empty()) to.text_at("stage", stage);
        if (const auto term = casework::term_of(one.kind, one.lead, one.state, decided_by(one, closing),
                                                directory, asked->language))
            to.text_at("term", words.text(term->message)).text_at("term_reason", words.text(term->reason));
        to.key("lead");
        write_body(to, directory, one.lead, asked->language);
        to.key("missing").begin_array();
        // What is still to come is one list for all cases of a session; it stands with the main one.
        if (one.number.text == closing.number && casework::is_open(one.state))
            for (const auto& missing : closing.missing)
                to.begin_object()
                    .text_at("path", missing.path)
                    .text_at("label", words.label(missing.label))
                    .end_object();
        to.end_array().key("words").begin_array();
        for (const auto& word : closing.words)
            if (word.number == one.number.text)
                to.begin_object().text_at("ruling", word.ruling).text_at("reason", word.reason).end_object();
        to.end_array().text_at("submitted_at", support::rfc3339_utc(one.submitted_at));
        to.number_at("version", one.version).key("withdraws").begin_array();
        for (const std::string& number : withdrawn_with(one, closing, cases)) to.text(number);
        to.end_array().key("rejectable").flag(may_reject(one, cases)).end_object();
    }
    to.end_array().text_at("session_state", name_of(state));
    to.key("resume").flag(state != storage::SessionState::ended).end_object();
    asked->attempt->passed([asked, body = std::move(body)] { asked->respond(net::json(body)); });
}

void StatusApi::withdraw(const Asked& asked, const casework::Closing& closing,
                         const std::vector<storage::CaseRecord>& cases) {
    const auto named = std::ranges::find_if(
        cases, [&](const storage::CaseRecord& one) { return one.number.text == asked->number; });
    if (named == cases.end())
        return asked->attempt->passed([asked] {
            asked->respond(problem(404, "unknown-case", "This code opens no case of that number."));
        });
    if (!casework::is_open(named->state))
        return asked->attempt->passed(
            [asked] { asked->respond(problem(409, "closed-case", "The case is closed already.")); });
    const auto answered = [this, asked, numbers = withdrawn_with(*named, closing, cases)](
                              std::expected<conversation::Reply, Refusal> reply) {
        if (!reply) return refuse(asked, reply.error());
        asked->attempt->passed([asked, numbers] {
            std::string body;
            JsonWriter to(body);
            to.begin_object().text_at("case", asked->number).text_at("state", "withdrawn");
            to.key("withdrawn").begin_array();
            for (const std::string& number : numbers) to.text(number);
            to.end_array().end_object();
            asked->respond(net::json(std::move(body)));
        });
    };
    if (asked->number == closing.number)
        context_.parts.conversation.withdraw(asked->receipt, answered);
    else
        context_.parts.conversation.withdraw_linked(asked->receipt, named->number, answered);
}

bool StatusApi::may_reject(const storage::CaseRecord& one,
                           const std::vector<storage::CaseRecord>& cases) const {
    const content::FieldRow* row = context_.library().content->fields.find(rejected_outcome);
    const bool has_outcome =
        row != nullptr && row->is_said_by_officers(one.kind) && one.state == CaseState::accepted;
    // Whoever has rejected it has a case of another kind beside it, whatever became of that.
    return has_outcome && std::ranges::none_of(cases, [&](const storage::CaseRecord& other) {
               return other.kind != one.kind;
           });
}

// Nobody but the complainant can say this; it is their ruling, as far as there is one.
void StatusApi::reject_outcome(const Asked& asked, const std::vector<storage::CaseRecord>& cases) {
    const auto named = std::ranges::find_if(
        cases, [&](const storage::CaseRecord& one) { return one.number.text == asked->number; });
    if (named == cases.end())
        return asked->attempt->passed([asked] {
            asked->respond(problem(404, "unknown-case", "This code opens no case of that number."));
        });
    if (!may_reject(*named, cases))
        return asked->attempt->passed([asked] {
            asked->respond(problem(409, "no-outcome", "The case has no outcome that can be rejected."));
        });
    casework::Ruling ruling{.kind = casework::Ruling::Kind::route,
                            .number = named->number,
                            .version = named->version,
                            .by = std::string(casework::complainant),
                            .facts = {{std::string(rejected_outcome), "yes"}}};
    context_.parts.conversation.rule(
        named->session, std::move(ruling), [this, asked](std::optional<conversation::Overruled> overruled) {
            if (!overruled)
                return asked->attempt->passed([asked] {
                    std::string body;
                    JsonWriter(body).begin_object().text_at("case", asked->number).end_object();
                    asked->respond(net::json(std::move(body)));
                });
            const auto* refusal = std::get_if<Refusal>(&*overruled);
            if (refusal != nullptr) return refuse(asked, *refusal);
            asked->attempt->passed([asked] {
                asked->respond(
                    problem(409, "no-outcome", "The case has changed meanwhile; please look again."));
            });
        });
}

} // namespace plaint::webchat
