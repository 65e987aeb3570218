#include "bot/casework/routing/route.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace plaint::routing {

namespace {

using Json = nlohmann::json;

Json act_json(const Act& act) {
    Json out = {{"act", act.act}, {"rule", act.rule}};
    if (!act.body.empty()) out["body"] = act.body;
    if (!act.fields.empty()) out["fields"] = act.fields;
    if (act.after_working_days > 0) out["after_working_days"] = act.after_working_days;
    return out;
}

Json reason_json(const RuleReason& reason, const content::Directory& directory) {
    const auto source = directory.rules().sources.find(reason.rule);
    Json text = Json::object();
    for (const auto& [locale, unused] : directory.rules().text_of(reason.reason))
        text[locale] = words_of(reason, directory, locale);
    Json arguments = Json::object();
    for (const auto& [name, names] : reason.arguments) arguments[name] = names;
    return {{"rule", reason.rule},
            {"key", "route." + std::string(content::form_of(reason.reason).name)},
            {"args", std::move(arguments)},
            {"text", std::move(text)},
            {"source", source->second.source},
            {"needs_legal_check", source->second.needs_legal_check}};
}

} // namespace

Json to_json(const content::Body& body) {
    return {{"body", body.id},
            {"kind", name_of(body.kind)},
            {"name", content::name_in(body.name, "zh-Hans")},
            {"names", body.name},
            {"region", body.region}};
}

Json to_json(const Route& route, const content::Directory& directory) {
    Json out = {{"lead", to_json(route.lead)}, {"custody", to_json(route.custody)}};
    for (const char* list : {"copies", "acts", "rules", "reasons", "children", "linked", "flags"})
        out[list] = Json::array();
    for (const Copy& copy : route.copies) {
        out["copies"].push_back(to_json(copy.body));
        out["copies"].back()["rule"] = copy.rule;
        if (copy.held) out["copies"].back()["held"] = true;
    }
    for (const Act& act : route.acts) out["acts"].push_back(act_json(act));
    for (const RuleReason& reason : route.reasons) {
        Json& rules = out["rules"];
        const bool is_there =
            std::ranges::any_of(rules, [&](const Json& other) { return other == reason.rule; });
        if (!is_there) rules.push_back(reason.rule);
        out["reasons"].push_back(reason_json(reason, directory));
    }
    for (const Child& child : route.children)
        out["children"].push_back({{"respondent", child.respondent},
                                   {"lead", to_json(child.lead)},
                                   {"rules", Json::array({child.rule})}});
    for (const LinkedCase& linked : route.linked) {
        out["linked"].push_back({{"rule", linked.rule}, {"lead", to_json(linked.lead)}});
        if (!linked.kind.empty()) out["linked"].back()["kind"] = linked.kind;
    }
    for (const Flag& flag : route.flags) out["flags"].push_back({{"flag", flag.flag}, {"rule", flag.rule}});
    return out;
}

} // namespace plaint::routing
