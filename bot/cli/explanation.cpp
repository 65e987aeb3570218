#include "bot/cli/explanation.hpp"

#include "bot/pictures/condition_words.hpp"
#include "dialogs/engine/checklist.hpp"
#include "dialogs/engine/reasons.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

namespace plaint::cli {
namespace {

using namespace dialogs;
using nlohmann::json;

// A field that is asked in two branches has a question in each: "complainant.name@person".
std::string_view field_of(std::string_view id) { return id.substr(0, id.find('@')); }

std::string_view put_name(const Reasons& reasons, const Session& session) {
    if (session.withdrawn) return "withdrawn";
    switch (reasons.standing.put) {
    case Put::leaf:
    case Put::more: return "question";
    case Put::outstanding: return "outstanding";
    case Put::review: return "review";
    case Put::done: return reasons.standing.submits ? "to_submit" : "done";
    default: return "ended";
    }
}

class Explainer {
  public:
    explicit Explainer(const Explained& explained)
        : explained_(explained),
          tree_(explained.tree),
          session_(explained.session),
          subject_{tree_, {}, explained.language, explained.library.content->directory.regions()},
          wording_(subject_),
          conditions_(tree_, wording_),
          renderer_(explained.library.renderer(explained.language.id, Modality::web, blanks_)),
          visit_(session_.visits.empty() ? Visit{.number = 1} : session_.visits.back()),
          reasons_(dialogs::reasons(tree_, session_, visit_)) {
        // What the case is about is known when the session has been walked.
        subject_.checklists = checklists();
    }

    json explain(const std::string& about) {
        json told = {{"tree", tree_.name},
                     {"channel", dialogs::name_of(visit_.channel)},
                     {"content", {{"answered", session_.contents.back()}, {"read", tree_.content}}},
                     {"version", session_.version},
                     {"next", next()}};
        if (!about.empty()) {
            told["why"] = why(about);
            return told;
        }
        told["passed_over"] = passed_over();
        for (const Asked one : {Asked::no_item, Asked::not_carried, Asked::ended, Asked::ahead})
            told[std::string(name_of(one))] = questions(one);
        told["checklists"] = json::array();
        for (const Checklist* checklist : subject_.checklists)
            told["checklists"].push_back(lines(*checklist));
        return told;
    }

  private:
    std::vector<const Checklist*> checklists() const {
        // Of a session that does not yet say what it is about, it may be any.
        auto all = explained_.library.checklists(explained_.tree, explained_.session);
        if (all.empty())
            for (const std::string& kind : explained_.tree.cases)
                all.push_back(&explained_.library.content->checklists.at(kind));
        return all;
    }

    std::string label(const Leaf* leaf, const Group* group) const {
        return leaf != nullptr ? wording_.label(*leaf) : wording_.group(index_of(*group));
    }
    std::uint32_t index_of(const Group& group) const {
        return static_cast<std::uint32_t>(&group - tree_.groups.data());
    }

    json question(const Reason& reason) const {
        json told = {{"ask", reason.id}, {"label", label(reason.leaf, reason.group)}};
        const std::uint16_t scope = reason.leaf != nullptr ? reason.leaf->scope : reason.group->parent;
        const auto around = std::ranges::find(tree_.groups, scope, &Group::scope);
        if (reason.asked == Asked::no_item && around != tree_.groups.end())
            told["group"] = wording_.group(index_of(*around));
        return told;
    }

    std::string said(const Field& field, const Answer& answer) const {
        if (explained_.answers == Answers::named) {
            if (!answer.has_value()) return wording_.text("formal." + std::string(name_of(answer.state)));
            if (field.kind != kinds::Kind::choice && field.kind != kinds::Kind::yes_no)
                return wording_.text("explain.given");
        }
        return renderer_.shown({.path = field.path,
                                .kind = field.kind,
                                .state = answer.state,
                                .value = answer.value,
                                .reason = answer.reason,
                                .masked = field.masked});
    }

    json told(const Read& read) const {
        if (read.group != Tree::none)
            return {{"path", read.path},
                    {"label", wording_.group(read.group)},
                    {"items", read.items},
                    {"words",
                     wording_.text("explain.items", {{"count", static_cast<std::int64_t>(read.items)}})}};
        const Field& field = tree_.fields[read.field];
        json told = {{"path", read.path}, {"label", wording_.field(read.field)}};
        told["state"] = read.answer == nullptr ? "absent" : name_of(read.answer->state);
        told["words"] = read.answer == nullptr ? wording_.text("explain.absent") : said(field, *read.answer);
        return told;
    }
    json told(const std::vector<Read>& reads) const {
        json all = json::array();
        for (const Read& read : reads) all.push_back(told(read));
        return all;
    }

    json told(const Turning& turning) const {
        json told = {{"condition", conditions_.words(*turning.condition, turning.scope, turning.wanted)},
                     {"answers", this->told(reads(tree_, turning))}};
        told["holds"] = turning.holds ? json(*turning.holds == turning.wanted) : json(nullptr);
        return told;
    }

    const Reason* found(const Ref& ref) const {
        const auto one = std::ranges::find(reasons_.questions, ref, &Reason::ref);
        return one != reasons_.questions.end() ? &*one : nullptr;
    }

    json next() {
        const std::string_view put = put_name(reasons_, session_);
        json next = {{"put", put}};
        if (visit_.stopped) next["stopped"] = true;
        if (visit_.pending != Pending::nothing) next["to_be_confirmed"] = true;
        if (visit_.focus)
            if (const Reason* focus = found(*visit_.focus)) next["corrected_first"] = question(*focus);
        if (put == "outstanding") {
            next["asks"] = json::array();
            for (const Ref& ref : outstanding(tree_, session_, visit_))
                if (const Reason* one = found(ref)) next["asks"].push_back(question(*one));
        }
        if (put != "question") return next;
        const auto now = std::ranges::find(reasons_.questions, Asked::now, &Reason::asked);
        next.update(question(*now));
        next["because"] = now->group != nullptr ? more(*now->group, next) : because(*now->leaf, next);
        next["conditions"] = way(*now);
        return next;
    }

    // Why a place that the walk stops at is not taken for answered.
    std::string because(const Leaf& leaf, json& next) {
        const Slot* slot = slot_of(tree_, session_, reasons_.standing.ref);
        switch (offer_of(tree_, session_, reasons_.standing.ref)) {
        case OfferReason::aside: return "aside";
        case OfferReason::stale:
            next["about"] = json::array();
            for (const About& about : leaf.about)
                next["about"].push_back(about.items
                                            ? wording_.group(group_at(tree_, leaf.scope, about.field))
                                            : wording_.field(field_at(tree_, leaf.scope, about.field)));
            return "stale";
        case OfferReason::proposal:
        case OfferReason::file: return "proposal";
        case OfferReason::none: break;
        }
        if (slot == nullptr || slot->answer == nullptr) return "unanswered";
        return slot->reopened ? "reopened" : "unfit";
    }
    std::string more(const Group& group, json& next) {
        const GroupState* state = group_state_of(tree_, session_, reasons_.standing.ref);
        next["items"] = state != nullptr ? state->items.size() : 0;
        next["min"] = group.min;
        next["max"] = group.max;
        return state != nullptr && state->reopened ? "more_reopened" : "more";
    }

    json way(const Reason& reason) const {
        json way = json::array();
        for (const Turning& turning : reason.way) way.push_back(told(turning));
        return way;
    }

    // What one turning led past stands together; without fields that another branch has asked for.
    json passed_over() const {
        std::set<std::string_view> come_to;
        for (const Reason& reason : reasons_.questions)
            if (reason.asked != Asked::passed_over) come_to.insert(field_of(reason.id));
        json all = json::array();
        const Turning* last = nullptr;
        for (const Reason& reason : reasons_.questions) {
            const Turning* barrier = reason.barrier();
            if (reason.asked != Asked::passed_over || barrier == nullptr) continue;
            if (come_to.contains(field_of(reason.id))) continue;
            const bool same = last != nullptr && last->condition == barrier->condition &&
                              last->wanted == barrier->wanted && last->positions == barrier->positions;
            if (!same) {
                all.push_back(told(*barrier));
                all.back()["asks"] = json::array();
                last = barrier;
            }
            all.back()["asks"].push_back(question(reason));
        }
        return all;
    }

    json questions(Asked asked) const {
        json all = json::array();
        for (const Reason& reason : reasons_.questions)
            if (reason.asked == asked) all.push_back(question(reason));
        return all;
    }

    json why(const std::string& about) const {
        json all = json::array();
        for (const Reason& reason : reasons_.questions) {
            const bool meant =
                reason.id == about || field_of(reason.id) == about ||
                (reason.leaf != nullptr ? reason.leaf->path == about || reason.leaf->id == about
                                        : reason.group->path + ".more" == about);
            if (!meant) continue;
            json one = question(reason);
            one["asked"] = name_of(reason.asked);
            if (reason.answer != nullptr && reason.leaf != nullptr)
                one["answer"] = said(*tree_.field(reason.leaf->path), *reason.answer);
            // Behind the turning that led past it nothing was looked at.
            one["conditions"] = way(reason);
            if (const Turning* barrier = reason.barrier())
                one["conditions"].erase(one["conditions"].begin() + (barrier - reason.way.data()) + 1,
                                        one["conditions"].end());
            all.push_back(std::move(one));
        }
        return all;
    }

    static std::string state_of(const LineResult& result, const std::vector<Read>& lacking) {
        if (result.needed == Decided::undecided) return "undecided";
        if (result.state != LineState::declared_absent) return std::string(name_of(result.state));
        for (const Read& read : lacking)
            if (read.answer != nullptr && !read.answer->has_value())
                return std::string(name_of(read.answer->state));
        return std::string(name_of(result.state));
    }

    json lines(const Checklist& checklist) const {
        json told = {{"kind", checklist.kind},   {"label", wording_.text("kind_of_case." + checklist.kind)},
                     {"as_of", checklist.as_of}, {"present", 0},
                     {"not_needed", 0},          {"lines", json::array()}};
        for (const LineResult& result : examine(checklist, tree_, session_)) {
            if (result.state == LineState::present || result.state == LineState::not_needed) {
                json& count = told[std::string(name_of(result.state))];
                count = count.get<int>() + 1;
                continue;
            }
            const std::vector<Read> lacking = lacking_reads(tree_, session_, result);
            const bool hangs = result.needed == Decided::open || result.needed == Decided::undecided;
            json line = {{"line", result.line->name},
                         {"label", wording_.text(result.line->label_key)},
                         {"positions", result.positions},
                         {"state", state_of(result, lacking)},
                         {"required", result.line->required},
                         {"source", result.line->source},
                         {"source_words", wording_.sources(result.line->source)},
                         {"lacks", this->told(lacking)}};
            if (hangs) {
                const std::uint16_t scope =
                    result.line->each ? tree_.groups[*result.line->each].scope : std::uint16_t{0};
                line["condition"] = conditions_.words(*result.line->when, scope);
                line["hangs_on"] = this->told(undecided_reads(tree_, session_, result));
            }
            told["lines"].push_back(std::move(line));
        }
        return told;
    }

    const Explained& explained_;
    const Tree& tree_;
    Session& session_;
    pictures::Subject subject_;
    pictures::Wording wording_;
    pictures::ConditionWords conditions_;
    locales::Blanks blanks_;
    locales::Renderer renderer_;
    Visit visit_;
    Reasons reasons_;
};

// Writes the lines that people read.
class Telling {
  public:
    Telling(const Explained& explained)
        : subject_{explained.tree, {}, explained.language, explained.library.content->directory.regions()},
          wording_(subject_) {}

    std::string tell(const json& told) && {
        line(0, "explain.content",
             {{"answered", told["content"]["answered"].get<std::string>()},
              {"read", told["content"]["read"].get<std::string>()}});
        next(told["next"]);
        if (told.contains("why")) {
            for (const json& one : told["why"]) why(one);
            return std::move(text_);
        }
        passed_over(told);
        for (const json& checklist : told["checklists"]) lines(checklist);
        return std::move(text_);
    }

  private:
    void line(int depth, const std::string& key, const locales::Values& values = {}) {
        text_.append(static_cast<std::size_t>(depth) * 2, ' ')
            .append(wording_.text(key, values))
            .append("\n");
    }

    // “Address” (respondents[0].address)
    std::string named(const json& question) const {
        return wording_.text("explain.question", {{"label", question["label"].get<std::string>()},
                                                  {"path", question["ask"].get<std::string>()}});
    }
    std::string list(const json& questions) const {
        std::vector<std::string> names;
        for (const json& one : questions) names.push_back(named(one));
        return wording_.joined(names, "picture.list");
    }

    void next(const json& next) {
        if (next.contains("stopped")) line(0, "explain.stopped");
        if (next.contains("corrected_first"))
            line(0, "explain.corrected_first", {{"question", named(next["corrected_first"])}});
        if (next.contains("to_be_confirmed")) line(0, "explain.to_be_confirmed");
        const auto put = next["put"].get<std::string>();
        if (put != "question") {
            line(0, "explain.put." + put,
                 {{"questions", next.contains("asks") ? list(next["asks"]) : std::string()}});
            return;
        }
        line(0, "explain.next", {{"question", named(next)}});
        because(next);
        if (next["conditions"].empty()) line(1, "explain.in_any_case");
        for (const json& one : next["conditions"]) {
            line(1, "explain.asked_if", {{"condition", one["condition"].get<std::string>()}});
            answers(2, one["answers"]);
        }
    }

    void because(const json& next) {
        const auto because = next["because"].get<std::string>();
        const std::string key = "explain.because." + because;
        if (because == "more") {
            line(1, key,
                 {{"count", next["items"].get<std::int64_t>()},
                  {"min", next["min"].get<std::int64_t>()},
                  {"max", next["max"].get<std::int64_t>()}});
        } else if (because == "stale") {
            line(
                1, key,
                {{"fields", wording_.joined(next["about"].get<std::vector<std::string>>(), "picture.list")}});
        } else {
            line(1, key);
        }
    }

    void answers(int depth, const json& answers) {
        for (const json& one : answers)
            line(depth, "explain.answer",
                 {{"label", one["label"].get<std::string>()},
                  {"path", one["path"].get<std::string>()},
                  {"answer", one["words"].get<std::string>()}});
    }

    void passed_over(const json& told) {
        if (!told["passed_over"].empty()) line(0, "explain.passed_over");
        for (const json& one : told["passed_over"]) {
            line(1, "explain.would_be_asked", {{"condition", one["condition"].get<std::string>()}});
            answers(2, one["answers"]);
            for (const json& question : one["asks"]) line(2, "explain.item", {{"what", named(question)}});
        }
        for (const char* state : {"no_item", "not_carried", "ended"})
            if (!told[state].empty())
                line(0, std::string("explain.asked.") + state, {{"questions", list(told[state])}});
        if (!told["ahead"].empty())
            line(0, "explain.ahead", {{"count", static_cast<std::int64_t>(told["ahead"].size())}});
    }

    void why(const json& one) {
        line(0, "explain.why",
             {{"question", named(one)},
              {"state", wording_.text("explain.why." + one["asked"].get<std::string>())}});
        if (one.contains("group")) line(1, "explain.no_item", {{"group", one["group"].get<std::string>()}});
        if (one.contains("answer"))
            line(1, "explain.answered", {{"answer", one["answer"].get<std::string>()}});
        if (one["conditions"].empty() && one["asked"] != "no_item") line(1, "explain.in_any_case");
        for (const json& condition : one["conditions"]) {
            const char* key = condition["holds"].is_null()     ? "explain.not_known_yet"
                              : condition["holds"].get<bool>() ? "explain.holds"
                                                               : "explain.would_be_asked";
            line(1, key, {{"condition", condition["condition"].get<std::string>()}});
            answers(2, condition["answers"]);
        }
    }

    void lines(const json& checklist) {
        line(0, "explain.checklist", {{"kind", checklist["label"].get<std::string>()}});
        for (const json& one : checklist["lines"]) {
            std::string label = one["label"].get<std::string>();
            for (const json& position : one["positions"])
                label += " " + std::to_string(position.get<std::uint32_t>() + 1);
            const std::string state = wording_.text("explain.state." + one["state"].get<std::string>());
            line(1, one["required"].get<bool>() ? "explain.line" : "explain.line_advised",
                 {{"line", label}, {"state", state}, {"source", one["source_words"].get<std::string>()}});
            if (one.contains("condition")) {
                line(2, "explain.needed_if", {{"condition", one["condition"].get<std::string>()}});
                answers(3, one["hangs_on"]);
            }
            answers(2, one["lacks"]);
        }
        line(1, "explain.rest",
             {{"present", checklist["present"].get<std::int64_t>()},
              {"not_needed", checklist["not_needed"].get<std::int64_t>()}});
    }

    pictures::Subject subject_;
    pictures::Wording wording_;
    std::string text_;
};

} // namespace

nlohmann::json explanation(const Explained& explained, const std::string& about) {
    return Explainer(explained).explain(about);
}

std::string in_words(const Explained& explained, const nlohmann::json& explanation) {
    return Telling(explained).tell(explanation);
}

} // namespace plaint::cli
