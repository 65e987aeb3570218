#pragma once

#include "dialogs/engine/tree.hpp"
#include "dialogs/load/load_error.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

// The dossier dictionary as data: what each field is, apart from who asks it. Read from dialogs/fields.json.
namespace plaint::content {

struct FieldRow {
    std::string path; // "respondents[].links[].url"
    kinds::Kind kind = kinds::Kind::text;
    std::vector<std::string> values; // of a choice
    dialogs::May may;                // the widest that any question may allow
    bool masked = false;
    std::vector<std::string> used_by;
    std::vector<std::string> cases; // of what an officer says: the kinds of case; empty: all
    std::string source;
    std::string pointer; // to the row in fields.json

    bool is_used_by(std::string_view user) const;
    // Whether an officer says it of cases of this kind, whatever anybody else has said.
    bool is_said_by_officers(std::string_view kind) const;
};

struct GroupRow {
    std::uint32_t max = 0; // items
    dialogs::May may;      // the widest that the question for another item may allow
};

struct Fields {
    std::map<std::string, FieldRow, std::less<>> rows;
    std::map<std::string, GroupRow, std::less<>> groups; // by path

    const FieldRow* find(std::string_view path) const;
};

// `languages` are the ids of the catalogues: the values of a choice whose row says "values": "languages".
Fields load_fields(std::string_view file, std::string_view text, LoadErrors& errors,
                   const std::vector<std::string>& languages = {});

} // namespace plaint::content
