// The command line without the program: the tables, their rules, parsing and the order of the
// sources.
#include <fmt/core.h>

#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "reporters/reporter.h"
#include "scanner/cli/arguments.h"
#include "scanner/cli/commands.h"
#include "scanner/cli/config.h"
#include "scanner/cli/flags_page.h"
#include "scanner/cli/man_page.h"
#include "tests/catch.h"
#include "tests/paths.h"

namespace unsoap {
namespace {

Result<cli::Arguments> Parse(const std::vector<std::string>& args) {
  return cli::ParseArguments(args, {"scan", "files", "help"});
}

Result<cli::Options> OptionsOf(const std::vector<std::string>& args, const std::string& config = "",
                               const std::map<std::string, std::string>& environment = {}) {
  Result<cli::Arguments> arguments = Parse(args);
  if (!arguments) return Fail(arguments.error());
  Result<std::vector<cli::Assignment>> values = cli::ParseConfig(".unsoap.yml", config);
  if (!values) return Fail(values.error());
  std::vector<std::string> variables;
  for (const auto& [name, value] : environment) variables.push_back(name + "=" + value);
  Result<std::vector<cli::Assignment>> from_environment = cli::ParseEnvironment(variables);
  if (!from_environment) return Fail(from_environment.error());
  return cli::Combine({*values, *from_environment, arguments->flags});
}

std::string ErrorOf(const std::vector<std::string>& args, const std::string& config = "",
                    const std::map<std::string, std::string>& environment = {}) {
  const Result<cli::Options> options = OptionsOf(args, config, environment);
  return options ? "no error" : Format(options.error());
}

}  // namespace

TEST_CASE(
    "every flag has one name, one letter, a category in one block, help without a period, and a "
    "setter") {
  std::set<std::string_view> names, closed;
  std::set<char> letters;
  std::string_view category;
  for (const cli::Flag& flag : cli::Flags()) {
    INFO(flag.name);
    CHECK(names.insert(flag.name).second);
    CHECK(flag.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz-") == std::string_view::npos);
    if (flag.letter != 0) CHECK(letters.insert(flag.letter).second);
    REQUIRE_FALSE(flag.help.empty());
    CHECK(flag.help.back() != '.');
    CHECK(flag.help[0] >= 'A');
    CHECK(flag.help.size() <= 90);
    CHECK(flag.set != nullptr);
    CHECK(flag.commands != 0);
    if (!flag.words.empty()) CHECK_FALSE(flag.value.empty());
    if (flag.category != category) {
      CHECK(closed.count(flag.category) == 0);
      closed.insert(flag.category);
      category = flag.category;
    }
    CHECK(cli::FindFlag(flag.name) == &flag);
  }
}

TEST_CASE("every command has one name, help and a function, and is sorted after the one before") {
  std::string_view before;
  for (const cli::Command& command : cli::Commands()) {
    INFO(command.name);
    CHECK(before < command.name);
    before = command.name;
    REQUIRE_FALSE(command.help.empty());
    CHECK(command.help.back() != '.');
    CHECK(command.run != nullptr);
    CHECK(cli::HelpText(&command).find(command.help) != std::string::npos);
  }
}

TEST_CASE("help and manual of what writes reports list their formats") {
  for (const char* name : {"scan", "convert", "diff"}) {
    const cli::Command* const command = cli::FindCommand(name);
    REQUIRE(command != nullptr);
    for (const reporters::ReporterInfo& reporter : reporters::Reporters()) {
      INFO(reporter.name);
      const std::string help(reporter.help);
      CHECK(cli::HelpText(command).find("\n  " + std::string(reporter.name) + " ") !=
            std::string::npos);
      CHECK(cli::HelpText(command).find(help) != std::string::npos);
      CHECK(cli::ManPage(command).find(".B " + std::string(reporter.name)) != std::string::npos);
    }
  }
  CHECK(cli::HelpText(cli::FindCommand("explain")).find("sarif") == std::string::npos);
}

TEST_CASE("a flag takes each of its words and nothing else") {
  for (const cli::Flag& flag : cli::Flags()) {
    if (flag.words.empty()) continue;
    INFO(flag.name);
    std::istringstream words{std::string(flag.words)};
    std::string word;
    while (words >> word) {
      cli::Options options;
      CHECK(cli::SetFlag(flag, "x", word, options).has_value());
    }
    cli::Options options;
    CHECK_FALSE(cli::SetFlag(flag, "x", "nonsense", options).has_value());
  }
}

TEST_CASE("the page of flags is what the tables say") {
  std::ifstream file(SourceDir() + "/docs/flags.md");
  REQUIRE(file);
  std::stringstream text;
  text << file.rdbuf();
  const std::string page = cli::FlagsPage();
  for (const cli::Flag& flag : cli::Flags()) {
    INFO("--" << flag.name);
    CHECK(page.find("`--" + std::string(flag.name)) != std::string::npos);
  }
  // To write it anew: keep what stands before "## Commands", then `unsoap generate flags`.
  CHECK(text.str().ends_with(page));
}

TEST_CASE("every command's manual page is installed") {
  std::ifstream file(SourceDir() + "/cmake/install.cmake");
  REQUIRE(file);
  std::string line, listed;
  while (std::getline(file, line)) {
    if (line.starts_with("set(COMMANDS ")) listed = line;
  }
  std::string wanted = "set(COMMANDS";
  for (const std::string& name : cli::CommandNames()) wanted += " " + name;
  CHECK(listed == wanted + ")");
}

TEST_CASE("what holds where nobody sets a flag is what the flag says") {
  // Other sources of the same values would show a difference here.
  for (const cli::Flag& flag : cli::Flags()) {
    const bool is_word = flag.standard.find(' ') == std::string_view::npos &&
                         flag.standard != "today" && !flag.standard.empty();
    if (!is_word) continue;
    INFO(flag.name);
    cli::Options options;
    CHECK(cli::SetFlag(flag, "x", std::string(flag.standard), options).has_value());
    const cli::Options standard;
    CHECK(options.archives == standard.archives);
    CHECK(options.hidden == standard.hidden);
    CHECK(options.min_confidence == standard.min_confidence);
    CHECK(options.severity == standard.severity);
    CHECK(options.gate.Text() == standard.gate.Text());
    CHECK(options.exit_code == standard.exit_code);
    CHECK(options.group_by == standard.group_by);
    CHECK(options.sarif_max_results == standard.sarif_max_results);
    CHECK(options.jobs == standard.jobs);
    CHECK(options.max_file_size == standard.max_file_size);
    CHECK(options.max_memory == standard.max_memory);
    CHECK(options.timeout_file == standard.timeout_file);
    CHECK(options.color == standard.color);
    CHECK(options.progress == standard.progress);
  }
}

TEST_CASE("languages are named as people name them, also several at once") {
  CHECK(OptionsOf({"-tphp", "-t", "js,C#"})->types ==
        std::vector<std::string>{"php", "javascript", "csharp"});
  CHECK(OptionsOf({"--type-not=yml", "-Twsdl"})->types_not ==
        std::vector<std::string>{"yaml", "xml"});
  CHECK(ErrorOf({"-tphyton"}) ==
        "error: -t: there is no language 'phyton'\nhint: did you mean 'python'?\n");
  CHECK(ErrorOf({}, "type: [php, rubi]\n") ==
        ".unsoap.yml:1:13: error: type: there is no language 'rubi'\n  type: [php, rubi]\n"
        "              ^\nhint: did you mean 'ruby'?\n");
}

TEST_CASE("-u opens as much as it is said often") {
  CHECK(OptionsOf({"-u"})->no_ignore);
  CHECK_FALSE(OptionsOf({"-u"}, "hidden: false\n")->hidden);
  CHECK(OptionsOf({"-uu"}, "hidden: false\n")->hidden);
  CHECK(OptionsOf({"-uuu"})->no_ignore);
  CHECK(ErrorOf({"-uuuu"}) ==
        "error: -u: more than three of them open nothing more\nhint: write -uuu\n");
}

TEST_CASE("the first word is the command only if it is one") {
  CHECK(Parse({"src"})->command == "scan");
  CHECK(Parse({"src"})->words == std::vector<std::string>{"src"});
  CHECK(Parse({"files", "src"})->command == "files");
  CHECK(Parse({"-v", "files"})->command == "files");
  CHECK(Parse({"scan", "files"})->words == std::vector<std::string>{"files"});
  CHECK(Parse({"--", "files"})->words == std::vector<std::string>{"files"});
  CHECK(Parse({"--", "-odd"})->words == std::vector<std::string>{"-odd"});
  CHECK(Parse({"-"})->words == std::vector<std::string>{"-"});
}

TEST_CASE("values are given with a space, an equals sign or attached to the letter") {
  for (const auto& args : std::vector<std::vector<std::string>>{
           {"--jobs", "3"}, {"--jobs=3"}, {"-j3"}, {"-j", "3"}, {"-j=3"}, {"-qj3"}}) {
    CHECK(OptionsOf(args)->jobs == 3);
  }
  const Result<cli::Options> options =
      OptionsOf({"-f", "json=a=b.json", "-fsarif", "-o", "x.html", "--format=md=-"});
  REQUIRE(options.has_value());
  REQUIRE(options->outputs.size() == 4);
  CHECK(options->outputs[0].format == "json");
  CHECK(options->outputs[0].file == "a=b.json");
  CHECK(options->outputs[1].format == "sarif");
  CHECK(options->outputs[1].file.empty());
  CHECK(options->outputs[2].format.empty());
  CHECK(options->outputs[2].file == "x.html");
  CHECK(options->outputs[3].file.empty());
}

TEST_CASE("sizes, seconds, dates and gates are read as people write them") {
  CHECK(OptionsOf({"--max-file-size=2M"})->max_file_size == 2 << 20);
  CHECK(OptionsOf({"--max-memory=512kB"})->max_memory == 512 << 10);
  CHECK(OptionsOf({"--max-memory=100"})->max_memory == 100);
  CHECK(OptionsOf({"--timeout-file=0.5s"})->timeout_file == 0.5);
  CHECK(OptionsOf({"--as-of=2024-02-29"})->as_of == "2024-02-29");
  CHECK(OptionsOf({})->gate.Text() == "likely,warning");
  CHECK(OptionsOf({"--fail-on=certain"})->gate.Text() == "certain,warning");
  CHECK(OptionsOf({"--fail-on=error"})->gate.Text() == "likely,error");
  CHECK(OptionsOf({"--fail-on=possible, note"})->gate.Text() == "possible,note");
  CHECK(OptionsOf({"--fail-on=never"})->gate.Text() == "never");
}

TEST_CASE("a wrong value says what is wrong and what would be right") {
  CHECK(ErrorOf({"--formt=json"}) ==
        "error: unknown flag '--formt'\nhint: did you mean '--format'?\n");
  CHECK(ErrorOf({"--xyzzy"}) ==
        "error: unknown flag '--xyzzy'\nhint: 'unsoap help' lists all flags\n");
  CHECK(ErrorOf({"-Z"}) == "error: unknown flag '-Z'\nhint: 'unsoap help' lists all flags\n");
  CHECK(ErrorOf({"-strict"}) ==
        "error: unknown flag '-s' in '-strict'\nhint: did you mean '--strict'?\n");
  CHECK(ErrorOf({"--jobs"}) == "error: --jobs needs a value\nhint: --jobs N\n");
  CHECK(ErrorOf({"-j", "many"}) == "error: -j: 'many' is not a number from 0 to 1024\n");
  CHECK(ErrorOf({"--strict=no"}) == "error: --strict takes no value\nhint: write --strict alone\n");
  CHECK(ErrorOf({"--color=allways"}) ==
        "error: --color: 'allways' is not one of auto, always, never\nhint: did you mean "
        "'always'?\n");
  CHECK(ErrorOf({"--fail-on=likly"}) ==
        "error: --fail-on: 'likly' is neither a confidence nor a level\nhint: did you mean "
        "'likely'?\n");
  CHECK(ErrorOf({"--as-of=2023-02-29"}) ==
        "error: --as-of: '2023-02-29' is not a date\nhint: write YYYY-MM-DD\n");
  CHECK(ErrorOf({"--max-memory=lots"}) ==
        "error: --max-memory: 'lots' is not a size\nhint: write bytes, or a "
        "number with k, M or G, as in 4M\n");
  CHECK(ErrorOf({}, "", {{"UNSOAP_STRICT", "maybe"}}) ==
        "error: UNSOAP_STRICT: 'maybe' is neither yes nor no\nhint: write 1 or 0\n");
}

TEST_CASE("a variable of ours that no flag has is an error, others are none of our business") {
  CHECK(ErrorOf({}, "", {{"UNSOAP_FAILON", "certain"}}) ==
        "error: the environment sets UNSOAP_FAILON, which no flag reads\n"
        "hint: did you mean UNSOAP_FAIL_ON?\n");
  CHECK(ErrorOf({}, "", {{"UNSOAP_XYZZY", ""}}) ==
        "error: the environment sets UNSOAP_XYZZY, which no flag reads\n"
        "hint: 'unsoap help' lists all flags\n");
  CHECK(ErrorOf({}, "", {{"UNSOAP_CONFIG", "a.yml"}}) ==
        "error: the environment sets UNSOAP_CONFIG, which is for one run only\n"
        "hint: write --config on the command line\n");
  for (const char* const name : {"UNSOAP", "UNSOAPY_JOBS", "unsoap_jobs", "MY_UNSOAP_X"}) {
    INFO(name);
    CHECK(OptionsOf({}, "", {{name, "many"}}));
  }
  CHECK(OptionsOf({}, "", {{"UNSOAP_STRICT", ""}, {"UNSOAP_JOBS", ""}})->jobs == 0);
}

TEST_CASE("what names a file is restricted in the configuration of what is scanned") {
  for (const cli::Flag& flag : cli::Flags()) {
    INFO(flag.name);
    const bool names_file = flag.value.find("FILE") != flag.value.npos || flag.value == "DIR";
    const bool restricted =
        flag.in_config == cli::InConfig::kReads || flag.in_config == cli::InConfig::kWrites;
    if (flag.in_config != cli::InConfig::kNo) CHECK(restricted == names_file);
    if (flag.in_config == cli::InConfig::kReads) CHECK(flag.category != "What is written");
    if (flag.in_config == cli::InConfig::kWrites) CHECK(flag.category == "What is written");
  }
}

TEST_CASE("the command line wins over the environment, which wins over the configuration") {
  const std::string config = "jobs: 1\nstrict: true\nfail-on: certain\n";
  CHECK(OptionsOf({}, config)->jobs == 1);
  CHECK(OptionsOf({}, config)->strict);
  CHECK(OptionsOf({}, config, {{"UNSOAP_JOBS", "2"}})->jobs == 2);
  CHECK(OptionsOf({"-j3"}, config, {{"UNSOAP_JOBS", "2"}})->jobs == 3);
  CHECK_FALSE(OptionsOf({"--strict=false"}, config)->strict);
  CHECK_FALSE(OptionsOf({}, config, {{"UNSOAP_STRICT", "0"}})->strict);
}

TEST_CASE("a repeated flag replaces the weaker source's list, and exclusions add up") {
  const std::string config = "include: [src, lib]\nexclude: [old/]\nformat: [json=a.json]\n";
  CHECK(OptionsOf({}, config)->include == std::vector<std::string>{"src", "lib"});
  CHECK(OptionsOf({"--include=app"}, config)->include == std::vector<std::string>{"app"});
  CHECK(OptionsOf({"--exclude=tmp"}, config, {{"UNSOAP_EXCLUDE", "a, b"}})->exclude ==
        std::vector<std::string>{"old/", "a", "b", "tmp"});
  CHECK(OptionsOf({"-o", "x.sarif"}, config)->outputs.size() == 1);
}

TEST_CASE("a wrong configuration is shown with its line and column") {
  CHECK(ErrorOf({}, "strict: true\nfial-on: certain\n") ==
        ".unsoap.yml:2:1: error: unknown key 'fial-on'\n  fial-on: certain\n  ^\nhint: did you "
        "mean 'fail-on'?\n");
  CHECK(
      ErrorOf({}, "dump: facts\n") ==
      ".unsoap.yml:1:1: error: 'dump' can only be given on the command line\n  dump: facts\n  ^\n");
  CHECK(ErrorOf({}, "jobs: many\n") ==
        ".unsoap.yml:1:7: error: jobs: 'many' is not a number from 0 to 1024\n  jobs: many\n       "
        " ^\n");
  CHECK(ErrorOf({}, "strict: perhaps\n") ==
        ".unsoap.yml:1:9: error: 'strict' must be true or false\n  strict: perhaps\n          ^\n");
  CHECK(ErrorOf({}, "exclude: [[a]]\n") ==
        ".unsoap.yml:1:11: error: an entry of 'exclude' must be a word, not a list\n  exclude: "
        "[[a]]\n            ^\n");
  CHECK(ErrorOf({}, "- a\n") ==
        ".unsoap.yml:1:1: error: the configuration must be a map, not a list\n  - a\n  ^\n"
        "hint: write 'flag: value' lines, for example 'fail-on: certain'\n");
  CHECK(ErrorOf({}, "# nothing\n") == "no error");
}

TEST_CASE("a wrong value in a file that may be a key is not repeated") {
  const auto error = [](const std::string& line) {
    const Result<std::vector<cli::Assignment>> parsed =
        cli::ParseConfig(".unsoap.yml", line, nullptr);
    REQUIRE(parsed);
    const Result<cli::Options> options = cli::Combine({*parsed});
    REQUIRE_FALSE(options);
    return Format(options.error());
  };
  for (const std::string key : {"qhPPQMCl5tKdm", "a1b2c3d4", "Zx8kQ2pp", "0a9f8e7d6c5b"}) {
    for (const std::string flag :
         {"jobs", "max-file-size", "timeout-file", "fail-on", "color", "as-of", "min-confidence"}) {
      CAPTURE(flag, key);
      const std::string shown = error(flag + ": '" + key + "'\n");
      CHECK(shown.find(key) == std::string::npos);
      CHECK(shown.find("what stands there") != std::string::npos);
    }
  }
  CHECK(error("jobs: plenty\n").find("'plenty'") != std::string::npos);
  CHECK(error("as-of: 2026-02-31\n").find("'2026-02-31'") != std::string::npos);
}

TEST_CASE("a flag of another command is refused") {
  const Result<cli::Arguments> arguments = Parse({"scan", "--why"});
  REQUIRE(arguments.has_value());
  const Result<void> checked = cli::CheckApplicable(*arguments, cli::kForScan);
  REQUIRE_FALSE(checked.has_value());
  CHECK(Format(checked.error()) ==
        "error: --why does not belong to 'scan'\nhint: 'unsoap help scan' lists what does\n");
}

}  // namespace unsoap
