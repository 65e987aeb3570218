#include "adapters/staff/layout.hpp"

#include "bot/casework/projection.hpp"
#include "bot/support/clock.hpp"

#include <chrono>

namespace plaint::staff {
namespace {

constexpr std::string_view policy =
    "default-src 'none'; style-src 'self'; img-src 'self'; media-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'";

void link(Html& html, Markup opening, const std::string& words) { html.tag(opening).text(words).tag("</a>"); }

// The same page in another language. What answers a form cannot be asked for again, so it has no such buttons.
Html languages(const Context& context, const Visit& visit, std::string_view token) {
    if (visit.request.method != net::Method::get) return {};
    Html html;
    html.tag("<form method=\"post\" action=\"")
        .text(visit.officer ? "/staff/language" : "/staff/guest-language")
        .tag("\">")
        .part(form_token(token))
        .tag("<input type=\"hidden\" name=\"from\" value=\"")
        .text(visit.request.target)
        .tag("\">");
    html.tag("<details><summary>")
        .text(context.library().languages.language(visit.language).name)
        .tag("</summary>");
    for (const locales::Language& language : context.library().languages.all())
        if (language.id != visit.language)
            html.tag("<button name=\"language\" value=\"")
                .text(language.id)
                .tag("\" lang=\"")
                .text(language.id)
                .tag("\">")
                .text(language.name)
                .tag("</button>");
    return std::move(html.tag("</details></form>"));
}

Html navigation(const Context& context, const Visit& visit, const Words& words) {
    using review::Right;
    Html html;
    html.tag("<nav>");
    if (visit.officer) {
        const review::Officer& officer = *visit.officer;
        if (officer.may(Right::see_cases)) link(html, "<a href=\"/staff/cases\">", words("staff.cases"));
        if (officer.may(Right::see_journal))
            link(html, "<a href=\"/staff/journal\">", words("staff.journal"));
        if (officer.may(Right::manage_staff))
            link(html, "<a href=\"/staff/accounts\">", words("staff.accounts"));
    }
    const std::string token = visit.officer ? visit.officer->form_token : context.sign_in.guest_token();
    html.part(languages(context, visit, token));
    if (visit.officer) link(html, "<a href=\"/staff/sessions\">", words("staff.sessions"));
    if (visit.officer)
        html.tag("<form method=\"post\" action=\"/staff/sign-out\">")
            .part(form_token(token))
            .tag("<button>")
            .text(words({"staff.sign_out", {{"name", visit.officer->name}}}))
            .tag("</button></form>");
    return std::move(html.tag("</nav>"));
}

} // namespace

std::string Words::label(std::string_view path) const {
    const auto parts = casework::label_of(library_.tree(), path);
    return parts.empty() ? std::string(path) : renderer_.label(parts);
}

std::string Words::body(std::string_view id, std::string_view language) const {
    const content::Body* found = library_.content->directory.body(id);
    return std::string(found != nullptr ? content::name_in(found->name, language) : id);
}

std::string Words::holder(const storage::StaffId& id, const review::Officer& officer,
                          const review::Names& names) const {
    if (id.empty()) return (*this)("staff.taken.nobody");
    return id == officer.id ? (*this)("staff.taken.me") : actor(id.text, names, {});
}

std::string Words::actor(const std::string& id, const review::Names& names, std::string_view language) const {
    if (const auto known = names.find(id); known != names.end()) return known->second;
    if (id == "complainant" || id == "system") return (*this)("staff.actor." + id);
    return body(id, language);
}

std::string Words::named(std::string_view list, const std::string& name) const {
    const std::string key = std::string(list) + "." + name;
    const std::string words = (*this)(key);
    return words != key ? words : name;
}

Html table_head(const Words& words, std::initializer_list<std::string_view> keys) {
    Html html;
    html.tag("<table><thead><tr>");
    for (const std::string_view key : keys) html.tag("<th scope=\"col\">").text(words(key)).tag("</th>");
    html.tag("</tr></thead><tbody>\n");
    return html;
}

Html cell_head(const Words& words, std::string_view key) {
    Html html;
    html.tag("<td data-label=\"").text(words(key)).tag("\">");
    return html;
}

void show(Context& context, const Seen& seen, int status, std::string_view title, Html main) {
    const Words words(context.library(), seen->language);
    Html html;
    html.tag("<!doctype html>\n<html lang=\"")
        .text(seen->language)
        .tag("\" dir=\"")
        .text(context.library().languages.language(seen->language).direction)
        .tag("\">\n<head>\n<meta charset=\"utf-8\">\n"
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
    html.text(title)
        .tag(" · ")
        .text(words("staff.title"))
        .tag("</title>\n"
             "<link rel=\"stylesheet\" href=\"/staff/staff.css\">\n</head>\n<body>\n<a class=\"skip\" "
             "href=\"#main\">");
    html.text(words("staff.skip"))
        .tag("</a>\n<header><p class=\"brand\">")
        .text(words("staff.title"))
        .tag("</p>");
    html.part(navigation(context, *seen, words)).tag("</header>\n<main id=\"main\" tabindex=\"-1\">\n<h1>");
    html.text(title).tag("</h1>\n").part(std::move(main)).tag("\n</main>\n</body>\n</html>\n");
    net::Response response = net::html(html.take(), status);
    response.headers.set("Content-Security-Policy", policy);
    response.headers.set("Cache-Control", "no-store");
    if (status == 429) response.headers.set("Retry-After", "60");
    seen->respond(std::move(response));
}

void refuse(Context& context, const Seen& seen, int status, std::string_view key) {
    const Words words(context.library(), seen->language);
    Html main;
    main.tag("<p class=\"problem\" role=\"alert\">").text(words(key)).tag("</p><p>");
    // Some of it is mended by signing in.
    if (!seen->officer || key == "staff.refused.not_fresh")
        link(main, "<a href=\"/staff/sign-in\">", words("staff.sign_in"));
    else
        link(main, "<a href=\"/staff\">", words("staff.back"));
    main.tag("</p>");
    show(context, seen, status, words("staff.refused"), std::move(main));
}

Html form_token(std::string_view token) {
    Html html;
    html.tag("<input type=\"hidden\" name=\"form_token\" value=\"").text(token).tag("\">");
    return html;
}

std::string time_words(std::int64_t at_ms) {
    std::string text = support::rfc3339_shanghai(at_ms).substr(0, 19);
    text[10] = ' ';
    return text;
}

std::string time_words(std::string_view utc) {
    const auto part = [&](std::size_t at, std::size_t length) {
        return number_from<unsigned>(utc.substr(at, length)).value_or(0);
    };
    if (utc.size() < 19) return std::string(utc);
    const std::chrono::year_month_day day{std::chrono::year(static_cast<int>(part(0, 4))),
                                          std::chrono::month(part(5, 2)), std::chrono::day(part(8, 2))};
    if (!day.ok()) return std::string(utc);
    const std::chrono::milliseconds at = std::chrono::sys_days(day).time_since_epoch() +
                                         std::chrono::hours(part(11, 2)) + std::chrono::minutes(part(14, 2)) +
                                         std::chrono::seconds(part(17, 2));
    return time_words(at.count());
}

} // namespace plaint::staff
