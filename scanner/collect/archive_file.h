// ArchiveFile: one archive of the tree: what stands in its members, and the receipt for each of
// them.
//
// What it is: the walk of one outermost archive with all that is nested in it, as often as a round
// asks. Members that are text go the way of files (searched, later parsed under "a.war!/x/y.php");
// binary ones are kept as parts of the artefact when they name a service. Nothing unpacked outlives
// a walk but those. What it is not: a reader of archives (facts/archive.h). Thread safety: one
// thread at a time for one archive.
#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "scanner/collect/learned_search.h"
#include "scanner/collect/need_search.h"
#include "scanner/facts/archive.h"
#include "scanner/facts/artefact.h"
#include "scanner/facts/facts.h"
#include "scanner/facts/read.h"
#include "scanner/findings/report.h"
#include "scanner/prefilter/prefilter.h"
#include "scanner/walk/member_selection.h"

namespace unsoap::collect {

/// Why a file counts as read in part, where its reader says no more.
inline constexpr const char* kSyntaxErrors = "it has syntax errors";

class ArchiveFile {
 public:
  /// True if a file of this name or content is to be tried as one.
  static bool MayBe(std::string_view path, std::string_view bytes);

  /// `selection`: which members are read at all; outlives this.
  ArchiveFile(std::string path, int depth, const walk::MemberSelection& selection);

  /// The first walk. False: it is no archive after all. `read_all`: every text member is wanted,
  /// whatever is in it.
  /// `packs` are the ids whose findings a report of this program may hold.
  bool Search(std::string_view bytes, const prefilter::Prefilter& prefilter, bool read_all,
              const std::vector<std::string>& packs);
  bool has_anchor() const { return has_anchor_; }
  /// Whether anything of it was read: an archive that is damaged from its begin on has no members.
  bool has_members() const { return failure_.empty() || handed_on_ > 0; }
  /// Marks the members that this round is to parse; true if there is one.
  bool Want(bool deferred_too);
  /// True if a later walk can find anything: only source code calls what was learned.
  bool has_sources() const { return sources_ > 0; }
  bool any_parsed() const { return !parsed_.empty(); }
  /// Later walks: marks members that hold a learned name or declare what is needed, and were not
  /// parsed.
  bool Learn(std::string_view bytes, const LearnedSearch& search, const NeedSearch& needs);
  /// Parses the wanted members, in the order of the archive.
  std::vector<facts::FileFacts> Read(std::string_view bytes, const facts::ReadLimits& limits);

  /// Counts the wanted members as not read.
  void GiveUp(const std::string& reason);

  const facts::Artefact& artefact() const { return artefact_; }
  /// Which patterns of --include match one of its members; empty where no member was handed on.
  const std::vector<bool>& matched() const { return matched_; }
  bool is_bomb() const { return bomb_; }
  /// Adds each member to the receipt once; the archive itself is the caller's.
  void Count(findings::Coverage* coverage) const;
  /// Why the archive as a whole could not be read; empty if it could.
  const std::string& failure() const { return failure_; }

 private:
  struct Member {
    std::string path;
    prefilter::Hits hits;
  };
  /// Hands on the members that are selected. `left_out`: called for the others.
  facts::ArchiveResult Walk(std::string_view bytes, const facts::MemberCallback& member,
                            const std::function<void(std::string_view)>& left_out) const;

  /// What the first walk is asked for.
  struct Searching {
    const prefilter::Prefilter& prefilter;
    const std::vector<std::string>& packs;
    bool read_all = false;
    std::unordered_set<size_t>& dropped;  // members in which nothing stood
  };
  void See(const facts::ArchiveMember& member, const Searching& search);
  /// `named`: why it counts as not read whatever its text says; empty for most.
  void SeeBinary(const std::string& path, std::string_view content, std::string named,
                 const Searching& search);

  std::string path_;
  facts::ArchiveLimits limits_;
  const walk::MemberSelection& selection_;
  facts::Artefact artefact_;
  std::vector<Member> held_;  // text members that hints admit
  std::set<std::string> wanted_, parsed_;
  std::vector<findings::NotRead> not_read_, text_only_, partial_, left_out_;
  std::string failure_;
  int64_t handed_on_ = 0, parsed_count_ = 0, text_count_ = 0, sources_ = 0, given_up_ = 0;
  int64_t not_read_more_ = 0, excluded_ = 0;
  size_t kept_ = 0;  // text of parts
  bool has_anchor_ = false, bomb_ = false;
  std::vector<bool> matched_;
};

}  // namespace unsoap::collect
