// Teddy: finds the places in a text where one of many short byte windows may begin.
//
// What it is: the search of Hyperscan's Teddy: windows of up to four folded bytes, spread over
// eight buckets; two 16-entry tables for each of the four positions say which buckets a byte's low
// and high half allow. What passes all eight tables is a candidate. What it is not: exact; the
// caller confirms candidates. Windows and buckets come from windows.h. Kernels: AVX2, SSSE3 and
// scalar, chosen at run time; all give the same candidates in the same order. Thread safety:
// immutable after construction.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace unsoap::prefilter {

inline constexpr size_t kWindow = 4;
inline constexpr size_t kBuckets = 8;

/// Every byte is folded this way before it is compared; more than ASCII case falls together, which
/// confirming sorts out.
inline constexpr uint8_t FoldLoosely(uint8_t byte) { return byte | 0x20; }

struct TeddyTables {
  // [position][half byte]: bit b is set if some window in bucket b has such a byte there, or ends
  // before.
  alignas(16) uint8_t low[kWindow][16] = {};
  alignas(16) uint8_t high[kWindow][16] = {};
  uint8_t whole[kWindow][256] = {};  // both halves together, folded; for the scalar kernel
  uint8_t shorter[kWindow] = {};     // buckets with a window that ends before this position

  void Add(std::string_view folded_window, size_t bucket);
  /// To be called after the last Add.
  void Finish();
};

/// Takes candidates in ascending order of position; false ends the search.
class CandidateSink {
 public:
  virtual bool Candidate(size_t position, uint8_t buckets) = 0;

 protected:
  ~CandidateSink() = default;
};

enum class TeddyKernel : uint8_t { kScalar, kSsse3, kAvx2 };
/// The kernels this machine can run, the best last.
std::vector<TeddyKernel> TeddyKernels();

void RunTeddy(const TeddyTables& tables, std::string_view text, TeddyKernel kernel,
              CandidateSink& sink);

}  // namespace unsoap::prefilter
