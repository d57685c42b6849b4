// `unsoap convert` gives, from a saved result, byte for byte what the scan itself would have
// written; and all formats of one scan name the same findings.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "reporters/reporter.h"
#include "tests/catch.h"
#include "tests/paths.h"
#include "tests/program.h"

namespace unsoap {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

/// The sample project in a scratch directory, with a suppressed finding and a file that is damaged.
void CopySample(const ScratchDir& scratch) {
  const fs::path from = fs::path(SourceDir()) / "fixtures" / "projects" / "acme-crm";
  fs::copy(from, scratch.At("src"), fs::copy_options::recursive);
  scratch.Write(
      "src/old.php",
      "<?php\n$c = new SoapClient('https://123-abc-456.mktoapi.com/soap/mktows/3_1?WSDL');\n"
      "$c->getLead($p);  // unsoap-ignore: getLead -- goes with the next release\n");
  scratch.Write("src/lib/a.jar", "PK\003\004 no archive, mktows");
}

std::vector<std::string> Formats() {
  std::vector<std::string> out;
  for (const reporters::ReporterInfo& row : reporters::Reporters()) out.emplace_back(row.name);
  return out;
}

TEST_CASE("convert writes what the scan itself wrote, in every format") {
  const std::vector<std::vector<std::string>> variants = {
      {},
      {"--no-snippets"},
      {"--show-suppressed"},
      {"--group-by", "operation"},
      {"--category", "nightly", "--project", "shop"},
      {"--link-template", "https://git.example/{repo}/blob/{rev}/{path}#L{line}"},
      {"--sarif-max-results", "5"}};
  ScratchDir scratch;
  CopySample(scratch);
  for (const auto& flags : variants) {
    INFO((flags.empty() ? "no flags" : flags[0]));
    std::vector<std::string> scan = {"scan", "src", "--exit-zero"};
    scan.insert(scan.end(), flags.begin(), flags.end());
    std::vector<std::string> convert = {"convert", "saved.json"};
    convert.insert(convert.end(), flags.begin(), flags.end());
    for (const std::string& format : Formats()) {
      scan.push_back("-f"), scan.push_back(format + "=scan." + format);
      convert.push_back("-f"), convert.push_back(format + "=convert." + format);
    }
    REQUIRE(RunUnsoap(scan, scratch.Root()).status == 0);
    fs::copy_file(scratch.At("scan.json"), scratch.At("saved.json"),
                  fs::copy_options::overwrite_existing);
    const ProgramRun run = RunUnsoap(convert, scratch.Root());
    INFO(run.error);
    REQUIRE(run.status == 0);
    for (const std::string& format : Formats()) {
      INFO(format);
      const std::string scanned = scratch.Read("scan." + format);
      CHECK_FALSE(scanned.empty());
      const bool same = scanned == scratch.Read("convert." + format);
      CHECK(same);
    }
  }
}

TEST_CASE("standard output and a file hold the same bytes") {
  ScratchDir scratch;
  CopySample(scratch);
  for (const std::string& format : Formats()) {
    INFO(format);
    const ProgramRun direct =
        RunUnsoap({"scan", "src", "--exit-zero", "-f", format}, scratch.Root());
    REQUIRE(
        RunUnsoap({"scan", "src", "--exit-zero", "-f", format + "=file"}, scratch.Root()).status ==
        0);
    // The command is part of some reports.
    std::string file = scratch.Read("file");
    const std::string with_file = "-f " + format + "=file";
    for (size_t at = file.find(with_file); at != std::string::npos; at = file.find(with_file, at))
      file.replace(at, with_file.size(), "-f " + format);
    const bool same = direct.out == file;
    CHECK(same);
  }
}

/// The ids that a report names, read by the rules of its format.
std::multiset<std::string> IdsIn(const std::string& format, const std::string& text) {
  std::multiset<std::string> ids;
  const auto after = [&](std::string_view begin, std::string_view end) {
    for (size_t at = text.find(begin); at != std::string::npos; at = text.find(begin, at + 1)) {
      const size_t from = at + begin.size();
      ids.insert(text.substr(from, text.find_first_of(end, from) - from));
    }
  };
  if (format == "json") {
    const json report = json::parse(text);
    for (const json& f : report["findings"]) ids.insert(f["id"]);
  } else if (format == "jsonl") {
    size_t begin = text.find('\n') + 1;  // after the head
    for (; begin < text.size(); begin = text.find('\n', begin) + 1)
      ids.insert(json::parse(text.substr(begin, text.find('\n', begin) - begin))["id"]);
  } else if (format == "sarif") {
    const json report = json::parse(text);
    for (const json& r : report["runs"][0]["results"])
      ids.insert(r["partialFingerprints"]["unsoap/v1"]);
  } else if (format == "gitlab") {
    const json report = json::parse(text);
    for (const json& entry : report) {
      if (entry["check_name"] != "unsoap/not-read") ids.insert(entry["fingerprint"]);
    }
  } else if (format == "html") {
    after("id=\"f-", "\"");
  } else if (format == "csv") {
    size_t begin = text.find('\n') + 1;
    for (; begin < text.size(); begin = text.find('\n', begin) + 1)
      ids.insert(text.substr(begin, text.find(',', begin) - begin));
    ids.erase("");  // the rows of what was not read, which come first
  }
  return ids;
}

TEST_CASE("every format of a scan names the same findings, and the suppressed ones in none") {
  ScratchDir scratch;
  CopySample(scratch);
  for (const char* flags : {"certain", "likely", "possible"}) {
    INFO(flags);
    std::vector<std::string> scan = {"scan", "src", "--exit-zero", "--min-confidence", flags};
    for (const std::string& format : Formats())
      scan.push_back("-f"), scan.push_back(format + "=scan." + format);
    REQUIRE(RunUnsoap(scan, scratch.Root()).status == 0);
    const json report = json::parse(scratch.Read("scan.json"));
    std::multiset<std::string> wanted;
    for (const json& f : report["findings"]) wanted.insert(f["id"]);
    REQUIRE_FALSE(wanted.empty());
    REQUIRE(wanted.size() == std::set<std::string>(wanted.begin(), wanted.end()).size());
    for (const std::string& format : Formats()) {
      INFO(format);
      const std::string text = scratch.Read("scan." + format);
      const std::multiset<std::string> ids = IdsIn(format, text);
      if (!ids.empty()) CHECK(ids == wanted);
      for (const std::string& id : wanted) {
        INFO(id);
        CHECK(text.find(id) != std::string::npos);
      }
      if (format == "json") continue;  // it carries them, apart
      for (const json& f : report["suppressed"])
        CHECK(text.find(f["id"].get<std::string>() + "\"") == std::string::npos);
    }
  }
}

}  // namespace
}  // namespace unsoap
