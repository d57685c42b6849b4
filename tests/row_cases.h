// Requests that ask for a row of a mapping: made from the pack's own rows and types, so that a new
// row is tested by being there.
//
// A request is a tree of the members that a row's conditions are about, with the values that they
// name; what they say nothing of is not in it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "scanner/rules/pack.h"

namespace unsoap {

struct RequestNode {
  std::string name, type;  // type: of the schema
  std::string value;       // of a leaf; empty: not known at scan time
  std::string kind;        // xsi:type of an object
  bool is_leaf = false;
  bool twice = false;  // an item of a list that is passed two times
  std::vector<std::unique_ptr<RequestNode>> members;

  /// The member of that name; made where there is none.
  RequestNode* Member(const std::string& member, const std::string& member_type);
};

struct RequestCase {
  const rules::Operation* operation = nullptr;
  const rules::Mapping* mapping = nullptr;
  std::string title, path;  // `path`: name of the case's program, without its ending
  RequestNode request;
};

/// One case for each row, each value and each alternative of each of its conditions.
std::vector<RequestCase> CasesOfRows(const rules::Pack& pack);

}  // namespace unsoap
