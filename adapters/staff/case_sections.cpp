#include "adapters/staff/case_sections.hpp"

#include "adapters/staff/case_parts.hpp"
#include "bot/casework/dossier_facts.hpp"
#include "bot/casework/projection.hpp"

#include <algorithm>
#include <set>
#include <span>

namespace plaint::staff {
namespace {

using nlohmann::json;

// As the engine would show it, so that what is secret is masked here too.
dialogs::Shown shown_of(const dialogs::Tree& tree, std::string_view path, const json& value,
                        Secrets secrets) {
    const std::string pattern = casework::pattern_of(path).pattern;
    const dialogs::Field* field = tree.field(pattern);
    dialogs::Shown shown{.path = pattern};
    if (field != nullptr) {
        shown.kind = field->kind;
        shown.masked = field->masked && secrets == Secrets::masked;
    }
    if (value.is_boolean()) shown.value = value.get<bool>();
    if (value.is_number_integer()) shown.value = value.get<std::int64_t>();
    if (value.is_string()) shown.value = value.get<std::string>();
    if (value.is_array()) {
        std::vector<dialogs::FileRef> files;
        for (const json& file : value)
            if (file.is_object())
                files.push_back(
                    {file.value("sha256", ""), file.value("name", ""), file.value("media_type", ""), 0});
        shown.value = std::move(files);
    }
    if (value.is_object() && value.size() == 1) {
        const auto formal = value.begin();
        shown.state = dialogs::state_of(formal.key()).value_or(dialogs::State::unknown);
        if (formal->is_string()) shown.reason = formal->get<std::string>();
    }
    return shown;
}

// Of an answer that was typed, the recording that it was typed from: what was said last before it.
std::string recording_behind(const json& dossier, const std::string& path) {
    const json said = member(dossier, "superseded", json::object());
    if (!said.contains(path) || said[path].empty()) return {};
    return recording_in(member(said[path].back(), "value", {}));
}

// The last request: the turn it was made in, and what it asked for. What officers typed since is no answer to it.
struct Request {
    std::int64_t turn = -1;
    std::set<std::string> fields;
    std::set<std::int64_t> typed;

    // A group is asked for with everything in it.
    bool asks_for(std::string_view path) const {
        return std::ranges::any_of(fields, [&](const std::string& field) {
            return path == field || (path.starts_with(field) && path[field.size()] == '[');
        });
    }
    bool answered_in(std::int64_t at) const { return turn >= 0 && at > turn && !typed.contains(at); }
};
Request last_request(const json& dossier) {
    Request last;
    for (const json& ruling : member(dossier, "rulings", json::array())) {
        const std::string kind = ruling.value("ruling", "");
        const std::int64_t turn = ruling.value("turn", std::int64_t{-1});
        if (kind == "type") last.typed.insert(turn);
        if (kind != "request") continue;
        last.turn = turn;
        last.fields.clear();
        for (const json& field : member(ruling, "fields", json::array()))
            last.fields.insert(field.get<std::string>());
    }
    return last;
}

// Whether the answer promises what is asked for, and does not give it.
bool is_put_off(const json* value) {
    return value != nullptr && value->is_object() && value->contains("later");
}

} // namespace

Html checklist_section(const json& dossier, const Words& words, std::string_view language) {
    Html html = section(words, "staff.checklist");
    html.part(table_head(words, {"staff.checklist.item", "staff.state", "staff.checklist.source"}));
    for (const json& line : member(dossier, "checklist", json::array())) {
        const std::string state = line.value("state", "");
        if (state == "not_needed") continue;
        html.tag("<tr class=\"")
            .text(state)
            .tag("\"><th scope=\"row\">")
            .text(text_in(member(line, "label", {}), language));
        html.tag("</th>")
            .part(cell_head(words, "staff.state"))
            .text(words("staff.line." + state))
            .tag("</td>");
        html.part(cell_head(words, "staff.checklist.source")).tag("<span class=\"source\">");
        html.text(words.source(line.value("source", ""))).tag("</span></td></tr>\n");
    }
    html.tag("</tbody></table></section>");
    return html;
}

namespace {

Html recording(const review::CaseView& view, const Words& words, const std::string& id,
               const std::string& label) {
    Html html;
    const auto file = view.recordings.find(id);
    if (file == view.recordings.end())
        return std::move(html.tag("<p class=\"problem\">").text(words("staff.recording.absent")).tag("</p>"));
    html.tag("<audio controls preload=\"none\" src=\"").part(place_of_file(view, file->second));
    html.tag("\" aria-label=\"").text(label).tag("\"></audio>");
    return html;
}

// By the name that it came with, and by the one that it has in the list of files and in the package.
Html file_in(const review::CaseView& view, const json& file) {
    Html html;
    html.tag("<span class=\"file\"><a href=\"")
        .part(place_of_file(view, file.value("sha256", "")))
        .tag("\">");
    html.text(file.value("name", "")).tag("</a> <code>").text(package_place(file)).tag("</code></span>");
    return html;
}

// Files stand there to be opened; everything else as the engine would show it.
Html said(const dialogs::Tree& tree, const review::CaseView& view, const Words& words, Secrets secrets,
          const std::string& path, const json& value) {
    Html html;
    const bool files = value.is_array() && std::ranges::all_of(value, [](const json& one) {
                           return one.is_object() && one.contains("sha256");
                       });
    html.tag("<span class=\"said\">");
    if (files)
        for (const json& file : value) html.part(file_in(view, file));
    else
        html.text(words.shown(shown_of(tree, path, value, secrets)));
    return std::move(html.tag("</span>"));
}

} // namespace

Html facts_section(const dialogs::Tree& tree, const review::CaseView& view, const Words& words,
                   Secrets secrets, const FormFor& typing) {
    const json facts = member(view.dossier, "facts", json::object());
    const json provenance = member(view.dossier, "provenance", json::object());
    const Request request = last_request(view.dossier);
    Html html = section(words, "staff.facts");
    html.part(table_head(words, {"staff.facts.what", "staff.facts.said", "staff.facts.origin"}));
    for (const std::string& path : as_asked(tree, provenance)) {
        const json& origin = provenance[path];
        const json* value = casework::at_path(facts, path);
        if (path.ends_with(".more") || value == nullptr || value->is_null()) continue;
        const std::int64_t turn = origin.value("turn", std::int64_t{0});
        const bool answered = request.answered_in(turn);
        const bool requested = answered && request.asks_for(path);
        const std::string label = words.label(path);
        html.tag("<tr id=\"").part(place_of_fact(path)).tag("\" class=\"");
        html.text(requested ? "changed requested" : answered ? "changed" : "").tag("\">");
        html.tag("<th scope=\"row\">").text(label).tag("</th>");
        html.part(cell_head(words, "staff.facts.said"));
        if (const std::string id = recording_in(*value); !id.empty()) {
            html.part(recording(view, words, id, label)).part(typing(path, id));
        } else {
            html.part(said(tree, view, words, secrets, path, *value));
            const std::string behind =
                request.typed.contains(turn) ? recording_behind(view.dossier, path) : std::string();
            if (!behind.empty()) html.tag("<br>").part(recording(view, words, behind, label));
        }
        if (answered)
            html.tag(" <b class=\"new\">")
                .text(words(is_put_off(value) ? "staff.not_given"
                            : requested       ? "staff.given"
                                              : "staff.changed"))
                .tag("</b>");
        html.tag("</td>").part(cell_head(words, "staff.facts.origin")).tag("<span class=\"source\">");
        if (turn > 0)
            html.text(words({"staff.origin",
                             {{"turn", turn},
                              {"channel", words("staff.channel." + origin.value("channel", "web_chat"))}}}));
        // What is not said in the office's language is to be read as such.
        if (const std::string locale = origin.value("locale", ""); words.is_foreign(locale))
            html.text(" · " + words.language_name(locale));
        html.tag("</span></td></tr>\n");
    }
    html.tag("</tbody></table></section>");
    return html;
}

Html request_notice(const review::CaseView& view, const Words& words) {
    const bool waits = view.file.record.state == storage::CaseState::awaiting_materials;
    const Request request = last_request(view.dossier);
    Html html;
    // What is decided already speaks for itself.
    if (request.turn < 0 || (!waits && view.file.record.state != storage::CaseState::in_review)) return html;
    html.tag("<section class=\"notice\"><h2>")
        .text(words(waits ? "staff.waits" : "staff.returned"))
        .tag("</h2><ul>");
    const json facts = member(view.dossier, "facts", json::object());
    const json provenance = member(view.dossier, "provenance", json::object());
    for (const std::string& field : request.fields) {
        bool given = false;
        for (const auto& [path, origin] : provenance.items())
            given = given || ((path == field || path.starts_with(field + "[") || path == field + ".more") &&
                              request.answered_in(origin.value("turn", std::int64_t{0})) &&
                              !is_put_off(casework::at_path(facts, path)));
        html.tag("<li>").text(words.label(field)).tag(" · ").tag("<b>");
        html.text(words(given ? "staff.given" : "staff.not_given")).tag("</b></li>");
    }
    html.tag("</ul></section>");
    return html;
}

namespace {

// What an officer has said of a case: yes, no, a region by its name, or nothing any more.
std::string officers_words(const library::Library& library, const json& value, const Words& words,
                           std::string_view language) {
    if (value.is_boolean()) return words(value.get<bool>() ? "yes" : "no");
    if (value.is_string())
        return std::string(
            library.content->directory.region_name(value.get<std::string>(), std::string(language)));
    return words("staff.not_said");
}

Html officers_facts(const library::Library& library, const json& facts, const Words& words,
                    std::string_view language) {
    Html html;
    for (const auto& [path, value] : facts.items())
        html.tag("<br>– ").text(words({"staff.route.officer_said",
                                       {{"label", words("label." + path)},
                                        {"value", officers_words(library, value, words, language)}}}));
    return html;
}

} // namespace

Html route_section(const library::Library& library, const json& dossier, const Words& words,
                   std::string_view language) {
    const json route = member(dossier, "route", json::object());
    Html html = section(words, "staff.route");
    if (const json said = member(dossier, "officers", json::object()); !said.empty())
        html.tag("<p>")
            .text(words("staff.route.officers"))
            .part(officers_facts(library, said, words, language))
            .tag("</p>");
    html.tag("<ul>");
    for (const json& reason : member(route, "reasons", json::array())) {
        html.tag("<li><b>")
            .text(reason.value("rule", ""))
            .tag("</b> ")
            .text(text_in(member(reason, "text", {}), language));
        html.tag(" <span class=\"source\">")
            .text(words.source(reason.value("source", "")))
            .tag("</span></li>");
    }
    if (route.contains("problem")) html.tag("<li>").text(words("staff.route.desk")).tag("</li>");
    html.tag("</ul></section>");
    return html;
}

Html rulings_section(const library::Library& library, const json& dossier, const Words& words,
                     const review::Names& names, std::string_view language) {
    const json rulings = member(dossier, "rulings", json::array());
    Html html;
    if (rulings.empty()) return html;
    html = section(words, "staff.rulings");
    html.tag("<ol>");
    for (const json& ruling : rulings) {
        html.tag("<li>")
            .text(time_words(ruling.value("at", std::string())))
            .tag(" · ")
            .text(words.actor(ruling.value("by", ""), names, language))
            .tag(" · ");
        html.text(words("staff.ruling." + ruling.value("ruling", "")));
        for (const json& field : member(ruling, "fields", json::array()))
            html.tag("<br>– ").text(words.label(field.get<std::string>()));
        html.part(officers_facts(library, member(ruling, "facts", json::object()), words, language));
        if (ruling.contains("to")) html.tag(" → ").text(words.body(ruling.value("to", ""), language));
        if (ruling.contains("reason"))
            html.tag("<blockquote>").text(ruling.value("reason", "")).tag("</blockquote>");
        html.tag("</li>");
    }
    html.tag("</ol></section>");
    return html;
}

Html audit_section(const review::CaseView& view, const Words& words, Medium medium,
                   std::string_view language) {
    constexpr std::size_t links_shown = 200;
    const std::size_t left_out = view.audit.size() - std::min(view.audit.size(), links_shown);
    Html html;
    html.tag(medium == Medium::paper ? Markup("<details open>") : Markup("<details>"));
    html.tag("<summary>").text(words("staff.audit")).tag("</summary>");
    if (left_out > 0) html.tag("<p>").text(words("staff.audit.left_out")).tag("</p>");
    html.part(table_head(words, {"staff.audit.number", "staff.audit.at", "staff.audit.by", "staff.audit.what",
                                 "staff.audit.hash"}));
    for (const storage::AuditRecord& link : std::span(view.audit).subspan(left_out)) {
        html.tag("<tr>").part(cell_head(words, "staff.audit.number")).text(std::to_string(link.sequence));
        html.tag("</td>").part(cell_head(words, "staff.audit.at")).text(time_words(link.at)).tag("</td>");
        html.part(cell_head(words, "staff.audit.by"))
            .text(words.actor(link.actor, view.names, language))
            .tag("</td>")
            .part(cell_head(words, "staff.audit.what"))
            .text(words.named("staff.action", link.action))
            .tag("</td>")
            .part(cell_head(words, "staff.audit.hash"))
            .tag("<code>")
            .text(link.hash.substr(0, 16));
        html.tag("</code></td></tr>\n");
    }
    html.tag("</tbody></table></details>");
    return html;
}

std::string deadline_words(const json& deadlines, const std::string& of, const Words& words) {
    for (const json& deadline : deadlines)
        if (deadline.value("of", "") == of)
            return words({"staff.deadline",
                          {{"days", std::int64_t{deadline.value("working_days", 0)}},
                           {"date", deadline.value("date", "")},
                           {"provisional", std::int64_t{deadline.value("provisional", false) ? 1 : 0}}}});
    return {};
}

std::string proposal_words(const json& proposal, const json& deadlines, const Words& words,
                           std::string_view language) {
    const std::string kind = proposal.value("kind", "");
    std::string text = words("staff.proposal." + kind);
    if (kind == "copy")
        text += " " + words.body(member(proposal, "body", json::object()).value("body", ""), language);
    if (kind == "act") {
        const std::string act = proposal.value("act", "");
        text += " " + words("staff.act." + act);
        const std::string by = deadline_words(deadlines, act, words);
        if (!by.empty()) text += " · " + by;
    }
    if (kind == "child")
        text += " " + words.body(member(proposal, "lead", json::object()).value("body", ""), language);
    return text;
}

std::string delivery_key(storage::EventState state) {
    switch (state) {
    case storage::EventState::due: return "staff.delivery.due";
    case storage::EventState::leased: return "staff.delivery.leased";
    case storage::EventState::delivered: return "staff.delivery.delivered";
    case storage::EventState::dead: return "staff.delivery.dead";
    case storage::EventState::refused: return "staff.delivery.refused";
    }
    return {};
}

} // namespace plaint::staff
