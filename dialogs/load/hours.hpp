#pragma once

#include "dialogs/load/working_days.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace plaint::content {

// When a body can be reached, as its row says it: "Mo-Fr 09:00-17:00", several parts separated by commas, a part without
// days going on with those before it ("Mo-Fr 09:00-12:00, 13:30-17:00"); or "24/7". Times are China's.
class Hours {
  public:
    struct Span {
        int first_day = 1, last_day = 7; // 1 Monday to 7 Sunday
        int from = 0, to = 24 * 60;      // minutes of the day
    };

    // Nothing for a text that is not of that form.
    static std::optional<Hours> parse(std::string_view text);

    const std::vector<Span>& spans() const { return spans_; }
    bool is_always() const { return always_; }

    // On a public holiday it is as on a Sunday, and on a weekend that is worked as on a Friday: a body that keeps working
    // days keeps the State Council's. `minute` is that of the day.
    bool is_open(kinds::Date day, int minute, const WorkingDays& calendar) const;

  private:
    bool always_ = false;
    std::vector<Span> spans_;
};

} // namespace plaint::content
