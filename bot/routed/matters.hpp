#pragma once

#include "bot/routed/readings.hpp"
#include "dialogs/proof/submissions.hpp"

#include <array>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace plaint::routed {

// A case as the rules see it: at each place one of the classes of answers that they tell apart. What most cases have in
// common comes first.
struct Matter {
    std::uint32_t respondents = 0;
    std::vector<const proof::Trait*> parts;
};

// One respondent: place, platform, link, and where it was first registered.
struct Respondent {
    const Alike *region = nullptr, *platform = nullptr, *link = nullptr, *registered = nullptr;
    auto operator<=>(const Respondent&) const = default;
};

// All cases of one kind that the rules could tell apart, as far as one tree has answers for them. What it makes refers to
// it.
class Matters {
  public:
    Matters(const content::Directory& directory, const Landmarks& landmarks, const dialogs::Tree& tree,
            const std::string& kind);
    // As many places as the rules need to tell cases apart, whatever their kind.
    static Landmarks landmarks(const content::Directory& directory);

    // What conversations may hand over: first the cases that differ in much, then each region of the directory.
    std::vector<Matter> of_conversations();
    // With each word of an officer, about one respondent in the ways that matter, two in two provinces, and a group.
    std::vector<Matter> of_officers();
    std::vector<Matter> of_settings();
    // Each centre as the one that receives.
    std::vector<Matter> of_centres(const content::Directory& directory);

    // All that the cases so far are made of, and of respondents the most.
    proof::Sight named() const;

  private:
    using Parts = std::array<const proof::Trait*, 4>;

    std::vector<const Alike*> platforms(std::size_t count) const;
    std::vector<const Alike*> some_of(std::string_view path, std::size_t count) const;
    const Alike* placed(std::size_t n) const;
    static std::size_t group_places(const content::Settings& settings);

    Respondent one_at(const Alike* region, const Alike* platform) const;
    std::vector<Respondent> every() const;
    std::vector<Respondent> some(std::size_t known) const;
    std::vector<Respondent> main_ones() const;
    std::vector<Respondent> group_on(const Alike* platform) const;
    std::vector<std::vector<Respondent>> for_officers() const;

    const proof::Trait* trait(std::string path, const Alike* alike);
    const Parts& parts_of(std::size_t position, const Respondent& respondent);
    void put(Matter& matter, std::string_view path, const Alike* alike);
    Matter made(const std::vector<Respondent>& respondents);
    void add(const std::vector<Respondent>& respondents, const Alike* principal = nullptr);
    void add_registered();
    void add_rest(const std::vector<Respondent>& respondents);
    void add_each(const std::vector<Respondent>& respondents, const std::vector<std::string_view>& paths);
    void add_groups();
    void sweep_regions();

    const content::Settings& settings_;
    const Landmarks& landmarks_;
    const Readings readings_;
    std::deque<std::vector<Alike>> kept_;
    std::map<std::string_view, const std::vector<Alike>*> rest_;
    const std::vector<Alike>*regions_ = nullptr, *platforms_ = nullptr, *links_ = nullptr,
          *registered_ = nullptr;
    std::string_view registered_path_;
    bool has_groups_ = false;
    std::vector<const Alike*> known_, unknown_; // platforms, by whether the directory has them
    std::deque<Alike> sweep_;
    Alike yes_, ticket_;
    std::map<std::string, std::map<const Alike*, proof::Trait>, std::less<>>
        traits_;                                           // by path with positions
    std::vector<std::map<Respondent, Parts>> respondents_; // by position
    std::vector<const proof::Trait*> common_; // of cases in which nothing is said beside the respondents
    std::vector<Matter> found_;
};

} // namespace plaint::routed
