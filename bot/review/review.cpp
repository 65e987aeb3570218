#include "bot/review/review.hpp"

#include "bot/casework/ruling.hpp"
#include "bot/casework/states.hpp"
#include "bot/conversation/at_home.hpp"
#include "bot/support/seal.hpp"

#include <algorithm>

namespace plaint::review {
namespace {

using casework::Ruling;
using casework::RulingFault;
using conversation::at_home;
using storage::CaseFile;
using storage::CaseState;

constexpr std::int64_t read_noted_ms = 3'600'000;

Right right_for(Ruling::Kind kind) {
    switch (kind) {
    case Ruling::Kind::request: return Right::request;
    case Ruling::Kind::release: return Right::release;
    case Ruling::Kind::accept:
    case Ruling::Kind::not_accept: return Right::decide;
    case Ruling::Kind::transfer: return Right::transfer;
    case Ruling::Kind::type: return Right::type;
    case Ruling::Kind::route: return Right::route;
    }
    return Right::decide;
}

Refused refused(RulingFault fault) {
    switch (fault) {
    case RulingFault::unknown_case: return Refused::unknown;
    case RulingFault::stale: return Refused::stale;
    case RulingFault::wrong_state: return Refused::wrong_state;
    case RulingFault::no_reason: return Refused::no_reason;
    case RulingFault::too_long: return Refused::too_long;
    case RulingFault::nothing_named:
    case RulingFault::unknown_proposal: return Refused::nothing_named;
    // The page offers only what is there, so that it was there when the officer looked.
    case RulingFault::unknown_field: return Refused::rearranged;
    case RulingFault::unknown_target: return Refused::bad_target;
    case RulingFault::unknown_fact: return Refused::bad_fact;
    }
    return Refused::unavailable;
}

bool names_file(const nlohmann::json& dossier, const std::string& sha256) {
    const auto files = dossier.find("files");
    return files != dossier.end() && std::ranges::any_of(*files, [&](const nlohmann::json& file) {
               return file.value("sha256", std::string()) == sha256;
           });
}

std::optional<nlohmann::json> dossier_of(storage::CaseRecord& record) {
    const auto bytes = support::open(record.session.text, std::move(record.dossier));
    record.dossier.clear();
    if (!bytes) return std::nullopt;
    auto json = nlohmann::json::parse(*bytes, nullptr, false);
    if (!json.is_object()) return std::nullopt;
    return json;
}

// The ids of all recordings that answers name, now or before they were typed.
void gather_recordings(const nlohmann::json& json, std::map<std::string, std::string>& found) {
    if (!json.is_structured()) return;
    if (json.is_object() && json.contains("recording") && json["recording"].is_string())
        found.try_emplace(json["recording"].get<std::string>());
    for (const nlohmann::json& inner : json) gather_recordings(inner, found);
}

// A recording is kept under its id, with an ending that says what it is.
const storage::FileRecord* recording_among(const std::vector<storage::FileRecord>& files,
                                           std::string_view id) {
    const auto found = std::ranges::find_if(files, [&](const storage::FileRecord& file) {
        const auto name = support::open(file.session.text, file.content);
        return !id.empty() && name && name->substr(0, name->rfind('.')) == id;
    });
    return found != files.end() ? &*found : nullptr;
}

std::map<std::string, std::string> recordings_of(const nlohmann::json& dossier,
                                                 const std::vector<storage::FileRecord>& files) {
    std::map<std::string, std::string> found;
    for (const char* part : {"facts", "superseded", "set_aside"})
        if (const auto at = dossier.find(part); at != dossier.end()) gather_recordings(*at, found);
    for (auto& [id, sha256] : found)
        if (const auto* file = recording_among(files, id)) sha256 = file->sha256;
    std::erase_if(found, [](const auto& one) { return one.second.empty(); });
    return found;
}

} // namespace

// The right is looked at first, and the scope is part of the question that the store is asked.
void Review::find(const Officer& officer, Right right, const storage::CaseNumber& number,
                  Answered<CaseFile> answered) {
    if (!officer.may(right)) return answered(std::unexpected(Refused::forbidden));
    parts_.store.desk().find_case(
        officer.scope(), number, std::nullopt,
        at_home(parts_.post, [answered = std::move(answered)](
                                 std::expected<std::optional<CaseFile>, storage::Error> found) {
            if (!found) return answered(std::unexpected(Refused::unavailable));
            if (!*found) return answered(std::unexpected(Refused::unknown));
            answered(std::move(**found));
        }));
}

void Review::note(const Officer& officer, const storage::CaseNumber& number, std::string action,
                  const nlohmann::json& content, std::function<void(bool)> noted) {
    parts_.journal.note_access({.change = {.number = number},
                                .actor = officer.id.text,
                                .action = std::move(action),
                                .content = content,
                                .noted = std::move(noted)});
}

void Review::names(Answered<Names> answered) {
    // A case that was sent on names colleagues of other centres.
    parts_.store.desk().all_staff(
        storage::Scope::of_country(),
        at_home(parts_.post,
                [answered = std::move(answered)](
                    const std::expected<std::vector<storage::StaffRecord>, storage::Error>& all) {
                    if (!all) return answered(std::unexpected(Refused::unavailable));
                    Names found;
                    for (const storage::StaffRecord& one : *all)
                        if (const auto account = open_account(one)) found[one.id.text] = account->name;
                    answered(std::move(found));
                }));
}

void Review::list(const Officer& officer, storage::CaseFilter filter, Answered<CaseList> answered) {
    if (!officer.may(Right::see_cases)) return answered(std::unexpected(Refused::forbidden));
    parts_.store.desk().cases(
        officer.scope(), std::move(filter),
        at_home(parts_.post, [this, answered = std::move(answered)](
                                 std::expected<std::vector<storage::CaseSummary>, storage::Error> found) {
            if (!found) return answered(std::unexpected(Refused::unavailable));
            names([answered, cases = std::move(*found)](std::expected<Names, Refused> known) mutable {
                if (!known) return answered(std::unexpected(known.error()));
                answered(CaseList{std::move(cases), std::move(*known)});
            });
        }));
}

// A case on its way to its page.
struct Review::Opening {
    Officer officer;
    CaseView view;
    Answered<CaseView> answered;

    const storage::CaseNumber& number() const { return view.file.record.number; }
    void refuse(Refused refused) const { answered(std::unexpected(refused)); }
};

void Review::open(const Officer& officer, const storage::CaseNumber& number, Answered<CaseView> answered) {
    auto opening = std::make_shared<Opening>(Opening{officer, {}, std::move(answered)});
    find(officer, Right::see_cases, number, [this, opening](std::expected<CaseFile, Refused> found) {
        if (!found) return opening->refuse(found.error());
        CaseView& view = opening->view;
        view.file = std::move(*found);
        view.in_custody = opening->officer.scope().holds(view.file.record.centre);
        auto dossier = dossier_of(view.file.record);
        if (!dossier) return opening->refuse(Refused::unavailable);
        view.dossier = std::move(*dossier);
        read_files(opening);
    });
}

void Review::reveal(const Officer& officer, const storage::CaseNumber& number, Answered<CaseView> answered) {
    open(officer, number,
         [this, officer, number, answered = std::move(answered)](std::expected<CaseView, Refused> view) {
             if (!view) return answered(std::unexpected(view.error()));
             note(officer, number, "revealed", {{"version", view->file.record.version}},
                  [answered, view = std::move(*view)](bool written) {
                      if (!written) return answered(std::unexpected(Refused::unavailable));
                      answered(view);
                  });
         });
}

void Review::read_files(const std::shared_ptr<Opening>& opening) {
    parts_.store.files(opening->view.file.record.session, at_home(parts_.post, [this, opening](auto files) {
                           if (!files) return opening->refuse(Refused::unavailable);
                           opening->view.recordings = recordings_of(opening->view.dossier, *files);
                           read_audit(opening);
                       }));
}

void Review::read_audit(const std::shared_ptr<Opening>& opening) {
    parts_.store.audit(opening->number(), at_home(parts_.post, [this, opening](auto audit) {
                           if (!audit) return opening->refuse(Refused::unavailable);
                           opening->view.audit = std::move(*audit);
                           parts_.store.desk().events(opening->officer.scope(), opening->number(),
                                                      at_home(parts_.post, [this, opening](auto events) {
                                                          if (!events)
                                                              return opening->refuse(Refused::unavailable);
                                                          opening->view.events = std::move(*events);
                                                          read_names(opening);
                                                      }));
                       }));
}

void Review::read_names(const std::shared_ptr<Opening>& opening) {
    names([this, opening](std::expected<Names, Refused> known) {
        if (!known) return opening->refuse(known.error());
        CaseView& view = opening->view;
        view.names = std::move(*known);
        const auto finish = [opening] { opening->answered(std::move(opening->view)); };
        const std::int64_t now = parts_.clock.now();
        const bool noted = std::ranges::any_of(view.audit, [&](const storage::AuditRecord& link) {
            return link.actor == opening->officer.id.text && link.action == "read" &&
                   link.at + read_noted_ms > now;
        });
        if (noted) return finish();
        note(opening->officer, opening->number(), "read", {{"version", view.file.record.version}},
             [opening, finish](bool written) {
                 if (!written) return opening->refuse(Refused::unavailable);
                 finish();
             });
    });
}

void Review::file(const Officer& officer, const storage::CaseNumber& number, const std::string& sha256,
                  Answered<storage::FileRecord> answered) {
    find(officer, Right::see_cases, number,
         [this, officer, number, sha256,
          answered = std::move(answered)](std::expected<CaseFile, Refused> found) {
             if (!found) return answered(std::unexpected(found.error()));
             const auto dossier = dossier_of(found->record);
             if (!dossier) return answered(std::unexpected(Refused::unavailable));
             const std::uint32_t version = found->record.version;
             parts_.store.files(
                 found->record.session, at_home(parts_.post, [this, officer, number, sha256, version,
                                                              answered, dossier = *dossier](auto files) {
                     if (!files) return answered(std::unexpected(Refused::unavailable));
                     // A file of the session that this case's dossier does not speak of is none of the officer's
                     // business.
                     const auto spoken = recordings_of(dossier, *files);
                     const bool named =
                         names_file(dossier, sha256) ||
                         std::ranges::any_of(spoken, [&](const auto& one) { return one.second == sha256; });
                     const auto at = std::ranges::find(*files, sha256, &storage::FileRecord::sha256);
                     if (!named || at == files->end()) return answered(std::unexpected(Refused::unknown));
                     note(officer, number, "file_read", {{"version", version}, {"sha256", sha256}},
                          [answered, record = *at](bool written) {
                              if (!written) return answered(std::unexpected(Refused::unavailable));
                              answered(record);
                          });
                 }));
         });
}

void Review::package(const Officer& officer, const storage::CaseNumber& number,
                     Answered<std::uint32_t> answered) {
    find(officer, Right::see_cases, number,
         [this, officer, number, answered = std::move(answered)](std::expected<CaseFile, Refused> found) {
             if (!found) return answered(std::unexpected(found.error()));
             const std::uint32_t version = found->record.version;
             note(officer, number, "exported", {{"version", version}}, [answered, version](bool written) {
                 if (!written) return answered(std::unexpected(Refused::unavailable));
                 answered(version);
             });
         });
}

void Review::take(const Officer& officer, const storage::CaseNumber& number, const storage::StaffId& from,
                  Answered<Done> answered) {
    find(officer, Right::take, number,
         [this, officer, number, from,
          answered = std::move(answered)](std::expected<CaseFile, Refused> found) {
             if (!found) return answered(std::unexpected(found.error()));
             if (!officer.scope().holds(found->record.centre))
                 return answered(std::unexpected(Refused::forbidden));
             if (found->taken_by != from) return answered(std::unexpected(Refused::stale));
             const CaseState state = found->record.state;
             storage::CaseChange change{.number = number};
             change.taking = storage::Taking{from, officer.id, parts_.clock.now()};
             change.within = officer.scope();
             nlohmann::json content{{"version", found->record.version}};
             if (!from.empty()) content["from"] = from.text;
             if (state == CaseState::submitted || state == CaseState::transferred) {
                 change.from = state;
                 change.to = CaseState::in_review;
                 content["state"] = casework::name_of(CaseState::in_review);
             }
             parts_.journal.note_access({.change = std::move(change),
                                         .actor = officer.id.text,
                                         .action = "taken",
                                         .content = std::move(content),
                                         .noted = [answered](bool taken) {
                                             if (!taken) return answered(std::unexpected(Refused::stale));
                                             answered(Done{});
                                         }});
         });
}

void Review::rule(const Officer& officer, Ruling ruling, Answered<Done> answered) {
    const storage::CaseNumber number = ruling.number;
    const Right right = right_for(ruling.kind);
    ruling.by = officer.id.text;
    find(officer, right, number,
         [this, officer, ruling = std::move(ruling),
          answered = std::move(answered)](std::expected<CaseFile, Refused> found) {
             if (!found) return answered(std::unexpected(found.error()));
             if (!officer.scope().holds(found->record.centre))
                 return answered(std::unexpected(Refused::forbidden));
             if (found->taken_by != officer.id) return answered(std::unexpected(Refused::not_taken));
             parts_.conversation.rule(
                 found->record.session, ruling, [answered](std::optional<conversation::Overruled> overruled) {
                     if (!overruled) return answered(Done{});
                     const auto* fault = std::get_if<RulingFault>(&*overruled);
                     answered(std::unexpected(fault != nullptr ? refused(*fault) : Refused::unavailable));
                 });
         });
}

void Review::replay(const Officer& officer, const storage::CaseNumber& number, const storage::EventId& event,
                    const Answered<Done>& answered) {
    const auto replay_now = [this, event, answered](bool written) {
        if (!written) return answered(std::unexpected(Refused::unavailable));
        parts_.store.replay(event, parts_.clock.now(), at_home(parts_.post, [this, answered](auto due) {
                                if (!due) return answered(std::unexpected(Refused::unavailable));
                                if (!*due) return answered(std::unexpected(Refused::stale));
                                if (parts_.events_due) parts_.events_due();
                                answered(Done{});
                            }));
    };
    find(officer, Right::replay, number,
         [this, officer, number, event, answered, replay_now](std::expected<CaseFile, Refused> found) {
             if (!found) return answered(std::unexpected(found.error()));
             parts_.store.desk().events(
                 officer.scope(), number,
                 at_home(parts_.post, [this, officer, number, event, answered, replay_now](auto events) {
                     const bool known =
                         events && std::ranges::any_of(*events, [&](const storage::EventStatus& one) {
                             return one.event.id == event;
                         });
                     if (!known) return answered(std::unexpected(Refused::unknown));
                     note(officer, number, "delivery_replayed", {{"event", event.text}}, replay_now);
                 }));
         });
}

void Review::callers(const Officer& officer, storage::CallerPlace after, std::uint32_t limit,
                     Answered<std::vector<Caller>> answered) {
    if (!officer.may(Right::see_cases)) return answered(std::unexpected(Refused::forbidden));
    parts_.store.desk().callbacks(
        officer.scope(), std::move(after), limit,
        at_home(parts_.post, [answered = std::move(answered)](
                                 std::expected<std::vector<storage::OwedCall>, storage::Error> found) {
            if (!found) return answered(std::unexpected(Refused::unavailable));
            std::vector<Caller> callers;
            for (storage::OwedCall& one : *found) {
                auto promise = conversation::read_promise(one.record);
                one.record.content.clear();
                // Whatever cannot be read was promised all the same.
                callers.push_back({std::move(one.record),
                                   std::move(promise).value_or(conversation::Promise{}),
                                   std::move(one.cases)});
            }
            answered(std::move(callers));
        }));
}

void Review::message(const Officer& officer, const storage::SessionId& session, std::uint64_t turn,
                     std::size_t position, const Answered<storage::FileRecord>& answered) {
    if (!officer.may(Right::see_cases)) return answered(std::unexpected(Refused::forbidden));
    const nlohmann::json content{{"session", session.text}, {"turn", turn}, {"message", position + 1}};
    const auto heard = [this, officer, content, answered](const std::string& id, const auto& files) {
        const auto* file = recording_among(files, id);
        if (file == nullptr) return answered(std::unexpected(Refused::unknown));
        parts_.journal.note(officer.id.text, "message_heard", content,
                            [answered, record = *file](bool written) {
                                if (!written) return answered(std::unexpected(Refused::unavailable));
                                answered(record);
                            });
    };
    parts_.store.desk().callback(
        officer.scope(), session, turn,
        at_home(parts_.post, [this, session, position, answered, heard](auto found) {
            if (!found) return answered(std::unexpected(Refused::unavailable));
            const auto promise = *found ? conversation::read_promise(**found) : std::nullopt;
            if (!promise || position >= promise->recordings.size())
                return answered(std::unexpected(Refused::unknown));
            parts_.store.files(
                session,
                at_home(parts_.post, [answered, heard, id = promise->recordings[position]](auto files) {
                    if (!files) return answered(std::unexpected(Refused::unavailable));
                    heard(id, *files);
                }));
        }));
}

void Review::keep(const Officer& officer, const storage::SessionId& session, std::uint64_t turn,
                  Answered<Done> answered) {
    if (!officer.may(Right::take)) return answered(std::unexpected(Refused::forbidden));
    using Acted = Journal::Acted;
    Journal::Act act{
        .actor = officer.id.text,
        .action = "promise_kept",
        .content = {{"session", session.text}, {"turn", turn}},
        .acted = [answered = std::move(answered)](Acted acted) {
            if (acted == Acted::done) return answered(Done{});
            answered(std::unexpected(acted == Acted::refused ? Refused::moved_on : Refused::unavailable));
        }};
    act.change.keeps = {.scope = officer.scope(),
                        .session = session,
                        .turn = turn,
                        .by = officer.id,
                        .at = parts_.clock.now()};
    parts_.journal.act(std::move(act));
}

} // namespace plaint::review
