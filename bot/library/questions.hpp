#pragma once

#include "bot/library/library.hpp"

#include <string>
#include <string_view>
#include <vector>

// Options that are questions of the person's, each with its answer.
namespace plaint::library {

// The fields whose options are such questions.
class Questions {
  public:
    explicit Questions(const Library& library);

    bool has(std::string_view path) const;
    // Whether these folded words are the label of this option ("PATH.VALUE") in any language. Nobody says that who means
    // anything else.
    bool is_label(std::string_view option, std::string_view folded) const;

  private:
    const Library& library_;
    std::vector<std::string> paths_;
};

} // namespace plaint::library
