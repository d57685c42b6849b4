// HelperProcess: one running unsoap-clang, and questions to it with a time limit.
//
// What it is: a child process with a socket to it, started at the first question and again after
// each death; the child limits its own memory and processor time (clang/guard.h), this side limits
// the wall time and kills. The child gets no environment but the library path, and its messages go
// nowhere. What it is not: thread safe; give each thread one. Ownership: the child ends with this
// object, whatever it is doing.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "scanner/settle/question.h"

namespace unsoap {

class HelperProcess {
 public:
  /// `program`: path of unsoap-clang.
  HelperProcess(std::string program, const ClangLimits& limits);
  ~HelperProcess();
  HelperProcess(const HelperProcess&) = delete;
  HelperProcess& operator=(const HelperProcess&) = delete;

  enum class Outcome {
    kAnswered,
    kNoAnswer,  // libclang could not parse it at all
    kDied,  // a crash, or out of memory or processor time; the next question gets a fresh process
    kTimedOut,    // ended by us
    kNotStarted,  // the program cannot be run
  };
  Outcome Ask(const ClangQuestion& question, ClangAnswers* answers);

  /// Which libclang the program has, asked of a process of its own; empty if it cannot be run.
  /// Before any question.
  std::string Version();

  /// For people, after kDied: "crashed (signal 11)", "out of processor time".
  const std::string& death() const { return death_; }

 private:
  bool Start(std::vector<std::string> words);
  void End(bool kill);
  bool Send(const std::string& line, double deadline);
  bool Receive(std::string* line, double deadline, bool* timed_out);

  const std::string program_;
  const ClangLimits limits_;
  pid_t pid_ = -1;
  int socket_ = -1;
  std::string death_;
  bool never_ran_ = false;
};

}  // namespace unsoap
