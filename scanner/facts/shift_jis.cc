#include "scanner/facts/shift_jis.h"

#include <iconv.h>

#include <cerrno>

namespace unsoap::facts {

namespace {

/// A first byte of 81 to 9F leads to kana, marks and nearly every kanji in use. Latin-1 has control
/// characters there; Windows-1252 has quotes, dashes and a few letters, which stand alone: what
/// follows one is ASCII or, seldom, an accented letter, but not another one.
struct Pair {
  unsigned char lead = 0, trail = 0;
  bool Common() const { return lead >= 0x81 && lead <= 0x9f; }
  bool HighTrail() const { return trail >= 0x80; }
  /// No character of Windows-1252; 81 is left out, the u umlaut of DOS.
  bool Undefined() const { return lead == 0x8d || lead == 0x8f || lead == 0x90 || lead == 0x9d; }
  bool Kana() const {
    return (lead == 0x82 && trail >= 0x9f && trail <= 0xf1) ||
           (lead == 0x83 && trail >= 0x80 && trail <= 0x96);
  }
};

/// Evidence that bytes are Shift-JIS and no single-byte text.
class Evidence {
 public:
  void Add(const Pair& pair) {
    ++(pair.Common() ? common_ : rare_);
    kana_ += pair.Kana();
    proven_ |= pair.Undefined() && pair.HighTrail();
    run_ = pair.Common() ? run_ + 1 : 0;
    if (run_ >= 2) {
      // Neighbours: in Windows-1252 a quote or dash, a letter, a quote or dash, a letter.
      const bool mostly_high = pair.HighTrail() || last_.HighTrail();
      const bool undefined = pair.Undefined() || last_.Undefined();
      proven_ |= mostly_high || undefined || run_ >= 3;
    }
    last_ = pair;
  }
  void AddHalfWidth() { ++half_width_, run_ = 0; }
  void AddAscii() { run_ = 0; }

  bool Enough() const {
    const size_t pairs = common_ + rare_;
    return pairs >= 2 && (proven_ || kana_ >= 2) && rare_ <= common_ && half_width_ <= pairs;
  }

 private:
  size_t common_ = 0, rare_ = 0, half_width_ = 0, kana_ = 0, run_ = 0;
  bool proven_ = false;
  Pair last_;
};

bool Likely(std::string_view bytes) {
  Evidence evidence;
  for (size_t i = 0; i < bytes.size(); ++i) {
    const auto b = static_cast<unsigned char>(bytes[i]);
    if (b < 0x80) {
      evidence.AddAscii();
    } else if (b >= 0xa1 && b <= 0xdf) {
      evidence.AddHalfWidth();  // half-width kana, or a letter of Latin-1
    } else if ((b >= 0x81 && b <= 0x9f) || (b >= 0xe0 && b <= 0xfc)) {
      if (++i >= bytes.size()) return evidence.Enough();  // cut off
      const auto trail = static_cast<unsigned char>(bytes[i]);
      if (trail < 0x40 || trail == 0x7f || trail > 0xfc) return false;
      evidence.Add({b, trail});
    } else {
      return false;
    }
  }
  return evidence.Enough();
}

}  // namespace

bool FromShiftJis(std::string_view bytes, std::string* utf8) {
  if (!Likely(bytes)) return false;
  const iconv_t converter = iconv_open("UTF-8", "CP932");
  if (converter == reinterpret_cast<iconv_t>(-1)) return false;
  utf8->resize(bytes.size() * 3);
  char* in = const_cast<char*>(bytes.data());
  char* out = utf8->data();
  size_t in_left = bytes.size(), out_left = utf8->size();
  const bool whole = iconv(converter, &in, &in_left, &out, &out_left) != static_cast<size_t>(-1);
  // EINVAL: the end cuts a character off.
  const bool cut = !whole && errno == EINVAL && in_left == 1;
  iconv_close(converter);
  utf8->resize(utf8->size() - out_left);
  if (cut) *utf8 += "\xef\xbf\xbd";
  return whole || cut;
}

}  // namespace unsoap::facts
