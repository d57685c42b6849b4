// Evaluate: does a condition of a mapping row hold for what is known of one call's arguments?
//
// What it is: three-valued (really four-valued) logic over paths, values and kinds of objects. What
// it is not: rows, their order or the requests that they ask for (rules/decide.h).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scanner/rules/paths.h"

namespace unsoap::rules {

/// One of the values that are passed under a path: an item of a list, or the only one.
struct KnownItem {
  std::vector<std::string> values;
  bool complete = true;
  std::string source;
  /// The objects around it, outermost first, each as its path and a number: members of one object
  /// share the number. Empty: not known.
  std::vector<std::pair<std::string, uint32_t>> around;
};

/// One argument of a call, as far as it is known.
struct KnownArgument {
  std::string path;  // "leadKey.keyType", in any case style; a leading request wrapper does no harm
  std::vector<std::string> values;  // constants that may reach it; empty: not known. A constructed
                                    // object: its type's name
  bool complete = true;  // false: other values than `values` may reach it, too; true without any:
                         // it is an empty list
  std::string source;    // the expression as written, for templates; may be empty
  std::vector<KnownItem> items = {};  // in order; empty: the argument itself is the only one
};

struct KnownCall {
  std::vector<KnownArgument> arguments;
  /// All arguments were seen, so a missing one is not given. False when the request is built out of
  /// sight.
  bool all_seen = false;
};

/// kMay: one of several values that may reach the argument fits. kMaybe: not known.
enum class Truth { kNo, kMaybe, kMay, kYes };

struct Evaluation {
  Truth truth = Truth::kMaybe;
  std::string because;    // "leadKey.keyType is EMAIL", "leadKey.keyType may be EMAIL"
  std::string when = {};  // kMay: the condition on the values that fit: "leadKey.keyType is EMAIL"
};

class Evaluator {
 public:
  Evaluator(const Pack& pack, const Operation& operation, const KnownCall& call);

  Evaluation Evaluate(const Condition& condition) const;
  /// What is known of the arguments that a condition asks for, where it does not hold.
  std::string Seen(const Condition& condition) const;
  /// Objects that must be around a value: canonical path and number.
  using Scope = std::vector<std::pair<std::string, uint32_t>>;
  /// True for the value of a pair in a list of names and values.
  bool IsPairValue(std::string_view path) const;
  /// The values passed under a path, within the objects of `scope`, in order.
  std::vector<KnownItem> Items(std::string_view name, const Scope& scope) const;
  /// What is passed under a path itself, whatever is known inside it.
  std::vector<KnownItem> Whole(std::string_view name, const Scope& scope) const;
  /// True if nothing is seen under a path, though something may be passed there.
  bool IsHidden(std::string_view name) const;
  /// The objects passed under a path, each once, in order: those that have a value in them.
  std::vector<Scope> Objects(std::string_view name, const Scope& scope) const;
  /// True if a path leads through a list, or to one: it may have several values in one call.
  bool IsOfList(std::string_view name) const;
  /// What the schema says of a path; null where it knows none.
  const RequestPath* Schema(std::string_view name) const;

 private:
  std::vector<const KnownArgument*> Matching(std::string_view name, bool with_members) const;
  bool IsLeafOnly(std::string_view name) const;
  bool MayHold(std::string_view name) const;
  bool HasMemberOf(const Condition& condition, std::string_view name) const;
  bool IsKindOfObject(const Condition& condition) const;
  bool IsHeader(std::string_view name) const;
  Evaluation EvaluateFor(const Condition& condition, std::string_view name) const;
  Evaluation EvaluateValues(const Condition& condition, const std::string& label,
                            const std::vector<const KnownArgument*>& arguments) const;
  Evaluation EvaluateList(const Condition& condition, const std::string& label,
                          const std::vector<KnownItem>& items) const;
  bool IsTypeName(const Condition& condition, const std::string& name,
                  const std::string& value) const;

  const Pack& pack_;
  const Operation& operation_;
  KnownCall call_;  // without arguments that stand for "not given"
  std::vector<RequestPath> paths_;
  std::vector<std::string> keys_;
};

/// What the schema says about a path; every way to write one argument has the same key.
std::string CanonicalPath(const std::vector<RequestPath>& paths, std::string_view written);

}  // namespace unsoap::rules
