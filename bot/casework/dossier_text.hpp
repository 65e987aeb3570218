#pragma once

#include "bot/library/library.hpp"
#include "dialogs/engine/checklist.hpp"

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

// The parts of a dossier that repeat: written as text at once, for building values only to write them out would be
// most of the work of a submission.
namespace plaint::casework {

// As all JSON of a dossier is written: compact, names sorted, what is not UTF-8 replaced.
std::string bytes_of(const nlohmann::json& json);
void append_quoted(std::string& to, std::string_view text);

// The lines of a checklist. What is the same in every dossier, the labels in all languages above all, is put into
// words once.
class ChecklistText {
  public:
    explicit ChecklistText(const library::Library& library);
    // How one line stands, as a JSON object; `fields` are the paths that lack a value.
    void append(std::string& to, const dialogs::LineResult& result,
                const std::vector<std::string>& fields) const;

  private:
    struct Fixed {
        std::string after_fields;    // from the label on
        std::string after_positions; // from "required" on
    };
    // By the key of the label, and not by place: the same version of the content may be read anew while this is kept.
    std::unordered_map<std::string, Fixed> lines_;
};

} // namespace plaint::casework
