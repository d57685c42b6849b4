// Element calls: the elements of a request that calls of a builder make, one call an element:
// SOAP::Data->name('Email' => $x), ->name('Email')->value($x), key.add('Email', x),
// message.add('leadKey') { |key| ... }.
//
// What it is: a reading of one expression's shape. What it is not: a judgement whether the builder
// is one, or of what flows into values.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/facts/facts.h"

namespace unsoap::match {

struct ElementCall {
  std::string_view name;  // as written, without a prefix; empty: it only holds others
  std::vector<facts::ExprId> values;
};

/// Says whether a text is the name of an element.
using IsElement = std::function<bool(std::string_view)>;

/// The element that an expression makes; nothing if it makes none.
std::optional<ElementCall> ElementOf(const facts::FileFacts& facts, facts::ExprId expr,
                                     const IsElement& is_element);
/// What is written to a variable in its function, items of lists each for itself; empty if the
/// expression is no variable.
std::vector<facts::ExprId> WrittenTo(const facts::FileFacts& facts, facts::ExprId variable);
/// The calls that stand in a block itself, in order. `block` is a kFunction.
std::vector<facts::ExprId> CallsIn(const facts::FileFacts& facts, facts::ExprId block);

}  // namespace unsoap::match
