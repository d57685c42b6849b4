// Names of functions that code computes: exports[name] = function () {}, def unquote(name)(x),
// define_method("get_#{name}").
//
// What it is: the one place that knows how such a name, as written, is told from one that is
// written out, and which variable it hangs on. What it is not: a reader of code; a language says
// whether it has such functions (made_functions).
#pragma once

#include <string>
#include <string_view>

namespace unsoap::facts {

/// The variable that a function's name hangs on; empty if the name is written out.
std::string_view MadeKey(std::string_view name);

/// True if the name is nothing but that variable: exports[name], not "get_#{name}".
bool IsWholeKey(std::string_view name);

/// addto_list, ADDTOLIST -> addtolist: what stays of a name in whatever case it is written.
std::string LettersOf(std::string_view name);

}  // namespace unsoap::facts
