// RequestList: the requests that rows of a mapping ask for, each once, with its role beside the
// others.
//
// What it is: the list behind Verdict::requests while Decide (rules/decide.h) walks the rows. What
// it is not: the choice of rows, or text for people.
#pragma once

#include <string>
#include <vector>

#include "scanner/rules/decide.h"

namespace unsoap::rules {

class RequestList {
 public:
  RequestList(const Pack& pack, const Operation& operation, const Evaluator& evaluator,
              Verdict* verdict);

  /// A row that applies and chooses requests. The first one leads; where another value may reach
  /// the call, its requests are alternatives.
  void Choose(const Decision& decision);
  /// A row that applies and only adds: look-ups, steps and values for what others ask for.
  void Extend(const Decision& decision);
  /// A row that may apply: its requests stand under its condition.
  void Offer(const Decision& decision);
  /// Adds what requests need before them and what no row asks for, and sorts. To be called once.
  void Finish();

 private:
  struct Entry {
    RequestChoice choice;
    bool leads = false;   // of a row that chooses
    bool joined = false;  // it belongs to the one before it: a step after it, or instead of it
  };
  struct Slot {
    size_t at = 0;
    RequestRole role = RequestRole::kUse;
    bool joined = false;
  };
  Entry* Find(const std::string& id);
  bool IsListed(const std::string& id) const;
  Entry* Insert(const std::string& id, const Slot& slot, const Decision& decision);
  Slot SlotFor(const Decision& decision, size_t step, bool chooses, size_t previous,
               bool previous_is_new, RequestRole first) const;
  void Walk(const Decision& decision, bool applies, bool chooses, RequestRole first);
  void Settle(const Decision& decision, const std::string& id, bool applies, bool is_new, bool met,
              bool is_one_of_several, RequestChoice* choice);
  void Fill(const Decision& decision, RequestChoice* choice) const;
  std::string ConditionOf(const std::string& id, const std::string& parameter,
                          const std::string& none) const;
  void NothingIf(const std::string& condition, const Mapping& mapping);
  void Promote();
  void AddNeeded();
  void Sort();

  const Pack& pack_;
  const Operation& operation_;
  const Evaluator& evaluator_;
  Verdict* verdict_;
  std::vector<Entry> entries_;
  bool has_leader_ = false;               // a row has chosen
  bool is_open_ = false;                  // for some value nothing replaces the call
  std::vector<const Decision*> options_;  // rows that apply and call nothing
};

}  // namespace unsoap::rules
