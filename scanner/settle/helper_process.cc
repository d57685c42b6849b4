// HelperProcess: starting unsoap-clang, one line to it and one line back.
#include "scanner/settle/helper_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

#include "scanner/base/budget.h"
#include "scanner/settle/protocol.h"

namespace unsoap::settle {
namespace {

constexpr size_t kMaxAnswer = 64 << 20;

constexpr int kBetweenLooks = 100;  // milliseconds until the interrupt is looked at again

}  // namespace

HelperProcess::HelperProcess(std::string program, const ClangLimits& limits)
    : program_(std::move(program)), limits_(limits) {}

HelperProcess::~HelperProcess() { End(true); }

bool HelperProcess::Start(std::vector<std::string> words) {
  int pair[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) return false;
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  if (posix_spawn_file_actions_init(&actions) != 0) {
    close(pair[0]), close(pair[1]);
    return false;
  }
  posix_spawnattr_init(&attributes);
  posix_spawn_file_actions_adddup2(&actions, pair[1], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, pair[1], STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  // A group of its own: Ctrl-C at the terminal is for the scanner, which then ends its children
  // itself.
  posix_spawnattr_setpgroup(&attributes, 0);
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK);
  words.insert(words.begin(), program_);
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  std::string library_path = "LD_LIBRARY_PATH=";
  if (const char* const value = std::getenv("LD_LIBRARY_PATH")) library_path += value;
  char* const environment[] = {library_path.size() > 16 ? library_path.data() : nullptr, nullptr};
  const int error =
      posix_spawn(&pid_, program_.c_str(), &actions, &attributes, arguments.data(), environment);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  close(pair[1]);
  if (error != 0) {
    close(pair[0]);
    pid_ = -1;
    return false;
  }
  socket_ = pair[0];
  return true;
}

void HelperProcess::End(bool force) {
  if (pid_ <= 0) return;
  if (force) kill(-pid_, SIGKILL);  // the group: also the process that answers
  int status = 0;
  while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  if (!force) kill(-pid_, SIGKILL);
  close(socket_);
  pid_ = -1, socket_ = -1;
  if (WIFSIGNALED(status)) {
    death_ = "its helper was ended (signal " + std::to_string(WTERMSIG(status)) + ")";
  } else {
    never_ran_ = WIFEXITED(status) && WEXITSTATUS(status) == kNoLibrary;
    death_ = "its helper ended with status " +
             std::to_string(WIFEXITED(status) ? WEXITSTATUS(status) : 0);
  }
}

/// Waits until the socket is ready. False when the run is to end or the socket is none any more.
bool HelperProcess::WaitFor(short events) const {
  while (!Interrupted()) {
    pollfd waiting = {socket_, events, 0};
    const int ready = poll(&waiting, 1, kBetweenLooks);
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) return false;
  }
  return false;
}

bool HelperProcess::Send(const std::string& line) {
  for (size_t sent = 0; sent < line.size();) {
    if (!WaitFor(POLLOUT)) return false;
    const ssize_t count =
        send(socket_, line.data() + sent, line.size() - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count > 0) sent += static_cast<size_t>(count);
    if (count < 0 && errno != EAGAIN && errno != EINTR) return false;
  }
  return true;
}

bool HelperProcess::Receive(std::string* line) {
  char buffer[1 << 14];
  for (;;) {
    if (!WaitFor(POLLIN)) return false;
    const ssize_t count = recv(socket_, buffer, sizeof(buffer), MSG_DONTWAIT);
    if (count == 0) return false;
    if (count < 0) {
      if (errno == EAGAIN || errno == EINTR) continue;
      return false;
    }
    line->append(buffer, static_cast<size_t>(count));
    if (line->back() == '\n') {
      line->pop_back();
      return true;
    }
    if (line->size() > kMaxAnswer) return false;
  }
}

HelperProcess::Outcome HelperProcess::Ask(const ClangQuestion& question, ClangAnswers* answers) {
  death_.clear();
  if (pid_ <= 0 && !Start({std::to_string(limits_.memory), std::to_string(limits_.work),
                           std::to_string(limits_.cpu_seconds)}))
    return Outcome::kNotStarted;
  std::string line;
  if (!Send(WriteLine(question) + "\n") || !Receive(&line)) {
    const bool interrupted = Interrupted();
    const bool says_too_much = line.size() > kMaxAnswer;
    End(interrupted || says_too_much);
    if (interrupted) return Outcome::kInterrupted;
    if (says_too_much) death_ = "its answer is too long";
    return never_ran_ ? Outcome::kNotStarted : Outcome::kDied;
  }
  if (line.empty()) return Outcome::kNoAnswer;
  if (line.front() == kDeathMark) {
    death_ = line.substr(1);
    return Outcome::kDied;
  }
  std::optional<ClangAnswers> read = ReadLine<ClangAnswers>(line);
  if (!read) {
    death_ = "its answer is torn";
    return Outcome::kDied;
  }
  *answers = std::move(*read);
  return Outcome::kAnswered;
}

std::string HelperProcess::Version() {
  std::string line;
  if (pid_ > 0 || !Start({"--version"})) return "";
  if (!Receive(&line)) line.clear();
  End(true);
  return line;
}

}  // namespace unsoap::settle
