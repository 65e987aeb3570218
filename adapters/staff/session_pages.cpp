#include "adapters/staff/layout.hpp"
#include "adapters/staff/rooms.hpp"

namespace plaint::staff {
namespace {

Html password_form(const Visit& visit, const Words& words) {
    Html html;
    html.tag("<h2>").text(words("staff.password.change"));
    html.tag("</h2><form method=\"post\" action=\"/staff/password\" class=\"narrow\">");
    html.part(form_token(visit.officer->form_token));
    field(html, words,
          "<input name=\"present\" type=\"password\" autocomplete=\"current-password\" maxlength=\"512\" "
          "required>",
          "staff.password.present");
    field(html, words,
          "<input name=\"next\" type=\"password\" autocomplete=\"new-password\" minlength=\"12\" "
          "maxlength=\"128\" required>",
          "staff.password.next");
    html.tag("<p><button>").text(words("staff.password.change")).tag("</button></p></form>");
    return html;
}

void show_sessions(Context& context, const Seen& seen, const std::vector<storage::StaffSession>& sessions) {
    const Words words(context.library(), seen->language);
    Html main;
    main.tag("<p>").text(words("staff.sessions.about")).tag("</p>");
    main.part(table_head(words, {"staff.sessions.begun", "staff.sessions.seen", "staff.account.change"}));
    for (const storage::StaffSession& one : sessions) {
        main.tag("<tr><th scope=\"row\">").text(time_words(one.begun_at)).tag("</th>");
        main.part(cell_head(words, "staff.sessions.seen")).text(time_words(one.seen_at));
        main.tag("</td><td class=\"buttons\">");
        if (one.token_hash == seen->officer->token_hash) {
            main.text(words("staff.sessions.this"));
        } else {
            main.tag("<form method=\"post\" action=\"/staff/sessions\">");
            main.part(form_token(seen->officer->form_token));
            main.tag("<button name=\"session\" value=\"").text(one.token_hash).tag("\">");
            main.text(words("staff.sessions.end")).tag("</button></form>");
        }
        main.tag("</td></tr>\n");
    }
    main.tag("</tbody></table>").part(password_form(*seen, words));
    show(context, seen, 200, words("staff.sessions"), std::move(main));
}

void change_password(Context& context, const Seen& seen) {
    context.sign_in.change_password(
        *seen->officer, std::string(seen->form.get("present")), std::string(seen->form.get("next")),
        [&context, seen](std::optional<review::EnrolFault> fault) {
            const Words words(context.library(), seen->language);
            Html main;
            if (fault)
                main.tag("<p class=\"problem\" role=\"alert\">").text(words(key_of(*fault))).tag("</p>");
            else
                main.tag("<p role=\"status\">").text(words("staff.password.done")).tag("</p>");
            if (fault) main.part(password_form(*seen, words));
            main.tag("<p><a href=\"/staff/sessions\">").text(words("staff.back")).tag("</a></p>");
            show(context, seen, fault ? 422 : 200, words("staff.password.change"), std::move(main));
        });
}

} // namespace

void add_session_pages(Context& context, Gate& gate) {
    gate.page("/staff/sessions", {}, [&context](const Seen& seen) {
        context.sign_in.sessions(*seen->officer, [&context, seen](const auto& sessions) {
            if (!sessions) return refuse(context, seen, review::Refused::unavailable);
            show_sessions(context, seen, *sessions);
        });
    });
    gate.form("/staff/password", {}, [&context](const Seen& seen) { change_password(context, seen); });
    gate.form("/staff/sessions", {}, [&context](const Seen& seen) {
        context.sign_in.revoke(*seen->officer, std::string(seen->form.get("session")),
                               [&context, seen](bool done) {
                                   if (!done) return refuse(context, seen, review::Refused::stale);
                                   seen->respond(net::see_other("/staff/sessions"));
                               });
    });
}

} // namespace plaint::staff
