// Triage: what suppressions, ignore files, revisions and baselines take out of the findings.
#include "scanner/triage/triage.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <set>

#include "scanner/base/budget.h"
#include "scanner/base/read_bytes.h"
#include "scanner/base/text.h"
#include "scanner/git/repository.h"
#include "scanner/triage/baseline.h"
#include "scanner/walk/glob.h"

namespace unsoap::triage {
namespace {

constexpr std::string_view kIgnoreFile = ".unsoapignore.yaml";
constexpr int64_t kMaxIgnoreFile = 1 << 20;  // bytes

// One run: every step moves findings from `kept` to `suppressed`, with the reason.
class Run {
 public:
  Run(std::vector<findings::Finding> findings, const TriageOptions& options)
      : kept_(std::move(findings)), options_(options) {}

  void Inline(const std::vector<InlineSuppression>& all) {
    std::set<const InlineSuppression*> used;
    // Of one file: in the order of the text, so that `from` and `to` only grow, and what holds for
    // the whole file apart.
    struct OfFile {
      std::vector<const InlineSuppression*> whole, lines;
    };
    std::map<std::string_view, OfFile> by_path;
    for (const InlineSuppression& s : all) {
      if (!s.problem.empty()) continue;
      (s.whole_file ? by_path[s.path].whole : by_path[s.path].lines).push_back(&s);
    }
    Move([&](findings::Finding& finding) {
      const auto of_file = by_path.find(finding.location.path);
      if (of_file == by_path.end()) return false;
      const int line = finding.location.start_line;
      const std::vector<const InlineSuppression*>& lines = of_file->second.lines;
      const auto first = std::partition_point(
          lines.begin(), lines.end(), [&](const InlineSuppression* s) { return s->to < line; });
      const auto last = std::partition_point(
          first, lines.end(), [&](const InlineSuppression* s) { return s->from <= line; });
      std::vector<const InlineSuppression*> candidates = of_file->second.whole;
      candidates.insert(candidates.end(), first, last);
      std::sort(candidates.begin(), candidates.end());
      for (const InlineSuppression* candidate : candidates) {
        const InlineSuppression& s = *candidate;
        if (!MatchesAny(s.rules, finding)) continue;
        used.insert(&s);
        if (IsOver(s.until)) continue;
        finding.suppressed_by = "inline";
        finding.suppression_reason = s.reason;
        return true;
      }
      return false;
    });
    for (const InlineSuppression& s : all) {
      if (!s.problem.empty()) {
        Say(s.path, s.line, fmt::format("this suppression {}", s.problem),
            "unsoap-ignore: RULE -- reason [until=YYYY-MM-DD]");
      } else if (used.count(&s) == 0) {
        Say(s.path, s.line, "this suppression suppresses nothing", MeantBy(s.rules));
      } else if (IsOver(s.until)) {
        Say(s.path, s.line, fmt::format("this suppression ran out on {}", s.until), "");
      }
    }
  }

  Result<void> IgnoreFile() {
    const std::string shown(kIgnoreFile);
    const Result<std::string> bytes = ReadOwnFile(options_.root, shown, kMaxIgnoreFile);
    if (!bytes) {
      if (!bytes.error().message.empty()) {
        Say(shown, 0, fmt::format("it cannot be read ({})", bytes.error().message),
            "what it says does not hold");
      }
      return {};
    }
    Result<std::vector<IgnoreEntry>> entries = ParseIgnoreFile(shown, *bytes);
    if (!entries) return Fail(entries.error());
    std::set<const IgnoreEntry*> used;
    Move([&](findings::Finding& finding) {
      for (const IgnoreEntry& entry : *entries) {
        const bool named = entry.id == finding.id || RuleMatches(entry.id, finding.rule_id);
        if (!named || !UnderAny(entry.paths, finding.location.path)) continue;
        used.insert(&entry);
        if (IsOver(entry.expires)) continue;
        finding.suppressed_by = "ignore-file";
        finding.suppression_reason = entry.reason;
        return true;
      }
      return false;
    });
    for (const IgnoreEntry& entry : *entries) {
      if (used.count(&entry) == 0) {
        Say(shown, entry.line, fmt::format("the entry '{}' suppresses nothing", entry.id),
            MeantBy({entry.id}));
      } else if (IsOver(entry.expires)) {
        Say(shown, entry.line, fmt::format("the entry '{}' ran out on {}", entry.id, entry.expires),
            "");
      }
    }
    return {};
  }

  /// What only repeats a suppressed call goes with it: the function that holds nothing else, and
  /// the calls of a wrapper in which every call is suppressed.
  void Along() {
    for (bool any = true; any;) {
      using Function = std::pair<std::string, int>;  // findings move meanwhile
      std::set<Function> alive;
      std::map<Function, std::string> reasons;
      for (const findings::Finding& f : kept_) {
        if (findings::IsUseInFunction(f)) alive.emplace(f.location.path, f.enclosing_line);
      }
      for (const findings::Finding& f : suppressed_) {
        if (findings::IsUseInFunction(f))
          reasons.emplace(Function(f.location.path, f.enclosing_line), f.suppression_reason);
      }
      const size_t before = suppressed_.size();
      Move([&](findings::Finding& f) {
        const bool is_call = f.kind == findings::Kind::kWrapperCall;
        if (!is_call && f.kind != findings::Kind::kDefinition) return false;
        const findings::Location& place = is_call ? f.callee : f.location;
        const auto reason = reasons.find({place.path, place.start_line});
        if (reason == reasons.end() || alive.contains(reason->first)) return false;
        f.suppressed_by = is_call ? "wrapper" : "call";
        f.suppression_reason = reason->second;
        return true;
      });
      any = suppressed_.size() > before;
    }
  }

  Result<void> Since() {
    if (options_.since.empty()) return {};
    Result<git::ChangedLines> changed = options_.changed
                                            ? *options_.changed
                                            : git::LinesChangedSince(options_.root, options_.since);
    if (!changed && Interrupted()) return {};  // what is known is reported, as not complete
    if (!changed) return Fail(changed.error());
    Move([&](findings::Finding& finding) {
      const auto file = changed->find(finding.location.path);
      if (file != changed->end()) {
        for (const std::pair<int, int>& range : file->second) {
          if (finding.location.start_line <= range.second &&
              finding.location.end_line >= range.first)
            return false;
        }
      }
      finding.suppressed_by = "unchanged";
      finding.suppression_reason = fmt::format("not on a line changed since {}", options_.since);
      return true;
    });
    return {};
  }

  Result<void> ApplyBaselineFile() {
    if (options_.baseline_path.empty()) return {};
    Result<Baseline> baseline = LoadBaseline(options_.baseline_path);
    if (!baseline) return Fail(baseline.error());
    std::vector<BaselineEntry> stale = ApplyBaseline(*baseline, kept_);
    // With --since most of the baseline is out of sight, which says nothing about it; neither does
    // the scan of a part about the rest.
    std::erase_if(stale, [&](const BaselineEntry& entry) {
      return !options_.since.empty() || options_.baseline_scope.is_filtered ||
             !options_.baseline_scope.Holds(entry.path);
    });
    for (const BaselineEntry& entry : stale) gone_ += entry.count;
    return {};
  }

  Triaged Finish() && {
    return {std::move(kept_), std::move(suppressed_), gone_, std::move(diagnostics_)};
  }

 private:
  template <class Predicate>
  void Move(Predicate is_suppressed) {
    std::vector<findings::Finding> kept;
    kept.reserve(kept_.size());
    for (findings::Finding& finding : kept_) {
      (is_suppressed(finding) ? suppressed_ : kept).push_back(std::move(finding));
    }
    kept_ = std::move(kept);
  }
  bool IsOver(const std::string& last_day) const {
    return !last_day.empty() && !options_.as_of.empty() && options_.as_of > last_day;
  }
  static bool MatchesAny(const std::vector<std::string>& patterns,
                         const findings::Finding& finding) {
    for (const std::string& pattern : patterns) {
      if (pattern == finding.id || RuleMatches(pattern, finding.rule_id)) return true;
    }
    return false;
  }
  static bool UnderAny(const std::vector<std::string>& globs, const std::string& path) {
    if (globs.empty()) return true;
    for (const std::string& text : globs) {
      // A directory stands for all that is in it.
      const std::string pattern = !text.empty() && text.back() == '/' ? text + "**" : text;
      if (walk::Glob(pattern, walk::Glob::Mode::kPath, false).Matches(path)) return true;
    }
    return false;
  }
  /// What to do about suppressions that suppress nothing: a name that no rule has is a slip.
  std::string MeantBy(const std::vector<std::string>& patterns) const {
    for (const std::string& pattern : patterns) {
      const bool is_known = std::any_of(options_.rule_ids.begin(), options_.rule_ids.end(),
                                        [&](const auto& id) { return RuleMatches(pattern, id); });
      if (is_known || options_.rule_ids.empty()) continue;
      std::vector<std::string> names = options_.rule_ids;
      for (const std::string& id : options_.rule_ids) names.push_back(id.substr(id.find('/') + 1));
      const std::string near = DidYouMean(pattern, names);
      return near.empty() ? fmt::format("there is no rule '{}'", pattern)
                          : fmt::format("there is no rule '{}': did you mean '{}'?", pattern, near);
    }
    return "remove it";
  }
  void Say(const std::string& path, int line, std::string message, std::string hint) {
    diagnostics_.push_back(
        {findings::Level::kWarning, path, line, std::move(message), std::move(hint)});
  }

  std::vector<findings::Finding> kept_, suppressed_;
  std::vector<findings::Diagnostic> diagnostics_;
  int gone_ = 0;
  const TriageOptions& options_;
};

}  // namespace

Result<Triaged> Triage(std::vector<findings::Finding> findings,
                       const std::vector<InlineSuppression>& inline_suppressions,
                       const TriageOptions& options) {
  Run run(std::move(findings), options);
  run.Inline(inline_suppressions);
  if (Result<void> done = run.IgnoreFile(); !done) return Fail(done.error());
  run.Along();
  if (Result<void> done = run.Since(); !done) return Fail(done.error());
  if (Result<void> done = run.ApplyBaselineFile(); !done) return Fail(done.error());
  return std::move(run).Finish();
}

}  // namespace unsoap::triage
