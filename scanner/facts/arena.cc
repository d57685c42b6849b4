#include "scanner/facts/arena.h"

#include <tree_sitter/api.h>

#include <csetjmp>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <new>
#include <vector>

#include "scanner/base/out_of_memory.h"

namespace unsoap::facts {
namespace {

constexpr size_t kFirstChunk = 1 << 20;
constexpr size_t kLargestChunk = 16 << 20;
constexpr size_t kMostChunks = 4096;
constexpr size_t kKept = 4 << 20;  // of an idle thread

/// Before every block: how large it is and who owns it, so that free and realloc work whoever calls
/// them.
struct alignas(16) Header {
  size_t size;
  uint32_t owner;
};
constexpr uint32_t kArenaOwner = 0x41524e41, kMallocOwner = 0x4d414c43;

size_t RoundUp(size_t size) { return (size + 15) & ~size_t{15}; }

struct Arena {
  std::vector<std::pair<char*, size_t>> chunks;
  size_t current = 0;  // index into chunks
  char* at = nullptr;
  char* end = nullptr;
  int64_t left = 0;
  bool active = false;
  bool starved = false;  // it was not the budget that ended
  std::jmp_buf out;

  ~Arena() {
    for (auto& [data, size] : chunks) std::free(data);
  }

  void Begin(int64_t budget) {
    left = budget, starved = false;
    current = 0;
    at = end = nullptr;
    if (!chunks.empty()) Enter(0);
    chunks.reserve(kMostChunks);
    active = true;
  }

  void Finish() {
    active = false;
    size_t kept = 0, i = 0;
    while (i < chunks.size() && kept + chunks[i].second <= kKept) kept += chunks[i++].second;
    for (size_t j = i; j < chunks.size(); ++j) std::free(chunks[j].first);
    chunks.resize(i);
  }

  void Enter(size_t chunk) {
    current = chunk;
    at = chunks[chunk].first;
    end = at + chunks[chunk].second;
  }

  void* Allocate(size_t size) {
    const size_t need = sizeof(Header) + RoundUp(size);
    if (need < size || (left -= static_cast<int64_t>(need)) < 0) std::longjmp(out, 1);
    if (static_cast<size_t>(end - at) < need) NextChunk(need);
    auto* header = reinterpret_cast<Header*>(at);
    header->size = size;
    header->owner = kArenaOwner;
    at += need;
    return header + 1;
  }

  void NextChunk(size_t need) {
    while (!chunks.empty() && current + 1 < chunks.size()) {
      Enter(current + 1);
      if (static_cast<size_t>(end - at) >= need) return;
    }
    size_t size = chunks.empty() ? kFirstChunk : chunks.back().second * 2;
    if (size > kLargestChunk) size = kLargestChunk;
    if (size < need) size = need;
    // There is room for the entry: nothing may throw through the parser's C code.
    if (chunks.size() == kMostChunks) std::longjmp(out, 1);
    auto* data = static_cast<char*>(std::malloc(size));
    if (data == nullptr) {
      starved = true;
      std::longjmp(out, 1);
    }
    chunks.emplace_back(data, size);
    Enter(chunks.size() - 1);
  }

  void* Reallocate(void* old, size_t size) {
    auto* header = static_cast<Header*>(old) - 1;
    const size_t had = RoundUp(header->size), want = RoundUp(size);
    char* const begin = static_cast<char*>(old);
    if (want <= had) {
      header->size = size;
      return old;
    }
    // Growing arrays are mostly the newest block: extend it where it is.
    if (begin + had == at && static_cast<size_t>(end - begin) >= want) {
      if ((left -= static_cast<int64_t>(want - had)) < 0) std::longjmp(out, 1);
      header->size = size;
      at = begin + want;
      return old;
    }
    void* fresh = Allocate(size);
    std::memcpy(fresh, old, header->size);
    return fresh;
  }

  void Free(void* block) {
    auto* header = static_cast<Header*>(block) - 1;
    char* const begin = static_cast<char*>(block);
    const size_t size = RoundUp(header->size);
    if (begin + size != at) return;
    at = reinterpret_cast<char*>(header);
    left += static_cast<int64_t>(size + sizeof(Header));
  }
};

thread_local Arena t_arena;

void* Malloc(size_t size) {
  if (t_arena.active) return t_arena.Allocate(size);
  auto* header = static_cast<Header*>(std::malloc(sizeof(Header) + size));
  if (header == nullptr) OutOfMemory();
  header->size = size;
  header->owner = kMallocOwner;
  return header + 1;
}

void* Calloc(size_t count, size_t size) {
  if (size != 0 && count > SIZE_MAX / size) OutOfMemory();
  void* block = Malloc(count * size);
  std::memset(block, 0, count * size);
  return block;
}

void Free(void* block) {
  if (block == nullptr) return;
  auto* header = static_cast<Header*>(block) - 1;
  if (header->owner == kMallocOwner) {
    std::free(header);
  } else if (t_arena.active) {
    t_arena.Free(block);
  }
}

void* Realloc(void* block, size_t size) {
  if (block == nullptr) return Malloc(size);
  auto* header = static_cast<Header*>(block) - 1;
  if (header->owner == kArenaOwner) return t_arena.Reallocate(block, size);
  header = static_cast<Header*>(std::realloc(header, sizeof(Header) + size));
  if (header == nullptr) OutOfMemory();
  header->size = size;
  return header + 1;
}

}  // namespace

bool RunInArena(int64_t budget, void (*body)(void* context), void* context) {
  Arena* const arena = &t_arena;
  arena->Begin(budget);
  if (setjmp(arena->out) == 0) {
    body(context);
    arena->Finish();
    return true;
  }
  t_arena.Finish();
  if (t_arena.starved) throw std::bad_alloc();
  return false;
}

void InstallParserAllocator() {
  static std::once_flag once;
  std::call_once(once, [] { ts_set_allocator(Malloc, Calloc, Realloc, Free); });
}

}  // namespace unsoap::facts
