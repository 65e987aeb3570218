#include "dialogs/proof/aims.hpp"

#include "dialogs/engine/walk.hpp"

#include <algorithm>
#include <array>

namespace plaint::proof {

using namespace dialogs;

namespace {

constexpr std::array formal_states{State::later, State::none, State::unknown, State::skip, State::unverified};

class Listing {
  public:
    Listing(const Atlas& atlas, Modality modality)
        : atlas_(atlas), tree_(atlas.tree()), modality_(modality) {}

    Aims list() {
        for (std::uint32_t leaf = 0; leaf < tree_.leaves.size(); ++leaf) add_leaf(leaf);
        for (std::uint32_t group = 0; group < tree_.groups.size(); ++group) add_group(group);
        for (std::uint32_t at = 0; at < tree_.nodes.size(); ++at) add_node(at);
        add_slips(question_of_review(tree_));
        add_slips(question_of_outstanding(tree_));
        add_exits();
        add_deeds();
        return std::move(aims_);
    }

  private:
    void add(AimKind kind, std::uint32_t of, std::uint32_t which = 0) { aims_.insert({kind, of, which}); }

    void add_slips(std::uint32_t question) {
        const auto slip = [&](Slip one) { add(AimKind::left, question, static_cast<std::uint32_t>(one)); };
        slip(Slip::words);
        if (modality_ != Modality::voice) return;
        slip(Slip::silence);
        slip(Slip::wrong_key);
    }

    void add_leaf(std::uint32_t index) {
        const Leaf& leaf = tree_.leaves[index];
        if (!carries(modality_, leaf.kind)) return;
        add(AimKind::asked, index);
        add_slips(index);
        const auto answers = leaf.kind == kinds::Kind::choice   ? leaf.options.size()
                             : leaf.kind == kinds::Kind::yes_no ? std::size_t{2}
                                                                : std::size_t{0};
        for (std::uint32_t i = 0; i < answers; ++i) add(AimKind::answered, index, i);
        for (const State state : formal_states)
            if (allows(leaf.may, state)) add(AimKind::formal, index, static_cast<std::uint32_t>(state));
        if (reads_back(leaf, modality_)) add(AimKind::refused, index);
    }

    void add_group(std::uint32_t index) {
        const Group& group = tree_.groups[index];
        if (!group.answerable[static_cast<std::size_t>(modality_)]) return;
        add_slips(question_of_group(tree_, index));
        add(AimKind::more, index, 0);
        add(AimKind::more, index, 1);
        for (const State state : formal_states)
            if (allows(group.may, state)) add(AimKind::more, index, 1 + static_cast<std::uint32_t>(state));
        for (std::uint32_t items = group.min; items <= std::min(group.max, 2U); ++items)
            add(AimKind::items, index, items);
        add(AimKind::removed, index);
    }

    void add_node(std::uint32_t at) {
        const Node& node = tree_.nodes[at];
        switch (node.op) {
        case Op::say: add(AimKind::told, telling(tree_, tree_.says[node.index].key)); break;
        case Op::branch:
            add(AimKind::branched, at, 0);
            add(AimKind::branched, at, 1);
            add_corrections(at);
            break;
        case Op::submit: add(AimKind::submitted, node.index); break;
        case Op::end:
            // The end behind the last node is the loader's own.
            if (at + 1 == tree_.nodes.size()) break;
            add(AimKind::ended, node.index);
            if (!tree_.ends[node.index].midway.empty()) add(AimKind::ended, node.index, 1);
            break;
        default: break;
        }
    }

    // Whoever corrects what a condition reads may leave behind what was answered on either side of it.
    void add_corrections(std::uint32_t branch) {
        const Node& node = tree_.nodes[branch];
        const Condition& condition = tree_.conditions[node.index];
        const std::uint16_t scope = atlas_.scope_of_node(branch);
        std::set<std::uint32_t> corrected;
        for (const std::uint32_t field : fields_read(atlas_, condition, scope)) add_sources(field, corrected);
        for_each_part(atlas_, condition, scope, [&](const Condition& part, std::uint16_t at) {
            if (part.of_count) corrected.insert(correction_of_group(tree_, atlas_.group(at, part.field)));
        });
        const Node& last = tree_.nodes[node.target - 1];
        const std::uint32_t end = last.op == Op::jump ? last.target : node.target;
        for (std::uint32_t at = branch + 1; at < end; ++at) {
            if (tree_.nodes[at].op != Op::ask) continue;
            const std::uint32_t leaf = tree_.nodes[at].index;
            if (!carries(modality_, tree_.leaves[leaf].kind)) continue;
            for (const std::uint32_t one : corrected) add(AimKind::set_aside, one, leaf);
        }
    }

    // Of a derived field, what is asked for it.
    void add_sources(std::uint32_t field, std::set<std::uint32_t>& fields) {
        if (tree_.fields[field].let)
            for (const std::uint32_t source : tree_.lets[*tree_.fields[field].let].of_fields)
                add_sources(source, fields);
        if (std::ranges::any_of(tree_.fields[field].leaves, [&](std::uint32_t leaf) {
                return carries(modality_, tree_.leaves[leaf].kind);
            }))
            fields.insert(field);
    }

    // What is told at an exit hangs on whether anything may be kept yet, and whether there is a number to call.
    void add_exits() {
        const auto exit = [&](Exit one) { add(AimKind::exit, static_cast<std::uint32_t>(one)); };
        const auto knows = [&](std::string_view name) {
            return std::ranges::find(tree_.exits, name) != tree_.exits.end();
        };
        const bool agrees = tree_.field("intake.consent") != nullptr;
        const bool voice = modality_ == Modality::voice;
        const bool numbered =
            voice || tree_.field("complainant.phone") != nullptr || tree_.field("agent.phone") != nullptr;
        if (knows("person")) exit(Exit::person);
        if (knows("callback") && numbered) exit(Exit::callback);
        if (knows("callback") && (agrees || !voice)) exit(Exit::call);
        exit(Exit::stop);
        if (agrees) exit(Exit::end);
    }

    void add_deeds() {
        const bool grouped = std::ranges::any_of(
            aims_, [](const Aim& aim) { return aim.kind == AimKind::more && aim.which == 1; });
        const bool corrects =
            std::ranges::any_of(aims_, [](const Aim& aim) { return aim.kind == AimKind::set_aside; });
        for (auto deed = Deed::went_back; deed != Deed::count;
             deed = static_cast<Deed>(static_cast<std::uint8_t>(deed) + 1)) {
            const bool of_offers =
                deed == Deed::kept_offer || deed == Deed::dropped_offer || deed == Deed::replaced_offer;
            const bool of_items =
                deed == Deed::withdrew_items || deed == Deed::took_items_back || deed == Deed::dropped_items;
            if ((of_offers && !corrects) || (of_items && !grouped)) continue;
            add(AimKind::deed, static_cast<std::uint32_t>(deed));
        }
    }

    const Atlas& atlas_;
    const Tree& tree_;
    Modality modality_;
    Aims aims_;
};

std::string_view name_of(Exit exit) {
    constexpr std::array<std::string_view, 5> names{"a person", "a promised call", "where to call",
                                                    "to stop with the code", "to stop without a code"};
    return names[static_cast<std::size_t>(exit)];
}

std::string_view name_of(Slip slip) {
    constexpr std::array<std::string_view, 3> names{"words", "silence", "wrong keys"};
    return names[static_cast<std::size_t>(slip)];
}

std::string_view name_of(Deed deed) {
    constexpr std::array<std::string_view, static_cast<std::size_t>(Deed::count)> names{
        "going back",
        "keeping an answer gone back to",
        "a correction left after three slips",
        "all strikes of a visit used up",
        "a correction at the review",
        "taking up what was put off",
        "declining what was put off",
        "keeping an answer offered again",
        "dropping an answer offered again",
        "another value for an answer offered again",
        "withdrawing items by \"no more\"",
        "taking withdrawn items back",
        "dropping withdrawn items"};
    return names[static_cast<std::size_t>(deed)];
}

std::string question_named(std::uint32_t question, const Tree& tree) {
    if (question < tree.leaves.size()) return tree.leaves[question].id;
    if (question < question_of_review(tree)) return tree.groups[question - tree.leaves.size()].path + ".more";
    return question == question_of_review(tree) ? "review" : "outstanding";
}

} // namespace

std::uint32_t telling(const Tree& tree, std::string_view key) {
    return static_cast<std::uint32_t>(std::ranges::find(tree.says, key, &Say::key) - tree.says.begin());
}

Aims aims_of(const Atlas& atlas, Modality modality) { return Listing(atlas, modality).list(); }

std::string name_of(const Aim& aim, const Tree& tree, const content::TreePlaces& places) {
    const auto leaf = [&](std::uint32_t index) { return tree.leaves[index].id; };
    const auto group = [&] { return tree.groups[aim.of].path; };
    const auto formally = [](std::uint32_t state) {
        return std::string(name_of(static_cast<State>(state))) + ", formally";
    };
    switch (aim.kind) {
    case AimKind::asked: return leaf(aim.of) + " is asked";
    case AimKind::told: return tree.says[aim.of].key + " is told";
    case AimKind::branched: {
        const content::Place& at = places.nodes[aim.of];
        return at.file + "#" + at.pointer + (aim.which == 1 ? " holds" : " does not hold");
    }
    case AimKind::answered:
        if (tree.leaves[aim.of].kind == kinds::Kind::yes_no)
            return leaf(aim.of) + (aim.which == 1 ? ": yes" : ": no");
        return leaf(aim.of) + ": " + tree.leaves[aim.of].options[aim.which].value;
    case AimKind::formal: return leaf(aim.of) + ": " + formally(aim.which);
    case AimKind::more:
        if (aim.which > 1) return group() + ".more: " + formally(aim.which - 1);
        return group() + (aim.which == 1 ? ".more: yes" : ".more: no");
    case AimKind::items: return group() + " closed with " + std::to_string(aim.which);
    case AimKind::removed: return group() + ": an item removed";
    case AimKind::left:
        return question_named(aim.of, tree) + " left after three slips, by " +
               std::string(name_of(static_cast<Slip>(aim.which)));
    case AimKind::refused: return leaf(aim.of) + ": its read-back refused";
    case AimKind::set_aside: {
        const std::string what = aim.of < tree.fields.size()
                                     ? "a correction of " + tree.fields[aim.of].path
                                     : "an item less of " + tree.groups[aim.of - tree.fields.size()].path;
        return what + " sets " + leaf(aim.which) + " aside";
    }
    case AimKind::ended:
        return "end " + tree.ends[aim.of].name + (aim.which == 1 ? ", leaving answers behind" : "");
    case AimKind::submitted: return tree.cases[aim.of] + " is submitted";
    case AimKind::exit: return "exit: " + std::string(name_of(static_cast<Exit>(aim.of)));
    case AimKind::deed: return std::string(name_of(static_cast<Deed>(aim.of)));
    }
    return {};
}

} // namespace plaint::proof
