// The manifest of a phar. All numbers are little endian; every length is checked against what is
// left.
#include "scanner/facts/archive.h"

namespace unsoap::facts {
namespace {

class Bytes {
 public:
  explicit Bytes(std::string_view bytes) : rest_(bytes) {}
  bool failed() const { return failed_; }
  uint32_t U32() {
    const std::string_view raw = Take(4);
    uint32_t value = 0;
    for (size_t i = raw.size(); i-- > 0;) value = value << 8 | static_cast<unsigned char>(raw[i]);
    return value;
  }
  std::string_view Take(size_t count) {
    if (count > rest_.size()) {
      failed_ = true;
      return {};
    }
    const std::string_view out = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return out;
  }
  std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
  bool failed_ = false;
};

}  // namespace

PharHealth ReadPhar(std::string_view bytes, size_t max_members, std::vector<PharMember>& members) {
  static constexpr std::string_view kEnd = "__HALT_COMPILER();";
  const size_t stub = bytes.find(kEnd);
  if (stub == std::string_view::npos) return PharHealth::kNone;
  size_t begin = stub + kEnd.size();
  while (begin < bytes.size() && bytes[begin] == ' ') ++begin;
  if (bytes.substr(begin, 2) == "?>") begin += 2;
  if (bytes.substr(begin, 1) == "\r") ++begin;
  if (bytes.substr(begin, 1) == "\n") ++begin;
  Bytes in(bytes.substr(begin));
  const uint32_t length = in.U32();
  if (in.failed() || length > in.rest().size()) return PharHealth::kTorn;
  Bytes manifest(in.rest().substr(0, length));
  std::string_view data = in.rest().substr(length);
  const uint32_t count = manifest.U32();
  manifest.Take(2);               // version of the format
  manifest.U32();                 // flags
  manifest.Take(manifest.U32());  // alias
  manifest.Take(manifest.U32());  // metadata
  for (uint32_t i = 0; i < count && i < max_members && !manifest.failed(); ++i) {
    PharMember member;
    member.name = manifest.Take(manifest.U32());
    member.unpacked_size = manifest.U32();
    manifest.U32();  // time
    const uint32_t packed = manifest.U32();
    manifest.U32();  // checksum
    const uint32_t flags = manifest.U32();
    manifest.Take(manifest.U32());  // metadata
    if (manifest.failed()) return PharHealth::kTorn;
    if (packed > data.size()) {
      members.push_back(member);
      return PharHealth::kTorn;
    }
    member.packed = data.substr(0, packed);
    data.remove_prefix(packed);
    if ((flags & 0x1000) != 0) member.packing = PharMember::Packing::kDeflate;
    if ((flags & 0x2000) != 0) member.packing = PharMember::Packing::kBzip2;
    members.push_back(member);
  }
  return manifest.failed() ? PharHealth::kTorn : PharHealth::kWhole;
}

}  // namespace unsoap::facts
