#include "dialogs/engine/checklist.hpp"
#include "dialogs/engine/step.hpp"
#include "tests/simulation/person.hpp"
#include "tests/support/shipped_library.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>

// An edited tree, shared subtree, checklist or dictionary, with everything else as shipped: either each mistake is told
// with its file and a place in it, or it loads, and then conversations can be held under it. The seeds are parts of the
// shipped tree, because a whole one takes long to load.

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t size_max);

namespace {

using namespace plaint;
using namespace plaint::dialogs;
using nlohmann::json;

const std::string tree_file = "trees/intake.json";
const std::string shared_file = "trees/shared/identity.json";
const std::string materials_file = "materials/patent_infringement.json";

// Which of the shipped files the input takes the place of: each has a member that the others have not.
std::string file_of(std::string_view text) {
    const auto has = [&](std::string_view member) { return text.find(member) != std::string_view::npos; };
    if (has("\"fields\":")) return "fields.json";
    if (has("\"lines\":")) return materials_file;
    return has("\"shared\":") ? shared_file : tree_file;
}

// The place is in the file, or is a member that it lacks.
bool is_in(const json& root, const std::string& pointer) {
    const json::json_pointer place(pointer);
    return root.contains(place) || root.contains(place.parent_pointer());
}

// The least tree that uses the shared subtree.
constexpr std::string_view tree_around =
    R"({"tree": "patent_infringement", "do": [{"use": "shared/identity", "at": "complainant"},
        {"review": "all"}, {"submit": "patent_infringement"}]})";

void demand_places(const content::LoadErrors& errors, const std::string& edited, std::string_view text) {
    if (errors.empty()) return;
    const json root = json::parse(text, nullptr, false);
    for (const content::LoadError& error : errors) {
        const bool told = !error.file.empty() && !error.what.empty();
        if (told && (error.file != edited || is_in(root, error.pointer))) continue;
        std::fprintf(stderr, "no place for an author: %s\n", content::to_string(error).c_str());
        std::abort();
    }
}

void converse(const Tree& tree, const Checklist& checklist, Modality modality, std::uint64_t seed) {
    tests::Chance chance(seed);
    tests::Person person(tree, chance);
    Session session = begin_session(tree, 0, {{"intake.centre", "330100"}, {"intake.locale", "en"}});
    std::optional<Ask> asked;
    Input input{.said = Said::begin};
    for (int turn = 0; turn < 24; ++turn) {
        input.conversation = "one";
        input.modality = modality;
        input.locale = "en";
        input.at_ms = turn;
        input.today = {2026, 1, 5};
        StepResult result = step(tree, std::move(session), input);
        session = std::move(result.session);
        for (const Output& output : result.outputs)
            if (output.ask) asked = output.ask;
        // How long a text has to be is the author's choice, and no matter here.
        if (asked) asked->min = asked->max = 0;
        input = person.speak(asked);
    }
    examine(checklist, tree, session);
}

void collect(json& at, std::vector<json*>& places) {
    places.push_back(&at);
    if (!at.is_structured()) return;
    for (json& part : at) collect(part, places);
}

std::string mutated(std::string text) {
    const std::size_t size = text.size();
    text.resize(size + 8);
    text.resize(LLVMFuzzerMutate(reinterpret_cast<std::uint8_t*>(text.data()), size, text.size()));
    return text;
}

// What an author might do by mistake: leave out, double, put in another place, write another value or another name.
void edit(json& root, tests::Chance& chance) {
    std::vector<json*> places;
    collect(root, places);
    json& place = *chance.one_of(places);
    const json other = *chance.one_of(places);
    const json values[] = {nullptr,       false,         0, -1, std::int64_t{1} << 62, 1.5, "",
                           json::array(), json::object()};
    const bool part = place.is_structured() && !place.empty();
    auto at = place.begin();
    if (part) std::advance(at, static_cast<std::ptrdiff_t>(chance.below(place.size())));
    switch (chance.below(6)) {
    case 0:
        if (part) place.erase(at);
        break;
    case 1:
        if (place.is_array()) place.insert(place.end(), other);
        break;
    case 2:
        if (part && place.is_object()) {
            const json value = *at;
            const std::string key = at.key();
            place.erase(at);
            place[chance.permille(500) ? mutated(key) : "if"] = value;
        }
        break;
    case 3: place = values[chance.below(std::size(values))]; break;
    case 4:
        if (place.is_string()) place = mutated(place.get<std::string>());
        break;
    default: place = other;
    }
}

} // namespace

// Most changes to bytes only end in text that is no JSON, so most changes are made to the values in it.
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t size_max,
                                               unsigned seed) {
    tests::Chance chance(seed);
    json root = json::parse(data, data + size, nullptr, false);
    if (root.is_discarded() || chance.permille(100)) return LLVMFuzzerMutate(data, size, size_max);
    for (std::size_t edits = 1 + chance.below(3); edits > 0; --edits) edit(root, chance);
    const std::string text = root.dump(-1, ' ', false, json::error_handler_t::replace);
    if (text.size() > size_max) return LLVMFuzzerMutate(data, size, size_max);
    std::ranges::copy(text, data);
    return text.size();
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const library::Library& library = tests::shipped_library();
    const content::Directory& directory = library.content->directory;
    const std::string edited = file_of(text);
    const auto read = [&](const std::string& file) -> std::optional<std::string_view> {
        if (file == edited) return text;
        if (file == tree_file && edited == shared_file) return tree_around;
        const auto& shipped = tests::shipped_texts().dialogs.bytes;
        const auto found = shipped.find(file);
        return found != shipped.end() ? std::optional<std::string_view>(found->second) : std::nullopt;
    };
    const auto has_message = [&](const std::string& key) { return library.languages.has(key); };

    content::LoadErrors errors;
    content::Fields own;
    if (edited == "fields.json") own = content::load_fields(edited, text, errors, library.languages.ids());
    Tree own_tree;
    if (edited != materials_file && errors.empty()) {
        own_tree =
            content::load_tree(tree_file, read, edited == "fields.json" ? own : library.content->fields,
                               has_message, directory.regions(), directory.links(), errors);
        own_tree.content = "edited";
    }
    const Tree& tree = edited != materials_file ? own_tree : library.tree();
    Checklist checklist;
    if (edited == materials_file)
        checklist = content::load_checklist(edited, text, tree, has_message, errors);
    demand_places(errors, edited, text);
    if (!errors.empty() || tree.fields.empty()) return 0;
    for (const Modality modality : {Modality::web, Modality::voice})
        converse(tree, checklist, modality, size);
    return 0;
}
