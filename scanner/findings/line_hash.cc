// The hash of a line covers a window of 100 UTF-16 units from the line's first unit on, blanks left
// out, so it may run into the lines below. It is a polynomial of base 37 modulo 2^64. A rolling
// hash gives every window in one pass: when a unit enters, the one that entered 100 units ago
// leaves.
#include "scanner/findings/line_hash.h"

#include <array>
#include <cstdint>
#include <unordered_map>

#include "scanner/base/text.h"

namespace unsoap {
namespace {

constexpr size_t kWindow = 100;
constexpr uint64_t kBase = 37;
constexpr uint16_t kEndOfFile = 0xffff;

std::vector<uint16_t> Utf16(std::string_view utf8) {
  const std::string valid = ToValidUtf8(utf8);
  std::vector<uint16_t> units;
  units.reserve(valid.size());
  for (size_t i = 0; i < valid.size();) {
    const auto lead = static_cast<unsigned char>(valid[i]);
    const size_t length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    uint32_t code = length == 1 ? lead : lead & (0x7fu >> length);
    for (size_t k = 1; k < length; ++k) {
      code = code << 6 | (static_cast<unsigned char>(valid[i + k]) & 0x3f);
    }
    i += length;
    if (code >= 0x10000) {
      units.push_back(static_cast<uint16_t>(0xd7c0 + (code >> 10)));
      units.push_back(static_cast<uint16_t>(0xdc00 + (code & 0x3ff)));
    } else {
      units.push_back(static_cast<uint16_t>(code));
    }
  }
  return units;
}

class RollingHash {
 public:
  RollingHash() {
    for (size_t i = 0; i < kWindow; ++i) leaving_factor_ *= kBase;
  }

  /// `unit` enters; if a line began exactly one window ago, its hash is complete.
  void Enter(uint16_t unit, bool begins_line) {
    const uint16_t leaving = window_[at_];
    if (line_at_[at_] >= 0) Complete(line_at_[at_]);
    line_at_[at_] = -1;
    if (begins_line) {
      line_at_[at_] = static_cast<int>(hashes_.size());
      hashes_.emplace_back();
    }
    window_[at_] = unit;
    hash_ = kBase * hash_ + unit - leaving_factor_ * leaving;
    at_ = (at_ + 1) % kWindow;
  }

  std::vector<std::string> Finish() {
    for (size_t i = 0; i < kWindow; ++i) Enter(0, false);
    return std::move(hashes_);
  }

 private:
  void Complete(int line) {
    static constexpr char kHex[] = "0123456789abcdef";
    std::string text;
    for (uint64_t rest = hash_; rest != 0 || text.empty(); rest >>= 4) {
      text.insert(text.begin(), kHex[rest & 15]);
    }
    hashes_[static_cast<size_t>(line)] = text + ":" + std::to_string(++seen_[hash_]);
  }

  std::array<uint16_t, kWindow> window_{};
  std::array<int, kWindow> line_at_ = [] {
    std::array<int, kWindow> none;
    none.fill(-1);
    return none;
  }();
  size_t at_ = 0;
  uint64_t hash_ = 0;
  uint64_t leaving_factor_ = 1;
  std::vector<std::string> hashes_;
  std::unordered_map<uint64_t, int> seen_;
};

}  // namespace

std::vector<std::string> LineHashes(std::string_view utf8) {
  RollingHash hash;
  bool line_begins = true;
  bool after_cr = false;
  for (uint16_t unit : Utf16(utf8)) {
    if (unit == ' ' || unit == '\t' || (after_cr && unit == '\n')) {
      after_cr = false;
      continue;
    }
    after_cr = unit == '\r';
    if (after_cr) unit = '\n';
    hash.Enter(unit, line_begins);
    line_begins = unit == '\n';
  }
  hash.Enter(kEndOfFile, line_begins);
  return hash.Finish();
}

}  // namespace unsoap
