// Packed: the text of single files that are no archives and keep it packed.
//
// What it is: a Flash file as the plain one, the strings that the pages of a PDF print, the text of
// a document or a database in its own container. What it is not: a reader of their structure; fonts
// with an alphabet of their own, encrypted pages and what a database packs by itself give nothing.
// Output is bounded by kMaxBinaryText; malformed input gives what can be read. Pure and thread
// safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace unsoap::facts {

/// A Flash file that zlib packed, as the plain one; empty for all else.
std::string UnpackedFlash(std::string_view bytes);

/// What holds text in parts that are read as text only in so far as they stand there as such.
enum class Container : uint8_t { kNone, kPdf, kOffice, kDatabase };
Container ContainerOf(std::string_view bytes);

/// The text of a container; empty for kNone.
std::string ContainerText(std::string_view bytes);

}  // namespace unsoap::facts
