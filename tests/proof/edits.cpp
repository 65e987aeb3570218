#include "tests/proof/edits.hpp"

#include "tests/support/shipped_library.hpp"

#include <algorithm>

namespace plaint::tests {
namespace {

using nlohmann::json;

const std::string contact_file = "trees/shared/contact.json";
const std::string fields_file = "fields.json";

json& file(Files& files, const std::string& name) {
    return files.try_emplace(name, name == tree_file ? shipped_tree() : shipped_file(name)).first->second;
}

json& asked(json& tree, const std::string& id) {
    return tree.at(json::json_pointer(pointer_to_ask(tree, id)));
}
void insert_before(json& tree, const std::string& id, const json& node) {
    const std::string pointer = pointer_to_ask(tree, id);
    json& list = tree.at(json::json_pointer(parent_of(pointer)));
    list.insert(list.begin() + std::stol(pointer.substr(pointer.rfind('/') + 1)), node);
}
template<class Wanted>
void remove(json& list, Wanted wanted) {
    list.erase(std::ranges::find_if(list, wanted));
}

// Proof that the annual fees are paid is a material from now on.
void require_material(Files& files) {
    file(files, fields_file)["fields"].push_back(
        json::parse(R"({"path": "right.annuity_receipt", "kind": "file", "may": ["later", "none"],
                        "used_by": ["checklist", "staff"], "source": "Patent Law 43"})"));
    insert_before(file(files, tree_file), "right.proof_kind",
                  json::parse(R"({"ask": "right.annuity_receipt", "as": "file", "may": ["later", "none"],
                                  "about": ["right.patent_number"]})"));
    file(files, checklist_file)["lines"].push_back(
        json::parse(R"({"line": "annuity", "source": "Patent Law 43", "need": ["right.annuity_receipt"],
                        "if": {"!=": [{"var": "party.role"}, "volunteer"]}, "allow": ["later", "none"]})"));
    file(files, "materials/opinion_request.json")["lines"].push_back(
        json::parse(R"({"line": "annuity", "source": "Patent Law 43", "need": ["right.annuity_receipt"],
                        "allow": ["later", "none"]})"));
}

// Nobody wants to know the website any more, which those are asked for who are no single person.
bool asks_for_website(const json& node) { return node.dump().find("\"website") != std::string::npos; }

void remove_question(Files& files) {
    remove(file(files, fields_file)["fields"],
           [](const json& field) { return field["path"] == "complainant.website"; });
    remove(file(files, contact_file)["do"], asks_for_website);
    json& tree = file(files, tree_file);
    // It stands alone in a `when` of its own, which is all of an `else`.
    const std::string only = parent_of(parent_of(pointer_to_ask(tree, "complainant.website@on_paper")));
    tree.at(json::json_pointer(parent_of(parent_of(only)))).erase("else");
    for (const char* kind : {"patent_infringement", "opinion_request", "trademark", "geographical_indication",
                             "copyright", "trade_secret", "other_ip"})
        remove(file(files, "materials/" + std::string(kind) + ".json")["lines"],
               [](const json& line) { return line["line"] == "complainant_website"; });
}

// A timestamp is one by an authority, or one by the platform itself.
void split_option(Files& files) {
    const json both = {"timestamped_by_authority", "timestamped_by_platform"};
    const auto split = [&](json& list) {
        const auto found = std::ranges::find(list, "timestamped");
        const auto at = found - list.begin();
        list.erase(found);
        list.insert(list.begin() + at, both.begin(), both.end());
    };
    for (json& field : file(files, fields_file)["fields"])
        if (field["path"] == "evidence[].preservation") split(field["values"]);
    json& tree = file(files, tree_file);
    split(asked(tree, "evidence[].preservation")["options"]);
}

} // namespace

const std::vector<RealisticEdit>& realistic_edits() {
    static const std::vector<RealisticEdit> edits{{"a new required material", require_material},
                                                  {"a removed question", remove_question},
                                                  {"a split option", split_option}};
    return edits;
}

std::expected<std::unique_ptr<const content::Content>, content::LoadErrors>
load_content_with(const Files& changed) {
    std::map<std::string, std::string> own;
    for (const auto& [name, json] : changed) own[name] = json.dump();
    content::Texts texts = shipped_texts().dialogs.texts();
    std::string version = "shipped";
    for (const auto& [name, text] : own) {
        texts[name] = text;
        version += " " + name;
    }
    return content::load_content(
        texts, version, [](const std::string&) { return true; }, shipped_library().languages.ids());
}

std::unique_ptr<const content::Content> content_with(const Files& changed) {
    auto loaded = load_content_with(changed);
    if (loaded) return std::move(*loaded);
    for (const content::LoadError& error : loaded.error()) std::cerr << content::to_string(error) << "\n";
    std::exit(2);
}

std::unique_ptr<const content::Content> content_after(const RealisticEdit& edit) {
    Files files;
    edit.make(files);
    return content_with(files);
}

} // namespace plaint::tests
