#include "adapters/staff/case_parts.hpp"
#include "adapters/staff/case_sections.hpp"
#include "bot/casework/projection.hpp"

#include <algorithm>
#include <set>

namespace plaint::staff {
namespace {

using nlohmann::json;

class Choices {
  public:
    Choices(const dialogs::Tree& tree, const json& dossier, const Words& words, std::string_view language)
        : tree_(tree), dossier_(dossier), words_(words), language_(language) {}

    Html all() {
        Html html = missing();
        return std::move(html.part(said()));
    }

  private:
    // What was never asked cannot be asked again; what stands in the form already is not put there twice.
    bool is_new(const std::string& path) {
        const std::string pattern = casework::pattern_of(path).pattern;
        const dialogs::Field* field = tree_.field(pattern);
        const bool asked = field != nullptr ? !field->leaves.empty() : tree_.group_by_path.contains(pattern);
        return asked && shown_.insert(path).second;
    }

    // What is chosen, and in smaller letters what stands beside it, if anything does.
    static Html box(const std::string& path, const std::string& label, const std::string& beside = {}) {
        Html html;
        html.tag("<li><label><input type=\"checkbox\" name=\"field\" value=\"").text(path).tag("\"> <span>");
        html.text(label);
        if (!beside.empty()) html.tag(" <span class=\"source\">").text(beside).tag("</span>");
        html.tag("</span></label></li>");
        return html;
    }

    Html list(std::string_view heading, Html items) const {
        Html html;
        html.tag("<fieldset><legend>").text(words_(heading)).tag("</legend><ul class=\"choices\">");
        return std::move(html.part(std::move(items)).tag("</ul></fieldset>"));
    }

    // A line of the checklist is called there as everywhere; the boxes are the questions that it needs.
    Html missing() {
        Html items;
        bool any = false;
        for (const json& line : member(dossier_, "missing", json::array())) {
            const std::string name = label_of_line(line.value("line", ""));
            for (const json& field : member(line, "fields", json::array())) {
                const auto path = field.get<std::string>();
                if (!is_new(path)) continue;
                any = true;
                const std::string label = words_.label(path);
                const std::string of = !name.empty() && name != label ? name + " · " : std::string();
                items.part(box(path, label, of + words_("staff.line." + line.value("state", ""))));
            }
        }
        return any ? list("staff.request.missing", std::move(items)) : Html();
    }

    // What was never said in a turn is not the complainant's to say again; nor is what they have agreed to.
    Html said() {
        const json provenance = member(dossier_, "provenance", json::object());
        Html items;
        bool any = false;
        for (const std::string& path : as_asked(tree_, provenance)) {
            if (provenance[path].value("turn", 0) == 0 || path.starts_with("intake.") || !is_new(path))
                continue;
            any = true;
            items.part(box(path, words_.label(path)));
        }
        return any ? list("staff.request.said", std::move(items)) : Html();
    }

    std::string label_of_line(const std::string& name) const {
        for (const json& line : member(dossier_, "checklist", json::array()))
            if (line.value("line", "") == name) return text_in(member(line, "label", {}), language_);
        return {};
    }

    const dialogs::Tree& tree_;
    const json& dossier_;
    const Words& words_;
    std::string_view language_;
    std::set<std::string> shown_;
};

} // namespace

Html request_choices(const dialogs::Tree& tree, const json& dossier, const Words& words,
                     std::string_view language) {
    return Choices(tree, dossier, words, language).all();
}

} // namespace plaint::staff
