#pragma once

#include "dialogs/kinds/date.hpp"
#include "dialogs/load/rules.hpp"

#include <optional>
#include <set>
#include <vector>

namespace plaint::content {

// A Saturday or a Sunday.
bool is_weekend(kinds::Date day);

// A public holiday: all its days are free, weekdays among them.
struct Holiday {
    Names name;
    kinds::Date from, to; // both inclusive
};

// The days on which offices in China work, as far as the State Council has published them. Beyond the declared range only
// the week is known, so a deadline there may still move: it is provisional. Days are those of Asia/Shanghai.
class WorkingDays {
  public:
    struct Range {
        kinds::Date from, to; // both inclusive
    };
    struct Deadline {
        kinds::Date day;
        bool provisional = false;
        friend bool operator==(const Deadline&, const Deadline&) = default;
    };

    // Nothing published: every day is provisional.
    WorkingDays() = default;
    // `worked` are the Saturdays and Sundays that are worked in exchange for a holiday.
    WorkingDays(Range range, std::vector<Holiday> holidays, std::set<kinds::Date> worked);

    const std::optional<Range>& range() const { return range_; }
    const std::vector<Holiday>& holidays() const { return holidays_; }
    const std::set<kinds::Date>& worked() const { return worked_; }

    bool covers(kinds::Date day) const;
    bool is_working(kinds::Date day) const;
    // The holiday that the day belongs to; null for all others, weekends too.
    const Holiday* holiday_on(kinds::Date day) const;

    // The last day of a term of so many working days; the day on which it begins does not count (Civil Code 201). `count`
    // is at least 0, and 0 gives the day itself.
    Deadline after(kinds::Date day, int count) const;

  private:
    std::optional<Range> range_;
    std::vector<Holiday> holidays_;
    std::set<kinds::Date> worked_;
};

} // namespace plaint::content
