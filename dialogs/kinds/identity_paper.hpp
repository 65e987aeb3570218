#pragma once

#include <string>
#include <string_view>

#include "dialogs/kinds/kind.hpp"

// The papers by which people prove who they are, whichever they have: passports, the permits of residents of Hong Kong,
// Macao and Taiwan, permanent residence cards of foreigners, and resident identity cards.
namespace plaint::kinds {

// Value: letters and digits in upper case. Only numbers of 18 characters have a check digit, and where it fails the number
// can still be kept: what the papers look like is known from practice, not from a rule's text. Problems, all unverified:
// format, old_card (a 15-digit card of the first generation, no longer valid; with today's number as suggestion), checksum.
Verdict validate_identity_paper(Text text, const Regions& regions, Date today);

// As `mask_resident_id` where the number is built like one; of any other the last four characters stay, if there are
// eight or more.
std::string mask_identity_paper(std::string_view value);

} // namespace plaint::kinds
