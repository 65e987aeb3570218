#pragma once

#include "bot/outbox/transport.hpp"
#include "bot/support/clock.hpp"
#include "bot/support/config.hpp"
#include "storage/store.hpp"
#include "tests/recovery/promises.hpp"
#include "tests/simulation/chance.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace plaint::tests {

// The bodies outside that dossiers are handed over to, each with its moods. They verify what a real one can verify, and
// remember what they took.
class Receivers {
  public:
    // No request takes longer; the outbox is told the same.
    static constexpr support::Millis request_most = 35'000;
    // Why a recording is not fetched: its draft has expired, or the complaint or the consent was withdrawn.
    static constexpr std::string_view not_kept = "nobody wants the recording any more";
    // Whether nothing more is to come of it.
    static bool is_over(const storage::EventStatus& event);

    Receivers(const support::Config& config, Chance& chance, const support::Clock& clock,
              storage::Store& disk, Promises& promises);

    // One request, on the fiber of its worker. `packages` is the folder in which the sender makes packages.
    std::expected<outbox::Response, outbox::TransportProblem> receive(const outbox::Request& request,
                                                                      const std::string& packages);
    // Something changes for one of them.
    void change();
    // From now on all work.
    void calm();
    // When the next request under way has taken as long as one can.
    support::Millis next_deadline() const;
    std::size_t taken() const { return taken_; }

    // Every event is delivered by now, and was taken by whom it was for.
    void look_at_events();

  private:
    enum class Mood { well, slow, failing, busy, away, hanging, losing, redirecting, gone };
    struct Body {
        std::string name, url, secret;
        Mood mood = Mood::well;
        bool is_hopeless = false;                  // until all becomes well
        std::map<std::string, std::string> bodies; // by event id
        std::map<std::string, std::string> ids;    // by what is announced: type, case and version
    };
    struct Announced;
    class UnderWay;

    std::vector<storage::EventStatus> events();
    void look_at_order(const std::string& id, const Body& body);
    void take(Body& body, const outbox::Request& request, const Announced& announced,
              const std::string& packages);
    void look_at_recording(const storage::EventStatus& event);
    void look_at_package(const Announced& announced, const std::string& packages);

    Chance& chance_;
    const support::Clock& clock_;
    storage::Store& disk_;
    Promises& promises_;
    std::vector<Body> bodies_;
    std::set<std::pair<std::string, std::string>> under_way_; // receiver and case
    std::multiset<support::Millis> deadlines_;
    std::size_t taken_ = 0;
};

} // namespace plaint::tests
