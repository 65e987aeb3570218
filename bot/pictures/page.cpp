#include "bot/pictures/condition_words.hpp"
#include "bot/pictures/markup.hpp"
#include "bot/pictures/materials.hpp"

namespace plaint::pictures {
namespace {

using namespace dialogs;

constexpr Literal page_style = R"(<style>
@page { size: A4; margin: 18mm 16mm; }
body { max-width: 50em; margin: 2em auto; padding: 0 1.5em; font: 10.5pt/1.5 sans-serif; color: #1d2733; background: #fff; }
h1 { font-size: 19pt; line-height: 1.25; margin: 0 0 .3em; }
h2 { font-size: 13pt; margin: 1.8em 0 .6em; padding: .3em .6em; background: #1f4e79; color: #fff; break-after: avoid; }
h3 { font-size: 11pt; margin: 0; break-after: avoid; }
h3 small { font-weight: normal; color: #4d5b69; margin-left: .6em; }
.facts, .note { color: #4d5b69; margin: .3em 0; }
.question { margin: .7em 0; padding: .5em .8em; border: 1px solid #c3ccd4; border-left: .35em solid #c3ccd4; break-inside: avoid; }
.required { border-left-color: #1f4e79; }
.advised { border-left: .35em double #1f4e79; }
.number { display: inline-block; min-width: 1.3em; padding: 0 .25em; margin-right: .5em; text-align: center; border: 1px solid #1f4e79; border-radius: 1em; }
.required > h3 .number { background: #1f4e79; color: #fff; }
.ask { margin: .3em 0; white-space: pre-line; }
.notice { margin: .7em 0; padding: .4em .8em; border-left: .35em dotted #9aa7b3; color: #3c4955; break-inside: avoid; }
.notice p, .end p, .submit p, .review p { margin: .15em 0; white-space: pre-line; }
.derived { margin: .4em 0; color: #4d5b69; break-inside: avoid; }
p.if { margin: .15em 0; } dd p.if { margin: 0; }
.group { margin: .8em 0; padding: .2em .8em; border: 2px dashed #2e7d52; }
.group > h3 { margin: .5em 0; color: #1f5c3b; }
.end, .submit, .review { margin: .7em 0; padding: .4em .8em; border: 1px solid; break-inside: avoid; }
.end { color: #8c2f2f; } .submit { color: #1b6b3a; } .submit, .what { font-weight: bold; } .review { color: #1f4e79; }
dl { display: grid; grid-template-columns: 7.5em 1fr; gap: .15em .8em; margin: .4em 0 0; font-size: 9.5pt; }
dt { color: #4d5b69; } dd { margin: 0; } dd p { margin: 0; }
.if { color: #7a5200; }
.stopped { float: right; padding: 0 .5em; background: #b3261e; color: #fff; font-size: 9.5pt; }
table { width: 100%; border-collapse: collapse; font-size: 9pt; }
th, td { padding: .3em .45em; border: 1px solid #c3ccd4; text-align: left; vertical-align: top; }
th { background: #eef2f5; } th:first-child { width: 20%; } td a { color: #1f4e79; } thead { display: table-header-group; } tr { break-inside: avoid; }
@media print { body { max-width: none; margin: 0; padding: 0; } h2, .required > h3 .number, .stopped, th { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
</style>
)";

// Writes the page for lawyers from top to bottom.
class Page {
  public:
    explicit Page(const Subject& subject)
        : subject_(subject),
          tree_(subject.tree),
          wording_(subject),
          conditions_(tree_, wording_),
          materials_(subject),
          plan_(plan(tree_)) {}

    std::string write() {
        const std::string title = wording_.text("picture.page.title", {{"kind", wording_.case_kind()}});
        out_.tag("<!DOCTYPE html>\n<html lang=\"").text(subject_.language.id).tag("\" dir=\"");
        out_.text(subject_.language.direction).tag("\">\n<head>\n<meta charset=\"utf-8\"/>\n");
        out_.tag("<meta name=\"viewport\" content=\"width=device-width\"/>\n<title>")
            .text(title)
            .tag("</title>\n");
        out_.tag(page_style).tag("</head>\n<body>\n<h1>").text(title).tag("</h1>\n");
        paragraph("<p class=\"facts\">", wording_.facts(plan_.questions));
        paragraph("<p class=\"facts\">",
                  wording_.text("picture.footer", {{"tree", tree_.name}, {"version", tree_.content}}));
        paragraph("<p class=\"note\">", wording_.text("picture.page.note"));
        steps(plan_.steps, {});
        for (const Checklist* checklist : subject_.checklists) table(*checklist);
        out_.tag("</body>\n</html>\n");
        return out_.take();
    }

  private:
    void paragraph(Literal open, std::string_view text) { out_.tag(open).text(text).tag("</p>\n"); }

    void steps(const std::vector<Step>& list, const Premises& premises) {
        for (const Step& one : list) step(one, premises);
    }

    void step(const Step& step, const Premises& premises) {
        switch (step.op) {
        case Op::section:
            out_.tag("<section>\n<h2>").number(step.index + 1).tag(". ");
            out_.text(wording_.text("section." + tree_.sections[step.index])).tag("</h2>\n");
            told_if(premises);
            steps(step.inner, premises);
            out_.tag("</section>\n");
            return;
        case Op::branch:
            steps(step.inner, within(premises, tree_, step, true));
            steps(step.otherwise, within(premises, tree_, step, false));
            return;
        case Op::each: return group(step, premises);
        case Op::ask: return question(step.index, premises);
        case Op::say:
            out_.tag("<div class=\"notice\">");
            told_if(premises);
            paragraph("<p>", wording_.text(tree_.says[step.index].key));
            out_.tag("</div>\n");
            return;
        case Op::let: {
            const Let& let = tree_.lets[step.index];
            const std::string field = wording_.text(
                "picture.quoted", {{"text", wording_.field(field_at(tree_, step.scope, let.field))}});
            out_.tag("<div class=\"derived\">");
            out_.text(wording_.text("picture.derived", {{"field", field}, {"of", wording_.derived(let)}}));
            told_if(premises);
            out_.tag("</div>\n");
            return;
        }
        case Op::review:
            out_.tag("<div class=\"review\">");
            if (subject_.stops != nullptr) stopped(subject_.stops->review);
            out_.text(wording_.text("picture.review"));
            told_if(premises);
            out_.tag("</div>\n");
            return;
        case Op::with:
        case Op::submit: {
            const std::string kind = wording_.text("kind_of_case." + tree_.cases[step.index]);
            const char* key = step.op == Op::with ? "picture.with" : "picture.submit";
            out_.tag("<div class=\"submit\">").text(wording_.text(key, {{"kind", kind}}));
            told_if(premises);
            out_.tag("</div>\n");
            return;
        }
        case Op::end:
            out_.tag("<div class=\"end\">");
            told_if(premises);
            paragraph("<p class=\"what\">", wording_.text("picture.end"));
            paragraph("<p>", wording_.text("end." + tree_.ends[step.index].name));
            out_.tag("</div>\n");
            return;
        case Op::jump:
        case Op::next: return;
        }
    }

    void told_if(const Premises& premises) {
        if (!premises.empty())
            paragraph("<p class=\"if\">",
                      wording_.text("picture.if", {{"condition", conditions_.all(premises)}}));
    }

    void group(const Step& step, const Premises& premises) {
        const Group& group = tree_.groups[step.index];
        out_.tag("<div class=\"group\">\n<h3>");
        out_.text(wording_.text("picture.group", {{"group", wording_.group(step.index)},
                                                  {"min", std::int64_t{group.min}},
                                                  {"max", std::int64_t{group.max}}}));
        out_.tag("</h3>\n");
        told_if(premises);
        steps(step.inner, premises);
        const auto served = materials_.of_group(step.index, premises);
        begin(weight_of(served), plan_.group_numbers[step.index], group.hash,
              wording_.text("picture.more", {{"group", wording_.group(step.index)}}),
              wording_.text("picture.kind.yes_no"));
        // Both ways in which it is put: before any item, where there need be none, and after each.
        if (group.first_key != group.more_key) paragraph("<p class=\"ask\">", wording_.text(group.first_key));
        paragraph("<p class=\"ask\">", wording_.text(group.more_key));
        out_.tag("<dl>\n");
        asked_if(premises);
        row("picture.page.formal", wording_.formal(group.may));
        lines(served);
        why("why." + group.path);
        out_.tag("</dl>\n</article>\n</div>\n");
    }

    void question(std::uint32_t index, const Premises& premises) {
        const Leaf& leaf = tree_.leaves[index];
        const auto served = materials_.of_leaf(index, premises);
        begin(weight_of(served), plan_.leaf_numbers[index], leaf.hash, wording_.label(leaf),
              wording_.kind(leaf));
        paragraph("<p class=\"ask\">", wording_.text(leaf.ask_key));
        out_.tag("<dl>\n");
        asked_if(premises);
        options(leaf);
        row("picture.page.formal", wording_.formal(leaf.may));
        if (!carries(Modality::voice, leaf.kind))
            row("picture.page.telephone", wording_.text("picture.page.not_by_telephone"));
        about(leaf);
        lines(served);
        why(leaf.why_key);
        out_.tag("</dl>\n</article>\n");
    }

    void begin(Weight weight, std::uint32_t number, std::uint32_t hash, std::string_view label,
               std::string_view kind) {
        switch (weight) {
        case Weight::required: out_.tag("<article class=\"question required\" id=\"q"); break;
        case Weight::advised: out_.tag("<article class=\"question advised\" id=\"q"); break;
        case Weight::none: out_.tag("<article class=\"question\" id=\"q"); break;
        }
        out_.number(number).tag("\">\n");
        if (subject_.stops != nullptr) {
            const auto found = subject_.stops->at.find(hash);
            stopped(found != subject_.stops->at.end() ? found->second : 0);
        }
        out_.tag("<h3><span class=\"number\">").number(number).tag("</span>").text(label);
        out_.tag("<small>").text(kind).tag("</small></h3>\n");
    }

    void stopped(std::uint32_t count) {
        if (count == 0) return;
        out_.tag("<span class=\"stopped\">");
        out_.text(wording_.text("picture.stopped_here", {{"drafts", std::int64_t{count}}})).tag("</span>\n");
    }

    void row(std::string_view key, std::string_view text) {
        if (text.empty()) return;
        out_.tag("<dt>").text(wording_.text(key)).tag("</dt><dd>").text(text).tag("</dd>\n");
    }

    void asked_if(const Premises& premises) {
        out_.tag("<dt>").text(wording_.text("picture.page.asked")).tag("</dt><dd>");
        if (premises.empty()) out_.text(wording_.text("picture.page.in_any_case"));
        told_if(premises);
        out_.tag("</dd>\n");
    }

    void options(const Leaf& leaf) {
        std::vector<std::string> labels;
        for (const Option& option : leaf.options) {
            std::string label = wording_.text(option.label_key);
            if (option.when)
                label += wording_.text("picture.page.only_if",
                                       {{"condition", conditions_.words(*option.when, leaf.scope)}});
            labels.push_back(std::move(label));
        }
        row("picture.page.options", wording_.joined(labels, "picture.slash"));
    }

    void about(const Leaf& leaf) {
        std::vector<std::string> names;
        for (const About& one : leaf.about)
            names.push_back(wording_.text(
                "picture.quoted",
                {{"text", one.items ? wording_.group(group_at(tree_, leaf.scope, one.field))
                                    : wording_.field(field_at(tree_, leaf.scope, one.field))}}));
        if (!names.empty())
            row("picture.page.confirmed",
                wording_.text("picture.page.confirmed_when",
                              {{"fields", wording_.joined(names, "picture.list")}}));
    }

    void why(const std::string& key) {
        if (subject_.language.catalogue.has(key)) row("picture.page.why", wording_.text(key));
    }

    // What the question is asked for, each line with where the law says so.
    void lines(const std::vector<Served>& served) {
        out_.tag("<dt>").text(wording_.text("picture.page.materials")).tag("</dt><dd>");
        if (served.empty()) out_.text(wording_.text("picture.page.no_material"));
        for (const auto& [line, always] : served) {
            out_.tag("<p>").text(wording_.text(line->label_key)).text(needed(*line));
            if (!always)
                out_.text(wording_.text(
                    "picture.page.only_if",
                    {{"condition", conditions_.words(*line->when, materials_.scope_of(*line))}}));
            out_.text(wording_.text("picture.page.source", {{"source", wording_.sources(line->source)}}));
            if (line->needs_legal_check) out_.text(wording_.text("picture.page.legal_check"));
            out_.tag("</p>");
        }
        out_.tag("</dd>\n");
    }

    std::string needed(const Line& line) const {
        return wording_.text(line.required ? "picture.page.required" : "picture.page.advised");
    }

    void table(const Checklist& checklist) {
        out_.tag("<section>\n<h2>");
        out_.text(wording_.text("picture.page.checklist",
                                {{"kind", wording_.text("kind_of_case." + checklist.kind)}}));
        out_.tag("</h2>\n");
        if (!checklist.as_of.empty())
            paragraph("<p class=\"note\">", wording_.text("picture.page.as_of", {{"date", checklist.as_of}}));
        out_.tag("<table>\n<thead><tr>");
        for (const std::string_view key : {"picture.page.line", "picture.page.needed", "picture.page.instead",
                                           "picture.page.asked_in", "picture.page.basis"})
            out_.tag("<th>").text(wording_.text(key)).tag("</th>");
        out_.tag("</tr></thead>\n<tbody>\n");
        for (const Line& line : checklist.lines) {
            out_.tag("<tr><td>").text(wording_.text(line.label_key)).tag("</td><td>");
            out_.text(wording_.text(line.required ? "picture.page.must" : "picture.page.should"));
            if (line.when)
                out_.tag("<br/>").text(wording_.text(
                    "picture.if", {{"condition", conditions_.words(*line.when, materials_.scope_of(line))}}));
            out_.tag("</td><td>").text(wording_.formal(line.allow)).tag("</td><td>");
            numbers(line);
            out_.tag("</td><td>").text(wording_.sources(line.source));
            if (line.needs_legal_check) out_.text(wording_.text("picture.page.legal_check"));
            out_.tag("</td></tr>\n");
        }
        out_.tag("</tbody>\n</table>\n</section>\n");
    }

    // Of the questions for this line, each a link to its place.
    void numbers(const Line& line) {
        bool first = true;
        const auto number = [&](std::uint32_t one) {
            if (!first) out_.tag(" ");
            first = false;
            out_.tag("<a href=\"#q").number(one).tag("\">").number(one).tag("</a>");
        };
        for (const std::uint32_t leaf : materials_.leaves_of(line)) number(plan_.leaf_numbers[leaf]);
        if (line.of) number(plan_.group_numbers[*line.of]);
        if (line.reviewed) out_.text(wording_.text("picture.page.at_review"));
    }

    const Subject& subject_;
    const Tree& tree_;
    Wording wording_;
    ConditionWords conditions_;
    Materials materials_;
    Plan plan_;
    Markup out_;
};

} // namespace

std::string page(const Subject& subject) { return Page(subject).write(); }

} // namespace plaint::pictures
