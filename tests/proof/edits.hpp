#pragma once

#include "dialogs/load/content.hpp"
#include "tests/proof/edited.hpp"

// What authors do to a dialog that is in use, done to the shipped one.
namespace plaint::tests {

struct RealisticEdit {
    const char* what;
    void (*make)(Files& files);
};
const std::vector<RealisticEdit>& realistic_edits();

// The dialogs alone, whatever their texts are called.
std::expected<std::unique_ptr<const content::Content>, content::LoadErrors>
load_content_with(const Files& changed);
// The same where they have to load; else the program ends.
std::unique_ptr<const content::Content> content_with(const Files& changed);
std::unique_ptr<const content::Content> content_after(const RealisticEdit& edit);

} // namespace plaint::tests
