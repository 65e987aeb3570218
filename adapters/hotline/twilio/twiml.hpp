#pragma once

#include "adapters/hotline/voice.hpp"
#include "locales/languages.hpp"

#include <string>
#include <string_view>

namespace plaint::hotline::twilio {

// A voice turn as a TwiML document, in the subset that the dialects share. `action` is the address that the next webhook
// goes to, without its query.
std::string twiml(const VoiceTurn& turn, const locales::Languages& languages, std::string_view action);

// Text as XML has it between tags and in attributes.
std::string xml_escape(std::string_view text);

} // namespace plaint::hotline::twilio
