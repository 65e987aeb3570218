#include "bot/cli/coverage.hpp"

#include "bot/cli/guide.hpp"

#include <algorithm>

namespace plaint::cli {

using proof::Aim;
using proof::AimKind;

namespace {

// How often a tour is planned for an aim that the tours before it did not come to after all.
constexpr int attempts_max = 3;

// First what whole conversations are for, so that what ends one early does not come before it.
std::vector<Aim> in_order(const proof::Aims& open) {
    std::vector<Aim> listed(open.begin(), open.end());
    std::ranges::stable_partition(listed, [](const Aim& one) { return one.kind == AimKind::submitted; });
    return listed;
}

} // namespace

Coverings::Coverings(const library::Library& library, const dialogs::Tree& tree, dialogs::Modality modality)
    : library_(library),
      tree_(tree),
      modality_(modality),
      subject_(proof::subject_of(*library.content, tree)),
      tours_(subject_, modality, Talk::given(modality)) {}

Coverage Coverings::measure(Recorder& recorder) const {
    Coverage coverage{
        .goals = tours_.possible(), .impossible = tours_.impossible(), .missed = {}, .conversations = {}};
    const proof::Aims& visited = recorder.visited(modality_);
    std::ranges::set_difference(coverage.goals, visited,
                                std::inserter(coverage.missed, coverage.missed.end()));
    return coverage;
}

// The language is asked for as long as there is something to see in that; once a person is there to be connected with.
Setting Coverings::setting(const std::string& locale, const proof::Aims& open, std::size_t number) const {
    const dialogs::Field* language = tree_.field("intake.locale");
    const bool asks =
        language != nullptr && std::ranges::any_of(open, [&](const Aim& one) {
            const bool of_leaf = one.kind == AimKind::asked || one.kind == AimKind::answered ||
                                 one.kind == AimKind::left || one.kind == AimKind::formal;
            return of_leaf && std::ranges::find(language->leaves, one.of) != language->leaves.end();
        });
    const bool person =
        number > 0 && open.contains({AimKind::exit, static_cast<std::uint32_t>(proof::Exit::person)});
    const std::string line = "dialog: " + tree_.name + "   locale: " + locale +
                             "   channel: " + (modality_ == dialogs::Modality::voice ? "voice" : "web") +
                             "   at: 2026-01-05T10:00+08:00" + (person ? "   operator: available" : "") +
                             (asks ? "   language: asked" : "");
    return Setting::parse(line, library_).value();
}

Coverage Coverings::cover(const std::string& locale) {
    Recorder recorder(tree_);
    std::vector<std::string> conversations;
    std::map<Aim, int> attempts;
    Coverage coverage = measure(recorder);
    for (;;) {
        proof::Aims open = coverage.missed;
        std::erase_if(open, [&](const Aim& one) { return attempts[one] >= attempts_max; });
        if (open.empty()) break;
        const proof::Tour tour = tours_.plan(in_order(open));
        ++attempts[tour.aim];
        const proof::Aims& visited = recorder.visited(modality_);
        Guide guide(library_, tree_, recorder, tour,
                    [&](const Aim& one) { return coverage.goals.contains(one) && !visited.contains(one); });
        conversations.push_back(guide.hold(setting(locale, open, conversations.size())));
        coverage = measure(recorder);
    }
    coverage.conversations = std::move(conversations);
    return coverage;
}

} // namespace plaint::cli
