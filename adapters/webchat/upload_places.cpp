#include "adapters/webchat/upload_places.hpp"

namespace plaint::webchat {

namespace {

using Taken = std::unordered_map<std::string, std::uint32_t>;

std::uint32_t of(const Taken& taken, const std::string& name) {
    const auto found = taken.find(name);
    return found == taken.end() ? 0 : found->second;
}

void give_back(Taken& taken, const std::string& name) {
    const auto found = taken.find(name);
    if (--found->second == 0) taken.erase(found);
}

} // namespace

std::unique_ptr<UploadPlaces::Place> UploadPlaces::take(std::string address, std::string conversation) {
    const std::lock_guard lock(mutex_);
    if (all_ >= most_.all || of(by_address_, address) >= most_.per_address ||
        of(by_conversation_, conversation) >= most_.per_conversation)
        return nullptr;
    ++all_;
    ++by_address_[address];
    ++by_conversation_[conversation];
    return std::make_unique<Place>(shared_from_this(), std::move(address), std::move(conversation));
}

void UploadPlaces::leave(const Place& place) {
    const std::lock_guard lock(mutex_);
    --all_;
    give_back(by_address_, place.address_);
    give_back(by_conversation_, place.conversation_);
}

} // namespace plaint::webchat
