// Paths: where the source tree and the programs under test are.
//
// Kept out of the compiler's command line of every test, so that object files are the same in every
// checkout and a compiler cache serves all of them.
#pragma once

#include <string>

namespace unsoap {

/// The root of the source tree, absolute, without a slash at the end.
const std::string& SourceDir();
/// The program under test, and the folder that it and its helper stand in.
const std::string& UnsoapBinary();
std::string BinaryDir();

}  // namespace unsoap
