#pragma once

#include "dialogs/kinds/kind.hpp"

// Validators of the kinds that need nothing but their words.
namespace plaint::kinds {

// Value: the text with outer white space and control characters removed, line ends as "\n". Problems: empty,
// too_short, too_long.
Verdict validate_text(Text text, const Limits& limits);

// Value: a plain decimal ("-12", "1500000", "0.5") of at most 12 digits before the point and 6 after. Reads
// thousands separators of all countries ("1,000", "1 000", "1.000.000"), a decimal comma ("12,5"), Chinese numerals (三千五百,
// 1.5万, 两亿), other words for large numbers (2.6 million, 2,5 Mio) and units such as 元, 块, 个, 件; what was only said
// roughly (二十多万), and "1.000", which may be a thousand or one, is read back. Problems: format (also a fraction where a
// whole number is wanted), too_small, too_large.
Verdict validate_number(Text text, const Limits& limits);

// Value: "13800138000", "0571-85022088", "0571-85022088-123", "4006123456", or "+85223456789" abroad.
// Problems: format, short_code (12330, 95188), area_code (a local number without one).
Verdict validate_phone(Text text);

// Value: the address, its domain in lower case. Problem: format.
Verdict validate_email(Text text);

// Value: "12345678", "G1234567A", with a Nice class "12345678/25". Problems, both unverified: format, nice_class.
Verdict validate_trademark_number(Text text);

// Value: "2020SR1234567", "软著登字第1234567号" or "浙作登字-2021-A-00123456". Problem: format (unverified).
Verdict validate_copyright_number(Text text);

// A geographical indication of farm products. Value: "AGI2019-03-02581"; its eleven digits alone will do, and are read
// back. Problem: format (unverified).
Verdict validate_gi_number(Text text);

// A right recorded with customs. Value: "T2019-12345": T trademark, P patent, C copyright. Problem: format (unverified).
Verdict validate_customs_record(Text text);

// A plant variety or the application for it. Value: "CNA20161234.5" or "CNA20161234"; its digits alone will do, and are
// read back. Problem: format (unverified).
Verdict validate_plant_variety_number(Text text);

// Value: the six digits. Problems: format, and prefix where no post office begins so; both unverified, because there are
// codes abroad too.
Verdict validate_postal_code(Text text);

} // namespace plaint::kinds
