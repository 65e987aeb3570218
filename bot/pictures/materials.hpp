#pragma once

#include "bot/pictures/plan.hpp"
#include "bot/pictures/subject.hpp"

#include <optional>

namespace plaint::pictures {

// What a question is to the dossier: asked for a line that must be there, for one that is advised, or for the way alone.
enum class Weight : std::uint8_t { none, advised, required };

// A line of the checklist that a question serves.
struct Served {
    const dialogs::Line* line = nullptr;
    bool always = true; // wherever the question is asked; else the line has a condition of its own
};
Weight weight_of(const std::vector<Served>& served);

// Which lines of the checklists each question serves: by what they need, or what has to be true of its answer. A field that
// is worked out from others is served by the questions for those.
class Materials {
  public:
    explicit Materials(const Subject& subject);

    // Without the lines whose condition cannot hold under these premises.
    std::vector<Served> of_leaf(std::uint32_t leaf, const Premises& premises) const;
    std::vector<Served> of_group(std::uint32_t group, const Premises& premises) const;
    // The leaves that give what the line needs, in tree order.
    std::vector<std::uint32_t> leaves_of(const dialogs::Line& line) const;
    // Where the line's condition reads its fields.
    std::uint16_t scope_of(const dialogs::Line& line) const;

  private:
    std::vector<Served> standing(const std::vector<const dialogs::Line*>& lines,
                                 const Premises& premises) const;
    void note(const dialogs::Line& line, std::uint32_t field);

    const dialogs::Tree& tree_;
    std::vector<std::vector<const dialogs::Line*>> by_leaf_, by_group_;
};

// Whether the condition must or cannot hold where all premises hold; nothing where they leave it open. Sound, and complete
// only as far as one field at a time goes.
std::optional<bool> follows(const dialogs::Tree& tree, const Premises& premises,
                            const dialogs::Condition& condition, std::uint16_t scope);

} // namespace plaint::pictures
