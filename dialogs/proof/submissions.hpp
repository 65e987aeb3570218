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

// A case as far as somebody looks at it.
struct Sight {
    std::vector<std::pair<std::string, std::uint32_t>> items; // "respondents", 2: the group has just so many
    std::vector<Trait> traits;
};

class Submissions {
  public:
    // Of cases of that kind, an index into Tree::cases. What the sights name is told apart. All outlives this.
    Submissions(const Subject& subject, std::uint32_t kind, std::vector<Sight> sights);
    ~Submissions();

    // For each list of sights, by position, whether a conversation hands over a case that is one of them.
    std::vector<bool> possible(const std::vector<std::vector<std::size_t>>& lists);
    // The shortest conversation that hands over one of these; one is possible. Told is the sight that it is.
    using Explain = std::function<Explanation(std::size_t sight)>;
    Finding show(Fault fault, const std::string& subject, const std::vector<std::size_t>& sights,
                 const Explain& explain, const ProofOptions& options);

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace plaint::proof
