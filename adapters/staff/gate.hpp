#pragma once

#include "adapters/staff/html.hpp"
#include "adapters/staff/staff.hpp"
#include "bot/uploads/workers.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace plaint::staff {

inline constexpr std::string_view session_cookie = "__Host-plaint_staff";
inline constexpr std::string_view language_cookie = "__Host-plaint_language";

// One request on its way: who asks, in which language the page is, and what the form says.
struct Visit {
    net::Request request;
    net::Responder respond;
    std::string language;
    std::optional<review::Officer> officer;
    net::Parameters form;
};
using Seen = std::shared_ptr<Visit>;

// What the pages share.
struct Context {
    explicit Context(Parts given);

    Parts parts;
    casework::Casework::Post post; // onto the application's thread
    review::Journal journal;
    review::SignIn sign_in;
    review::Review review;
    uploads::Workers passwords, disk; // last: their threads work with all of the above

    const library::Library& library() const { return parts.conversation.library(); }
};

// The one door of the console. Whatever comes in is asked where it comes from, who it is, whether the form is ours, and
// whether the role may; a handler that is called has an officer who may.
class Gate {
  public:
    Gate(Context& context, net::Router& router) : context_(context), router_(router) {}

    using Handler = std::function<void(const Seen&)>;
    enum class For { guests, staff };

    // A page for a right, or for everybody who is signed in.
    void page(std::string_view pattern, std::optional<review::Right> right, Handler handler);
    void form(std::string_view pattern, std::optional<review::Right> right, Handler handler);
    // Pages and forms of those who are not signed in yet.
    void guest_page(std::string_view pattern, Handler handler);
    void guest_form(std::string_view pattern, Handler handler);

  private:
    struct Rule {
        For whom = For::staff;
        std::optional<review::Right> right;
    };
    void add(net::Method method, std::string_view pattern, Rule rule, Handler handler);
    void enter(net::Request&& request, net::Responder respond, const Rule& rule, const Handler& handler);
    bool comes_from_us(const net::Request& request) const;

    Context& context_;
    net::Router& router_;
};

} // namespace plaint::staff
