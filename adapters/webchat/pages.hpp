#pragma once

#include "adapters/webchat/context.hpp"
#include "bot/net/router.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace plaint::webchat {

// The chat page, the page for frames on other sites, the status page, and the script that puts the chat window anywhere.
class Pages {
  public:
    // The context outlives the server.
    explicit Pages(Context& context) : context_(context) {}

    void add_to(net::Router& router);

  private:
    // Bytes that do not change while the program runs, and the tag by which a browser knows that it has them.
    struct Asset {
        net::Body body;
        std::string type;
        std::string tag;
    };
    enum class Framing { never, by_embedders };
    enum class Sharing { own_pages, any_page };

    void add_page(net::Router& router, std::string_view path, std::string_view file, Framing framing);
    void add_words(net::Router& router);
    void add_regions(net::Router& router);
    // In which language something is asked for: as the address says, else as the browser prefers.
    const locales::Language& language_of(const net::Request& request) const;
    static Asset made(std::string bytes, std::string_view type);
    void add_file(net::Router& router, std::string_view path, Asset asset, Sharing sharing);
    static Asset embedded_asset(std::string_view file, std::string_view type);
    static net::Response answer(const net::Request& request, const Asset& asset);

    Context& context_;
};

} // namespace plaint::webchat
