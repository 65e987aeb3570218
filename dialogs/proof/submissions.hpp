#pragma once

#include "dialogs/proof/counterexample.hpp"

#include <memory>

// Which cases the conversations of a tree can hand over, for whoever takes them and tells more apart than the tree does.
namespace plaint::proof {

// What a case has at one place: one of these answers, of which none means that nothing was answered. A value without content
// (std::monostate) stands for any value.
struct Trait {
    std::string path; // with positions: "respondents[0].region"
    std::vector<std::optional<dialogs::Answer>> one_of;
};

// A case as far as somebody looks at it. Thousands of cases have few traits between them, so each is kept once by whoever
// looks, and outlives the sights.
struct Sight {
    std::vector<std::pair<std::string, std::uint32_t>> items; // "respondents", 2: the group has just so many
    std::vector<const Trait*> traits;
};

class Submissions {
  public:
    // What any sight will name is told apart: all traits, and of each group the most items. All outlives this.
    Submissions(const Subject& subject, const Sight& named);
    ~Submissions();

    // For each list of sights whether a conversation hands over a case of that kind, an index into Tree::cases, that is one
    // of them.
    using Sights = std::vector<Sight>;
    std::vector<bool> possible(std::uint32_t kind, const std::vector<Sights>& lists);
    // The shortest conversation that hands over one of these; one is possible.
    Finding show(Fault fault, const std::string& subject, std::uint32_t kind, const Sights& sights,
                 const Explanation& explanation, const ProofOptions& options);

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace plaint::proof
