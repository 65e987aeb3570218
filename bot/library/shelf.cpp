#include "bot/library/shelf.hpp"

#include <algorithm>
#include <utility>

namespace plaint::library {
namespace {

// Sessions of an older edition come one by one; between them it is not read again.
constexpr std::size_t recent_max = 4;
constexpr std::size_t gone_max = 256;

} // namespace

Shelf::Shelf(Edition first, Fetch fetch) : current_(std::move(first)), fetch_(std::move(fetch)) {
    know(current_);
}

// Of one version there is one edition in memory, so that two are told apart by where they are.
void Shelf::put(Edition newest) {
    Edition known = in_memory(newest->version);
    current_ = known ? std::move(known) : std::move(newest);
    know(current_);
}

bool Shelf::keeps(const Edition& edition) const {
    return std::ranges::find(recent_, edition) != recent_.end();
}

Edition Shelf::in_memory(const std::string& version) const {
    const auto known = known_.find(version);
    return known != known_.end() ? known->second.lock() : nullptr;
}

void Shelf::know(const Edition& edition) {
    std::erase_if(known_, [](const auto& one) { return one.second.expired(); });
    known_[edition->version] = edition;
    gone_.erase(edition->version);
    recent_.remove(edition);
    recent_.push_front(edition);
    if (recent_.size() > recent_max) recent_.pop_back();
}

void Shelf::find(const std::string& version, Found found) {
    if (version == current_->version) return found(current_);
    if (Edition edition = in_memory(version)) return found(std::move(edition));
    if (!fetch_ || gone_.contains(version)) return found(nullptr);
    auto& waiting = fetching_[version];
    waiting.push_back(std::move(found));
    if (waiting.size() > 1) return;
    fetch_(version, [this, version](const Edition& fetched) {
        // It may have been put on the shelf meanwhile.
        Edition edition = in_memory(version);
        if (!edition) edition = fetched;
        if (edition) {
            know(edition);
        } else {
            if (gone_.size() >= gone_max) gone_.clear();
            gone_.insert(version);
        }
        const std::vector<Found> answered = std::move(fetching_.extract(version).mapped());
        for (const Found& one : answered) one(edition);
    });
}

} // namespace plaint::library
