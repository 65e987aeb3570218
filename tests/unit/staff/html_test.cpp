#include "adapters/staff/html.hpp"

#include <catch2/catch.hpp>

using plaint::staff::Html;

TEST_CASE("what comes from outside can be neither a tag nor the end of an attribute") {
    Html html;
    html.tag("<p title=\"").text("\" onclick='x' <b>&").tag("\">");
    CHECK(html.take() == "<p title=\"&quot; onclick=&#39;x&#39; &lt;b&gt;&amp;\">");
    Html controls;
    controls.text(std::string("a\0b\x1b\n", 5));
    CHECK(controls.take() == "ab\n");
}
