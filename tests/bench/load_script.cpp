#include "tests/bench/load_script.hpp"

#include <cstdio>
#include <cstdlib>
#include <fstream>

namespace plaint::bench {

std::vector<ScriptLine> read_script(const std::string& path) {
    std::vector<ScriptLine> script;
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        if (line.empty() || line.front() == '#') continue;
        const std::size_t tab = line.find('\t');
        script.push_back({line.substr(0, tab), tab == std::string::npos ? "" : line.substr(tab + 1)});
    }
    if (script.empty()) {
        std::fprintf(stderr, "load: no messages in %s\n", path.c_str());
        std::exit(2);
    }
    return script;
}

} // namespace plaint::bench
