#pragma once

#include "bot/routed/readings.hpp"

#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace plaint::routed {

// A case as the rules see it: at each place one of the classes of answers that they tell apart.
struct Matter {
    std::uint32_t respondents = 0;
    std::vector<std::pair<std::string, const Alike*>> parts; // by path with positions
};

// One respondent: place, platform, link, and where it was first registered.
struct Respondent {
    const Alike *region = nullptr, *platform = nullptr, *link = nullptr, *registered = nullptr;
};

// All cases of one kind that the rules could tell apart, as far as one tree has answers for them. What it makes refers to
// it.
class Matters {
  public:
    Matters(const content::Directory& directory, const dialogs::Tree& tree, const std::string& kind);

    // What conversations may hand over: first the cases that differ in much, then each region of the directory.
    std::vector<Matter> of_conversations();
    // With each word of an officer, about one respondent in the ways that matter, two in two provinces, and a group.
    std::vector<Matter> of_officers();
    std::vector<Matter> of_settings();
    // Each centre as the one that receives.
    std::vector<Matter> of_centres(const content::Directory& directory);

  private:
    std::vector<const Alike*> platforms(std::size_t count) const;
    std::vector<const Alike*> some_of(std::string_view path, std::size_t count) const;
    const Alike* placed(std::size_t n) const;
    std::size_t group_places() const;

    Respondent one_at(const Alike* region, const Alike* platform) const;
    std::vector<Respondent> every() const;
    std::vector<Respondent> some(std::size_t known) const;
    std::vector<Respondent> main_ones() const;
    std::vector<Respondent> group_on(const Alike* platform) const;
    std::vector<std::vector<Respondent>> for_officers() const;

    Matter made(const std::vector<Respondent>& respondents) const;
    void add(const std::vector<Respondent>& respondents, const Alike* principal = nullptr);
    void add_registered();
    void add_rest(const std::vector<Respondent>& respondents);
    void add_each(const std::vector<Respondent>& respondents, const std::vector<std::string_view>& paths);
    void add_groups();
    void sweep_regions();

    const content::Settings& settings_;
    const Landmarks landmarks_;
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
    std::vector<Matter> found_;
};

} // namespace plaint::routed
