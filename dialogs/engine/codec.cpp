#include "dialogs/engine/codec.hpp"

#include "dialogs/engine/bytes.hpp"
#include "dialogs/engine/codec_values.hpp"
#include "dialogs/engine/walk.hpp"

#include <algorithm>

namespace plaint::dialogs {
namespace {

// A session that somebody began is read by every later version. In form 1 no visit said whether what was refused may
// stand, and there were no recordings; in form 2 the staff asked for nothing again, and no visit counted silences or said
// whether its call may be recorded.
constexpr std::uint64_t session_form_first = 1;
constexpr std::uint64_t session_form_third = 3;
constexpr std::uint64_t session_form_fourth = 4; // before it no fact named its field
constexpr std::uint64_t session_form = session_form_fourth;

void put(ByteWriter& to, const std::vector<std::string>& texts) {
    to.number(texts.size());
    for (const std::string& text : texts) to.text(text);
}
std::vector<std::string> get_texts(ByteReader& from) {
    std::vector<std::string> texts(from.count());
    for (std::string& text : texts) text = from.text();
    return texts;
}

void put(ByteWriter& to, const Ref& ref) {
    to.fixed32(ref.what);
    to.number(ref.depth);
    // One id more than the depth: a group's question may name the item that its "yes" began.
    std::size_t used = ref.items.size();
    while (used > 0 && ref.items[used - 1] == 0) --used;
    to.number(used);
    for (std::size_t i = 0; i < used; ++i) to.number(ref.items[i]);
}
Ref get_ref(ByteReader& from) {
    Ref ref{.what = from.fixed32(), .depth = static_cast<std::uint8_t>(from.below(depth_max))};
    const std::size_t used = from.below(ref.items.size() + 1);
    for (std::size_t i = 0; i < used; ++i) ref.items[i] = static_cast<std::uint32_t>(from.number());
    return ref;
}

// Times are written as distances from the session's beginning, which keeps them short.
struct Times {
    std::int64_t begun_ms = 0;
};

void put(ByteWriter& to, const Answer& answer, Times times) {
    put_enum(to, answer.state);
    if (answer.has_value())
        put(to, answer.value);
    else
        to.text(answer.reason);
    to.number(answer.turn);
    to.distance(times.begun_ms, answer.at_ms);
    to.number(answer.visit);
    put_enum(to, answer.channel);
    to.number(answer.locale);
    to.number(answer.content);
    to.number(answer.tries);
    to.number(answer.stamps.size());
    for (const Stamp& stamp : answer.stamps) {
        to.fixed32(stamp.field);
        to.fixed64(stamp.value);
    }
}
Answer get_answer(ByteReader& from, Times times) {
    Answer answer;
    answer.state = get_enum(from, State::unverified);
    if (answer.has_value())
        answer.value = get_value(from);
    else
        answer.reason = from.text();
    answer.turn = static_cast<std::uint32_t>(from.number());
    answer.at_ms = from.distance_from(times.begun_ms);
    answer.visit = static_cast<std::uint32_t>(from.number());
    answer.channel = get_enum(from, Channel::transfer_in);
    answer.locale = static_cast<std::uint8_t>(from.below(256));
    answer.content = static_cast<std::uint8_t>(from.below(256));
    answer.tries = static_cast<std::uint8_t>(from.below(256));
    answer.stamps.resize(from.count());
    for (Stamp& stamp : answer.stamps) {
        stamp.field = from.fixed32();
        stamp.value = from.fixed64();
    }
    answer.value_hash = hash_of(answer.value);
    return answer;
}

void put(ByteWriter& to, const std::unique_ptr<Answer>& answer, Times times) {
    to.flag(answer != nullptr);
    if (answer != nullptr) put(to, *answer, times);
}
std::unique_ptr<Answer> get_answer_pointer(ByteReader& from, Times times) {
    return from.flag() ? std::make_unique<Answer>(get_answer(from, times)) : nullptr;
}

class SessionWriter {
  public:
    SessionWriter(const Tree& tree, const Session& session)
        : tree_(tree), session_(session), times_{session.begun_ms} {}

    std::string write() {
        to_.reserve(4096);
        to_.number(session_form);
        put(to_, session_.locales);
        put(to_, session_.contents);
        to_.signed_number(session_.begun_ms);
        to_.number(session_.turn);
        to_.number(session_.visits_begun);
        to_.number(session_.given.size());
        for (const auto& [path, value] : session_.given) {
            to_.text(path);
            to_.text(value);
        }
        write_scope(session_.root, 0);
        to_.number(session_.visits.size());
        for (const Visit& visit : session_.visits) write_visit(visit);
        to_.number(session_.facts.size());
        for (const Fact& fact : session_.facts) write_fact(fact);
        to_.number(session_.orphans.size());
        for (const Orphan& orphan : session_.orphans) {
            put(to_, orphan.ref);
            write_slot(orphan.slot);
            to_.flag(orphan.item_gone);
        }
        to_.fixed64(session_.reviewed);
        to_.fixed64(session_.submitted);
        to_.number(session_.version);
        to_.flag(session_.withdrawn);
        to_.number(session_.recordings.size());
        for (const auto& [id, file] : session_.recordings) {
            to_.text(id);
            put(to_, std::vector<FileRef>{file});
        }
        write_requests();
        for (const Visit& visit : session_.visits) {
            to_.number(visit.silences);
            to_.flag(visit.may_record);
        }
        for (const Fact& fact : session_.facts) {
            to_.text(fact.path);
            to_.flag(fact.doubtful);
        }
        return to_.take();
    }

  private:
    void write_scope(const Scope& scope, std::size_t shape) {
        const auto in_use = [](const Slot& slot) { return slot.answer != nullptr || !slot.history.empty(); };
        to_.number(static_cast<std::size_t>(std::ranges::count_if(scope.slots, in_use)));
        for (std::size_t at = 0; at < scope.slots.size(); ++at) {
            const Slot& slot = scope.slots[at];
            if (!in_use(slot)) continue;
            to_.fixed32(tree_.leaves[tree_.leaves_of_scope[shape][at]].hash);
            write_slot(slot);
        }
        // Messages are known by position only: after an edit of the tree one may be said again.
        to_.number(scope.said.size());
        for (const bool said : scope.said) to_.flag(said);
        to_.number(tree_.groups_of_scope[shape].size());
        for (const std::uint32_t index : tree_.groups_of_scope[shape]) {
            const Group* group = &tree_.groups[index];
            const GroupState& state = scope.groups[group->index];
            to_.fixed32(group->hash);
            to_.number(state.next_id);
            put(to_, state.closed, times_);
            to_.flag(state.reopened);
            write_items(state.items, group->scope);
            write_items(state.withdrawn, group->scope);
            write_items(state.removed, group->scope);
        }
    }

    void write_slot(const Slot& slot) {
        to_.number((slot.answer != nullptr ? 1U : 0U) | (slot.aside ? 2U : 0U) | (slot.reopened ? 4U : 0U));
        if (slot.answer != nullptr) put(to_, *slot.answer, times_);
        to_.number(slot.history.size());
        for (const Answer& old : slot.history) put(to_, old, times_);
    }

    void write_items(const std::vector<Item>& items, std::size_t shape) {
        to_.number(items.size());
        for (const Item& item : items) {
            to_.number(item.id);
            put(to_, item.begun, times_);
            write_scope(item.scope, shape);
        }
    }

    void write_visit(const Visit& visit) {
        to_.number(visit.number);
        to_.text(visit.conversation);
        put_enum(to_, visit.modality);
        put_enum(to_, visit.channel);
        to_.number(visit.locale);
        put_enum(to_, visit.put);
        put(to_, visit.question);
        to_.flag(visit.focus.has_value());
        if (visit.focus) put(to_, *visit.focus);
        to_.number(visit.back_turn);
        put_enum(to_, visit.pending);
        to_.flag(visit.removing);
        put(to_, visit.values);
        to_.number(visit.refs.size());
        for (const Ref& ref : visit.refs) put(to_, ref);
        to_.text(visit.refused);
        to_.flag(visit.may_stand);
        to_.fixed64(visit.review_shown);
        to_.number(visit.strikes);
        to_.number(visit.strikes_total);
        to_.number(visit.free_inputs);
        to_.number(visit.exits_used);
        to_.flag(visit.outstanding_asked);
        to_.flag(visit.stopped);
    }

    void write_requests() {
        to_.number(session_.requests.size());
        for (const Request& request : session_.requests) {
            to_.text(request.reason);
            to_.number(request.refs.size());
            for (const Ref& ref : request.refs) put(to_, ref);
        }
    }

    void write_fact(const Fact& fact) {
        put_enum(to_, fact.kind);
        to_.text(fact.value);
        put(to_, fact.files);
        to_.number(fact.turn);
        to_.number(fact.refused.size());
        for (const std::uint32_t leaf : fact.refused) to_.fixed32(leaf);
    }

    const Tree& tree_;
    const Session& session_;
    Times times_;
    ByteWriter to_;
};

class SessionReader {
  public:
    SessionReader(const Tree& tree, std::string_view bytes) : tree_(tree), from_(bytes), session_(tree) {}

    std::expected<Session, std::string> read() {
        form_ = from_.number();
        if (form_ < session_form_first || form_ > session_form)
            return std::unexpected("a session in a form that this version cannot read");
        session_.locales = get_texts(from_);
        session_.contents = get_texts(from_);
        session_.begun_ms = from_.signed_number();
        times_.begun_ms = session_.begun_ms;
        session_.turn = static_cast<std::uint32_t>(from_.number());
        session_.visits_begun = static_cast<std::uint32_t>(from_.number());
        for (std::size_t left = from_.count(); left > 0; --left) {
            std::string path = from_.text();
            session_.given[std::move(path)] = from_.text();
        }
        Ref around;
        read_scope(&session_.root, 0, around);
        for (std::size_t left = from_.count(); left > 0; --left) session_.visits.push_back(read_visit());
        for (std::size_t left = from_.count(); left > 0; --left) session_.facts.push_back(read_fact());
        for (std::size_t left = from_.count(); left > 0; --left) {
            Orphan orphan{.ref = get_ref(from_), .slot = read_slot(), .item_gone = from_.flag()};
            adopt(std::move(orphan));
        }
        session_.reviewed = from_.fixed64();
        session_.submitted = from_.fixed64();
        session_.version = static_cast<std::uint32_t>(from_.number());
        session_.withdrawn = from_.flag();
        for (std::size_t left = form_ == session_form_first ? 0 : from_.count(); left > 0 && from_.good();
             --left)
            read_recording();
        if (form_ >= session_form_third) {
            read_requests();
            for (Visit& visit : session_.visits) {
                visit.silences = static_cast<std::uint8_t>(from_.below(256));
                visit.may_record = from_.flag();
            }
        }
        if (form_ >= session_form_fourth)
            for (Fact& fact : session_.facts) {
                fact.path = from_.text();
                fact.doubtful = from_.flag();
            }
        if (!from_.good() || !from_.at_end() || session_.contents.empty() ||
            session_.visits.size() > visits_max || session_.requests.size() > requests_max)
            return std::unexpected("a session that is damaged");
        return std::move(session_);
    }

  private:
    // `scope` is null where the group around it is gone from the tree: its answers become orphans.
    void read_scope(Scope* scope, std::size_t shape, const Ref& around) {
        for (std::size_t left = from_.count(); left > 0 && from_.good(); --left) {
            const std::uint32_t hash = from_.fixed32();
            Slot slot = read_slot();
            const auto leaf = tree_.leaf_by_hash.find(hash);
            if (scope != nullptr && leaf != tree_.leaf_by_hash.end() &&
                tree_.leaves[leaf->second].scope == shape) {
                scope->slots[tree_.leaves[leaf->second].slot] = std::move(slot);
            } else {
                Ref ref = around;
                ref.what = hash;
                session_.orphans.push_back({ref, std::move(slot), scope == nullptr});
            }
        }
        const std::size_t said = from_.count();
        for (std::size_t i = 0; i < said; ++i) {
            const bool was = from_.flag();
            if (scope != nullptr && i < scope->said.size()) scope->said[i] = was;
        }
        for (std::size_t left = from_.count(); left > 0 && from_.good(); --left) {
            const std::uint32_t hash = from_.fixed32();
            const auto group = tree_.group_by_hash.find(hash);
            const bool known = scope != nullptr && group != tree_.group_by_hash.end() &&
                               tree_.groups[group->second].parent == shape;
            GroupState state;
            state.next_id = static_cast<std::uint32_t>(from_.number());
            state.closed = get_answer_pointer(from_, times_);
            state.reopened = from_.flag();
            const Group* inner = known ? &tree_.groups[group->second] : nullptr;
            state.items = read_items(inner, around);
            state.withdrawn = read_items(inner, around);
            state.removed = read_items(inner, around);
            if (known) scope->groups[inner->index] = std::move(state);
        }
    }

    Slot read_slot() {
        const std::uint64_t flags = from_.number();
        Slot slot;
        if ((flags & 1U) != 0) slot.answer = std::make_unique<Answer>(get_answer(from_, times_));
        slot.aside = (flags & 2U) != 0;
        slot.reopened = (flags & 4U) != 0;
        for (std::size_t old = from_.count(); old > 0; --old)
            slot.history.push_back(get_answer(from_, times_));
        return slot;
    }

    std::vector<Item> read_items(const Group* group, const Ref& around) {
        std::vector<Item> items;
        const std::size_t shape = group != nullptr ? group->scope : 0;
        for (std::size_t left = from_.count(); left > 0 && from_.good(); --left) {
            if (around.depth + 1U >= depth_max) {
                from_.spoil();
                break;
            }
            const auto id = static_cast<std::uint32_t>(from_.number());
            auto begun = get_answer_pointer(from_, times_);
            Item item{id, std::move(begun), Scope(tree_.shapes[shape])};
            Ref inside = around;
            inside.items[inside.depth++] = id;
            read_scope(group != nullptr ? &item.scope : nullptr, shape, inside);
            if (group != nullptr) items.push_back(std::move(item));
        }
        return items;
    }

    // An orphan whose leaf is in the tree again goes back to its place, and is offered there.
    void adopt(Orphan orphan) {
        const Leaf* leaf = leaf_of(tree_, orphan.ref);
        const Shape* shape = leaf != nullptr ? &tree_.shapes[leaf->scope] : nullptr;
        const bool at_home = shape != nullptr && !orphan.item_gone && shape->depth == orphan.ref.depth;
        Scope* scope = at_home ? scope_of(leaf->scope, orphan.ref) : nullptr;
        Slot* slot = scope != nullptr ? &scope->slots[leaf->slot] : nullptr;
        if (slot == nullptr || slot->answer != nullptr || !slot->history.empty())
            return session_.orphans.push_back(std::move(orphan));
        *slot = std::move(orphan.slot);
        slot->aside = slot->answer != nullptr;
    }

    // The scope around a place, also within items that are withdrawn or removed.
    Scope* scope_of(std::uint16_t shape, const Ref& ref) {
        if (shape == 0) return &session_.root;
        const auto group = std::ranges::find(tree_.groups, shape, &Group::scope);
        Scope* around = scope_of(group->parent, ref);
        if (around == nullptr) return nullptr;
        GroupState& state = around->groups[group->index];
        const std::uint32_t id = ref.items[tree_.shapes[shape].depth - 1U];
        for (auto* items : {&state.items, &state.withdrawn, &state.removed})
            if (const auto item = std::ranges::find(*items, id, &Item::id); item != items->end())
                return &item->scope;
        return nullptr;
    }

    Visit read_visit() {
        Visit visit;
        visit.number = static_cast<std::uint32_t>(from_.number());
        visit.conversation = from_.text();
        visit.modality = get_enum(from_, Modality::terminal);
        visit.channel = get_enum(from_, Channel::transfer_in);
        visit.locale = static_cast<std::uint8_t>(from_.below(256));
        visit.put = get_enum(from_, Put::ended);
        visit.question = get_ref(from_);
        if (from_.flag()) visit.focus = get_ref(from_);
        visit.back_turn = static_cast<std::uint32_t>(from_.number());
        visit.pending = get_enum(from_, Pending::recording);
        visit.removing = from_.flag();
        visit.values = get_texts(from_);
        visit.refs.resize(from_.count());
        for (Ref& ref : visit.refs) ref = get_ref(from_);
        visit.refused = from_.text();
        if (form_ > session_form_first) visit.may_stand = from_.flag();
        visit.review_shown = from_.fixed64();
        visit.strikes = static_cast<std::uint8_t>(from_.below(256));
        visit.strikes_total = static_cast<std::uint16_t>(from_.below(65536));
        visit.free_inputs = static_cast<std::uint16_t>(from_.below(65536));
        visit.exits_used = static_cast<std::uint8_t>(from_.below(256));
        visit.outstanding_asked = from_.flag();
        visit.stopped = from_.flag();
        settle(visit);
        return visit;
    }

    // A question about what the tree or the session no longer has is not put any more.
    void settle(Visit& visit) {
        const auto is_leaf = [&](const Ref& ref) {
            const Leaf* leaf = leaf_of(tree_, ref);
            return leaf != nullptr && tree_.shapes[leaf->scope].depth == ref.depth;
        };
        const auto is_group = [&](const Ref& ref) {
            const Group* group = group_of(tree_, ref);
            return group != nullptr && tree_.shapes[group->parent].depth == ref.depth;
        };
        const auto known = [&](const Ref& ref) { return is_leaf(ref) || is_group(ref); };
        const bool needs_leaf = visit.pending == Pending::readback || visit.pending == Pending::suggestion ||
                                visit.pending == Pending::choose || visit.pending == Pending::correction ||
                                visit.put == Put::leaf;
        const bool needs_group = visit.pending == Pending::tail || visit.put == Put::more;
        const bool gone = (needs_leaf && !is_leaf(visit.question)) ||
                          (needs_group && !is_group(visit.question)) ||
                          !std::ranges::all_of(visit.refs, known);
        if (gone) {
            visit.put = Put::nothing;
            visit.pending = Pending::nothing;
            visit.refs.clear();
        }
        const bool needs_value = visit.pending == Pending::readback || visit.pending == Pending::suggestion ||
                                 visit.pending == Pending::correction;
        if (needs_value && visit.values.empty()) visit.pending = Pending::nothing;
        if (visit.focus && !known(*visit.focus)) visit.focus.reset();
        if (visit.locale >= session_.locales.size()) from_.spoil();
    }

    void read_requests() {
        for (std::size_t left = from_.count(); left > 0 && from_.good(); --left) {
            Request request{.reason = from_.text(), .refs = {}};
            for (std::size_t refs = from_.count(); refs > 0 && from_.good(); --refs)
                request.refs.push_back(get_ref(from_));
            session_.requests.push_back(std::move(request));
        }
    }

    void read_recording() {
        std::string id = from_.text();
        std::vector<FileRef> file = get_files(from_);
        if (file.size() != 1) return from_.spoil();
        session_.recordings.insert_or_assign(std::move(id), std::move(file.front()));
    }

    Fact read_fact() {
        Fact fact;
        fact.kind = get_enum(from_, kinds::Kind::copyright_number);
        fact.value = from_.text();
        fact.files = get_files(from_);
        fact.turn = static_cast<std::uint32_t>(from_.number());
        fact.refused.resize(from_.count());
        for (std::uint32_t& leaf : fact.refused) leaf = from_.fixed32();
        return fact;
    }

    const Tree& tree_;
    ByteReader from_;
    std::uint64_t form_ = session_form;
    Session session_;
    Times times_;
};

} // namespace

std::string encode(const Tree& tree, const Session& session) { return SessionWriter(tree, session).write(); }

std::expected<Session, std::string> decode(const Tree& tree, std::string_view bytes) {
    return SessionReader(tree, bytes).read();
}

} // namespace plaint::dialogs
