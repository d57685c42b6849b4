#include "scanner/settle/helper_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <cstdlib>

#include "scanner/settle/protocol.h"

namespace unsoap {
namespace {

constexpr size_t kMaxAnswer = 64 << 20;

double Now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// Waits until the socket is ready. False when the deadline has passed.
bool WaitFor(int socket, short events, double deadline) {
  for (;;) {
    const double left = deadline - Now();
    if (left <= 0) return false;
    pollfd waiting = {socket, events, 0};
    const int ready = poll(&waiting, 1, static_cast<int>(std::ceil(left * 1000)));
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) return false;
  }
}

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
  if (force) kill(pid_, SIGKILL);
  int status = 0;
  while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  close(socket_);
  pid_ = -1, socket_ = -1;
  if (WIFSIGNALED(status) && (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL)) {
    death_ = "out of processor time";
  } else if (WIFSIGNALED(status)) {
    death_ = "crashed or out of memory (signal " + std::to_string(WTERMSIG(status)) + ")";
  } else {
    never_ran_ = WIFEXITED(status) &&
                 WEXITSTATUS(status) == 127;  // the dynamic linker did not find libclang
    death_ = "ended with status " + std::to_string(WIFEXITED(status) ? WEXITSTATUS(status) : 0);
  }
}

bool HelperProcess::Send(const std::string& line, double deadline) {
  for (size_t sent = 0; sent < line.size();) {
    if (!WaitFor(socket_, POLLOUT, deadline)) return false;
    const ssize_t count =
        send(socket_, line.data() + sent, line.size() - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count > 0) sent += static_cast<size_t>(count);
    if (count < 0 && errno != EAGAIN && errno != EINTR) return false;
  }
  return true;
}

bool HelperProcess::Receive(std::string* line, double deadline, bool* timed_out) {
  char buffer[1 << 14];
  for (;;) {
    if (!WaitFor(socket_, POLLIN, deadline)) {
      *timed_out = true;
      return false;
    }
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
  if (pid_ <= 0 && !Start({std::to_string(limits_.memory), std::to_string(limits_.cpu_seconds)}))
    return Outcome::kNotStarted;
  const double deadline = Now() + limits_.wall_seconds;
  std::string line;
  bool timed_out = false;
  if (!Send(WriteLine(question) + "\n", deadline) || !Receive(&line, deadline, &timed_out)) {
    // A helper that hung up is dead or dying; one that did not answer in time is ended, as is one
    // that says too much.
    const bool hung_up = !timed_out && line.size() <= kMaxAnswer && Now() < deadline;
    End(!hung_up);
    if (never_ran_) return Outcome::kNotStarted;
    return hung_up ? Outcome::kDied : Outcome::kTimedOut;
  }
  if (line.empty()) return Outcome::kNoAnswer;
  std::optional<ClangAnswers> read = ReadLine<ClangAnswers>(line);
  if (!read) return Outcome::kNoAnswer;
  *answers = std::move(*read);
  return Outcome::kAnswered;
}

std::string HelperProcess::Version() {
  std::string line;
  bool timed_out = false;
  if (pid_ > 0 || !Start({"--version"})) return "";
  if (!Receive(&line, Now() + limits_.wall_seconds, &timed_out)) line.clear();
  End(true);
  return line;
}

}  // namespace unsoap
