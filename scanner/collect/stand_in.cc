// Pointers are told by their whole form: a text about them is longer, or has no digest.
#include "scanner/collect/stand_in.h"

#include <algorithm>

#include "scanner/base/char.h"
#include "scanner/base/text.h"
#include "scanner/collect/seals.h"
#include "scanner/facts/binary.h"
#include "scanner/facts/ebcdic.h"
#include "scanner/facts/packed.h"
#include "scanner/facts/read.h"
#include "scanner/languages/language.h"

namespace unsoap::collect {
namespace {

constexpr size_t kLargestPointer = 1024;

constexpr size_t kHead = 4096;
constexpr size_t kSample = 64 << 10;

bool IsLfsPointer(std::string_view bytes) {
  if (!bytes.starts_with("version https://git-lfs.github.com/spec/") &&
      !bytes.starts_with("version https://hawser.github.com/spec/"))
    return false;
  constexpr std::string_view kDigest = "\noid sha256:";
  const size_t at = bytes.find(kDigest);
  if (at == std::string_view::npos) return false;
  const std::string_view digest = bytes.substr(at + kDigest.size(), 64);
  return digest.size() == 64 &&
         digest.find_first_not_of("0123456789abcdef") == std::string_view::npos &&
         bytes.find("\nsize ") != std::string_view::npos;
}

}  // namespace

std::string WhatItStandsFor(std::string_view path, std::string_view bytes) {
  if (std::string reason = SealOf(path, bytes); !reason.empty()) return reason;
  if (bytes.size() > kLargestPointer) return {};
  if (IsLfsPointer(bytes))
    return "git LFS pointer: the file itself is not here; 'git lfs pull' fetches it";
  if (bytes.starts_with("/annex/objects/") && Trim(bytes).find('\n') == std::string_view::npos)
    return "git-annex pointer: the file itself is not here; 'git annex get' fetches it";
  return {};
}

namespace {

bool ContainsAnyCase(std::string_view text, std::string_view lower) {
  return Lower(text).find(lower) != std::string::npos;
}

/// The text of quoted-printable: "=3D" is "=", and "=" at the end of a line joins it to the next.
std::string FromQuotedPrintable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '=') {
      out += text[i];
      continue;
    }
    size_t end = i + 1;
    if (end < text.size() && text[end] == '\r') ++end;
    if (end < text.size() && text[end] == '\n') {
      i = end;
      continue;
    }
    const int high = i + 1 < text.size() ? HexValue(text[i + 1]) : -1;
    const int low = i + 2 < text.size() ? HexValue(text[i + 2]) : -1;
    if (high < 0 || low < 0) {
      out += '=';
      continue;
    }
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return out;
}

}  // namespace

std::string WhatItHides(std::string_view bytes, const prefilter::Hits& hits,
                        const prefilter::Prefilter& prefilter) {
  if (hits.OnlyEncoded()) return kEncodedText;
  if (hits.strong) return {};
  const std::string_view head = bytes.substr(0, kHead);
  if (head.find("ENC[AES256_GCM,data:") != std::string_view::npos &&
      bytes.substr(bytes.size() - std::min(bytes.size(), kHead)).find("sops") !=
          std::string_view::npos)
    return "encrypted: 'sops --decrypt' gives the file itself";
  const bool is_mail = (head.find("MIME-") != std::string_view::npos ||
                        head.find("Content-") != std::string_view::npos) &&
                       ContainsAnyCase(head, "quoted-printable");
  if (is_mail && prefilter.Classify(FromQuotedPrintable(bytes)).strong) return kEncodedText;
  return {};
}

std::string WhatItOnlyNames(std::string_view bytes, const prefilter::Prefilter& prefilter) {
  const facts::Container container = facts::ContainerOf(bytes);
  if (container == facts::Container::kNone) return {};
  if (!prefilter.Classify(bytes).strong && !prefilter.Classify(facts::ContainerText(bytes)).strong)
    return {};
  return container == facts::Container::kDatabase ? kNamedInRows : kNamedInPages;
}

std::string_view AsSearched(std::string_view bytes, std::string* scratch) {
  if (bytes.size() < 8) return bytes;
  if (facts::IsEbcdic(bytes)) {
    *scratch = facts::FromEbcdic(bytes);
    return *scratch;
  }
  // Every unit of UTF-32 has at least one NUL: most files are told by the first.
  const std::string_view head = bytes.substr(0, 8);
  if (std::count(head.begin(), head.end(), '\0') < 2) return bytes;
  if (!facts::Decode(bytes.substr(0, kSample)).encoding.starts_with("utf-32")) return bytes;
  *scratch = facts::Decode(bytes).text;
  return *scratch;
}

std::string TextAroundNeedles(std::string_view bytes, const prefilter::Prefilter& prefilter) {
  constexpr size_t kAround = 64 << 10, kMost = 16;
  std::string out;
  size_t end = 0, parts = 0;
  for (const prefilter::Prefilter::Match& match : prefilter.FindAll(bytes)) {
    if (match.offset < end || parts == kMost) continue;
    const size_t begin = match.offset - std::min(match.offset, kAround);
    const std::string_view part = bytes.substr(begin, 2 * kAround);
    if (!prefilter.Classify(part).strong) continue;
    out += facts::BinaryText(part);
    end = begin + part.size();
    ++parts;
  }
  return out;
}

bool IsPaddedSource(std::string_view path, std::string_view bytes) {
  const languages::Language* language = languages::FindLanguage(languages::LanguageOf(path, ""));
  if (language == nullptr || language->symbol.empty()) return false;
  const std::string_view sample = bytes.substr(0, kSample);
  const auto text = std::count_if(sample.begin(), sample.end(), [](char c) {
    return (c >= 0x20 && c < 0x7f) || c == '\n' || c == '\r' || c == '\t' || c == '\0';
  });
  const auto nuls = std::count(sample.begin(), sample.end(), '\0');
  return static_cast<size_t>(text) * 10 >= sample.size() * 9 &&
         static_cast<size_t>(nuls) < sample.size();
}

bool IsGivenUp(const facts::FileFacts& facts) {
  const languages::Language* language = languages::FindLanguage(facts.language);
  if (language == nullptr || language->symbol.empty() || facts.health_reason.empty()) return false;
  if (facts.health == facts::Health::kTextOnly) return true;
  std::string_view rest = facts.health_reason;
  while (!rest.empty()) {
    const size_t end = std::min(rest.find("; "), rest.size());
    if (!rest.substr(0, end).starts_with("syntax error")) return true;
    rest.remove_prefix(std::min(end + 2, rest.size()));
  }
  return false;
}

std::string OwnReportReason(std::string_view format) {
  return "report of unsoap (" + std::string(format) + "): left out";
}

}  // namespace unsoap::collect
