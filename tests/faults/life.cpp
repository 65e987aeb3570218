#include "tests/faults/life.hpp"

#include "storage/files/digest.hpp"
#include "storage/files/disk_files.hpp"
#include "storage/sqlite/sqlite_store.hpp"

#include <algorithm>
#include <chrono>

namespace plaint::tests {

using namespace storage;
using contract::ask;
using contract::try_ask;

namespace {

const char* const database = "/srv/data/plaint.db";
const char* const uploads = "/srv/data/files";

std::string sha256_of(std::string_view bytes) {
    Digest digest;
    digest.add(bytes);
    return digest.finish();
}

// The first line in which they differ.
std::string difference(const std::string& real, const std::string& book) {
    const auto end = std::ranges::mismatch(real, book);
    const auto from = static_cast<std::size_t>(end.in1 - real.begin());
    const auto line_of = [from](const std::string& text) {
        if (from >= text.size()) return std::string{"(nothing)"};
        const auto begin = from == 0 ? 0 : text.rfind('\n', from - 1) + 1;
        return text.substr(begin, text.find('\n', from) - begin);
    };
    return "\n  the store: " + line_of(real) + "\n  the book:  " + line_of(book);
}

} // namespace

void Tally::add(const Tally& other) {
    cuts += other.cuts;
    kills += other.kills;
    acknowledged += other.acknowledged;
    in_doubt += other.in_doubt;
    refused_as_full += other.refused_as_full;
    files += other.files;
    backups += other.backups;
}

Life::Life(std::uint64_t seed, std::uint64_t cuts)
    : cuts_(cuts),
      chance_(seed),
      busy_(chance_.permille(400)),
      tight_(chance_.permille(250)),
      town_(chance_, busy_ ? 5 : 3),
      book_(MemoryStore::create(MemoryStore::Answering::at_once)),
      disk_(std::make_unique<FragileDisk>()) {}

void Life::run() {
    disk_->set_clock(town_.now());
    constexpr std::size_t reaches[] = {20, 150, 800};
    while (tally_.cuts < cuts_) {
        if (chance_.permille(400))
            disk_->cut_power_after_syncs(chance_.below(40));
        else
            disk_->cut_power_after(chance_.below(reaches[chance_.below(std::size(reaches))]));
        if (chance_.permille(200)) program_.reset();
        if (program_ || start()) work();
        die();
        recover();
    }
    // At the end the store is closed in order, opened, and closed again, and all is there.
    program_.reset();
    if (!start()) throw Broken("it does not start after an orderly end");
    prove();
}

bool Life::start() {
    note("starts");
    program_ = std::make_unique<Program>(*disk_);
    const auto fail = [this](const char* what, const Error& error) {
        excuse(what, error);
        program_.reset();
        return false;
    };
    sqlite::Options options{.cache_kib = 256, .disk = *disk_, .vfs = program_->vfs.name()};
    if (busy_) options.log_bytes_max = 256 * 1024;
    auto store = sqlite::open_sqlite(database, options);
    if (!store) return fail("the store does not open", store.error());
    program_->store = std::move(*store);
    auto files = open_disk_files(uploads, {.floor_bytes = 0, .disk = *disk_});
    if (!files) return fail("the files do not open", files.error());
    program_->files = std::move(*files);
    const auto key = try_ask<Bytes>([&](auto a) { program_->store->setting("key", town_.bytes(100), a); });
    if (!key) return fail("there is no key", key.error());
    if (key_ && *key_ != *key) throw Broken("the key has changed");
    key_ = *key;
    return true;
}

// The power goes, or only the program does, which leaves everything to the next.
void Life::die() {
    const bool killed = chance_.permille(150);
    disk_->cut_power_after(0);
    program_.reset();
    disk_ = killed ? disk_->after_kill() : disk_->after_power_cut(chance_);
    ++(killed ? tally_.kills : tally_.cuts);
    note(killed ? "is killed" : "loses power");
}

void Life::recover() {
    while (!program_) {
        // The power may go again while the store is still finding itself.
        while (chance_.permille(200)) {
            disk_->cut_power_after(chance_.below(80));
            start();
            die();
        }
        if (!start()) throw Broken("it does not start");
        prove();
        // What was found and told is durable, even if the power goes before anything new is written.
        const bool goes_again = chance_.permille(150);
        if (!goes_again && chance_.permille(900)) goes_on();
        doubts_.clear();
        if (goes_again) die();
    }
}

void Life::work() {
    for (auto rounds = 1 + chance_.below(30); rounds > 0 && !disk_->is_off(); --rounds) round();
    disk_->lift_limit();
}

void Life::round() {
    if (!program_ && !start()) return;
    const auto what = chance_.below(1000);
    if (what < 500) return talk();
    if (what < 620) return upload();
    if (what < 740) return deliver();
    if (what < 810) return draw_serial();
    if (what < 850) return expire();
    if (what < 890) return collect();
    if (what < 900) return back_up();
    if (what < 940) {
        note("ends in order");
        return program_.reset();
    }
    if (tight_) change_room();
}

void Life::talk() {
    std::vector<Deed> deeds;
    for (std::size_t i = 0; i < town_.people().size(); ++i)
        if (busy_ ? chance_.permille(600) : deeds.empty() && chance_.permille(400))
            deeds.push_back(town_.next(i));
    // What is uploaded beside it is not for those who speak.
    together(deeds, [this] {
        if (busy_) upload();
    });
}

void Life::upload() {
    auto& person = town_.person(chance_.below(town_.people().size()));
    const auto bytes = town_.bytes(chance_.permille(50) ? 600'000 : 12'000);
    auto writer = program_->files->create(person.talk.session);
    if (!writer) return excuse("an upload does not begin", writer.error());
    for (std::string_view rest = bytes; !rest.empty();) {
        const auto piece = rest.substr(0, 1 + chance_.below(300'000));
        if (auto written = (*writer)->write(piece); !written)
            return excuse("an upload is not written", written.error());
        rest.remove_prefix(piece.size());
        if (chance_.permille(50)) return note("an upload is broken off");
    }
    const auto stored = (*writer)->finish();
    if (!stored) return excuse("an upload is not finished", stored.error());
    if (stored->sha256 != sha256_of(bytes)) throw Broken("an upload has another digest");
    note(person.talk.conversation.text + " uploads " + stored->sha256);
    person.unnamed.push_back(*stored);
    ++tally_.files;
}

void Life::deliver() {
    const auto taken = std::make_shared<std::vector<LeasedEvent>>();
    if (!together({town_.lease(taken)})) return;
    for (const auto& one : std::vector{*taken})
        if (chance_.permille(800) && !together({town_.settle(one)})) return;
    const auto dead = ask<std::vector<EventStatus>>([&](auto a) { book_->events(EventState::dead, 1, a); });
    const auto refused =
        ask<std::vector<EventStatus>>([&](auto a) { book_->events(EventState::refused, 1, a); });
    for (const auto* some : {&dead, &refused})
        if (!some->empty() && chance_.permille(500)) together({town_.replay(some->front().event.id)});
}

void Life::draw_serial() {
    const auto serial =
        try_ask<std::uint64_t>([&](auto a) { program_->store->serials("2026-330100", 1, a); });
    if (!serial) return excuse("no number is given", serial.error());
    if (*serial <= highest_serial_) throw Broken("number " + std::to_string(*serial) + " is given twice");
    highest_serial_ = *serial;
    town_.take_serial(*serial);
}

void Life::expire() {
    const auto gone = std::make_shared<std::vector<SessionId>>();
    const auto before = town_.people();
    if (!together({town_.expire(gone)})) return;
    for (const auto& person : before)
        if (std::ranges::find(*gone, person.talk.session) != gone->end()) departed_.push_back(person);
    disk_->set_clock(town_.now());
    for (const auto& session : *gone) {
        if (auto erased = program_->files->erase(session); !erased)
            return excuse("files are not erased", erased.error());
        erased_.insert(session);
    }
}

void Life::collect() {
    town_.pass(2 * day_ms);
    disk_->set_clock(town_.now());
    // Nobody comes back for what was uploaded days ago.
    std::set<std::pair<SessionId, std::string>> orphans;
    for (std::size_t i = 0; i < town_.people().size(); ++i) {
        auto& person = town_.person(i);
        for (const auto& file : person.unnamed) orphans.emplace(person.talk.session, file.sha256);
        person.unnamed.clear();
    }
    const auto sessions = program_->files->sessions();
    if (!sessions) return excuse("sessions with files are not listed", sessions.error());
    for (const auto& session : *sessions) {
        const auto records =
            try_ask<std::vector<FileRecord>>([&](auto a) { program_->store->files(session, a); });
        if (!records) return excuse("files are not named", records.error());
        std::vector<std::string> named;
        for (const auto& record : *records) named.push_back(record.sha256);
        if (auto removed = program_->files->collect(session, town_.now() - day_ms, named); !removed)
            return excuse("orphans are not collected", removed.error());
        for (const auto& orphan : orphans)
            if (orphan.first == session) collected_.insert(orphan);
    }
    note("orphans are collected");
}

void Life::back_up() {
    if (copies_.size() == 2) return;
    auto& copy = copies_.emplace_back("/srv/copies/" + std::to_string(copies_.size()) + ".db", town_.people(),
                                      told(*book_, town_.people()));
    const auto made = try_ask<bool>([&](auto a) { program_->store->backup(copy.path, a); });
    if (!made) return excuse("no copy is made", made.error());
    note("a copy is made");
    copy.acknowledged = true;
    ++tally_.backups;
}

void Life::change_room() {
    if (chance_.permille(400)) return disk_->lift_limit();
    disk_->limit_room(disk_->used_bytes() + chance_.below(100'000));
    note("there is little room");
}

std::optional<std::string> Life::together(const std::vector<Deed>& deeds,
                                          const std::function<void()>& meanwhile) {
    using Answered = std::expected<std::string, Error>;
    std::vector<std::future<Answered>> answers;
    for (const auto& deed : deeds) {
        note(deed.what);
        auto promise = std::make_shared<std::promise<Answered>>();
        answers.push_back(promise->get_future());
        deed.ask(*program_->store, [promise](Answered answer) { promise->set_value(std::move(answer)); });
    }
    if (meanwhile) meanwhile();
    std::optional<std::string> last;
    for (std::size_t i = 0; i < deeds.size(); ++i) {
        if (answers[i].wait_for(std::chrono::seconds{60}) != std::future_status::ready)
            throw Broken("the store does not answer");
        auto answer = answers[i].get();
        if (!answer) {
            last.reset();
            excuse(deeds[i].what, answer.error());
            if (disk_->is_off()) doubts_.push_back(deeds[i]);
            continue;
        }
        Answered expected;
        deeds[i].ask(*book_, [&](Answered words) { expected = std::move(words); });
        if (!expected || *answer != *expected)
            throw Broken(deeds[i].what + ": " + *answer + ", but the book says " +
                         expected.value_or("nothing"));
        if (*answer != "conflict") deeds[i].keep();
        ++tally_.acknowledged;
        last = std::move(*answer);
    }
    return last;
}

// A call that was under way has happened altogether, or not at all; from now on it is known which.
void Life::settle_doubt(const Deed& deed) {
    const auto people = deed.person ? std::vector{town_.people()[*deed.person]} : town_.people();
    ++tally_.in_doubt;
    if (told(*program_->store, people) == told(*book_, people)) return;
    note(deed.what + " has happened");
    deed.ask(*book_, [](const auto&) {});
    if (const auto real = told(*program_->store, people), book = told(*book_, people); real != book)
        throw Broken(deed.what + " has happened in part" + difference(real, book));
    deed.keep();
}

void Life::prove() {
    for (const auto& deed : doubts_) settle_doubt(deed);
    auto& store = *program_->store;
    const auto real = told(store, town_.people());
    if (const auto book = told(*book_, town_.people()); real != book)
        throw Broken("what was acknowledged is not what is there" + difference(real, book));
    if (const auto rest = told(store, departed_); !rest.empty())
        throw Broken("something is there of a session that has gone: " + rest);
    for (const auto& person : town_.people())
        for (const auto& one : person.cases) {
            const auto chain = ask<std::vector<AuditRecord>>([&](auto a) { store.audit(one.number, a); });
            const auto head = casework::verify_chain(one.number, chain);
            if (!head) throw Broken("the audit chain is torn: " + head.error().what);
            if (head->hash != one.chain.hash) throw Broken("the audit chain has another end");
        }
    prove_files();
    prove_copies();
}

void Life::prove_files() {
    auto& files = *program_->files;
    std::set<std::pair<SessionId, std::string>> owed;
    for (const auto& person : town_.people()) {
        const auto& session = person.talk.session;
        for (const auto& file : person.unnamed) owed.emplace(session, file.sha256);
        for (const auto& file :
             ask<std::vector<FileRecord>>([&](auto a) { program_->store->files(session, a); }))
            owed.emplace(session, file.sha256);
    }
    for (const auto& [session, sha256] : owed)
        if (digest_of(session, sha256) != sha256) throw Broken("file " + sha256 + " is lost");
    // What nobody owes may be there, but whole.
    const auto sessions = files.sessions();
    if (!sessions) return excuse("sessions with files are not listed", sessions.error());
    for (const auto& session : *sessions) {
        if (erased_.contains(session)) throw Broken("erased files are back");
        const auto shelf = Disk::Path{uploads} / session.text.substr(0, 2) / session.text;
        const auto names = disk_->list(shelf).value();
        for (const auto& sha256 : names) {
            if (collected_.contains({session, sha256})) throw Broken("collected file " + sha256 + " is back");
            if (digest_of(session, sha256) != sha256) throw Broken("file " + sha256 + " is torn");
        }
    }
}

std::string Life::digest_of(const SessionId& session, const std::string& sha256) {
    auto reader = program_->files->open(session, sha256);
    if (!reader) return reader.error().what;
    Digest digest;
    for (;;) {
        const auto bytes = (*reader)->read(64 * 1024);
        if (!bytes) return bytes.error().what;
        if (bytes->empty()) return digest.finish();
        digest.add(*bytes);
    }
}

void Life::prove_copies() {
    std::erase_if(copies_, [this](const Copy& copy) {
        if (disk_->exists(copy.path)) return false;
        if (copy.acknowledged) throw Broken("the copy " + copy.path + " is lost");
        return true;
    });
    for (const auto& copy : copies_) {
        if (chance_.permille(700)) continue; // each is looked at often enough
        auto store = sqlite::open_sqlite(copy.path, {.disk = *disk_, .vfs = program_->vfs.name()});
        if (!store) throw Broken("the copy does not open: " + store.error().what);
        if (const auto real = told(**store, copy.people); real != copy.told)
            throw Broken("the copy is of another moment" + difference(real, copy.told));
    }
}

// Who heard nothing asks again, and hears what has become of it; and new work is taken.
void Life::goes_on() {
    for (const auto& deed : std::exchange(doubts_, {}))
        if (deed.person) together({deed});
    const auto files = tally_.files;
    for (std::size_t i = 0; i < town_.people().size(); ++i)
        if (!together({town_.next(i)})) throw Broken("nothing new is taken");
    for (int tries = 0; tries < 20 && tally_.files == files; ++tries) upload();
    if (tally_.files == files) throw Broken("no upload is taken");
    if (!together({town_.lease(std::make_shared<std::vector<LeasedEvent>>())}))
        throw Broken("nothing is delivered any more");
}

// Calls may fail without power, and for want of room; otherwise they may not.
void Life::excuse(const std::string& what, const Error& error) {
    note(what + ": " + error.what);
    if (disk_->is_off()) return;
    if (!disk_->is_limited() || error.fault != Fault::full) throw Broken(what + ": " + error.what);
    ++tally_.refused_as_full;
}

void Life::note(std::string what) {
    trace_.push_back(std::to_string(disk_->changes()) + " " + std::move(what));
}

} // namespace plaint::tests
