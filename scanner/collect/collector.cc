#include "scanner/collect/collector.h"

#include <algorithm>
#include <atomic>
#include <iterator>
#include <memory>
#include <unordered_map>

#include "scanner/base/budget.h"
#include "scanner/base/parallel.h"
#include "scanner/base/paths.h"
#include "scanner/base/read_bytes.h"
#include "scanner/base/text.h"
#include "scanner/collect/archive_file.h"
#include "scanner/collect/learned_search.h"
#include "scanner/collect/memory.h"
#include "scanner/collect/need_search.h"
#include "scanner/collect/seals.h"
#include "scanner/collect/stand_in.h"
#include "scanner/facts/binary.h"
#include "scanner/facts/packed.h"
#include "scanner/facts/read.h"
#include "scanner/findings/own_report.h"
#include "scanner/languages/language.h"
#include "scanner/link/needs.h"
#include "scanner/prefilter/prefilter.h"

namespace unsoap::collect {
namespace {

/// Files that hold a learned name and nothing that makes it this one are parsed if they are no more
/// than these, or than this share of the tree, over all rounds.
constexpr size_t kMostByName = 300, kShareByName = 20;
/// Files that are named one by one among those that were not read; the others are counted.
constexpr size_t kMostNamed = 10'000;

}  // namespace

struct Collector::Entry {
  walk::FoundFile file;
  prefilter::Hits hits;
  enum class Fate : uint8_t {
    kUnread,
    kDropped,
    kParsed,
    kTextOnly,
    kFailed,
    kLeftOut  // a report of our own
  } fate = Fate::kUnread;
  bool partial = false;
  bool searched = false;  // as far as it goes, where kFailed says that this is not the whole file
  bool given_up = false;  // a limit ended the parse
  std::string reason;
  int64_t bytes = 0;
  std::unique_ptr<ArchiveFile> archive;     // null for all else
  std::unique_ptr<facts::Artefact> binary;  // a loose binary in which a strong needle stands
  FileIdentity identity;                    // only with a memory; taken before the bytes
  bool is_recalled = false;                 // it is what the memory has of it
};

Collector::Collector(const CollectOptions& options) : options_(options) {
  members_ = options.memory != nullptr ? options.memory->members : nullptr;
  if (members_ == nullptr)
    members_ = std::make_shared<walk::MemberSelection>(options.walk.include, options.walk.exclude);
  if (options.memory != nullptr) options.memory->members = members_;
  for (const rules::Pack* pack : options.packs) pack_ids_.push_back(pack->id);
}

Collector::~Collector() {
  if (options_.memory == nullptr) return;
  // Both are sorted by path; members of archives have no entry.
  auto entry = entries_.begin();
  for (facts::FileFacts& facts : facts_) {
    while (entry != entries_.end() && entry->file.path < facts.path) ++entry;
    if (entry == entries_.end() || entry->file.path != facts.path) continue;
    if (!IsSettled(facts)) options_.memory->GiveFacts(entry->identity, std::move(facts));
  }
}

bool Collector::IsSettled(const facts::FileFacts& facts) const {
  const languages::Language* language = languages::FindLanguage(facts.language);
  return options_.use_clang && language != nullptr && !language->clang.empty();
}

Result<void> Collector::ReadInto(const std::string& absolute, std::string& bytes) const {
  const std::string* text =
      options_.memory == nullptr ? nullptr : options_.memory->TextOf(absolute);
  if (text == nullptr) return ReadBytesInto(absolute, bytes);
  bytes = *text;
  return {};
}

bool Collector::Recall(Entry* entry) const {
  if (options_.memory == nullptr) return false;
  entry->identity = options_.memory->Identify(entry->file.absolute);
  const Memory::Searched* known = options_.memory->FindSearched(entry->file.path, entry->identity);
  if (known == nullptr) return false;
  entry->fate = static_cast<Entry::Fate>(known->fate);
  entry->hits = known->hits;
  entry->searched = known->searched;
  entry->reason = known->reason;
  entry->bytes = known->bytes;
  if (known->archive != nullptr) entry->archive = std::make_unique<ArchiveFile>(*known->archive);
  return entry->is_recalled = true;
}

void Collector::Remember() {
  if (options_.memory == nullptr) return;
  std::vector<std::string> paths;
  for (const Entry& entry : entries_) {
    paths.push_back(entry.file.path);
    // What a binary names is made anew: its text is large, and there are few.
    if (entry.is_recalled || entry.fate == Entry::Fate::kUnread || entry.binary != nullptr)
      continue;
    Memory::Searched searched = {entry.hits,     static_cast<uint8_t>(entry.fate),
                                 entry.searched, entry.reason,
                                 entry.bytes,    nullptr};
    if (entry.archive != nullptr)
      searched.archive = std::make_shared<const ArchiveFile>(*entry.archive);
    options_.memory->Keep(entry.file.path, entry.identity, std::move(searched));
  }
  if (!Interrupted()) options_.memory->Retain(paths);
}

void Collector::Report(const char* stage, int64_t done, int64_t total) const {
  if (options_.progress) options_.progress({stage, done, total});
}

Result<void> Collector::Run() {
  Report("walk", 0, 0);
  Result<walk::WalkResult> walked = walk::Walk(options_.walk);
  if (!walked) return tl::unexpected<Error>(walked.error());
  std::vector<findings::NotRead> without_match;
  TakeWalked(std::move(*walked), &without_match);
  SearchAll();
  Remember();
  for (const Entry& entry : entries_) {
    has_anchor_ |= entry.hits.strong || (entry.archive != nullptr && entry.archive->has_anchor());
    if (entry.archive != nullptr && entry.archive->is_bomb()) {
      diagnostics_.push_back(
          {findings::Level::kWarning, entry.file.path, 0,
           "unpacks to far more than an archive of its size holds: the rest of it was not unpacked",
           "remove it, or exclude it from the scan"});
    }
  }
  AddUnmatched(std::move(without_match));
  std::vector<size_t> wanted;
  for (size_t i = 0; i < entries_.size(); ++i) {
    const prefilter::Hits& hits = entries_[i].hits;
    if (entries_[i].archive != nullptr && entries_[i].archive->Want(has_anchor_))
      wanted.push_back(i);
    if (entries_[i].fate != Entry::Fate::kDropped) continue;
    // A file that holds only common names matters only where something names the service.
    if (hits.Candidate() || (has_anchor_ && hits.Deferred())) wanted.push_back(i);
  }
  Parse(wanted);
  return {};
}

void Collector::TakeWalked(walk::WalkResult walked, std::vector<findings::NotRead>* without_match) {
  entries_.reserve(walked.files.size());
  for (walk::FoundFile& file : walked.files) entries_.emplace_back().file = std::move(file);
  all_ignored_ = walked.all_ignored;
  walked_.files_ignored = walked.ignored_files;
  walked_.directories_ignored = walked.ignored_directories;
  for (const walk::Skipped& skipped : walked.skipped) {
    const std::string reason(walk::Name(skipped.reason));
    if (skipped.reason == walk::SkipReason::kExcluded ||
        (skipped.reason == walk::SkipReason::kIgnored && !all_ignored_)) {
      ++walked_.ignored_by[reason];
      continue;
    }
    // A pattern that no path matches may still match what stands in an archive.
    (skipped.reason == walk::SkipReason::kNoMatch ? *without_match : walked_.not_read)
        .push_back({skipped.path, reason + (skipped.detail.empty() ? "" : ": " + skipped.detail)});
  }
  if (walked.mostly_ignored) {
    diagnostics_.push_back(
        {findings::Level::kWarning, "", 0, "ignore rules hide most of this tree",
         "see what they hide with 'unsoap files --why', or scan with --no-ignore"});
  }
}

void Collector::SearchAll() {
  const prefilter::Prefilter prefilter(prefilter::NeedlesOf(options_.packs));
  std::atomic<int64_t> done{0};
  std::vector<std::string> buffers(
      static_cast<size_t>(JobsFor(options_.jobs, std::max<size_t>(entries_.size(), 1))));
  ParallelFor(
      entries_.size(), static_cast<int>(buffers.size()),
      [&](size_t i, int worker) {
        if (Interrupted()) return;
        if (!ReadAndSearch(prefilter, &buffers[static_cast<size_t>(worker)], &entries_[i])) return;
        if (const int64_t now = ++done; now % 1024 == 0)
          Report("read", now, static_cast<int64_t>(entries_.size()));
      },
      16);
}

bool Collector::ReadAndSearch(const prefilter::Prefilter& prefilter, std::string* bytes,
                              Entry* entry) const {
  if (Recall(entry)) return false;
  const Result<void> read = ReadInto(entry->file.absolute, *bytes);
  if (!read) {
    entry->fate = Entry::Fate::kFailed, entry->reason = read.error().message;
    entry->identity.is_known = false;
    return false;
  }
  entry->bytes = static_cast<int64_t>(bytes->size());
  entry->fate = Entry::Fate::kDropped;
  const std::string trouble = ForOneFile("searching it", [&] { Search(prefilter, *bytes, entry); });
  if (!trouble.empty()) entry->fate = Entry::Fate::kFailed, entry->reason = trouble;
  if (!Interrupted()) return true;
  entry->identity.is_known = false;  // it may have ended early
  if (entry->archive != nullptr) {
    // What is in it is not known: it counts as one file that was not read.
    entry->archive = nullptr;
    entry->fate = Entry::Fate::kUnread;
  }
  return true;
}

void Collector::AddUnmatched(std::vector<findings::NotRead> patterns) {
  std::erase_if(patterns, [&](const findings::NotRead& pattern) {
    return std::any_of(entries_.begin(), entries_.end(), [&](const Entry& entry) {
      if (entry.archive == nullptr) return false;
      const std::vector<bool>& matched = entry.archive->matched();
      for (size_t i = 0; i < matched.size(); ++i) {
        if (matched[i] && options_.walk.include[i] == pattern.path) return true;
      }
      return false;
    });
  });
  walked_.not_read.insert(walked_.not_read.end(), std::make_move_iterator(patterns.begin()),
                          std::make_move_iterator(patterns.end()));
}

void Collector::Search(const prefilter::Prefilter& prefilter, const std::string& bytes,
                       Entry* entry) const {
  if (std::string reason = WhatItStandsFor(entry->file.path, bytes); !reason.empty()) {
    entry->fate = Entry::Fate::kFailed, entry->reason = std::move(reason);
    return;
  }
  const std::string unpacked = facts::UnpackedFlash(bytes);
  const bool binary = !unpacked.empty() || facts::IsBinary(bytes);
  if (ArchiveFile::MayBe(entry->file.path, bytes)) {
    if (options_.archive_depth == 0 && binary) {
      entry->fate = Entry::Fate::kFailed,
      entry->reason = "archive: not opened, as --archives 0 says";
      return;
    }
    auto archive =
        std::make_unique<ArchiveFile>(entry->file.path, options_.archive_depth, *members_);
    if (options_.archive_depth > 0 &&
        archive->Search(bytes, prefilter, !options_.use_prefilter, pack_ids_)) {
      entry->fate = archive->failure().empty() ? Entry::Fate::kParsed : Entry::Fate::kFailed;
      entry->reason = archive->failure();
      entry->archive = std::move(archive);
      return;
    }
    if ((binary || IsData(bytes)) && facts::HasArchiveName(entry->file.path) &&
        facts::KindOf(bytes) == facts::BinaryKind::kOther) {
      entry->fate = Entry::Fate::kFailed, entry->reason = kNoArchive;
      return;
    }
  }
  if (!binary) {
    std::string scratch;
    entry->hits = prefilter.Classify(AsSearched(bytes, &scratch));
    // config/marketo.yml holds the service's keys without naming it.
    entry->hits.learned |= std::any_of(
        options_.packs.begin(), options_.packs.end(),
        [&](const rules::Pack* pack) { return rules::IsNamedAfter(*pack, entry->file.path); });
    if (std::string hidden = WhatItHides(bytes, entry->hits, prefilter); !hidden.empty()) {
      entry->fate = Entry::Fate::kFailed, entry->reason = std::move(hidden);
      return;
    }
    if (!entry->hits.strong) {
      if (std::string named = WhatItOnlyNames(bytes, prefilter); !named.empty()) {
        entry->fate = Entry::Fate::kFailed, entry->reason = std::move(named);
        return;
      }
    }
    if (!options_.use_prefilter) entry->hits.learned = true;
    if (options_.read_everyday) entry->hits.operation |= entry->hits.everyday;
    if (entry->hits.Nothing()) return;
    const std::string_view format = findings::OwnReportFormat(entry->file.path, bytes, pack_ids_);
    if (format.empty()) return;
    entry->hits = {};
    entry->fate = Entry::Fate::kLeftOut, entry->reason = OwnReportReason(format);
    return;
  }
  SearchBinary(prefilter, unpacked.empty() ? std::string_view(bytes) : unpacked, entry);
}

void Collector::SearchBinary(const prefilter::Prefilter& prefilter, std::string_view bytes,
                             Entry* entry) {
  // Code may keep its literals as UTF-16, so it is searched as text; other data only as it stands.
  const facts::BinaryKind kind = facts::KindOf(bytes);
  std::string text;
  bool cut = false;
  if (kind != facts::BinaryKind::kOther) text = facts::BinaryText(bytes, &cut);
  entry->searched = true;
  entry->hits.strong = prefilter.Classify(text.empty() ? std::string_view(bytes) : text).strong;
  if (cut) {
    // What stands there as bytes is found to the end of the file.
    std::string more = TextAroundNeedles(bytes, prefilter);
    entry->hits.strong = entry->hits.strong || !more.empty();
    text += more;
    entry->fate = Entry::Fate::kFailed, entry->reason = kNotToItsEnd;
  } else if (IsPaddedSource(entry->file.path, bytes)) {
    entry->fate = Entry::Fate::kFailed, entry->reason = kNotText;
  }
  if (std::string named = WhatItOnlyNames(bytes, prefilter); !named.empty())
    entry->fate = Entry::Fate::kFailed, entry->reason = std::move(named);
  if (!entry->hits.strong) return;
  if (text.empty()) {
    text = facts::BinaryText(bytes, &cut);
    if (cut) text += TextAroundNeedles(bytes, prefilter);
  }
  if (entry->fate != Entry::Fate::kFailed) entry->fate = Entry::Fate::kTextOnly;
  entry->binary = std::make_unique<facts::Artefact>();
  entry->binary->path = entry->file.path;
  entry->binary->digest = std::hash<std::string_view>()(bytes);
  entry->binary->parts.push_back({entry->file.path, std::move(text), kind});
}

std::vector<const facts::Artefact*> Collector::artefacts() const {
  std::vector<const facts::Artefact*> out;
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
  // Each file is read into its place: with hundreds of thousands of them every copy counts.
  const size_t first = facts_.size();
  facts_.resize(first + indices.size());
  std::vector<std::vector<facts::FileFacts>> members(indices.size());  // of archives
  std::vector<std::optional<facts::FileFacts>> recalled(
      options_.memory == nullptr ? 0 : indices.size());
  for (size_t i = 0; i < recalled.size(); ++i) {
    const Entry& entry = entries_[indices[i]];
    recalled[i] = options_.memory->TakeFacts(entry.file.path, entry.identity);
  }
  std::atomic<int64_t> done{0};
  ParallelFor(indices.size(), options_.jobs, [&](size_t i, int) {
    Entry& entry = entries_[indices[i]];
    // What is not read when the run ends is not read, whatever the search for needles said of it.
    if (Interrupted()) {
      if (entry.archive != nullptr) {
        entry.archive->GiveUp(kInterruptedReason);
      } else {
        entry.fate = Entry::Fate::kUnread;
      }
      return;
    }
    std::optional<facts::FileFacts> known;
    if (options_.memory != nullptr) known = std::move(recalled[i]);
    std::string bytes;
    const Result<void> again = known ? Result<void>() : ReadInto(entry.file.absolute, bytes);
    if (!again) {
      entry.fate = Entry::Fate::kFailed, entry.reason = again.error().message;
      return;
    }
    if (entry.archive != nullptr) {
      const std::string trouble = ForOneFile(
          "reading it", [&] { members[i] = entry.archive->Read(bytes, options_.limits); });
      if (!trouble.empty()) entry.partial = true, entry.reason = trouble;
      return;
    }
    facts::FileFacts& facts = facts_[first + i];
    facts = known ? std::move(*known) : facts::ReadFile(entry.file.path, bytes, options_.limits);
    if (facts.health_reason == kInterruptedReason) {
      entry.fate = Entry::Fate::kUnread;
      facts = {};
      return;
    }
    entry.fate =
        facts.health == facts::Health::kTextOnly ? Entry::Fate::kTextOnly : Entry::Fate::kParsed;
    entry.given_up = IsGivenUp(facts);
    entry.partial = facts.health == facts::Health::kPartial ||
                    (entry.given_up && facts.health != facts::Health::kTextOnly);
    entry.reason = facts.health_reason;
    if (const int64_t now = ++done; now % 64 == 0)
      Report("parse", now, static_cast<int64_t>(indices.size()));
  });
  std::vector<settle::SettleFile> to_settle;
  for (size_t i = 0; i < indices.size(); ++i) {
    // A member of an archive has no path that a compiler could open.
    const Entry& entry = entries_[indices[i]];
    facts::FileFacts& facts = facts_[first + i];
    if (!facts.path.empty()) to_settle.push_back({&facts, entry.file.absolute});
  }
  SettleTypes(to_settle);
  // The places of archives and of what could not be read hold nothing.
  facts_.erase(std::remove_if(facts_.begin() + static_cast<ptrdiff_t>(first), facts_.end(),
                              [](const facts::FileFacts& facts) { return facts.path.empty(); }),
               facts_.end());
  AddMembers(std::move(members));
  std::sort(facts_.begin(), facts_.end(),
            [](const facts::FileFacts& a, const facts::FileFacts& b) { return a.path < b.path; });
}

void Collector::AddMembers(std::vector<std::vector<facts::FileFacts>> members) {
  const bool any = std::any_of(members.begin(), members.end(),
                               [](const auto& of_archive) { return !of_archive.empty(); });
  if (!any) return;
  // What has another name, or lies in a folder of another name, others reach by other words.
  const auto place = [](const facts::FileFacts& facts) {
    const std::string folder = FolderOf(facts.path);
    return facts.path.substr(folder.size() - NameOf(folder).size());
  };
  const auto key = [&](const facts::FileFacts& facts) {
    return std::hash<std::string>()(place(facts)) ^
           std::hash<std::string>()(facts.source.text()) * 31;
  };
  std::unordered_multimap<size_t, size_t> by_text;
  const auto note = [&](size_t i) { by_text.emplace(key(facts_[i]), i); };
  for (size_t i = 0; i < facts_.size(); ++i) note(i);
  for (std::vector<facts::FileFacts>& of_archive : members) {
    for (facts::FileFacts& facts : of_archive) {
      const auto range = by_text.equal_range(key(facts));
      const auto same = std::find_if(range.first, range.second, [&](const auto& known) {
        const facts::FileFacts& other = facts_[known.second];
        return place(other) == place(facts) && other.source.text() == facts.source.text();
      });
      if (same != range.second) {
        copies_[facts_[same->second].path].push_back(facts.path);
        continue;
      }
      facts_.push_back(std::move(facts));
      note(facts_.size() - 1);
    }
  }
}

void Collector::SettleTypes(const std::vector<settle::SettleFile>& files) {
  if (!options_.use_clang || Interrupted()) return;
  settle::SettleOptions options;
  options.helper = options_.clang_helper, options.jobs = options_.jobs;
  const settle::Settlement now = settle::SettleWithClang(files, options);
  settled_.asked += now.asked, settled_.answered += now.answered, settled_.facts += now.facts;
  settled_.has_helper &= now.has_helper;
  diagnostics_.insert(diagnostics_.end(), now.diagnostics.begin(), now.diagnostics.end());
}

std::string Collector::settlement() const {
  if (!settled_.has_helper)
    return "libclang: no helper (" + settle::ClangHelperPath(options_.clang_helper) +
           "); grammars alone\n";
  if (settled_.asked == 0) return "";
  return "libclang: asked of " + std::to_string(settled_.asked) + " files, answered for " +
         std::to_string(settled_.answered) + ", settled " + std::to_string(settled_.facts) +
         " facts\n";
}

link::LearnedNames Collector::Fresh(const link::LearnedNames& names) {
  link::LearnedNames fresh;
  const auto keep = [](const auto& from, auto& known, auto& to) {
    for (const auto& item : from) {
      if (known.insert(item).second) to.insert(item);
    }
  };
  keep(names.alone, learned_.alone, fresh.alone);
  keep(names.members, learned_.members, fresh.members);
  keep(names.together, learned_.together, fresh.together);
  for (const auto& [name, homes] : names.names) {
    const auto [known, is_new] = learned_.names.try_emplace(name);
    for (const link::Home& home : homes) {
      if (known->second.insert(home).second) fresh.names[name].insert(home);
    }
    if (is_new) fresh.names[name];
  }
  keep(names.needed, learned_.needed, fresh.needed);
  keep(names.shapes, learned_.shapes, fresh.shapes);
  return fresh;
}

bool Collector::Learn(const link::LearnedNames& names) {
  bool any = false;
  for (link::LearnedNames fresh = Fresh(names); !fresh.empty() && !Interrupted();) {
    std::set<std::string> declaring;
    any |= LearnFresh(fresh, &declaring);
    link::LearnedNames next;
    for (const facts::FileFacts& facts : facts_) {
      if (declaring.contains(facts.path)) next.needed.merge(link::BasesNeeded(facts));
    }
    fresh = Fresh(next);
  }
  return any;
}

bool Collector::LearnFresh(const link::LearnedNames& fresh, std::set<std::string>* declaring) {
  const LearnedSearch search(fresh);
  const NeedSearch needs(fresh.needed);
  std::vector<LearnedSearch::Found> found(entries_.size());
  std::vector<std::vector<uint32_t>> met(entries_.size());
  Memory* const memory = options_.memory;
  const uint32_t number = memory == nullptr ? 0 : memory->SearchNumber(fresh);
  std::vector<char> looked(entries_.size());
  std::vector<std::string> buffers(
      static_cast<size_t>(JobsFor(options_.jobs, std::max<size_t>(entries_.size(), 1))));
  ParallelFor(
      entries_.size(), static_cast<int>(buffers.size()),
      [&](size_t i, int worker) {
        Entry& entry = entries_[i];
        const bool archive = entry.archive != nullptr && entry.archive->has_sources();
        if ((entry.fate != Entry::Fate::kDropped && !archive) || Interrupted()) return;
        const Memory::Learned* known =
            memory == nullptr ? nullptr
                              : memory->FindLearned(number, entry.file.path, entry.identity);
        if (known != nullptr) {
          found[i] = known->found, met[i] = known->met;
          return;
        }
        std::string& bytes = buffers[static_cast<size_t>(worker)];
        if (const Result<void> again = ReadInto(entry.file.absolute, bytes); !again) {
          entry.fate = Entry::Fate::kFailed, entry.reason = again.error().message;
          return;
        }
        looked[i] = 1;
        if (archive) {
          found[i].enough = entry.archive->Learn(bytes, search, needs);
        } else if (!facts::IsBinary(bytes)) {
          std::string scratch;
          const std::string_view text = AsSearched(bytes, &scratch);
          found[i] = search.Search(entry.file.path, text);
          if (!found[i].enough) met[i] = needs.Met(entry.file.path, text);
        }
      },
      16);
  for (size_t i = 0; i < looked.size() && memory != nullptr && !Interrupted(); ++i) {
    // What a search of an archive finds depends on what of it was parsed before.
    const bool marks =
        entries_[i].archive != nullptr && (found[i].enough || entries_[i].archive->any_parsed());
    if (looked[i] != 0 && !marks) memory->Keep(number, entries_[i].file.path, {found[i], met[i]});
  }
  const size_t most = std::max(kMostByName, entries_.size() / kShareByName);
  std::vector<size_t> wanted = search.Choose(found, most - std::min(most, by_name_));
  by_name_ += wanted.size();
  for (size_t i = 0; i < entries_.size(); ++i) {
    if (found[i].enough) wanted.push_back(i);
  }
  std::vector<std::string_view> paths;
  for (const Entry& entry : entries_) paths.push_back(entry.file.path);
  for (const size_t i : needs.Choose(paths, met)) {
    wanted.push_back(i);
    declaring->insert(entries_[i].file.path);
  }
  std::sort(wanted.begin(), wanted.end());
  wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
  Parse(wanted);
  return !wanted.empty();
}

std::string Collector::State() const {
  if (options_.memory == nullptr || Interrupted()) return "";
  Digest digest;
  auto facts = facts_.begin();
  for (const Entry& entry : entries_) {
    digest.Add(entry.file.path);
    while (facts != facts_.end() && facts->path < entry.file.path) ++facts;
    const bool is_read = facts != facts_.end() && facts->path == entry.file.path;
    if (!is_read && entry.archive == nullptr && entry.binary == nullptr) continue;
    if (!entry.identity.is_known || (is_read && IsSettled(*facts))) return "";
    digest.Add(entry.identity.Text());
  }
  // Members of archives stand for the archive's bytes and for which of them are read.
  for (const facts::FileFacts& file : facts_) digest.Add(file.path);
  return digest.Text();
}

Result<void> Collector::HasRead() const {
  for (const Entry& entry : entries_) {
    const bool whole = entry.fate == Entry::Fate::kDropped || entry.fate == Entry::Fate::kParsed ||
                       entry.fate == Entry::Fate::kTextOnly;
    if (entry.archive != nullptr ? entry.archive->has_members() : whole || entry.searched)
      return {};
  }
  const findings::Coverage c = coverage();
  Error error;
  error.path = options_.walk.roots.size() == 1 ? options_.walk.roots.front() : "";
  const findings::NotRead* first = !c.not_read.empty()   ? &c.not_read.front()
                                   : !c.left_out.empty() ? &c.left_out.front()
                                                         : nullptr;
  const int64_t ignored = c.files_ignored + c.directories_ignored;
  if (first != nullptr) {
    const int64_t more = c.files_not_read + static_cast<int64_t>(c.left_out.size()) - 1;
    error.message = "not one file was read: " + first->path + " (" + first->reason + ")" +
                    (more > 0 ? " and " + std::to_string(more) + " more" : "");
    error.hint = "scan a whole checkout: what was not read may use the service";
    if (all_ignored_)
      error.hint = "'unsoap files --why' names the rules, --no-ignore reads all the same";
  } else if (const auto excluded = c.ignored_by.find("excluded"); excluded != c.ignored_by.end()) {
    error.message = "not one file was read: --include, --exclude and the configuration leave out " +
                    std::to_string(excluded->second) + " paths";
    error.hint = "'unsoap files --why' says why for each path";
  } else if (ignored > 0) {
    error.message = "not one file was read: ignore rules hide all that is there";
    error.hint = "'unsoap files --why' names the rules, --no-ignore reads all the same";
  } else {
    error.message = "not one file was read: there is none here";
    error.hint = "name the folder that holds the code";
  }
  return Fail(std::move(error));
}

void Collector::NoteTrouble(const std::string& path, const std::string& reason) {
  std::string& all = troubles_[path];
  if (all.find(reason) == std::string::npos) all += (all.empty() ? "" : "; ") + reason;
}

findings::Coverage Collector::coverage() const {
  findings::Coverage out = walked_;
  out.files_found = static_cast<int64_t>(out.not_read.size());
  for (const Entry& entry : entries_) {
    if (entry.fate == Entry::Fate::kLeftOut) {
      out.left_out.push_back({entry.file.path, entry.reason});
      continue;
    }
    ++out.files_found;
    out.bytes_read += entry.bytes;
    out.files_given_up += entry.given_up;
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
      case Entry::Fate::kLeftOut:  // above
        break;
      case Entry::Fate::kUnread:
        out.not_read.push_back({entry.file.path, kInterruptedReason});
        break;
    }
  }
  for (const auto& [path, reason] : troubles_) {
    const auto is_its = [&, file = &path](const findings::NotRead& entry) {
      return entry.path == *file;
    };
    const auto of = [&, why = &reason](std::vector<findings::NotRead>& list) {
      const auto at = std::find_if(list.begin(), list.end(), is_its);
      if (at != list.end()) at->reason += "; " + *why;
      return at != list.end();
    };
    ++out.files_given_up;
    if (of(out.partial) || of(out.text_only)) continue;
    out.partial.push_back({path, reason});
    ++out.files_partial;
  }
  const auto by_path = [](const findings::NotRead& a, const findings::NotRead& b) {
    return a.path < b.path;
  };
  std::stable_sort(out.not_read.begin(), out.not_read.end(), by_path);
  std::stable_sort(out.left_out.begin(), out.left_out.end(), by_path);
  out.files_not_read += static_cast<int64_t>(out.not_read.size());
  if (out.not_read.size() > kMostNamed) out.not_read.resize(kMostNamed);
  return out;
}

}  // namespace unsoap::collect
