// LoopedMaps: the map behind a list that a loop or a closure makes of it.
//
// What it is: `fields.map { |n, v| {name: n, value: v} }` and `foreach ($fields as $n => $v)` lead
// back to `fields`, by the expressions alone. What it is not: a judgement of values; whether an
// expression holds a map is asked of the caller. An expression that leads nowhere gives one with
// expr == kNone. Linear in the bindings and calls of the file.
#pragma once

#include <functional>

#include "scanner/link/flow.h"
#include "scanner/link/program.h"
#include "scanner/match/turns.h"

namespace unsoap::match {

/// True for an expression that holds an object of names and plain values.
using IsMap = std::function<bool(link::ExprRef)>;

/// True for an object that maps names to plain values: no request, no list, no map of objects.
bool IsPlainMap(const link::Flow& flow, const link::Object& object);

/// What a variable goes over: the collection of its loop, or that whose closure it is given to.
link::ExprRef LoopedOver(const link::Program& program, link::ExprRef variable);

/// The map that a list is made of: fields.map { ... }, Object.entries(fields).map(...).
link::ExprRef MapOfList(const link::Program& program, link::ExprRef list, const IsMap& is_map);

/// The map that a pair's name and value are taken from: $list[] = ['name' => $n, 'value' => $v].
link::ExprRef MapOfPair(const link::Program& program, const link::Flow& flow,
                        const link::Object& pair, const IsMap& is_map);

/// Leaves out what came into a list with all of another one that a call among `values` makes: the
/// call gives the same, item by item.
void DropCopies(const link::Program& program, const link::Flow& flow, Turns& turns,
                std::vector<link::Questions::Written>* values);

}  // namespace unsoap::match
