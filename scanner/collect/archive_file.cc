#include "scanner/collect/archive_file.h"

#include <algorithm>
#include <functional>
#include <unordered_set>

#include "scanner/languages/language.h"

namespace unsoap {
namespace {

constexpr size_t kMaxTextOfParts = 64 << 20;  // of one artefact

bool IsSource(const std::string& path) {
  const Language* language = FindLanguage(LanguageOf(path, ""));
  return language != nullptr && !language->symbol.empty();
}

}  // namespace

bool ArchiveFile::MayBe(std::string_view path, std::string_view bytes) {
  return HasArchiveName(path) || bytes.starts_with("PK\x03\x04");
}

ArchiveFile::ArchiveFile(std::string path, int depth) : path_(std::move(path)) {
  limits_.max_depth = depth;
  artefact_.path = path_;
  artefact_.is_archive = true;
}

bool ArchiveFile::Search(std::string_view bytes, const Prefilter& prefilter, bool read_all) {
  std::unordered_set<size_t> dropped;
  size_t kept = 0;
  const ArchiveResult result = WalkArchive(path_, bytes, limits_, [&](const ArchiveMember& member) {
    ++handed_on_;
    artefact_.containers.insert(member.path.substr(0, member.path.rfind("!/")));
    const bool binary = IsBinary(member.bytes);
    std::string text;
    Hits hits;
    if (binary) {
      if (KindOf(member.bytes) != BinaryKind::kOther) {
        text = BinaryText(member.bytes);
        hits = prefilter.Classify(text);
      } else {
        hits = prefilter.Classify(member.bytes);
        if (hits.strong) text = BinaryText(member.bytes);
      }
    } else {
      hits = prefilter.Classify(member.bytes);
      if (read_all) hits.learned = true;
      sources_ += IsSource(member.path);
    }
    has_anchor_ |= hits.strong;
    if (!binary && !hits.Nothing()) {
      held_.push_back({member.path, hits});
    } else if (binary && hits.strong && kept + text.size() < kMaxTextOfParts) {
      kept += text.size();
      artefact_.parts.push_back({member.path, std::move(text), KindOf(member.bytes)});
      ++text_count_;
    } else {
      dropped.insert(std::hash<std::string>()(member.path));
    }
  });
  if (!result.is_archive) return false;
  artefact_.containers.insert(path_);
  artefact_.digest = std::hash<std::string_view>()(bytes);
  bomb_ = result.bomb;
  for (const ArchiveResult::NotRead& entry : result.not_read) {
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

bool ArchiveFile::Learn(std::string_view bytes, const LearnedSearch& search) {
  WalkArchive(path_, bytes, limits_, [&](const ArchiveMember& member) {
    if (parsed_.contains(member.path) || IsBinary(member.bytes)) return;
    if (search.Search(member.bytes) == LearnedSearch::Found::kEnough) wanted_.insert(member.path);
  });
  return !wanted_.empty();
}

std::vector<FileFacts> ArchiveFile::Read(std::string_view bytes, const ReadLimits& limits) {
  std::vector<FileFacts> out;
  WalkArchive(path_, bytes, limits_, [&](const ArchiveMember& member) {
    // A path may stand in an archive twice; the first one counts.
    if (!wanted_.contains(member.path) || !parsed_.insert(member.path).second) return;
    out.push_back(ReadFile(member.path, member.bytes, limits));
    const FileFacts& facts = out.back();
    if (facts.health_reason == kInterruptedReason) {
      not_read_.push_back({facts.path, facts.health_reason});
      --handed_on_;
      out.pop_back();
    } else if (facts.health == Health::kTextOnly) {
      ++text_count_;
      if (!facts.health_reason.empty()) text_only_.push_back({facts.path, facts.health_reason});
    } else {
      ++parsed_count_;
      if (facts.health == Health::kPartial) {
        partial_.push_back(
            {facts.path, facts.health_reason.empty() ? kSyntaxErrors : facts.health_reason});
      }
    }
  });
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

void ArchiveFile::Count(Coverage* coverage) const {
  // Every member handed on was parsed, read as text or dropped.
  const int64_t dropped = handed_on_ - parsed_count_ - text_count_;
  coverage->files_dropped_by_prefilter += dropped;
  coverage->files_parsed += parsed_count_;
  coverage->files_partial += static_cast<int64_t>(partial_.size());
  coverage->partial.insert(coverage->partial.end(), partial_.begin(), partial_.end());
  coverage->files_text_only += text_count_;
  coverage->files_found += handed_on_ + static_cast<int64_t>(not_read_.size());
  for (const NotRead& entry : not_read_) {
    coverage->not_read.push_back(entry);
  }
  coverage->text_only.insert(coverage->text_only.end(), text_only_.begin(), text_only_.end());
}

}  // namespace unsoap
