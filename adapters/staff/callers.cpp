#include "adapters/staff/callers.hpp"

#include "adapters/staff/rooms.hpp"

#include <nlohmann/json.hpp>
#include <span>

namespace plaint::staff {
namespace {

constexpr std::uint32_t callers_on_page = 50;

// "/staff/callers/SESSION/TURN"
Html place_of(const review::Caller& caller) {
    Html html;
    html.tag("/staff/callers/").text(caller.record.session.text).tag("/");
    html.text(std::to_string(caller.record.turn));
    return html;
}

std::uint64_t turn_in(const Seen& seen) {
    return number_from<std::uint64_t>(seen->request.parameter("turn")).value_or(0);
}

storage::SessionId session_in(const Seen& seen) {
    return storage::SessionId(std::string(seen->request.parameter("session")));
}

// "1790000000000.SESSION", where a page has ended; whatever it is not begins with the first.
storage::CallerPlace place_in(std::string_view text) {
    const std::size_t point = text.find('.');
    const auto at = number_from<std::int64_t>(text.substr(0, point));
    if (!at || point == std::string_view::npos) return {};
    return {*at, storage::SessionId(std::string(text.substr(point + 1)))};
}

// Whoever calls back has the case before them, or knows that there is none.
Html cases_of(const Words& words, const review::Caller& caller) {
    Html html;
    if (caller.cases.empty()) html.text(words("staff.callers.no_case"));
    for (const storage::CaseNumber& number : caller.cases) {
        if (number != caller.cases.front()) html.tag("<br>");
        html.tag("<a href=\"/staff/cases/").text(number.text).tag("\">").text(number.text).tag("</a>");
    }
    return html;
}

Html table(const Visit& visit, const Words& words, std::span<const review::Caller> callers) {
    Html html = table_head(words, {"staff.callers.at", "staff.callers.wish", "staff.callers.to",
                                   "staff.callers.cases", "staff.account.change"});
    for (const review::Caller& one : callers) {
        const conversation::Promise& promise = one.promise;
        html.tag("<tr><th scope=\"row\">").text(time_words(one.record.at)).tag("</th>");
        html.part(cell_head(words, "staff.callers.wish"));
        if (!promise.kind.empty()) {
            html.text(words("staff.callers." + promise.kind)).tag(" · ");
            html.text(words("staff.channel." + promise.channel));
        }
        html.tag("</td>").part(cell_head(words, "staff.callers.to"));
        html.text(promise.to.empty() ? words("staff.callers.unknown") : promise.to);
        for (std::size_t i = 0; i < promise.recordings.size(); ++i) {
            html.tag("<br><audio controls preload=\"none\" src=\"").part(place_of(one)).tag("/messages/");
            html.text(std::to_string(i)).tag("\" aria-label=\"");
            html.text(words("staff.callers.message")).tag("\"></audio>");
        }
        html.tag("</td>").part(cell_head(words, "staff.callers.cases")).part(cases_of(words, one));
        html.tag("</td><td class=\"buttons\">");
        if (visit.officer->may(review::Right::take)) {
            html.tag("<form method=\"post\" action=\"").part(place_of(one)).tag("\">");
            html.part(form_token(visit.officer->form_token)).tag("<button>");
            html.text(words("staff.callers.done")).tag("</button></form>");
        }
        html.tag("</td></tr>\n");
    }
    return std::move(html.tag("</tbody></table>"));
}

// One more than a page holds: there are others.
void show_callers(Context& context, const Seen& seen, std::vector<review::Caller> callers) {
    const Words words(context.library(), seen->language);
    const bool more = callers.size() > callers_on_page;
    if (more) callers.pop_back();
    Html main;
    if (callers.empty()) main.tag("<p>").text(words("staff.callers.none")).tag("</p>");
    if (!callers.empty()) main.part(table(*seen, words, callers));
    if (more) {
        const storage::CallbackRecord& last = callers.back().record;
        main.tag("<p><a rel=\"next\" href=\"/staff/callers?after=").text(std::to_string(last.at));
        main.tag(".").text(last.session.text).tag("\">").text(words("staff.callers.next"));
        main.tag("</a></p>");
    }
    show(context, seen, 200, words("staff.callers"), std::move(main));
}

} // namespace

Html callers_section(const Visit& visit, const Words& words, std::vector<review::Caller> callers) {
    Html html;
    if (callers.empty()) return html;
    const bool more = callers.size() > callers_shown;
    if (more) callers.resize(callers_shown);
    html.tag("<section class=\"callers\"><h2>").text(words("staff.callers")).tag("</h2>");
    html.part(table(visit, words, callers));
    if (more) html.tag("<p><a href=\"/staff/callers\">").text(words("staff.callers.all")).tag("</a></p>");
    return std::move(html.tag("</section>"));
}

void add_callers(Context& context, Gate& gate) {
    gate.page("/staff/callers", review::Right::see_cases, [&context](const Seen& seen) {
        context.review.callers(*seen->officer, place_in(seen->request.query.get("after")),
                               callers_on_page + 1, [&context, seen](auto callers) {
                                   if (!callers) return refuse(context, seen, callers.error());
                                   const nlohmann::json content{{"callers", callers->size()}};
                                   context.journal.note(
                                       seen->officer->id.text, "callers_listed", content,
                                       [&context, seen, callers = *std::move(callers)](bool written) {
                                           if (!written)
                                               return refuse(context, seen, review::Refused::unavailable);
                                           show_callers(context, seen, callers);
                                       });
                               });
    });
    gate.form("/staff/callers/{session}/{turn}", review::Right::take, [&context](const Seen& seen) {
        context.review.keep(*seen->officer, session_in(seen), turn_in(seen),
                            [&context, seen](const auto& done) {
                                if (!done) return refuse(context, seen, done.error());
                                seen->respond(net::see_other("/staff/cases"));
                            });
    });
    gate.page("/staff/callers/{session}/{turn}/messages/{position}", review::Right::see_cases,
              [&context](const Seen& seen) {
                  const auto position = number_from<std::size_t>(seen->request.parameter("position"));
                  if (!position) return refuse(context, seen, review::Refused::unknown);
                  context.review.message(*seen->officer, session_in(seen), turn_in(seen), *position,
                                         [&context, seen](auto record) {
                                             if (!record) return refuse(context, seen, record.error());
                                             send_file(context, seen, std::move(*record));
                                         });
              });
}

} // namespace plaint::staff
