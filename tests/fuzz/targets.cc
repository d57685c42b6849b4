// The table of targets. Each runs one reader as the scan does, then uses what it gave, so that a
// wrong span or view is an error here and not somewhere later.
#include "tests/fuzz/targets.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>

#include "reporters/plan.h"
#include "reporters/reporter.h"
#include "scanner/base/text.h"
#include "scanner/cli/arguments.h"
#include "scanner/cli/config.h"
#include "scanner/facts/archive.h"
#include "scanner/facts/binary.h"
#include "scanner/facts/documents.h"
#include "scanner/facts/read.h"
#include "scanner/facts/structured.h"
#include "scanner/facts/xml.h"
#include "scanner/findings/json.h"
#include "scanner/git/git_settings.h"
#include "scanner/languages/language.h"
#include "scanner/rules/builtin.h"
#include "scanner/rules/loader.h"
#include "scanner/scan.h"
#include "scanner/settle/compile_commands.h"
#include "scanner/triage/baseline.h"
#include "scanner/triage/owners.h"
#include "scanner/triage/triage.h"
#include "scanner/walk/ignore_rules.h"
#include "tests/fuzz/seeds.h"

namespace unsoap::fuzz {
namespace {

namespace fs = std::filesystem;

// --- what holds for every input

void CheckSpan(const facts::FileFacts& facts, Span span, std::string_view what) {
  Demand(span.begin <= span.end && span.end <= facts.source.text().size(), what);
}

void CheckFacts(const facts::FileFacts& facts) {
  Demand(ToValidUtf8(facts.source.text()) == facts.source.text(), "the text of a file is UTF-8");
  for (const facts::Expr& expr : facts.exprs) {
    CheckSpan(facts, expr.span, "an expression lies in the text");
    CheckSpan(facts, expr.name_span, "a name lies in the text");
    Demand(expr.args_begin + size_t{expr.args_count} <= facts.args.size(), "arguments exist");
  }
  for (const facts::Function& function : facts.functions)
    CheckSpan(facts, function.span, "a function lies in the text");
  for (const facts::XmlElement& element : facts.elements) {
    CheckSpan(facts, element.span, "an element lies in the text");
    CheckSpan(facts, element.start_tag, "a start tag lies in the text");
    Demand(element.attributes.size() == element.attribute_spans.size(),
           "every attribute has its span");
    for (const Span span : element.attribute_spans)
      CheckSpan(facts, span, "an attribute lies in the text");
  }
  for (const facts::Setting& setting : facts.settings) {
    CheckSpan(facts, setting.span, "a setting lies in the text");
    CheckSpan(facts, setting.value_span, "a setting's value lies in the text");
  }
  for (const facts::Dependency& dependency : facts.dependencies)
    CheckSpan(facts, dependency.span, "a dependency lies in the text");
  uint32_t end = 0;
  for (const Span comment : facts.comments) {
    CheckSpan(facts, comment, "a comment lies in the text");
    Demand(comment.begin >= end, "comments are sorted and disjoint");
    end = comment.end;
  }
  for (const triage::InlineSuppression& suppression : triage::ReadInlineSuppressions(facts)) {
    Demand(suppression.line > 0, "a suppression has a line");
  }
  facts::DumpFacts(facts);
}

/// Errors are printed: nothing raw of the input may reach the terminal with them.
void CheckMessage(const Error& error) {
  for (const unsigned char c : Format(error)) {
    Demand(c == '\n' || c == '\t' || (c >= 0x20 && c != 0x7f),
           "a message holds no control character");
  }
}

// --- front-ends

facts::ReadLimits Limits() {
  facts::ReadLimits limits;
  return limits;
}

void ReadAs(const std::string& path, std::string_view bytes) {
  CheckFacts(facts::ReadFile(path, bytes, Limits()));
}

void RunDecode(std::string_view bytes) {
  const facts::Decoded decoded = facts::Decode(bytes);
  Demand(ToValidUtf8(decoded.text) == decoded.text, "decoded text is UTF-8");
  const SourceText source(decoded.text);
  for (const size_t at : {size_t{0}, decoded.text.size() / 2, decoded.text.size()}) {
    const Position position = source.At(static_cast<uint32_t>(at));
    Demand(position.line >= 1 && position.line <= source.line_count() + 1, "a position has a line");
  }
  for (const unsigned char c : EscapeForTerminal(bytes)) {
    Demand(c >= 0x20 && c != 0x7f, "no control character reaches the terminal");
  }
}

void RunXml(std::string_view bytes) {
  ReadAs("a.xml", bytes);
  const std::string text = facts::Decode(bytes).text;
  for (const facts::XmlTag& tag : facts::FindTags(text)) {
    Demand(tag.span.begin <= tag.span.end && tag.span.end <= text.size(), "a tag lies in the text");
  }
  for (const facts::EnvelopePiece& piece :
       facts::FindRequestElements(text, [](std::string_view) { return true; })) {
    Demand(piece.span.end <= text.size(), "a request lies in the text");
    for (const facts::EnvelopeLeaf& leaf : piece.leaves)
      Demand(leaf.span.end <= text.size(), "a leaf lies in the text");
  }
  facts::DecodeEntities(text);
}

void RunStructured(std::string_view input) {
  const NamedFile file = SplitNamed(input);
  facts::FileFacts facts;
  facts.path = file.name;
  facts.source = SourceText(facts::Decode(file.bytes).text);
  if (!facts::ReadStructured(facts, facts.path)) facts::ReadStructuredByContent(facts);
  CheckFacts(facts);
}

void RunDocuments(std::string_view input) {
  const NamedFile file = SplitNamed(input);
  ReadAs(file.name, file.bytes);
  const std::string text = facts::Decode(file.bytes).text;
  for (const facts::CodeBlock& block :
       facts::FindCodeBlocks(text, facts::DocumentKindOf(file.name))) {
    Demand(block.span.begin <= block.span.end && block.span.end <= text.size(),
           "a block lies in the text");
  }
}

void RunArchives(std::string_view input) {
  const NamedFile file = SplitNamed(input);
  facts::ArchiveLimits limits;
  limits.max_entries = 2000;
  limits.max_member_bytes = 1 << 20;
  limits.max_total_bytes = 4 << 20;
  int64_t bytes = 0;
  const facts::ArchiveResult result =
      facts::WalkArchive(file.name, file.bytes, limits, [&](const facts::ArchiveMember& member) {
        bytes += static_cast<int64_t>(member.bytes.size());
        Demand(member.path.starts_with(file.name), "a member is named below its archive");
        // What is before it is the path that was given here.
        const std::string_view inside = std::string_view(member.path).substr(file.name.size());
        for (const std::string_view part : Split(inside, '/'))
          Demand(part != "..", "a member's path leads nowhere");
        if (member.is_binary) facts::BinaryText(member.bytes);
      });
  Demand(bytes <= limits.max_total_bytes + limits.max_member_bytes,
         "the limit of unpacked bytes holds");
  Demand(result.members <= limits.max_entries, "the limit of entries holds");
}

void RunBinaries(std::string_view bytes) {
  facts::KindOf(bytes);
  facts::IsBinary(bytes);
  Demand(facts::BinaryText(bytes).size() <= facts::kMaxBinaryText,
         "the text of a binary is bounded");
}

// --- files that people write for the scanner

std::vector<Input> PackSeeds() {
  std::vector<Input> out;
  for (const char* const directory :
       {"fixtures/packs/parcel-soap", "rules/marketo-soap", "rules/toolkits"}) {
    Result<std::vector<rules::PackFile>> files = rules::ReadPackFiles(directory);
    Demand(files.has_value(), "the packs can be read");
    for (const rules::PackFile& file : *files) {
      if (file.bytes.size() > kMaxSeed) continue;
      const std::string name =
          directory == std::string("rules/toolkits") ? "toolkits/" + file.path : file.path;
      out.push_back({name, name + "\n" + file.bytes});
    }
  }
  return out;
}

void RunRules(std::string_view input) {
  const NamedFile file = SplitNamed(input);
  if (file.name.starts_with("toolkits/")) {
    for (const Error& error :
         rules::BuildToolkits({{file.name, std::string(file.bytes)}}, "").errors)
      CheckMessage(error);
    return;
  }
  static const std::vector<rules::PackFile>* const kPack =
      new std::vector<rules::PackFile>(*rules::ReadPackFiles("fixtures/packs/parcel-soap"));
  std::vector<rules::PackFile> files = *kPack;
  std::erase_if(files, [&](const rules::PackFile& one) { return one.path == file.name; });
  files.push_back({file.name, std::string(file.bytes)});
  const rules::LoadedPack loaded = rules::BuildPack(files, "pack/", rules::BuiltinToolkits());
  Demand(loaded.errors.size() <= rules::kMaxPackErrors, "a pack's errors are bounded");
  for (const Error& error : loaded.errors) CheckMessage(error);
}

void RunConfig(std::string_view bytes) {
  const Result<std::vector<cli::Assignment>> values =
      cli::ParseConfig(".unsoap.yml", std::string(bytes));
  if (!values) return CheckMessage(values.error());
  const Result<cli::Options> options = cli::Combine({*values});
  if (!options) CheckMessage(options.error());
}

void RunSuppressions(std::string_view bytes) {
  const Result<std::vector<triage::IgnoreEntry>> entries =
      triage::ParseIgnoreFile(".unsoapignore.yaml", std::string(bytes));
  if (!entries) CheckMessage(entries.error());
  for (const char* const path : {"a.php", "b.txt"}) {
    for (const triage::InlineSuppression& one :
         triage::ReadInlineSuppressions(facts::ReadFile(path, bytes, Limits()))) {
      Demand(one.from <= one.to || !one.problem.empty() || one.whole_file,
             "a suppression covers lines");
      for (const std::string& rule : one.rules) triage::RuleMatches(rule, "marketo-soap/getLead");
    }
  }
}

void RunBaseline(std::string_view bytes) {
  Result<triage::Baseline> baseline = triage::ParseBaseline(std::string(bytes), "baseline.json");
  if (!baseline) return CheckMessage(baseline.error());
  const std::string text = triage::BaselineJson(*baseline);
  const Result<triage::Baseline> again = triage::ParseBaseline(text, "baseline.json");
  Demand(again.has_value() && triage::BaselineJson(*again) == text,
         "a baseline that was written can be read");
}

void RunReport(std::string_view bytes) {
  Result<findings::Report> report = findings::ReadReportJson(bytes, "report.json");
  if (!report) return CheckMessage(report.error());
  std::string text;
  const reporters::Sink sink = [&](std::string_view piece) {
    text += piece;
    return true;
  };
  findings::WriteReportJson(*report, {}, sink);
  Demand(findings::ReadReportJson(text, "report.json").has_value(),
         "a report that was written can be read");
  for (const reporters::ReporterInfo& reporter : reporters::Reporters()) {
    text.clear();
    reporter.render(*report, {}, sink);
    Demand(ToValidUtf8(text) == text, fmt::format("{} is UTF-8", reporter.name));
    for (const unsigned char c : text) {
      Demand(c >= 0x20 || c == '\n' || c == '\t' || c == '\r',
             fmt::format("{} holds no control character", reporter.name));
    }
  }
  for (const char* const format : {"text", "markdown", "csv", "json"})
    reporters::RenderPlan(format, *report, {}, sink);
}

void RunIgnoreFiles(std::string_view bytes) {
  for (const bool fold : {false, true}) {
    const walk::IgnoreRules rules(bytes, ".gitignore", fold);
    for (const std::string_view path :
         {"a", "src/Main.java", "build/lib/a.min.js", "x/y/z/[a]/b.c", "\xc3\xa4/b"}) {
      for (const bool directory : {false, true})
        rules.Decide(path, path.substr(path.rfind('/') + 1), directory).Place();
    }
  }
  const triage::Owners owners(bytes);
  owners.Of("src/main.c");
  owners.Of("docs/a/b.md");
  std::string value;
  git::FindInGitConfig(bytes, "core", "excludesfile", &value);
}

// --- files that need a place on the disk

/// A directory of this process, emptied for each run; deleted at the end.
class Scratch {
 public:
  Scratch() {
    std::string name = (fs::temp_directory_path() / "unsoap-fuzz-XXXXXX").string();
    Demand(::mkdtemp(name.data()) != nullptr, "there is room for a directory");
    path_ = name;
  }
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  std::string Put(const std::string& name, std::string_view bytes) const {
    std::ofstream(path_ / name, std::ios::binary) << bytes;
    return (path_ / name).string();
  }
  std::string path() const { return path_.string(); }

 private:
  fs::path path_;
};

void RunCompileCommands(std::string_view bytes) {
  const Scratch scratch;
  scratch.Put("compile_commands.json", bytes);
  const settle::CompileFlags flags =
      settle::CompileCommands(scratch.path()).FlagsFor(scratch.path() + "/a.c");
  for (const std::string& argument : flags.arguments) {
    for (const char* const never :
         {"-fplugin", "-load", "@", "-o", "-Xclang", "-B", "--config", "-working-directory"}) {
      Demand(!argument.starts_with(never),
             "no flag that loads, writes or runs something is passed on");
    }
  }
  settle::SplitCommand(bytes);
}

/// The whole pipeline on one file.
void RunScan(std::string_view input) {
  const NamedFile file = SplitNamed(input);
  const std::string name = file.name.substr(file.name.rfind('/') + 1);
  if (name.empty() || name == "." || name == ".." || name.size() > 100 ||
      name.find('\0') != std::string::npos)
    return;
  const Scratch scratch;
  scratch.Put(name, file.bytes);
  ScanOptions options;
  options.walk.roots = {scratch.path()};
  options.walk.jobs = 1;
  options.packs = rules::BuiltinPacks();
  options.as_of = "2026-11-23";
  options.min_confidence = findings::Confidence::kPossible;
  options.use_clang = false;
  options.jobs = 1;
  options.limits = Limits();
  Result<ScanOutcome> outcome = Scan(options);
  if (!outcome) return CheckMessage(outcome.error());
  std::string text;
  findings::WriteReportJson(outcome->report, {}, [&](std::string_view piece) {
    text += piece;
    return true;
  });
  Demand(findings::ReadReportJson(text, "report.json").has_value(),
         "a report that was written can be read");
}

bool EndsWithAny(std::string_view path, const std::vector<std::string_view>& ends) {
  return std::any_of(ends.begin(), ends.end(),
                     [&](std::string_view end) { return path.ends_with(end); });
}

/// An example of the names that a row of the structured files' table takes.
bool IsStructured(std::string_view path, std::string_view bytes) {
  facts::FileFacts facts;
  facts.path = path;
  facts.source = SourceText(std::string(bytes.substr(0, 0)));
  return facts::ReadStructured(facts, path.substr(path.rfind('/') + 1)) ||
         !facts.dependencies.empty();
}

std::function<std::vector<Input>()> Fixtures(std::vector<std::string_view> ends,
                                             bool named = false) {
  return [ends = std::move(ends), named] {
    return FixtureSeeds(
        [&](std::string_view path, std::string_view) { return EndsWithAny(path, ends); }, named);
  };
}

std::function<std::vector<Input>()> Texts(std::vector<Input> inputs) {
  return [inputs = std::move(inputs)] { return inputs; };
}

std::vector<Input> Named(std::vector<Input> inputs) {
  for (Input& input : inputs) input.bytes = input.name + "\n" + input.bytes;
  return inputs;
}

Target ForLanguage(const languages::Language& language) {
  const std::string id = language.id;
  const std::string path = !language.extensions.empty()  ? "a" + language.extensions.front()
                           : !language.filenames.empty() ? language.filenames.front()
                                                         : "a" + language.shares.front();
  return {"extract-" + id,
          [path](std::string_view bytes) { ReadAs(path, bytes); },
          [id, shared = language.extensions.empty() && !language.shares.empty()
                            ? language.shares.front()
                            : std::string()] {
            return FixtureSeeds(
                [&](std::string_view p, std::string_view bytes) {
                  return languages::LanguageOf(p, bytes) == id ||
                         (!shared.empty() && p.ends_with(shared));
                },
                false);
          },
          {"getLead", "'", "\"", "/*", "*/", "//", "#", "<<", "${", "#{", "{{", "(", "[", "{", "\n",
           "\r", "\xff", "\\"},
          language.symbol.empty() ? 1 : 4};
}

// Words that the fuzzer puts in: a dictionary for each notation.
const std::vector<std::string> kJson = {"{",       "}",    "[",    "]",     "\"", "\\u",
                                        "\\ud800", "null", "true", "1e999", "-"};
const std::vector<std::string> kYaml = {"- ", ": ", "\n  ", "&a ", "*a",    "!!", "|",
                                        ">",  "? ", "{",    "[",   "---\n", "\"", "'"};
const std::vector<std::string> kXml = {
    "<",      ">",   "/>",   "</", "<!--", "-->", "<![CDATA[", "]]>", "<!DOCTYPE", "<?xml",
    "xmlns=", "&#x", "&lt;", "\"", "'",    "%3C", "\\u003c",   "{0}", "#{"};

/// What people write for us: settings, rules, what is known already.
std::vector<Target> TargetsOfSettings() {
  return {
      {"baseline", RunBaseline,
       [] {
         triage::Baseline baseline;
         baseline.entries = {{"0123456789abcdef", 1, "p/getLead", "src/a.php", ""},
                             {"fedcba9876543210", 3, "p/syncLead", "src/b.php", "known"}};
         return std::vector<Input>{{"two", triage::BaselineJson(baseline)},
                                   {"empty", triage::BaselineJson({})}};
       },
       kJson},
      {"compile-commands", RunCompileCommands,
       Texts({{"arguments",
               "[{\"directory\": \".\", \"file\": \"a.c\", \"arguments\": [\"cc\", \"-I\", "
               "\"inc\", \"-DX=1\", \"a.c\"]}]"},
              {"command",
               "[{\"directory\": \"/\", \"file\": \"a.c\", \"command\": \"cc -std=c11 "
               "'-DX=\\\"y\\\"' -include b.h @x -fplugin=p.so a.c\"}]"}}),
       kJson, 4},
      {"config", RunConfig,
       Texts({{"readme",
               "fail-on: certain\nexclude: [legacy/archive/, \"**/*.min.js\"]\nbaseline: "
               ".unsoap-baseline.json\n"},
              {"many",
               "jobs: 3\nmax-file-size: 4M\ntimeout-file: 0.5s\nas-of: 2026-02-28\nstrict: "
               "true\nformat:\n  - json\n  - text\n"}}),
       kYaml},
      {"ignore-files",
       RunIgnoreFiles,
       Texts({{"gitignore",
               "# "
               "comment\n*.log\n!keep.log\n/build/\ndocs/**/a?[b-d]\n\\#x\n**/y\nz/"
               "**\n[[:alpha:]]*\n"},
              {"owners", "* @all\n/docs/ @docs\n*.c @c a@example.org\n[Section]\n"},
              {"git", "[core]\n\texcludesFile = ~/x\n\tignoreCase\n[include \"y\"]\n"}}),
       {"**", "/**/", "[", "]", "!", "\\", "[[:space:]]", "\r\n"}},
      {"report", RunReport,
       Fixtures({"typical.golden.json", "hostile.golden.json", "empty.golden.json"}), kJson, 8},
      {"rules", RunRules, PackSeeds, kYaml, 8},
      {"suppressions",
       RunSuppressions,
       Texts({{"inline",
               "<?php // unsoap-ignore: getLead -- wrapped until=2027-01-31\n/* "
               "unsoap-ignore-file: a/get*, b -- x */\n"},
              {"file",
               "- id: marketo-soap/getLead\n  paths: [vendor/crm/]\n  reason: next release\n  "
               "expires: 2027-03-31\n"}}),
       {"unsoap-ignore: ", "unsoap-ignore-file: ", " -- ", "until=", "*"}},
  };
}

/// What is found in a tree, by how it is read.
std::vector<Target> TargetsOfFiles() {
  return {
      {"archives",
       RunArchives,
       [] { return Named(ArchiveSeeds()); },
       {"PK\3\4", "PK\1\2", "PK\5\6", "../", "ustar"},
       4},
      {"binaries",
       RunBinaries,
       BinarySeeds,
       {std::string("\xca\xfe\xba\xbe"), "MZ",
        "\x7f"
        "ELF",
        "PE"}},
      {"decode",
       RunDecode,
       Texts({{"utf-8", "a \xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80\r\n"},
              {"utf-16le", std::string("\xff\xfe"
                                       "a\0\n\0\x3d\xd8\0\xde",
                                       10)},
              {"utf-16be", std::string("\xfe\xff\0a\0\n", 6)},
              {"no mark", std::string("a\0b\0c\0d\0", 8)},
              {"shift-jis", "\x83\x65\x83\x58\x83\x67"},
              {"windows-1252", "caf\xe9 \x80"}}),
       {std::string("\0", 1), "\xff", "\xef\xbb\xbf", "\xed\xa0\x80", "\r"}},
      {"documents",
       RunDocuments,
       Fixtures({".md", ".rst", ".adoc", ".ipynb", ".markdown"}, true),
       {"```php\n", "```\n", "~~~", ".. code-block:: python\n\n   ", "[source,java]\n----\n",
        "\"cells\"", "\"source\"", "\\n"},
       4},
      {"scan",
       RunScan,
       [] {
         // A run takes as long as hundreds of another target's: every eighth fixture will do.
         size_t number = 0;
         return FixtureSeeds(
             [&](std::string_view path, std::string_view) {
               return path.find("/reports/") == std::string_view::npos && number++ % 8 == 0;
             },
             true);
       },
       {"getLead", "syncLead", "'#a'", "'#99999999999999999999'", "mktows",
        "100-AEK-913.mktoapi.com", "?WSDL", "leadKey"},
       20},
      {"structured", RunStructured, [] { return FixtureSeeds(IsStructured, true); }, kYaml},
      {"xml", RunXml,
       Fixtures({".xml", ".wsdl", ".xsd", ".config", ".csproj", ".jmx", ".disco", ".item"}), kXml},
      {"yaml", [](std::string_view bytes) { ReadAs("a.yaml", bytes); }, Fixtures({".yaml", ".yml"}),
       kYaml},
  };
}

std::vector<Target> MakeTargets() {
  std::vector<Target> out = TargetsOfFiles();
  for (Target& target : TargetsOfSettings()) out.push_back(std::move(target));
  for (const std::unique_ptr<languages::Language>& language : languages::Languages()) {
    if (!language->symbol.empty()) out.push_back(ForLanguage(*language));
  }
  std::sort(out.begin(), out.end(),
            [](const Target& a, const Target& b) { return a.name < b.name; });
  return out;
}

}  // namespace

const std::vector<Target>& Targets() {
  static const std::vector<Target>* const kTargets = new std::vector<Target>(MakeTargets());
  return *kTargets;
}

const Target* FindTarget(std::string_view name) {
  for (const Target& target : Targets()) {
    if (target.name == name) return &target;
  }
  return nullptr;
}

void Demand(bool holds, std::string_view what) {
  if (holds) return;
  fmt::print(stderr, "this does not hold: {}\n", what);
  std::abort();
}

NamedFile SplitNamed(std::string_view input) {
  const size_t end = input.find('\n');
  if (end == std::string_view::npos) return {"", input};
  return {std::string(input.substr(0, end)), input.substr(end + 1)};
}

}  // namespace unsoap::fuzz
