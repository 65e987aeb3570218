#include "bot/pictures/poster.hpp"

#include "bot/pictures/condition_words.hpp"
#include "bot/pictures/materials.hpp"
#include "bot/pictures/svg.hpp"

namespace plaint::pictures {
namespace {

using namespace dialogs;

// Makes the blocks of the wall picture out of the tree's steps.
class Poster {
  public:
    explicit Poster(const Subject& subject)
        : subject_(subject),
          tree_(subject.tree),
          wording_(subject),
          conditions_(tree_, wording_),
          materials_(subject),
          plan_(plan(tree_)) {}

    std::vector<Block> blocks() const {
        std::vector<Block> blocks;
        for (const Step& step : plan_.steps) {
            if (step.op == Op::section) {
                add(blocks, step, {});
                continue;
            }
            // What stands outside of the sections, together as far as it follows one another.
            if (blocks.empty() || blocks.back().look != Look::loose) blocks.push_back({.look = Look::loose});
            add(blocks.back().inner, step, {});
        }
        return blocks;
    }

    Sheet sheet() const {
        Sheet sheet = arrange(
            wording_.text("picture.title", {{"kind", wording_.case_kind()}}), wording_.facts(plan_.questions),
            wording_.text("picture.footer", {{"tree", tree_.name}, {"version", tree_.content}}), legend(),
            blocks());
        sheet.language = subject_.language.id;
        return sheet;
    }

  private:
    std::vector<LegendEntry> legend() const {
        std::vector<LegendEntry> entries;
        const auto add = [&](Block sample, std::string_view key) {
            entries.push_back({std::move(sample), wording_.text(key)});
        };
        if (!subject_.checklists.empty()) {
            add({.weight = Weight::required, .number = "1"}, "picture.legend.required");
            add({.weight = Weight::advised, .number = "2"}, "picture.legend.advised");
        }
        add({.weight = Weight::none, .number = "3"}, "picture.legend.other");
        add({.look = Look::arm}, "picture.legend.arm");
        add({.look = Look::otherwise}, "picture.legend.otherwise");
        add({.look = Look::group}, "picture.legend.group");
        if (subject_.stops != nullptr) add({.badge = "5"}, "picture.legend.stopped");
        return entries;
    }

    void add_all(std::vector<Block>& to, const std::vector<Step>& steps, const Premises& premises) const {
        for (const Step& step : steps) add(to, step, premises);
    }

    void add(std::vector<Block>& to, const Step& step, const Premises& premises) const {
        switch (step.op) {
        case Op::section: {
            Block section{.look = Look::section, .number = std::to_string(step.index + 1)};
            const std::string name = wording_.text("section." + tree_.sections[step.index]);
            section.words = {{Voice::heading, name}};
            section.continued = wording_.text("picture.continued", {{"section", name}});
            add_all(section.inner, step.inner, premises);
            to.push_back(std::move(section));
            return;
        }
        case Op::branch: return add_branch(to, step, premises);
        case Op::each: return add_group(to, step, premises);
        case Op::ask: return to.push_back(question(tree_.leaves[step.index], step.index, premises));
        case Op::say: {
            Block notice{.look = Look::notice};
            notice.words = {{Voice::notice, wording_.text(tree_.says[step.index].key), 2}};
            return to.push_back(std::move(notice));
        }
        case Op::let: return to.push_back(derived(tree_.lets[step.index], step.scope));
        case Op::review:
            return to.push_back({.look = Look::review,
                                 .badge = badge(subject_.stops != nullptr ? subject_.stops->review : 0),
                                 .words = {{Voice::label, wording_.text("picture.review")}}});
        case Op::with: {
            const std::string kind = wording_.text("kind_of_case." + tree_.cases[step.index]);
            return to.push_back(
                {.look = Look::notice,
                 .words = {{Voice::notice, wording_.text("picture.with", {{"kind", kind}})}}});
        }
        case Op::submit: {
            const std::string kind = wording_.text("kind_of_case." + tree_.cases[step.index]);
            return to.push_back(
                {.look = Look::submit,
                 .words = {{Voice::label, wording_.text("picture.submit", {{"kind", kind}})}}});
        }
        case Op::end:
            return to.push_back(
                {.look = Look::end,
                 .words = {{Voice::label, wording_.text("picture.end")},
                           {Voice::notice, wording_.text("end." + tree_.ends[step.index].name), 2}}});
        case Op::jump:
        case Op::next: return;
        }
    }

    void add_branch(std::vector<Block>& to, const Step& step, const Premises& premises) const {
        const Condition& condition = tree_.conditions[step.index];
        Block arm{.look = Look::arm};
        arm.words = {
            {Voice::condition,
             wording_.text("picture.if", {{"condition", conditions_.words(condition, step.scope)}})}};
        add_all(arm.inner, step.inner, within(premises, tree_, step, true));
        to.push_back(std::move(arm));
        if (step.otherwise.empty()) return;
        Block otherwise{.look = Look::otherwise};
        otherwise.words = {{Voice::condition, wording_.text("picture.otherwise")}};
        add_all(otherwise.inner, step.otherwise, within(premises, tree_, step, false));
        to.push_back(std::move(otherwise));
    }

    void add_group(std::vector<Block>& to, const Step& step, const Premises& premises) const {
        const Group& group = tree_.groups[step.index];
        Block block{.look = Look::group};
        block.words = {
            {Voice::condition, wording_.text("picture.group", {{"group", wording_.group(step.index)},
                                                               {"min", std::int64_t{group.min}},
                                                               {"max", std::int64_t{group.max}}})}};
        add_all(block.inner, step.inner, premises);
        Block more{
            .look = Look::question, .name = group.path + ".more", .hint = wording_.text(group.more_key)};
        more.weight = weight_of(materials_.of_group(step.index, premises));
        more.number = std::to_string(plan_.group_numbers[step.index]);
        more.badge = stopped(group.hash);
        more.words = {{Voice::label, wording_.text("picture.more", {{"group", wording_.group(step.index)}})},
                      {.voice = Voice::detail,
                       .text = answers(wording_.text("picture.kind.yes_no"), group.may),
                       .beside = true}};
        block.inner.push_back(std::move(more));
        to.push_back(std::move(block));
    }

    Block question(const Leaf& leaf, std::uint32_t index, const Premises& premises) const {
        Block block{.look = Look::question, .name = leaf.id, .hint = wording_.text(leaf.ask_key)};
        block.weight = weight_of(materials_.of_leaf(index, premises));
        block.number = std::to_string(plan_.leaf_numbers[index]);
        block.badge = stopped(leaf.hash);
        block.words = {{Voice::label, wording_.label(leaf)},
                       {.voice = Voice::detail,
                        .text = answers(choices(leaf), leaf.may),
                        .lines_max = 6,
                        .beside = true}};
        return block;
    }

    // The options, where there are any; else the kind of answer.
    std::string choices(const Leaf& leaf) const {
        if (leaf.options.empty()) return wording_.kind(leaf);
        std::vector<std::string> labels;
        for (const Option& option : leaf.options) labels.push_back(wording_.text(option.label_key));
        return wording_.text("picture.one_of", {{"options", wording_.joined(labels, "picture.slash")}});
    }

    Block derived(const Let& let, std::uint16_t scope) const {
        const std::string field =
            wording_.text("picture.quoted", {{"text", wording_.field(field_at(tree_, scope, let.field))}});
        return {.look = Look::derived,
                .words = {{Voice::notice, wording_.text("picture.derived",
                                                        {{"field", field}, {"of", wording_.derived(let)}})}}};
    }

    std::string answers(const std::string& kind, May may) const {
        const std::string formal = wording_.formal(may);
        return formal.empty() ? kind : kind + wording_.text("picture.or_formal", {{"answers", formal}});
    }

    std::string stopped(std::uint32_t hash) const {
        if (subject_.stops == nullptr) return {};
        const auto found = subject_.stops->at.find(hash);
        return badge(found != subject_.stops->at.end() ? found->second : 0);
    }
    static std::string badge(std::uint32_t count) {
        return count == 0 ? std::string{} : std::to_string(count);
    }

    const Subject& subject_;
    const Tree& tree_;
    Wording wording_;
    ConditionWords conditions_;
    Materials materials_;
    Plan plan_;
};

} // namespace

std::vector<Block> blocks(const Subject& subject) { return Poster(subject).blocks(); }

Sheet sheet(const Subject& subject) { return Poster(subject).sheet(); }

std::string poster(const Subject& subject) { return svg(sheet(subject)); }

} // namespace plaint::pictures
