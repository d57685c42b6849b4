// Classes of the tree that go on from one that is not in it: a record of a framework, a task of a
// library.
//
// What it is: one question about a class. What it is not: a list of frameworks. Linear in the
// bases.
#pragma once

#include "scanner/link/program.h"

namespace unsoap::link {

/// True if the class, or a base of it in the tree, has a base that the tree does not declare.
bool HasForeignBase(const Program& program, ClassRef c);

}  // namespace unsoap::link
