#include "scanner/prefilter/teddy.h"

#include <bit>

#if defined(__x86_64__) || defined(__i386__)
#define UNSOAP_X86 1
#include <immintrin.h>
#endif

namespace unsoap::prefilter {
namespace {

using Bytes = const uint8_t*;

/// Candidates in [at, size), with the windows that the end of the text cuts off: only shorter ones
/// fit there.
bool Scalar(const TeddyTables& tables, Bytes text, size_t at, size_t size, CandidateSink& sink) {
  const auto& whole = tables.whole;
  for (; at + kWindow <= size; ++at) {
    const uint8_t buckets = whole[0][text[at]] & whole[1][text[at + 1]] & whole[2][text[at + 2]] &
                            whole[3][text[at + 3]];
    if (buckets != 0 && !sink.Candidate(at, buckets)) return false;
  }
  for (; at < size; ++at) {
    uint8_t buckets = 0xff;
    for (size_t i = 0; i < kWindow; ++i) {
      buckets &= at + i < size ? whole[i][text[at + i]] : tables.shorter[i];
    }
    if (buckets != 0 && !sink.Candidate(at, buckets)) return false;
  }
  return true;
}

#if defined(UNSOAP_X86)

__attribute__((target("ssse3"))) inline __m128i Step128(Bytes at, __m128i low, __m128i high) {
  const __m128i half = _mm_set1_epi8(0x0f);
  const __m128i bytes =
      _mm_or_si128(_mm_loadu_si128(reinterpret_cast<const __m128i*>(at)), _mm_set1_epi8(0x20));
  return _mm_and_si128(_mm_shuffle_epi8(low, _mm_and_si128(bytes, half)),
                       _mm_shuffle_epi8(high, _mm_and_si128(_mm_srli_epi16(bytes, 4), half)));
}

__attribute__((target("ssse3"))) bool Ssse3(const TeddyTables& tables, Bytes text, size_t size,
                                            CandidateSink& sink) {
  __m128i low[kWindow], high[kWindow];
  for (size_t i = 0; i < kWindow; ++i) {
    low[i] = _mm_load_si128(reinterpret_cast<const __m128i*>(tables.low[i]));
    high[i] = _mm_load_si128(reinterpret_cast<const __m128i*>(tables.high[i]));
  }
  size_t at = 0;
  for (; at + 16 + kWindow - 1 <= size; at += 16) {
    __m128i found = Step128(text + at, low[0], high[0]);
    found = _mm_and_si128(found, Step128(text + at + 1, low[1], high[1]));
    found = _mm_and_si128(found, Step128(text + at + 2, low[2], high[2]));
    found = _mm_and_si128(found, Step128(text + at + 3, low[3], high[3]));
    auto some =
        static_cast<uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(found, _mm_setzero_si128()))) ^
        0xffffu;
    if (some == 0) continue;
    alignas(16) uint8_t buckets[16];
    _mm_store_si128(reinterpret_cast<__m128i*>(buckets), found);
    for (; some != 0; some &= some - 1) {
      const auto i = static_cast<size_t>(std::countr_zero(some));
      if (!sink.Candidate(at + i, buckets[i])) return false;
    }
  }
  return Scalar(tables, text, at, size, sink);
}

__attribute__((target("avx2"))) inline __m256i Step256(Bytes at, __m256i low, __m256i high) {
  const __m256i half = _mm256_set1_epi8(0x0f);
  const __m256i bytes = _mm256_or_si256(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(at)),
                                        _mm256_set1_epi8(0x20));
  return _mm256_and_si256(
      _mm256_shuffle_epi8(low, _mm256_and_si256(bytes, half)),
      _mm256_shuffle_epi8(high, _mm256_and_si256(_mm256_srli_epi16(bytes, 4), half)));
}

__attribute__((target("avx2"))) bool Avx2(const TeddyTables& tables, Bytes text, size_t size,
                                          CandidateSink& sink) {
  __m256i low[kWindow], high[kWindow];
  for (size_t i = 0; i < kWindow; ++i) {
    low[i] = _mm256_broadcastsi128_si256(
        _mm_load_si128(reinterpret_cast<const __m128i*>(tables.low[i])));
    high[i] = _mm256_broadcastsi128_si256(
        _mm_load_si128(reinterpret_cast<const __m128i*>(tables.high[i])));
  }
  size_t at = 0;
  for (; at + 32 + kWindow - 1 <= size; at += 32) {
    __m256i found = Step256(text + at, low[0], high[0]);
    found = _mm256_and_si256(found, Step256(text + at + 1, low[1], high[1]));
    found = _mm256_and_si256(found, Step256(text + at + 2, low[2], high[2]));
    found = _mm256_and_si256(found, Step256(text + at + 3, low[3], high[3]));
    if (_mm256_testz_si256(found, found) != 0) continue;
    auto some = ~static_cast<uint32_t>(
        _mm256_movemask_epi8(_mm256_cmpeq_epi8(found, _mm256_setzero_si256())));
    alignas(32) uint8_t buckets[32];
    _mm256_store_si256(reinterpret_cast<__m256i*>(buckets), found);
    for (; some != 0; some &= some - 1) {
      const auto i = static_cast<size_t>(std::countr_zero(some));
      if (!sink.Candidate(at + i, buckets[i])) return false;
    }
  }
  return Scalar(tables, text, at, size, sink);
}

#endif

}  // namespace

void TeddyTables::Add(std::string_view folded_window, size_t bucket) {
  const auto bit = static_cast<uint8_t>(1u << bucket);
  for (size_t i = 0; i < kWindow; ++i) {
    if (i < folded_window.size()) {
      const auto byte = static_cast<uint8_t>(folded_window[i]);
      low[i][byte & 15] |= bit;
      high[i][byte >> 4] |= bit;
    } else {
      for (size_t half = 0; half < 16; ++half) low[i][half] |= bit, high[i][half] |= bit;
      shorter[i] |= bit;
    }
  }
}

void TeddyTables::Finish() {
  for (size_t i = 0; i < kWindow; ++i) {
    for (unsigned byte = 0; byte < 256; ++byte) {
      const uint8_t folded = FoldLoosely(static_cast<uint8_t>(byte));
      whole[i][byte] = low[i][folded & 15] & high[i][folded >> 4];
    }
  }
}

std::vector<TeddyKernel> TeddyKernels() {
  std::vector<TeddyKernel> kernels = {TeddyKernel::kScalar};
#if defined(UNSOAP_X86)
  if (__builtin_cpu_supports("ssse3")) kernels.push_back(TeddyKernel::kSsse3);
  if (__builtin_cpu_supports("avx2")) kernels.push_back(TeddyKernel::kAvx2);
#endif
  return kernels;
}

void RunTeddy(const TeddyTables& tables, std::string_view text, TeddyKernel kernel,
              CandidateSink& sink) {
  const auto* bytes = reinterpret_cast<Bytes>(text.data());
  switch (kernel) {
#if defined(UNSOAP_X86)
    case TeddyKernel::kAvx2:
      Avx2(tables, bytes, text.size(), sink);
      return;
    case TeddyKernel::kSsse3:
      Ssse3(tables, bytes, text.size(), sink);
      return;
#endif
    default:
      Scalar(tables, bytes, 0, text.size(), sink);
  }
}

}  // namespace unsoap::prefilter
