#include "scanner/rules/dates.h"

#include <fmt/format.h>

#include <chrono>

#include "scanner/base/char.h"

namespace unsoap::rules {

std::optional<int> ParseDate(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  int part[3] = {0, 0, 0};
  int at = 0;
  for (char c : text) {
    if (c == '-') {
      ++at;
    } else if (IsDigit(c) && at < 3) {
      part[at] = part[at] * 10 + (c - '0');
    } else {
      return std::nullopt;
    }
  }
  const std::chrono::year_month_day day{std::chrono::year{part[0]},
                                        std::chrono::month{static_cast<unsigned>(part[1])},
                                        std::chrono::day{static_cast<unsigned>(part[2])}};
  if (!day.ok()) return std::nullopt;
  return static_cast<int>(std::chrono::sys_days{day}.time_since_epoch().count());
}

std::string FormatDate(int days) {
  const std::chrono::year_month_day day{std::chrono::sys_days{std::chrono::days{days}}};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()),
                     static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
}

std::string Today() {
  const auto now = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
  return FormatDate(static_cast<int>(now.time_since_epoch().count()));
}

std::string DatePhrase(std::string_view removed_on, std::string_view as_of) {
  const std::optional<int> removed = ParseDate(removed_on);
  const std::optional<int> today = ParseDate(as_of);
  if (!removed || !today) return {};
  const int past = *today - *removed;
  if (past == 0) return "removed today";
  if (past == 1) return "removed yesterday";
  if (past > 1) return fmt::format("removed {} days ago", past);
  return past == -1 ? "1 day left" : fmt::format("{} days left", -past);
}

std::vector<const TimelineEvent*> VisibleTimeline(const Pack& pack, std::string_view as_of) {
  std::vector<const TimelineEvent*> out;
  for (const TimelineEvent& event : pack.timeline) {
    const std::string_view said = event.said_on.empty() ? event.date : event.said_on;
    if (said <= as_of) out.push_back(&event);
  }
  return out;
}

std::string RemovalBelievedOn(const Pack& pack, std::string_view as_of) {
  std::string date, said;
  for (const TimelineEvent* event : VisibleTimeline(pack, as_of)) {
    if (event->kind != "removal" || (!said.empty() && event->said_on < said)) continue;
    date = event->date;
    said = event->said_on;
  }
  return date;
}

}  // namespace unsoap::rules
