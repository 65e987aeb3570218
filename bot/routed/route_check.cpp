#include "bot/routed/route_check.hpp"

#include "bot/casework/dossier_facts.hpp"
#include "bot/casework/routing/route.hpp"
#include "bot/routed/readings.hpp"
#include "dialogs/proof/submissions.hpp"

#include <algorithm>
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

constexpr std::string_view officers_word = "scope.group";
// So many cases of each kind are looked for among the conversations first; the rest only where none of them can be.
constexpr std::size_t first_looked_for = 12;

// A case as the rules see it: at each place one of the classes of answers that they tell apart.
struct Matter {
    std::uint32_t respondents = 0;
    std::vector<std::pair<std::string, const Alike*>> parts; // by path with positions
};

// One respondent: place, platform and link.
struct Respondent {
    const Alike *region = nullptr, *platform = nullptr, *link = nullptr;
};

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

// All cases of one kind that the rules could tell apart, as far as one tree has answers for them.
class Matters {
  public:
    Matters(const content::Directory& directory, const Tree& tree, const std::string& kind)
        : settings_(directory.rules().settings),
          landmarks_(landmarks_of(directory, std::max<std::size_t>(3, group_places()))),
          readings_(directory, tree, kind, landmarks_) {
        for (const std::string_view path : {principal_path, border_path, maker_known_path, maker_name_path,
                                            maker_region_path, offline_path, centre_path})
            rest_[path] = &kept_.emplace_back(readings_.of(path));
        regions_ = &kept_.emplace_back(readings_.of(region_path));
        platforms_ = &kept_.emplace_back(readings_.of(platform_path));
        links_ = &kept_.emplace_back(readings_.of(link_path));
        for (const std::string& code : landmarks_.all) sweep_.push_back({of(code)});
        word_ = {dialogs::Answer{.value = true}};
        for (const Alike& alike : *platforms_)
            (is_known(alike, directory) ? known_ : unknown_).push_back(&alike);
    }

    // What conversations may hand over: first the cases that differ in much, then each region of the directory.
    std::vector<Matter> of_conversations() {
        const Respondent nobody{&regions_->front(), &platforms_->front(), &links_->front()};
        add({});
        for (const Respondent& one : every()) add({one});
        add_rest({});
        for (const Respondent& one : main_ones()) add_rest({one});
        const std::vector<Respondent> two = some(1);
        for (const Respondent& first : two)
            for (const Respondent& second : two)
                for (const Alike* principal : some_of(principal_path, 3)) add({first, second}, principal);
        add_groups();
        for (const Alike& region : sweep_) {
            Respondent there = nobody;
            there.region = &region;
            add({there});
            Matter matter = made({nobody});
            set(matter, maker_region_path, &region);
            found_.push_back(std::move(matter));
        }
        return std::move(found_);
    }

    // With an officer's word that it is a group.
    std::vector<Matter> of_officers() {
        for (const Respondent& one : every()) {
            add({one});
            found_.back().parts.emplace_back(officers_word, &word_);
        }
        return std::move(found_);
    }

    std::vector<Matter> of_settings() {
        for (const Respondent& one : every()) add({one});
        return std::move(found_);
    }

    // Each centre as the one that receives.
    std::vector<Matter> of_centres(const content::Directory& directory) {
        for (const content::Body& body : directory.bodies()) {
            if (body.kind != content::BodyKind::centre) continue;
            sweep_.push_back({of(body.region)});
            add({});
            set(found_.back(), centre_path, &sweep_.back());
        }
        return std::move(found_);
    }

  private:
    static bool is_known(const Alike& alike, const content::Directory& directory) {
        const auto* named = alike.front() ? std::get_if<std::string>(&alike.front()->value) : nullptr;
        return named != nullptr && directory.platform(*named) != nullptr;
    }

    // Those that the directory does not know, and so many of the others.
    std::vector<const Alike*> platforms(std::size_t count) const {
        std::vector<const Alike*> some = unknown_;
        if (count > 0 && !known_.empty()) some.push_back(known_.front());
        if (count > 1 && known_.size() > 1) some.push_back(known_.back());
        return some;
    }

    static Said of(const std::string& text) { return dialogs::Answer{.value = text}; }

    std::size_t group_places() const {
        return static_cast<std::size_t>(std::max(settings_.group_prefectures_min, 1));
    }

    Matter made(const std::vector<Respondent>& respondents) const {
        Matter matter{.respondents = static_cast<std::uint32_t>(respondents.size()), .parts = {}};
        for (std::size_t i = 0; i < respondents.size(); ++i) {
            const std::string at = "respondents[" + std::to_string(i) + "].";
            matter.parts.emplace_back(at + "region", respondents[i].region);
            matter.parts.emplace_back(at + "platform", respondents[i].platform);
            matter.parts.emplace_back(at + "links[0].url", respondents[i].link);
        }
        for (const auto& [path, classes] : rest_) matter.parts.emplace_back(path, &classes->front());
        return matter;
    }

    static void set(Matter& matter, std::string_view path, const Alike* alike) {
        for (auto& [at, held] : matter.parts)
            if (at == path) held = alike;
    }

    void add(const std::vector<Respondent>& respondents, const Alike* principal = nullptr) {
        found_.push_back(made(respondents));
        if (principal != nullptr) set(found_.back(), principal_path, principal);
    }

    // All that is read beside the respondents, each with each.
    void add_rest(const std::vector<Respondent>& respondents) {
        for (const Alike& border : *rest_.at(border_path))
            for (const Alike& known : *rest_.at(maker_known_path))
                for (const Alike& name : *rest_.at(maker_name_path))
                    for (const Alike& region : *rest_.at(maker_region_path))
                        for (const Alike& offline : *rest_.at(offline_path)) {
                            Matter matter = made(respondents);
                            set(matter, border_path, &border);
                            set(matter, maker_known_path, &known);
                            set(matter, maker_name_path, &name);
                            set(matter, maker_region_path, &region);
                            set(matter, offline_path, &offline);
                            found_.push_back(std::move(matter));
                        }
    }

    // As many respondents as make a group, in as many places; and the same with each of them otherwise.
    void add_groups() {
        const auto many = static_cast<std::size_t>(settings_.group_respondents_min);
        const std::vector<Respondent> others = some(1);
        for (const Alike* platform : {unknown_.back(), platforms(1).back()}) {
            std::vector<Respondent> group;
            for (std::size_t i = 0; i < many; ++i)
                group.push_back({placed(i % group_places()), platform, &links_->front()});
            for (const Alike* principal : some_of(principal_path, 4)) add(group, principal);
            for (std::size_t i = 0; i < std::min<std::size_t>(many, 3); ++i)
                for (const Respondent& other : others) {
                    std::vector<Respondent> changed = group;
                    changed[i] = other;
                    add(changed);
                    // Two that are otherwise, of a group of three, leave none of the numbers that it takes.
                    for (const Respondent& second : i == 0 ? others : std::vector<Respondent>()) {
                        changed[many - 1] = second;
                        add(changed);
                    }
                }
        }
    }

    std::vector<const Alike*> some_of(std::string_view path, std::size_t count) const {
        std::vector<const Alike*> some;
        for (const Alike& alike : *rest_.at(path))
            if (some.size() < count) some.push_back(&alike);
        return some;
    }

    // The class of the n-th place of the landmarks, or whatever there is.
    const Alike* placed(std::size_t n) const {
        const auto is_there = [&](const Alike& alike) {
            return n < landmarks_.places.size() &&
                   std::ranges::find(alike, of(landmarks_.places[n])) != alike.end();
        };
        const auto found = std::ranges::find_if(*regions_, is_there);
        return found != regions_->end() ? &*found : &regions_->back();
    }

    // One respondent in every way.
    std::vector<Respondent> every() const {
        std::vector<Respondent> all;
        for (const Alike& region : *regions_)
            for (const Alike& platform : *platforms_)
                for (const Alike& link : *links_) all.push_back({&region, &platform, &link});
        return all;
    }
    // In the ways that matter to another respondent, with so many platforms of the directory.
    std::vector<Respondent> some(std::size_t known) const {
        std::vector<Respondent> all;
        for (const Alike& region : *regions_)
            for (const Alike* platform : platforms(known))
                all.push_back({&region, platform, &links_->front()});
        return all;
    }
    std::vector<Respondent> main_ones() const {
        return {{&regions_->front(), &platforms_->front(), &links_->front()},
                {placed(0), platforms(1).back(), &links_->front()}};
    }

    const content::Settings& settings_;
    const Landmarks landmarks_;
    const Readings readings_;
    std::deque<std::vector<Alike>> kept_;
    std::map<std::string_view, const std::vector<Alike>*> rest_;
    const std::vector<Alike>*regions_ = nullptr, *platforms_ = nullptr, *links_ = nullptr;
    std::vector<const Alike*> known_, unknown_; // platforms, by whether the directory has them
    std::deque<Alike> sweep_;
    Alike word_;
    std::vector<Matter> found_;
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
            if (tree_.nodes[at].op == dialogs::Op::submit && tree_.nodes[at].index == kind_)
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
        any_ = true;
    }

    std::vector<proof::Finding> unreached(const content::Rules& rules) {
        // Of kinds of case that have no rules nothing can be said of rules.
        if (!any_) return {};
        for (const auto& [rule, source] : rules.sources)
            if (!conversations_.contains("rules/" + rule) && !by_listed(rules, rule))
                find("/rules/" + rule, rule,
                     "no case that a conversation can hand over comes under this rule");
        for (std::size_t i = 0; i < content::reason_count; ++i) judge(static_cast<Reason>(i), rules);
        return std::move(findings_);
    }

  private:
    bool is_applied(Reason reason, Otherwise otherwise) const {
        return (otherwise == Otherwise::setting ? settings_ : officers_).contains(name_of(reason));
    }

    bool by_listed(const content::Rules& rules, const std::string& rule) const {
        return std::ranges::any_of(rules.otherwise, [&](const auto& listed) {
            return content::form_of(listed.first).rule == rule && is_applied(listed.first, listed.second);
        });
    }

    void judge(Reason reason, const content::Rules& rules) {
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
    bool any_ = false;
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
