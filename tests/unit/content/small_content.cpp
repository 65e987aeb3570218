#include "tests/unit/content/small_content.hpp"

#include "dialogs/engine/messages.hpp"

#include <fstream>
#include <set>

namespace plaint::tests {
namespace {

using nlohmann::json;

const char* const tree = R"({"tree": "small", "exits": ["person", "stop"], "do": [
  {"say": "welcome"},
  {"use": "shared/consent", "at": "intake"},
  {"section": "right", "do": [
    {"ask": "right.patent_number", "as": "patent_number", "may": ["later"]},
    {"let": "right.kind", "fn": "patent_kind", "of": ["right.patent_number"]},
    {"ask": "right.proof", "as": "file", "may": ["later"], "about": ["right.patent_number"]}]},
  {"ask": "party.role", "as": "choice", "options": ["owner", "agent"]},
  {"when": {"==": [{"var": "party.role"}, "agent"]}, "do": [{"ask": "agent.name", "as": "text", "max": 60}]},
  {"each": "respondents", "min": 1, "max": 3, "do": [
    {"ask": "respondents[].region", "as": "region"}]},
  {"ask": "scope.turnover_cny", "as": "number", "min": 1, "may": ["skip"]},
  {"review": "all"},
  {"submit": "small"}]})";

const char* const consent = R"({"shared": "consent", "do": [
  {"ask": "consent", "as": "yes_no"},
  {"when": {"!": {"var": "consent"}}, "do": [{"end": "declined"}]}]})";

const char* const fields = R"({"fields": [
  {"path": "intake.locale", "kind": "choice", "values": ["en"], "used_by": ["staff"], "source": "S"},
  {"path": "intake.consent", "kind": "yes_no", "used_by": ["checklist"], "source": "S"},
  {"path": "right.patent_number", "kind": "patent_number", "may": ["later"], "used_by": ["checklist"], "source": "S"},
  {"path": "right.kind", "kind": "choice", "values": ["invention", "utility_model", "design"], "used_by": ["staff"], "source": "S"},
  {"path": "right.proof", "kind": "file", "may": ["later"], "used_by": ["checklist"], "source": "S"},
  {"path": "party.role", "kind": "choice", "values": ["owner", "agent", "heir"], "used_by": ["checklist"], "source": "S"},
  {"path": "agent.name", "kind": "text", "used_by": ["staff"], "source": "S"},
  {"path": "respondents[].region", "kind": "region", "used_by": ["route"], "source": "S"},
  {"path": "scope.turnover_cny", "kind": "number", "may": ["skip"], "used_by": ["staff"], "source": "S"}],
 "groups": [{"path": "respondents", "max": 5}]})";

const char* const materials = R"({"kind": "small", "lines": [
  {"line": "consent", "source": "PIPL 13", "must": {"var": "intake.consent"}},
  {"line": "patent", "source": "S0 III", "need": ["right.patent_number"], "allow": ["later"]},
  {"line": "place", "source": "S0 II", "each": "respondents", "need": ["respondents[].region"]},
  {"line": "respondent", "source": "S0 III", "of": "respondents", "at_least": 1},
  {"line": "agent", "source": "S", "if": {"==": [{"var": "party.role"}, "agent"]}, "need": ["agent.name"]}]})";

json messages() {
    json messages;
    for (const std::string& key : dialogs::engine_keys()) messages[key] = key + " in words";
    const json dictionary = json::parse(fields);
    for (const json& field : dictionary["fields"]) {
        const std::string path = field["path"];
        messages["ask." + path] = path + "?";
        messages["why." + path] = "for " + path;
        messages["label." + path] = path;
        if (field.contains("values"))
            for (const std::string value : field["values"]) messages["option." + path + "." + value] = value;
    }
    for (const char* key :
         {"say.welcome", "section.right", "end.declined", "kind_of_case.small", "group.respondents.more",
          "group.respondents.item", "why.respondents", "line.small.consent", "line.small.patent",
          "line.small.place", "line.small.respondent", "line.small.agent"})
        messages[key] = key;
    return messages;
}

json shipped(const std::string& name) {
    std::ifstream file("dialogs/directory/" + name);
    return json::parse(file);
}

// The counties that something else of the directory names are enough: the content is loaded for every mistake.
json regions_for(const std::map<std::string, json>& others) {
    json regions = shipped("regions.json");
    std::set<json> named, kept;
    const auto note = [&](const json& file) {
        for (const json& value : file.flatten()) named.insert(value);
    };
    note(regions["xpcc"]);
    for (const auto& [name, file] : others) note(file);
    auto& counties = regions["counties"].get_ref<json::array_t&>();
    std::erase_if(counties, [&](const json& county) { return !named.contains(county["code"]); });
    for (const char* level : {"provinces", "prefectures", "counties"})
        for (const json& region : regions[level]) kept.insert(region["code"]);
    auto& aliases = regions["aliases"].get_ref<json::object_t&>();
    std::erase_if(aliases, [&](const auto& alias) { return !kept.contains(alias.second); });
    auto& names = regions["names"].get_ref<json::object_t&>();
    std::erase_if(names, [&](const auto& row) { return !kept.contains(json(row.first)); });
    return regions;
}

std::string joined(const content::LoadErrors& errors) {
    std::string out;
    for (const content::LoadError& error : errors)
        out += (out.empty() ? "" : "\n") + content::to_string(error);
    return out;
}

} // namespace

SmallContent small_content() {
    static const SmallContent whole = [] {
        SmallContent made;
        made.dialogs = {{"trees/small.json", json::parse(tree)},
                        {"trees/shared/consent.json", json::parse(consent)},
                        {"fields.json", json::parse(fields)},
                        {"materials/small.json", json::parse(materials)}};
        for (const char* name : {"abroad.json", "offices.json", "centres.json", "platforms.json",
                                 "rules.json", "calendar.json", "events.json"})
            made.dialogs[std::string("directory/") + name] = shipped(name);
        made.dialogs["directory/regions.json"] = regions_for(made.dialogs);
        made.locales = {
            {"locales.json",
             json::parse(R"([{"id":"en","bcp47":["en"],"name":"English","direction":"ltr"}])")},
            {"en/all.json", {{"locale", "en"}, {"messages", messages()}, {"words", json::object()}}}};
        return made;
    }();
    return whole;
}

std::expected<std::unique_ptr<const library::Library>, content::LoadErrors> SmallContent::load() const {
    std::map<std::string, std::string> texts;
    content::Texts dialog_texts, locale_texts;
    const auto add = [&](const std::map<std::string, json>& files, content::Texts& to,
                         const std::string& room) {
        for (const auto& [name, file] : files) {
            std::string& text = texts[room + name];
            text = broken.contains(name) ? broken.at(name) : file.dump();
            to.emplace(name, text);
        }
    };
    add(dialogs, dialog_texts, "dialogs/");
    add(locales, locale_texts, "locales/");
    return library::load_library(dialog_texts, locale_texts);
}

std::string complaints_of(const SmallContent& content) {
    const auto loaded = content.load();
    return loaded ? std::string{} : joined(loaded.error());
}

std::string complaints_after(const std::string& file, const std::string& patch) {
    SmallContent content = small_content();
    json& changed = content.dialogs.contains(file) ? content.dialogs.at(file) : content.locales.at(file);
    changed = changed.patch(json::parse(patch));
    return complaints_of(content);
}

} // namespace plaint::tests
