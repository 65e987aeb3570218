#pragma once

#include "bot/pictures/subject.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace plaint::pictures {

// What a picture says of a tree, in the words of one language.
class Wording {
  public:
    explicit Wording(const Subject& subject) : subject_(subject) {}

    // An argument that is not given, and is filled in only while somebody talks, shows as an ellipsis.
    std::string text(std::string_view key, const locales::Values& values = {}) const;
    std::string joined(const std::vector<std::string>& parts, std::string_view separator_key) const;

    std::string field(std::uint32_t index) const; // into Tree::fields
    std::string group(std::uint32_t index) const; // into Tree::groups
    std::string label(const dialogs::Leaf& leaf) const;
    // How it is answered: "text, 2 to 120 characters".
    std::string kind(const dialogs::Leaf& leaf) const;
    // "Later; I do not know", as on the buttons; empty where only a value will do.
    std::string formal(dialogs::May may) const;
    // A constant that a condition compares the field with.
    std::string value(std::uint32_t field, const dialogs::Constant& constant) const;
    std::string derived(const dialogs::Let& let) const; // the fields that it is worked out from
    // How large the tree is, and where people are in it, if they were counted.
    std::string facts(std::uint32_t questions) const;
    // "Patent infringement", or the name of a tree that submits nothing.
    std::string case_kind() const;
    // "Patent Law 65; E-Commerce Law 42" with the laws by their names in this language.
    std::string sources(std::string_view source) const;

  private:
    const Subject& subject_;
};

} // namespace plaint::pictures
