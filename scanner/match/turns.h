// Turns: a list that a loop or a closure makes of another one that is written out, item by item.
//
// What it is: finds the loops and closures around a place of a file, and what each of them gives
// its variables in every turn (Questions::Choice), where all items of the collection are known in
// these calls: ids.map { |id| {...id...} }, foreach ($tokens as $name => $value), [f(x) for x in
// XS]. What it is not: a judgement of values: an item may be unknown itself. A loop whose items are
// not all known, or that leaves some of them out, has no turns: what it makes stays a template.
// Loops are found once a file; a loop has at most kMostTurns turns.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

#include "scanner/link/question.h"

namespace unsoap::match {

/// One that goes over a collection: a statement, a comprehension, or a closure that a call runs for
/// each item.
struct Loop {
  Span extent;  // where its variables hold
  facts::ExprId over = facts::kNone;
  std::string_view key;                 // the name of the key alone
  std::vector<std::string_view> names;  // of what each item is, or of its parts
  bool has_parts = false;               // the names are those of an item's parts
  facts::ExprId call = facts::kNone;    // that a closure is given to
  facts::FunctionId closure = facts::kNone;
  bool makes_list = false;  // what the closure gives is the call's item
  /// Of a function that has a name, where it stands; kNone: it is a closure.
  link::FileId named_in = facts::kNone;
};

class Turns {
 public:
  static constexpr size_t kMostTurns = 100;
  static constexpr size_t kMostTogether = 1000;  // that are read for one request

  Turns(const link::Program& program, const link::Flow& flow, link::Questions& questions)
      : program_(program), flow_(flow), questions_(questions), order_(program) {}

  using Choices = std::vector<link::Questions::Choice>;
  /// What the loop's variables are in each turn; nothing where that is not known.
  std::optional<std::vector<Choices>> Of(const Loop& loop, link::FileId file, link::Frame frame);

  /// The loops around an expression in which a list that is born elsewhere gets one item a turn,
  /// outermost first. `copied`: the item came with all of another list.
  std::vector<const Loop*> Filling(link::ExprRef item, const link::Object& list,
                                   bool copied = false);

  /// The loops around a call that run it once a turn, outermost first.
  std::vector<const Loop*> Around(link::ExprRef call);

  /// True for one of the arguments that a call puts into a list, where both reach an expression.
  bool IsItemOf(const link::Questions::Held& item, const link::Questions::Held& list) const;

  /// What makes the list that flows into a node: the result of a closure, or a comprehension's.
  struct Made {
    const Loop* loop = nullptr;  // nullptr: nothing of the kind
    link::FileId file = facts::kNone;
    link::NodeId item = facts::kNone;  // what each turn gives
    link::Frame frame = link::kAnyCall;
  };
  /// Those whose turns are being looked at already are `active`.
  Made MakerOf(link::NodeId node, link::Frame frame, const std::set<const Loop*>& active);

 private:
  struct Item {  // of a collection; a map's have keys
    link::Questions::Given key, value;
    uint32_t order = 0;
  };
  struct Items {
    bool is_map = false;
    std::vector<Item> items;
  };
  enum class View : uint8_t { kAll, kKeys, kValues };

  const std::vector<Loop>& LoopsOf(link::FileId file);
  void AddStatements(link::FileId file, std::vector<Loop>* loops) const;
  void AddClosures(link::FileId file, std::vector<Loop>* loops) const;
  /// The function that an argument is or names; fn == kNone: none, or more than one.
  link::FnRef FunctionIn(link::ExprRef argument) const;
  bool LeavesOut(link::FileId file, Span extent) const;
  bool IsBornIn(const Loop& loop, link::FileId file, const link::Object& list) const;
  const Loop* ComprehensionOf(link::ExprRef at, const std::set<const Loop*>& active);

  std::optional<Items> ItemsOf(link::ExprRef over, link::Frame frame, View* view, int depth);
  std::optional<Items> ItemsIn(const link::Questions::Held& held, int depth);
  std::optional<Items> MapOf(const link::Questions::Held& held);
  /// What a construction is given, but for an initialiser, whose entries are the object's own.
  std::vector<link::NodeId> GivenTo(const link::Object& object) const;
  bool HasEntriesOf(const link::Object& object, link::ExprRef map) const;
  /// A copy of a map with what was put into it afterwards.
  std::optional<Items> Over(const Items& below, const std::optional<Items>& own,
                            const link::Object& object);
  /// What a collection is joined of, or is given as a whole, of which nothing is known.
  std::vector<link::NodeId> UnknownIn(const link::Questions::Held& held);
  static std::optional<Items> WithUnknown(std::optional<Items> map,
                                          const std::vector<link::NodeId>& unknown,
                                          const link::Questions::Held& held);
  link::ExprRef Inner(link::ExprRef call, View* view) const;
  bool IsRewritten(const Loop& loop, link::FileId file) const;
  bool Choose(const Loop& loop, const Items& items, View view, const Item& item,
              link::Questions::Choice base, Choices* out);
  bool ChooseParts(const Loop& loop, const Item& item, const link::Questions::Choice& base,
                   Choices* out);
  /// The parts of an item that is a list; empty if it is none.
  std::vector<link::Questions::Given> PartsOf(const link::Questions::Given& item, size_t count);

  const link::Program& program_;
  const link::Flow& flow_;
  link::Questions& questions_;
  link::WriteOrder order_;
  std::map<link::FileId, std::vector<Loop>> loops_;
};

}  // namespace unsoap::match
