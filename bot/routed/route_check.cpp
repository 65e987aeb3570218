#include "bot/routed/route_check.hpp"

#include "bot/casework/dossier_facts.hpp"
#include "bot/casework/routing/route.hpp"
#include "bot/routed/matters.hpp"
#include "dialogs/proof/submissions.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

namespace plaint::routed {

namespace {

using content::Otherwise;
using content::Reason;
using dialogs::Tree;
using proof::Fault;
using Json = nlohmann::json;

// So many cases of each kind are looked for among the conversations first; the rest only where none of them can be.
constexpr std::size_t first_looked_for = 12;

// What came of the cases: by name of a rule or a reason those that it was applied to, and what went wrong.
struct Outcome {
    std::map<std::string, std::vector<std::size_t>> applied;
    std::map<std::pair<Fault, std::string>, std::vector<std::size_t>> wrong;
};

std::string name_of(Reason reason) { return "reasons/" + std::string(content::form_of(reason).name); }

// Runs the rules over one case. A failure is a sentence.
class Run {
  public:
    Run(const Matter& matter, std::string_view kind, const content::Directory& directory)
        : directory_(directory) {
        Json dossier = {{"case", {{"kind", kind}}}};
        for (std::uint32_t i = 0; i < matter.respondents; ++i)
            casework::set_at(dossier, "respondents[" + std::to_string(i) + "]", Json::object());
        for (const auto& [path, alike] : matter.parts)
            if (alike->front()) casework::set_at(dossier, path, json_of(*alike->front()));
        go(dossier);
    }

    std::set<std::string> applied;
    std::optional<std::pair<Fault, std::string>> wrong;
    bool has_no_rules = false; // for cases of this kind at all

  private:
    void go(const Json& dossier) {
        const auto facts = routing::facts_from_json(dossier, directory_);
        if (!facts) return fail(facts.error());
        const auto route = routing::route(*facts, directory_);
        if (!route) return fail(route.error());
        look_at(*route, facts->respondents.size());
    }

    void fail(const routing::Error& error) {
        has_no_rules = error.pointer == "/case/kind";
        wrong = {Fault::unrouted, error.pointer.substr(1) + " " + error.what};
    }

    void look_at(const routing::Route& route, std::size_t respondents) {
        std::size_t leads = 0;
        for (const routing::RuleReason& why : route.reasons) {
            applied.insert({"rules/" + why.rule, name_of(why.reason)});
            if (content::chooses_lead(why.reason)) ++leads;
        }
        for (const routing::Copy& copy : route.copies) applied.insert("rules/" + copy.rule);
        for (const routing::Act& act : route.acts) applied.insert("rules/" + act.rule);
        need_body(route.lead, "the case");
        for (const routing::Child& child : route.children) {
            applied.insert("rules/" + child.rule);
            need_body(child.lead, "a respondent of the group");
        }
        for (const routing::LinkedCase& linked : route.linked) {
            applied.insert("rules/" + linked.rule);
            need_body(linked.lead, "the linked case");
        }
        if (!route.children.empty() && route.children.size() != respondents)
            wrong = {Fault::unrouted, "not every respondent of the group has a body that leads"};
        if (leads == 0) wrong = {Fault::unrouted, "no rule says who leads the case"};
        if (leads > 1)
            wrong = {Fault::two_leads, std::to_string(leads) + " rules each say who leads the case"};
    }

    void need_body(const content::Body& body, const std::string& of) {
        if (directory_.body(body.id) == nullptr)
            wrong = {Fault::unrouted, "the directory has no body \"" + body.id + "\" to lead " + of};
    }

    const content::Directory& directory_;
};

proof::Sight sight_of(const Matter& matter) {
    proof::Sight sight;
    sight.items.emplace_back("respondents", matter.respondents);
    // The centre is the deployment's, whatever people say.
    for (const auto& [path, alike] : matter.parts)
        if (path != centre_path) sight.traits.push_back({path, *alike});
    return sight;
}

// All cases of one kind that one tree hands over.
class KindCheck {
  public:
    KindCheck(const content::Content& content, const Tree& tree, std::uint32_t kind,
              const proof::ProofOptions& options)
        : content_(content), tree_(tree), kind_(kind), options_(options) {}

    // False where there are no rules for the kind: its cases go to the desk of the receiving centre.
    bool run() {
        const content::Directory& directory = content_.directory;
        Matters matters(directory, tree_, name());
        matters_ = matters.of_conversations();
        for (std::size_t i = 0; i < matters_.size(); ++i) {
            const Run one(matters_[i], name(), directory);
            if (one.has_no_rules) return false;
            for (const std::string& rule : one.applied) outcome_.applied[rule].push_back(i);
            if (one.wrong) outcome_.wrong[*one.wrong].push_back(i);
        }
        cases_ = matters_.size();
        apply(matters.of_officers(), directory, by_officers_);
        apply(matters.of_centres(directory), directory, by_officers_);
        content::Settings settings = directory.rules().settings;
        settings.preference = settings.preference == content::Preference::respondent
                                  ? content::Preference::platform
                                  : content::Preference::respondent;
        apply(matters.of_settings(), directory.with(settings), by_settings_);
        look_among_conversations();
        return true;
    }

    std::size_t cases() const { return cases_; }
    content::Block block() const { return content_.directory.rules().blocks.find(name())->second; }
    const std::set<std::string>& by_conversations() const { return by_conversations_; }
    const std::set<std::string>& by_officers() const { return by_officers_; }
    const std::set<std::string>& by_settings() const { return by_settings_; }
    std::vector<proof::Finding> take() { return std::move(findings_); }

  private:
    const std::string& name() const { return tree_.cases[kind_]; }

    // What no conversation says is judged at once.
    void apply(const std::vector<Matter>& matters, const content::Directory& directory,
               std::set<std::string>& applied) {
        std::set<std::pair<Fault, std::string>> told;
        for (const Matter& matter : matters) {
            const Run one(matter, name(), directory);
            applied.insert(one.applied.begin(), one.applied.end());
            if (one.wrong && !outcome_.wrong.contains(*one.wrong) && told.insert(*one.wrong).second)
                findings_.push_back({.fault = one.wrong->first,
                                     .place = place(),
                                     .what = sentence(one.wrong->second),
                                     .subject = name(),
                                     .items = {},
                                     .conversation = {}});
        }
        cases_ += matters.size();
    }

    void look_among_conversations() {
        std::vector<const std::vector<std::size_t>*> lists;
        std::vector<std::string> rules;
        for (const auto& [rule, cases] : outcome_.applied) {
            rules.push_back(rule);
            lists.push_back(&cases);
        }
        std::vector<std::pair<Fault, std::string>> faults;
        for (const auto& [wrong, cases] : outcome_.wrong) {
            faults.push_back(wrong);
            lists.push_back(&cases);
        }
        const std::vector<bool> found = possible(lists);
        for (std::size_t i = 0; i < rules.size(); ++i)
            if (found[i]) by_conversations_.insert(rules[i]);
        for (std::size_t i = 0; i < faults.size(); ++i)
            if (found[rules.size() + i]) show(faults[i]);
    }

    // Which of the lists have a case that a conversation hands over.
    std::vector<bool> possible(const std::vector<const std::vector<std::size_t>*>& lists) {
        std::vector<bool> found(lists.size());
        for (const std::size_t most : {first_looked_for, matters_.size()}) {
            std::vector<std::vector<std::size_t>> asked;
            std::vector<std::size_t> which;
            std::vector<proof::Sight> sights;
            for (std::size_t i = 0; i < lists.size(); ++i) {
                if (found[i]) continue;
                which.push_back(i);
                std::vector<std::size_t>& of = asked.emplace_back();
                for (std::size_t at = 0; at < std::min(most, lists[i]->size()); ++at) {
                    of.push_back(sights.size());
                    sights.push_back(sight_of(matters_[(*lists[i])[at]]));
                }
            }
            if (which.empty()) break;
            proof::Submissions submissions(subject(), kind_, std::move(sights));
            const std::vector<bool> shown = submissions.possible(asked);
            for (std::size_t i = 0; i < which.size(); ++i)
                if (shown[i]) found[which[i]] = true;
        }
        return found;
    }

    void show(const std::pair<Fault, std::string>& wrong) {
        std::vector<proof::Sight> sights;
        std::vector<std::size_t> all;
        for (const std::size_t i : outcome_.wrong.at(wrong)) {
            all.push_back(sights.size());
            sights.push_back(sight_of(matters_[i]));
        }
        proof::Submissions submissions(subject(), kind_, std::move(sights));
        findings_.push_back(submissions.show(
            wrong.first, name(), all,
            [&](std::size_t) { return proof::Explanation{place(), sentence(wrong.second)}; }, options_));
    }

    static std::string sentence(const std::string& what) {
        return "a case can be handed over that has no one body to lead it: " + what;
    }

    // Where the tree hands over cases of this kind.
    content::Place place() const {
        const content::TreePlaces& places = content_.places.find(tree_.name)->second;
        for (std::size_t at = 0; at < tree_.nodes.size(); ++at)
            if (const dialogs::Node& node = tree_.nodes[at];
                (node.op == dialogs::Op::submit || node.op == dialogs::Op::with) && node.index == kind_)
                return places.nodes[at];
        return {};
    }

    const proof::Subject& subject() {
        if (subject_.tree != nullptr) return subject_;
        subject_ = {.tree = &tree_,
                    .places = &content_.places.find(tree_.name)->second,
                    .fields = &content_.fields,
                    .checklists = {},
                    .rules = {}};
        for (const std::string& kind : tree_.cases) {
            subject_.checklists.push_back(&content_.checklists.find(kind)->second);
            subject_.rules.push_back(&content_.rules.find(kind)->second);
        }
        return subject_;
    }

    const content::Content& content_;
    const Tree& tree_;
    std::uint32_t kind_;
    const proof::ProofOptions& options_;
    proof::Subject subject_;
    std::vector<Matter> matters_;
    Outcome outcome_;
    std::size_t cases_ = 0;
    std::set<std::string> by_conversations_, by_officers_, by_settings_;
    std::vector<proof::Finding> findings_;
};

// Rules and reasons that nothing comes under, and such as are said to be reached otherwise and are not.
class Table {
  public:
    void note(const KindCheck& kind) {
        conversations_.insert(kind.by_conversations().begin(), kind.by_conversations().end());
        officers_.insert(kind.by_officers().begin(), kind.by_officers().end());
        settings_.insert(kind.by_settings().begin(), kind.by_settings().end());
        blocks_.insert(kind.block());
    }

    std::vector<proof::Finding> unreached(const content::Rules& rules) {
        for (const auto& [rule, source] : rules.sources)
            if (is_judged(rule) && !conversations_.contains("rules/" + rule) && !by_listed(rules, rule))
                find("/rules/" + rule, rule,
                     "no case that a conversation can hand over comes under this rule");
        for (std::size_t i = 0; i < content::reason_count; ++i) judge(static_cast<Reason>(i), rules);
        return std::move(findings_);
    }

  private:
    // Of blocks of the table by which no tree hands over a case nothing can be said.
    bool is_judged(Reason reason) const {
        const content::ReasonForm& form = content::form_of(reason);
        return std::ranges::any_of(blocks_, [&](content::Block block) { return form.may_hold_in(block); });
    }
    // A rule without any reason is one that nothing comes under.
    bool is_judged(std::string_view rule) const {
        bool has_reason = false;
        for (std::size_t i = 0; i < content::reason_count; ++i) {
            const auto reason = static_cast<Reason>(i);
            if (content::form_of(reason).rule != rule) continue;
            if (is_judged(reason)) return true;
            has_reason = true;
        }
        return !has_reason && !blocks_.empty();
    }

    bool is_applied(Reason reason, Otherwise otherwise) const {
        return (otherwise == Otherwise::setting ? settings_ : officers_).contains(name_of(reason));
    }

    bool by_listed(const content::Rules& rules, const std::string& rule) const {
        return std::ranges::any_of(rules.otherwise, [&](const auto& listed) {
            return content::form_of(listed.first).rule == rule && is_applied(listed.first, listed.second);
        });
    }

    void judge(Reason reason, const content::Rules& rules) {
        if (!is_judged(reason)) return;
        const std::string name(content::form_of(reason).name);
        const bool said = conversations_.contains(name_of(reason));
        const auto listed = rules.otherwise.find(reason);
        if (listed == rules.otherwise.end()) {
            if (!said)
                find("/reasons/" + name, name, "no case that a conversation can hand over has this reason");
        } else if (said) {
            find("/otherwise/" + name, name, "a conversation comes to this reason, so it needs no other way");
        } else if (!is_applied(reason, listed->second)) {
            find("/otherwise/" + name, name, "this reason is not reached in this way either");
        }
    }

    void find(const std::string& pointer, const std::string& subject, std::string what) {
        findings_.push_back({.fault = Fault::never_applied,
                             .place = {"directory/rules.json", pointer},
                             .what = std::move(what),
                             .subject = subject,
                             .items = {},
                             .conversation = {}});
    }

    std::set<std::string> conversations_, officers_, settings_;
    std::set<content::Block> blocks_;
    std::vector<proof::Finding> findings_;
};

} // namespace

RouteCheck check_routes(const content::Content& content, const proof::ProofOptions& options) {
    RouteCheck check;
    Table table;
    for (const auto& [name, tree] : content.trees)
        for (std::uint32_t kind = 0; kind < tree.cases.size(); ++kind) {
            KindCheck one(content, tree, kind, options);
            if (!one.run()) continue;
            table.note(one);
            check.cases += one.cases();
            std::ranges::move(one.take(), std::back_inserter(check.findings[name]));
        }
    if (auto unreached = table.unreached(content.directory.rules()); !unreached.empty())
        check.findings[""] = std::move(unreached);
    return check;
}

} // namespace plaint::routed
