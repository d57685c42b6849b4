// Engine: what the server asks of the scanner, as functions that whoever starts it gives.
//
// What it is: the border that keeps the protocol away from flags, packs and files. What it is not:
// an engine of its own: a scan here is the scan of the command line, with a memory. `Tree::Scan` is
// called from the server's work thread, one call at a time; all else from either of its threads.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "scanner/base/result.h"
#include "scanner/collect/memory.h"
#include "scanner/findings/report.h"

namespace unsoap::lsp {

/// One root with what is remembered of it.
class Tree {
 public:
  virtual ~Tree() = default;
  /// The report as of now, with the texts of editors in the place of files. `progress` gets what is
  /// done, and of how much (0: not known).
  virtual Result<findings::Report> Scan(
      collect::Memory::Texts texts,
      const std::function<void(int64_t done, int64_t total)>& progress) = 0;
};

struct Engine {
  /// Error: it is no directory, or its configuration cannot be used.
  std::function<Result<std::unique_ptr<Tree>>(const std::string& directory)> open;
  /// A card as `explain` prints it. Error: nothing has this name.
  std::function<Result<std::string>(const std::string& name)> card;
  /// What leaves the program: values of secrets that scans collected are taken out.
  std::function<std::string(std::string_view text)> output;
  /// The wish that the scan which runs ends early, or that none does any more.
  std::function<void(bool wish)> interrupt;
  /// The decoded text of a file below the directory; empty where there is none.
  std::function<std::string(const std::string& directory, const std::string& path)> text;
  std::string directory;  // where the client names none; empty: nothing
  std::string version;
};

}  // namespace unsoap::lsp
