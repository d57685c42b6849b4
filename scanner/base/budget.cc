// One count a thread and one flag a process.
#include "scanner/base/budget.h"

#include <cxxabi.h>

#include <atomic>
#include <cstdlib>
#include <limits>
#include <new>
#include <typeinfo>

namespace unsoap {
namespace {

constexpr int64_t kUnbounded = std::numeric_limits<int64_t>::max() / 2;

thread_local int64_t t_left = kUnbounded;
std::atomic<int64_t> spent_in_all{0};  // under budgets that are over
std::atomic<bool> interrupted{false};
static_assert(std::atomic<bool>::is_always_lock_free);

}  // namespace

Budget::Budget(int64_t steps) : outer_(t_left), total_(steps) { t_left = steps; }
Budget::~Budget() {
  spent_in_all.fetch_add(total_ - t_left, std::memory_order_relaxed);
  t_left = outer_;
}
int64_t Budget::spent() const { return total_ - t_left; }

void Spend(int64_t steps) {
  t_left -= steps;
  if (t_left < 0) throw WorkEnded(false);
  if (Interrupted()) throw WorkEnded(true);
}

int64_t StepsSpent() { return spent_in_all.load(std::memory_order_relaxed); }

int64_t StepsLeft() { return t_left; }

bool Interrupted() { return interrupted.load(std::memory_order_relaxed); }
void SetInterrupted(bool wish) { interrupted.store(wish, std::memory_order_relaxed); }

std::string InternalErrorReason(const char* doing, const std::exception& error) {
  if (dynamic_cast<const std::bad_alloc*>(&error) != nullptr) throw;
  int failed = 0;
  char* name = abi::__cxa_demangle(typeid(error).name(), nullptr, nullptr, &failed);
  std::string reason = "internal error while " + std::string(doing);
  if (name != nullptr) reason += ": " + std::string(name);
  std::free(name);
  return reason;
}

}  // namespace unsoap
