// Frequency: how rare a few bytes are in source code, to choose what the prefilter searches for.
//
// What it is: two small tables counted over 17 MB of source in 23 languages and formats; only their
// proportions matter. What it is not: exact for any one tree; a wrong guess costs time, never a
// match. All bytes are folded as the kernels fold them: OR 0x20.
#pragma once

#include <cstdint>
#include <string_view>

namespace unsoap::prefilter {

/// Share of all bytes that fold to `byte`.
double ByteFrequency(uint8_t byte);
/// Rarity of a run of bytes, each after the one before it: the larger, the rarer. About eight per
/// bit.
int Rarity(std::string_view folded);

}  // namespace unsoap::prefilter
