// Writing reports: whole or not at all.
//
// A regular file is written under a temporary name beside it, flushed to the disk and renamed, so a
// full disk or an interruption leaves the old report whole; its permissions are kept, and a
// symbolic link keeps pointing where it did. What is no regular file (standard output, a FIFO,
// /dev/full) is written as it is. Every byte passes through the redactor of
// the run (evidence/outlet.h). Failure: Error kOutput, said once with the path and the system's
// reason. A closed pipe is an error here, not a signal.
#pragma once

#include <functional>
#include <string>

#include "reporters/reporter.h"
#include "scanner/base/result.h"

namespace unsoap::reporters {

/// `path` "-" or empty means standard output. `produce` gives the bytes; it should stop when the
/// sink answers false.
Result<void> WriteOutput(const std::string& path, const std::function<void(const Sink&)>& produce);

Result<void> WriteReport(const ReporterInfo& format, const findings::Report& report,
                         const ReportOptions& options, const std::string& path);

}  // namespace unsoap::reporters
