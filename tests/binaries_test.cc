// Archives and binaries end to end: one finding an artefact, every member accounted for, copies
// folded.
#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "scanner/rules/builtin.h"
#include "scanner/scan.h"
#include "tests/catch.h"

using namespace unsoap;
namespace fs = std::filesystem;

namespace {

using Files = std::vector<std::pair<std::string, std::string>>;

std::string Zip(const Files& files) {
  std::string out(64 << 20, '\0');
  size_t used = 0;
  archive* writer = archive_write_new();
  archive_write_set_format_zip(writer);
  REQUIRE(archive_write_open_memory(writer, out.data(), out.size(), &used) == ARCHIVE_OK);
  for (const auto& file : files) {
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, file.first.c_str());
    archive_entry_set_size(entry, static_cast<la_int64_t>(file.second.size()));
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    REQUIRE(archive_write_header(writer, entry) == ARCHIVE_OK);
    archive_write_data(writer, file.second.data(), file.second.size());
    archive_entry_free(entry);
  }
  archive_write_close(writer);
  archive_write_free(writer);
  out.resize(used);
  return out;
}

/// A tar file, packed by gzip, bzip2 or xz where a filter is given.
std::string Tar(const Files& files, int filter) {
  std::string out(4 << 20, '\0');
  size_t used = 0;
  archive* writer = archive_write_new();
  archive_write_set_format_ustar(writer);
  archive_write_set_bytes_in_last_block(writer, 1);
  archive_write_add_filter(writer, filter);
  REQUIRE(archive_write_open_memory(writer, out.data(), out.size(), &used) == ARCHIVE_OK);
  for (const auto& file : files) {
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, file.first.c_str());
    archive_entry_set_size(entry, static_cast<la_int64_t>(file.second.size()));
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    REQUIRE(archive_write_header(writer, entry) == ARCHIVE_OK);
    archive_write_data(writer, file.second.data(), file.second.size());
    archive_entry_free(entry);
  }
  archive_write_close(writer);
  archive_write_free(writer);
  out.resize(used);
  return out;
}

/// A class file's constant pool with these strings.
std::string ClassFile(const std::vector<std::string>& strings) {
  std::string out("\xca\xfe\xba\xbe\0\0\0\x34", 8);
  const auto u16 = [&](size_t n) {
    out += {static_cast<char>(n >> 8), static_cast<char>(n & 255)};
  };
  u16(strings.size() + 1);
  for (const std::string& text : strings) {
    out += '\x01';
    u16(text.size());
    out += text;
  }
  return out + std::string(16, '\0');
}

/// Something that begins like a .NET assembly: names as bytes, literals as UTF-16.
std::string Assembly(const std::string& name, const std::string& literal) {
  std::string out = "MZ" + std::string(126, '\0') + name + std::string(8, '\0');
  for (const char c : literal) out += {c, '\0'};
  return out + std::string(64, '\0');
}

struct Tree {
  Tree() {
    std::string name = (fs::temp_directory_path() / "unsoap-binaries-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    root = name;
  }
  ~Tree() {
    std::error_code ignored;
    fs::remove_all(root, ignored);
  }
  void Put(const std::string& path, const std::string& bytes) const {
    fs::create_directories((root / path).parent_path());
    std::ofstream(root / path, std::ios::binary) << bytes;
  }
  findings::Report Scan(int depth = 3) const {
    ScanOptions options;
    options.walk.roots = {root.string()};
    options.packs = rules::BuiltinPacks();
    options.as_of = "2026-11-23";
    options.archive_depth = depth;
    Result<ScanOutcome> outcome = unsoap::Scan(options);
    REQUIRE(outcome.has_value());
    const findings::Coverage& c = outcome->report.coverage;
    // The receipt adds up, whatever the tree holds.
    CHECK(c.files_found ==
          c.files_parsed + c.files_text_only + c.files_dropped_by_prefilter + c.files_not_read);
    CHECK(c.files_not_read == static_cast<int64_t>(c.not_read.size()));
    return std::move(outcome->report);
  }
  fs::path root;
};

std::vector<std::string> Shown(const findings::Report& report) {
  std::vector<std::string> out;
  for (const findings::Finding& f : report.findings) {
    out.push_back(f.location.path + " " + std::string(findings::Name(f.kind)) + " " + f.operation +
                  " " + std::string(findings::Name(f.confidence)));
  }
  return out;
}

const std::string kStub = ClassFile({"com/marketo/mktows/MktowsPort", "getLead", "syncLead"});
const std::string kOther = ClassFile({"com/acme/Other", "getTags", "main"});
const std::string kPhp =
    "<?php\n$client = new "
    "SoapClient('https://na-x.marketo.com/soap/mktows/2_9?WSDL');\n$client->getLead(array());\n";
const std::string kConfig =
    "<configuration><appSettings><add key=\"url\" "
    "value=\"https://123-ABC-456.mktoapi.com/soap/mktows/2_1\"/></appSettings></configuration>\n";

}  // namespace

TEST_CASE("a jar in a war is one finding of the war with all its members") {
  const Tree tree;
  const std::string jar = Zip({{"com/marketo/mktows/MktowsPort.class", kStub},
                               {"com/marketo/mktows/Copy.class", kStub},
                               {"com/acme/Other.class", kOther}});
  tree.Put("lib/a.war", Zip({{"WEB-INF/lib/b.jar", jar}, {"index.html", "<html>"}}));
  const findings::Report report = tree.Scan();
  REQUIRE(Shown(report) == std::vector<std::string>{"lib/a.war binary-client  certain"});
  const findings::Finding& finding = report.findings[0];
  CHECK(finding.rule_id == "marketo-soap/binary-client");
  CHECK(finding.location.start_line == 1);
  CHECK(finding.properties.at("members") == "2");
  CHECK(finding.properties.at("first_member") ==
        "lib/a.war!/WEB-INF/lib/b.jar!/com/marketo/mktows/MktowsPort.class");
  CHECK(finding.properties.at("operations") == "getLead, syncLead");
  // The war, three classes and a page; the jar inside is no member of its own.
  CHECK(report.coverage.files_found == 5);
  CHECK(report.coverage.files_text_only == 2);
}

TEST_CASE("text members of a zip are read as files, those of a package belong to its finding") {
  const Tree tree;
  tree.Put("backup.zip", Zip({{"src/a.php", kPhp}}));
  tree.Put("tool.whl", Zip({{"src/a.php", kPhp}}));
  const std::vector<std::string> shown = Shown(tree.Scan());
  CHECK(std::count(shown.begin(), shown.end(), "backup.zip!/src/a.php call getLead certain") == 1);
  CHECK(std::count(shown.begin(), shown.end(), "tool.whl binary-client getLead certain") == 1);
  CHECK(std::none_of(shown.begin(), shown.end(),
                     [](const std::string& s) { return s.starts_with("tool.whl!"); }));
}

TEST_CASE("what an archive repeats is one finding that names its copies") {
  const Tree tree;
  tree.Put("src/a.php", kPhp);
  tree.Put("old/backup.zip", Zip({{"site/src/a.php", kPhp}, {"site/lib/a.php", kPhp}}));
  tree.Put("older.tar", Zip({{"src/a.php", kPhp}}));
  tree.Put("inner.zip", Zip({{"b.zip", Zip({{"src/a.php", kPhp}})}}));
  tree.Put("changed.zip", Zip({{"src/a.php", kPhp + "\n$client->getTags();\n"}}));
  const findings::Report report = tree.Scan();
  const std::vector<std::string> shown = Shown(report);
  const auto calls = [&](std::string_view path) {
    return std::count(shown.begin(), shown.end(), std::string(path) + " call getLead certain");
  };
  CHECK(calls("src/a.php") == 1);
  CHECK(calls("old/backup.zip!/site/src/a.php") == 0);
  CHECK(calls("inner.zip!/b.zip!/src/a.php") == 0);
  // Of another folder or another text, it may mean other things.
  CHECK(calls("old/backup.zip!/site/lib/a.php") == 1);
  CHECK(calls("changed.zip!/src/a.php") == 1);
  for (const findings::Finding& finding : report.findings) {
    if (finding.location.path != "src/a.php") continue;
    CAPTURE(finding.rule_id);
    CHECK(finding.properties.at("copies") == "3");
    CHECK(finding.properties.at("copy_paths") ==
          "inner.zip!/b.zip!/src/a.php\nold/backup.zip!/site/src/a.php\nolder.tar!/src/a.php");
  }
  CHECK(report.coverage.files_parsed == 6 + 4);  // each of them was read, and the archives
}

TEST_CASE("an assembly is recognised by names and by literals") {
  const Tree tree;
  tree.Put("a.dll", Assembly("MktowsPortClient", "nothing"));
  tree.Put("b.dll", Assembly("Nothing", "https://123-ABC-456.mktoapi.com/soap/mktows/2_1"));
  tree.Put("c.dll", Assembly("Nothing", "https://example.com/"));
  CHECK(Shown(tree.Scan()) ==
        std::vector<std::string>{"a.dll binary-client  certain", "b.dll binary-client  likely"});
}

TEST_CASE("the SDK's jar is known by its name when its content cannot be read") {
  const Tree tree;
  tree.Put("lib/marketo-soap-sdk-2.3.jar", Zip({{"README", "empty"}}));
  tree.Put("lib/marketo-rest-sdk-1.0.jar", Zip({{"README", "empty"}}));
  CHECK(Shown(tree.Scan()) ==
        std::vector<std::string>{"lib/marketo-soap-sdk-2.3.jar binary-client  likely"});
}

TEST_CASE("what is beyond the depth, damaged or a bomb is named, not unpacked") {
  const Tree tree;
  tree.Put("deep.zip", Zip({{"b.zip", Zip({{"a.php", kPhp}})}}));
  tree.Put("damaged.zip", "PK\x03\x04 nothing that could be read");
  tree.Put("bomb.zip", Zip({{"zeros", std::string(40 << 20, '0')}}));
  const findings::Report report = tree.Scan(1);
  std::vector<std::string> reasons;
  for (const findings::NotRead& entry : report.coverage.not_read)
    reasons.push_back(entry.path + ": " + entry.reason);
  CHECK(reasons == std::vector<std::string>{"bomb.zip!/zeros: bomb", "damaged.zip: damaged",
                                            "deep.zip!/b.zip: too deep"});
  CHECK(report.findings.empty());
  CHECK(std::any_of(report.diagnostics.begin(), report.diagnostics.end(),
                    [](const findings::Diagnostic& d) { return d.path == "bomb.zip"; }));
  CHECK(tree.Scan(2).findings.size() > 0);
}

TEST_CASE("classes made from a source of the tree belong to its finding, others do not") {
  const Tree tree;
  tree.Put("src/Sync.java",
           "import com.marketo.mktows.*;\nclass Sync { void run(MktowsPort port) { "
           "port.getLead(null, null); } }\n");
  tree.Put("bin/Sync.class", ClassFile({"Sync", "com/marketo/mktows/MktowsPort", "getLead"}));
  tree.Put("bin/Lost.class", ClassFile({"Lost", "com/marketo/mktows/MktowsPort", "syncLead"}));
  const std::vector<std::string> both = Shown(tree.Scan());
  CHECK(std::any_of(both.begin(), both.end(),
                    [](const std::string& s) { return s.starts_with("bin/"); }));
  fs::remove(tree.root / "bin/Lost.class");
  const findings::Report report = tree.Scan();
  const std::vector<std::string> folded = Shown(report);
  CHECK(std::none_of(folded.begin(), folded.end(),
                     [](const std::string& s) { return s.starts_with("bin/"); }));
  CHECK(std::any_of(report.findings.begin(), report.findings.end(), [](const findings::Finding& f) {
    return f.properties.count("copies") != 0 && f.properties.at("copy_paths") == "bin/Sync.class";
  }));
}

TEST_CASE("deployed copies of a configuration are folded into their source and stay without it") {
  const Tree tree;
  tree.Put("App/App.config", kConfig);
  tree.Put("App/bin/Debug/App.exe.config", kConfig);
  tree.Put("App/bin/Debug/App.vshost.exe.config", kConfig);
  const findings::Report report = tree.Scan();
  REQUIRE(Shown(report) == std::vector<std::string>{"App/App.config endpoint  certain"});
  CHECK(report.findings[0].properties.at("copies") == "2");
  CHECK(report.findings[0].properties.at("copy_paths") ==
        "App/bin/Debug/App.exe.config\nApp/bin/Debug/App.vshost.exe.config");
  fs::remove(tree.root / "App/App.config");
  CHECK(tree.Scan().findings.size() == 2);
}

TEST_CASE("a script in bin/ that only resembles a source is kept, an equal file is folded") {
  const Tree tree;
  tree.Put("src/a.php", kPhp);
  tree.Put("bin/other.php", kPhp + "// another script\n");
  tree.Put("dist/a.php", kPhp);
  const std::vector<std::string> shown = Shown(tree.Scan());
  CHECK(std::any_of(shown.begin(), shown.end(),
                    [](const std::string& s) { return s.starts_with("bin/other.php"); }));
  CHECK(std::none_of(shown.begin(), shown.end(),
                     [](const std::string& s) { return s.starts_with("dist/"); }));
}

TEST_CASE("the receipt of a tree of everything adds up") {
  const Tree tree;
  tree.Put("a.php", kPhp);
  tree.Put("plain.txt", "nothing");
  tree.Put("half.php", kPhp + "function ( {{{");
  tree.Put("x.jar", Zip({{"A.class", kStub},
                         {"B.class", kOther},
                         {"same.php", kPhp},
                         {"same.php", kPhp},
                         {"n.txt", "x"}}));
  tree.Put("nested.zip", Zip({{"x.jar", Zip({{"A.class", kStub}})}, {"fake.jar", "no archive"}}));
  tree.Put("image.png", std::string("\x89PNG\r\n\0\0\0\0\0\0", 12));
  fs::create_symlink(tree.root / "a.php", tree.root / "link.php");
  const findings::Report report = tree.Scan();
  CHECK(report.coverage.files_found == 6 + 5 + 2);  // the link's target is read by itself
}

TEST_CASE("every kind of artefact gives one finding, and its harmless twin gives none") {
  const std::string stub_dll = Assembly("MktowsPortClient", "x"),
                    other_dll = Assembly("Other", "x");
  const Files stub = {{"com/marketo/mktows/MktowsPort.class", kStub}};
  const Files other = {{"com/acme/Other.class", kOther}};
  const Files net = {{"lib/net48/Crm.dll", stub_dll}},
              net_other = {{"lib/net48/Crm.dll", other_dll}};
  const Files source = {{"lib/sync.php", kPhp}}, source_other = {{"lib/sync.php", "<?php\n"}};
  const auto gem = [](const Files& files) {
    return Tar({{"metadata.gz", "x"}, {"data.tar.gz", Tar(files, ARCHIVE_FILTER_GZIP)}},
               ARCHIVE_FILTER_NONE);
  };
  struct Case {
    std::string name, ours, theirs;
  };
  const std::vector<Case> cases = {
      {"A.class", kStub, kOther},
      {"a.jar", Zip(stub), Zip(other)},
      {"a.war", Zip(stub), Zip(other)},
      {"a.ear", Zip({{"b.war", Zip({{"WEB-INF/lib/c.jar", Zip(stub)}})}}),
       Zip({{"b.war", Zip({{"WEB-INF/lib/c.jar", Zip(other)}})}})},
      {"a.aar", Zip({{"classes.jar", Zip(stub)}}), Zip({{"classes.jar", Zip(other)}})},
      {"a.dll", stub_dll, other_dll},
      {"a.exe", stub_dll, other_dll},
      {"a.nupkg", Zip(net), Zip(net_other)},
      {"a.whl", Zip(source), Zip(source_other)},
      {"a.gem", gem(source), gem(source_other)},
      {"a.zip", Zip(stub), Zip(other)},
      {"a.tar", Tar(stub, ARCHIVE_FILTER_NONE), Tar(other, ARCHIVE_FILTER_NONE)},
      {"a.tar.gz", Tar(stub, ARCHIVE_FILTER_GZIP), Tar(other, ARCHIVE_FILTER_GZIP)},
      {"a.tgz", Tar(stub, ARCHIVE_FILTER_GZIP), Tar(other, ARCHIVE_FILTER_GZIP)},
      {"a.tar.bz2", Tar(stub, ARCHIVE_FILTER_BZIP2), Tar(other, ARCHIVE_FILTER_BZIP2)},
      {"a.tar.xz", Tar(stub, ARCHIVE_FILTER_XZ), Tar(other, ARCHIVE_FILTER_XZ)},
  };
  for (const Case& each : cases) {
    INFO(each.name);
    const Tree tree;
    tree.Put(each.name, each.ours);
    const findings::Report report = tree.Scan(4);
    const auto binaries = std::count_if(
        report.findings.begin(), report.findings.end(), [&](const findings::Finding& f) {
          return f.kind == findings::Kind::kBinaryClient && f.location.path.starts_with(each.name);
        });
    CHECK(binaries == 1);
    CHECK(report.coverage.not_read.empty());
    const Tree harmless;
    harmless.Put(each.name, each.theirs);
    CHECK(harmless.Scan(4).findings.empty());
  }
}
