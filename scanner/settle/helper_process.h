// HelperProcess: one running unsoap-clang, and questions to it.
//
// What it is: a child process with a socket to it, started at the first question and again should
// it die. It answers each question in a process of its own, which limits its own memory and work
// (clang/guard.h), so what a question comes to does not depend on those before it. This side has no
// time limit; it ends the child when the run is to end (base/budget.h). The child gets no
// environment but the library path, and its messages go nowhere. What it is not: thread safe; give
// each thread one. Ownership: the child and its children end with this object, whatever they are
// doing.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "scanner/settle/question.h"

namespace unsoap::settle {

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
    kDied,      // of a crash or of a limit: death() says which
    kInterrupted,
    kNotStarted,  // the program cannot be run
  };
  Outcome Ask(const ClangQuestion& question, ClangAnswers* answers);

  /// Which libclang the program has, asked of a process of its own; empty if it cannot be run.
  /// Before any question.
  std::string Version();

  /// For people, after kDied: "it crashed (signal 11)", "it needs too much memory".
  const std::string& death() const { return death_; }

 private:
  bool Start(std::vector<std::string> words);
  void End(bool kill);
  bool WaitFor(short events) const;
  bool Send(const std::string& line);
  bool Receive(std::string* line);

  const std::string program_;
  const ClangLimits limits_;
  pid_t pid_ = -1;
  int socket_ = -1;
  std::string death_;
  bool never_ran_ = false;
};

}  // namespace unsoap::settle
