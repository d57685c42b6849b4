// Collector: from found files to the facts of those that matter, in rounds.
//
// What it is: the stages walk, prefilter and front-ends with their threads, and the receipt of what
// was read. The first round parses every file that the needles of the packs admit; later rounds
// (Learn) parse those that hold a name that link learned. What it is not: a cache; a file that no
// needle admits is read once a round and forgotten, unless the options bring a memory. Invariants:
// every found file is counted exactly once in the coverage, whatever happens to it, and none counts
// as read that is not here (a pointer to a file that is kept elsewhere) or was not read to its end;
// facts are sorted by path.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/collect/options.h"
#include "scanner/facts/artefact.h"
#include "scanner/facts/facts.h"
#include "scanner/findings/report.h"
#include "scanner/link/uses.h"
#include "scanner/settle/settle.h"
#include "scanner/walk/member_selection.h"

namespace unsoap::prefilter {
class Prefilter;
}

namespace unsoap::collect {

class Collector {
 public:
  explicit Collector(const CollectOptions& options);
  ~Collector();

  /// Walks, searches and parses. Error: nothing could be walked.
  Result<void> Run();
  /// Parses the files that hold one of the names as a whole word, or declare what is needed, and
  /// were not parsed yet; with the bases of the classes in the latter. True if there was one.
  bool Learn(const link::LearnedNames& names);

  const std::vector<facts::FileFacts>& facts() const { return facts_; }
  /// Paths of members of archives that repeat a file of facts(), by the path of that file.
  const std::map<std::string, std::vector<std::string>>& copies() const { return copies_; }
  std::vector<facts::FileFacts> TakeFacts() { return std::move(facts_); }
  /// Archives, and the binaries that name a service. Valid as long as the collector.
  std::vector<const facts::Artefact*> artefacts() const;
  /// Every file that was found, read or not; without members of archives.
  std::set<std::string> paths() const;
  /// Notes that what follows the reading went wrong for a file: it counts as read in part.
  void NoteTrouble(const std::string& path, const std::string& reason);
  const std::map<std::string, std::string>& troubles() const { return troubles_; }
  /// A digest of which files there are and which bytes those have that were read to facts; empty
  /// without a memory, and where facts depend on more than their files' bytes.
  std::string State() const;
  /// Complete after the last round.
  findings::Coverage coverage() const;
  std::vector<findings::Diagnostic> diagnostics() const { return diagnostics_; }
  /// An Error that says why, where not one file was read: then there is nothing to say about the
  /// tree.
  Result<void> HasRead() const;
  /// What libclang had to say, in a line for --stats; empty if it was not asked.
  std::string settlement() const;

 private:
  struct Entry;
  /// The bytes of a file, or the text that an editor holds of it.
  Result<void> ReadInto(const std::string& absolute, std::string& bytes) const;
  /// Whether a compiler is asked about the file, so that its facts depend on others.
  bool IsSettled(const facts::FileFacts& facts) const;
  /// True if the memory knows what the search for needles says of this file.
  bool Recall(Entry* entry) const;
  void Remember();
  /// Makes an entry of each file that was found; `without_match`: patterns of --include.
  void TakeWalked(walk::WalkResult walked, std::vector<findings::NotRead>* without_match);
  /// Looks for needles in every entry that the memory does not know.
  void SearchAll();
  /// False if the file was not read. Each entry by itself, in any thread.
  bool ReadAndSearch(const prefilter::Prefilter& prefilter, std::string* bytes, Entry* entry) const;
  /// What of the names was not asked for before; marks it as asked.
  link::LearnedNames Fresh(const link::LearnedNames& names);
  /// One pass over the files that were not parsed: parses those with fresh names. `declaring`:
  /// paths of those that were needed.
  bool LearnFresh(const link::LearnedNames& fresh, std::set<std::string>* declaring);
  /// Counts the patterns of --include that match neither a path nor a member as not read.
  void AddUnmatched(std::vector<findings::NotRead> patterns);
  void Search(const prefilter::Prefilter& prefilter, const std::string& bytes, Entry* entry) const;
  static void SearchBinary(const prefilter::Prefilter& prefilter, std::string_view bytes,
                           Entry* entry);
  void Parse(const std::vector<size_t>& indices);
  /// Adds the facts of archives' members, but of what repeats a file that is there already.
  void AddMembers(std::vector<std::vector<facts::FileFacts>> members);
  void SettleTypes(const std::vector<settle::SettleFile>& files);
  void Report(const char* stage, int64_t done, int64_t total) const;

  const CollectOptions& options_;
  std::shared_ptr<const walk::MemberSelection> members_;
  std::vector<Entry> entries_;
  std::vector<facts::FileFacts> facts_;
  std::map<std::string, std::vector<std::string>> copies_;
  findings::Coverage walked_;
  std::vector<findings::Diagnostic> diagnostics_;
  settle::Settlement settled_;  // of all rounds; its diagnostics are moved to the others
  link::LearnedNames learned_;
  size_t by_name_ = 0;  // files that were read for a name alone
  std::vector<std::string> pack_ids_;
  bool all_ignored_ = false;
  std::map<std::string, std::string> troubles_;  // by path: what went wrong after the reading
  bool has_anchor_ = false;
};

}  // namespace unsoap::collect
