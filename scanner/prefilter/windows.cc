#include "scanner/prefilter/windows.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <string_view>

#include "scanner/prefilter/frequency.h"

namespace unsoap::prefilter {
namespace {

constexpr size_t kOffers = 6;  // windows of a needle that are tried
constexpr int kPasses = 2;     // over all needles, after the first placing

/// How many windows of a bucket need each half byte; so that one can be taken out again.
struct Bucket {
  std::array<std::array<uint16_t, 16>, kWindow> low{}, high{};
  std::array<double, kWindow> share{};  // of all bytes that pass, by position
  int windows = 0;

  double Rate() const {
    if (windows == 0) return 0;
    double rate = 1;
    for (const double each : share) rate *= each;
    return rate;
  }
};

struct Half {
  size_t low, high;
};
Half HalvesOf(char c) {
  const auto byte = static_cast<uint8_t>(c);
  return {static_cast<size_t>(byte & 15), static_cast<size_t>(byte >> 4)};
}

double Share(const std::array<uint16_t, 16>& low, const std::array<uint16_t, 16>& high) {
  double share = 0;
  for (size_t h = 0; h < 16; ++h) {
    if (high[h] == 0) continue;
    for (size_t l = 0; l < 16; ++l) {
      if (low[l] != 0) share += ByteFrequency(static_cast<uint8_t>(h << 4 | l));
    }
  }
  return share;
}

/// The bucket's rate if the window were in it.
double RateWith(const Bucket& bucket, std::string_view window) {
  double rate = 1;
  for (size_t i = 0; i < kWindow; ++i) {
    if (i >= window.size()) continue;  // anything passes
    const Half half = HalvesOf(window[i]);
    const bool has_low = bucket.low[i][half.low] != 0;
    const bool has_high = bucket.high[i][half.high] != 0;
    if (bucket.windows == 0) {
      rate *= ByteFrequency(static_cast<uint8_t>(window[i]));
    } else if (has_low && has_high) {
      rate *= bucket.share[i];
    } else {
      double share = bucket.share[i];
      if (!has_low) {
        for (size_t h = 0; h < 16; ++h) {
          if (bucket.high[i][h] != 0)
            share += ByteFrequency(static_cast<uint8_t>(h << 4 | half.low));
        }
      }
      if (!has_high) {
        for (size_t l = 0; l < 16; ++l) {
          if (bucket.low[i][l] != 0 || l == half.low) {
            share += ByteFrequency(static_cast<uint8_t>(half.high << 4 | l));
          }
        }
      }
      rate *= share;
    }
  }
  return rate;
}

void Change(Bucket& bucket, std::string_view window, int by) {
  bucket.windows += by;
  for (size_t i = 0; i < kWindow; ++i) {
    if (i < window.size()) {
      const Half half = HalvesOf(window[i]);
      bucket.low[i][half.low] = static_cast<uint16_t>(bucket.low[i][half.low] + by);
      bucket.high[i][half.high] = static_cast<uint16_t>(bucket.high[i][half.high] + by);
    } else {
      for (uint16_t& count : bucket.low[i]) count = static_cast<uint16_t>(count + by);
      for (uint16_t& count : bucket.high[i]) count = static_cast<uint16_t>(count + by);
    }
    bucket.share[i] = Share(bucket.low[i], bucket.high[i]);
  }
}

/// A needle that is searched for itself; others may be found through it.
struct Root {
  std::string_view text;
  std::vector<uint32_t> offers;  // offsets of its rarest windows, the rarest first
  uint32_t offset = 0;
  size_t bucket = 0;
  std::string_view Window(uint32_t at) const { return text.substr(at, kWindow); }
};

std::vector<uint32_t> Offers(std::string_view text) {
  if (text.size() <= kWindow) return {0};
  std::vector<uint32_t> offers(text.size() - kWindow + 1);
  std::iota(offers.begin(), offers.end(), 0u);
  std::vector<int> rarity;
  for (const uint32_t at : offers) rarity.push_back(Rarity(text.substr(at, kWindow)));
  std::ranges::stable_sort(offers, [&](uint32_t a, uint32_t b) { return rarity[a] > rarity[b]; });
  offers.resize(std::min(offers.size(), kOffers));
  return offers;
}

void Place(Root& root, std::array<Bucket, kBuckets>& buckets) {
  double best = 1e300;
  for (const uint32_t offer : root.offers) {
    const std::string_view window = root.Window(offer);
    for (size_t b = 0; b < kBuckets; ++b) {
      const double added = RateWith(buckets[b], window) - buckets[b].Rate();
      if (added >= best) continue;
      best = added;
      root.offset = offer;
      root.bucket = b;
    }
  }
  Change(buckets[root.bucket], root.Window(root.offset), 1);
}

}  // namespace

WindowPlan ChooseWindows(const std::vector<std::string>& folded) {
  std::vector<uint32_t> order;
  for (uint32_t i = 0; i < folded.size(); ++i) {
    if (!folded[i].empty()) order.push_back(i);
  }
  std::ranges::stable_sort(
      order, [&](uint32_t a, uint32_t b) { return folded[a].size() < folded[b].size(); });

  struct Through {
    size_t root;
    uint32_t shift;
  };
  std::vector<Root> roots;
  std::vector<Through> through(folded.size());
  for (const uint32_t needle : order) {
    const std::string_view text = folded[needle];
    size_t found = roots.size();
    size_t shift = 0;
    for (size_t r = 0; r < roots.size() && found == roots.size(); ++r) {
      shift = text.find(roots[r].text);
      if (shift != text.npos) found = r;
    }
    if (found == roots.size()) {
      shift = 0;
      roots.push_back({text, Offers(text)});
    }
    through[needle] = {found, static_cast<uint32_t>(shift)};
  }

  std::array<Bucket, kBuckets> buckets;
  for (Root& root : roots) Place(root, buckets);
  for (int pass = 0; pass < kPasses; ++pass) {
    for (Root& root : roots) {
      Change(buckets[root.bucket], root.Window(root.offset), -1);
      Place(root, buckets);
    }
  }

  WindowPlan plan;
  for (uint32_t i = 0; i < folded.size(); ++i) {
    if (folded[i].empty()) continue;
    const Root& root = roots[through[i].root];
    plan.choices.push_back({i, through[i].shift + root.offset,
                            static_cast<uint8_t>(root.Window(root.offset).size()),
                            static_cast<uint8_t>(root.bucket)});
  }
  for (const Bucket& bucket : buckets) plan.candidates_per_megabyte += 1e6 * bucket.Rate();
  return plan;
}

}  // namespace unsoap::prefilter
