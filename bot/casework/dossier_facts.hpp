#pragma once

#include "bot/casework/projection.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

// The parts of a dossier that are the session's answers, in the words of JSON.
namespace plaint::casework {

// Gives each file of a dossier its place in the package, in the order in which they are named. Names there are the
// server's own: what a client called a file stands in the dossier only.
class Evidence {
  public:
    enum class Shelf : std::uint8_t { evidence, recordings };

    // "data/evidence/0001.png", "data/recordings/0001.wav"; the same bytes have one place.
    const std::string& place(const dialogs::FileRef& file, Shelf shelf);
    nlohmann::json list() const;

  private:
    struct Entry {
        std::string path, media_type;
        std::uint64_t size_bytes = 0;
    };
    std::map<std::string, Entry> by_sha256_;
    std::array<std::size_t, 2> on_shelf_{};
};

// "png" for "image/png"; "bin" for what the server does not know.
std::string_view extension_of(std::string_view media_type);

struct Facts {
    nlohmann::json nested;           // the dossier dictionary
    nlohmann::json unassigned_files; // that nobody asked for and that found no question, messages among them
    // Objects by path, written out.
    std::string provenance;
    std::string superseded; // oldest first
    std::string set_aside;
};
Facts facts_of(const dialogs::Tree& tree, const dialogs::Session& session, const Projection& live,
               Evidence& evidence);

// Puts a value at a path such as "respondents[0].region".
void set_at(nlohmann::json& root, std::string_view path, nlohmann::json value);

// The value there; null where there is none.
const nlohmann::json* at_path(const nlohmann::json& root, std::string_view path);
nlohmann::json* at_path(nlohmann::json& root, std::string_view path);

} // namespace plaint::casework
