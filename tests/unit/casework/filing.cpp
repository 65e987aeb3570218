#include "tests/unit/casework/filing.hpp"

#include "bot/casework/projection.hpp"
#include "bot/casework/waiting.hpp"
#include "bot/support/clock.hpp"
#include "bot/support/seal.hpp"
#include "dialogs/engine/step.hpp"
#include "storage/files/disk_files.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

namespace plaint::tests {
namespace {

constexpr int inputs_max = 400;
constexpr std::int64_t between_turns_ms = 1'000;
constexpr std::string_view spoken = "recording:";
constexpr std::int64_t between_visits_ms = 24LL * 3600 * 1000;

const Answers usual_by_kind{
    {"yes_no", "yes"},
    {"text", "a description of ten characters and more"},
    {"number", "1"},
    {"date", "2024-03-05"},
    {"region", "杭州市余杭区"},
    {"phone", "13800138000"},
    {"email", "someone@example.com"},
    {"link", "https://item.taobao.com/item.htm?id=520813250866"},
    {"patent_number", "ZL201430009113.9"},
    {"credit_code", "91330110MA2TEK701U"},
    {"resident_id", "11010519491231002X"},
};

// What keeps a complaint short.
const Answers usual_by_path{{"case.wish", "complain"},
                            {"case.matter", "patent_infringement"},
                            {"complainant.foreign", "no"},
                            {"prior.platform_complaint", "no"},
                            {"scope.extras_wanted", "no"},
                            {"prior.lawsuit", "no"},
                            {"prior.arbitration", "no"},
                            {"prior.other_body", "no"},
                            {"right.invalidation_pending", "no"},
                            {"scope.turnover_cny", "skip"},
                            {"scope.cross_border", "no"},
                            {"wishes.investigation", "skip"},
                            {"intake.foreign_ticket", "skip"},
                            {"right.co_owned", "no"},
                            {"right.filing_date", "2014-01-08"},
                            {"right.grant_date", "2014-07-02"}};

template<class T, class Call>
T ask_store(Call&& call) {
    auto answer = casework::wait_for<T>(std::forward<Call>(call));
    REQUIRE(answer);
    return *std::move(answer);
}

} // namespace

Filing::Filing(support::Config config, std::string session)
    : config_(std::move(config)),
      store_(storage::MemoryStore::create(storage::MemoryStore::Answering::at_once)),
      files_(storage::open_disk_files(folder_.path() / "files", {.floor_bytes = 0}).value()),
      casework_(*store_, config_, [](std::move_only_function<void()> task) { task(); }),
      id_(std::move(session)),
      session_(dialogs::begin_session(shipped_library().tree(), at_ms_,
                                      {{"intake.centre", config_.intake.centre},
                                       {"intake.channel", "web_chat"},
                                       {"intake.locale", "en"}})) {}

void Filing::begin_at(std::int64_t at_ms) { at_ms_ = session_.begun_ms = at_ms; }

casework::Proceeding Filing::file(const Answers& answers) {
    take(input(dialogs::Said::begin));
    return converse(answers);
}

casework::Proceeding Filing::supplement(const Answers& answers, dialogs::Modality by) {
    at_ms_ += between_visits_ms;
    modality_ = by;
    take(input(dialogs::Said::resume));
    return converse(answers);
}

casework::Proceeding Filing::request(const std::vector<std::string>& fields) {
    at_ms_ += between_turns_ms;
    const storage::CaseRecord before = cases().front();
    if (before.state == storage::CaseState::submitted)
        store_->change({.number = before.number, .from = before.state, .to = storage::CaseState::in_review},
                       [](auto outcome) { REQUIRE(outcome); });
    auto asked = input(dialogs::Said::reopen);
    asked.conversation = "staff:1";
    asked.raw = "so";
    asked.reopen = fields;
    session_ = dialogs::step(shipped_library().tree(), std::move(session_), asked).session;
    const casework::Ruling ruling{.kind = casework::Ruling::Kind::request,
                                  .number = before.number,
                                  .version = before.version,
                                  .by = "staff_1",
                                  .reason = "so",
                                  .fields = fields};
    casework::Proceeding made;
    casework_.rule({id_, session_, shipped_library(), shipped_library().tree(), at_ms_}, ruling,
                   [&](auto answer) {
                       REQUIRE(answer);
                       REQUIRE_FALSE(answer->fault);
                       made = std::move(answer->proceeding);
                   });
    keep(made);
    return made;
}

casework::Ruled Filing::rule(const std::string& number, casework::Ruling ruling) {
    at_ms_ += between_turns_ms;
    const auto all = cases();
    const auto record =
        std::ranges::find(all, number, [](const storage::CaseRecord& one) { return one.number.text; });
    REQUIRE(record != all.end());
    if (record->state == storage::CaseState::submitted)
        store_->change({.number = record->number, .from = record->state, .to = storage::CaseState::in_review},
                       [](auto outcome) { REQUIRE(outcome); });
    ++session_.turn;
    ruling.number = record->number;
    ruling.version = record->version;
    ruling.by = "staff_1";
    casework::Ruled made;
    casework_.rule({id_, session_, shipped_library(), shipped_library().tree(), at_ms_}, std::move(ruling),
                   [&](auto answer) {
                       REQUIRE(answer);
                       made = *std::move(answer);
                   });
    if (!made.fault) keep(made.proceeding);
    return made;
}

casework::Proceeding Filing::withdraw() {
    last_ = {};
    take(input(dialogs::Said::withdraw));
    return last_;
}

casework::Proceeding Filing::withdraw_linked(const std::string& number) {
    at_ms_ += between_turns_ms;
    ++session_.turn;
    casework::Proceeding made;
    casework_.withdraw_linked({id_, session_, shipped_library(), shipped_library().tree(), at_ms_},
                              storage::CaseNumber(number), [&](auto answer) {
                                  REQUIRE(answer);
                                  made = *std::move(answer);
                              });
    keep(made);
    return made;
}

casework::Proceeding Filing::correct(const std::string& path, const Answers& answers) {
    auto said = input(dialogs::Said::words);
    said.candidates = {{.meaning = dialogs::Meaning::command,
                        .what = "change",
                        .targets = {casework::pattern_of(path).pattern}}};
    take(std::move(said));
    return converse(answers);
}

void Filing::fetch(const std::string& recording) {
    dialogs::FileRef file = upload("a call", recording + ".wav");
    file.media_type = "audio/wav";
    session_.recordings[recording] = file;
}

casework::Closing Filing::status() {
    casework::Closing closing;
    casework_.status({id_, session_, shipped_library(), shipped_library().tree(), at_ms_}, [&](auto answer) {
        REQUIRE(answer);
        closing = *std::move(answer);
    });
    return closing;
}

casework::Proceeding Filing::converse(const Answers& answers) {
    last_ = {};
    for (int i = 0; i < inputs_max && last_.cases.empty(); ++i) {
        const auto asked =
            std::ranges::find_if(outputs_, [](const auto& output) { return output.ask.has_value(); });
        REQUIRE(asked != outputs_.end());
        const dialogs::Ask ask = *asked->ask;
        INFO(ask.path);
        REQUIRE(ask.attempt == 1);
        take(answer_to(ask, answers));
    }
    REQUIRE_FALSE(last_.cases.empty());
    return last_;
}

dialogs::Input Filing::input(dialogs::Said said) const {
    const auto today = support::today_shanghai(at_ms_);
    dialogs::Input input{
        .said = said, .conversation = "test:1", .modality = modality_, .locale = "en", .at_ms = at_ms_};
    input.today = {today.year, static_cast<int>(today.month), static_cast<int>(today.day)};
    return input;
}

dialogs::Input Filing::answer_to(const dialogs::Ask& ask, const Answers& answers) {
    const auto given = answers.find(ask.path);
    const auto usual = usual_by_kind.find(ask.as);
    std::string words = usual != usual_by_kind.end() ? usual->second : std::string();
    if (ask.path == "review")
        words = "confirm";
    else if (ask.path.ends_with(".more"))
        words = "no";
    else if (ask.as == "choice")
        words = ask.options.front().value;
    else if (ask.as == "file")
        words = ask.path + ".png";
    if (const auto at = usual_by_path.find(ask.path); at != usual_by_path.end()) words = at->second;
    if (given != answers.end()) words = given->second;

    const bool formal = words == "later" || words == "none" || words == "unknown" || words == "skip";
    auto said = input(ask.as == "file" && !formal ? dialogs::Said::files : dialogs::Said::words);
    if (said.said == dialogs::Said::files) {
        said.files.push_back(upload(ask.path, words));
        return said;
    }
    if (words.starts_with(spoken)) {
        said.said = dialogs::Said::recording;
        said.value = words.substr(spoken.size());
        return said;
    }
    said.raw = words;
    if (ask.as == "choice") said.value = words;
    library::understand(shipped_library(), "en", said);
    return said;
}

dialogs::FileRef Filing::upload(const std::string& path, const std::string& name) {
    auto writer = files_->create(id_);
    REQUIRE(writer);
    REQUIRE((*writer)->write("bytes of " + path + " called " + name));
    const auto stored = (*writer)->finish();
    REQUIRE(stored);
    return {stored->sha256, name, "image/png", stored->size_bytes};
}

// One turn: the step, casework where it asks for it, and everything in one commit.
void Filing::take(dialogs::Input input) {
    at_ms_ += between_turns_ms;
    input.at_ms = at_ms_;
    auto result = dialogs::step(shipped_library().tree(), std::move(session_), input);
    session_ = std::move(result.session);
    outputs_ = std::move(result.outputs);

    casework::Proceeding proceeding;
    const casework::Matter matter{id_, session_, shipped_library(), shipped_library().tree(), at_ms_};
    const auto made = [&](std::expected<casework::Proceeding, storage::Error> answer) {
        REQUIRE(answer);
        proceeding = *std::move(answer);
    };
    for (const dialogs::Effect effect : result.effects) {
        if (effect == dialogs::Effect::submit) casework_.submit(matter, made);
        if (effect == dialogs::Effect::withdraw) casework_.withdraw(matter, made);
    }
    if (!proceeding.cases.empty()) last_ = proceeding;
    keep(proceeding);
}

void Filing::keep(const casework::Proceeding& proceeding) {
    const storage::ConversationId conversation("test:1");
    storage::Commit commit{
        .session = {.id = id_,
                    .version = version_ + 1,
                    .receipt_hash = "hash of " + id_.text,
                    .content = "session"},
        .expected_version = version_,
        .turn = {.session = id_,
                 .turn = session_.turn,
                 .conversation = conversation,
                 .at = at_ms_,
                 .content = support::seal(id_.text, "turn " + std::to_string(session_.turn))},
        .cases = proceeding.cases,
        .audit = proceeding.audit,
        .events = proceeding.events};
    if (version_ == 0) commit.new_conversation = {.id = conversation, .session = id_, .begun_at = at_ms_};
    const auto outcome = ask_store<storage::CommitOutcome>(
        [&](auto answer) { store_->commit(std::move(commit), std::move(answer)); });
    REQUIRE(std::holds_alternative<storage::Committed>(outcome));
    ++version_;
}

nlohmann::json Filing::dossier(const std::string& number, std::uint32_t version) {
    const auto found = ask_store<std::optional<storage::CaseRecord>>(
        [&](auto answer) { store_->find_case(storage::CaseNumber(number), version, std::move(answer)); });
    if (!found) return nullptr;
    return nlohmann::json::parse(support::open(id_.text, found->dossier).value());
}

std::vector<storage::AuditRecord> Filing::audit(const std::string& number) {
    return ask_store<std::vector<storage::AuditRecord>>(
        [&](auto answer) { store_->audit(storage::CaseNumber(number), std::move(answer)); });
}

std::vector<storage::CaseRecord> Filing::cases() {
    return ask_store<std::vector<storage::CaseRecord>>(
        [&](auto answer) { store_->cases(id_, std::move(answer)); });
}

casework::PackageSources Filing::sources() {
    return {*store_, *files_, [](const storage::TurnRecord& turn) {
                return nlohmann::json{{"turn", turn.turn}, {"said", turn.content}}.dump();
            }};
}

} // namespace plaint::tests
