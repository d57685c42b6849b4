#include "scanner/collect/collector.h"

#include <algorithm>
#include <atomic>
#include <memory>

#include "scanner/base/parallel.h"
#include "scanner/collect/archive_file.h"
#include "scanner/collect/learned_search.h"
#include "scanner/facts/binary.h"
#include "scanner/facts/read.h"
#include "scanner/prefilter/prefilter.h"
#include "scanner/walk/read_bytes.h"

namespace unsoap {
namespace {

/// Files that hold an everyday name are parsed if they are no more than these.
constexpr size_t kMostCommon = 300;

}  // namespace

struct Collector::Entry {
  FoundFile file;
  Hits hits;
  enum class Fate : uint8_t { kUnread, kDropped, kParsed, kTextOnly, kFailed } fate = Fate::kUnread;
  bool partial = false;
  std::string reason;
  int64_t bytes = 0;
  std::unique_ptr<ArchiveFile> archive;  // null for all else
  std::unique_ptr<Artefact> binary;      // a loose binary in which a strong needle stands
};

Collector::Collector(const ScanOptions& options) : options_(options) {}
Collector::~Collector() = default;

bool Collector::interrupted() const {
  return Interrupted() ||
         (options_.interrupted != nullptr && options_.interrupted->load(std::memory_order_relaxed));
}

void Collector::Report(const char* stage, int64_t done, int64_t total) const {
  if (options_.progress) options_.progress({stage, done, total});
}

Result<void> Collector::Run() {
  Report("walk", 0, 0);
  Result<WalkResult> walked = Walk(options_.walk);
  if (!walked) return tl::unexpected<Error>(walked.error());
  for (FoundFile& file : walked->files) {
    Entry entry;
    entry.file = std::move(file);
    entries_.push_back(std::move(entry));
  }
  walked_.files_ignored = walked->ignored_files;
  walked_.directories_ignored = walked->ignored_directories;
  for (const Skipped& skipped : walked->skipped) {
    if (skipped.reason == SkipReason::kIgnored || skipped.reason == SkipReason::kExcluded) {
      ++walked_.ignored_by[std::string(Name(skipped.reason))];
      continue;
    }
    walked_.not_read.push_back(
        {skipped.path, std::string(Name(skipped.reason)) +
                           (skipped.detail.empty() ? "" : ": " + skipped.detail)});
  }
  if (walked->mostly_ignored) {
    diagnostics_.push_back(
        {Level::kWarning, "", 0, "ignore rules hide most of this tree",
         "see what they hide with 'unsoap files --why', or scan with --no-ignore"});
  }

  const Prefilter prefilter(NeedlesOf(options_.packs));
  std::atomic<int64_t> done{0};
  std::vector<std::string> buffers(
      static_cast<size_t>(JobsFor(options_.jobs, std::max<size_t>(entries_.size(), 1))));
  ParallelFor(
      entries_.size(), static_cast<int>(buffers.size()),
      [&](size_t i, int worker) {
        if (interrupted()) return;
        Entry& entry = entries_[i];
        std::string& bytes = buffers[static_cast<size_t>(worker)];
        const Result<void> read = ReadBytesInto(entry.file.absolute, bytes);
        if (!read) {
          entry.fate = Entry::Fate::kFailed, entry.reason = read.error().message;
          return;
        }
        entry.bytes = static_cast<int64_t>(bytes.size());
        entry.fate = Entry::Fate::kDropped;
        const std::string trouble =
            ForOneFile("searching it", [&] { Search(prefilter, bytes, &entry); });
        if (!trouble.empty()) entry.fate = Entry::Fate::kFailed, entry.reason = trouble;
        if (interrupted() && entry.archive != nullptr) {
          // What is in it is not known: it counts as one file that was not read.
          entry.archive = nullptr;
          entry.fate = Entry::Fate::kUnread;
        }
        if (const int64_t now = ++done; now % 1024 == 0)
          Report("read", now, static_cast<int64_t>(entries_.size()));
      },
      16);

  for (const Entry& entry : entries_) {
    has_anchor_ |= entry.hits.strong || (entry.archive != nullptr && entry.archive->has_anchor());
    if (entry.archive != nullptr && entry.archive->is_bomb()) {
      diagnostics_.push_back(
          {Level::kWarning, entry.file.path, 0,
           "unpacks to far more than an archive of its size holds: the rest of it was not unpacked",
           "remove it, or exclude it from the scan"});
    }
  }
  std::vector<size_t> wanted;
  for (size_t i = 0; i < entries_.size(); ++i) {
    const Hits& hits = entries_[i].hits;
    if (entries_[i].archive != nullptr && entries_[i].archive->Want(has_anchor_))
      wanted.push_back(i);
    if (entries_[i].fate != Entry::Fate::kDropped) continue;
    // A file that holds only common names matters only where something names the service.
    if (hits.Candidate() || (has_anchor_ && hits.Deferred())) wanted.push_back(i);
  }
  Parse(wanted);
  return {};
}

void Collector::Search(const Prefilter& prefilter, const std::string& bytes, Entry* entry) const {
  if (options_.archive_depth > 0 && ArchiveFile::MayBe(entry->file.path, bytes)) {
    auto archive = std::make_unique<ArchiveFile>(entry->file.path, options_.archive_depth);
    if (archive->Search(bytes, prefilter, !options_.use_prefilter)) {
      entry->fate = archive->failure().empty() ? Entry::Fate::kParsed : Entry::Fate::kFailed;
      entry->reason = archive->failure();
      entry->archive = std::move(archive);
      return;
    }
  }
  if (!IsBinary(bytes)) {
    entry->hits = prefilter.Classify(bytes);
    if (!options_.use_prefilter) entry->hits.learned = true;
    return;
  }
  // Code may keep its literals as UTF-16, so it is searched as text; other data only as it stands.
  const BinaryKind kind = KindOf(bytes);
  std::string text;
  if (kind != BinaryKind::kOther) text = BinaryText(bytes);
  entry->hits.strong = prefilter.Classify(text.empty() ? std::string_view(bytes) : text).strong;
  if (!entry->hits.strong) return;
  if (text.empty()) text = BinaryText(bytes);
  entry->fate = Entry::Fate::kTextOnly;
  entry->binary = std::make_unique<Artefact>();
  entry->binary->path = entry->file.path;
  entry->binary->digest = std::hash<std::string>()(bytes);
  entry->binary->parts.push_back({entry->file.path, std::move(text), kind});
}

std::vector<const Artefact*> Collector::artefacts() const {
  std::vector<const Artefact*> out;
  for (const Entry& entry : entries_) {
    if (entry.archive != nullptr) out.push_back(&entry.archive->artefact());
    if (entry.binary != nullptr) out.push_back(entry.binary.get());
  }
  return out;
}

std::set<std::string> Collector::paths() const {
  std::set<std::string> out;
  for (const Entry& entry : entries_) out.insert(entry.file.path);
  return out;
}

void Collector::Parse(const std::vector<size_t>& indices) {
  std::vector<std::vector<FileFacts>> read(indices.size());
  std::atomic<int64_t> done{0};
  ParallelFor(indices.size(), options_.jobs, [&](size_t i, int) {
    Entry& entry = entries_[indices[i]];
    // What is not read when the run ends is not read, whatever the search for needles said of it.
    if (interrupted()) {
      if (entry.archive != nullptr) {
        entry.archive->GiveUp(kInterruptedReason);
      } else {
        entry.fate = Entry::Fate::kUnread;
      }
      return;
    }
    std::string bytes;
    if (const Result<void> again = ReadBytesInto(entry.file.absolute, bytes); !again) {
      entry.fate = Entry::Fate::kFailed, entry.reason = again.error().message;
      return;
    }
    if (entry.archive != nullptr) {
      const std::string trouble =
          ForOneFile("reading it", [&] { read[i] = entry.archive->Read(bytes, options_.limits); });
      if (!trouble.empty()) entry.partial = true, entry.reason = trouble;
      return;
    }
    read[i].push_back(ReadFile(entry.file.path, bytes, options_.limits));
    const FileFacts& facts = read[i].front();
    if (facts.health_reason == kInterruptedReason) {
      entry.fate = Entry::Fate::kUnread;
      read[i].clear();
      return;
    }
    entry.fate = facts.health == Health::kTextOnly ? Entry::Fate::kTextOnly : Entry::Fate::kParsed;
    entry.partial = facts.health == Health::kPartial;
    entry.reason = facts.health_reason;
    if (const int64_t now = ++done; now % 64 == 0)
      Report("parse", now, static_cast<int64_t>(indices.size()));
  });
  std::vector<SettleFile> to_settle;
  for (size_t i = 0; i < read.size(); ++i) {
    // A member of an archive has no path that a compiler could open.
    const Entry& entry = entries_[indices[i]];
    if (entry.archive != nullptr) continue;
    for (FileFacts& facts : read[i]) to_settle.push_back({&facts, entry.file.absolute});
  }
  SettleTypes(to_settle);
  // With hundreds of thousands of files every copy counts, also those that only a sort makes.
  size_t count = facts_.size();
  for (const std::vector<FileFacts>& of_entry : read) count += of_entry.size();
  facts_.reserve(count);
  for (std::vector<FileFacts>& of_entry : read) {
    for (FileFacts& facts : of_entry) facts_.push_back(std::move(facts));
    std::vector<FileFacts>().swap(of_entry);
  }
  std::sort(facts_.begin(), facts_.end(),
            [](const FileFacts& a, const FileFacts& b) { return a.path < b.path; });
}

void Collector::SettleTypes(const std::vector<SettleFile>& files) {
  if (!options_.use_clang || interrupted()) return;
  SettleOptions options;
  options.helper = options_.clang_helper, options.jobs = options_.jobs;
  const Settlement now = SettleWithClang(files, options);
  settled_.asked += now.asked, settled_.answered += now.answered, settled_.facts += now.facts;
  settled_.has_helper &= now.has_helper;
  diagnostics_.insert(diagnostics_.end(), now.diagnostics.begin(), now.diagnostics.end());
}

std::string Collector::settlement() const {
  if (!settled_.has_helper)
    return "libclang: no helper (" + ClangHelperPath(options_.clang_helper) + "); grammars alone\n";
  if (settled_.asked == 0) return "";
  return "libclang: asked of " + std::to_string(settled_.asked) + " files, answered for " +
         std::to_string(settled_.answered) + ", settled " + std::to_string(settled_.facts) +
         " facts\n";
}

bool Collector::Learn(const LearnedNames& names) {
  LearnedNames fresh;
  for (const std::string& name : names.alone) {
    if (learned_.alone.insert(name).second) fresh.alone.insert(name);
  }
  for (const auto& pair : names.together) {
    if (learned_.together.insert(pair).second) fresh.together.insert(pair);
  }
  for (const std::string& name : names.common) {
    if (learned_.common.insert(name).second) fresh.common.insert(name);
  }
  if (fresh.empty() || interrupted()) return false;
  const LearnedSearch search(fresh);
  std::vector<LearnedSearch::Found> hit(entries_.size(), LearnedSearch::Found::kNothing);
  std::vector<std::string> buffers(
      static_cast<size_t>(JobsFor(options_.jobs, std::max<size_t>(entries_.size(), 1))));
  ParallelFor(
      entries_.size(), static_cast<int>(buffers.size()),
      [&](size_t i, int worker) {
        Entry& entry = entries_[i];
        const bool archive = entry.archive != nullptr && entry.archive->has_sources();
        if ((entry.fate != Entry::Fate::kDropped && !archive) || interrupted()) return;
        std::string& bytes = buffers[static_cast<size_t>(worker)];
        if (!ReadBytesInto(entry.file.absolute, bytes)) return;
        if (archive) {
          if (entry.archive->Learn(bytes, search)) hit[i] = LearnedSearch::Found::kEnough;
        } else if (!IsBinary(bytes)) {
          hit[i] = search.Search(bytes);
        }
      },
      16);
  std::vector<size_t> wanted, common;
  for (size_t i = 0; i < entries_.size(); ++i) {
    if (hit[i] == LearnedSearch::Found::kEnough) wanted.push_back(i);
    if (hit[i] == LearnedSearch::Found::kCommon) common.push_back(i);
  }
  if (common.size() <= kMostCommon) {
    wanted.insert(wanted.end(), common.begin(), common.end());
    std::sort(wanted.begin(), wanted.end());
  }
  Parse(wanted);
  return !wanted.empty();
}

void Collector::NoteTrouble(const std::string& path, const std::string& reason) {
  std::string& all = troubles_[path];
  if (all.find(reason) == std::string::npos) all += (all.empty() ? "" : "; ") + reason;
}

Coverage Collector::coverage() const {
  Coverage out = walked_;
  out.files_found = static_cast<int64_t>(out.not_read.size());
  for (const Entry& entry : entries_) {
    ++out.files_found;
    out.bytes_read += entry.bytes;
    if (entry.archive != nullptr) entry.archive->Count(&out);
    switch (entry.fate) {
      case Entry::Fate::kDropped:
        ++out.files_dropped_by_prefilter;
        break;
      case Entry::Fate::kParsed:
        ++out.files_parsed;
        if (entry.partial) {
          ++out.files_partial;
          out.partial.push_back(
              {entry.file.path, entry.reason.empty() ? kSyntaxErrors : entry.reason});
        }
        break;
      case Entry::Fate::kTextOnly:
        ++out.files_text_only;
        if (!entry.reason.empty()) out.text_only.push_back({entry.file.path, entry.reason});
        break;
      case Entry::Fate::kFailed:
        out.not_read.push_back({entry.file.path, entry.reason});
        break;
      case Entry::Fate::kUnread:
        out.not_read.push_back({entry.file.path, kInterruptedReason});
        break;
    }
  }
  for (const auto& [path, reason] : troubles_) {
    const auto is_its = [&, file = &path](const NotRead& entry) { return entry.path == *file; };
    const auto of = [&](std::vector<NotRead>& list) {
      const auto at = std::find_if(list.begin(), list.end(), is_its);
      if (at != list.end()) at->reason += "; " + reason;
      return at != list.end();
    };
    if (of(out.partial) || of(out.text_only)) continue;
    out.partial.push_back({path, reason});
    ++out.files_partial;
  }
  std::sort(out.not_read.begin(), out.not_read.end(),
            [](const NotRead& a, const NotRead& b) { return a.path < b.path; });
  out.files_not_read = static_cast<int64_t>(out.not_read.size());
  return out;
}

}  // namespace unsoap
