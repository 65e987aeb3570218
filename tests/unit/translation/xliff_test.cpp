#include "bot/translation/xliff.hpp"

#include <catch2/catch.hpp>

using namespace plaint::translation;

namespace {

std::string around(const std::string& units, const std::string& beginning = "") {
    return "<?xml version=\"1.0\"?>\n" + beginning +
           "<xliff version=\"1.2\" xmlns=\"urn:oasis:names:tc:xliff:document:1.2\">\n"
           "<file original=\"a.json\" source-language=\"zh-Hans\" target-language=\"en\"><body>\n" +
           units + "</body></file></xliff>\n";
}

std::string unit(const std::string& target) {
    return "<trans-unit id=\"yes\"><source>是</source>" + target + "</trans-unit>\n";
}

std::string refusal(const std::string& xml) {
    const auto read = read_xliff(xml);
    REQUIRE_FALSE(read);
    return read.error();
}

const Unit& only(const Xliff& xliff) {
    REQUIRE(xliff.parts.size() == 1);
    REQUIRE(xliff.parts.front().units.size() == 1);
    return xliff.parts.front().units.front();
}

} // namespace

TEST_CASE("texts come back from XLIFF as they went in") {
    for (const std::string text :
         {"{n, plural, one {a 'quoted' <b>} other {# & more}}", " outer spaces ", "  ", "; ", "two\nlines\n",
          "tab\tand", "]]> and <![CDATA[", "&amp; &#65; &nbsp;", "“一”·𠮷", "'{'not an argument'}'"}) {
        INFO(text);
        Xliff xliff{.source_language = "zh-Hans", .target_language = "en"};
        xliff.parts.push_back(
            {"a \"b\".json",
             {{.id = "a<&\">", .source = text, .target = text, .notes = {text}, .bytes_max = 7}}});
        const auto read = read_xliff(write_xliff(xliff));
        REQUIRE(read);
        CHECK(read->source_language == "zh-Hans");
        CHECK(read->target_language == "en");
        CHECK(read->parts.front().original == "a \"b\".json");
        CHECK(only(*read).id == "a<&\">");
        CHECK(only(*read).source == text);
        CHECK(only(*read).target == text);
        CHECK(only(*read).notes == std::vector<std::string>{text});
    }
}

TEST_CASE("what translators' tools make of a unit is read") {
    CHECK(only(*read_xliff(around(unit("")))).state == State::wanted);
    CHECK(only(*read_xliff(around(unit("<target/>")))).state == State::wanted);
    CHECK(only(*read_xliff(around(unit("<target state=\"final\">Yes</target>")))).state == State::translated);
    CHECK(only(*read_xliff(around(unit("<target state=\"needs-review-l10n\">Yes</target>")))).state ==
          State::needs_review);
    const auto segments =
        read_xliff(around(unit("<seg-source><mrk mtype=\"seg\" mid=\"0\">是</mrk></seg-source>"
                               "<target><mrk mtype=\"seg\" mid=\"0\">Yes. </mrk><mrk mtype=\"seg\" "
                               "mid=\"1\"><![CDATA[No & so]]></mrk></target>")));
    CHECK(only(*segments).target == "Yes. No & so");
    const auto grouped = read_xliff(around("<group><group/><group>" + unit("") + "</group></group><group/>"));
    CHECK(only(*grouped).line == 4);
    // A byte order mark, as Windows puts it.
    CHECK(read_xliff("\xef\xbb\xbf" + around(unit("<target>Yes</target>"))));
}

TEST_CASE("what is not XLIFF 1.2 in plain texts is refused with its line") {
    CHECK(refusal("").starts_with("line 1: is no XML: "));
    CHECK(refusal("<xliff version=\"1.2\">\n<file>\n</xliff>").starts_with("line 3: is no XML: "));
    CHECK(refusal("<html/>") == "line 1: is no XLIFF: the first element is \"html\"");
    CHECK(refusal("<xliff version=\"2.0\"/>") == "line 1: is XLIFF of version \"2.0\"; what is read is 1.2");
    CHECK(refusal("\n<xliff version=\"1.2\"/>") == "line 2: has no file");
    CHECK(refusal("<xliff version=\"1.2\"><file/></xliff>") ==
          "line 1: the file does not say its target-language");
    CHECK(refusal(around("<trans-unit><source>a</source></trans-unit>")) == "line 4: a trans-unit has no id");
    CHECK(refusal(around(unit("<target>a<ph id=\"1\"/>b</target>"))) ==
          "line 4: a text has the element \"ph\" in it; texts are plain, with their placeholders as they "
          "stand");
    CHECK(refusal(around(unit("<target>\xff</target>"))) == "the file is not in UTF-8");
}

TEST_CASE("a translation can neither fetch a file nor hide an entity in a text") {
    const std::string external = "<!DOCTYPE xliff [<!ENTITY secret SYSTEM \"file:///etc/passwd\">]>\n";
    CHECK(refusal(around(unit("<target>&secret;</target>"), external)) ==
          "line 2: has a document type, which is not read: nothing is fetched or replaced");
    CHECK(refusal(around(unit("<target>&secret;</target>"))) ==
          "line 4: has an entity, or an & that should be &amp;");
    CHECK(refusal(around(unit("<target>this & that</target>"))) ==
          "line 4: has an entity, or an & that should be &amp;");
    CHECK(only(*read_xliff(around(unit("<target><!-- & -->&#x41;&#66;&apos;</target>")))).target == "AB'");
    // What looks like a comment, in an attribute.
    CHECK(refusal(around("<group note=\"<!--\">" + unit("<target>&secret;</target>") + "</group>")) ==
          "line 4: has an entity, or an & that should be &amp;");
}

TEST_CASE("a translation has no character that does not exist, and none that XML cannot carry") {
    for (const std::string reference : {"&#x26bbbbbbbb;", "&#xD800;", "&#x110000;", "&#99999999999;", "&#;",
                                        "&#x;", "&#-1;", "&#xx41;", "&;"}) {
        INFO(reference);
        CHECK(refusal(around(unit("<target>" + reference + "</target>"))) ==
              "line 4: has an entity, or an & that should be &amp;");
    }
    CHECK(only(*read_xliff(around(unit("<target>&#x10FFFF;&#9;</target>")))).target == "\xf4\x8f\xbf\xbf\t");
    for (const std::string sign : {"&#0;", "&#13;", "\x01", "<![CDATA[\x1f]]>"}) {
        INFO(sign);
        CHECK(refusal(around(unit("<target>" + sign + "</target>"))) ==
              "line 4: has a control sign, which no text has");
    }
    CHECK(refusal(around("<trans-unit id=\"&#1;\"/>")) == "line 4: has a control sign, which no text has");
}

TEST_CASE("a file that nests as deep as it is long is read or refused, and nothing more") {
    std::string deep, up;
    for (int i = 0; i < 100'000; ++i) {
        deep += "<mrk>";
        up += "</mrk>";
    }
    CHECK(only(*read_xliff(around(unit("<target>" + deep + "a" + up + "</target>")))).target == "a");
    std::string groups, ends;
    for (int i = 0; i < 100'000; ++i) {
        groups += "<group>";
        ends += "</group>";
    }
    CHECK(read_xliff(around(groups + unit("") + ends)));
}
