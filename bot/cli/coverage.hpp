#pragma once

#include "bot/cli/recorder.hpp"
#include "dialogs/proof/tours.hpp"

namespace plaint::cli {

// What a set of conversations visits of one tree on one channel.
struct Coverage {
    proof::Aims goals;                      // what a conversation can visit
    proof::Aims impossible;                 // what none can, as the proof shows
    proof::Aims missed;                     // of the goals
    std::vector<std::string> conversations; // transcripts
    std::size_t reached() const { return goals.size() - missed.size(); }
};

// The tours of one tree on one channel, which are the same in every language.
class Coverings {
  public:
    // The library outlives it.
    Coverings(const library::Library& library, const dialogs::Tree& tree, dialogs::Modality modality);

    // A small set of conversations that visit every goal, held in this language.
    Coverage cover(const std::string& locale);
    // What the conversations visit that this recorder watched.
    Coverage measure(Recorder& recorder) const;

  private:
    Setting setting(const std::string& locale, const proof::Aims& open, std::size_t number) const;

    const library::Library& library_;
    const dialogs::Tree& tree_;
    dialogs::Modality modality_;
    proof::Subject subject_;
    proof::Tours tours_;
};

} // namespace plaint::cli
