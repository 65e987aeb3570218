#include "adapters/staff/case_sections.hpp"
#include "adapters/staff/layout.hpp"
#include "adapters/staff/rooms.hpp"
#include "bot/casework/ruling.hpp"
#include "bot/casework/states.hpp"

#include <algorithm>

namespace plaint::staff {
namespace {

using casework::Ruling;
using nlohmann::json;
using review::CaseView;
using review::Right;

// The beginning of a form about the case: where it goes, whose it is, and which version the officer has before them.
Html form_to(const Visit& visit, const CaseView& view, Markup action) {
    Html html;
    html.tag("<form method=\"post\" action=\"/staff/cases/")
        .text(view.file.record.number.text)
        .tag(action)
        .tag("\">");
    html.part(form_token(visit.officer->form_token)).tag("<input type=\"hidden\" name=\"version\" value=\"");
    html.text(std::to_string(view.file.record.version)).tag("\">");
    return html;
}

// Whoever writes a reason knows who reads it.
Html reason_field(const Words& words) {
    Html html;
    html.tag("<p><label>").text(words("staff.reason"));
    html.tag("<br><textarea name=\"reason\" rows=\"3\" maxlength=\"4000\" required></textarea></label></p>");
    return html;
}

Html head(const Visit& visit, const CaseView& view, const Words& words, Medium medium) {
    const storage::CaseRecord& record = view.file.record;
    Html html;
    const auto entry = [&](std::string_view key, const std::string& value) {
        html.tag("<div><dt>").text(words(key)).tag("</dt><dd>").text(value).tag("</dd></div>");
    };
    html.tag("<dl>");
    entry("staff.kind", words("option.case.kind." + record.kind));
    const json about = view.dossier.value("case", json::object());
    if (about.contains("confidential")) entry("staff.confidential", about["confidential"].dump());
    if (about.contains("locale"))
        entry("label.intake.locale", words.language_name(about["locale"].get<std::string>()));
    entry("staff.state", words("staff.state." + std::string(casework::name_of(record.state))));
    entry("staff.version", std::to_string(record.version));
    entry("staff.submitted_at", time_words(record.submitted_at));
    entry("staff.lead", words.body(record.lead, visit.language));
    entry("staff.centre", words.body("centre:" + record.centre, visit.language));
    if (!record.sender.empty()) entry("staff.sender", words.body("centre:" + record.sender, visit.language));
    // "Me" says nothing on paper.
    const storage::StaffId& holder = view.file.taken_by;
    entry("staff.taken_by", medium == Medium::paper && !holder.empty()
                                ? words.actor(holder.text, view.names, visit.language)
                                : words.holder(holder, *visit.officer, view.names));
    html.tag("</dl>");
    return html;
}

Html take_form(const Visit& visit, const CaseView& view, const Words& words) {
    Html html = form_to(visit, view, "/take");
    html.tag("<input type=\"hidden\" name=\"from\" value=\"")
        .text(view.file.taken_by.text)
        .tag("\"><button class=\"primary\">");
    html.text(words(view.file.taken_by.empty() ? "staff.take" : "staff.take_over")).tag("</button></form>");
    return html;
}

Html request_form(const Context& context, const Visit& visit, const CaseView& view, const Words& words) {
    Html html;
    html.tag("<details><summary>").text(words("staff.request")).tag("</summary>");
    html.part(form_to(visit, view, "/request"))
        .tag("<p>")
        .text(words("staff.request.about"))
        .tag("</p>")
        .part(request_choices(context.library().tree(), view.dossier, words, visit.language))
        .part(reason_field(words))
        .tag("<button>")
        .text(words("staff.request"))
        .tag("</button></form></details>");
    return html;
}

Html decide_form(const Visit& visit, const CaseView& view, const Words& words) {
    Html html;
    html.tag("<details><summary>")
        .text(words("staff.decide"))
        .tag("</summary>")
        .part(form_to(visit, view, "/decide"));
    html.part(reason_field(words))
        .tag("<button name=\"decision\" value=\"accept\">")
        .text(words("staff.accept"));
    html.tag("</button> <button name=\"decision\" value=\"not_accept\">").text(words("staff.not_accept"));
    html.tag("</button></form></details>");
    return html;
}

Html transfer_form(const Context& context, const Visit& visit, const CaseView& view, const Words& words) {
    Html html;
    html.tag("<details><summary>")
        .text(words("staff.transfer"))
        .tag("</summary>")
        .part(form_to(visit, view, "/transfer"));
    html.tag("<p><label>")
        .text(words("staff.transfer.to"))
        .tag("<br><select name=\"to\" required><option value=\"\"></option>");
    for (const content::Body& body : context.library().content->directory.bodies()) {
        const bool receives =
            body.kind == content::BodyKind::centre || body.kind == content::BodyKind::protection_centre;
        if (!receives || body.region == view.file.record.centre) continue;
        html.tag("<option value=\"")
            .text(body.id)
            .tag("\">")
            .text(content::name_in(body.name, visit.language));
        html.tag("</option>");
    }
    html.tag("</select></label></p>").part(reason_field(words)).tag("<button>").text(words("staff.transfer"));
    html.tag("</button></form></details>");
    return html;
}

// A case that a rule has linked to another goes where the rule says: what it hangs on is said of the other one.
bool finds_its_own_way(const CaseView& view) {
    return view.dossier.value("route", json::object()).contains("copies");
}

// What only an officer says of such a case. Nothing is filled in for anybody: what is left empty is not said.
Html route_form(const Context& context, const Visit& visit, const CaseView& view, const Words& words) {
    const json said = view.dossier.value("officers", json::object());
    Html html;
    html.tag("<details><summary>").text(words("staff.find_route")).tag("</summary>");
    html.part(form_to(visit, view, "/route")).tag("<p>").text(words("staff.find_route.about")).tag("</p>");
    for (const auto& [path, field] : context.library().content->fields.rows) {
        if (!field.is_said_by_officers(view.file.record.kind)) continue;
        const json value = said.value(path, json());
        html.tag("<p><label>").text(words("label." + path)).tag("<br>");
        if (field.kind == kinds::Kind::yes_no) {
            html.tag("<select name=\"fact.").text(path).tag("\"><option value=\"\"></option>");
            html.tag(value == true ? Markup("<option value=\"yes\" selected>")
                                   : Markup("<option value=\"yes\">"));
            html.text(words("yes")).tag("</option>");
            html.tag(value == false ? Markup("<option value=\"no\" selected>")
                                    : Markup("<option value=\"no\">"));
            html.text(words("no")).tag("</option></select>");
        } else {
            html.tag("<input name=\"fact.").text(path).tag("\" maxlength=\"80\" value=\"");
            html.text(value.is_string() ? value.get<std::string>() : std::string()).tag("\">");
        }
        html.tag("</label></p>");
    }
    html.tag("<button>").text(words("staff.find_route")).tag("</button></form></details>");
    return html;
}

Html proposals(const Visit& visit, const CaseView& view, const Words& words, bool may_release) {
    Html html;
    const json& list = view.dossier.value("proposals", json::array());
    if (list.empty()) return html;
    const json deadlines = view.dossier.value("deadlines", json::array());
    const auto is_released = [](const json& one) { return one.value("released", false); };
    const bool offers = may_release && !std::ranges::all_of(list, is_released);
    html.tag("<section><h2>").text(words("staff.proposals")).tag("</h2>");
    // What is printed is no form.
    if (offers) html.part(form_to(visit, view, "/release"));
    html.tag("<ul class=\"choices\">");
    for (std::size_t i = 0; i < list.size(); ++i) {
        const std::string proposal = proposal_words(list[i], deadlines, words, visit.language);
        if (offers && !is_released(list[i])) {
            html.tag("<li><label><input type=\"checkbox\" name=\"proposal\" value=\"");
            html.text(std::to_string(i)).tag("\"> ").text(proposal).tag("</label></li>");
            continue;
        }
        html.tag("<li>").text(proposal);
        if (is_released(list[i])) html.tag(" <b>").text(words("staff.released")).tag("</b>");
        html.tag("</li>");
    }
    html.tag("</ul>");
    if (offers) html.tag("<button>").text(words("staff.release")).tag("</button></form>");
    html.tag("</section>");
    return html;
}

Html deliveries(const Visit& visit, const CaseView& view, const Words& words) {
    Html html;
    if (view.events.empty()) return html;
    html.tag("<section><h2>").text(words("staff.deliveries")).tag("</h2><ul>");
    for (const storage::EventStatus& one : view.events) {
        const bool given_up =
            one.state == storage::EventState::dead || one.state == storage::EventState::refused;
        html.tag("<li>").text(words.named("staff.event", one.event.type)).tag(" → ");
        html.text(words.body(one.event.destination, visit.language)).tag(" · ");
        html.text(words(delivery_key(one.state))).tag(" · ");
        html.text(words({"staff.delivery.attempts", {{"n", std::int64_t{one.attempts}}}}));
        if (!one.last_problem.empty()) html.tag(" · ").text(one.last_problem);
        if (given_up && visit.officer->may(Right::replay)) {
            html.part(form_to(visit, view, "/replay")).tag("<input type=\"hidden\" name=\"event\" value=\"");
            html.text(one.event.id.text)
                .tag("\"><button>")
                .text(words("staff.replay"))
                .tag("</button></form>");
        }
        html.tag("</li>");
    }
    html.tag("</ul></section>");
    return html;
}

// What the officer may do now, and nothing else.
Html actions(const Context& context, const Visit& visit, const CaseView& view, const Words& words) {
    const review::Officer& officer = *visit.officer;
    const storage::CaseState state = view.file.record.state;
    Html html;
    html.tag("<section class=\"actions\">");
    const bool mine = view.file.taken_by == officer.id;
    if (view.in_custody && !mine && officer.may(Right::take)) html.part(take_form(visit, view, words));
    if (view.in_custody && mine) {
        if (officer.may(Right::request) && casework::may_rule(Ruling::Kind::request, state))
            html.part(request_form(context, visit, view, words));
        if (officer.may(Right::decide) && casework::may_rule(Ruling::Kind::accept, state))
            html.part(decide_form(visit, view, words));
        if (officer.may(Right::route) && casework::may_rule(Ruling::Kind::route, state) &&
            finds_its_own_way(view))
            html.part(route_form(context, visit, view, words));
        if (officer.may(Right::transfer) && casework::may_rule(Ruling::Kind::transfer, state))
            html.part(transfer_form(context, visit, view, words));
    }
    html.tag("<div class=\"links\"><a href=\"/staff/cases/")
        .text(view.file.record.number.text)
        .tag("/package\">");
    html.text(words("staff.package")).tag("</a> <a href=\"/staff/cases/").text(view.file.record.number.text);
    html.tag("?print=1\">").text(words("staff.print")).tag("</a>").part(form_to(visit, view, "/reveal"));
    html.tag("<button>").text(words("staff.reveal")).tag("</button></form></div></section>");
    return html;
}

Html typing_form(const Visit& visit, const CaseView& view, const Words& words, const std::string& path,
                 const std::string& recording) {
    Html html = form_to(visit, view, "/type");
    html.tag("<input type=\"hidden\" name=\"field\" value=\"").text(path).tag("\">");
    html.tag("<input type=\"hidden\" name=\"recording\" value=\"").text(recording).tag("\"><p><label>");
    html.text(words("staff.type.words"))
        .tag("<br><textarea name=\"text\" rows=\"3\" maxlength=\"4000\" required>");
    html.tag("</textarea></label></p><button>").text(words("staff.type")).tag("</button></form>");
    return html;
}

void show_case(Context& context, const Seen& seen, const CaseView& view, Medium medium, Secrets secrets) {
    const Words words(context.library(), seen->language);
    const review::Officer& officer = *seen->officer;
    const bool acts = medium == Medium::screen && view.in_custody && view.file.taken_by == officer.id;
    const auto may = [&](Right right, Ruling::Kind kind) {
        return acts && officer.may(right) && casework::may_rule(kind, view.file.record.state);
    };
    const bool types = may(Right::type, Ruling::Kind::type);
    Html main = head(*seen, view, words, medium);
    main.part(request_notice(view, words));
    if (medium == Medium::screen) main.part(actions(context, *seen, view, words));
    main.part(checklist_section(view.dossier, words, seen->language));
    main.part(facts_section(context.library().tree(), view, words, secrets,
                            [&](const std::string& path, const std::string& recording) {
                                return types ? typing_form(*seen, view, words, path, recording) : Html();
                            }));
    main.part(files_section(context.library().tree(), view, words));
    main.part(route_section(context.library(), view.dossier, words, seen->language));
    main.part(proposals(*seen, view, words, may(Right::release, Ruling::Kind::release)));
    main.part(rulings_section(context.library(), view.dossier, words, view.names, seen->language));
    main.part(deliveries(*seen, view, words));
    main.part(audit_section(view, words, medium, seen->language));
    show(context, seen, 200, view.file.record.number.text, std::move(main));
}

} // namespace

void add_case_page(Context& context, Gate& gate) {
    gate.page("/staff/cases/{number}", Right::see_cases, [&context](const Seen& seen) {
        const auto number = number_in(context, seen);
        if (!number) return;
        context.review.open(*seen->officer, *number, [&context, seen](const auto& view) {
            if (!view) return refuse(context, seen, view.error());
            const Medium medium = seen->request.query.has("print") ? Medium::paper : Medium::screen;
            show_case(context, seen, *view, medium, Secrets::masked);
        });
    });
    // What is masked is shown to whoever has just signed in, and that it was shown stands in the audit.
    gate.form("/staff/cases/{number}/reveal", Right::see_cases, [&context](const Seen& seen) {
        const auto number = number_in(context, seen);
        if (!number) return;
        if (!context.sign_in.is_fresh(*seen->officer))
            return refuse(context, seen, 403, "staff.refused.not_fresh");
        context.review.reveal(*seen->officer, *number, [&context, seen](const auto& view) {
            if (!view) return refuse(context, seen, view.error());
            show_case(context, seen, *view, Medium::screen, Secrets::shown);
        });
    });
}

} // namespace plaint::staff
