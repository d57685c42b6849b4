// Classes that a language makes of functions: a constructor function and what is put on its
// prototype (JavaScript before 2015). After extraction they are classes like any other: with a
// constructor, methods, and a `this` that is theirs.
#pragma once

#include "scanner/facts/facts.h"
#include "scanner/languages/language.h"

namespace unsoap::facts {

/// Adds the classes that `facts` imply and that no declaration names; does nothing for languages
/// without `receiver_classes`. What is one: a name that functions have as their receiver
/// (X.prototype.m = function), a name whose prototype is set to or extended with a map of
/// functions, and a function with a capital that assigns to its own `this`.
void DeclareReceiverClasses(const languages::Language& language, FileFacts* facts);

}  // namespace unsoap::facts
