// Memory: what one scan of a tree leaves to the next one, so that an edit costs one file and not
// all of them.
//
// What it is: for each file its identity (size, times and inode on disk; digest where an editor
// holds another text), what the search for needles said of it, its facts, and whether names that
// link learned stand in it; further the texts of editors, which are read in the place of files. All
// of it is a function of a file's path, its bytes and the options, so that a scan with a memory
// answers as one without. What it is not: for scans with other options or packs than the first one,
// nor a store on disk. Facts that a compiler settled depend on other files and are not kept.
// Ownership: facts move into a scan and back. Bounded: facts beyond the limit are made anew.
// Threads: one scan at a time; the const functions may be called from many.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/collect/archive_file.h"
#include "scanner/collect/learned_search.h"
#include "scanner/facts/facts.h"
#include "scanner/link/uses.h"
#include "scanner/prefilter/prefilter.h"
#include "scanner/walk/member_selection.h"

namespace unsoap::collect {

/// Which bytes a path stands for. Two that are equal and known stand for the same.
struct FileIdentity {
  uint64_t device = 0, inode = 0, low = 0, high = 0;
  int64_t size = -1, modified = 0, changed = 0;  // nanoseconds
  bool is_known = false;  // false: it was written so lately that its times prove nothing
  friend bool operator==(const FileIdentity&, const FileIdentity&) = default;
  std::string Text() const;
};

/// Of many texts in their order.
class Digest {
 public:
  Digest();
  ~Digest();
  Digest(const Digest&) = delete;
  Digest& operator=(const Digest&) = delete;
  void Add(std::string_view text);
  std::string Text() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

class Memory {
 public:
  using Texts = std::map<std::string, std::shared_ptr<const std::string>>;

  explicit Memory(int64_t most_bytes_of_facts = int64_t{512} << 20) : most_(most_bytes_of_facts) {}

  /// The texts that are read in place of the files with these absolute paths.
  void SetTexts(Texts texts) { texts_ = std::move(texts); }
  /// nullptr: the file is read from disk.
  const std::string* TextOf(const std::string& absolute) const;
  FileIdentity Identify(const std::string& absolute) const;

  /// What the search for needles said.
  struct Searched {
    prefilter::Hits hits;
    uint8_t fate = 0;  // the collector's
    bool searched = false;
    std::string reason;
    int64_t bytes = 0;
    std::shared_ptr<const ArchiveFile> archive;  // as it was before any of it was parsed
  };
  const Searched* FindSearched(const std::string& path, const FileIdentity& identity) const;
  void Keep(const std::string& path, const FileIdentity& identity, Searched searched);
  /// Forgets the files that are not there any more; `paths` is sorted.
  void Retain(const std::vector<std::string>& paths);

  /// Facts of the file, which are the caller's from then on.
  std::optional<facts::FileFacts> TakeFacts(const std::string& path, const FileIdentity& identity);
  /// Facts of a file that this memory knows come back, or for the first time.
  void GiveFacts(const FileIdentity& identity, facts::FileFacts facts);

  /// What a search for names said of one file.
  struct Learned {
    LearnedSearch::Found found;
    std::vector<uint32_t> met;
    bool empty() const { return !found.enough && found.names.empty() && met.empty(); }
  };
  /// A number for these names: the same as that of an earlier search for the same ones.
  uint32_t SearchNumber(const link::LearnedNames& names);
  /// nullptr: this file was not searched for them.
  const Learned* FindLearned(uint32_t search, const std::string& path,
                             const FileIdentity& identity) const;
  void Keep(uint32_t search, const std::string& path, Learned learned);

  /// Shared with the archives that are kept.
  std::shared_ptr<const walk::MemberSelection> members;

 private:
  struct File {
    FileIdentity identity;
    Searched searched;
    std::optional<facts::FileFacts> facts;
    int64_t bytes_of_facts = 0;
    uint64_t without = 0;  // bit of a search that found nothing here
    std::map<uint32_t, Learned> learned;
  };
  const File* Find(const std::string& path, const FileIdentity& identity) const;
  void DropFacts(File* file);

  int64_t most_, held_ = 0;
  Texts texts_;
  std::map<std::string, File, std::less<>> files_;
  std::vector<link::LearnedNames> searches_;
  const Learned nothing_;
};

}  // namespace unsoap::collect
