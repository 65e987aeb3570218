#include "bot/routed/route_check.hpp"

#include "bot/casework/dossier_facts.hpp"
#include "bot/casework/routing/route.hpp"
#include "bot/routed/matters.hpp"
#include "dialogs/proof/submissions.hpp"

#include <algorithm>
#include <array>
#include <deque>
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

std::string name_of(Reason reason) { return "reasons/" + std::string(content::form_of(reason).name); }

// By rule and by reason the cases that it was applied to, by their numbers.
class Applied {
  public:
    using Cases = std::vector<std::size_t>;

    void note(const routing::Route& route, std::size_t at) {
        for (const routing::RuleReason& why : route.reasons) {
            add(rules_[why.rule], at);
            add(reasons_[static_cast<std::size_t>(why.reason)], at);
        }
        for (const routing::Copy& copy : route.copies) add(rules_[copy.rule], at);
        for (const routing::Act& act : route.acts) add(rules_[act.rule], at);
        for (const routing::Child& child : route.children) add(rules_[child.rule], at);
        for (const routing::LinkedCase& linked : route.linked) add(rules_[linked.rule], at);
    }

    std::vector<std::pair<std::string, const Cases*>> by_name() const {
        std::vector<std::pair<std::string, const Cases*>> all;
        for (const auto& [rule, cases] : rules_) all.emplace_back("rules/" + rule, &cases);
        for (std::size_t i = 0; i < reasons_.size(); ++i)
            if (!reasons_[i].empty()) all.emplace_back(name_of(static_cast<Reason>(i)), &reasons_[i]);
        return all;
    }

  private:
    static void add(Cases& cases, std::size_t at) {
        if (cases.empty() || cases.back() != at) cases.push_back(at);
    }

    std::map<std::string, Cases> rules_;
    std::array<Cases, content::reason_count> reasons_;
};

// Runs the rules over one case. A failure is a sentence.
class Run {
  public:
    Run(const Matter& matter, std::string_view kind, const content::Directory& directory)
        : directory_(directory) {
        Json dossier = {{"case", {{"kind", kind}}}};
        for (std::uint32_t i = 0; i < matter.respondents; ++i)
            casework::set_at(dossier, "respondents[" + std::to_string(i) + "]", Json::object());
        for (const proof::Trait* part : matter.parts)
            if (const Said& said = part->one_of.front())
                casework::set_at(dossier, part->path, json_of(*said));
        go(dossier);
    }

    std::optional<routing::Route> route;
    std::optional<std::pair<Fault, std::string>> wrong;
    bool has_no_rules = false; // for cases of this kind at all

  private:
    void go(const Json& dossier) {
        const auto facts = routing::facts_from_json(dossier, directory_);
        if (!facts) return fail(facts.error());
        auto found = routing::route(*facts, directory_);
        if (!found) return fail(found.error());
        route = std::move(*found);
        look_at(facts->respondents.size());
    }

    void fail(const routing::Error& error) {
        has_no_rules = error.pointer == "/case/kind";
        wrong = {Fault::unrouted, error.pointer.substr(1) + " " + error.what};
    }

    void look_at(std::size_t respondents) {
        const auto leads =
            std::ranges::count_if(route->reasons, content::chooses_lead, &routing::RuleReason::reason);
        need_body(route->lead, "the case");
        for (const routing::Child& child : route->children)
            need_body(child.lead, "a respondent of the group");
        for (const routing::LinkedCase& linked : route->linked) need_body(linked.lead, "the linked case");
        if (!route->children.empty() && route->children.size() != respondents)
            wrong = {Fault::unrouted, "not every respondent of the group has a body that leads"};
        if (leads == 0) wrong = {Fault::unrouted, "no rule says who leads the case"};
        if (leads > 1)
            wrong = {Fault::two_leads, std::to_string(leads) + " rules each say who leads the case"};
    }

    void need_body(const content::Body& body, const char* of) {
        if (directory_.body(body.id) == nullptr)
            wrong = {Fault::unrouted, "the directory has no body \"" + body.id + "\" to lead " + of};
    }

    const content::Directory& directory_;
};

// The centre is the deployment's, whatever people say.
std::vector<const proof::Trait*> without_centre(std::vector<const proof::Trait*> parts) {
    std::erase_if(parts, [](const proof::Trait* part) { return part->path == centre_path; });
    return parts;
}

proof::Sight sight_of(const Matter& matter) {
    proof::Sight sight;
    sight.items.emplace_back("respondents", matter.respondents);
    sight.traits = without_centre(matter.parts);
    return sight;
}

// What is the same for cases of every kind.
struct Ground {
    explicit Ground(const content::Content& of)
        : content(of),
          landmarks(Matters::landmarks(of.directory)),
          otherwise_set(of.directory.with(other_settings(of.directory.rules().settings))) {}

    static content::Settings other_settings(content::Settings settings) {
        settings.preference = settings.preference == content::Preference::respondent
                                  ? content::Preference::platform
                                  : content::Preference::respondent;
        return settings;
    }

    const content::Content& content;
    const Landmarks landmarks;
    const content::Directory otherwise_set;
};

// All cases of one kind that one tree hands over.
class KindCheck {
  public:
    KindCheck(const Ground& ground, const Tree& tree, std::uint32_t kind)
        : ground_(ground),
          tree_(tree),
          kind_(kind),
          matters_(ground.content.directory, ground.landmarks, tree, name()) {}

    // False where there are no rules for the kind: its cases go to the desk of the receiving centre.
    bool run() {
        const content::Directory& directory = ground_.content.directory;
        said_ = matters_.of_conversations();
        for (std::size_t i = 0; i < said_.size(); ++i) {
            const Run one(said_[i], name(), directory);
            if (one.has_no_rules) return false;
            if (one.route) applied_.note(*one.route, i);
            if (one.wrong) wrong_[*one.wrong].push_back(i);
        }
        named_ = matters_.named();
        named_.traits = without_centre(std::move(named_.traits));
        cases_ = said_.size();
        apply(matters_.of_officers(), directory, by_officers_);
        apply(matters_.of_centres(directory), directory, by_officers_);
        apply(matters_.of_settings(), ground_.otherwise_set, by_settings_);
        return true;
    }

    // What its cases are told apart by.
    const proof::Sight& named() const { return named_; }

    // After run(): which rules are applied, and what goes wrong, where a conversation hands over the case.
    void look_among(proof::Submissions& submissions, const proof::ProofOptions& options) {
        std::vector<const Applied::Cases*> lists;
        const auto rules = applied_.by_name();
        for (const auto& [rule, cases] : rules) lists.push_back(cases);
        std::vector<std::pair<Fault, std::string>> faults;
        for (const auto& [wrong, cases] : wrong_) {
            faults.push_back(wrong);
            lists.push_back(&cases);
        }
        const std::vector<bool> found = possible(submissions, lists);
        for (std::size_t i = 0; i < rules.size(); ++i)
            if (found[i]) by_conversations_.insert(rules[i].first);
        for (std::size_t i = 0; i < faults.size(); ++i)
            if (found[rules.size() + i]) show(submissions, faults[i], options);
    }

    std::size_t cases() const { return cases_; }
    content::Block block() const { return ground_.content.directory.rules().blocks.find(name())->second; }
    const std::set<std::string>& by_conversations() const { return by_conversations_; }
    const std::set<std::string>& by_officers() const { return by_officers_; }
    const std::set<std::string>& by_settings() const { return by_settings_; }
    std::vector<proof::Finding> take() { return std::move(findings_); }

  private:
    const std::string& name() const { return tree_.cases[kind_]; }

    // What no conversation says is judged at once.
    void apply(const std::vector<Matter>& matters, const content::Directory& directory,
               std::set<std::string>& applied) {
        Applied all;
        std::set<std::pair<Fault, std::string>> told;
        for (std::size_t i = 0; i < matters.size(); ++i) {
            const Run one(matters[i], name(), directory);
            if (one.route) all.note(*one.route, i);
            if (one.wrong && !wrong_.contains(*one.wrong) && told.insert(*one.wrong).second)
                findings_.push_back({.fault = one.wrong->first,
                                     .place = place(),
                                     .what = sentence(one.wrong->second),
                                     .subject = name(),
                                     .items = {},
                                     .conversation = {}});
        }
        for (const auto& [rule, cases] : all.by_name()) applied.insert(rule);
        cases_ += matters.size();
    }

    // Which of the lists have a case that a conversation hands over.
    std::vector<bool> possible(proof::Submissions& submissions,
                               const std::vector<const Applied::Cases*>& lists) {
        std::vector<bool> found(lists.size());
        for (const std::size_t most : {first_looked_for, said_.size()}) {
            std::vector<proof::Submissions::Sights> asked;
            std::vector<std::size_t> which;
            for (std::size_t i = 0; i < lists.size(); ++i) {
                if (found[i]) continue;
                which.push_back(i);
                asked.push_back(sights_of(*lists[i], most));
            }
            if (which.empty()) break;
            const std::vector<bool> shown = submissions.possible(kind_, asked);
            for (std::size_t i = 0; i < which.size(); ++i)
                if (shown[i]) found[which[i]] = true;
        }
        return found;
    }

    proof::Submissions::Sights sights_of(const Applied::Cases& cases, std::size_t most) const {
        proof::Submissions::Sights sights;
        for (std::size_t i = 0; i < std::min(most, cases.size()); ++i)
            sights.push_back(sight_of(said_[cases[i]]));
        return sights;
    }

    void show(proof::Submissions& submissions, const std::pair<Fault, std::string>& wrong,
              const proof::ProofOptions& options) {
        const Applied::Cases& cases = wrong_.at(wrong);
        findings_.push_back(submissions.show(wrong.first, name(), kind_, sights_of(cases, cases.size()),
                                             {place(), sentence(wrong.second)}, options));
    }

    static std::string sentence(const std::string& what) {
        return "a case can be handed over that has no one body to lead it: " + what;
    }

    // Where the tree hands over cases of this kind.
    content::Place place() const {
        const content::TreePlaces& places = ground_.content.places.find(tree_.name)->second;
        for (std::size_t at = 0; at < tree_.nodes.size(); ++at)
            if (const dialogs::Node& node = tree_.nodes[at];
                (node.op == dialogs::Op::submit || node.op == dialogs::Op::with) && node.index == kind_)
                return places.nodes[at];
        return {};
    }

    const Ground& ground_;
    const Tree& tree_;
    std::uint32_t kind_;
    Matters matters_;
    std::vector<Matter> said_; // what conversations may hand over
    proof::Sight named_;
    Applied applied_;
    std::map<std::pair<Fault, std::string>, Applied::Cases> wrong_;
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
    const Ground ground(content);
    for (const auto& [name, tree] : content.trees) {
        // All kinds are looked for in one set of conversations, which costs more to make than to ask.
        std::deque<KindCheck> kinds;
        proof::Sight named;
        for (std::uint32_t kind = 0; kind < tree.cases.size(); ++kind) {
            KindCheck& one = kinds.emplace_back(ground, tree, kind);
            if (!one.run()) {
                kinds.pop_back();
                continue;
            }
            std::ranges::copy(one.named().items, std::back_inserter(named.items));
            std::ranges::copy(one.named().traits, std::back_inserter(named.traits));
        }
        if (kinds.empty()) continue;
        const proof::Subject subject = proof::subject_of(content, tree);
        proof::Submissions submissions(subject, named);
        for (KindCheck& one : kinds) {
            one.look_among(submissions, options);
            table.note(one);
            check.cases += one.cases();
            std::ranges::move(one.take(), std::back_inserter(check.findings[name]));
        }
    }
    if (auto unreached = table.unreached(content.directory.rules()); !unreached.empty())
        check.findings[""] = std::move(unreached);
    return check;
}

} // namespace plaint::routed
