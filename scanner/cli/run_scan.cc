#include "scanner/cli/run_scan.h"

#include <algorithm>
#include <filesystem>

#include "scanner/base/paths.h"
#include "scanner/base/text.h"
#include "scanner/cli/file_types.h"
#include "scanner/cli/interrupt.h"
#include "scanner/cli/progress.h"
#include "scanner/cli/snapshot.h"
#include "scanner/cli/terminal.h"
#include "scanner/evidence/outlet.h"
#include "scanner/git/repository.h"
#include "scanner/rest/scan_tree.h"
#include "scanner/rules/dates.h"
#include "scanner/rules/loader.h"
#include "scanner/triage/owners.h"

namespace unsoap::cli {

std::filesystem::path BaseOfPaths(const std::vector<std::string>& roots) {
  namespace fs = std::filesystem;
  std::error_code failed;
  const fs::path first = fs::canonical(roots.front(), failed);
  if (failed) return {};
  if (roots.size() > 1) return fs::current_path(failed);
  if (fs::is_directory(first, failed)) return first;
  return fs::path(roots.front()).is_absolute() ? first.parent_path() : fs::current_path(failed);
}

namespace {

/// "src/" where one directory was scanned, whose files are named from it.
std::string PrefixOfPaths(const std::vector<std::string>& words) {
  std::error_code failed;
  if (words.size() != 1 || !std::filesystem::is_directory(words[0], failed)) return "";
  const std::filesystem::path given(words[0]);
  if (given.is_absolute()) return "";  // where this machine keeps things is nobody's business
  const std::string path = given.lexically_normal().generic_string();
  if (path == "." || path == "./" || path.empty()) return "";
  return path.ends_with('/') ? path : path + "/";
}

// Repository, revision and owners: what the directory that was scanned says about itself.
// `checkout` stands for a repository that keeps its own name, address and revision.
void SayWhereFrom(const std::vector<std::string>& roots, const GitCheckout* checkout,
                  findings::Report* report) {
  namespace fs = std::filesystem;
  std::error_code failed;
  fs::path base = fs::canonical(roots.front(), failed);
  if (failed) return;
  if (!fs::is_directory(base, failed)) base = base.parent_path();
  const git::GitInfo git = git::ReadGitInfo(base.string());
  if (!git.hazard.empty()) {
    report->diagnostics.push_back(
        {findings::Level::kWarning, ".git", 0,
         "the repository was not opened, so that its revision is not known: " + git.hazard,
         "what a scanned tree names outside of itself is not followed"});
  }
  report->root_name = base.filename().string();
  report->repository_url = git.repository_url;
  report->revision = git.revision;
  report->branch = git.branch;
  if (checkout != nullptr) {
    if (base.string() == RealPath(checkout->directory()))
      report->root_name = checkout->store().name;
    report->repository_url = checkout->store().url;
    report->revision = checkout->revision().commit;
    report->branch = checkout->revision().branch;
  }
  const fs::path shown_from = BaseOfPaths(roots);
  const fs::path top = git.root.empty() ? base : fs::canonical(git.root, failed);
  if (failed || shown_from.empty()) return;
  const fs::path inside = shown_from.lexically_relative(top);
  // What lies outside the repository has no path in it.
  if (inside.empty() || *inside.begin() == "..") return;
  if (!git.root.empty() && inside != ".") {
    report->path_in_repository = inside.generic_string() + "/";
  }
  const triage::Owners owners = triage::Owners::FromRepository(top.string());
  if (owners.empty()) return;
  for (std::vector<findings::Finding>* list : {&report->findings, &report->suppressed}) {
    for (findings::Finding& finding : *list) {
      const std::string& path = finding.location.path;
      // What is inside an archive belongs to whom the archive belongs.
      finding.owner =
          owners.Of((inside / path.substr(0, path.find("!/"))).lexically_normal().generic_string());
    }
  }
}

bool IsHidden(std::string_view path) {
  for (const std::string_view part : Split(path, '/')) {
    if (part.size() > 1 && part[0] == '.' && part != "..") return true;
  }
  return false;
}

/// What --type, --type-not and --hidden=false leave out.
std::function<std::string(const walk::FoundFile&)> ByTypeAndName(const Options& options) {
  if (options.types.empty() && options.types_not.empty() && options.hidden) return nullptr;
  return [types = options.types, types_not = options.types_not,
          hidden = options.hidden](const walk::FoundFile& file) -> std::string {
    if (!hidden && IsHidden(file.path)) return "--hidden=false";
    if (types.empty() && types_not.empty()) return "";
    const std::string type = TypeOfFile(file.path, file.absolute);
    if (std::find(types_not.begin(), types_not.end(), type) != types_not.end())
      return "--type-not " + type;
    const bool wanted = types.empty() ||
                        std::any_of(types.begin(), types.end(),
                                    [&](const auto& t) { return MayBeOfType(file.path, type, t); });
    return wanted ? "" : "--type " + Join(types, ",");
  };
}

}  // namespace

walk::WalkOptions MakeWalkOptions(const Invocation& invocation) {
  const Options& options = invocation.options;
  walk::WalkOptions walk;
  walk.roots = invocation.words.empty() ? std::vector<std::string>{"."} : invocation.words;
  walk.include = options.include;
  walk.exclude = options.exclude;
  for (const std::string& glob : options.globs) {
    if (!glob.empty() && glob[0] == '!') {
      walk.exclude.push_back(glob.substr(1));
    } else {
      walk.include.push_back(glob);
    }
  }
  walk.use_vcs_ignore = walk.use_own_ignore = !options.no_ignore;
  walk.leave_out = ByTypeAndName(options);
  walk.follow = options.follow;
  walk.jobs = options.jobs;
  return walk;
}

triage::BaselineScope ScopeOfBaseline(const Options& options, const std::vector<std::string>& roots,
                                      const std::string& baseline) {
  namespace fs = std::filesystem;
  triage::BaselineScope scope;
  scope.is_filtered = !options.only_rules.empty() || !options.exclude_rules.empty() ||
                      !options.types.empty() || !options.types_not.empty() || !options.hidden ||
                      options.severity > findings::Level::kNote ||
                      options.min_confidence > findings::Confidence::kLikely;
  std::error_code failed;
  const fs::path folder =
      fs::weakly_canonical(fs::absolute(baseline, failed).parent_path(), failed);
  const auto from_folder = [&](const fs::path& path) {
    const fs::path inside = fs::weakly_canonical(path, failed).lexically_relative(folder);
    return inside == "." ? std::string() : inside.generic_string();
  };
  const std::string prefix = from_folder(BaseOfPaths(roots));
  // A baseline that lies elsewhere names paths as the scan does.
  if (failed || prefix.starts_with("..")) return scope;
  scope.prefix = prefix.empty() ? "" : prefix + "/";
  for (const std::string& root : roots) scope.roots.push_back(from_folder(root));
  return scope;
}

Result<ScanOptions> MakeScanOptions(const Invocation& invocation, const rules::Packs& packs,
                                    rules::EffortModel* effort) {
  const Options& options = invocation.options;
  ScanOptions scan;
  scan.walk = MakeWalkOptions(invocation);
  scan.limits.max_parse_bytes = options.max_file_size;
  scan.limits.max_memory = options.max_memory;
  scan.limits.max_steps = static_cast<int64_t>(options.timeout_file * kStepsPerSecond);
  scan.packs = packs;
  scan.as_of = options.as_of.empty() ? rules::Today() : options.as_of;
  scan.min_confidence = options.min_confidence;
  scan.min_level = options.severity;
  scan.use_prefilter = !options.no_prefilter;
  scan.use_clang = !options.no_clang;
  scan.archive_depth = options.archives;
  scan.jobs = options.jobs;
  scan.baseline_path = options.baseline;
  if (!options.baseline.empty()) {
    scan.baseline_scope = ScopeOfBaseline(options, scan.walk.roots, options.baseline);
    std::error_code failed;
    scan.baseline_path = std::filesystem::absolute(options.baseline, failed).string();
  }
  scan.since = options.since;
  scan.effort_path = options.effort;
  if (!options.effort.empty()) {
    Result<rules::EffortModel> loaded = rules::LoadEffort(options.effort);
    if (!loaded) return Fail(loaded.error());
    *effort = std::move(*loaded);
    scan.effort = effort;
  }
  scan.only_rules = options.only_rules;
  scan.exclude_rules = options.exclude_rules;
  scan.explain = scan.read_everyday = !options.explain.empty();
  scan.command = invocation.command_line;
  return scan;
}

namespace {

/// The scan, and where it was asked for the notes about REST requests beside it.
Result<ScanOutcome> ScanWithRest(const ScanOptions& scan, bool rest) {
  Result<ScanOutcome> outcome = Scan(scan);
  if (!outcome || !rest) return outcome;
  Result<std::vector<findings::RestNote>> notes = rest::NotesOf(scan.walk, scan.limits, scan.packs);
  if (!notes) return Fail(notes.error());
  findings::Report only;
  only.rest = std::move(*notes);
  evidence::Redact(*outcome->redactor, true, &only);
  outcome->report.rest = std::move(only.rest);
  return outcome;
}

}  // namespace

Result<FinishedScan> RunPipeline(const Invocation& invocation, bool keep_facts) {
  const Options& options = invocation.options;
  if (options.progress == "json") return Fail("--progress json is for fleet", "always, or auto");
  FinishedScan finished;
  Result<PackSet> packs = LoadPacks(options);
  if (!packs) return Fail(packs.error());
  finished.packs = std::move(*packs);
  rules::EffortModel effort;
  Result<ScanOptions> made = MakeScanOptions(invocation, finished.packs.all, &effort);
  if (!made) return Fail(made.error());
  ScanOptions scan = std::move(*made);
  scan.keep_facts = keep_facts;
  WatchForInterrupt();
  const bool show = options.progress == "always" ||
                    (options.progress == "auto" && !options.quiet && IsTerminal(stderr));
  ProgressLine progress(show);
  scan.progress = [&](const ScanOptions::Progress& now) { progress.Show(now); };

  const std::vector<std::string> roots = scan.walk.roots;
  Result<std::optional<Snapshot>> snapshot = Snapshot::Take(invocation);
  if (!snapshot) return Fail(snapshot.error());
  const auto run = [&]() -> Result<ScanOutcome> {
    if (!*snapshot) return ScanWithRest(scan, options.rest);
    scan.walk.roots = (*snapshot)->roots;
    if ((*snapshot)->is_checkout) {
      scan.walk.absent_because = "the repository lacks its blob, as a partial clone may";
    } else {
      scan.walk.use_vcs_ignore = false;  // what git keeps is not ignored
    }
    if ((*snapshot)->changed)
      scan.changed = (*snapshot)->changed, scan.since = (*snapshot)->changed_since;
    const Snapshot::Inside inside = (*snapshot)->Enter();
    Result<ScanOutcome> outcome = ScanWithRest(scan, options.rest);
    if (outcome && (*snapshot)->is_checkout)
      SayWhereFrom(scan.walk.roots, invocation.checkout.get(), &outcome->report);
    return outcome;
  };
  Result<ScanOutcome> outcome = run();
  if (!outcome) return Fail(outcome.error());
  finished.outcome = std::move(*outcome);
  evidence::UseForOutput(finished.outcome.redactor);
  if (invocation.checkout == nullptr) {
    SayWhereFrom(roots, nullptr, &finished.outcome.report);
    finished.outcome.report.paths_from = PrefixOfPaths(invocation.words);
  }
  return finished;
}

int CountAtGate(const Gate& gate, const findings::Report& report) {
  if (gate.never) return 0;
  int count = 0;
  for (const findings::Finding& finding : report.findings) {
    if (finding.state == findings::State::kNew && finding.confidence >= gate.confidence &&
        finding.level >= gate.level)
      ++count;
  }
  return count;
}

}  // namespace unsoap::cli
