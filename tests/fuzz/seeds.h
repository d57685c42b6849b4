// Seeds: inputs for the fuzz targets, taken from fixtures/ or made here; never stored a second
// time.
//
// Failure: a fixture that cannot be read is left out. Order and content are the same on every
// machine.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/fuzz/targets.h"

namespace unsoap::fuzz {

/// The root of the source tree; found from the working directory, which is it for every test.
inline constexpr std::string_view kFixtures = "fixtures";
inline constexpr size_t kMaxSeed =
    32 << 10;  // larger fixtures are left out: mutations of them are slow

/// Fixtures (path from the root, bytes) that `wanted` takes, sorted by path. With `named`, the last
/// part of the path stands before the bytes, as SplitNamed reads it.
std::vector<Input> FixtureSeeds(
    const std::function<bool(std::string_view path, std::string_view bytes)>& wanted, bool named);
/// zip, tar, compressed and nested archives and a phar around some fixtures.
std::vector<Input> ArchiveSeeds();
/// A class file, an assembly, an ELF file: only what their readers look at.
std::vector<Input> BinarySeeds();

}  // namespace unsoap::fuzz
