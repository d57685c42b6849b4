// ReadBytes: the bytes of one file, safely, from a tree that may be hostile or changing.
//
// What it is: open without blocking (a FIFO in the place of a file does not hang the scan), read()
// until the end, never more than the limit. No mmap: it is slower here, and a file that shrinks
// under it kills the process. What it is not: decoding. A file that grows or shrinks while it is
// read gives what was read. Paths longer than the system's limit are opened piece by piece.
// Failure: an Error whose message is the reason, in Coverage's words: "unreadable: Permission
// denied". Thread safety: free functions; each thread passes its own buffer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "scanner/base/result.h"

namespace unsoap {

inline constexpr int64_t kDefaultReadLimit = int64_t{1} << 30;

struct ReadOptions {
  int64_t limit = kDefaultReadLimit;  // a larger file is an error ("too large: ..."), not cut off
  bool follow_link =
      true;  // whether `path` itself may be a link; directories on the way always may
};

/// Replaces `bytes` (its capacity is kept, so reuse one string) with the file's bytes.
Result<void> ReadBytesInto(const std::string& path, std::string& bytes,
                           const ReadOptions& options = {});
Result<std::string> ReadBytes(const std::string& path, const ReadOptions& options = {});

/// A file that the scanned tree holds for the scanner itself: `name` below `folder` (with '/'),
/// read only if it is a regular file and nothing on the way down from `folder` is a link. The Error
/// of a file that is not there has an empty message.
Result<std::string> ReadOwnFile(const std::string& folder, const std::string& name, int64_t limit);

/// At most the first `count` bytes, enough to tell what kind of file it is.
Result<std::string> ReadHead(const std::string& path, size_t count);

/// open(2) with O_CLOEXEC that also takes paths beyond PATH_MAX; -1 and errno on failure.
int OpenLongPath(const std::string& path, int flags);

}  // namespace unsoap
