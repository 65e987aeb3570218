#include "dialogs/load/working_days.hpp"

#include <algorithm>
#include <utility>

namespace plaint::content {

bool is_weekend(kinds::Date day) { return kinds::weekday_of(day) >= 6; }

WorkingDays::WorkingDays(Range range, std::vector<Holiday> holidays, std::set<kinds::Date> worked)
    : range_(range), holidays_(std::move(holidays)), worked_(std::move(worked)) {}

bool WorkingDays::covers(kinds::Date day) const {
    return range_.has_value() && day >= range_->from && day <= range_->to;
}

const Holiday* WorkingDays::holiday_on(kinds::Date day) const {
    const auto found = std::ranges::find_if(
        holidays_, [&](const Holiday& holiday) { return day >= holiday.from && day <= holiday.to; });
    return found == holidays_.end() ? nullptr : &*found;
}

bool WorkingDays::is_working(kinds::Date day) const {
    if (worked_.contains(day)) return true;
    return !is_weekend(day) && holiday_on(day) == nullptr;
}

WorkingDays::Deadline WorkingDays::after(kinds::Date day, int count) const {
    Deadline deadline{day, !covers(day)};
    while (count > 0) {
        deadline.day = kinds::plus_days(deadline.day, 1);
        // One day that is not published is enough to move all that come after it.
        deadline.provisional = deadline.provisional || !covers(deadline.day);
        if (is_working(deadline.day)) --count;
    }
    return deadline;
}

} // namespace plaint::content
