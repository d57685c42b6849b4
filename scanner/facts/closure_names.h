// Functions without a name of their own, called by what holds them.
//
// What it is: `push = lambda mail: ...` is called push, and an entry `push: (mail) -> ...` of a map
// too, in every language, so that whoever calls the variable calls a function with a name. What it
// is not: an alias; a function that has a name keeps it, and one that is handed to a call has none.
// Inside of another function a variable's stays a part of that one: who calls it there is the same
// place. A table that is kept or given back is called by others, so its entries have names there,
// too; of one that is handed to a call nobody knows.
#pragma once

#include "scanner/facts/facts.h"
#include "scanner/languages/language.h"

namespace unsoap::facts {

void NameClosures(const languages::Language& language, FileFacts* facts);

/// True for a function whose name is that of the entry or member that holds it: nobody calls it by
/// the name alone.
inline bool IsNamedByHolder(const Function& function) {
  return function.name_span == function.span;
}

}  // namespace unsoap::facts
