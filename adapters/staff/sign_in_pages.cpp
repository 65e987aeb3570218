#include "adapters/staff/layout.hpp"
#include "adapters/staff/rooms.hpp"
#include "bot/review/totp.hpp"

#include <algorithm>
#include <chrono>

namespace plaint::staff {
namespace {

using review::EnrolFault;
using review::SignIn;
using review::SignInFault;

// A refusal is answered so long after the attempt: an account that is there takes longer to be wrong than one that is not,
// and a locked one shorter, and nobody is to learn that from the clock.
constexpr std::chrono::milliseconds refusal_time{600};

void show_sign_in(Context& context, const Seen& seen, int status, std::string_view problem) {
    const Words words(context.library(), seen->language);
    Html main;
    if (!problem.empty()) main.tag("<p class=\"problem\" role=\"alert\">").text(words(problem)).tag("</p>");
    main.tag("<form method=\"post\" action=\"/staff/sign-in\" class=\"narrow\">");
    main.part(form_token(context.sign_in.guest_token()));
    field(main, words, "<input name=\"login\" autocomplete=\"username\" required autofocus>", "staff.login");
    field(main, words,
          "<input name=\"password\" type=\"password\" autocomplete=\"current-password\" maxlength=\"512\" "
          "required>",
          "staff.password");
    field(main, words, "<input name=\"code\" autocomplete=\"one-time-code\" maxlength=\"20\" required>",
          "staff.code");
    main.tag("<p><button class=\"primary\">").text(words("staff.sign_in")).tag("</button></p></form>");
    show(context, seen, status, words("staff.sign_in"), std::move(main));
}

std::string cookie(std::string_view name, std::string_view value, std::string_view rest) {
    return std::string(name)
        .append("=")
        .append(value)
        .append("; Path=/; Secure; HttpOnly; SameSite=Strict")
        .append(rest);
}

void show_fault(Context& context, const Seen& seen, SignInFault fault,
                std::chrono::steady_clock::time_point began) {
    switch (fault) {
    case SignInFault::refused: {
        context.parts.metrics.add(support::Count::sign_ins_refused);
        const auto spent =
            std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began);
        context.parts.server.after(
            std::max(refusal_time - spent, std::chrono::milliseconds(0)),
            [&context, seen] { show_sign_in(context, seen, 403, "staff.sign_in.refused"); });
        return;
    }
    case SignInFault::busy:
        context.parts.metrics.add(support::Count::sign_ins_busy);
        return show_sign_in(context, seen, 429, "staff.sign_in.busy");
    case SignInFault::unavailable: return show_sign_in(context, seen, 503, "staff.refused.unavailable");
    }
}

void sign_in(Context& context, const Seen& seen) {
    SignIn::Attempt attempt{.login = std::string(seen->form.get("login")),
                            .password = std::string(seen->form.get("password")),
                            .code = std::string(seen->form.get("code")),
                            .address = net::counted_address(seen->request.remote_address)};
    std::ranges::transform(attempt.login, attempt.login.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    const auto began = std::chrono::steady_clock::now();
    context.sign_in.sign_in(
        std::move(attempt), [&context, seen, began](std::expected<SignIn::SignedIn, SignInFault> signed_in) {
            if (!signed_in) return show_fault(context, seen, signed_in.error(), began);
            context.parts.metrics.add(support::Count::sign_ins_done);
            net::Response response = net::see_other("/staff");
            response.headers.add("Set-Cookie", cookie(session_cookie, signed_in->token, ""));
            seen->respond(std::move(response));
        });
}

void show_enrolment(Context& context, const Seen& seen, const std::string& token, int status,
                    std::string_view problem) {
    context.sign_in.look_at_link(token, [&context, seen, token, status, problem = std::string(problem)](
                                            std::optional<SignIn::Enrolment> link) {
        if (!link) return refuse(context, seen, 404, "staff.enrol.spent");
        const Words words(context.library(), seen->language);
        Html main;
        if (!problem.empty())
            main.tag("<p class=\"problem\" role=\"alert\">").text(words(problem)).tag("</p>");
        main.tag("<p>")
            .text(words({"staff.enrol.about", {{"login", link->record.login}}}))
            .tag("</p><ol><li>");
        main.text(words("staff.enrol.secret")).tag("<br><code>").text(review::base32(link->secret));
        main.tag("</code><br><a href=\"").text(review::totp_uri(link->record.login, link->secret)).tag("\">");
        main.text(words("staff.enrol.open")).tag("</a></li><li>").text(words("staff.enrol.choose"));
        main.tag("</li></ol><form method=\"post\" action=\"/staff/enrol\" class=\"narrow\">");
        main.part(form_token(context.sign_in.guest_token()));
        main.tag("<input type=\"hidden\" name=\"token\" value=\"").text(token).tag("\">");
        field(main, words,
              "<input name=\"password\" type=\"password\" autocomplete=\"new-password\" minlength=\"12\""
              " maxlength=\"128\" required>",
              "staff.password");
        field(main, words,
              "<input name=\"code\" autocomplete=\"one-time-code\" inputmode=\"numeric\" required>",
              "staff.enrol.shown");
        main.tag("<p><button class=\"primary\">").text(words("staff.enrol")).tag("</button></p></form>");
        show(context, seen, status, words("staff.enrol"), std::move(main));
    });
}

void enrol(Context& context, const Seen& seen) {
    const std::string token(seen->form.get("token"));
    context.sign_in.enrol(
        token, std::string(seen->form.get("password")), std::string(seen->form.get("code")),
        [&context, seen, token](std::expected<std::vector<std::string>, EnrolFault> codes) {
            if (!codes) return show_enrolment(context, seen, token, 422, key_of(codes.error()));
            const Words words(context.library(), seen->language);
            Html main;
            main.tag("<p>").text(words("staff.enrol.recovery")).tag("</p><ul class=\"codes\">");
            for (const std::string& code : *codes) main.tag("<li><code>").text(code).tag("</code></li>");
            main.tag("</ul><p><a href=\"/staff/sign-in\">").text(words("staff.sign_in")).tag("</a></p>");
            show(context, seen, 200, words("staff.enrol.done"), std::move(main));
        });
}

// A page of the console, and nothing that leads elsewhere or ends the header.
bool is_place(std::string_view target) {
    const bool ours = target == "/staff" || target.starts_with("/staff/") || target.starts_with("/staff?");
    return ours && std::ranges::all_of(target, [](char c) { return c > ' ' && c < '\x7f' && c != '\\'; });
}

void choose_language(Context& context, const Seen& seen) {
    const std::string chosen = context.library().languages.match(seen->form.get("language"));
    const std::string_view from = seen->form.get("from");
    net::Response response = net::see_other(is_place(from) ? from : "/staff");
    response.headers.add("Set-Cookie", cookie(language_cookie, chosen, "; Max-Age=31536000"));
    seen->respond(std::move(response));
}

} // namespace

void field(Html& html, const Words& words, Markup input, std::string_view key) {
    html.tag("<p><label>").text(words(key)).tag("<br>").tag(input).tag("</label></p>");
}

std::string_view key_of(EnrolFault fault) {
    switch (fault) {
    case EnrolFault::link_spent: return "staff.enrol.spent";
    case EnrolFault::code_wrong: return "staff.enrol.code";
    case EnrolFault::password_wrong: return "staff.password.wrong";
    case EnrolFault::too_short: return "staff.enrol.too_short";
    case EnrolFault::too_long: return "staff.enrol.too_long";
    case EnrolFault::common: return "staff.enrol.common";
    case EnrolFault::unavailable: return "staff.refused.unavailable";
    }
    return "staff.refused.unavailable";
}

void add_sign_in_pages(Context& context, Gate& gate) {
    gate.guest_page("/staff/sign-in", [&context](const Seen& seen) { show_sign_in(context, seen, 200, ""); });
    gate.guest_form("/staff/sign-in", [&context](const Seen& seen) { sign_in(context, seen); });
    gate.guest_page("/staff/enrol", [&context](const Seen& seen) {
        show_enrolment(context, seen, std::string(seen->request.query.get("token")), 200, "");
    });
    gate.guest_form("/staff/enrol", [&context](const Seen& seen) { enrol(context, seen); });
    gate.guest_form("/staff/guest-language",
                    [&context](const Seen& seen) { choose_language(context, seen); });
    gate.form("/staff/language", {}, [&context](const Seen& seen) { choose_language(context, seen); });
    gate.form("/staff/sign-out", {}, [&context](const Seen& seen) {
        context.sign_in.sign_out(*seen->officer, [&context, seen](bool done) {
            if (!done) return refuse(context, seen, 503, "staff.refused.unavailable");
            net::Response response = net::see_other("/staff/sign-in");
            response.headers.add("Set-Cookie", cookie(session_cookie, "", "; Max-Age=0"));
            seen->respond(std::move(response));
        });
    });
    // Where each begins depends on what they may see.
    gate.page("/staff", {}, [](const Seen& seen) {
        const review::Officer& officer = *seen->officer;
        seen->respond(net::see_other(officer.may(review::Right::see_cases)      ? "/staff/cases"
                                     : officer.may(review::Right::manage_staff) ? "/staff/accounts"
                                                                                : "/staff/journal"));
    });
}

} // namespace plaint::staff
