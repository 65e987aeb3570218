#pragma once

#include "dialogs/engine/answer.hpp"
#include "dialogs/engine/condition.hpp"
#include "dialogs/kinds/kind.hpp"

#include <array>
#include <bitset>
#include <limits>
#include <string>
#include <unordered_map>
#include <vector>

// A dialog tree, compiled: a flat program in tree order whose instructions refer to everything by index.
namespace plaint::dialogs {

// Which formal answers a question allows, as a set of State.
using May = std::bitset<6>;
inline bool allows(May may, State state) { return may.test(static_cast<std::size_t>(state)); }

struct Option {
    std::string value;
    std::string label_key; // "option.PATH.VALUE"
    std::optional<Condition> when;
    std::string answer_key = {}; // "say.NAME_VALUE", where to choose it is to ask for that
};

// What an answer is about, a field or a group: when the field's value changes, or the group has other items than before,
// the answer has to be looked at again.
struct About {
    FieldRef field;
    std::uint32_t hash = 0;
    bool items = false; // of a group
};

// Where the dialog ends without a submission, with the message keys "end.NAME".
struct End {
    std::string name;
    std::string midway; // said instead when later questions were answered already; may be empty
};

struct Leaf {
    std::string id;         // by default the path; PATH@variant where a field is asked in two branches
    std::string path;       // e.g. "respondents[].links[].url"
    std::uint32_t hash = 0; // of the id: how a stored session names the leaf
    kinds::Kind kind = kinds::Kind::text;
    kinds::Limits limits;
    FieldRef field;
    std::uint16_t scope = 0;
    std::uint16_t slot = 0; // within its scope
    May may;
    bool readback = false;       // read back and confirmed on every modality, not only on voice
    bool as_shown = false;       // what stands somewhere, right or wrong: kept so, whatever it should be
    std::vector<Option> options; // of a yes_no: "yes" and "no", where it has labels of its own
    std::vector<About> about;
    bool answers = false;   // its options are questions of the person's, each with its answer
    std::string unanswered; // path of the text that any other question is proposed for; may be empty
    std::string ask_key, help_key, label_key, why_key;
    std::string short_key; // of the question in few words; empty where there are none
};

struct Group {
    std::string path;         // e.g. "respondents[].links"
    std::uint32_t hash = 0;   // of PATH.more, the question that closes the group
    std::uint16_t scope = 0;  // of its items
    std::uint16_t parent = 0; // scope that holds the group
    std::uint16_t index = 0;  // within the parent's groups
    std::uint32_t min = 0, max = 0;
    May may; // of the question PATH.more
    std::array<bool, 3>
        answerable{}; // by Modality: whether an item asks anything that the modality can carry
    std::string more_key, first_key, item_key, label_key, why_key;
    std::optional<std::uint32_t> first; // the leaf that an item begins with, if it is one
};

// What is filled in after the step: the number and the body by casework, the code only when a reply is sent, and what the
// deployment says of itself. Stored by number: new ones go to the end.
enum class Blank : std::uint8_t { receipt, case_number, lead, hours, controller, contact, retention, drafts };

struct SayArg {
    std::string name;
    std::uint32_t field = 0; // index into Tree::fields, or
    std::optional<Blank> blank;
};

struct Say {
    std::string key;
    std::uint16_t slot = 0; // of the "already said" mark within its scope
    std::vector<SayArg> args;
};

enum class Function : std::uint8_t {
    patent_kind,
    first,
    region_of_credit_code,
    platform_of_link,
    item_of_link,
    kind_of_wish
};

struct Let {
    FieldRef field;
    Function function = Function::first;
    std::vector<FieldRef> of;
    std::vector<std::uint32_t> of_fields; // the same as indices into Tree::fields
};

enum class Op : std::uint8_t {
    say,     // index: Say
    section, // index: Section; target: the node after it; where progress and the review are divided
    ask,     // index: Leaf
    branch,  // index: condition; when false, on to target (everything between is passed over)
    jump,    // on to target (everything between is passed over)
    each,    // index: Group; target: the node after its `next`
    next,    // index: Group; target: the first node of an item
    let,     // index: Let
    review,
    submit, // index: into cases
    end,    // index: into ends
    with,   // index: into cases; whatever is handed over next, a case of this kind goes with it
};

struct Node {
    Op op;
    std::uint32_t index = 0;
    std::uint32_t target = 0;
};

// How much a scope (the whole, or one item of a group) holds.
struct Shape {
    std::uint16_t parent = 0;
    std::uint16_t depth = 0;
    std::uint16_t slots = 0, fields = 0, says = 0, groups = 0;
};

// What is known of a field apart from who asks it.
struct Field {
    std::string path;
    std::string label_key;
    FieldRef ref;
    std::uint32_t hash = 0;
    kinds::Kind kind = kinds::Kind::text;
    bool masked = false;             // never shown in full
    std::vector<std::string> values; // of a choice
    std::vector<std::uint32_t> leaves;
    std::optional<std::uint32_t> let;
};

struct Tree {
    std::string name;
    const kinds::Regions* regions = nullptr; // borrowed from the content that the tree belongs to
    const kinds::Platforms* platforms = nullptr;
    std::string
        content; // hexadecimal hash of all that this was loaded from: the version that a dossier names
    std::vector<Node> nodes;
    std::vector<std::uint32_t>
        settled_after; // per condition: the node behind which all that it reads is known
    std::vector<Leaf> leaves;
    std::vector<Group> groups;
    std::vector<Say> says;
    std::vector<Let> lets;
    std::vector<Condition> conditions;
    std::vector<Shape> shapes; // [0] is the whole
    std::vector<Field> fields;
    std::vector<std::uint32_t> given;  // fields that may be known before the dialog begins (intake.channel …)
    std::vector<std::string> sections; // names, with message keys "section.NAME"
    std::vector<std::uint32_t> section_of; // per leaf: index into sections, or no_section
    std::vector<std::string> cases;        // case kinds that are submitted, alone or with another
    std::vector<std::string> closings; // per case: ".KIND" where a submission has words of its own, or empty
    std::vector<std::uint32_t> answering; // leaves whose options are answered, wherever they are asked
    std::vector<End> ends;
    std::vector<std::string> exits; // of the ladder: person, callback, stop; the last cannot fail
    std::uint32_t strikes_max = 12;
    std::uint32_t free_inputs_max = 200;

    std::vector<std::vector<std::uint32_t>> leaves_of_scope, groups_of_scope; // by slot, by index
    std::unordered_map<std::uint32_t, std::uint32_t> leaf_by_hash, group_by_hash;
    std::unordered_map<std::string, std::uint32_t> field_by_path, group_by_path;
    // Per kind: the leaf that a fact of this kind, found in a free message, is meant for.
    std::array<std::uint32_t, kinds::kind_count> fact_leaf;

    static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();
    const Field* field(std::string_view path) const;
};

// How leaves, groups and fields are named in stored sessions; a tree in which two names meet does not load.
std::uint32_t short_hash(std::string_view name);

// Voice and terminal carry no files; voice carries nothing that has letters in it either.
bool carries(Modality modality, kinds::Kind kind);

} // namespace plaint::dialogs
