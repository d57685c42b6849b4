// The functions of libclang that the helper calls, out of the library that this system has.
//
// What it is: a table of functions, filled when the process starts from the newest libclang that
// the dynamic linker finds, so that one program serves every system and starts where there is none.
// What it is not: about what they mean (clang-c/Index.h has their types, from the version that this
// was built with; what is called here has been the same since version 3.5). Failure: LoadLibclang
// says so; nothing of the table may be called then. Not thread safe while it loads.
#pragma once

#include <clang-c/Index.h>

#include <string>

namespace unsoap::clang {

// One row a function: its name in clang-c/Index.h without "clang_".
#define UNSOAP_LIBCLANG(X)       \
  X(Cursor_getReceiverType)      \
  X(Cursor_getSpellingNameRange) \
  X(Cursor_isNull)               \
  X(File_isEqual)                \
  X(createIndex)                 \
  X(disposeIndex)                \
  X(disposeString)               \
  X(disposeTranslationUnit)      \
  X(getCString)                  \
  X(getCanonicalType)            \
  X(getClangVersion)             \
  X(getCursorDefinition)         \
  X(getCursorExtent)             \
  X(getCursorKind)               \
  X(getCursorLocation)           \
  X(getCursorReferenced)         \
  X(getCursorSpelling)           \
  X(getCursorType)               \
  X(getFile)                     \
  X(getFileLocation)             \
  X(getNullCursor)               \
  X(getPointeeType)              \
  X(getRangeEnd)                 \
  X(getRangeStart)               \
  X(getTranslationUnitCursor)    \
  X(getTypeDeclaration)          \
  X(getTypeSpelling)             \
  X(isExpression)                \
  X(parseTranslationUnit2)       \
  X(toggleCrashRecovery)         \
  X(visitChildren)

struct Libclang {
#define X(name) decltype(&::clang_##name) name = nullptr;
  UNSOAP_LIBCLANG(X)
#undef X
};

/// The functions; every one is there after LoadLibclang.
extern Libclang lib;

/// Finds and loads the library. False: there is none, or one that lacks a function.
bool LoadLibclang();

}  // namespace unsoap::clang
