#pragma once

#include <string>
#include <vector>

namespace plaint::bench {

// What one sender says, from the first message to the last.
struct ScriptLine {
    std::string message;
    std::string expect; // must occur in the answer's bytes; empty: anything will do
};

// A file with one message a line, perhaps a tab and the fragment that the answer must hold; lines that begin with #
// are remarks. Ends the program when there is no message in it.
std::vector<ScriptLine> read_script(const std::string& path);

} // namespace plaint::bench
