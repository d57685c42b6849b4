// Dates of the calendar: YYYY-MM-DD, days between them, and what was believed about a service on a
// day.
//
// What it is: arithmetic on days (no time, no zone) and the view of a pack's timeline as of a day.
// What it is not: the clock; Today() is the only function that looks at it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/rules/pack.h"

namespace unsoap::rules {

/// Days since 1970-01-01 of "YYYY-MM-DD"; nothing if it is not a day of the (Gregorian) calendar.
std::optional<int> ParseDate(std::string_view text);
/// The inverse of ParseDate.
std::string FormatDate(int days);
/// Today in UTC.
std::string Today();

/// "removed 115 days ago", "removed yesterday", "removed today", "1 day left", "12 days left";
/// empty if a date is bad.
std::string DatePhrase(std::string_view removed_on, std::string_view as_of);

/// Events that had been said by `as_of`, in the pack's order.
std::vector<const TimelineEvent*> VisibleTimeline(const Pack& pack, std::string_view as_of);
/// The removal date that was announced on `as_of`; empty when none had been.
std::string RemovalBelievedOn(const Pack& pack, std::string_view as_of);

}  // namespace unsoap::rules
