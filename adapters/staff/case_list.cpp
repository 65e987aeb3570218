#include "adapters/staff/callers.hpp"
#include "adapters/staff/layout.hpp"
#include "adapters/staff/rooms.hpp"
#include "bot/casework/numbers.hpp"
#include "bot/casework/states.hpp"

#include <array>
#include <nlohmann/json.hpp>

namespace plaint::staff {
namespace {

constexpr std::uint32_t page_length = 50;
constexpr std::array states{
    storage::CaseState::submitted, storage::CaseState::in_review,    storage::CaseState::awaiting_materials,
    storage::CaseState::accepted,  storage::CaseState::not_accepted, storage::CaseState::transferred,
    storage::CaseState::duplicate, storage::CaseState::concluded,    storage::CaseState::withdrawn};

// A case number as it is typed or pasted.
std::string number_wanted(const Visit& visit) {
    std::string number;
    for (const char c : visit.request.query.get("number"))
        if (c != ' ') number += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return number;
}

storage::CaseFilter filter_of(const Visit& visit) {
    const net::Parameters& query = visit.request.query;
    storage::CaseFilter filter{.limit = page_length + 1};
    filter.state = casework::case_state_of(query.get("state"));
    if (query.get("taken") == "me") filter.taken_by = visit.officer->id;
    if (query.get("taken") == "nobody") filter.taken_by = storage::StaffId();
    filter.number = storage::CaseNumber(number_wanted(visit));
    if (casework::is_case_number(query.get("before")))
        filter.before = storage::CaseNumber(std::string(query.get("before")));
    return filter;
}

void option(Html& html, std::string_view value, std::string_view chosen, const std::string& words) {
    html.tag("<option value=\"").text(value).tag("\"");
    if (value == chosen) html.tag(" selected");
    html.tag(">").text(words).tag("</option>");
}

Html filters(const Visit& visit, const Words& words) {
    const net::Parameters& query = visit.request.query;
    Html html;
    html.tag("<form method=\"get\" action=\"/staff/cases\" class=\"filters\"><label>")
        .text(words("staff.state"));
    html.tag(" <select name=\"state\">");
    option(html, "", query.get("state"), words("staff.any"));
    for (const storage::CaseState state : states) {
        const std::string name(casework::name_of(state));
        option(html, name, query.get("state"), words("staff.state." + name));
    }
    html.tag("</select></label> <label>").text(words("staff.taken_by")).tag(" <select name=\"taken\">");
    for (const char* who : {"", "me", "nobody"})
        option(html, who, query.get("taken"),
               words(*who == '\0' ? "staff.any" : "staff.taken." + std::string(who)));
    html.tag("</select></label> <label>").text(words("staff.number")).tag(" <input name=\"number\" value=\"");
    html.text(query.get("number"))
        .tag("\"></label> <button>")
        .text(words("staff.filter"))
        .tag("</button></form>");
    return html;
}

void row(Html& html, const Visit& visit, const Words& words, const review::Names& names,
         const storage::CaseSummary& one) {
    html.tag("<tr><th scope=\"row\"><a href=\"/staff/cases/").text(one.number.text).tag("\">");
    html.text(one.number.text).tag("</a></th>");
    const auto cell = [&](std::string_view key, const std::string& text) {
        html.part(cell_head(words, key)).text(text).tag("</td>");
    };
    cell("staff.submitted_at", time_words(one.submitted_at));
    cell("staff.state", words("staff.state." + std::string(casework::name_of(one.state))));
    cell("staff.lead", words.body(one.lead, visit.language));
    cell("staff.taken_by", words.holder(one.taken_by, *visit.officer, names));
    cell("staff.kind", words("option.case.kind." + one.kind));
    html.tag("</tr>\n");
}

void show_list(Context& context, const Seen& seen, review::CaseList list,
               const std::vector<review::Caller>& callers) {
    const Words words(context.library(), seen->language);
    const bool more = list.cases.size() > page_length;
    if (more) list.cases.pop_back();
    Html main = callers_section(*seen, words, callers);
    main.part(filters(*seen, words));
    if (list.cases.empty()) {
        const std::string number = number_wanted(*seen);
        const bool is_none = !number.empty() && !casework::is_case_number(number);
        main.tag("<p role=\"status\">")
            .text(words(is_none ? "staff.number.form" : "staff.cases.none"))
            .tag("</p>");
    }
    if (!list.cases.empty()) {
        main.part(table_head(words, {"staff.number", "staff.submitted_at", "staff.state", "staff.lead",
                                     "staff.taken_by", "staff.kind"}));
        for (const storage::CaseSummary& one : list.cases) row(main, *seen, words, list.names, one);
        main.tag("</tbody></table>");
    }
    if (more) {
        main.tag("<p><a rel=\"next\" href=\"/staff/cases?before=").text(list.cases.back().number.text);
        for (const char* name : {"state", "taken"})
            main.tag("&amp;").text(name).tag("=").text(net::percent_encode(seen->request.query.get(name)));
        main.tag("\">").text(words("staff.older")).tag("</a></p>");
    }
    show(context, seen, 200, words("staff.cases"), std::move(main));
}

// A search stands in the journal, by what was filtered and never by what was found.
void note_search(Context& context, const Seen& seen, std::size_t count, const std::function<void()>& noted) {
    const net::Parameters& query = seen->request.query;
    const nlohmann::json content{{"state", std::string(query.get("state"))},
                                 {"taken", std::string(query.get("taken"))},
                                 {"number", !query.get("number").empty()},
                                 {"count", count}};
    context.journal.note(seen->officer->id.text, "listed", content, [&context, seen, noted](bool written) {
        if (!written) return refuse(context, seen, review::Refused::unavailable);
        noted();
    });
}

} // namespace

void add_case_list(Context& context, Gate& gate) {
    gate.page("/staff/cases", review::Right::see_cases, [&context](const Seen& seen) {
        context.review.list(*seen->officer, filter_of(*seen), [&context, seen](const auto& list) {
            if (!list) return refuse(context, seen, list.error());
            context.review.callers(
                *seen->officer, {}, callers_shown + 1, [&context, seen, list = *list](const auto& callers) {
                    if (!callers) return refuse(context, seen, callers.error());
                    note_search(context, seen, list.cases.size(), [&context, seen, list, callers = *callers] {
                        show_list(context, seen, list, callers);
                    });
                });
        });
    });
}

void refuse(Context& context, const Seen& seen, review::Refused refused) {
    using review::Refused;
    switch (refused) {
    case Refused::unknown: return refuse(context, seen, 404, "staff.refused.unknown");
    case Refused::forbidden: return refuse(context, seen, 403, "staff.refused.right");
    case Refused::not_taken: return refuse(context, seen, 409, "staff.refused.not_taken");
    case Refused::stale: return refuse(context, seen, 409, "staff.refused.stale");
    case Refused::moved_on: return refuse(context, seen, 409, "staff.refused.moved_on");
    case Refused::rearranged: return refuse(context, seen, 409, "staff.refused.rearranged");
    case Refused::wrong_state: return refuse(context, seen, 409, "staff.refused.wrong_state");
    case Refused::no_reason: return refuse(context, seen, 422, "staff.refused.no_reason");
    case Refused::too_long: return refuse(context, seen, 422, "staff.refused.too_long");
    case Refused::nothing_named: return refuse(context, seen, 422, "staff.refused.nothing_named");
    case Refused::bad_target: return refuse(context, seen, 422, "staff.refused.bad_target");
    case Refused::bad_fact: return refuse(context, seen, 422, "staff.refused.bad_fact");
    case Refused::unavailable: return refuse(context, seen, 503, "staff.refused.unavailable");
    }
}

std::optional<storage::CaseNumber> number_in(Context& context, const Seen& seen) {
    const std::string number(seen->request.parameter("number"));
    if (casework::is_case_number(number)) return storage::CaseNumber(number);
    refuse(context, seen, review::Refused::unknown);
    return std::nullopt;
}

} // namespace plaint::staff
