#pragma once

#include "bot/casework/routing/facts.hpp"
#include "dialogs/load/directory.hpp"

#include <expected>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

// Who is responsible for a case, and who else is told. A pure function of the facts and the directory; the
// rules are those of the field's decision table, each with its reason.
namespace plaint::routing {

// Why a rule applied. The arguments hold their words in each language, so that any catalogue can use them
// under the message key "route.<reason>".
struct RuleReason {
    std::string rule; // e.g. "PI-1"
    content::Reason reason;
    std::map<std::string, content::Names, std::less<>> arguments;
};

struct Copy {
    content::Body body;
    std::string rule;
    bool held = false; // until an officer releases it, whatever is done with other copies
};

// Something proposed to an officer, who releases it: nothing here is done by itself.
struct Act {
    std::string act; // "supplement", "refer", …; docs/routing.md lists them
    std::string rule;
    std::string body;                // id; empty where the act has none
    std::vector<std::string> fields; // of a supplement
    int after_working_days = 0;      // 0: at once
};

// A mark for officers and statistics, never a verdict.
struct Flag {
    std::string flag;
    std::string rule;
};

struct Child {
    std::size_t respondent = 0; // index
    content::Body lead;
    std::string rule;
};

struct LinkedCase {
    std::string rule;
    content::Body lead;
    std::string kind; // where it is of another kind than the case that it is linked to
};

struct Route {
    content::Body custody; // the receiving centre, until the case is handed over
    content::Body lead;
    std::vector<Copy> copies; // without the lead, each body once
    std::vector<Act> acts;
    std::vector<RuleReason> reasons; // the rule that chose the lead comes first
    std::vector<Child> children;     // of a group: one for each respondent
    std::vector<LinkedCase> linked;
    std::vector<Flag> flags;
};

// Fails only for kinds of case that have no rules here; every other input has exactly one lead.
std::expected<Route, Error> route(const Facts& facts, const content::Directory& directory);

// The reason in words ("zh-Hans", "en").
std::string words_of(const RuleReason& reason, const content::Directory& directory, std::string_view locale);

// {"lead":{"body","kind","name","region"},"copies":[…],"acts":[…],"rules":["PI-1",…],"reasons":[…],"children":[…],
// "linked":[…],"flags":[…],"custody":{…}}; each rule stands once in "rules"; "name" is Chinese, "names" holds all languages.
nlohmann::json to_json(const content::Body& body);
nlohmann::json to_json(const Route& route, const content::Directory& directory);

} // namespace plaint::routing
