#include "adapters/staff/layout.hpp"
#include "adapters/staff/rooms.hpp"
#include "bot/conversation/at_home.hpp"

#include <array>
#include <nlohmann/json.hpp>

namespace plaint::staff {
namespace {

using conversation::at_home;
using review::Right;
using review::SignIn;
using storage::StaffRole;

constexpr std::uint32_t notes_shown = 200;
constexpr std::array roles{StaffRole::intake_officer, StaffRole::reviewer, StaffRole::supervisor,
                           StaffRole::auditor, StaffRole::administrator};

std::string role_key(StaffRole role) { return "staff.role." + std::string(review::name_of(role)); }

void change_button(Html& html, const Visit& visit, const Words& words, const storage::StaffRecord& one,
                   Markup value, std::string_view key) {
    html.tag("<form class=\"inline\" method=\"post\" action=\"/staff/accounts/").text(one.id.text).tag("\">");
    html.part(form_token(visit.officer->form_token))
        .tag("<button name=\"change\" value=\"")
        .tag(value)
        .tag("\">");
    html.text(words(key)).tag("</button></form>");
}

void show_accounts(Context& context, const Seen& seen, const std::vector<storage::StaffRecord>& all) {
    const Words words(context.library(), seen->language);
    Html main;
    main.part(table_head(words, {"staff.login", "staff.name", "staff.role", "staff.region", "staff.state",
                                 "staff.account.change"}));
    for (const storage::StaffRecord& one : all) {
        const auto account = review::open_account(one);
        main.tag("<tr><th scope=\"row\">")
            .text(one.login)
            .tag("</th>")
            .part(cell_head(words, "staff.name"))
            .text(account ? account->name : "");
        main.tag("</td>")
            .part(cell_head(words, "staff.role"))
            .text(words(role_key(one.role)))
            .tag("</td>")
            .part(cell_head(words, "staff.region"))
            .text(one.region)
            .tag("</td>")
            .part(cell_head(words, "staff.state"));
        main.text(words(one.disabled                        ? "staff.account.disabled"
                        : account && account->is_enrolled() ? "staff.account.active"
                                                            : "staff.account.invited"));
        main.tag("</td><td class=\"buttons\">");
        // Whoever locked themselves out could not let anybody in again.
        if (one.id != seen->officer->id) {
            change_button(main, *seen, words, one, "reset", "staff.account.reset");
            if (one.disabled)
                change_button(main, *seen, words, one, "enable", "staff.account.enable");
            else
                change_button(main, *seen, words, one, "disable", "staff.account.disable");
        }
        main.tag("</td></tr>\n");
    }
    main.tag("</tbody></table><h2>").text(words("staff.account.add"));
    main.tag("</h2><form method=\"post\" action=\"/staff/accounts\" class=\"narrow\">");
    main.part(form_token(seen->officer->form_token)).tag("<p><label>").text(words("staff.login"));
    main.tag("<br><input name=\"login\" required pattern=\"[a-z][a-z0-9.\\-]{2,31}\"></label></p><p><label>");
    main.text(words("staff.name"))
        .tag("<br><input name=\"name\" required maxlength=\"100\"></label></p><p><label>");
    main.text(words("staff.role")).tag("<br><select name=\"role\">");
    for (const StaffRole role : roles)
        main.tag("<option value=\"")
            .text(review::name_of(role))
            .tag("\">")
            .text(words(role_key(role)))
            .tag("</option>");
    main.tag("</select></label></p><p><label>").text(words("staff.region"));
    main.tag("<br><input name=\"region\" required pattern=\"[0-9]{6}\" value=\"");
    main.text(context.parts.config.intake.centre).tag("\"></label></p><button class=\"primary\">");
    main.text(words("staff.account.add")).tag("</button></form>");
    show(context, seen, 200, words("staff.accounts"), std::move(main));
}

// The link is shown once, to whoever made it; it is stored nowhere.
void show_link(Context& context, const Seen& seen, const storage::StaffRecord& record) {
    const auto account = review::open_account(record);
    if (!account) return refuse(context, seen, review::Refused::unavailable);
    const Words words(context.library(), seen->language);
    Html main;
    main.tag("<p>").text(words({"staff.account.link", {{"login", record.login}}})).tag("</p><p><code>");
    main.text(support::public_base(context.parts.config)).tag("/staff/enrol?token=");
    main.text(context.sign_in.enrolment_token(record.id, account->enrolments)).tag("</code></p>");
    main.tag("<p><a href=\"/staff/accounts\">").text(words("staff.back")).tag("</a></p>");
    show(context, seen, 200, words("staff.accounts"), std::move(main));
}

SignIn::Manager manager_in(const Visit& visit) {
    return {.actor = visit.officer->id.text, .scope = visit.officer->scope()};
}

void refuse(Context& context, const Seen& seen, SignIn::AccountFault fault) {
    switch (fault) {
    case SignIn::AccountFault::login_taken: return refuse(context, seen, 409, "staff.account.login_taken");
    case SignIn::AccountFault::stale: return refuse(context, seen, 409, "staff.account.stale");
    case SignIn::AccountFault::unavailable: return refuse(context, seen, review::Refused::unavailable);
    }
}

void add_account(Context& context, const Seen& seen) {
    const std::string login(seen->form.get("login"));
    const std::string region(seen->form.get("region"));
    const auto role = review::role_of(seen->form.get("role"));
    const bool known =
        region == "000000" || context.library().content->directory.regions().current(region) == region;
    // Nobody gives others a sight of more than they stand for themselves.
    const bool within = seen->officer->scope().holds(region);
    if (!review::is_login(login) || !role || !known || !within)
        return refuse(context, seen, 422, "staff.account.bad");
    context.sign_in.add(manager_in(*seen),
                        {login, std::string(seen->form.get("name").substr(0, 400)), *role, region},
                        [&context, seen](const auto& made) {
                            if (!made) return refuse(context, seen, made.error());
                            show_link(context, seen, *made);
                        });
}

void change_account(Context& context, const Seen& seen) {
    const storage::StaffId id(std::string(seen->request.parameter("id")));
    const std::string_view named = seen->form.get("change");
    std::optional<SignIn::Change> change;
    if (named == "disable") change = SignIn::Change::disable;
    if (named == "enable") change = SignIn::Change::enable;
    if (named == "reset") change = SignIn::Change::reset;
    if (!change || id == seen->officer->id) return refuse(context, seen, 422, "staff.account.bad");
    context.sign_in.change(manager_in(*seen), id, *change, [&context, seen, change](const auto& changed) {
        if (!changed) return refuse(context, seen, changed.error());
        if (change == SignIn::Change::reset) return show_link(context, seen, *changed);
        seen->respond(net::see_other("/staff/accounts"));
    });
}

// What a note says besides its action: "state: submitted · 3 cases". Whatever has no words yet stands as it was noted.
std::string note_words(const Words& words, const storage::AuditRecord& note, const review::Names& names,
                       std::string_view language) {
    const auto content = nlohmann::json::parse(note.content, nullptr, false);
    if (!content.is_object()) return {};
    std::string text;
    const auto add = [&](const std::string& said) {
        if (!said.empty()) text += (text.empty() ? "" : " · ") + said;
    };
    for (const auto& [key, value] : content.items()) {
        const std::string known = "staff.note." + key;
        if (value.is_boolean()) {
            if (value.get<bool>()) add(words.named("staff.note", key));
        } else if (value.is_number_integer()) {
            add(words({known, {{"n", value.get<std::int64_t>()}}}));
        } else if (value.is_string()) {
            const std::string said = value.get<std::string>();
            if (said.empty()) continue;
            if (key == "by") {
                add(words.named(known, said));
                continue;
            }
            const std::string shown = key == "staff"     ? words.actor(said, names, language)
                                      : key == "role"    ? words.named("staff.role", said)
                                      : key == "state"   ? words.named("staff.state", said)
                                      : key == "taken"   ? words.named("staff.taken", said)
                                      : key == "session" ? said.substr(0, 8)
                                                         : said;
            add(words({known, {{"value", shown}}}));
        }
    }
    return text;
}

void show_journal(Context& context, const Seen& seen, std::vector<storage::AuditRecord> notes,
                  const review::Names& names) {
    const Words words(context.library(), seen->language);
    const bool more = notes.size() > notes_shown;
    if (more) notes.pop_back();
    Html main;
    if (notes.empty()) main.tag("<p>").text(words("staff.journal.none")).tag("</p>");
    main.part(table_head(words, {"staff.audit.number", "staff.audit.at", "staff.audit.by", "staff.audit.what",
                                 "staff.audit.content"}));
    for (const storage::AuditRecord& note : notes) {
        main.tag("<tr>").part(cell_head(words, "staff.audit.number")).text(std::to_string(note.sequence));
        main.tag("</td>").part(cell_head(words, "staff.audit.at")).tag("<span class=\"when\">");
        main.text(time_words(note.at)).tag("</span></td>").part(cell_head(words, "staff.audit.by"));
        main.text(words.actor(note.actor, names, seen->language)).tag("</td>");
        main.part(cell_head(words, "staff.audit.what")).text(words.named("staff.action", note.action));
        main.tag("</td>").part(cell_head(words, "staff.audit.content"));
        main.text(note_words(words, note, names, seen->language)).tag("</td></tr>\n");
    }
    main.tag("</tbody></table>");
    if (more) {
        main.tag("<p><a rel=\"next\" href=\"/staff/journal?before=");
        main.text(std::to_string(notes.back().sequence)).tag("\">").text(words("staff.journal.older"));
        main.tag("</a></p>");
    }
    show(context, seen, 200, words("staff.journal"), std::move(main));
}

} // namespace

void add_account_pages(Context& context, Gate& gate) {
    gate.page("/staff/accounts", Right::manage_staff, [&context](const Seen& seen) {
        context.parts.store.desk().all_staff(
            seen->officer->scope(), at_home(context.post, [&context, seen](const auto& all) {
                if (!all) return refuse(context, seen, review::Refused::unavailable);
                show_accounts(context, seen, *all);
            }));
    });
    gate.form("/staff/accounts", Right::manage_staff,
              [&context](const Seen& seen) { add_account(context, seen); });
    gate.form("/staff/accounts/{id}", Right::manage_staff,
              [&context](const Seen& seen) { change_account(context, seen); });
    gate.page("/staff/journal", Right::see_journal, [&context](const Seen& seen) {
        const auto before = number_from<std::uint32_t>(seen->request.query.get("before"));
        context.parts.store.desk().journal_within(
            seen->officer->scope(), before.value_or(0), notes_shown + 1,
            at_home(context.post, [&context, seen](const auto& notes) {
                if (!notes) return refuse(context, seen, review::Refused::unavailable);
                context.review.names([&context, seen, notes = *notes](const auto& names) {
                    if (!names) return refuse(context, seen, names.error());
                    show_journal(context, seen, notes, *names);
                });
            }));
    });
}

} // namespace plaint::staff
