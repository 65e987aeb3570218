#include "adapters/staff/gate.hpp"

#include "adapters/staff/layout.hpp"
#include "adapters/webchat/refusal.hpp"
#include "bot/support/crypto.hpp"

namespace plaint::staff {
namespace {

// Two passwords at a time are 128 MiB; a third waits.
constexpr std::size_t password_threads = 2;
constexpr std::size_t disk_threads = 2;
constexpr std::size_t form_bytes_max = 64 * 1024;

casework::Casework::Post post_on(net::Server& server) {
    return [&server](std::move_only_function<void()> task) { server.post(std::move(task)); };
}
casework::Casework::Post work_on(uploads::Workers& workers) {
    return [&workers](std::move_only_function<void()> task) { workers.post(std::move(task)); };
}

bool changes(net::Method method) { return method == net::Method::post; }

} // namespace

Context::Context(Parts given)
    : parts(std::move(given)),
      post(post_on(parts.server)),
      journal({parts.store, parts.clock, parts.log, post}),
      sign_in({parts.store, journal, parts.clock, parts.log, parts.server_key, post, work_on(passwords)}),
      review({parts.store, parts.conversation, journal, parts.clock, parts.log, post, parts.events_due}),
      passwords(password_threads),
      disk(disk_threads) {}

void Gate::page(std::string_view pattern, std::optional<review::Right> right, Handler handler) {
    add(net::Method::get, pattern, {For::staff, right}, std::move(handler));
}
void Gate::form(std::string_view pattern, std::optional<review::Right> right, Handler handler) {
    add(net::Method::post, pattern, {For::staff, right}, std::move(handler));
}
void Gate::guest_page(std::string_view pattern, Handler handler) {
    add(net::Method::get, pattern, {For::guests, {}}, std::move(handler));
}
void Gate::guest_form(std::string_view pattern, Handler handler) {
    add(net::Method::post, pattern, {For::guests, {}}, std::move(handler));
}

void Gate::add(net::Method method, std::string_view pattern, Rule rule, Handler handler) {
    router_.on(
        method, pattern,
        [this, rule, handler = std::move(handler)](net::Request&& request, net::Responder respond) {
            enter(std::move(request), std::move(respond), rule, handler);
        },
        form_bytes_max);
}

// A browser says where a form was sent from. What says nothing at all is no browser of today, and has no business here.
bool Gate::comes_from_us(const net::Request& request) const {
    const std::string_view origin = request.header("Origin");
    const std::string_view site = request.header("Sec-Fetch-Site");
    if (!site.empty() && site != "same-origin" && site != "none") return false;
    // Our own pages send no referrer, and then browsers say "null" here; where they come from they say in the other header.
    if (!origin.empty() && origin != "null") {
        const std::size_t at = origin.find("://");
        const bool same_host =
            at != std::string_view::npos && origin.substr(at + 3) == request.header("Host");
        return same_host || origin == support::public_base(context_.parts.config);
    }
    return site == "same-origin";
}

void Gate::enter(net::Request&& request, net::Responder respond, const Rule& rule, const Handler& handler) {
    auto seen = std::make_shared<Visit>(Visit{std::move(request), std::move(respond), {}, {}, {}});
    const auto chosen = seen->request.cookie(language_cookie);
    seen->language = webchat::language_of(context_.library(), chosen.value_or(""), seen->request);
    const bool unsafe = changes(seen->request.method);
    if (unsafe && !comes_from_us(seen->request)) return refuse(context_, seen, 403, "staff.refused.origin");
    if (unsafe) seen->form = seen->request.form();

    if (rule.whom == For::guests) {
        if (unsafe && !context_.sign_in.guest_token_holds(seen->form.get("form_token")))
            return refuse(context_, seen, 403, "staff.refused.form");
        return handler(seen);
    }
    const std::string token(seen->request.cookie(session_cookie).value_or(""));
    context_.sign_in.who(token, [this, seen, rule, handler, unsafe](std::optional<review::Officer> officer) {
        if (!officer) {
            if (!unsafe) return seen->respond(net::see_other("/staff/sign-in"));
            return refuse(context_, seen, 401, "staff.refused.signed_out");
        }
        seen->officer = std::move(officer);
        if (unsafe && !support::same_secret(seen->officer->form_token, seen->form.get("form_token")))
            return refuse(context_, seen, 403, "staff.refused.form");
        if (rule.right && !seen->officer->may(*rule.right))
            return refuse(context_, seen, 403, "staff.refused.right");
        handler(seen);
    });
}

} // namespace plaint::staff
