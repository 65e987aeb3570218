#pragma once

#include "adapters/staff/layout.hpp"
#include "bot/review/review.hpp"

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

// What the sections of a case's page share: how they read a dossier, and how they begin.
namespace plaint::staff {

// The member, or what stands for it where there is none.
nlohmann::json member(const nlohmann::json& object, const char* name, nlohmann::json otherwise);
// In the language, else in the first that there is; empty where there are no names.
std::string text_in(const nlohmann::json& names, std::string_view language);
// The id of the recording that stands for this answer; empty where none does.
std::string recording_in(const nlohmann::json& answer);
// The paths of an object in the order in which they are asked.
std::vector<std::string> as_asked(const dialogs::Tree& tree, const nlohmann::json& by_path);
// Where a file of the case is to be had.
Html place_of_file(const review::CaseView& view, std::string_view sha256);
// "evidence/0001.png", a file's place in the package, by which a fact and the list of files name the same one.
std::string package_place(const nlohmann::json& file);
// "fact.right.proof", by which another part of the page leads to the row of a fact.
Html place_of_fact(std::string_view path);
Html section(const Words& words, std::string_view key);

} // namespace plaint::staff
