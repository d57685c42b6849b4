// StandIn: what is here in place of a file, or of the whole of it.
//
// What it is: pointers of large-file stores, files that a key or a loader opens, and the words in
// which a receipt says that a file was not read to its end. What it is not: a fetcher; what a
// pointer stands for is not here. Pure and thread safe.
#pragma once

#include <string>
#include <string_view>

#include "scanner/facts/facts.h"
#include "scanner/prefilter/prefilter.h"

namespace unsoap::collect {

inline constexpr const char* kNotToItsEnd =
    "not read to its end: it holds more than 16 MB of text between its code";
inline constexpr const char* kNotText =
    "not text: its name is that of source code, and its bytes are not";
inline constexpr const char* kEncodedText =
    "encoded: it names the service in base64, quoted-printable or as numbers of characters; decode "
    "it and scan that";
inline constexpr const char* kNamedInRows =
    "a database that names the service: what its rows hold is not read; dump it and scan that";
inline constexpr const char* kNamedInPages =
    "a document that names the service: code in it is not read; look into it";
inline constexpr const char* kNoArchive = "damaged: its name is that of an archive, and it is none";

/// The reason why a file counts as not read, where it is only the pointer to one ("git LFS pointer:
/// ...") or is encrypted, encoded or packed as a whole; empty for a file itself.
std::string WhatItStandsFor(std::string_view path, std::string_view bytes);

/// Why a document (PDF, the older formats of Office) or a database counts as not read though it was
/// searched: it names the service, and what else is in it nobody can say. Those that do not are
/// like any picture. Empty for all else.
std::string WhatItOnlyNames(std::string_view bytes, const prefilter::Prefilter& prefilter);

/// Why a file counts as not read though its bytes were searched: its text shows only when it is
/// decoded (base64, quoted-printable) or decrypted (SOPS). `hits`: what its bytes gave. Empty for
/// others.
std::string WhatItHides(std::string_view bytes, const prefilter::Hits& hits,
                        const prefilter::Prefilter& prefilter);

/// The bytes as a search is to see them: those of UTF-32 and EBCDIC as UTF-8, kept in `scratch`;
/// others as they are.
std::string_view AsSearched(std::string_view bytes, std::string* scratch);

/// The text around the places of a binary where a strong needle stands; for one that holds more
/// text than is kept.
std::string TextAroundNeedles(std::string_view bytes, const prefilter::Prefilter& prefilter);

/// A file with a source file's name that is mostly text, with bytes between that no text has.
bool IsPaddedSource(std::string_view path, std::string_view bytes);

/// A limit ended the parse: what the grammar would show is missing. A language without a grammar
/// and a syntax error are no limits.
bool IsGivenUp(const facts::FileFacts& facts);

/// "report of unsoap (json): left out".
std::string OwnReportReason(std::string_view format);

}  // namespace unsoap::collect
