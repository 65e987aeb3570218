#include "bot/casework/casework.hpp"

#include "bot/casework/audit_chain.hpp"
#include "bot/casework/deadlines.hpp"
#include "bot/casework/dossier.hpp"
#include "bot/casework/hand_over.hpp"
#include "bot/casework/numbers.hpp"
#include "bot/casework/routing/route.hpp"
#include "bot/casework/ruling.hpp"
#include "bot/casework/states.hpp"
#include "bot/support/crypto.hpp"
#include "bot/support/seal.hpp"
#include "dialogs/engine/reopen.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

namespace plaint::casework {
namespace {

using Json = nlohmann::json;
using storage::CaseRecord;
using storage::CaseState;

// A case of the session as the store has it.
struct KnownCase {
    CaseRecord record;
    std::string dossier; // opened
    DossierHead head;
    ChainHead chain;
};

// What officers have said of these cases goes on to hold, whatever the complainant changes.
OfficersFacts officers_facts(const std::vector<KnownCase>& known) {
    OfficersFacts facts;
    for (const KnownCase& one : known) facts[one.head.part] = one.head.officers;
    return facts;
}

storage::Error broken(std::string what) { return {storage::Fault::broken, std::move(what)}; }

// What the complainant's papers change: a case that waited for them goes on, any other state stays. It waits on while
// something that was asked for could not be given on the channel of this submission.
CaseState after_supplement(CaseState state, const Matter& matter) {
    const bool given =
        state == CaseState::awaiting_materials && !dialogs::waits_reopened(matter.tree, matter.session);
    return given ? CaseState::in_review : state;
}

// Makes the records of one submission or withdrawal.
class Clerk {
  public:
    Clerk(const support::Config& config, const Matter& matter) : config_(config), matter_(matter) {}

    Proceeding submit(const Draft& draft, const std::vector<Part>& parts, std::vector<KnownCase>& known,
                      const std::string& scope, std::uint64_t serial) {
        std::vector<Identity> all;
        std::vector<KnownCase*> earlier;
        for (const Part& part : parts) {
            const auto found =
                std::ranges::find(known, part.name, [](const KnownCase& one) { return one.head.part; });
            KnownCase* before = found != known.end() ? &*found : nullptr;
            earlier.push_back(before);
            if (before != nullptr)
                all.push_back(renewed(*before, part, draft, known.front()));
            else
                all.push_back({.number = case_number(scope, serial++),
                               .part = part.name,
                               .lead = part.lead,
                               .submitted_at_ms = matter_.at_ms});
        }
        const auto is_asked = [&](const KnownCase& one) {
            return std::ranges::find(parts, one.head.part, &Part::name) != parts.end();
        };
        // Where the rules found no way, the answers say nothing about parts.
        if (!draft.is_routed)
            for (const KnownCase& one : known)
                if (!is_asked(one)) all.push_back(as_it_is(one));
        for (std::size_t i = 0; i < parts.size(); ++i) {
            if (all[i].state == CaseState::withdrawn) continue;
            Part part = parts[i];
            if (!draft.is_routed && earlier[i] != nullptr) part.proposals = earlier[i]->head.proposals;
            submit_one(draft, part, all[i], all, earlier[i]);
        }
        // A part that the answers no longer ask for ends; it is never left open by mistake.
        for (KnownCase& one : known)
            if (!is_asked(one)) {
                if (!draft.is_routed)
                    tell(one);
                else if (is_open(one.record.state))
                    withdraw_one(one);
            }
        out_.closing.missing = draft.missing;
        return std::move(out_);
    }

    // The officer's ruling, as the next version of the case that it is about; `opens` is the number of the case that it
    // opens beside that one.
    Ruled rule(std::vector<KnownCase>& known, const Ruling& ruling, const ChecklistText& checklists,
               const std::string& opens) {
        const auto at =
            std::ranges::find(known, ruling.number, [](const KnownCase& one) { return one.record.number; });
        if (at == known.end()) return {RulingFault::unknown_case, {}};
        if (ruling.kind == Ruling::Kind::request && !asks_in_place(*at, ruling))
            return {RulingFault::unknown_field, {}};
        auto ruled = rule_on(at->record, at->dossier, ruling,
                             {.content = *matter_.library.content,
                              .copies_at_once = config_.intake.copies_at_once,
                              .at_ms = matter_.at_ms,
                              .turn = matter_.session.turn,
                              .opens = opens});
        if (!ruled) return {ruled.error(), {}};
        std::optional<Json> routed;
        if (ruling.kind == Ruling::Kind::route) routed = Json::parse(ruled->dossier);
        const auto before = routed ? beside(Json::parse(at->dossier)["route"]) : std::nullopt;
        CaseRecord& record = ruled->record;
        out_.audit.push_back(append(at->chain, record.number, matter_.at_ms, ruling.by,
                                    std::string(name_of(ruling.kind)), ruled->audit));
        record.dossier = support::seal(matter_.session_id.text, std::move(ruled->dossier));
        for (const auto& [type, body] : ruled->events) add_event(type, record, body);
        out_.cases.push_back(record);
        if (routed && before && !beside((*routed)["route"])) end(before->part, known, ruling.by);
        if (routed && !opens.empty()) open(*routed, record, known, ruling.by, checklists, opens);
        return {std::nullopt, std::move(out_)};
    }

    // The part of the case of another kind that the ruling asks for and that is not open yet.
    std::optional<std::string> opens(const std::vector<KnownCase>& known, const Ruling& ruling) const {
        const auto at =
            std::ranges::find(known, ruling.number, [](const KnownCase& one) { return one.record.number; });
        if (ruling.kind != Ruling::Kind::route || at == known.end()) return std::nullopt;
        const auto tried =
            rule_on(at->record, at->dossier, ruling,
                    {.content = *matter_.library.content, .at_ms = matter_.at_ms, .opens = {}});
        const auto asked = tried ? beside(Json::parse(tried->dossier)["route"]) : std::nullopt;
        if (!asked || beside(Json::parse(at->dossier)["route"])) return std::nullopt;
        return asked->part;
    }

    // All cases, or the named one alone.
    Proceeding withdraw(std::vector<KnownCase>& known,
                        const std::optional<storage::CaseNumber>& only = std::nullopt) {
        for (KnownCase& one : known) {
            const bool is_meant = !only || one.record.number == *only;
            if (is_meant && is_open(one.record.state)) withdraw_one(one);
            tell(one);
        }
        return std::move(out_);
    }

    Closing status(const std::vector<KnownCase>& known) {
        for (const KnownCase& one : known) {
            tell(one);
            add_word(one);
            // What is missing is one list for all cases; of a linked one that has ended, only what was asked for again.
            const bool counts = one.head.part == main_part || is_open(one.record.state);
            for (const std::string& path : counts ? one.head.missing : one.head.requested)
                if (std::ranges::find(out_.closing.missing, path, &Closing::Missing::path) ==
                    out_.closing.missing.end())
                    out_.closing.missing.push_back({path, label_of(matter_.tree, path)});
        }
        return std::move(out_.closing);
    }

  private:
    // A case that a route does not ask for any more.
    void end(const std::string& part, std::vector<KnownCase>& known, const std::string& by) {
        for (KnownCase& one : known)
            if (one.head.part == part && is_open(one.record.state)) withdraw_one(one, by);
    }

    // The case of another kind that the route asks for beside this one, with all that was given for this one. One that had
    // ended goes on under its number.
    void open(const Json& dossier, const CaseRecord& record, const std::vector<KnownCase>& known,
              const std::string& by, const ChecklistText& checklists, const std::string& number) {
        const auto asked = beside(dossier["route"]);
        if (!asked) return;
        // What the checklist of the other kind lacks is looked up in the answers, which have to be walked for that.
        dialogs::is_as_submitted(matter_.tree, matter_.session);
        std::vector<Closing::Missing> missing;
        const Record beside_it = record_of(checklists, matter_, dossier["facts"], asked->part, asked->kind,
                                           dossier["officers"], missing);
        const auto before =
            std::ranges::find(known, number, [](const KnownCase& one) { return one.record.number.text; });
        const bool is_new = before == known.end();
        // What was decided of it stays decided.
        if (!is_new && before->record.state != CaseState::withdrawn) return;
        const bool is_sent = !is_new && !before->record.sender.empty();
        const Identity identity{.number = storage::CaseNumber(number),
                                .version = is_new ? 1 : before->record.version + 1,
                                .part = asked->part,
                                .lead = is_sent ? before->record.lead
                                                : beside_it.route["lead"]["body"].get<std::string>(),
                                .submitted_at_ms = is_new ? matter_.at_ms : before->record.submitted_at};
        std::string bytes =
            opened_bytes(dossier, beside_it, identity,
                         proposals_of(beside_it.route, config_.intake.copies_at_once), matter_);
        CaseRecord opened{.number = identity.number,
                          .session = matter_.session_id,
                          .kind = asked->kind,
                          .version = identity.version,
                          .state = identity.state,
                          .centre = record.centre,
                          .lead = identity.lead,
                          .submitted_at = identity.submitted_at_ms};
        if (is_sent) opened.sender = before->record.sender;
        ChainHead chain = is_new ? ChainHead{} : before->chain;
        write_audit(chain, opened, is_new ? "submitted" : "resubmitted", bytes, by);
        opened.dossier = support::seal(matter_.session_id.text, std::move(bytes));
        add_event(event_submitted, opened, opened.lead);
        out_.cases.push_back(std::move(opened));
    }

    // One that looked at an older version is told of that instead.
    bool asks_in_place(const KnownCase& known, const Ruling& ruling) const {
        const auto dossier = nlohmann::json::parse(known.dossier, nullptr, false);
        if (known.record.version != ruling.version || !dossier.is_object()) return true;
        return std::ranges::all_of(ruling.fields, [&](const std::string& path) {
            return is_in_place(matter_.tree, matter_.session, dossier, path);
        });
    }

    static Identity as_it_is(const KnownCase& known) {
        return {.number = known.record.number,
                .version = known.record.version,
                .state = known.record.state,
                .part = known.head.part,
                .lead = known.record.lead,
                .submitted_at_ms = known.record.submitted_at,
                .centre = known.record.centre,
                .rulings = known.head.rulings};
    }

    // What becomes of a case of which the answers speak again.
    Identity renewed(const KnownCase& before, const Part& part, const Draft& draft,
                     const KnownCase& main) const {
        Identity identity = as_it_is(before);
        if (identity.state == CaseState::withdrawn) {
            // One that its complainant has withdrawn since the main case's last version stays withdrawn. One that this
            // version was not linked to had ended because the answers did not ask for it; now they ask again.
            const std::vector<std::string>& linked = main.head.linked;
            if (std::ranges::find(linked, identity.number.text) != linked.end()) return identity;
            identity.state = CaseState::submitted;
        }
        ++identity.version;
        identity.state = after_supplement(identity.state, matter_);
        if (identity.state == CaseState::awaiting_materials) identity.requested = before.head.requested;
        // Whoever has decided on a case keeps it, whatever the supplement says of places; and so does the centre that an
        // officer has sent it to.
        if (is_open(identity.state) && draft.is_routed && before.record.sender.empty())
            identity.lead = part.lead;
        return identity;
    }

    void submit_one(const Draft& draft, Part part, const Identity& identity, const std::vector<Identity>& all,
                    const KnownCase* before) {
        if (before != nullptr) keep_released(part.proposals, before->head.proposals);
        // Where an officer has sent it stands above what the rules find.
        const content::Body* lead = matter_.library.content->directory.body(identity.lead);
        if (before != nullptr && !before->record.sender.empty() && lead != nullptr && part.route.is_object())
            part.route["lead"] = routing::to_json(*lead);
        part.deadlines = deadlines_of(draft, part, matter_);
        // What is changed on the way gives nobody more time; a case that waited for papers, or was withdrawn, begins anew.
        const bool runs =
            before != nullptr && before->record.lead == identity.lead &&
            (before->record.state == CaseState::submitted || before->record.state == CaseState::in_review);
        if (runs) keep_days(part.deadlines, before->head.deadlines, "missing");
        CaseRecord record{.number = identity.number,
                          .session = matter_.session_id,
                          .kind = draft.records[part.record].kind,
                          .version = identity.version,
                          .state = identity.state,
                          .centre = identity.centre.empty() ? draft.centre : identity.centre,
                          .lead = identity.lead,
                          .submitted_at = identity.submitted_at_ms};
        if (before != nullptr) record.sender = before->record.sender;
        std::string dossier = dossier_bytes(draft, part, identity, all, matter_);
        ChainHead chain = before != nullptr ? before->chain : ChainHead{};
        write_audit(chain, record, before == nullptr ? "submitted" : "resubmitted", dossier);
        record.dossier = support::seal(matter_.session_id.text, std::move(dossier));
        add_event(event_submitted, record, record.lead);
        for (const nlohmann::json& proposal : part.proposals)
            if (proposal["kind"] == "copy" && proposal["released"] == true)
                add_event(event_copied, record, proposal["body"]["body"].get<std::string>());
        const bool begins = before == nullptr || before->record.state == CaseState::withdrawn;
        const auto decided_by = acceptance_in(part.deadlines);
        if (begins && identity.part != main_part)
            out_.begun.push_back(linked(record, identity.part, decided_by));
        if (!begins)
            for (const std::string& body : hearers(*before))
                add_event_unless_told(event_reassigned, record, body);
        tell(record, identity.part, decided_by);
        out_.cases.push_back(std::move(record));
    }

    void withdraw_one(KnownCase& known, const std::string& by = std::string(complainant)) {
        CaseRecord& record = known.record;
        auto dossier =
            withdrawn_bytes(known.dossier, record.version + 1, matter_.at_ms, matter_.session.turn);
        if (!dossier) return; // read_head has read the same bytes, so they are a dossier
        ++record.version;
        record.state = CaseState::withdrawn;
        write_audit(known.chain, record, "withdrawn", *dossier, by);
        record.dossier = support::seal(matter_.session_id.text, *std::move(dossier));
        for (const std::string& body : hearers(known)) add_event(event_withdrawn, record, body);
        out_.cases.push_back(record);
    }

    // The bodies that have the case's last version.
    static std::vector<std::string> hearers(const KnownCase& known) {
        std::vector<std::string> bodies{known.record.lead};
        bodies.insert(bodies.end(), known.head.readers.begin(), known.head.readers.end());
        return bodies;
    }

    void write_audit(ChainHead& chain, const CaseRecord& record, const char* action, std::string_view dossier,
                     const std::string& by = std::string(complainant)) {
        out_.audit.push_back(append(chain, record.number, matter_.at_ms, by, action,
                                    {{"version", record.version},
                                     {"state", name_of(record.state)},
                                     {"lead", record.lead},
                                     {"dossier_sha256", support::sha256_hex(dossier)}}));
    }

    // A request that was answered says nothing any more; nor does what was decided before the newest decision.
    void add_word(const KnownCase& known) {
        for (auto ruling = known.head.rulings.rbegin(); ruling != known.head.rulings.rend(); ++ruling) {
            const auto kind = ruling_of(ruling->value("ruling", std::string()));
            if (!kind || !needs_reason(*kind)) continue;
            const bool holds =
                *kind != Ruling::Kind::request || known.record.state == CaseState::awaiting_materials;
            if (holds)
                out_.closing.words.push_back({known.record.number.text, std::string(name_of(*kind)),
                                              ruling->value("reason", std::string())});
            return;
        }
    }

    // Two bodies may share one receiver, which is told once.
    void add_event(std::string_view type, const CaseRecord& record, std::string_view body) {
        auto event = hand_over(config_, type, record, body, matter_.at_ms);
        const bool told = event && std::ranges::find(out_.events, event->id, &storage::EventRecord::id) !=
                                       out_.events.end();
        if (event && !told) out_.events.push_back(*std::move(event));
    }

    // Whoever leads now, or gets a copy, knows from that.
    void add_event_unless_told(std::string_view type, const CaseRecord& record, std::string_view body) {
        const auto event = hand_over(config_, type, record, body, matter_.at_ms);
        const bool told = event && std::ranges::any_of(out_.events, [&](const storage::EventRecord& one) {
                              return one.number == event->number && one.destination == event->destination;
                          });
        if (event && !told) out_.events.push_back(*event);
    }

    static Closing::Linked linked(const CaseRecord& record, std::string_view part,
                                  const std::optional<content::WorkingDays::Deadline>& decided_by) {
        return {.number = record.number.text,
                .lead = record.lead,
                .kind = record.kind,
                .is_offline = is_offline(part),
                .state = record.state,
                .decided_by = decided_by};
    }

    // The first case is the one that the complainant hears of; the others are linked to it.
    void tell(const KnownCase& known) {
        tell(known.record, known.head.part, acceptance_in(known.head.deadlines));
    }

    void tell(const CaseRecord& record, std::string_view part,
              const std::optional<content::WorkingDays::Deadline>& decided_by) {
        Closing& closing = out_.closing;
        if (!closing.number.empty()) {
            closing.linked.push_back(linked(record, part, decided_by));
            return;
        }
        closing.number = record.number.text;
        closing.kind = record.kind;
        closing.decided_by = decided_by;
        closing.version = record.version;
        closing.state = record.state;
        closing.lead = record.lead;
    }

    const support::Config& config_;
    const Matter& matter_;
    Proceeding out_;
};

// Reads the cases of a session, each with its chain, one after the other; answers on the application's thread.
class Reading : public std::enable_shared_from_this<Reading> {
  public:
    enum class Chains { read, left };
    using Done = std::move_only_function<void(std::expected<std::vector<KnownCase>, storage::Error>)>;

    Reading(storage::Store& store, Casework::Post post, storage::SessionId session, Chains chains, Done done)
        : store_(store),
          post_(std::move(post)),
          session_(std::move(session)),
          chains_(chains),
          done_(std::move(done)) {}

    void start() {
        store_.cases(session_, [self = shared_from_this()](auto cases) {
            self->post_([self, cases = std::move(cases)]() mutable { self->take(std::move(cases)); });
        });
    }

  private:
    void take(std::expected<std::vector<CaseRecord>, storage::Error> cases) {
        if (!cases) return done_(std::unexpected(std::move(cases).error()));
        for (CaseRecord& record : *cases) {
            auto dossier = support::open(session_.text, std::move(record.dossier));
            if (!dossier) return done_(std::unexpected(broken("a dossier does not open")));
            auto head = read_head(*dossier);
            if (!head) return done_(std::unexpected(broken(std::move(head).error())));
            known_.push_back({std::move(record), *std::move(dossier), *std::move(head), {}});
        }
        // The main case first, the others in the order in which they were numbered.
        std::ranges::stable_sort(known_, {}, [](const KnownCase& one) {
            return std::pair(one.head.part != main_part, one.record.number.text);
        });
        read_chain(0);
    }

    void read_chain(std::size_t at) {
        if (chains_ == Chains::left || at == known_.size()) return done_(std::move(known_));
        store_.audit(known_[at].record.number, [self = shared_from_this(), at](auto chain) {
            self->post_([self, at, chain = std::move(chain)]() mutable {
                if (!chain) return self->done_(std::unexpected(std::move(chain).error()));
                self->known_[at].chain = head_of(*chain);
                self->read_chain(at + 1);
            });
        });
    }

    storage::Store& store_;
    Casework::Post post_;
    storage::SessionId session_;
    Chains chains_;
    Done done_;
    std::vector<KnownCase> known_;
};

} // namespace

Casework::Casework(storage::Store& store, const support::Config& config, Post post)
    : store_(store), config_(config), post_(std::move(post)) {}
Casework::~Casework() = default;

const ChecklistText& Casework::checklists_of(const library::Library& library) {
    constexpr std::size_t editions_max = 8;
    if (checklists_.size() >= editions_max && !checklists_.contains(library.version)) checklists_.clear();
    std::unique_ptr<const ChecklistText>& text = checklists_[library.version];
    if (!text) text = std::make_unique<const ChecklistText>(library);
    return *text;
}

void Casework::submit(const Matter& matter, storage::Answer<Proceeding> answer) {
    struct Submission {
        Matter matter;
        storage::Answer<Proceeding> answer;
        Draft draft;
        std::vector<Part> parts;
        std::vector<KnownCase> known;
        std::string scope;
    };
    auto work = std::make_shared<Submission>(Submission{.matter = matter, .answer = std::move(answer)});

    const auto finish = [this, work](std::uint64_t serial) {
        Clerk clerk(config_, work->matter);
        work->answer(clerk.submit(work->draft, work->parts, work->known, work->scope, serial));
    };
    const auto number = [this, work, finish] {
        work->draft =
            draft(checklists_of(work->matter.library), config_, work->matter, officers_facts(work->known));
        work->parts = parts_of(work->draft, config_);
        work->scope = serial_scope(work->matter.at_ms, work->draft.centre);
        const auto fresh = std::ranges::count_if(work->parts, [&](const Part& part) {
            return std::ranges::find(work->known, part.name,
                                     [](const KnownCase& one) { return one.head.part; }) == work->known.end();
        });
        if (fresh == 0) return finish(0);
        store_.serials(work->scope, static_cast<std::uint32_t>(fresh), [this, work, finish](auto serial) {
            post_([work, finish, serial = std::move(serial)]() mutable {
                if (!serial) return work->answer(std::unexpected(std::move(serial).error()));
                finish(*serial);
            });
        });
    };
    // The first submission of a session has no cases to look for.
    if (matter.session.version <= 1) return number();
    std::make_shared<Reading>(store_, post_, matter.session_id, Reading::Chains::read,
                              [work, number](auto known) {
                                  if (!known) return work->answer(std::unexpected(std::move(known).error()));
                                  work->known = *std::move(known);
                                  number();
                              })
        ->start();
}

void Casework::withdraw(const Matter& matter, storage::Answer<Proceeding> answer) {
    std::make_shared<Reading>(store_, post_, matter.session_id, Reading::Chains::read,
                              [this, matter, answer = std::move(answer)](auto known) {
                                  if (!known) return answer(std::unexpected(std::move(known).error()));
                                  answer(Clerk(config_, matter).withdraw(*known));
                              })
        ->start();
}

void Casework::withdraw_linked(const Matter& matter, storage::CaseNumber number,
                               storage::Answer<Proceeding> answer) {
    std::make_shared<Reading>(
        store_, post_, matter.session_id, Reading::Chains::read,
        [this, matter, number = std::move(number), answer = std::move(answer)](auto known) {
            if (!known) return answer(std::unexpected(std::move(known).error()));
            answer(Clerk(config_, matter).withdraw(*known, number));
        })
        ->start();
}

void Casework::rule(const Matter& matter, Ruling ruling, storage::Answer<Ruled> answer) {
    struct Work {
        Matter matter;
        Ruling ruling;
        storage::Answer<Ruled> answer;
        std::vector<KnownCase> known;
    };
    auto work = std::make_shared<Work>(Work{matter, std::move(ruling), std::move(answer), {}});
    const auto finish = [this, work](const std::string& opens) {
        work->answer(Clerk(config_, work->matter)
                         .rule(work->known, work->ruling, checklists_of(work->matter.library), opens));
    };
    std::make_shared<Reading>(
        store_, post_, matter.session_id, Reading::Chains::read,
        [this, work, finish](auto known) {
            if (!known) return work->answer(std::unexpected(std::move(known).error()));
            work->known = *std::move(known);
            const auto part = Clerk(config_, work->matter).opens(work->known, work->ruling);
            if (!part) return finish({});
            const auto before =
                std::ranges::find(work->known, *part, [](const KnownCase& one) { return one.head.part; });
            if (before != work->known.end()) return finish(before->record.number.text);
            const std::string scope = serial_scope(work->matter.at_ms, work->known.front().record.centre);
            store_.serials(scope, 1, [this, work, finish, scope](auto serial) {
                post_([work, finish, scope, serial = std::move(serial)]() mutable {
                    if (!serial) return work->answer(std::unexpected(std::move(serial).error()));
                    finish(case_number(scope, *serial).text);
                });
            });
        })
        ->start();
}

void Casework::status(const Matter& matter, storage::Answer<Closing> answer) {
    std::make_shared<Reading>(store_, post_, matter.session_id, Reading::Chains::left,
                              [this, matter, answer = std::move(answer)](auto known) {
                                  if (!known) return answer(std::unexpected(std::move(known).error()));
                                  answer(Clerk(config_, matter).status(*known));
                              })
        ->start();
}

} // namespace plaint::casework
