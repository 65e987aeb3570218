#pragma once

#include "bot/net/http.hpp"

#include <string>
#include <string_view>
#include <vector>

// The signature of a Twilio-style webhook: base64 of HMAC-SHA1 over the address and the parameters of the form.
namespace plaint::hotline::twilio {

// The value of the header X-Twilio-Signature for one spelling of the address.
std::string signature_of(std::string_view token, std::string_view url, const net::Parameters& form);

// The address as it is, without its port, and with the port that goes without saying: providers sign any of them.
std::vector<std::string> spellings_of(std::string_view url);

struct Signed {
    std::string url; // as the provider was told it: the public base and the target as sent
    const net::Request& request;
};
// Whether the request was signed with the token. A body that is no form is covered by its digest in the address.
bool is_genuine(std::string_view token, const Signed& webhook);

} // namespace plaint::hotline::twilio
