// Sending: where a request that code writes as text leaves the function that writes it.
//
// What it is: a walk from the text through the calls around it and the variables that take it, in
// the order of the source, to the first call that sends: a call whose name says so (words.yaml,
// `senders`), or one of a function of the program that makes such a call itself. What it is not:
// flow of control; a text that is given back or kept in a field goes on elsewhere, and has no
// sending here, but for OfGivenBack. One thread at a time; the work is counted (budget.h).
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/link/flow.h"
#include "scanner/link/program.h"

namespace unsoap::match {

class Sending {
 public:
  Sending(const link::Program& program, const link::Flow& flow) : program_(program), flow_(flow) {}

  /// The call that sends the text; expr == kNone if none of its function does.
  link::ExprRef Of(link::FileId file, Span text);
  /// The same of an expression that reads it.
  link::ExprRef Of(link::ExprRef read);
  /// The calls that send the text, also where its function, `around`, gives it back to others that
  /// do.
  std::vector<link::ExprRef> OfGivenBack(link::FileId file, Span text, facts::FunctionId around);

 private:
  struct Walk {
    link::FileId file = facts::kNone;
    facts::FunctionId function = facts::kNone;
    std::set<std::string_view> names;  // of the variables that were followed
  };
  /// The outermost call of the function around a place that sends; kNone if none does.
  facts::ExprId SenderAround(const Walk& walk, Span place);
  /// The same by what an expression is part of: a text may stand behind the call that it is given
  /// to (<<XML).
  facts::ExprId SenderAbove(link::FileId file, facts::ExprId id);
  /// In a row of calls around a place, the first behind it that sends: text |> then(&post(&1)).
  facts::ExprId SenderInRow(const Walk& walk, Span place);
  /// The variable that takes what stands at a place, by its outermost name; empty if none does.
  std::string_view TakenBy(const Walk& walk, Span place) const;
  facts::ExprId Follow(Walk* walk, Span place, facts::ExprId id);
  facts::ExprId FollowName(Walk* walk, std::string_view name, uint32_t after);
  bool IsWithin(const Walk& walk, facts::FunctionId function) const;
  bool Sends(link::ExprRef call, int depth);
  bool Sends(link::FnRef function, int depth);

  const link::Program& program_;
  const link::Flow& flow_;
  std::map<link::FnRef, bool> functions_;
  link::FileId parents_file_ = facts::kNone;
  std::vector<facts::ExprId> parents_;  // of that file's expressions
};

}  // namespace unsoap::match
