#pragma once

#include "bot/pictures/plan.hpp"
#include "bot/pictures/wording.hpp"

namespace plaint::pictures {

// Says conditions as a sentence's part: "“Kind of patent” is “Utility model” or “Design”". The words hold exactly when the
// condition does, formal and absent answers included.
class ConditionWords {
  public:
    ConditionWords(const dialogs::Tree& tree, const Wording& wording) : tree_(tree), wording_(wording) {}

    // `scope` is where the condition stands. A condition that must not hold is said as what holds instead.
    std::string words(const dialogs::Condition& condition, std::uint16_t scope, bool holds = true) const;
    std::string all(const Premises& premises) const;

  private:
    std::string comparison(const dialogs::Condition& condition, std::uint16_t scope, bool holds) const;
    std::string measure(const dialogs::Condition& condition, std::uint16_t scope, bool holds) const;
    std::string several(const dialogs::Condition& condition, std::uint16_t scope, bool holds) const;
    std::string lacking(const dialogs::Condition& condition, std::uint16_t scope, bool holds) const;
    std::string of_items(const dialogs::Condition& condition, std::uint16_t scope, bool holds) const;
    std::string given(const std::string& subject, bool holds) const;
    std::string subject(const dialogs::Condition& condition, std::uint16_t scope) const;
    std::string bracketed(const dialogs::Condition& condition, std::uint16_t scope, bool holds) const;
    std::string quoted(const std::string& text) const;

    const dialogs::Tree& tree_;
    const Wording& wording_;
};

} // namespace plaint::pictures
