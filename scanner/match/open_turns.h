// OpenTurns: whether an expression reads a variable of a loop of which it is not known what it is
// in each turn, and what of a list or map is known to be empty.
//
// What it is: a look at one expression and the loops around it. What it is not: a search for what
// the loops go over (turns.h).
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "scanner/link/question.h"
#include "scanner/match/turns.h"

namespace unsoap::match {

enum class OpenTurn : uint8_t {
  kNo,
  kWhole,  // the item
  kPart,   // a part of it: any part may be the other one's
};

struct OpenLoops {
  const std::vector<std::pair<link::FileId, const Loop*>>& open;  // whose turns are not known
  link::ExprRef use;  // the call whose request is read: of loops around it parts alone count
  link::Frame frame = link::kAnyCall;
};

OpenTurn OpenTurnOf(const link::Program& program, const link::Questions& questions, Turns& turns,
                    const OpenLoops& loops, link::ExprRef at);

/// What is written as the member of a map: {attrName: name}; expr == kNone if nothing is.
link::ExprRef EntryOf(const link::Program& program, const link::Object& object,
                      std::string_view name);
/// [] or {}.
bool IsEmptyLiteral(const link::Program& program, link::ExprRef at);
/// [] and nothing else, into which nothing is written: what a loop over it makes is nothing.
bool IsEmptyMap(const link::Program& program, const link::Questions& questions,
                const link::Object& object);

}  // namespace unsoap::match
