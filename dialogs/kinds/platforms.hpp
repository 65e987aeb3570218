#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

// The e-commerce platforms as data: which links are product pages, and where a page's item number stands.
//
// dialogs/directory/platforms.json has this shape ("domains" and "short_hosts" may be missing):
//
//   {"platforms": [
//     {"id": "taobao", "seat": "330110",
//      "links": [{"host": "item.taobao.com", "path": "/item.htm", "query": ["id"], "shape": "digits"},
//                {"host": "h5.m.taobao.com", "query": ["id", "itemId"], "shape": "digits"},
//                {"host": "world.taobao.com", "path": "/item/{id}.htm", "shape": "digits"}],
//      "domains": ["taobao.com"], "short_hosts": ["m.tb.cn", "e.tb.cn"]},
//     {"id": "suning", "seat": "320102",
//      "links": [{"host": "product.suning.com", "path": "/{shop}/{id}.html", "shape": "pair"}],
//      "domains": ["suning.com"]}]}
//
//   id           what `respondents[].platform` holds for it
//   seat         six-digit region code of the platform's seat
//   host         the exact host, lower case; no wildcard
//   path         the exact path; `{id}` stands for the item number and `{shop}` for the shop's, each a run of
//                letters and digits; a final `*` stands for any rest; missing or empty allows any path
//   query        exact names of the parameters that may hold the item number, the first present counts;
//                missing when the path holds it
//   shape        "digits", "hex24" (24 hexadecimal digits), or "pair" (digits, as SHOP/ITEM)
//   domains      the platform's own domains, themselves and all hosts under them: a link there that no rule
//                reads is a page of this platform without an item
//   short_hosts  hosts of short links, which nothing here can resolve
namespace plaint::kinds {

enum class ItemShape : std::uint8_t { digits, hex24, pair };

struct LinkRule {
    std::string host;
    std::string path;
    std::vector<std::string> query;
    ItemShape shape = ItemShape::digits;
};

struct Platform {
    std::string id;
    std::string seat;
    std::vector<LinkRule> links;
    std::vector<std::string> domains;
    std::vector<std::string> short_hosts;
};

class Platforms {
  public:
    Platforms() = default;

    // Fails with a sentence that names the first bad row: a repeated or empty id, a host that is not one, a
    // rule without a place for the item number, a seat that is not six digits.
    static std::expected<Platforms, std::string> build(std::vector<Platform> rows);

    const std::vector<Platform>& rows() const { return rows_; }
    const Platform* find(std::string_view id) const;

    // The region code of a platform's seat; empty for ids unknown.
    std::string_view seat_of(std::string_view id) const;

  private:
    std::vector<Platform> rows_;
};

} // namespace plaint::kinds
