// MapMembers: lists of names and values that code writes as a plain map.
//
// What it is: the one meaning of {FirstName: x} where the schema has a list of pairs
// [{attrName: FirstName, attrValue: x}]: conditions and requests then see pairs, however the code
// writes them. What it is not: a reader of source code.
#pragma once

#include <vector>

#include "scanner/rules/evaluate.h"

namespace unsoap::rules {

/// The type of the items of a list of names and values: texts alone, the name first and the value
/// last; null if `list` is no such list.
const RequestType* PairOf(const Pack& pack, const RequestType* list);

/// Adds a pair for each value that is passed inside such a list under a name that the schema does
/// not have there. The argument itself stays.
void AddPairsOfMaps(const Pack& pack, const std::vector<RequestPath>& paths,
                    std::vector<KnownArgument>* arguments);

}  // namespace unsoap::rules
