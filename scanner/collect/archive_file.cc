#include "scanner/collect/archive_file.h"

#include <algorithm>
#include <functional>

#include "scanner/collect/stand_in.h"
#include "scanner/facts/packed.h"
#include "scanner/findings/own_report.h"
#include "scanner/languages/language.h"
#include "scanner/walk/walk.h"

namespace unsoap::collect {
namespace {

constexpr size_t kMaxTextOfParts = 64 << 20;  // of one artefact

bool IsSource(const std::string& path) {
  const languages::Language* language = languages::FindLanguage(languages::LanguageOf(path, ""));
  return language != nullptr && !language->symbol.empty();
}

/// `text`: of code, and of what names the service; `cut`: its text does not go to its end.
prefilter::Hits ClassifyBinary(std::string_view bytes, const prefilter::Prefilter& prefilter,
                               std::string* text, bool* cut) {
  if (facts::KindOf(bytes) == facts::BinaryKind::kOther) {
    const prefilter::Hits hits = prefilter.Classify(bytes);
    if (hits.strong) *text = facts::BinaryText(bytes);
    return hits;
  }
  *text = facts::BinaryText(bytes, cut);
  prefilter::Hits hits = prefilter.Classify(*text);
  if (*cut) {
    const std::string more = TextAroundNeedles(bytes, prefilter);
    hits.strong = hits.strong || !more.empty();
    *text += more;
  }
  return hits;
}

}  // namespace

bool ArchiveFile::MayBe(std::string_view path, std::string_view bytes) {
  return facts::HasArchiveName(path) || facts::HasArchiveBytes(bytes);
}

ArchiveFile::ArchiveFile(std::string path, int depth, const walk::MemberSelection& selection)
    : path_(std::move(path)), selection_(selection) {
  limits_.max_depth = depth;
  artefact_.path = path_;
  artefact_.is_archive = true;
}

facts::ArchiveResult ArchiveFile::Walk(
    std::string_view bytes, const facts::MemberCallback& member,
    const std::function<void(std::string_view)>& left_out) const {
  if (selection_.empty()) return facts::WalkArchive(path_, bytes, limits_, member);
  facts::ArchiveResult result =
      facts::WalkArchive(path_, bytes, limits_, [&](const facts::ArchiveMember& each) {
        if (selection_.WhyNot(each.path).empty()) return member(each);
        if (left_out) left_out(each.path);
      });
  // Nobody asked for what could not be read there.
  std::erase_if(result.not_read, [&](const facts::ArchiveResult::NotRead& entry) {
    return entry.path != path_ && !selection_.WhyNot(entry.path).empty();
  });
  return result;
}

void ArchiveFile::See(const facts::ArchiveMember& member, const Searching& search) {
  selection_.Mark(member.path, &matched_);
  artefact_.containers.insert(member.path.substr(0, member.path.rfind("!/")));
  if (std::string reason = WhatItStandsFor(member.path, member.bytes); !reason.empty()) {
    not_read_.push_back({member.path, std::move(reason)});
    return;
  }
  const std::string unpacked = facts::UnpackedFlash(member.bytes);
  const std::string_view content = unpacked.empty() ? member.bytes : unpacked;
  std::string named = WhatItOnlyNames(content, search.prefilter);
  if (facts::IsBinary(content) || !named.empty()) {
    SeeBinary(member.path, content, std::move(named), search);
    return;
  }
  std::string scratch;
  prefilter::Hits hits = search.prefilter.Classify(AsSearched(content, &scratch));
  if (std::string hidden = WhatItHides(content, hits, search.prefilter); !hidden.empty()) {
    not_read_.push_back({member.path, std::move(hidden)});
    return;
  }
  if (search.read_all) hits.learned = true;
  sources_ += IsSource(member.path);
  if (hits.Nothing()) {
    ++handed_on_;
    search.dropped.insert(std::hash<std::string>()(member.path));
    return;
  }
  const std::string_view format = findings::OwnReportFormat(member.path, content, search.packs);
  if (!format.empty()) {
    left_out_.push_back({member.path, OwnReportReason(format)});
    return;
  }
  ++handed_on_;
  has_anchor_ |= hits.strong;
  held_.push_back({member.path, hits});
}

void ArchiveFile::SeeBinary(const std::string& path, std::string_view content, std::string named,
                            const Searching& search) {
  std::string text;
  bool cut = false;
  const prefilter::Hits hits = ClassifyBinary(content, search.prefilter, &text, &cut);
  has_anchor_ |= hits.strong;
  const bool keeps = hits.strong && kept_ + text.size() < kMaxTextOfParts;
  if (keeps) {
    kept_ += text.size();
    artefact_.parts.push_back({path, std::move(text), facts::KindOf(content)});
  }
  // What stands there as such is found all the same.
  if (!named.empty() || (cut && !keeps)) {
    not_read_.push_back({path, named.empty() ? kNotToItsEnd : std::move(named)});
    return;
  }
  ++handed_on_;
  if (!keeps) {
    search.dropped.insert(std::hash<std::string>()(path));
    return;
  }
  ++text_count_;
  if (!cut) return;
  ++given_up_;
  text_only_.push_back({path, kNotToItsEnd});
}

bool ArchiveFile::Search(std::string_view bytes, const prefilter::Prefilter& prefilter,
                         bool read_all, const std::vector<std::string>& packs) {
  std::unordered_set<size_t> dropped;
  const Searching search = {prefilter, packs, read_all, dropped};
  const auto see = [&](const facts::ArchiveMember& member) { See(member, search); };
  const facts::ArchiveResult result = Walk(bytes, see, [&](std::string_view) { ++excluded_; });
  if (!result.is_archive) return false;
  artefact_.containers.insert(path_);
  artefact_.digest = std::hash<std::string_view>()(bytes);
  bomb_ = result.bomb;
  not_read_more_ = result.not_read_more;
  for (const facts::ArchiveResult::NotRead& entry : result.not_read) {
    if (entry.path == path_) {
      failure_ = entry.reason;
      continue;
    }
    // Handed on as it stood, although damaged or not opened: counted once. What is in it was still
    // found.
    if (dropped.erase(std::hash<std::string>()(entry.path)) != 0) {
      --handed_on_;
    } else if (const auto same = [&](const Member& m) { return m.path == entry.path; };
               std::any_of(held_.begin(), held_.end(), same)) {
      continue;
    }
    not_read_.push_back({entry.path, entry.reason});
  }
  return true;
}

bool ArchiveFile::Want(bool deferred_too) {
  for (const Member& member : held_) {
    if (parsed_.contains(member.path)) continue;
    if (member.hits.Candidate() || (deferred_too && member.hits.Deferred()))
      wanted_.insert(member.path);
  }
  return !wanted_.empty();
}

bool ArchiveFile::Learn(std::string_view bytes, const LearnedSearch& search,
                        const NeedSearch& needs) {
  const auto see = [&](const facts::ArchiveMember& member) {
    if (parsed_.contains(member.path) || facts::IsBinary(member.bytes)) return;
    const LearnedSearch::Found found = search.Search(member.path, member.bytes);
    if (found.enough || found.telling || !needs.Met(member.path, member.bytes).empty())
      wanted_.insert(member.path);
  };
  Walk(bytes, see, nullptr);
  return !wanted_.empty();
}

std::vector<facts::FileFacts> ArchiveFile::Read(std::string_view bytes,
                                                const facts::ReadLimits& limits) {
  std::vector<facts::FileFacts> out;
  const auto see = [&](const facts::ArchiveMember& member) {
    // A path may stand in an archive twice; the first one counts.
    if (!wanted_.contains(member.path) || !parsed_.insert(member.path).second) return;
    out.push_back(facts::ReadFile(member.path, member.bytes, limits));
    const facts::FileFacts& facts = out.back();
    if (facts.health_reason == kInterruptedReason) {
      not_read_.push_back({facts.path, facts.health_reason});
      --handed_on_;
      out.pop_back();
      return;
    }
    const bool given_up = IsGivenUp(facts);
    given_up_ += given_up;
    if (facts.health == facts::Health::kTextOnly) {
      ++text_count_;
      if (!facts.health_reason.empty()) text_only_.push_back({facts.path, facts.health_reason});
    } else {
      ++parsed_count_;
      if (facts.health == facts::Health::kPartial || given_up) {
        partial_.push_back(
            {facts.path, facts.health_reason.empty() ? kSyntaxErrors : facts.health_reason});
      }
    }
  };
  Walk(bytes, see, nullptr);
  wanted_.clear();
  return out;
}

void ArchiveFile::GiveUp(const std::string& reason) {
  for (const std::string& path : wanted_) {
    if (!parsed_.insert(path).second) continue;
    not_read_.push_back({path, reason});
    --handed_on_;
  }
  wanted_.clear();
}

void ArchiveFile::Count(findings::Coverage* coverage) const {
  // Every member handed on was parsed, read as text or dropped.
  const int64_t dropped = handed_on_ - parsed_count_ - text_count_;
  coverage->files_dropped_by_prefilter += dropped;
  if (excluded_ > 0)
    coverage->ignored_by[std::string(walk::Name(walk::SkipReason::kExcluded))] += excluded_;
  coverage->files_parsed += parsed_count_;
  coverage->files_partial += static_cast<int64_t>(partial_.size());
  coverage->partial.insert(coverage->partial.end(), partial_.begin(), partial_.end());
  coverage->files_text_only += text_count_;
  coverage->files_found += handed_on_ + static_cast<int64_t>(not_read_.size()) + not_read_more_;
  coverage->files_not_read += not_read_more_;
  coverage->files_given_up += given_up_;
  coverage->left_out.insert(coverage->left_out.end(), left_out_.begin(), left_out_.end());
  for (const findings::NotRead& entry : not_read_) {
    coverage->not_read.push_back(entry);
  }
  coverage->text_only.insert(coverage->text_only.end(), text_only_.begin(), text_only_.end());
}

}  // namespace unsoap::collect
