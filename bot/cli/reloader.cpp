#include "bot/cli/reloader.hpp"

#include <algorithm>
#include <chrono>
#include <exception>
#include <utility>

namespace plaint::cli {
namespace {

using namespace std::chrono_literals;
using support::Count;
using support::Field;
using support::field;

// Some forty files cost a tenth of a millisecond.
constexpr auto pause = 1s;
constexpr std::size_t findings_logged_max = 20;

} // namespace

Reloader::Reloader(Parts parts, support::WatchedFolders watched)
    : parts_(parts), watched_(std::move(watched)) {}

void Reloader::watch() {
    if (parts_.editions.folders().empty()) return;
    parts_.server.after(pause, [this] {
        worker_.post([this] {
            parts_.server.post([this, changed = watched_.changed()] {
                if (changed) reload();
                watch();
            });
        });
    });
}

void Reloader::reload() {
    if (parts_.editions.folders().empty())
        return parts_.log.info("content_built_in", {field(Field::content, parts_.shelf.current()->version)});
    if (std::exchange(reading_, true)) {
        again_ = true;
        return;
    }
    worker_.post([this] {
        // Before the files are read: what changes meanwhile is seen later.
        watched_.know();
        parts_.server.post([this, outcome = read(parts_.editions)]() mutable { take(std::move(outcome)); });
    });
}

// A file that goes while its folder is read is no reason to stop serving.
Reloader::Outcome Reloader::read(const Editions& editions) {
    try {
        auto proposal = editions.propose();
        if (!proposal) return proposal;
        if (auto kept = editions.keep(*proposal); !kept)
            return std::unexpected(content::LoadErrors{{"", "", kept.error()}});
        return proposal;
    } catch (const std::exception& error) {
        return std::unexpected(content::LoadErrors{{"", "", error.what()}});
    }
}

void Reloader::take(Outcome outcome) {
    reading_ = false;
    if (!outcome) {
        refuse(outcome.error());
    } else if (outcome->edition->version == parts_.shelf.current()->version) {
        parts_.metrics.add(Count::content_unchanged);
        parts_.log.info("content_unchanged", {field(Field::content, outcome->edition->version)});
    } else {
        parts_.shelf.put(outcome->edition);
        parts_.metrics.add(Count::content_served);
        parts_.log.info("content_served", {field(Field::content, outcome->edition->version),
                                           field(Field::outcome, parts_.editions.proof_of(*outcome))});
    }
    if (std::exchange(again_, false)) reload();
}

void Reloader::refuse(const content::LoadErrors& errors) {
    parts_.metrics.add(Count::content_refused);
    for (std::size_t i = 0; i < std::min(errors.size(), findings_logged_max); ++i)
        parts_.log.error("content_finding",
                         {field(Field::path, errors[i].file), field(Field::pointer, errors[i].pointer),
                          field(Field::finding, errors[i].what)});
    parts_.log.error("content_refused",
                     {field(Field::count, errors.size()),
                      field(Field::content, parts_.shelf.current()->version)}); // which goes on being served
}

} // namespace plaint::cli
