#include "bot/casework/numbers.hpp"
#include "bot/cli/command.hpp"
#include "bot/cli/content_options.hpp"
#include "bot/cli/editions.hpp"
#include "bot/cli/explanation.hpp"
#include "bot/cli/kept.hpp"
#include "bot/conversation/session_content.hpp"
#include "bot/support/crypto.hpp"
#include "bot/support/receipt.hpp"
#include "bot/support/seal.hpp"
#include "dialogs/kinds/receipt_code.hpp"
#include "locales/fold.hpp"
#include "storage/waiting.hpp"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

namespace plaint::cli {
namespace {

struct ExplainOptions {
    ContentOptions content;
    KeptOptions kept;
    std::string of, locale, why;
    bool answers = false, json = false;
};

template<class T>
using Found = std::expected<std::optional<T>, std::string>;

Found<storage::SessionRecord> session(storage::Store& store, const storage::SessionId& id) {
    auto found = storage::wait_for<std::optional<storage::SessionRecord>>(
        [&](auto answer) { store.session(id, std::move(answer)); });
    if (!found) return std::unexpected("the store: " + found.error().what);
    return std::move(*found);
}

Found<storage::SessionRecord> session_of_case(storage::Store& store, const std::string& number) {
    const auto found = storage::wait_for<std::optional<storage::CaseRecord>>(
        [&](auto answer) { store.find_case(storage::CaseNumber(number), std::nullopt, std::move(answer)); });
    if (!found) return std::unexpected("the store: " + found.error().what);
    if (!*found) return std::nullopt;
    return session(store, (*found)->session);
}

// A code is stored nowhere: only the server's key finds its session.
Found<storage::SessionRecord> session_of_code(storage::Store& store, const std::string& code) {
    const auto key = storage::wait_for<storage::Bytes>(
        [&](auto answer) { store.setting("server_key", support::random_bytes(32), std::move(answer)); });
    if (!key) return std::unexpected("the store: " + key.error().what);
    auto found = storage::wait_for<std::optional<storage::SessionRecord>>(
        [&](auto answer) { store.session_by_receipt(support::receipt_hash(*key, code), std::move(answer)); });
    if (!found) return std::unexpected("the store: " + found.error().what);
    return std::move(*found);
}

bool is_session_id(std::string_view text) {
    return text.size() == 32 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

Found<storage::SessionRecord> find(storage::Store& store, const std::string& of) {
    if (is_session_id(of)) return session(store, storage::SessionId(of));
    if (casework::is_case_number(of)) return session_of_case(store, of);
    const std::string folded = locales::fold(of);
    const kinds::Verdict code = kinds::validate_receipt_code({of, folded});
    if (code.ok) return session_of_code(store, code.value);
    return std::unexpected("\"" + of + "\" is no session id, no case number and no receipt code");
}

std::expected<std::vector<std::string>, std::string> case_numbers(storage::Store& store,
                                                                  const storage::SessionId& id) {
    const auto cases = storage::wait_for<std::vector<storage::CaseRecord>>(
        [&](auto answer) { store.cases(id, std::move(answer)); });
    if (!cases) return std::unexpected("the store: " + cases.error().what);
    std::vector<std::string> numbers;
    for (const storage::CaseRecord& one : *cases) numbers.push_back(one.number.text);
    return numbers;
}

void print(const Explained& explained, const nlohmann::json& told) {
    std::cout << told["session"].get<std::string>();
    for (const nlohmann::json& number : told["cases"]) std::cout << "  " << number.get<std::string>();
    std::cout << "\n" << in_words(explained, told);
}

int tell(const ExplainOptions& options, const library::Library& library, storage::Store& store,
         storage::SessionRecord record) {
    const locales::Language* language = language_or_complain(library, options.locale);
    if (language == nullptr) return unusable;
    if (!language->catalogue.has("explain.next"))
        return complain("the language " + language->id +
                        " has no words for explanations; they are in explain.json");
    const auto bytes = support::open(record.id.text, std::move(record.content));
    auto content = bytes ? conversation::decode_session(library.tree(), *bytes)
                         : std::unexpected<std::string>("sealed by another key");
    if (!content) return complain("the session: " + content.error());
    const auto numbers = case_numbers(store, record.id);
    if (!numbers) return complain(numbers.error());
    const Explained explained{library, library.tree(), *language, content->session,
                              options.answers ? Answers::shown : Answers::named};
    nlohmann::json told = explanation(explained, options.why);
    told["session"] = record.id.text;
    told["cases"] = *numbers;
    if (!options.why.empty() && told["why"].empty())
        return complain("the tree \"" + library.tree().name + "\" has no question " + options.why);
    if (options.json)
        std::cout << told.dump(2) << "\n";
    else
        print(explained, told);
    return success;
}

// As for the server: a case stays under the content that it was submitted under, while that is kept.
library::Edition content_of(const Kept& kept, library::Edition present,
                            const storage::SessionRecord& record) {
    if (record.state != storage::SessionState::submitted) return present;
    const auto bytes = support::open(record.id.text, record.content);
    const auto content = bytes ? conversation::decode_session(present->tree(), *bytes)
                               : std::unexpected<std::string>("sealed by another key");
    if (!content || content->session.contents.back() == present->version) return present;
    library::Edition under = Editions(kept.config).fetch(content->session.contents.back());
    return under != nullptr ? under : present;
}

int explain(ExplainOptions options) {
    const auto kept = options.kept.open();
    if (!kept) return unusable;
    if (options.content.dialogs.empty()) options.content.dialogs = kept->config.content.dialogs;
    if (options.content.locales.empty()) options.content.locales = kept->config.content.locales;
    const library::Edition present = load_or_complain(options.content);
    if (present == nullptr) return unusable;
    auto found = find(*kept->store, options.of);
    if (!found) return complain(found.error());
    if (!*found) return complain("there is no session for " + options.of);
    const library::Edition under = content_of(*kept, present, **found);
    return tell(options, *under, *kept->store, **std::move(found));
}

} // namespace

void add_explain(CLI::App& program, int& code) {
    const auto options = std::make_shared<ExplainOptions>();
    CLI::App* command = program.add_subcommand(
        "explain",
        "Why a session stands where it stands, why other questions were not asked, and what is missing");
    command->footer(
        "Of answers in words or numbers it says only that they were given; --answers shows them as the\n"
        "conversation does, with identity numbers masked. Nothing is written.");
    command->add_option("SESSION", options->of, "A session id, a case number or a receipt code")->required();
    command->add_option("--why", options->why, "One question alone, such as respondents[0].address")
        ->type_name("FIELD");
    command->add_flag("--answers", options->answers, "With the answers that conditions hang on");
    command->add_option("--locale", options->locale, "The language; without it, the first one")
        ->type_name("L");
    command->add_flag("--json", options->json, "For programs");
    options->content.add_to(*command);
    options->kept.add_to(*command);
    command->callback([options, &code] { code = explain(*options); });
}

} // namespace plaint::cli
