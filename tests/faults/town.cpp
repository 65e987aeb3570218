#include "tests/faults/town.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace plaint::tests {

using namespace storage;

namespace {

std::string in_words(const CommitOutcome& outcome) {
    if (std::holds_alternative<Committed>(outcome)) return "committed";
    const auto* duplicate = std::get_if<Duplicate>(&outcome);
    if (!duplicate) return "conflict";
    const auto& turn = duplicate->recorded;
    return "duplicate of turn " + std::to_string(turn.turn) + ": " + turn.content;
}

// Hands the answer on in words.
template<class T, class Words>
Answer<T> worded(Deed::Done done, Words words) {
    return [done = std::move(done), words = std::move(words)](std::expected<T, Error> answer) {
        if (!answer) return done(std::unexpected(std::move(answer).error()));
        done(words(*answer));
    };
}

const char* yes_or_no(bool answer) { return answer ? "yes" : "no"; }

} // namespace

Town::Town(Chance& chance, std::size_t people) : chance_(chance) {
    while (people_.size() < people) people_.push_back(stranger());
}

Person Town::stranger() {
    // The first letter decides the shelf of the files, so it varies.
    const char letter = static_cast<char>('a' + chance_.below(26));
    return Person{.talk = contract::Talk{letter + std::to_string(++strangers_)}};
}

std::string Town::bytes(std::size_t most) {
    std::string text = std::to_string(chance_.next()) + " ";
    // Different in every sector, so that none can stand in for another.
    const auto wanted = chance_.below(most + 1);
    while (text.size() < wanted)
        text += std::to_string(chance_.next()) + std::string(chance_.below(300), '.');
    return text;
}

Deed Town::next(std::size_t index) {
    auto& person = people_[index];
    now_ += 1 + static_cast<Millis>(chance_.below(5000));
    if (person.last && chance_.permille(80)) return commit(index, "repeats", *person.last, person.cases);
    if (person.talk.turns < 2) return say(index);
    if (person.cases.empty()) return !serials_.empty() && chance_.permille(300) ? submit(index) : say(index);
    if (chance_.permille(250)) return decide(index);
    return chance_.permille(250) ? correct(index) : say(index);
}

Deed Town::commit(std::size_t index, std::string what, Commit commit, std::vector<Person::Case> cases) {
    auto shared = std::make_shared<const Commit>(std::move(commit));
    return {.what = people_[index].talk.conversation.text + " " + what + " in turn " +
                    std::to_string(shared->turn.turn),
            .person = index,
            .ask =
                [shared](Store& store, Deed::Done done) {
                    store.commit(*shared, worded<CommitOutcome>(std::move(done), in_words));
                },
            .keep =
                [this, index, shared, cases = std::move(cases)] {
                    auto& person = people_[index];
                    if (shared->turn.turn <= person.talk.turns) return; // a repeat
                    person.talk.keep(*shared);
                    person.cases = cases;
                    person.last = *shared;
                    std::erase_if(person.unnamed, [&](const StoredFile& file) {
                        return std::ranges::find(shared->files, file.sha256, &FileRecord::sha256) !=
                               shared->files.end();
                    });
                }};
}

// The next turn, which names the files that have come since the last.
Commit Town::turn(Person& person) {
    auto commit = person.talk.next("message " + std::to_string(++messages_));
    commit.session.content = bytes(chance_.permille(100) ? 20'000 : 1500);
    commit.session.expires_at = now_ + (chance_.permille(300) ? day_ms : 30 * day_ms);
    if (!person.cases.empty()) commit.session.state = SessionState::submitted;
    commit.turn.at = now_;
    commit.turn.content = bytes(1000);
    for (const auto& file : person.unnamed)
        commit.files.push_back(
            {person.talk.session, file.sha256, file.size_bytes, "image/png", now_, "sealed name"});
    return commit;
}

AuditRecord Town::link(Person::Case& one, const char* action) {
    return casework::append(one.chain, one.number, now_, "complainant", action,
                            {{"version", one.version}, {"state", static_cast<int>(one.state)}});
}

EventRecord Town::event(const Person::Case& one, const char* type, const char* destination) {
    return {EventId{"evt_" + std::to_string(++events_)},
            type,
            destination,
            one.number,
            one.version,
            now_,
            bytes(300)};
}

Deed Town::say(std::size_t index) {
    return commit(index, "speaks", turn(people_[index]), people_[index].cases);
}

Deed Town::submit(std::size_t index) {
    auto& person = people_[index];
    auto commit = turn(person);
    commit.session.state = SessionState::submitted;
    std::vector<Person::Case> cases;
    const auto count = std::min<std::size_t>(serials_.size(), 1 + chance_.below(2));
    for (std::size_t i = 0; i < count; ++i) {
        auto& one = cases.emplace_back();
        one.number = CaseNumber{"IP-2026-330100-" + std::to_string(serials_.back())};
        serials_.pop_back();
        auto record = contract::case_of(person.talk, one.number.text);
        record.submitted_at = now_;
        record.dossier = bytes(9000);
        commit.cases.push_back(std::move(record));
        commit.audit.push_back(link(one, "submitted"));
        commit.events.push_back(event(one, "dossier.submitted", "centre"));
        if (chance_.permille(500)) commit.events.push_back(event(one, "dossier.copied", "office"));
    }
    return this->commit(index, "submits", std::move(commit), std::move(cases));
}

Deed Town::correct(std::size_t index) {
    auto& person = people_[index];
    auto commit = turn(person);
    auto cases = person.cases;
    for (auto& one : cases) {
        ++one.version;
        one.state = CaseState::submitted;
        auto record = contract::case_of(person.talk, one.number.text, one.version);
        record.dossier = bytes(9000);
        commit.cases.push_back(std::move(record));
        commit.audit.push_back(link(one, "corrected"));
        commit.events.push_back(event(one, "dossier.updated", "centre"));
    }
    return this->commit(index, "corrects", std::move(commit), std::move(cases));
}

Deed Town::decide(std::size_t index) {
    const auto at = chance_.below(people_[index].cases.size());
    auto decided = people_[index].cases[at];
    const auto from = decided.state;
    constexpr CaseState states[] = {CaseState::in_review, CaseState::awaiting_materials, CaseState::accepted,
                                    CaseState::not_accepted, CaseState::transferred};
    decided.state = states[chance_.below(std::size(states))];
    CaseChange change{.number = decided.number, .from = from, .to = decided.state};
    change.audit = {link(decided, "decided")};
    change.events = {event(decided, "case.decided", "centre")};
    return {.what = decided.number.text + " is decided",
            .person = index,
            .ask =
                [change](Store& store, Deed::Done done) {
                    store.change(change, worded<CommitOutcome>(std::move(done), in_words));
                },
            .keep = [this, index, at, decided] { people_[index].cases[at] = decided; }};
}

Deed Town::lease(Leased taken) {
    now_ += 1000;
    // Some of those who deliver die of it, and what they held is taken again when their time is over.
    const Millis lease_time = chance_.permille(500) ? 500 : 10'000;
    return {.what = "events are leased",
            .ask = [this, taken, lease_time, now = now_](Store& store, Deed::Done done) {
                store.lease(now, lease_time, 1000,
                            worded<std::vector<LeasedEvent>>(
                                std::move(done), [this, taken, &store](std::vector<LeasedEvent> events) {
                                    std::ranges::sort(events, {},
                                                      [](const LeasedEvent& one) { return one.event.id; });
                                    std::string text;
                                    for (const auto& one : events) {
                                        text += one.event.id.text + " " + std::to_string(one.attempts) + "\n";
                                        lease_names_[{&store, one.event.id}] = one.lease;
                                    }
                                    *taken = std::move(events);
                                    return text;
                                }));
            }};
}

Deed Town::settle(const LeasedEvent& taken) {
    Settlement settlement{.id = taken.event.id};
    const auto chance = chance_.below(100);
    settlement.state = chance < 60   ? EventState::delivered
                       : chance < 85 ? EventState::due
                       : chance < 96 ? EventState::dead
                                     : EventState::refused;
    if (settlement.state != EventState::delivered) settlement.problem = "the receiver answered 500";
    settlement.due_at = now_ + 3000;
    if (chance_.permille(100)) settlement.attempt = Settlement::Attempt::not_made;
    return {.what = taken.event.id.text + " is settled",
            .ask = [this, settlement](Store& store, Deed::Done done) mutable {
                settlement.lease = lease_names_[{&store, settlement.id}];
                store.settle(settlement, worded<bool>(std::move(done), yes_or_no));
            }};
}

Deed Town::replay(EventId event) {
    return {.what = event.text + " is replayed", .ask = [event, now = now_](Store& store, Deed::Done done) {
                store.replay(event, now, worded<bool>(std::move(done), yes_or_no));
            }};
}

Deed Town::expire(std::shared_ptr<std::vector<SessionId>> gone) {
    now_ += day_ms + 1;
    return {.what = "drafts expire",
            .ask =
                [gone, now = now_](Store& store, Deed::Done done) {
                    store.expire(now, 1000,
                                 worded<std::vector<SessionId>>(std::move(done),
                                                                [gone](std::vector<SessionId> sessions) {
                                                                    std::ranges::sort(sessions);
                                                                    std::string text;
                                                                    for (const auto& one : sessions)
                                                                        text += one.text + "\n";
                                                                    *gone = std::move(sessions);
                                                                    return text;
                                                                }));
                },
            .keep =
                [this, gone] {
                    for (auto& person : people_)
                        if (std::ranges::find(*gone, person.talk.session) != gone->end()) person = stranger();
                }};
}

} // namespace plaint::tests
