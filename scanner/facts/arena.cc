#include "scanner/facts/arena.h"

#include <tree_sitter/api.h>

#include <csetjmp>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <new>
#include <vector>

#include "scanner/base/out_of_memory.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define UNSOAP_ADDRESS_SANITIZER
#endif
#endif
#if defined(UNSOAP_ADDRESS_SANITIZER) || defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(begin, size) ((void)(begin), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(begin, size) ((void)(begin), (void)(size))
#endif

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

// Under AddressSanitizer what lies between blocks cannot be touched: not the headers, nor what was
// freed or not handed out. Elsewhere these do nothing.
void Hide(const void* begin, size_t size) { ASAN_POISON_MEMORY_REGION(begin, size); }
void Show(const void* begin, size_t size) { ASAN_UNPOISON_MEMORY_REGION(begin, size); }

/// The header of a block; the caller may touch it until it hides it again.
Header* HeaderOf(void* block) {
  Header* header = static_cast<Header*>(block) - 1;
  Show(header, sizeof(Header));
  return header;
}

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
    Hide(at, chunks[chunk].second);
  }

  void* Allocate(size_t size) {
    const size_t need = sizeof(Header) + RoundUp(size);
    if (need < size || (left -= static_cast<int64_t>(need)) < 0) std::longjmp(out, 1);
    if (static_cast<size_t>(end - at) < need) NextChunk(need);
    Header* const header = HeaderOf(at + sizeof(Header));
    header->size = size;
    header->owner = kArenaOwner;
    Hide(header, sizeof(Header));
    at += need;
    Show(header + 1, size);
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
    Header* const header = HeaderOf(old);
    const size_t was = header->size, had = RoundUp(was), want = RoundUp(size);
    char* const begin = static_cast<char*>(old);
    const auto resize = [&] {
      header->size = size;
      Hide(header, sizeof(Header));
      Hide(old, had);
      Show(old, size);
      return old;
    };
    if (want <= had) return resize();
    // Growing arrays are mostly the newest block: extend it where it is.
    if (begin + had == at && static_cast<size_t>(end - begin) >= want) {
      if ((left -= static_cast<int64_t>(want - had)) < 0) std::longjmp(out, 1);
      at = begin + want;
      return resize();
    }
    Hide(header, sizeof(Header));
    void* fresh = Allocate(size);
    std::memcpy(fresh, old, was);
    Hide(old, had);
    return fresh;
  }

  void Free(void* block) {
    Header* const header = HeaderOf(block);
    char* const begin = static_cast<char*>(block);
    const size_t size = RoundUp(header->size);
    Hide(header, sizeof(Header));
    Hide(block, size);
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
  Header* const header = HeaderOf(block);
  if (header->owner == kMallocOwner) {
    std::free(header);
    return;
  }
  Hide(header, sizeof(Header));
  if (t_arena.active) t_arena.Free(block);
}

void* Realloc(void* block, size_t size) {
  if (block == nullptr) return Malloc(size);
  Header* header = HeaderOf(block);
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
