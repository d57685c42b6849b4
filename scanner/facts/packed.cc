#include "scanner/facts/packed.h"

#include <algorithm>

#include "scanner/base/char.h"
#include "scanner/facts/archive.h"
#include "scanner/facts/binary.h"

namespace unsoap::facts {
namespace {

using namespace std::string_view_literals;

constexpr size_t kFlashHeader = 8;  // signature, version, size of the plain file

/// The strings of one unpacked stream of a PDF, as they are printed: those of one array are one.
class Strings {
 public:
  explicit Strings(std::string* out) : out_(out) {}

  void Add(std::string_view content) {
    bool in_array = false;
    for (size_t i = 0; i < content.size() && out_->size() < kMaxBinaryText; ++i) {
      const char c = content[i];
      if (c == '[') in_array = true;
      if (c == ']') in_array = false, EndLine();
      if (c == '(') i = Literal(content, i + 1);
      if (c == '<') i = Hex(content, i + 1);
      if ((c == '(' || c == '<') && !in_array) EndLine();
    }
    EndLine();
  }

 private:
  void EndLine() {
    if (!out_->empty() && !out_->ends_with('\n')) *out_ += '\n';
  }
  void Put(char c) {
    if (c != '\0') *out_ += c;  // the upper byte of UTF-16
  }

  /// The place of the parenthesis that closes what begins at `i`.
  size_t Literal(std::string_view content, size_t i) {
    for (int depth = 1; i < content.size(); ++i) {
      const char c = content[i];
      if (c == '\\' && i + 1 < content.size()) {
        i = Escape(content, i + 1);
        continue;
      }
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (depth == 0) break;
      Put(c);
    }
    return i;
  }

  /// The last place of the escape whose second character is at `i`.
  size_t Escape(std::string_view content, size_t i) {
    int code = 0;
    size_t end = i;
    while (end < content.size() && end < i + 3 && content[end] >= '0' && content[end] < '8')
      code = code * 8 + (content[end++] - '0');
    if (end > i) {
      Put(static_cast<char>(code));
      return end - 1;
    }
    const char c = content[i];
    if (c != '\n' && c != '\r') Put(c == 'n' || c == 'r' || c == 't' ? ' ' : c);
    return i;
  }

  /// The place of the bracket that closes what begins at `i`; a dictionary is none.
  size_t Hex(std::string_view content, size_t i) {
    if (i < content.size() && content[i] == '<') return i;
    int high = -1;
    for (; i < content.size() && content[i] != '>'; ++i) {
      const int digit = HexValue(content[i]);
      if (digit < 0) continue;
      if (high < 0) {
        high = digit;
        continue;
      }
      Put(static_cast<char>(high * 16 + digit));
      high = -1;
    }
    return i;
  }

  std::string* out_;
};

/// What describes the stream that begins at `at`.
std::string_view DictionaryBefore(std::string_view bytes, size_t at) {
  constexpr size_t kLongest = 1024;
  const size_t begin = at - std::min(at, kLongest);
  std::string_view dictionary = bytes.substr(begin, at - begin);
  if (const size_t object = dictionary.rfind(" obj"); object != std::string_view::npos)
    dictionary.remove_prefix(object);
  return dictionary;
}

std::string PdfText(std::string_view bytes) {
  constexpr std::string_view kStream = "stream", kEnd = "endstream";
  constexpr size_t kMostUnpacked = 64 << 20;
  std::string out;
  size_t unpacked = 0;
  for (size_t at = bytes.find(kStream); at != std::string_view::npos;
       at = bytes.find(kStream, at)) {
    const std::string_view dictionary = DictionaryBefore(bytes, at);
    size_t begin = at + kStream.size();
    const size_t end = std::min(bytes.find(kEnd, begin), bytes.size());
    at = std::min(end + kEnd.size(), bytes.size());
    if (dictionary.find("/FlateDecode") == std::string_view::npos ||
        dictionary.find("/Image") != std::string_view::npos ||
        dictionary.find("/Length1") != std::string_view::npos)  // a font
      continue;
    while (begin < end && (bytes[begin] == '\r' || bytes[begin] == '\n')) ++begin;
    if (unpacked >= kMostUnpacked || out.size() >= kMaxBinaryText) break;
    const std::string content = Inflate(bytes.substr(begin, end - begin), kMostUnpacked - unpacked);
    unpacked += content.size();
    Strings(&out).Add(content);
  }
  return out;
}

struct Begin {
  size_t at;
  std::string_view bytes;
  Container container;
};
constexpr Begin kBegins[] = {
    {0, "%PDF-", Container::kPdf},
    {0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Container::kOffice},
    {0, "SQLite format 3\0"sv, Container::kDatabase},
    {4, "Standard Jet DB\0"sv, Container::kDatabase},
    {4, "Standard ACE DB\0"sv, Container::kDatabase},
    {12, "\x62\x31\x05\0"sv, Container::kDatabase},  // Berkeley DB
    {12, "\x61\x15\x06\0"sv, Container::kDatabase},
    {16, "\xde\xc0\xef\xbe"sv, Container::kDatabase},  // LMDB
    {0, "H:2,block:", Container::kDatabase},
    {0, "-- H2 0.5/B --", Container::kDatabase},
    {0, "\x1a\0\0\4\0\0"sv, Container::kDatabase},                    // Notes
    {0, "\1\x0f\0\0\x08\1"sv, Container::kDatabase},                  // SQL Server
    {0, "\0\1\0\0\0\2\0\1\0\5\0\2\0\2\xc0"sv, Container::kDatabase},  // FileMaker
};

}  // namespace

std::string UnpackedFlash(std::string_view bytes) {
  constexpr size_t kMost = 64 << 20;
  if (!bytes.starts_with("CWS") || bytes.size() <= kFlashHeader ||
      static_cast<unsigned char>(bytes[3]) > 64)
    return {};
  std::string content = Inflate(bytes.substr(kFlashHeader), kMost);
  return content.empty() ? content : "F" + std::string(bytes.substr(1, kFlashHeader - 1)) + content;
}

Container ContainerOf(std::string_view bytes) {
  for (const Begin& begin : kBegins) {
    if (bytes.size() > begin.at && bytes.substr(begin.at).starts_with(begin.bytes))
      return begin.container;
  }
  return Container::kNone;
}

std::string ContainerText(std::string_view bytes) {
  switch (ContainerOf(bytes)) {
    case Container::kPdf:
      return PdfText(bytes);
    case Container::kOffice:
    case Container::kDatabase:
      return BinaryText(bytes);
    case Container::kNone:
      break;
  }
  return {};
}

}  // namespace unsoap::facts
