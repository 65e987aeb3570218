#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

namespace plaint::webchat {

// Who uploads now: so many at once of everybody, of one client's address and of one conversation, so that nobody who
// begins uploads and does not end them keeps the others from theirs.
class UploadPlaces : public std::enable_shared_from_this<UploadPlaces> {
  public:
    struct Most {
        std::uint32_t all, per_address, per_conversation;
    };
    explicit UploadPlaces(Most most) : most_(most) {}

    // Held while an upload is under way. It may be given back on any thread, and after everything else has ended.
    class Place {
      public:
        Place(std::shared_ptr<UploadPlaces> places, std::string address, std::string conversation)
            : places_(std::move(places)),
              address_(std::move(address)),
              conversation_(std::move(conversation)) {}
        ~Place() { places_->leave(*this); }
        Place(const Place&) = delete;
        Place& operator=(const Place&) = delete;

      private:
        friend class UploadPlaces;
        std::shared_ptr<UploadPlaces> places_;
        std::string address_, conversation_;
    };
    // Null when there is no place.
    std::unique_ptr<Place> take(std::string address, std::string conversation);

  private:
    using Taken = std::unordered_map<std::string, std::uint32_t>;
    void leave(const Place& place);

    Most most_;
    std::mutex mutex_;
    std::uint32_t all_ = 0;
    Taken by_address_, by_conversation_;
};

} // namespace plaint::webchat
