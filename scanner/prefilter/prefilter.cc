#include "scanner/prefilter/prefilter.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "scanner/base/char.h"
#include "scanner/base/text.h"
#include "scanner/prefilter/teddy.h"
#include "scanner/prefilter/utf16.h"
#include "scanner/prefilter/windows.h"

namespace unsoap::prefilter {
namespace {

constexpr std::array<uint8_t, 256> MakeLower() {
  std::array<uint8_t, 256> lower{};
  for (unsigned i = 0; i < 256; ++i) lower[i] = static_cast<uint8_t>(ToLower(static_cast<char>(i)));
  return lower;
}
constexpr std::array<uint8_t, 256> kLower = MakeLower();

}  // namespace

struct Prefilter::Impl {
  /// Needles that are found through one window.
  struct Window {
    uint32_t value = 0, mask = 0;                        // as loaded from memory
    std::vector<std::pair<uint32_t, uint32_t>> needles;  // and the window's offset in each
  };

  std::vector<NeedleText> needles;  // text in lower case
  std::array<std::vector<Window>, kBuckets> buckets;
  TeddyTables tables;
  TeddyKernel kernel = TeddyKernels().back();
  double candidates_per_megabyte = 0;

  bool MatchesAt(const NeedleText& needle, std::string_view text, size_t at) const {
    const std::string& want = needle.text;
    if (want.size() > text.size() - at) return false;
    for (size_t i = 0; i < want.size(); ++i) {
      if (kLower[static_cast<uint8_t>(text[at + i])] != static_cast<uint8_t>(want[i])) return false;
    }
    if (!needle.whole_word) return true;
    const size_t end = at + want.size();
    return (at == 0 || !IsWordChar(text[at - 1])) && (end == text.size() || !IsWordChar(text[end]));
  }

  /// Calls found(offset, needle) for each match whose window is at `position`; false from it ends
  /// the search.
  template <class Found>
  bool Confirm(std::string_view text, size_t position, uint8_t candidates, Found& found) const {
    uint32_t here = 0;
    memcpy(&here, text.data() + position, std::min<size_t>(kWindow, text.size() - position));
    here |= 0x20202020;
    for (uint8_t rest = candidates; rest != 0; rest &= static_cast<uint8_t>(rest - 1)) {
      for (const Window& window : buckets[static_cast<size_t>(__builtin_ctz(rest))]) {
        if ((here & window.mask) != window.value) continue;
        for (const auto& each : window.needles) {
          if (each.second > position) continue;
          const size_t at = position - each.second;
          if (MatchesAt(needles[each.first], text, at) && !found(at, each.first)) return false;
        }
      }
    }
    return true;
  }

  template <class Found>
  void Search(std::string_view text, Found found) const {
    struct Sink final : CandidateSink {
      Sink(const Impl& impl, std::string_view text, Found& found)
          : impl(impl), text(text), found(found) {}
      bool Candidate(size_t position, uint8_t candidates) override {
        return impl.Confirm(text, position, candidates, found);
      }
      const Impl& impl;
      std::string_view text;
      Found& found;
    };
    Sink sink(*this, text, found);
    RunTeddy(tables, text, kernel, sink);
  }
};

void Hits::Add(Needle kind) {
  switch (kind) {
    case Needle::kStrong:
      strong = true;
      break;
    case Needle::kPart:
      part = true;
      break;
    case Needle::kWeak:
      weak = true;
      break;
    case Needle::kOperation:
      operation = true;
      break;
    case Needle::kEveryday:
      everyday = true;
      break;
    case Needle::kToolkit:
      toolkit = true;
      break;
    case Needle::kLearned:
      learned = true;
      break;
    case Needle::kEncoded:
      encoded = true;
      break;
  }
}

void Hits::Combine() {
  strong |= part && weak;
  operation |= everyday && (toolkit || weak);
}

Prefilter::Prefilter(std::vector<NeedleText> needles) : impl_(std::make_unique<Impl>()) {
  std::vector<std::string> folded;
  for (NeedleText& needle : needles) {
    needle.text = Lower(needle.text);
    folded.push_back(needle.text);
    for (char& c : folded.back()) c = static_cast<char>(FoldLoosely(static_cast<uint8_t>(c)));
  }
  impl_->needles = std::move(needles);
  const WindowPlan plan = ChooseWindows(folded);
  impl_->candidates_per_megabyte = plan.candidates_per_megabyte;
  for (const WindowChoice& choice : plan.choices) {
    const std::string_view bytes =
        std::string_view(folded[choice.needle]).substr(choice.offset, choice.size);
    Impl::Window window;
    memcpy(&window.value, bytes.data(), bytes.size());
    memset(&window.mask, 0xff, bytes.size());
    auto& bucket = impl_->buckets[choice.bucket];
    auto known = std::ranges::find_if(bucket, [&](const Impl::Window& each) {
      return each.value == window.value && each.mask == window.mask;
    });
    if (known == bucket.end()) {
      impl_->tables.Add(bytes, choice.bucket);
      bucket.push_back(std::move(window));
      known = bucket.end() - 1;
    }
    known->needles.emplace_back(choice.needle, choice.offset);
  }
  impl_->tables.Finish();
}

Prefilter::~Prefilter() = default;
Prefilter::Prefilter(Prefilter&&) noexcept = default;
Prefilter& Prefilter::operator=(Prefilter&&) noexcept = default;

Hits Prefilter::Classify(std::string_view bytes) const {
  Hits hits;
  const auto found = [&](size_t, uint32_t needle) {
    hits.Add(impl_->needles[needle].kind);
    // A strong anchor settles both questions: about this file, and about the repository.
    return !hits.strong;
  };
  if (const Utf16 order = GuessUtf16(bytes); order != Utf16::kNo) {
    impl_->Search(NarrowUtf16(bytes, order), found);
    if (hits.strong) return hits;
  }
  impl_->Search(bytes, found);
  hits.Combine();
  return hits;
}

std::vector<Prefilter::Match> Prefilter::FindAll(std::string_view bytes) const {
  std::vector<Match> matches;
  if (const Utf16 order = GuessUtf16(bytes); order != Utf16::kNo) {
    impl_->Search(NarrowUtf16(bytes, order), [&](size_t at, uint32_t needle) {
      matches.push_back({2 * at, needle});
      return true;
    });
  } else {
    impl_->Search(bytes, [&](size_t at, uint32_t needle) {
      matches.push_back({at, needle});
      return true;
    });
  }
  std::ranges::sort(matches, [](const Match& a, const Match& b) {
    return a.offset != b.offset ? a.offset < b.offset : a.needle < b.needle;
  });
  return matches;
}

void Prefilter::UseKernel(int kernel) {
  const std::vector<TeddyKernel> kernels = TeddyKernels();
  impl_->kernel = kernels[std::min(static_cast<size_t>(kernel), kernels.size() - 1)];
}

double Prefilter::CandidatesPerMegabyte() const { return impl_->candidates_per_megabyte; }

}  // namespace unsoap::prefilter
