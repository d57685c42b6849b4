#include "scanner/cli/flags.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <limits>

#include "scanner/base/char.h"
#include "scanner/base/text.h"
#include "scanner/cli/file_types.h"

namespace unsoap::cli {
namespace {

template <class T>
Result<void> Number(const std::string& text, T low, T high, T* out) {
  T number{};
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  // A number that is none ("nan") is in no range.
  if (text.empty() || error != std::errc() || stop != end || !(number >= low && number <= high)) {
    return Fail(fmt::format("'{}' is not a number from {} to {}", text, low, high));
  }
  *out = number;
  return {};
}

// "4M", "512k", "1048576": powers of 1024.
Result<void> Size(const std::string& text, int64_t* out) {
  std::string digits = text;
  int64_t unit = 1;
  if (!digits.empty() && (digits.back() == 'B' || digits.back() == 'b')) digits.pop_back();
  if (!digits.empty()) {
    switch (digits.back()) {
      case 'k':
      case 'K':
        unit = int64_t{1} << 10;
        break;
      case 'm':
      case 'M':
        unit = int64_t{1} << 20;
        break;
      case 'g':
      case 'G':
        unit = int64_t{1} << 30;
        break;
      default:
        break;
    }
    if (unit != 1) digits.pop_back();
  }
  int64_t number = 0;
  if (!Number<int64_t>(digits, 1, std::numeric_limits<int64_t>::max() / unit, &number)) {
    return Fail(fmt::format("'{}' is not a size", text),
                "write bytes, or a number with k, M or G, as in 4M");
  }
  *out = number * unit;
  return {};
}

Result<void> Seconds(const std::string& text, double* out) {
  const std::string digits =
      !text.empty() && text.back() == 's' ? text.substr(0, text.size() - 1) : text;
  if (!Number<double>(digits, 0.001, 86400.0, out)) {
    return Fail(fmt::format("'{}' is not a number of seconds", text), "for example 2 or 0.5");
  }
  return {};
}

Result<void> Date(const std::string& text, std::string* out) {
  static constexpr int kDays[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const auto digit = [&](size_t i) { return IsDigit(text[i]); };
  bool good = text.size() == 10 && text[4] == '-' && text[7] == '-';
  for (const size_t i : {0, 1, 2, 3, 5, 6, 8, 9}) good = good && digit(i);
  if (good) {
    const int year = std::stoi(text.substr(0, 4));
    const int month = std::stoi(text.substr(5, 2)), day = std::stoi(text.substr(8, 2));
    good = month >= 1 && month <= 12 && day >= 1 && day <= kDays[month - 1];
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    if (month == 2 && day == 29 && !leap) good = false;
  }
  if (!good) return Fail(fmt::format("'{}' is not a date", text), "write YYYY-MM-DD");
  *out = text;
  return {};
}

bool ParseConfidence(std::string_view word, findings::Confidence* out) {
  for (const findings::Confidence c :
       {findings::Confidence::kPossible, findings::Confidence::kLikely,
        findings::Confidence::kCertain}) {
    if (word == findings::Name(c)) return *out = c, true;
  }
  return false;
}

bool ParseLevel(std::string_view word, findings::Level* out) {
  for (const findings::Level l :
       {findings::Level::kNote, findings::Level::kWarning, findings::Level::kError}) {
    if (word == findings::Name(l)) return *out = l, true;
  }
  return false;
}

// "likely", "error", "certain,error", "never".
Result<void> ParseGate(const std::string& text, Gate* out) {
  Gate gate;
  for (const std::string_view part : Split(text, ',')) {
    const std::string word(Trim(part));
    if (word == "never" || word == "none") {
      gate.never = true;
    } else if (ParseConfidence(word, &gate.confidence) || ParseLevel(word, &gate.level)) {
      continue;
    } else {
      const std::string near =
          DidYouMean(word, {"never", "possible", "likely", "certain", "note", "warning", "error"});
      return Fail(fmt::format("'{}' is neither a confidence nor a level", word),
                  near.empty() ? "a confidence (possible, likely, certain), a level (note, "
                                 "warning, error), both with "
                                 "a comma between, or never"
                               : fmt::format("did you mean '{}'?", near));
    }
  }
  *out = gate;
  return {};
}

// "sarif", "sarif=FILE", and "sarif=-" for standard output.
Result<void> AddFormat(const std::string& text, std::vector<Output>* out) {
  const size_t equals = text.find('=');
  Output output{text.substr(0, equals), equals == std::string::npos ? "" : text.substr(equals + 1)};
  if (output.format.empty())
    return Fail("the name of a format is missing", "for example json, or sarif=unsoap.sarif");
  if (equals != std::string::npos && output.file.empty())
    return Fail("the name of the file is missing after '='");
  if (output.file == "-") output.file.clear();
  out->push_back(std::move(output));
  return {};
}

// A setter is a function pointer: these make one for the plain cases.
template <std::string Options::*kField>
Result<void> Text(Options& o, const std::string& value) {
  o.*kField = value;
  return {};
}
template <std::vector<std::string> Options::*kField>
Result<void> Append(Options& o, const std::string& value) {
  (o.*kField).push_back(value);
  return {};
}
template <std::vector<std::string> Options::*kField>
Result<void> AppendTypes(Options& o, const std::string& value) {
  for (const std::string_view word : Split(value, ',')) {
    Result<std::string> type = TypeNamed(Trim(word));
    if (!type) return Fail(type.error());
    (o.*kField).push_back(std::move(*type));
  }
  return {};
}
// -u, -uu, -uuu: what ripgrep's users have in their fingers. Binary files are read in any case.
Result<void> Unrestrict(Options& o, const std::string& value) {
  o.unrestricted = value == "true" ? o.unrestricted + 1 : 0;
  if (o.unrestricted > 3) return Fail("more than three of them open nothing more", "write -uuu");
  if (o.unrestricted > 0) o.no_ignore = true;
  if (o.unrestricted > 1) o.hidden = true;
  return {};
}
template <bool Options::*kField>
Result<void> Switch(Options& o, const std::string& value) {
  o.*kField = value == "true";
  return {};
}

constexpr std::string_view kInput = "What is read";
constexpr std::string_view kRules = "What is looked for";
constexpr std::string_view kGate = "When the run fails";
constexpr std::string_view kOutput = "What is written";
constexpr std::string_view kLimits = "Limits";
constexpr std::string_view kInside = "Looking inside";
constexpr std::string_view kGeneral = "General";

constexpr uint32_t kReads = kForScan | kForFiles | kForPlan | kForBaseline | kForServer | kForFleet;
constexpr uint32_t kScans = kForScan | kForPlan | kForBaseline | kForServer | kForFleet;
constexpr uint32_t kWrites = kForScan | kForConvert | kForPlan | kForDiff | kForRules | kForCards;

const Flag kTable[] = {
    // name, letter, value, words, standard, category, commands, adds_up, in_config, help, set
    {"include", 0, "GLOB", "", "", kInput, kReads, false, InConfig::kYes,
     "Read only paths that match; gitignore syntax, repeatable", Append<&Options::include>},
    {"exclude", 0, "GLOB", "", "", kInput, kReads, true, InConfig::kYes,
     "Leave out paths that match; gitignore syntax, repeatable", Append<&Options::exclude>},
    {"glob", 'g', "GLOB", "", "", kInput, kReads, false, InConfig::kYes,
     "Include paths that match, or with a leading '!' leave them out; repeatable",
     Append<&Options::globs>},
    {"no-ignore", 0, "", "", "", kInput, kReads, false, InConfig::kYes,
     "Read what .gitignore and .unsoapignore leave out", Switch<&Options::no_ignore>},
    {"type", 't', "LANGUAGE", "", "", kInput, kReads, false, InConfig::kYes,
     "Read only files of this language (--type-list); repeatable", AppendTypes<&Options::types>},
    {"type-not", 'T', "LANGUAGE", "", "", kInput, kReads, false, InConfig::kYes,
     "Leave out files of this language; repeatable", AppendTypes<&Options::types_not>},
    {"type-list", 0, "", "", "", kInput, kForScan | kForFiles, false, InConfig::kNo,
     "Print the languages that --type knows, with their files, and stop",
     Switch<&Options::type_list>},
    {"hidden", 0, "", "", "true", kInput, kReads, false, InConfig::kYes,
     "Read files and folders whose names begin with a dot; --hidden=false leaves them out",
     Switch<&Options::hidden>},
    {"unrestricted", 'u', "", "", "", kInput, kReads, false, InConfig::kNo,
     "Read more: -u is --no-ignore, -uu --hidden too, -uuu the same: binary files always are",
     Unrestrict},
    {"follow", 0, "", "", "", kInput, kReads, false, InConfig::kYes,
     "Follow symbolic links that stay inside the root", Switch<&Options::follow>},
    {"archives", 0, "DEPTH", "", "3", kInput, kScans, false, InConfig::kYes,
     "Open jar, war, nupkg, phar, zip and tar this many levels deep; 0: do not",
     [](Options& o, const std::string& v) { return Number(v, 0, 16, &o.archives); }},
    {"since", 0, "REF", "", "", kInput, kForScan, false, InConfig::kYes,
     "Report only findings on lines changed since HEAD left this git revision, or A...B",
     Text<&Options::since>},
    {"staged", 0, "", "", "", kInput, kForScan, false, InConfig::kNo,
     "Read what is staged in git's index, and report only what it changes",
     Switch<&Options::staged>},
    {"rev", 0, "REF", "", "", kInput, kForScan | kForPlan | kForBaseline, false, InConfig::kNo,
     "Read the files of this git revision instead of those on the disk", Text<&Options::revision>},
    {"git-dir", 0, "DIR", "", "", kInput, kForScan | kForPlan, false, InConfig::kNo,
     "Read a revision (--rev, else HEAD) out of this repository, bare or not, without a checkout",
     Text<&Options::git_dir>},
    {"list", 0, "FILE", "", "", kInput, kForMerge, false, InConfig::kNo,
     "The repositories that have to be there: the list that fleet was given", Text<&Options::list>},
    {"shard", 0, "I/N", "", "", kInput, kForFleet, false, InConfig::kYes,
     "Only every N-th repository, from the I-th; auto: as the engine that started this says",
     Text<&Options::shard>},
    {"shared", 0, "", "", "", kInput, kForFleet, false, InConfig::kYes,
     "Tell each repository of the wrappers in the libraries of the list that it depends on",
     Switch<&Options::shared>},
    {"against", 0, "FILE", "", "", kInput, kForMerge, false, InConfig::kNo,
     "runs.jsonl of an earlier merge, for the trend; repeatable", Append<&Options::against>},
    {"files-from", 0, "FILE", "", "", kInput, kForScan, false, InConfig::kNo,
     "Read the paths that FILE names, one a line or with NUL between; - is standard input",
     Text<&Options::files_from>},
    {"stdin", 0, "", "", "", kInput, kForScan, false, InConfig::kNo,
     "Read one file from standard input; --stdin-path says what it is called",
     Switch<&Options::from_stdin>},
    {"stdin-path", 0, "PATH", "", "", kInput, kForScan, false, InConfig::kNo,
     "The path that the text of --stdin has", Text<&Options::stdin_path>},

    {"rules", 0, "DIR", "", "", kRules, kForAll, false, InConfig::kReads,
     "Use the rule pack in DIR instead of the built-in one; repeatable", Append<&Options::rules>},
    {"rule", 0, "RULE", "", "", kRules, kScans, false, InConfig::kYes,
     "Report only rules whose id matches, * allowed; repeatable", Append<&Options::only_rules>},
    {"exclude-rule", 0, "RULE", "", "", kRules, kScans, true, InConfig::kYes,
     "Leave out rules whose id matches, * allowed; repeatable", Append<&Options::exclude_rules>},
    {"min-confidence", 0, "LEVEL", "possible likely certain", "likely", kRules, kScans, false,
     InConfig::kYes, "Report findings of this confidence and above",
     [](Options& o, const std::string& v) {
       ParseConfidence(v, &o.min_confidence);
       return Result<void>();
     }},
    {"severity", 0, "LEVEL", "note warning error", "note", kRules, kScans, false, InConfig::kYes,
     "Report findings of this level and above",
     [](Options& o, const std::string& v) {
       ParseLevel(v, &o.severity);
       return Result<void>();
     }},
    {"rest", 0, "", "", "", kRules, kForScan, false, InConfig::kYes,
     "Say, too, what is to be known of the REST requests in the code; text and JSON, no findings",
     Switch<&Options::rest>},
    {"as-of", 0, "DATE", "", "today", kRules, kScans | kForCards | kForRules, false, InConfig::kYes,
     "Judge dates as of this day, YYYY-MM-DD",
     [](Options& o, const std::string& v) { return Date(v, &o.as_of); }},
    {"effort", 0, "FILE", "", "", kRules, kScans, false, InConfig::kReads,
     "Minutes by kind, operation and severity, as YAML", Text<&Options::effort>},
    {"fixtures", 0, "DIR", "", "tests/ in the pack", kRules, kForRules, false, InConfig::kNo,
     "Folder with the fixtures of 'rules test'", Text<&Options::fixtures>},

    {"fail-on", 0, "LEVEL", "", "likely,warning", kGate, kForScan | kForMerge, false,
     InConfig::kYes, "Fail at this confidence or level, or both with a comma, or never",
     [](Options& o, const std::string& v) { return ParseGate(v, &o.gate); }},
    {"baseline", 0, "FILE", "", "", kGate, kForScan | kForBaseline, false, InConfig::kReads,
     "Findings in FILE are known and do not fail the run", Text<&Options::baseline>},
    {"strict", 0, "", "", "", kGate, kForScan, false, InConfig::kYes,
     "Fail with status 3 when not everything could be read", Switch<&Options::strict>},
    {"exit-zero", 0, "", "", "", kGate, kForScan | kForMerge, false, InConfig::kYes,
     "Findings do not fail the run", Switch<&Options::exit_zero>},
    {"exit-code", 0, "N", "", "1", kGate, kForScan, false, InConfig::kYes,
     "Status when findings fail the run",
     [](Options& o, const std::string& v) { return Number(v, 0, 255, &o.exit_code); }},

    {"format", 'f', "FMT[=FILE]", "", "", kOutput, kWrites, false, InConfig::kWrites,
     "Write this format, to standard output or to FILE; repeatable",
     [](Options& o, const std::string& v) { return AddFormat(v, &o.outputs); }},
    {"output", 'o', "FILE", "", "", kOutput, kWrites, false, InConfig::kWrites,
     "Write to FILE in the format that its name says; repeatable",
     [](Options& o, const std::string& v) {
       o.outputs.push_back({"", v});
       return v.empty() ? Result<void>(Fail("the name of the file is missing")) : Result<void>();
     }},
    {"out-dir", 0, "DIR", "", "", kOutput, kForScan | kForConvert | kForMerge, false,
     InConfig::kWrites, "Write every format into DIR", Text<&Options::out_dir>},
    {"results", 0, "DIR", "", "", kOutput, kForFleet, false, InConfig::kWrites,
     "Where the result of each repository is kept, and found again", Text<&Options::results>},
    {"html-pages", 0, "DIR", "", "", kOutput, kForScan | kForConvert, false, InConfig::kWrites,
     "Write HTML into DIR: a page of all, and one of each operation", Text<&Options::html_pages>},
    {"compare", 0, "FILE", "", "", kOutput, kForScan | kForConvert, false, InConfig::kNo,
     "Show the progress since this older JSON report, in HTML and Markdown; repeatable",
     Append<&Options::compare>},
    {"group-by", 0, "KEY", "file operation none", "none", kOutput, kForScan | kForConvert, false,
     InConfig::kYes, "Order of the text report (none: the worst first)", Text<&Options::group_by>},
    {"show-suppressed", 0, "", "", "", kOutput, kForScan | kForConvert, false, InConfig::kYes,
     "Show suppressed findings too, with their reasons", Switch<&Options::show_suppressed>},
    {"full", 0, "", "", "", kOutput, kForScan | kForConvert, false, InConfig::kYes,
     "Show every finding in full in text, and the errors of the vendor's documents",
     Switch<&Options::full>},
    {"show-known", 0, "", "", "", kOutput, kForScan | kForConvert, false, InConfig::kYes,
     "Show what is in the baseline, too", Switch<&Options::show_known>},
    {"no-snippets", 0, "", "", "", kOutput, kForScan | kForConvert | kForFleet, false,
     InConfig::kYes, "No source lines in reports: for reports that leave the building",
     Switch<&Options::no_snippets>},
    {"examples", 0, "", "", "", kOutput, kForScan | kForConvert, false, InConfig::kYes,
     "Show each request as a command to run, too, in text", Switch<&Options::examples>},
    {"link-template", 0, "URL", "", "", kOutput, kForScan | kForConvert, false, InConfig::kYes,
     "Link places to a code browser; {repo} {rev} {path} {line} are filled in",
     Text<&Options::link_template>},
    {"category", 0, "NAME", "", "", kOutput, kForScan | kForConvert, false, InConfig::kYes,
     "Name of this analysis in SARIF, to tell several of one repository apart",
     Text<&Options::category>},
    {"sarif-max-results", 0, "N", "", "25000", kOutput, kForScan | kForConvert, false,
     InConfig::kYes, "Write at most N results into SARIF, the worst first",
     [](Options& o, const std::string& v) { return Number(v, 1, 1000000, &o.sarif_max_results); }},
    {"project", 0, "NAME", "", "", kOutput, kForScan | kForConvert, false, InConfig::kYes,
     "Name of the project in reports", Text<&Options::project>},
    {"stamp", 0, "", "", "", kOutput, kForScan | kForConvert, false, InConfig::kYes,
     "Put times of the run into reports (they differ from run to run then)",
     Switch<&Options::stamp>},
    {"json", 0, "", "", "", kOutput, kForScan, false, InConfig::kNo, "The same as --format json",
     [](Options& o, const std::string&) { return AddFormat("json", &o.outputs); }},
    {"force", 0, "", "", "", kOutput, kForBaseline, false, InConfig::kNo,
     "Write over a file that is there", Switch<&Options::force>},
    {"reason", 0, "TEXT", "", "", kOutput, kForBaseline, false, InConfig::kNo,
     "Why these findings are accepted, kept in the baseline", Text<&Options::reason>},

    {"jobs", 'j', "N", "", "0", kLimits, kReads, false, InConfig::kYes,
     "Threads; 0: as many as the machine or container gives",
     [](Options& o, const std::string& v) { return Number(v, 0, 1024, &o.jobs); }},
    {"max-file-size", 0, "SIZE", "", "4M", kLimits, kScans, false, InConfig::kYes,
     "Larger files are read as plain text",
     [](Options& o, const std::string& v) { return Size(v, &o.max_file_size); }},
    {"timeout-file", 0, "SECONDS", "", "2", kLimits, kScans, false, InConfig::kYes,
     "Work of one parse before the file is read as plain text",
     [](Options& o, const std::string& v) { return Seconds(v, &o.timeout_file); }},
    {"max-memory", 0, "SIZE", "", "256M", kLimits, kScans, false, InConfig::kYes,
     "A parse that needs more is given up for plain text",
     [](Options& o, const std::string& v) { return Size(v, &o.max_memory); }},
    {"timeout-repo", 0, "SECONDS", "", "3600", kLimits, kForFleet, false, InConfig::kYes,
     "A repository that takes longer is given up",
     [](Options& o, const std::string& v) { return Seconds(v, &o.timeout_repo); }},
    {"memory-repo", 0, "SIZE", "", "8G", kLimits, kForFleet, false, InConfig::kYes,
     "A repository that needs more is given up",
     [](Options& o, const std::string& v) { return Size(v, &o.memory_repo); }},

    {"why", 0, "", "", "", kInside, kForFiles, false, InConfig::kNo,
     "Say for each path why it is read or not", Switch<&Options::why>},
    {"hits", 0, "", "", "", kInside, kForFiles, false, InConfig::kNo,
     "Only files that the prefilter hands on to a parser", Switch<&Options::hits>},
    {"dump", 0, "STAGE", "files facts findings", "", kInside, kForScan, false, InConfig::kNo,
     "Print what a stage made instead of a report", Text<&Options::dump>},
    {"explain", 0, "ID", "", "", kInside, kForScan | kForConvert, false, InConfig::kNo,
     "Say why one finding (an id or PATH:LINE) is what it is, and what was ruled out",
     Text<&Options::explain>},
    {"stats", 0, "", "", "", kInside, kForScan, false, InConfig::kYes,
     "Say on standard error where the time went", Switch<&Options::stats>},
    {"no-prefilter", 0, "", "", "", kInside, kForScan, false, InConfig::kNo,
     "Parse every file; slower, with the same findings", Switch<&Options::no_prefilter>},
    {"no-clang", 0, "", "", "", kInside, kForScan | kForFleet, false, InConfig::kNo,
     "Read C, C++ and Objective-C by their grammars alone", Switch<&Options::no_clang>},

    {"color", 0, "WHEN", "auto always never", "auto", kGeneral, kForAll, false, InConfig::kYes,
     "Colours in text", Text<&Options::color>},
    {"progress", 0, "WHEN", "auto always never json", "auto", kGeneral, kScans, false,
     InConfig::kYes,
     "Progress on standard error (auto: on a terminal); json: fleet's rows, on standard output",
     Text<&Options::progress>},
    {"quiet", 'q', "", "", "", kGeneral, kForAll, false, InConfig::kYes,
     "Say nothing on standard error but errors", Switch<&Options::quiet>},
    {"verbose", 'v', "", "", "", kGeneral, kForAll, false, InConfig::kYes, "Say more",
     Switch<&Options::verbose>},
    {"config", 0, "FILE", "", "", kGeneral, kForAll, false, InConfig::kNo,
     "Read this file instead of the nearest .unsoap.yml", Text<&Options::config>},
    {"no-config", 0, "", "", "", kGeneral, kForAll, false, InConfig::kNo,
     "Read no configuration file", Switch<&Options::no_config>},
    {"help", 'h', "", "", "", kGeneral, kForAll, false, InConfig::kNo, "Print help and stop",
     Switch<&Options::help>},
    {"version", 'V', "", "", "", kGeneral, kForAll, false, InConfig::kNo,
     "Print the version and stop", Switch<&Options::version>},
};

}  // namespace

std::string Gate::Text() const {
  return never ? "never" : fmt::format("{},{}", findings::Name(confidence), findings::Name(level));
}

std::span<const Flag> Flags() { return kTable; }

std::string WordsOf(const Flag& flag, std::string_view quote) {
  std::string out;
  for (const std::string_view word : Split(flag.words, ' ')) {
    if (word.empty()) continue;
    if (!out.empty()) out += ", ";
    out.append(quote).append(word).append(quote);
  }
  return out;
}

const Flag* FindFlag(std::string_view name) {
  for (const Flag& flag : kTable) {
    if (flag.name == name) return &flag;
  }
  return nullptr;
}

const Flag* FindFlag(char letter) {
  for (const Flag& flag : kTable) {
    if (letter != 0 && flag.letter == letter) return &flag;
  }
  return nullptr;
}

std::string FullHelp(const Flag& flag) {
  return flag.standard.empty() ? std::string(flag.help)
                               : fmt::format("{} (default {})", flag.help, flag.standard);
}

std::string EnvironmentName(const Flag& flag) {
  std::string name(kEnvironmentPrefix);
  for (const char c : flag.name) name += c == '-' ? '_' : ToUpper(c);
  return name;
}

Result<void> SetFlag(const Flag& flag, const std::string& origin, const std::string& value,
                     Options& options) {
  if (!flag.words.empty()) {
    std::vector<std::string> words;
    for (const std::string_view word : Split(flag.words, ' ')) words.emplace_back(word);
    if (std::find(words.begin(), words.end(), value) == words.end()) {
      const std::string near = DidYouMean(value, words);
      return Fail(fmt::format("{}: '{}' is not one of {}", origin, value, Join(words, ", ")),
                  near.empty() ? "" : fmt::format("did you mean '{}'?", near));
    }
  }
  Result<void> result = flag.set(options, value);
  if (result) return result;
  Error error = result.error();
  error.message = fmt::format("{}: {}", origin, error.message);
  return Fail(std::move(error));
}

}  // namespace unsoap::cli
