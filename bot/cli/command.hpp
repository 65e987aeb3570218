#pragma once

#include <string>
#include <string_view>

namespace CLI {
class App;
}

// The commands of the program. Each file of this folder adds one; bot/main.cpp lists them all.
namespace plaint::cli {

// What every command line ends with.
inline constexpr int success = 0;
inline constexpr int finding = 1;  // the thing asked about is not as it should be
inline constexpr int unusable = 2; // the command line, or what it names, cannot be used

// Adds the command to the program. When its words were given, `code` becomes what the program ends with.
using AddCommand = void (*)(CLI::App& program, int& code);

void add_backup(CLI::App& program, int& code);
void add_call(CLI::App& program, int& code);
void add_chat(CLI::App& program, int& code);
void add_check(CLI::App& program, int& code);
void add_config(CLI::App& program, int& code);
void add_cover(CLI::App& program, int& code);
void add_directory(CLI::App& program, int& code);
void add_explain(CLI::App& program, int& code);
void add_export(CLI::App& program, int& code);
void add_graph(CLI::App& program, int& code);
void add_new(CLI::App& program, int& code);
void add_replay(CLI::App& program, int& code);
void add_route(CLI::App& program, int& code);
void add_serve(CLI::App& program, int& code);
void add_staff(CLI::App& program, int& code);
void add_translate(CLI::App& program, int& code);
void add_validate(CLI::App& program, int& code);
void add_verify(CLI::App& program, int& code);
void add_verify_audit(CLI::App& program, int& code);
void add_version(CLI::App& program, int& code);

// "plaint 1.2.3"
std::string version_line();

// One line on stderr, with the program's name; gives `unusable`.
int complain(std::string_view what);

} // namespace plaint::cli
