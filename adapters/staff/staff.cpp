#include "adapters/staff/staff.hpp"

#include "adapters/staff/gate.hpp"
#include "adapters/staff/layout.hpp"
#include "adapters/staff/rooms.hpp"
#include "embedded.hpp"

namespace plaint::staff {

struct Staff::Rooms {
    explicit Rooms(Parts parts) : context(std::move(parts)) {}

    Context context;
    std::unique_ptr<Gate> gate;
};

Staff::Staff(Parts parts) : rooms_(std::make_unique<Rooms>(std::move(parts))) {}
Staff::~Staff() = default;

void Staff::add_to(net::Router& router) {
    Context& context = rooms_->context;
    rooms_->gate = std::make_unique<Gate>(context, router);
    Gate& gate = *rooms_->gate;
    add_sign_in_pages(context, gate);
    add_case_list(context, gate);
    add_callers(context, gate);
    add_case_page(context, gate);
    add_case_actions(context, gate);
    add_case_files(context, gate);
    add_account_pages(context, gate);
    add_session_pages(context, gate);
    // Whatever else is asked for below is no page; who is not signed in is sent to sign in before they are told.
    gate.page("/staff/{rest...}", {}, [&context](const Seen& seen) {
        if (seen->request.parameter("rest").empty()) return seen->respond(net::see_other("/staff"));
        refuse(context, seen, 404, "staff.refused.page");
    });
    router.get("/staff/staff.css", [](net::Request&&, net::Responder respond) {
        net::Response response;
        response.headers.set("Content-Type", "text/css; charset=utf-8");
        response.headers.set("Cache-Control", "no-cache");
        response.body = net::Body::embedded(embedded::find("adapters/staff/page/staff.css").value_or(""));
        respond(std::move(response));
    });
}

} // namespace plaint::staff
