#include "adapters/staff/case_parts.hpp"
#include "adapters/staff/case_sections.hpp"
#include "bot/casework/dossier_facts.hpp"

#include <algorithm>
#include <map>

namespace plaint::staff {
namespace {

using nlohmann::json;

// What is known of one file: what it was called when it came, and the facts that it was given for.
struct Known {
    std::vector<std::string> names, facts;
};

void add_once(std::vector<std::string>& to, const std::string& text) {
    if (!text.empty() && std::ranges::find(to, text) == to.end()) to.push_back(text);
}

class Files {
  public:
    Files(const dialogs::Tree& tree, const json& dossier) {
        const json facts = member(dossier, "facts", json::object());
        for (const std::string& path : as_asked(tree, member(dossier, "provenance", json::object())))
            if (const json* value = casework::at_path(facts, path)) add(*value, path);
        // Of words that were typed, the recording is the earlier answer.
        const json superseded = member(dossier, "superseded", json::object());
        for (const std::string& path : as_asked(tree, superseded))
            for (const json& earlier : superseded[path])
                if (!recording_in(member(earlier, "value", {})).empty()) add(earlier["value"], path);
        for (const json& file : member(dossier, "unassigned_files", json::array())) add(file, {});
    }

    const Known& known(const std::string& sha256) const {
        static const Known nothing;
        const auto found = by_sha256_.find(sha256);
        return found != by_sha256_.end() ? found->second : nothing;
    }

  private:
    void add(const json& value, const std::string& path) {
        if (value.is_array())
            for (const json& one : value) add(one, path);
        if (!value.is_object()) return;
        if (value.contains("unverified")) return add(value["unverified"], path);
        const std::string sha256 = value.value("sha256", std::string());
        if (sha256.empty()) return;
        Known& file = by_sha256_[sha256];
        add_once(file.names, value.value("name", std::string()));
        add_once(file.facts, path);
    }

    std::map<std::string, Known> by_sha256_;
};

Html row(const review::CaseView& view, const Words& words, const json& file, const Known& known) {
    const std::string sha256 = file.value("sha256", "");
    Html html;
    html.tag("<tr><th scope=\"row\"><a href=\"").part(place_of_file(view, sha256)).tag("\">");
    if (known.names.empty()) html.text(package_place(file));
    for (std::size_t i = 0; i < known.names.size(); ++i)
        html.text(i > 0 ? words("list.separator") : std::string()).text(known.names[i]);
    html.tag("</a></th>").part(cell_head(words, "staff.files.fact"));
    if (known.facts.empty()) html.text(words("staff.files.unassigned"));
    for (const std::string& path : known.facts) {
        if (path != known.facts.front()) html.tag("<br>");
        // What was said before something else has no row of its own any more.
        if (casework::at_path(member(view.dossier, "facts", json::object()), path) == nullptr)
            html.text(words.label(path));
        else
            html.tag("<a href=\"#").part(place_of_fact(path)).tag("\">").text(words.label(path)).tag("</a>");
    }
    html.tag("</td>").part(cell_head(words, "staff.files.type")).text(file.value("media_type", ""));
    html.tag("</td>").part(cell_head(words, "staff.files.place")).tag("<code>").text(package_place(file));
    html.tag("</code> <code class=\"source\">").text(sha256.substr(0, 16)).tag("</code></td></tr>\n");
    return html;
}

} // namespace

Html files_section(const dialogs::Tree& tree, const review::CaseView& view, const Words& words) {
    Html html = section(words, "staff.files");
    const json files = member(view.dossier, "files", json::array());
    if (files.empty())
        return std::move(html.tag("<p>").text(words("staff.files.none")).tag("</p></section>"));
    const Files known(tree, view.dossier);
    html.part(
        table_head(words, {"staff.files.name", "staff.files.fact", "staff.files.type", "staff.files.place"}));
    for (const json& file : files) html.part(row(view, words, file, known.known(file.value("sha256", ""))));
    return std::move(html.tag("</tbody></table></section>"));
}

} // namespace plaint::staff
