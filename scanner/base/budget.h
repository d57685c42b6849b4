// Budget: how much work one file may take, counted in steps, and the user's wish to end.
//
// What it is: a count that the code which reads a file lowers as it goes (Spend), a step being
// about as much as looking at one node of a syntax tree. The count belongs to the thread, so that
// readers and helpers of helpers need not hand it on. What it is not: a clock. The same file takes
// the same steps on every machine, however busy it is. Failure: Spend throws WorkEnded when the
// count is used up or the run is to end; it is caught where one file's work begins and nowhere
// else. Without a budget of its own a thread may work on until the run is to end. Thread safe: each
// thread has its own count; the wish to end is one for the process.
#pragma once

#include <cstdint>
#include <exception>
#include <string>

namespace unsoap {

/// What a second of an ordinary machine is worth: the measure for limits that people set.
inline constexpr int64_t kStepsPerSecond = 10'000'000;

/// Why the work on one file ended before its time.
class WorkEnded : public std::exception {
 public:
  explicit WorkEnded(bool interrupted) : interrupted_(interrupted) {}
  bool interrupted() const { return interrupted_; }
  const char* what() const noexcept override {
    return interrupted_ ? "interrupted" : "it takes too much work";
  }

 private:
  bool interrupted_;
};

/// Gives this thread a budget of its own for as long as it lives; the one before holds again
/// afterwards.
class Budget {
 public:
  explicit Budget(int64_t steps);
  ~Budget();
  Budget(const Budget&) = delete;
  Budget& operator=(const Budget&) = delete;
  int64_t spent() const;

 private:
  int64_t outer_, total_;
};

/// Counts work of this thread. Throws WorkEnded.
void Spend(int64_t steps = 1);
/// What is left to this thread.
int64_t StepsLeft();

/// What all threads have counted since the process began; the same for the same input, however many
/// threads shared it.
int64_t StepsSpent();

/// True once the run is to end: loops that nothing else bounds ask it.
bool Interrupted();
/// Sets or clears the wish. Safe in a signal handler.
void SetInterrupted(bool wish);

/// Why a file counts as not read when the run ended before it.
inline constexpr const char* kInterruptedReason = "interrupted";
/// What is said of an error of ours in one file: its kind, nothing of its text, which may quote the
/// file. Memory that is used up is thrown on: it is no fault of the file.
std::string InternalErrorReason(const char* doing, const std::exception& error);

/// Does what one file asks for; gives what went wrong with it, nothing if all went well or the run
/// is to end. Only std::bad_alloc gets out.
template <class Body>
std::string ForOneFile(const char* doing, const Body& body) {
  try {
    body();
  } catch (const WorkEnded& end) {
    return end.interrupted() ? std::string() : std::string(doing) + " takes too much work";
  } catch (const std::exception& error) {
    return InternalErrorReason(doing, error);
  }
  return {};
}

}  // namespace unsoap
