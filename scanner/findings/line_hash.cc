// The hash of a line covers a window of 100 UTF-16 units from the line's first unit on, blanks left
// out, so it may run into the lines below. It is a polynomial of base 37 modulo 2^64. A rolling
// hash gives every window in one pass: when a unit enters, the one that entered 100 units ago
// leaves.
#include "scanner/findings/line_hash.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <unordered_map>

#include "scanner/base/text.h"

namespace unsoap::findings {
namespace {

constexpr size_t kWindow = 100;
constexpr uint64_t kBase = 37;
constexpr uint16_t kEndOfFile = 0xffff;

/// Calls sink with each UTF-16 unit of a text.
template <class Sink>
void ForEachUnit(std::string_view utf8, const Sink& sink) {
  const std::string valid = ToValidUtf8(utf8);
  for (size_t i = 0; i < valid.size();) {
    const auto lead = static_cast<unsigned char>(valid[i]);
    const size_t length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    uint32_t code = length == 1 ? lead : lead & (0x7fu >> length);
    for (size_t k = 1; k < length; ++k) {
      code = code << 6 | (static_cast<unsigned char>(valid[i + k]) & 0x3f);
    }
    i += length;
    if (code >= 0x10000) {
      sink(static_cast<uint16_t>(0xd7c0 + (code >> 10)));
      sink(static_cast<uint16_t>(0xdc00 + (code & 0x3ff)));
    } else {
      sink(static_cast<uint16_t>(code));
    }
  }
}

class RollingHash {
 public:
  RollingHash(std::vector<uint64_t>* hashes, std::vector<uint32_t>* numbers)
      : hashes_(*hashes), numbers_(*numbers) {
    for (size_t i = 0; i < kWindow; ++i) leaving_factor_ *= kBase;
  }

  /// `unit` enters; if a line began exactly one window ago, its hash is complete.
  void Enter(uint16_t unit, bool begins_line) {
    const uint16_t leaving = window_[at_];
    if (line_at_[at_] >= 0) Complete(line_at_[at_]);
    line_at_[at_] = -1;
    if (begins_line) {
      line_at_[at_] = static_cast<int64_t>(hashes_.size());
      hashes_.push_back(0);
      numbers_.push_back(0);
    }
    window_[at_] = unit;
    hash_ = kBase * hash_ + unit - leaving_factor_ * leaving;
    at_ = (at_ + 1) % kWindow;
  }

  void Finish() {
    for (size_t i = 0; i < kWindow; ++i) Enter(0, false);
  }

 private:
  void Complete(int64_t line) {
    hashes_[static_cast<size_t>(line)] = hash_;
    numbers_[static_cast<size_t>(line)] = ++seen_[hash_];
  }

  std::array<uint16_t, kWindow> window_{};
  std::array<int64_t, kWindow> line_at_ = [] {
    std::array<int64_t, kWindow> none;
    none.fill(-1);
    return none;
  }();
  size_t at_ = 0;
  uint64_t hash_ = 0;
  uint64_t leaving_factor_ = 1;
  std::vector<uint64_t>& hashes_;
  std::vector<uint32_t>& numbers_;
  std::unordered_map<uint64_t, uint32_t> seen_;
};

}  // namespace

LineHashTable::LineHashTable(std::string_view utf8) {
  const auto lines = static_cast<size_t>(std::count(utf8.begin(), utf8.end(), '\n')) + 1;
  hashes_.reserve(lines);
  numbers_.reserve(lines);
  RollingHash hash(&hashes_, &numbers_);
  bool line_begins = true;
  bool after_cr = false;
  ForEachUnit(utf8, [&](uint16_t unit) {
    if (unit == ' ' || unit == '\t' || (after_cr && unit == '\n')) {
      after_cr = false;
      return;
    }
    after_cr = unit == '\r';
    if (after_cr) unit = '\n';
    hash.Enter(unit, line_begins);
    line_begins = unit == '\n';
  });
  hash.Enter(kEndOfFile, line_begins);
  hash.Finish();
}

std::string LineHashTable::Of(int line) const {
  static constexpr char kHex[] = "0123456789abcdef";
  if (line < 1 || static_cast<size_t>(line) > hashes_.size()) return {};
  const auto at = static_cast<size_t>(line) - 1;
  std::string text;
  for (uint64_t rest = hashes_[at]; rest != 0 || text.empty(); rest >>= 4) {
    text.insert(text.begin(), kHex[rest & 15]);
  }
  return text + ":" + std::to_string(numbers_[at]);
}

std::vector<std::string> LineHashes(std::string_view utf8) {
  const LineHashTable table(utf8);
  std::vector<std::string> out;
  for (size_t line = 1; line <= table.size(); ++line)
    out.push_back(table.Of(static_cast<int>(line)));
  return out;
}

}  // namespace unsoap::findings
