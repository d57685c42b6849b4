// Settle: asks libclang about the C, C++ and Objective-C files among the candidates, and puts its
// answers into their facts.
//
// The grammar finds, libclang settles: a finding gains certainty or is refuted by a type, and none
// is lost for want of libclang: without the helper, without headers, or where it dies, the facts
// stay as the grammar gave them. The helper program is started only when there is something to ask.
// Which languages it knows is in language.yaml (`clang:`). Bounded: each file by ClangLimits, all
// together by a number of deaths, each of which is named. The result does not depend on the number
// of threads, the order of the files or the speed of the machine.
#pragma once

#include <string>
#include <vector>

#include "scanner/facts/facts.h"
#include "scanner/findings/report.h"
#include "scanner/settle/question.h"

namespace unsoap::settle {

struct SettleFile {
  facts::FileFacts* facts = nullptr;  // path relative to the root
  std::string absolute;
};

struct SettleOptions {
  std::string helper;  // path of unsoap-clang; empty: beside this program
  ClangLimits limits;
  int jobs = 0;
};

struct Settlement {
  int asked = 0, answered = 0;
  size_t facts = 0;                               // that were added or changed
  bool has_helper = true;                         // false: there is no program to ask
  std::vector<findings::Diagnostic> diagnostics;  // files whose question ended it, sorted by path
};

Settlement SettleWithClang(const std::vector<SettleFile>& files, const SettleOptions& options);

/// The helper's path: `given`, or beside this program.
std::string ClangHelperPath(const std::string& given);
/// What `unsoap-clang --version` says; empty if it cannot be run.
std::string ClangHelperVersion(const std::string& path);

}  // namespace unsoap::settle
