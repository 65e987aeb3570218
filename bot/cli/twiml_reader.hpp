#pragma once

#include <expected>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace plaint::cli {

// A tag of a TwiML document with what is in it.
struct Verb {
    std::string name;
    std::map<std::string, std::string, std::less<>> attributes;
    std::string text; // directly in it
    std::vector<Verb> inside;

    // The attribute, or what stands for it where it is absent.
    std::string get(std::string_view attribute, std::string_view otherwise = {}) const;
};

// Reads as much of XML as TwiML uses: tags, attributes, text and the five named entities. The error is a sentence.
std::expected<Verb, std::string> read_twiml(std::string_view xml);

} // namespace plaint::cli
