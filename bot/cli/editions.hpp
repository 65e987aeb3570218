#pragma once

#include "bot/cli/content_options.hpp"
#include "bot/library/shelf.hpp"
#include "bot/support/config.hpp"

#include <expected>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace plaint::cli {

// The content of a deployment: what its folders hold now, which is proved before it is served, and what was served before,
// which is kept in the data folder because submitted cases stay under it. One file for each version, DATA/content/HASH.jsonl;
// it says by which program it was proved, so that a start with content that is known does not prove it again. All may be
// called from any thread.
class Editions {
  public:
    explicit Editions(const support::Config& config);

    struct Proposal {
        library::Edition edition;
        ContentTexts texts;
        bool is_kept = false; // and, where it is not built in, proved by this program
    };
    // How it is known that nothing is wrong with it: "built_in", "proved_before" or "proved_now".
    std::string_view proof_of(const Proposal& proposal) const;
    // What is there now, when nothing is wrong with it; otherwise every mistake and finding.
    std::expected<Proposal, content::LoadErrors> propose() const;
    // Before it is served for the first time: durable when this returns. The error is one line for the operator.
    std::expected<void, std::string> keep(const Proposal& proposal) const;
    // One that was served before; null where it is not kept, is damaged, or cannot be read by this program.
    library::Edition fetch(const std::string& version) const;

    // Those that can change; none where all is built in.
    std::vector<std::filesystem::path> folders() const;

  private:
    std::filesystem::path path_of(const std::string& version) const;
    void forget_old() const;

    support::Config::Content folders_;
    std::string centre_; // region of the centre that answers here
    std::filesystem::path kept_in_;
    std::string program_; // this one, as the files name it
};

} // namespace plaint::cli
