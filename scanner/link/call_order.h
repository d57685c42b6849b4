// CallOrder: what several calls of one function bring stands in the order of these calls in the
// source.
//
// What it is: a stable order of frames (question.h). What it is not: the order in which they run:
// that is WriteOrder's affair.
#pragma once

#include <algorithm>
#include <vector>

#include "scanner/link/question.h"

namespace unsoap::link {

/// True if the calls of `a` stand before those of `b`, outermost first.
bool StandsBefore(const Program& program, const Questions& questions, Frame a, Frame b);

/// Orders what is alike but for its frame; all else stays where it is. `alike(a, b)` says so of two
/// items.
template <class T, class Alike>
void SortByCalls(const Program& program, const Questions& questions, const Alike& alike,
                 std::vector<T>* items) {
  constexpr size_t kMost = 200;  // beyond it the order says nothing to anybody
  if (items->size() < 2 || items->size() > kMost) return;
  std::vector<bool> done(items->size(), false);
  for (size_t i = 0; i < items->size(); ++i) {
    if (done[i]) continue;
    std::vector<size_t> places;
    std::vector<T> group;
    for (size_t k = i; k < items->size(); ++k) {
      if (done[k] || !alike((*items)[i], (*items)[k])) continue;
      done[k] = true;
      places.push_back(k);
      group.push_back((*items)[k]);
    }
    std::stable_sort(group.begin(), group.end(), [&](const T& a, const T& b) {
      return StandsBefore(program, questions, a.frame, b.frame);
    });
    for (size_t k = 0; k < places.size(); ++k) (*items)[places[k]] = group[k];
  }
}

}  // namespace unsoap::link
