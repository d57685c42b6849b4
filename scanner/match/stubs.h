// Stubs: generated clients that are checked in, recognised by what their files say, not by what
// they are called.
//
// A file is part of a stub when a toolkit's generator marks match its text and the text names the
// service (namespace, generated package or types). Stub files are read for their types and not
// searched for calls; each folder of them is one finding. What it is not: a judgement about
// hand-written code that uses the stub.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "scanner/link/program.h"
#include "scanner/match/signals.h"

namespace unsoap {

/// All stub files of one folder made by one toolkit.
struct Stub {
  std::string folder;
  const Pack* pack = nullptr;
  const Toolkit* toolkit = nullptr;
  std::vector<FileId> files;  // sorted
  FileId main = kNone;        // the file with the port or service, else the first
  std::string version;        // of the WSDL, when a file says so
};

class StubFinder {
 public:
  explicit StubFinder(const std::vector<const Pack*>& packs);
  ~StubFinder();
  /// nullptr if the file is no generated one.
  const Toolkit* Generated(const FileFacts& facts, const FileSignals& signals) const;
  /// Marks the rest of a stub's folder: files of its package that carry no generator's mark of
  /// their own.
  void Spread(const Program& program, const std::vector<FileSignals>& signals,
              std::vector<const Toolkit*>* generated) const;
  std::vector<Stub> Group(const Program& program, const std::vector<FileSignals>& signals,
                          const std::vector<const Toolkit*>& generated) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace unsoap
