#include <catch2/catch.hpp>

#include "dialogs/kinds/credit_code.hpp"
#include "dialogs/kinds/identity_paper.hpp"
#include "dialogs/kinds/patent_number.hpp"
#include "dialogs/kinds/receipt_code.hpp"
#include "dialogs/kinds/resident_id.hpp"
#include "tests/unit/kinds/support.hpp"

using namespace plaint::kinds;
using namespace plaint::kinds::test;

TEST_CASE("patent numbers are read in every spelling and checked") {
    const Case cases[] = {
        // Real and public.
        {"ZL201610951190.4", "201610951190.4"},
        {"201610615466.1", "201610615466.1"},
        {"CN202010160162.7", "202010160162.7"},
        {"ZL200820185283.1", "200820185283.1"},
        {"ZL95115608.X", "95115608.X"},
        {"ZL200980000002.8", "200980000002.8"},
        {"ZL200410053749.9", "200410053749.9"},
        {"ZL201430009113.9", "201430009113.9"},
        {"99117225.6", "99117225.6"},
        {"ZL02139508.X", "02139508.X"},
        {"01319523.9", "01319523.9"},
        // Made up.
        {"200880123456.X", "200880123456.X"},
        {"202220000002.0", "202220000002.0"},
        {"202210000003.X", "202210000003.X"},
        // Spellings.
        {"ZL 2008 2 0185283.1", "200820185283.1"},
        {"2020101935878", "202010193587.8"},
        {"ＺＬ２０１６１０６１５４６６．１", "201610615466.1"},
        {"zl202210000003.x", "202210000003.X"},
        {"二零一六一零九五一一九零点四", "201610951190.4"},
        {"二零二二一零零零零零零三点叉", "202210000003.X"},
        {"专利号是 ZL 2008 2 0185283.1。", "200820185283.1"},
        {"The patent number is ZL 2008 2 0185283.1", "200820185283.1"},
        {"ZL２０１６－１０９５１１９０．４", "201610951190.4"},
        // Pauses, which become commas when they are written down, and a full stop of the Chinese keyboard.
        {"二零一六，一零九五，一一九零，点四", "201610951190.4"},
        {"2016，10951190.4", "201610951190.4"},
        {"ZL201610951190。4", "201610951190.4"},
        {"ZL201610951190·4", "201610951190.4"},
        {"ZL201610951190。5", "!missing_check_digit 201610951190.4"},
        // What is wrong, and what was probably meant.
        {"ZL201610951190.5", "!checksum 201610951190.4"},
        {"200510053749.9", "!checksum 200510053749.3"},
        {"ZL201601951190.4", "!type"},
        {"ZL200210951190.4", "!year"},
        {"202710951190.4", "!year"},
        {"84101765.4", "!year"},
        {"ZL9511560.8", "!format"},
        {"20161095119O.4", "!format 201610951190.4"},
        {"ZL202210000003.10", "!format 202210000003.X"},
        {"CN105833476B", "!publication_number"},
        {"CN 1234567 A", "!publication_number"},
        {"PCT/CN2016/083456", "!international_number"},
        {"WO2016/123456", "!international_number"},
        {"ZL201610951190", "!missing_check_digit 201610951190.4"},
        {"95115608", "!missing_check_digit 95115608.X"},
        {"ZL201610951190.4 和 ZL200820185283.1", "!format"},
        {"我不知道", "!format"},
        {"", "!format"},
    };
    for (const Case& row : cases) {
        CAPTURE(row.words);
        CHECK(outcome(Kind::patent_number, row.words) == row.outcome);
    }
}

TEST_CASE("a patent number tells the kind of the patent and the year of filing") {
    CHECK(patent_kind("201610951190.4") == "invention");
    CHECK(patent_kind("200980000002.8") == "invention");
    CHECK(patent_kind("200820185283.1") == "utility_model");
    CHECK(patent_kind("201430009113.9") == "design");
    CHECK(patent_kind("01319523.9") == "design");
    CHECK(patent_kind("not a number") == "");
    CHECK(patent_kind("") == "");
    CHECK(patent_year("201610951190.4") == 2016);
    CHECK(patent_year("95115608.X") == 1995);
    CHECK(patent_year("02139508.X") == 2002);
    CHECK_FALSE(patent_year("what").has_value());
}

TEST_CASE("credit codes are checked by the standard, the zero remainder included") {
    for (std::string_view code :
         {"91350100M000100Y43", "91110108551385082Q", "91330110MA2TEK701U", "91440300MA5FCTN09Q",
          "92330782MA2ABCDE1E", "91110108MA01HELL35", "91310105MA1FWQRT7X", "123300004700001236",
          "93410122MA44TQXY8N", "31110000E00012345E", "91330108MA27000250"}) {
        CAPTURE(code);
        CHECK(outcome(Kind::credit_code, code) == code);
    }
    const Case cases[] = {
        {"统一社会信用代码：91330110ma2tek701u。", "91330110MA2TEK701U"},
        {"9133 0110 MA2T EK70 1U", "91330110MA2TEK701U"},
        {"91350100M000100Y4Z", "!charset 91350100M000100Y43"},
        {"91350100M000100Y34", "!checksum 91350100M000100Y43"},
        {"91330110MA2TEK701", "!length 91330110MA2TEK701U"},
        {"91330110MA2TEK701U1", "!length"},
        {"330110600123456", "!old_number"},
        {"9133011AMA2TEK7011", "!region"},
        {"", "!length"},
    };
    for (const Case& row : cases) {
        CAPTURE(row.words);
        CHECK(outcome(Kind::credit_code, row.words) == row.outcome);
    }
    CHECK(said(Kind::credit_code, "91330110MI2TEK701U").problem == "charset");
    CHECK(said(Kind::credit_code, "91310115MA1H8R7C6D").problem == "checksum");
    CHECK(said(Kind::credit_code, "91330110MA2TEK702U").problem == "checksum");
}

TEST_CASE("an old registration number can be kept unverified") {
    const Verdict verdict = said(Kind::credit_code, "330110600123456");
    CHECK(verdict.unverified);
    CHECK(verdict.value == "330110600123456");
}

TEST_CASE("a credit code tells the place of first registration, by the code in force today") {
    CHECK(registration_region("91330110MA2TEK701U") == "330110");
    CHECK(registration_region("91330184MA2TEK701U", regions()) == "330110");
    CHECK(registration_region("91330199MA2TEK701U", regions()) == "330100");
    CHECK(registration_region("91339999MA2TEK701U", regions()) == "330000");
    CHECK(registration_region("91110199MA2TEK701U", regions()) == "110000");
    CHECK_FALSE(registration_region("91100000MA2TEK701U", regions()).has_value());
    CHECK_FALSE(registration_region("short").has_value());
}

TEST_CASE("resident ids are checked for form, province, day of birth and check digit") {
    for (std::string_view number :
         {"11010519491231002X", "34052419800101001X", "110101199003070337", "330110199003071230",
          "110108198402291233", "440305200001010013", "310105199912319999", "51010419631015002X",
          "650102198808088881", "830000199202020022"}) {
        CAPTURE(number);
        CHECK(outcome(Kind::resident_id, number) == number);
    }
    const Case cases[] = {
        {"33011019920415004x", "33011019920415004X"},
        {"330110 19900307 1230", "330110199003071230"},
        {"幺幺零幺零五一九四九一二三一零零二叉", "11010519491231002X"},
        // Either …070019 or …070190 may have been meant, so nothing is suggested.
        {"330110199003070109", "!checksum"},
        {"330110199003072130", "!checksum 330110199003071230"},
        {"330110199003071203", "!checksum 330110199003071230"},
        // 110150… would verify too, but there is no such region.
        {"110105194912310021", "!checksum 11010519491231002X"},
        {"11010519491331002X", "!birth"},
        {"330110209912310012", "!birth"},
        {"11010518991231002X", "!birth"},
        {"99010519491231002X", "!region"},
        {"110105491231002", "!format 11010519491231002X"},
        {"11010519491231002Y", "!format"},
        {"33011019900307123O", "!format"},
        {"1101051949123102X0", "!format"},
        {"11010519491231002", "!format 11010519491231002X"},
    };
    for (const Case& row : cases) {
        CAPTURE(row.words);
        CHECK(outcome(Kind::resident_id, row.words) == row.outcome);
    }
    CHECK(said(Kind::resident_id, "110105194912310021").problem == "checksum");
    CHECK(said(Kind::resident_id, "110105194912310029").problem == "checksum");
}

TEST_CASE("passports and residence cards for foreigners can be kept unverified") {
    CHECK(said(Kind::resident_id, "E12345678").unverified);
    CHECK_FALSE(said(Kind::resident_id, "110105491231002").unverified);
    CHECK_FALSE(said(Kind::resident_id, "99010519491231002X").unverified);
    const std::string first_17 = "91133019900307123";
    const std::string card = first_17 + *resident_id_check(first_17);
    CHECK(said(Kind::resident_id, card).problem == "region");
    CHECK(said(Kind::resident_id, card).unverified);
}

TEST_CASE("identity papers are accepted by their looks, and those with a check digit by that") {
    const std::string first_17 = "91133019900307123";
    const std::string foreign_card = first_17 + *resident_id_check(first_17);
    CHECK(outcome(Kind::identity_paper, foreign_card) == foreign_card);
    const Case cases[] = {
        // Passports.
        {"E12345678", "E12345678"},
        {"护照号码：EA1234567", "EA1234567"},
        {"e 12345678", "E12345678"},
        {"My passport number is 533380006", "533380006"},
        {"passport no. C01X00T47", "C01X00T47"},
        {"Ｇ１２３４５６７８", "G12345678"},
        {"E一二三四五六七八", "E12345678"},
        {"12345", "12345"},
        {"ABCDE1234567890", "ABCDE1234567890"},
        // Permits of residents of Hong Kong and Macao, and of Taiwan; their residence permits are built like resident cards.
        {"H12345678", "H12345678"},
        {"M0123456701", "M0123456701"},
        {"台胞证12345678", "12345678"},
        {"830000199202020022", "830000199202020022"},
        // The older residence card for foreigners.
        {"AUS110078070401", "AUS110078070401"},
        {"aus 110078070401", "AUS110078070401"},
        {"330110199003071230", "330110199003071230"},
        {"33011019920415004x", "33011019920415004X"},
        // What is wrong, and what was probably meant.
        {"110105491231002", "!old_card 11010519491231002X"},
        {"330110199003072130", "!checksum 330110199003071230"},
        {"911330199003071239", "!checksum"},
        {"99010519491231002X", "!checksum"},
        {"1234", "!format"},
        {"E1234567890123456", "!format"},
        {"PASSPORT", "!format"},
        {"没带", "!format"},
        {"", "!format"},
    };
    for (const Case& row : cases) {
        CAPTURE(row.words);
        CHECK(outcome(Kind::identity_paper, row.words) == row.outcome);
        const Verdict verdict = said(Kind::identity_paper, row.words);
        CHECK((verdict.ok || verdict.unverified || row.words.empty()));
    }
    // Fifteen digits that tell no day of birth may be another paper's.
    CHECK(outcome(Kind::identity_paper, "110105499931002") == "110105499931002");
}

TEST_CASE("an identity paper is shown masked") {
    CHECK(mask_identity_paper("330110199003071230") == "330110********1230");
    CHECK(mask_identity_paper("E12345678") == "*****5678");
    CHECK(mask_identity_paper("E123456") == "*******");
    CHECK(mask_identity_paper("护照号码") == "****");
    CHECK(mask_identity_paper("我没有身份证") == "******");
    CHECK(mask_identity_paper("E12345678901234567") == "**************4567");
}

TEST_CASE("postal codes begin as the post's do") {
    const Case cases[] = {
        {"310000", "310000"},       {"邮编：３１１１２１", "311121"},
        {"三一一一二一", "311121"}, {"postal code 100190", "100190"},
        {"010000", "010000"},       {"999077", "999077"},
        {"865500", "!prefix"},      {"080000", "!prefix"},
        {"140000", "!prefix"},      {"280000", "!prefix"},
        {"370000", "!prefix"},      {"480000", "!prefix"},
        {"500000", "!prefix"},      {"600000", "!prefix"},
        {"780000", "!prefix"},      {"820000", "!prefix"},
        {"910000", "!prefix"},      {"31000", "!format"},
        {"3100001", "!format"},     {"SW1A 1AA", "!format"},
        {"没有", "!format"},        {"", "!format"},
    };
    for (const Case& row : cases) {
        CAPTURE(row.words);
        CHECK(outcome(Kind::postal_code, row.words) == row.outcome);
    }
    CHECK(said(Kind::postal_code, "910000").unverified);
    CHECK(said(Kind::postal_code, "SW1A 1AA").value == "SW1A1AA");
    CHECK_FALSE(said(Kind::postal_code, "没有").unverified);
}

TEST_CASE("a resident id is shown masked") {
    CHECK(mask_resident_id("330110199003071230") == "330110********1230");
    CHECK(mask_resident_id("E12345678") == "*********");
    CHECK(mask_resident_id("11010519491231002X") == "110105********002X");
    CHECK(mask_resident_id("我没有身份证") == "******");
    CHECK(mask_resident_id("33011019900307123Y") == "******************");
}

TEST_CASE("Damm's check digit follows the standard table") {
    CHECK(damm_digit("572") == '4');
    CHECK(damm_digit("5724") == '0');
    CHECK_FALSE(damm_digit("57a").has_value());
    CHECK_FALSE(damm_digit("").has_value());
}

TEST_CASE("a receipt code catches every wrong digit and every exchange of neighbours") {
    const std::string body = "123456789012345";
    const std::string code = body + *damm_digit(body);
    CHECK(outcome(Kind::receipt_code, code) == code);
    CHECK(outcome(Kind::receipt_code, grouped_receipt_code(code)) == code);
    for (std::size_t at = 0; at < code.size(); ++at) {
        for (char digit = '0'; digit <= '9'; ++digit) {
            std::string other = code;
            other[at] = digit;
            if (other != code) CHECK(outcome(Kind::receipt_code, other) == "!checksum");
        }
        if (at + 1 == code.size() || code[at] == code[at + 1]) continue;
        std::string other = code;
        std::swap(other[at], other[at + 1]);
        CHECK(outcome(Kind::receipt_code, other) == "!checksum");
    }
    CHECK(outcome(Kind::receipt_code, body) == "!length");
    CHECK(outcome(Kind::receipt_code, "12345678901234AB") == "!format");
    CHECK(grouped_receipt_code("1234567890123456") == "1234 5678 9012 3456");
}
