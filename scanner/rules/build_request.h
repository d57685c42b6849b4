// BuildRequest: one REST request as data, out of the arguments of one call, by the definition of
// its endpoint.
//
// What it is: the meaning of a step's templates. A template is a value, or a map with one of
//   $from: PATH     the argument at that path; with $as: ENUM (its REST name) or $as: fields (a
//                   field's REST name), $before/$after: TEXT (the part of it on that side of the
//                   last TEXT), $open/$close: TEXT (it begins and ends so), $where: {NAME:
//                   [VALUES]} (where the member NAME beside it is one of these), $else: TEXT or
//                   template (where it is not given; a text is a $choose)
//   $answer: STEP.result[0].id   a value of another step's answer; with $or: template (where that
//                   step is not taken)
//   $each: PATH with $item: template   one item for each object at that path
//   $choose: TEXT   what only people can decide
// and, inside an object, the key $fields: PATH or list of them (names and values of a list as
// members, by the fields' REST names). Values get the types of the definition; what it requires is
// always there. What it is not: the choice of requests (rules/decide.h), or text.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/json_tree.h"
#include "scanner/rules/evaluate.h"
#include "scanner/rules/pack.h"

namespace unsoap::rules {

struct Request {
  JsonTree path = JsonTree::Object(), query = JsonTree::Object(), headers = JsonTree::Object();
  JsonTree body;  // kNone: none

  friend bool operator==(const Request&, const Request&) = default;
};

/// Gives "1" for the name of a step that is taken before, empty for another one.
using StepNames = std::function<std::string(std::string_view name)>;

struct BuiltRequest {
  Request request;
  /// Requests that a list makes of the step, where the endpoint takes one of its values at a time.
  size_t turns = 1;
  std::vector<std::string> notes;  // "25 of 30 values fit into one call ..."
};

/// Fills a step's templates. What the definition requires and the templates leave out is not there
/// yet: see Complete(). `turn`: which value of such a list, from 0.
BuiltRequest BuildRequest(const Pack& pack, const Evaluator& evaluator, const RequestStep& step,
                          const StepNames& steps, size_t turn = 0);

/// Adds a `$choose` for everything that the definition requires, and the headers.
void Complete(const RestEndpoint& endpoint, Request* request);

/// What the definition of the endpoint refuses in a request; empty: it is valid.
std::vector<std::string> RequestErrors(const RestEndpoint& endpoint, const Request& request);

/// What is wrong with the templates of a step, whatever the arguments are. `names` are the steps
/// that its $answer may name, each with its endpoint.
std::vector<std::string> TemplateErrors(
    const Pack& pack, const Operation& operation, const RequestStep& step,
    const std::vector<std::pair<std::string, const RestEndpoint*>>& names);

}  // namespace unsoap::rules
