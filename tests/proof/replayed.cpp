#include "tests/proof/replayed.hpp"

#include "bot/cli/dictation.hpp"
#include "bot/cli/transcript.hpp"

namespace plaint::tests {
namespace {

std::string last_line(std::string_view text) {
    if (text.ends_with('\n')) text.remove_suffix(1);
    return std::string(text.substr(text.rfind('\n') + 1));
}

bool names(const std::string& line, const std::string& word) {
    return (line + " ").find(" " + word + " ") != std::string::npos;
}

// What the last line has to be.
bool is_claimed(const proof::Finding& finding, const std::string& last) {
    if (!finding.conversation->submits) return last == "= waiting " + finding.conversation->asks;
    if (finding.fault == proof::Fault::needless) return last.starts_with("= lines not_needed");
    return names(last, finding.subject);
}

} // namespace

std::string not_replayed(const proof::Finding& finding, const library::Library& library,
                         const dialogs::Tree& tree) {
    const std::string transcript = cli::dictate(finding, library, tree);
    const auto again = cli::replay_text(transcript, library);
    if (!again) return again.error();
    if (*again != transcript) return "goes otherwise: " + cli::difference(transcript, *again);
    if (finding.conversation->submits && transcript.find("! submit\n") == std::string::npos)
        return "hands nothing over:\n" + transcript;
    return is_claimed(finding, last_line(transcript)) ? "" : "does not come to it:\n" + transcript;
}

} // namespace plaint::tests
