// RequestNames: how an operation's request names its members, and which of them are lists.
//
// What it is: the schema of one use's operations, by the names that code writes (key_type for
// keyType). What it is not: a reader of code. It points into the pack, which must outlive it;
// const.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scanner/rules/pack.h"

namespace unsoap::match {

class RequestNames {
 public:
  RequestNames(const rules::Pack& pack, const std::vector<const rules::Operation*>& operations);

  /// The member as the service spells it; empty if it has none of that name.
  const std::string& Known(std::string_view name) const;
  bool IsParameter(std::string_view path) const;
  /// True for members that hold others: leadKey.
  bool IsObject(std::string_view name) const;
  /// True for what only wraps the request in the arguments of a toolkit: message, body.
  bool IsWrapping(std::string_view name) const;
  /// The member at the end of a path is a list of names and values; or one of plain values.
  bool IsPairList(std::string_view path) const { return pair_lists_.contains(Last(path)); }
  bool IsTextList(std::string_view path) const { return text_lists_.contains(Last(path)); }
  /// The member is the value of a pair: a text of any kind.
  bool IsPairValue(std::string_view path) const { return pair_values_.contains(Last(path)); }
  /// The path of a member in what stands at `path`: what only wraps the request is left out.
  std::string Join(const std::string& path, std::string_view name) const;

 private:
  static std::string_view Last(std::string_view path) { return path.substr(path.rfind('.') + 1); }
  /// `of_pairs`: lists of names and values count, too.
  void AddList(const std::string& name, const std::string& type, bool of_pairs);

  const rules::Pack& pack_;
  std::vector<const rules::Operation*> operations_;
  std::set<std::string> wrappers_;
  std::set<std::string_view> pair_lists_, text_lists_, pair_values_;
  std::map<std::string, std::string> names_;  // normalised -> as the service spells it
};

/// Those of every choice of operations that was asked for: thousands of calls share a few.
class RequestNamesIndex {
 public:
  /// Lives as long as the index.
  const RequestNames& Of(const rules::Pack& pack,
                         const std::vector<const rules::Operation*>& operations);

 private:
  std::map<std::pair<const rules::Pack*, std::vector<const rules::Operation*>>, RequestNames> made_;
};

}  // namespace unsoap::match
