// SpanIndex: which of many spans lie around a place.
//
// What it is: spans of one text in the order of their begins, each with the nearest earlier one
// that is still open where it begins, so that a question costs as much as the nesting at the place
// is deep and not as much as there are spans. What it is not: an owner of what the spans mean; it
// answers with their numbers in the list that it was given. Immutable.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "scanner/base/source.h"

namespace unsoap {

class SpanIndex {
 public:
  static constexpr uint32_t kNothing = 0xffffffff;

  SpanIndex() = default;
  explicit SpanIndex(const std::vector<Span>& spans) {
    for (uint32_t i = 0; i < spans.size(); ++i) entries_.push_back({spans[i], i, kNothing});
    // Of two that begin together the longer one is around the other; of equal ones the first.
    std::stable_sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) {
      return a.span.begin != b.span.begin ? a.span.begin < b.span.begin : a.span.end > b.span.end;
    });
    std::vector<uint32_t> open;
    for (uint32_t i = 0; i < entries_.size(); ++i) {
      while (!open.empty() && entries_[open.back()].span.end <= entries_[i].span.begin)
        open.pop_back();
      if (!open.empty()) entries_[i].around = open.back();
      open.push_back(i);
    }
  }

  /// Calls sink(number) for the spans that contain the offset, the innermost first, until it gives
  /// true; gives what it gave.
  template <class Sink>
  bool Around(uint32_t offset, const Sink& sink) const {
    const auto after =
        std::upper_bound(entries_.begin(), entries_.end(), offset,
                         [](uint32_t at, const Entry& entry) { return at < entry.span.begin; });
    if (after == entries_.begin()) return false;
    for (auto i = static_cast<uint32_t>(after - entries_.begin() - 1); i != kNothing;
         i = entries_[i].around) {
      if (entries_[i].span.end > offset && sink(entries_[i].number)) return true;
    }
    return false;
  }
  /// The innermost span that contains the offset.
  uint32_t Innermost(uint32_t offset) const {
    uint32_t found = kNothing;
    Around(offset, [&](uint32_t number) { return found = number, true; });
    return found;
  }
  /// The innermost span that contains the other one whole.
  uint32_t Innermost(Span inner) const {
    uint32_t found = kNothing;
    const auto after =
        std::upper_bound(entries_.begin(), entries_.end(), inner.begin,
                         [](uint32_t at, const Entry& entry) { return at < entry.span.begin; });
    if (after == entries_.begin()) return found;
    for (auto i = static_cast<uint32_t>(after - entries_.begin() - 1); i != kNothing;
         i = entries_[i].around) {
      if (entries_[i].span.Contains(inner)) return entries_[i].number;
    }
    return found;
  }

 private:
  struct Entry {
    Span span;
    uint32_t number;
    uint32_t around;  // entry that is still open where this one begins
  };
  std::vector<Entry> entries_;
};

}  // namespace unsoap
