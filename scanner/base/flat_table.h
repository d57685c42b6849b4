// FlatTable: a hash table for the hot loops: 64-bit keys to small values in one array.
//
// What it is: open addressing with linear probing in a power of two, at most half full; no
// allocation for an entry, no erasure. Keys should be well mixed or dense; they are mixed once
// more. What it is not: an ordered container: nobody can iterate over it, so no output can depend
// on its order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace unsoap {

template <class Value>
class FlatTable {
 public:
  /// The value under a key, made by default if it is new.
  struct Entry {
    Value* value;
    bool fresh;
  };
  Entry Insert(uint64_t key) {
    if (2 * (count_ + 1) > slots_.size()) Grow();
    Slot& slot = slots_[Find(key)];
    const bool fresh = !slot.used;
    if (fresh) slot.key = key, slot.used = true, ++count_;
    return {&slot.value, fresh};
  }
  /// nullptr if there is none.
  const Value* Get(uint64_t key) const {
    if (slots_.empty()) return nullptr;
    const Slot& slot = slots_[Find(key)];
    return slot.used ? &slot.value : nullptr;
  }
  size_t size() const { return count_; }

 private:
  struct Slot {
    uint64_t key = 0;
    Value value = {};
    bool used = false;
  };
  static uint64_t Mix(uint64_t x) {
    x ^= x >> 32, x *= 0x9e3779b97f4a7c15ull;
    return x ^ x >> 29;
  }
  size_t Find(uint64_t key) const {
    const size_t mask = slots_.size() - 1;
    size_t at = static_cast<size_t>(Mix(key)) & mask;
    while (slots_[at].used && slots_[at].key != key) at = (at + 1) & mask;
    return at;
  }
  void Grow() {
    std::vector<Slot> old(slots_.empty() ? 64 : 2 * slots_.size());
    old.swap(slots_);
    for (Slot& slot : old) {
      if (slot.used) slots_[Find(slot.key)] = std::move(slot);
    }
  }

  std::vector<Slot> slots_;
  size_t count_ = 0;
};

/// Numbers things that lie in an array of the caller's: the table holds the numbers alone.
class FlatIndex {
 public:
  static constexpr uint32_t kNew = UINT32_MAX;
  /// The number of an equal thing, or kNew after noting that the thing will be number `next`.
  /// `equals(number)` compares.
  template <class Equals>
  uint32_t FindOrAdd(uint64_t hash, uint32_t next, Equals equals) {
    if (2 * (count_ + 1) > slots_.size()) Grow();
    const size_t mask = slots_.size() - 1;
    size_t at = static_cast<size_t>(hash) & mask;
    for (; slots_[at].number != kNew; at = (at + 1) & mask) {
      if (slots_[at].hash == static_cast<uint32_t>(hash >> 32) && equals(slots_[at].number))
        return slots_[at].number;
    }
    slots_[at] = {static_cast<uint32_t>(hash >> 32), static_cast<uint32_t>(hash), next};
    ++count_;
    return kNew;
  }

 private:
  struct Slot {
    uint32_t hash = 0, low = 0, number = kNew;
  };
  void Grow() {
    std::vector<Slot> old(slots_.empty() ? 64 : 2 * slots_.size());
    old.swap(slots_);
    const size_t mask = slots_.size() - 1;
    for (const Slot& slot : old) {
      if (slot.number == kNew) continue;
      size_t at = slot.low & mask;
      while (slots_[at].number != kNew) at = (at + 1) & mask;
      slots_[at] = slot;
    }
  }

  std::vector<Slot> slots_;
  size_t count_ = 0;
};

}  // namespace unsoap
