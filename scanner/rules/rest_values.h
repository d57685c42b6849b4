// RestValues: one known or unknown value of the old service as a value of the new one.
//
// What it is: types (300, true, ISO 8601 with an offset), REST names of enumeration values, fields
// and activity types. What it is not: requests (rules/build_request.h).
#pragma once

#include <string>
#include <string_view>

#include "scanner/base/json_tree.h"
#include "scanner/rules/evaluate.h"
#include "scanner/rules/pack.h"

namespace unsoap::rules {

/// What a value is translated by: an enumeration of the pack, "fields", or nothing.
struct Translation {
  std::string as;
  std::string before, after;  // the part of a text on that side of its last occurrence
  std::string open, close;    // what a text begins and ends with, put there where it is missing
};

/// kNone where nothing is left of it (no part before the mark).
JsonTree RestValue(const Pack& pack, const KnownItem& item, const RestMember& member,
                   const Translation& by, std::string_view label);

/// "FirstName" -> "firstName", by the pack's table; the name itself where the table lacks it.
std::string RestField(const Pack& pack, std::string_view name);

/// "2026-01-02 03:04" -> "2026-01-02T03:04:00Z"; empty if it is no date.
std::string IsoDateTime(std::string_view text);

}  // namespace unsoap::rules
