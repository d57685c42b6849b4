#include "scanner/base/regex.h"

#include <re2/re2.h>

#include <mutex>
#include <string>
#include <unordered_map>

namespace unsoap {

struct Regex::Impl {
  explicit Impl(std::string_view pattern, const RE2::Options& options)
      : re(re2::StringPiece(pattern.data(), pattern.size()), options) {}
  RE2 re;
};

static RE2::Options Options() {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_encoding(RE2::Options::EncodingLatin1);
  options.set_max_mem(8 << 20);
  return options;
}

Regex::Regex() = default;
Regex::~Regex() = default;
Regex::Regex(Regex&&) noexcept = default;
Regex& Regex::operator=(Regex&&) noexcept = default;

Regex::Regex(std::string_view pattern) {
  if (pattern.empty()) return;
  static std::mutex mutex;
  static auto* const kept = new std::unordered_map<std::string, std::shared_ptr<const Impl>>;
  const std::lock_guard<std::mutex> lock(mutex);
  std::shared_ptr<const Impl>& known = (*kept)[std::string(pattern)];
  if (known == nullptr) known = std::make_shared<const Impl>(pattern, Options());
  if (known->re.ok()) impl_ = known;
}

Result<Regex> Regex::Compile(std::string_view pattern) {
  Regex regex;
  regex.impl_ = std::make_shared<const Impl>(pattern, Options());
  if (!regex.impl_->re.ok()) return Fail("bad regular expression: " + regex.impl_->re.error());
  return regex;
}

bool Regex::Matches(std::string_view text) const {
  return impl_ != nullptr &&
         RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), impl_->re);
}

bool Regex::MatchesWhole(std::string_view text) const {
  return impl_ != nullptr && RE2::FullMatch(re2::StringPiece(text.data(), text.size()), impl_->re);
}

bool Regex::Find(std::string_view text, uint32_t from, Span* whole, Span* group1) const {
  if (impl_ == nullptr || from > text.size()) return false;
  const re2::StringPiece piece(text.data(), text.size());
  re2::StringPiece groups[2];
  const int wanted = impl_->re.NumberOfCapturingGroups() > 0 ? 2 : 1;
  if (!impl_->re.Match(piece, from, piece.size(), RE2::UNANCHORED, groups, wanted)) return false;
  const auto span = [&](const re2::StringPiece& g) {
    const auto begin = static_cast<uint32_t>(g.data() - text.data());
    return Span{begin, begin + static_cast<uint32_t>(g.size())};
  };
  if (whole != nullptr) *whole = span(groups[0]);
  if (group1 != nullptr)
    *group1 = span(wanted == 2 && groups[1].data() != nullptr ? groups[1] : groups[0]);
  return true;
}

void Regex::FindAll(std::string_view text, const std::function<void(Span, Span)>& found) const {
  Span whole, group1;
  for (uint32_t from = 0; Find(text, from, &whole, &group1);) {
    found(whole, group1);
    from = whole.end > from ? whole.end : from + 1;
  }
}

}  // namespace unsoap
