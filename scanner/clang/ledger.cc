// The ledger: every allocation of this process, libclang's included, is counted here.
//
// malloc() and its relatives are defined in this program and exported (CMake: ENABLE_EXPORTS), so
// that libclang, LLVM and the C++ library call these; they pass the request on to the C library's
// own. What a question costs in memory is a property of its text and of libclang, so a limit on it
// ends the same questions on every run; a limit on time would not. Exits are immediate: nothing of
// a process that ran out is worth saving.
#include <malloc.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "scanner/clang/guard.h"

namespace unsoap::clang {
namespace {

constexpr int64_t kNoLimit = std::numeric_limits<int64_t>::max();

// Plain data: used before the first constructor and after the last destructor.
std::atomic<int64_t> in_use{0}, allocated{0};
std::atomic<int64_t> most_in_use{kNoLimit}, most_allocated{kNoLimit};

}  // namespace

void AllowMemory(int64_t memory, int64_t work) {
  most_in_use = memory == 0 ? kNoLimit : in_use + memory;
  most_allocated = work == 0 ? kNoLimit : allocated + work;
}

#if defined(__GLIBC__) && !defined(UNSOAP_SANITIZER_ALLOCATES)

namespace {

void Give(void* block) {
  if (block != nullptr)
    in_use.fetch_sub(static_cast<int64_t>(malloc_usable_size(block)), std::memory_order_relaxed);
}

void* Take(void* block) {
  if (block == nullptr) return nullptr;
  const int64_t size = static_cast<int64_t>(malloc_usable_size(block));
  if (in_use.fetch_add(size, std::memory_order_relaxed) + size >
      most_in_use.load(std::memory_order_relaxed))
    _exit(kOutOfMemory);
  if (allocated.fetch_add(size, std::memory_order_relaxed) + size >
      most_allocated.load(std::memory_order_relaxed))
    _exit(kOutOfWork);
  return block;
}

/// Refuses what is over the limit before the C library looks for it: a request for terabytes is
/// too much memory, not a failure that libclang would report in its own way.
void Announce(size_t size) {
  const int64_t most = most_in_use.load(std::memory_order_relaxed);
  if (most != kNoLimit && size > static_cast<size_t>(most)) _exit(kOutOfMemory);
}

}  // namespace

#endif

}  // namespace unsoap::clang

#if defined(__GLIBC__) && !defined(UNSOAP_SANITIZER_ALLOCATES)

extern "C" {

void* __libc_malloc(size_t size);
void* __libc_calloc(size_t count, size_t size);
void* __libc_realloc(void* block, size_t size);
void* __libc_memalign(size_t alignment, size_t size);
void __libc_free(void* block);

void* malloc(size_t size) {
  unsoap::clang::Announce(size);
  return unsoap::clang::Take(__libc_malloc(size));
}

void* calloc(size_t count, size_t size) {
  if (size != 0) unsoap::clang::Announce(count > SIZE_MAX / size ? SIZE_MAX : count * size);
  return unsoap::clang::Take(__libc_calloc(count, size));
}

void* realloc(void* block, size_t size) {
  unsoap::clang::Announce(size);
  unsoap::clang::Give(block);
  void* const grown = __libc_realloc(block, size);
  return unsoap::clang::Take(grown == nullptr && size != 0 ? block : grown) == nullptr ? nullptr
                                                                                       : grown;
}

void free(void* block) {
  unsoap::clang::Give(block);
  __libc_free(block);
}

void* memalign(size_t alignment, size_t size) {
  unsoap::clang::Announce(size);
  return unsoap::clang::Take(__libc_memalign(alignment, size));
}

void* aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }

int posix_memalign(void** out, size_t alignment, size_t size) {
  void* const block = memalign(alignment, size);
  if (block == nullptr) return ENOMEM;
  *out = block;
  return 0;
}

}  // extern "C"

#endif
