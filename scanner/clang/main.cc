// unsoap-clang: the helper program that has libclang. The scanner starts it when there is C, C++ or
// Objective-C to settle.
//
//   unsoap-clang MEMORY_BYTES WORK_BYTES CPU_SECONDS   reads questions, writes answers: one line of
//                                                      JSON each (settle/protocol.h)
//   unsoap-clang --version                             says which libclang it has
//
// Each question is answered by a child of this process, which begins with the same memory whatever
// was asked before; when it dies, the line says of what.
#include <pthread.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <string>

#include "scanner/clang/guard.h"
#include "scanner/clang/libclang.h"
#include "scanner/clang/reader.h"
#include "scanner/settle/protocol.h"
#include "scanner/settle/question.h"

namespace unsoap::clang {
namespace {

/// As deep as a question may recurse: the stack of the thread that answers it, the same whatever
/// `ulimit -s` says here.
constexpr size_t kStack = 64 << 20;

struct Job {
  const unsoap::settle::ClangQuestion* question;
  unsoap::settle::ClangLimits limits;
  std::string answer;
};

void* Answer(void* data) {
  Job* const job = static_cast<Job*>(data);
  AllowMemory(job->limits.memory, job->limits.work);
  AllowSeconds(job->limits.cpu_seconds);
  if (const std::optional<unsoap::settle::ClangAnswers> answers =
          ReadTranslationUnit(*job->question))
    job->answer = unsoap::settle::WriteLine(*answers);
  // It is done; what is left is to be said.
  AllowMemory(0, 0);
  AllowSeconds(0);
  return nullptr;
}

bool WriteAll(std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = write(STDOUT_FILENO, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    text.remove_prefix(static_cast<size_t>(count));
  }
  return true;
}

/// In the child: never returns.
[[noreturn]] void AnswerAndExit(const unsoap::settle::ClangQuestion& question,
                                const unsoap::settle::ClangLimits& limits, pid_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(1);  // it ended before that took effect
  AllowDirectories(question.readable);
  Job job = {&question, limits, ""};
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, kStack);
  pthread_t thread;
  if (pthread_create(&thread, &attributes, Answer, &job) != 0) _exit(1);
  pthread_join(thread, nullptr);
  _exit(WriteAll(job.answer + "\n") ? 0 : 1);
}

std::string DeathOf(int status) {
  if (WIFSIGNALED(status)) {
    if (WTERMSIG(status) == SIGXCPU) return "it needs too much processor time";
    if (WTERMSIG(status) == SIGKILL) return "it was ended by the system";
    return "it crashed (signal " + std::to_string(WTERMSIG(status)) + ")";
  }
  if (WEXITSTATUS(status) == kOutOfMemory) return "it needs too much memory";
  if (WEXITSTATUS(status) == kOutOfWork) return "it takes too much work";
  return "it ended with status " + std::to_string(WEXITSTATUS(status));
}

}  // namespace
}  // namespace unsoap::clang

int main(int argc, char** argv) {
  using namespace unsoap::clang;
  // libclang would read on a thread of its own, whose stack it chooses, and go on after a crash.
  setenv("LIBCLANG_NOTHREADS", "1", 1);
  setenv("LIBCLANG_DISABLE_CRASH_RECOVERY", "1", 1);
  if (!LoadLibclang()) {
    std::fprintf(stderr, "unsoap-clang: this system has no libclang\n");
    return unsoap::settle::kNoLibrary;
  }
  if (argc == 2 && std::strcmp(argv[1], "--version") == 0) {
    std::printf("%s\n", LibclangVersion().c_str());
    return 0;
  }
  if (argc != 4) {
    std::fprintf(stderr, "unsoap-clang is a part of unsoap and is started by it\n");
    return 2;
  }
  unsoap::settle::ClangLimits limits;
  limits.memory = std::atoll(argv[1]), limits.work = std::atoll(argv[2]);
  limits.cpu_seconds = std::atoi(argv[3]);
  LimitProcess(limits.memory);
  for (std::string line; std::getline(std::cin, line);) {
    const std::optional<unsoap::settle::ClangQuestion> question =
        unsoap::settle::ReadLine<unsoap::settle::ClangQuestion>(line);
    const pid_t self = getpid();
    const pid_t child = question ? fork() : -1;
    if (child == 0) AnswerAndExit(*question, limits, self);
    int status = 0;
    if (child > 0) {
      while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
      }
    }
    std::string death;
    if (!question)
      death = "the question cannot be read";
    else if (child < 0)
      death = "no process can be started for it";
    else if (status != 0)
      death = DeathOf(status);
    if (!death.empty() && !WriteAll(unsoap::settle::kDeathMark + death + "\n")) return 1;
  }
}
