// Stubs: generated clients that are checked in, recognised by what their files say, not by what
// they are called.
//
// A file is generated when a toolkit's marks match its text. It is part of a stub when it also
// names the service (namespace, generated package, address, request element), or stands in the
// package of one that does; when it names another service instead, it is that one's stub. Generated
// files are read for their types and not searched for calls; each folder of a stub's files is one
// finding, with the package of its types where that is another one; so is each file that is a stub
// by itself. What it is not: a judgement about
// hand-written code that uses the stub.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "scanner/evidence/signals.h"
#include "scanner/link/program.h"
#include "scanner/link/toolkit_index.h"
#include "scanner/link/uses.h"

namespace unsoap::match {

/// All files of one generator's run.
struct Stub {
  std::string folder;
  const rules::Pack* pack = nullptr;
  const rules::Toolkit* toolkit = nullptr;  // that of the main file
  std::vector<link::FileId> files;          // sorted
  link::FileId main = facts::kNone;    // the file that declares the most operations, else the first
  facts::ClassId port = facts::kNone;  // the class in it that does; kNone: none
  std::string version;                 // of the WSDL, when a file says so
};

class StubFinder {
 public:
  explicit StubFinder(const std::vector<const rules::Pack*>& packs);
  ~StubFinder();
  /// What one file says. A toolkit without a pack: generated, for whom is not said.
  link::GeneratedFile Generated(const facts::FileFacts& facts,
                                const evidence::FileSignals& signals) const;
  /// Takes what stands around each file into account: members of a stub's package that say nothing
  /// of their own get its pack, and what turns out to be nobody's is hand-written.
  void Spread(const link::Program& program, const std::vector<evidence::FileSignals>& signals,
              const evidence::SignalScanner& scanner,
              std::vector<link::GeneratedFile>* generated) const;
  std::vector<Stub> Group(const link::Program& program, const link::ToolkitIndex& toolkits,
                          const std::vector<link::GeneratedFile>& generated) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Packages and ports of stubs: files that name one may be more of their types, or users.
std::set<std::string> NamesOf(const std::vector<Stub>& stubs, const link::Program& program);

}  // namespace unsoap::match
