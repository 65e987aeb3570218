#include "dialogs/load/directory_loader.hpp"

#include <algorithm>
#include <iterator>

namespace plaint::content {

namespace {

// The kinds of platform that S2 1 tells apart.
constexpr std::string_view platform_kinds[] = {"marketplace", "self_operated", "mobile_client", "live_stream",
                                               "independent_site"};

std::vector<std::string> read_texts(const Reader& row, std::string_view key) {
    std::vector<std::string> out;
    if (const auto list = row.find(key))
        for (const Reader& item : list->items()) out.push_back(item.text());
    return out;
}

kinds::LinkRule read_link(const Reader& row) {
    row.expect_only({"host", "path", "query", "shape"});
    kinds::LinkRule rule;
    rule.host = row.at("host").text();
    if (const auto path = row.find("path")) rule.path = path->text();
    rule.query = read_texts(row, "query");
    const std::string shape = row.at("shape").text();
    if (shape == "digits")
        rule.shape = kinds::ItemShape::digits;
    else if (shape == "hex24")
        rule.shape = kinds::ItemShape::hex24;
    else if (shape == "pair")
        rule.shape = kinds::ItemShape::pair;
    else
        row.at("shape").complain("should be digits, hex24 or pair");
    return rule;
}

} // namespace

void read_platforms(const Reader& file, DirectoryRows& rows) {
    file.expect_only({"source", "platforms"});
    std::vector<kinds::Platform> links;
    for (const Reader& row : file.at("platforms").items()) {
        row.expect_only({"id", "name", "words", "seat", "liaison_centre", "kind", "links", "domains",
                         "short_hosts", "source", "needs_legal_check"});
        row.at("source").text();
        row.at("needs_legal_check").flag();
        PlatformRow platform{row.at("id").text(),
                             read_names(row.at("name")),
                             read_texts(row, "words"),
                             read_region(row.at("seat"), rows.regions),
                             row.at("liaison_centre").text(),
                             row.at("kind").text()};
        if (!is_centre(rows, platform.liaison_centre)) row.at("liaison_centre").complain("is no centre");
        if (std::ranges::find(platform_kinds, platform.kind) == std::end(platform_kinds))
            row.at("kind").complain("is no kind of platform");
        if (std::ranges::find(rows.platforms, platform.id, &PlatformRow::id) != rows.platforms.end()) {
            row.at("id").complain(platform.id + " stands in the directory twice");
            continue;
        }
        kinds::Platform page{
            platform.id, platform.seat, {}, read_texts(row, "domains"), read_texts(row, "short_hosts")};
        for (const Reader& link : row.at("links").items()) page.links.push_back(read_link(link));
        links.push_back(std::move(page));
        rows.platforms.push_back(std::move(platform));
    }
    auto built = kinds::Platforms::build(std::move(links));
    if (built)
        rows.links = std::move(*built);
    else
        file.complain(built.error());
}

} // namespace plaint::content
