#include "tests/unit/webchat/rig.hpp"

#include <catch2/catch.hpp>
#include <set>
#include <vector>

using namespace plaint;
using namespace plaint::webchat::test;

namespace {

std::string lower(std::string_view method) {
    std::string out(method);
    for (char& c : out) c = static_cast<char>(c - 'A' + 'a');
    return out;
}

// Every "$ref" of the document, wherever it stands.
void gather(const json& value, std::set<std::string>& references) {
    if (value.is_object() && value.contains("$ref")) references.insert(value["$ref"].get<std::string>());
    if (value.is_structured())
        for (const json& inner : value) gather(inner, references);
}

} // namespace

TEST_CASE("the description of the interface has every route, and no other") {
    Rig rig;
    const json document = rig.get("/api/v1/openapi.json").parsed();
    std::set<std::string> served;
    // The console's pages are for people; no program is promised anything about them.
    for (const net::Route* route : rig.router().routes())
        if (!route->pattern.starts_with("/staff"))
            served.insert(lower(net::name_of(route->method)) + " " + route->pattern);
    std::set<std::string> described;
    for (const auto& [path, item] : document["paths"].items())
        for (const auto& [method, operation] : item.items()) described.insert(method + " " + path);
    CHECK(described == served);
}

TEST_CASE("the description of the interface says nothing twice") {
    Rig rig;
    // Readers keep the last of two members of one name, so nothing that is read tells of the first.
    std::vector<std::set<std::string>> names;
    const auto note = [&](int, json::parse_event_t event, json& read) {
        if (event == json::parse_event_t::object_start) names.emplace_back();
        if (event == json::parse_event_t::object_end) names.pop_back();
        if (event == json::parse_event_t::key) {
            INFO(read);
            CHECK(names.back().insert(read.get<std::string>()).second);
        }
        return true;
    };
    CHECK(json::parse(rig.get("/api/v1/openapi.json").body, note)["paths"].size() > 1);
}

TEST_CASE("the description of the interface is whole") {
    Rig rig;
    const json document = rig.get("/api/v1/openapi.json").parsed();
    std::set<std::string> references;
    gather(document, references);
    for (const std::string& reference : references) {
        INFO(reference);
        REQUIRE(reference.starts_with("#/"));
        CHECK(document.contains(json::json_pointer(reference.substr(1))));
    }
    std::set<std::string> names;
    for (const auto& [path, item] : document["paths"].items())
        for (const auto& [method, operation] : item.items()) {
            INFO(method << " " << path);
            CHECK(names.insert(operation["operationId"].get<std::string>()).second);
            CHECK(!operation["responses"].empty());
            // What stands in braces in the path is a parameter.
            std::set<std::string> parameters;
            for (json parameter : operation.value("parameters", json::array())) {
                if (parameter.contains("$ref"))
                    parameter = document[json::json_pointer(parameter["$ref"].get<std::string>().substr(1))];
                if (parameter["in"] == "path") parameters.insert(parameter["name"].get<std::string>());
            }
            std::set<std::string> braces;
            for (std::size_t at = path.find('{'); at != std::string::npos; at = path.find('{', at + 1))
                braces.insert(path.substr(at + 1, path.find('}', at) - at - 1));
            CHECK(parameters == braces);
        }
}
