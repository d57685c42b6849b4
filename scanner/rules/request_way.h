// RequestWay: the requests that one row of a mapping asks for, with what other rows add to them.
//
// What it is: steps in calling order, each built and completed. What it is not: the choice among
// rows (rules/decide.h).
#pragma once

#include <string>
#include <vector>

#include "scanner/rules/decide.h"

namespace unsoap::rules {

class RequestWay {
 public:
  /// `row` decides; `applies` and `because` are of the whole way.
  RequestWay(const Pack& pack, const Evaluator& evaluator, const Mapping& row, bool applies,
             std::string because);

  /// A row that adds, and what is known of its condition. Values go into requests only where it
  /// certainly holds; steps where it may, under their condition. False: it has nothing to do here.
  bool Add(const Decision& decision, bool with_steps);
  /// Builds all requests. Their steps count from `first`; `lead`: it is the "use", otherwise an
  /// alternative. Notes about limits go to `notes`.
  std::vector<RequestChoice> Build(int first, bool lead, std::vector<std::string>* notes) const;

 private:
  struct Planned {
    const RequestStep* step;
    const Mapping* row;
    bool applies;
    std::string because;
    std::vector<const RequestStep*> more;  // "with" steps of rows that add
  };
  static constexpr size_t kMostTurns = 20;  // requests that a list makes of one step
  void Plan(const Mapping& row, bool applies, const std::string& because);
  BuiltRequest BuildStep(const Planned& planned, const StepNames& steps, size_t turn) const;
  RequestChoice Choose(const Planned& planned, BuiltRequest built) const;

  const Pack& pack_;
  const Evaluator& evaluator_;
  std::vector<Planned> planned_;
};

}  // namespace unsoap::rules
